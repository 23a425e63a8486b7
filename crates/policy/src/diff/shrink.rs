//! The least that an example needs to say.

use caldicott_sharing::DataSet;

use super::case::Case;

/// Leaves out of a case whatever does not bear on the difference it shows.
pub(super) fn shrink(case: &Case, data: DataSet, shows: impl Fn(&Case) -> bool) -> Case {
    let mut least = case.clone();
    let mut attempt = |change: &dyn Fn(&mut Case)| {
        let mut next = least.clone();
        change(&mut next);
        if shows(&next) {
            least = next;
        }
    };
    attempt(&|case| case.asked = data);
    attempt(&|case| case.roles.clear());
    for role in &case.roles {
        attempt(&|case| case.roles.retain(|one| one != role));
    }
    for fact in case.facts.keys() {
        attempt(&|case| {
            case.facts.remove(fact);
        });
    }
    attempt(&|case| case.consents.clear());
    attempt(&|case| case.refused = false);
    attempt(&|case| case.order = None);
    attempt(&|case| case.narrow = false);
    attempt(&|case| case.agreement = None);
    attempt(&|case| case.organisation = None);
    attempt(&|case| case.necessary = None);
    attempt(&|case| case.routine = None);
    attempt(&|case| case.anonymous = None);
    attempt(&|case| case.third_party = None);
    attempt(&|case| case.verification = None);
    // One category says it as well as twenty, and is easier to read.
    if let Some(first) = case.asked.intersection(data).names().next()
        && let Some(one) = single(first)
    {
        attempt(&|case| case.asked = one);
    }
    least
}

fn single(name: &str) -> Option<DataSet> {
    let detail = caldicott_sharing::Detail::from_name(name).map(DataSet::from);
    let mut categories = caldicott_model::Category::ALL.iter();
    detail.or_else(|| categories.find(|one| one.name() == name).map(|one| DataSet::from(*one)))
}
