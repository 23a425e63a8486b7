//! The asker as consents name them, and the forms that can serve them.

use crate::data::{DataSet, Detail};
use crate::known::Known;
use crate::request::Request;
use crate::rulebook::{Form, Rules};
use crate::words::{AskerKind, ConsentKind, SharingPurpose};
use caldicott_model::Category;

/// Everything about the asking that a consent is compared with.
#[derive(Clone, Debug)]
pub(super) struct Asking {
    /// The names that are surely theirs.
    pub(super) names: Vec<String>,
    /// The names that are surely somebody else's: a refusal that names another may be meant for them.
    pub(super) others: Vec<String>,
    pub(super) purpose: Option<SharingPurpose>,
    pub(super) asked: DataSet,
    pub(super) forms: Vec<Form>,
}

impl Asking {
    pub(super) fn of(rules: &Rules, request: &Request, kind: Known<AskerKind>) -> Self {
        let asker = &request.asker;
        // A person who bears an organisation's name is not that organisation.
        let person = known(&asker.individual).filter(|id| rules.organisation(id).is_none());
        let names: Vec<String> =
            known(&asker.organisation).into_iter().chain(person).cloned().collect();
        let surely_other = |id: &str, of: AskerKind| {
            let organisation_known = asker.organisation != Known::Unknown;
            let other_kind = matches!(kind, Known::Known(kind) if kind != of);
            !names.iter().any(|name| name == id) && (organisation_known || other_kind)
        };
        let others = rules.organisations.iter().filter(|one| surely_other(one.id(), one.kind()));
        let others = others.map(|one| one.id().to_owned()).collect();
        let purpose = known(&request.purpose).copied();
        let serves =
            |form: &&Form| purpose.is_some_and(|purpose| form.purposes & (1 << purpose as u8) != 0);
        let forms = rules.forms.iter().filter(serves).cloned().collect();
        Self { names, others, purpose, asked: request.asked, forms }
    }

    /// The forms of a kind that serve the purpose.
    pub(super) fn forms_of(&self, kind: ConsentKind) -> impl Iterator<Item = &Form> {
        self.forms.iter().filter(move |form| form.kind == kind)
    }
}

const fn known<T>(value: &Known<T>) -> Option<&T> {
    match value {
        Known::Known(value) => Some(value),
        Known::Unknown => None,
    }
}

/// The names under which a list covers a datum: its own, and its category's.
pub(super) fn names_of(datum: DataSet) -> Vec<&'static str> {
    let category = datum.details().map(|detail| detail.category().name());
    let mut names: Vec<&'static str> = datum.names().chain(category).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Every name of a category or detail but those under which a list covers one of these.
pub(super) fn names_beside(data: &[DataSet]) -> Vec<&'static str> {
    let touching: Vec<&str> = data.iter().flat_map(|datum| names_of(*datum)).collect();
    let categories = Category::ALL.iter().map(|category| category.name());
    let details = Detail::NAMES.iter().map(|(name, _)| *name);
    categories.chain(details).filter(|name| !touching.contains(name)).collect()
}
