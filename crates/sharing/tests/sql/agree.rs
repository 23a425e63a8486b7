//! What the rules say of people, counted, so that a test that compares nothing cannot pass.

use caldicott_model::Day;
use caldicott_sharing::sql::{Predicates, Shows};
use caldicott_sharing::{DataSet, Recipient, Request, Rulebook, SubjectState, decide, filter};

/// How much was compared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) compared: usize,
    pub(crate) released: usize,
    /// Released where it depends on the person, and not where it does.
    pub(crate) personal: usize,
    pub(crate) personal_kept: usize,
    /// The same where it depends on what they agreed to or refused.
    pub(crate) agreed: usize,
    pub(crate) not_agreed: usize,
    pub(crate) filtered: usize,
}

/// What may go about each person; `decide`, one recipient over many and `filter` say the same.
pub(crate) fn released(
    rulebook: &Rulebook,
    request: &Request,
    day: Day,
    people: &[SubjectState],
) -> Vec<DataSet> {
    let recipient = Recipient::new(rulebook, request, day);
    let each: Vec<DataSet> = people
        .iter()
        .map(|state| {
            let mut request = request.clone();
            request.subject = state.clone();
            let released = decide(rulebook, &request, day).released();
            assert_eq!(recipient.judge(state).released(), released);
            released
        })
        .collect();
    let whole: Vec<usize> = filter(rulebook, request, day, people.iter().enumerate()).collect();
    let expected = each.iter().enumerate().filter(|(_, data)| **data == request.asked);
    assert_eq!(whole, expected.map(|(place, _)| place).collect::<Vec<_>>());
    each
}

/// The query of every condition, a column each.
pub(crate) fn query(predicates: &Predicates<'_>) -> String {
    let columns = predicates.conditions().iter().enumerate();
    let columns = columns.map(|(place, condition)| format!(",\n({condition}) AS c{place}"));
    format!("SELECT s.person{} FROM sharing_subject AS s", columns.collect::<String>())
}

impl Tally {
    /// Compares what a database shows of a person, a flag for each predicate.
    pub(crate) fn compare(
        &mut self,
        predicates: &Predicates<'_>,
        shown: &[bool],
        released: DataSet,
        case: impl Fn() -> String,
    ) {
        assert_eq!(shown.len(), predicates.each().len());
        let conditions = predicates.conditions();
        for ((predicate, condition), shown) in predicates.each().iter().zip(conditions).zip(shown) {
            let goes = released.names().any(|name| name == predicate.data());
            assert_eq!(
                *shown,
                goes,
                "{} by {:?}\n{}",
                predicate.data(),
                predicate.gateways(),
                case()
            );
            let sometimes = predicate.shows() == Shows::Where;
            match predicate.shows() {
                Shows::Always => assert!(goes),
                Shows::Never(_) => assert!(!goes),
                Shows::Where => {}
            }
            self.compared += 1;
            self.released += usize::from(goes);
            let consent = condition.contains("sharing_consent");
            self.agreed += usize::from(goes && consent);
            self.not_agreed += usize::from(!goes && consent);
            self.personal += usize::from(goes && sometimes);
            self.personal_kept += usize::from(!goes && sometimes);
        }
    }
}

/// How many cases there are: `PROPTEST_CASES` goes deeper.
pub(crate) fn cases(by_default: usize) -> usize {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(by_default)
}

impl Tally {
    /// Where much is released and much is kept because of who somebody is, agreement says something.
    pub(crate) fn says_something(self) {
        println!("{self:?}");
        let share = self.compared / 100;
        assert!(self.compared > 0, "{self:?}");
        for part in [self.personal, self.personal_kept, self.agreed, self.not_agreed] {
            assert!(part > share, "{self:?}");
        }
    }
}
