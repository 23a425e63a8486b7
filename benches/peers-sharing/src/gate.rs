//! The rulebook as gatehouse policies: one for each gateway, under an index by kind and purpose.

use std::collections::HashMap;
use std::sync::Arc;

use caldicott_sharing::{AskerKind, SharingPurpose};
use gatehouse::{EvaluationSession, PermissionChecker, PolicyBuilder, PolicyDomain};

use crate::agreements::now;
use crate::facts::{Frame, Prepared, Side};
use crate::formula::{Book, Formula, Word, agreed};
use crate::words::Data;

/// What gatehouse is asked: the request is the subject, one category or detail the resource.
#[derive(Clone, Copy, Debug)]
pub struct Sharing;

impl PolicyDomain for Sharing {
    type Subject = Prepared;
    type Action = bool;
    type Resource = usize;
    type Context = ();
}

/// A formula with everything looked up.
enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Datum(Data),
    Days(i64, i64),
    Fact(u128),
    Limit(usize),
    Known(Word),
    Among(Word, Vec<String>),
    Open,
}

/// What one gateway asks: its agreements by party, where it stands on one.
struct Gate {
    rest: Test,
    by_party: Option<HashMap<String, Vec<Test>>>,
}

/// Checkers by kind and purpose.
pub struct Gatehouse {
    checkers: HashMap<(String, String), Arc<PermissionChecker<Sharing>>>,
}

fn test(frame: &Frame, book: &Book, formula: &Formula) -> Test {
    let all = |all: &[Formula]| all.iter().map(|one| test(frame, book, one)).collect();
    match formula {
        Formula::All(these) => Test::All(all(these)),
        Formula::Any(these) => Test::Any(all(these)),
        Formula::Not(inner) => Test::Not(Box::new(test(frame, book, inner))),
        Formula::Bar(place) => test(frame, book, &book.bars[*place].1),
        Formula::Datum(data) => Test::Datum(*data),
        Formula::Days(from, until) => {
            Test::Days(from.map_or(i64::MIN, |day| day.0), until.map_or(i64::MAX, |day| day.0))
        }
        Formula::Fact(name) => Test::Fact(1 << frame.fact(name)),
        Formula::Limit(place) => Test::Limit(*place),
        Formula::Word(word, None) => Test::Known(*word),
        Formula::Word(word, Some(names)) => {
            let any = (!names.iter().any(String::is_empty)).then(|| "*".to_owned());
            Test::Among(*word, names.iter().cloned().chain(any).collect())
        }
        Formula::Open => Test::Open,
    }
}

impl Test {
    fn passes(&self, asked: &Prepared, sure: bool, holds: bool, datum: usize) -> bool {
        let side: &Side = if sure == holds { &asked.sure } else { &asked.may };
        match self {
            Self::All(all) => all.iter().all(|one| one.passes(asked, sure, holds, datum)),
            Self::Any(any) => any.iter().any(|one| one.passes(asked, sure, holds, datum)),
            Self::Not(inner) => !inner.passes(asked, sure, !holds, datum),
            Self::Datum(data) => data.has(datum),
            Self::Days(from, until) => (*from..*until).contains(&asked.day.0),
            Self::Fact(bit) => side.facts & bit != 0,
            Self::Limit(place) => side.limits[*place].has(datum),
            Self::Known(word) => side.words[*word as usize].is_some(),
            Self::Among(word, names) => {
                side.words[*word as usize].as_ref().is_some_and(|said| names.contains(said))
            }
            Self::Open => !sure,
        }
    }
}

impl Gatehouse {
    /// Makes the policies of a rulebook.
    #[must_use]
    pub fn new(frame: &Frame, book: &Book) -> Self {
        let mut checkers = HashMap::new();
        let tests: Vec<Arc<Gate>> = book
            .gateways
            .iter()
            .map(|(id, parts)| {
                let rest = parts.rest.iter().map(|one| test(frame, book, one)).collect();
                let by_party = parts.agreement.then(|| {
                    let mut by_party: HashMap<String, Vec<Test>> = HashMap::new();
                    for one in book.agreements_of(id) {
                        for party in one.with.iter().map(String::as_str).chain(["*"]) {
                            let agreed = test(frame, book, &agreed(one));
                            by_party.entry(party.to_owned()).or_default().push(agreed);
                        }
                    }
                    by_party
                });
                Arc::new(Gate { rest: Test::All(rest), by_party })
            })
            .collect();
        let kinds = AskerKind::NAMES.iter().map(|(name, _)| *name).chain(["*"]);
        let purposes = SharingPurpose::NAMES.iter().map(|(name, _)| *name).chain(["*"]);
        for kind in kinds {
            for purpose in purposes.clone() {
                let mut checker = PermissionChecker::<Sharing>::new();
                let mut any = false;
                for ((id, parts), test) in book.gateways.iter().zip(&tests) {
                    let named = |list: &Option<Vec<String>>, word: &str| {
                        word == "*"
                            || list.as_ref().is_none_or(|list| list.iter().any(|one| one == word))
                    };
                    if !named(&parts.who, kind) || !named(&parts.purposes, purpose) {
                        continue;
                    }
                    let (test, covers) = (Arc::clone(test), parts.covers);
                    let policy = PolicyBuilder::<Sharing>::new_owned(id.clone());
                    checker.add_policy(
                        policy
                            .when(move |asked, sure, datum, ()| {
                                let Gate { rest, by_party } = &*test;
                                covers.has(*datum)
                                    && rest.passes(asked, *sure, true, *datum)
                                    && by_party.as_ref().is_none_or(|by_party| {
                                        let side = if *sure { &asked.sure } else { &asked.may };
                                        let party =
                                            side.words[Word::Organisation as usize].as_ref();
                                        let all = party.and_then(|party| by_party.get(party));
                                        all.into_iter()
                                            .flatten()
                                            .any(|one| one.passes(asked, *sure, true, *datum))
                                    })
                            })
                            .build(),
                    );
                    any = true;
                }
                if any {
                    checkers.insert((kind.to_owned(), purpose.to_owned()), Arc::new(checker));
                }
            }
        }
        Self { checkers }
    }

    fn checker(&self, side: &Side) -> Option<&PermissionChecker<Sharing>> {
        let kind = side.words[Word::Kind as usize].clone()?;
        let purpose = side.words[Word::Purpose as usize].clone()?;
        self.checkers.get(&(kind, purpose)).map(Arc::as_ref)
    }

    /// What surely may go, and what may or may not.
    #[must_use]
    pub fn ask(&self, asked: &Prepared) -> (Data, Data) {
        let session = EvaluationSession::shared_empty();
        let granted = |sure: bool, among: Data| {
            let side = if sure { &asked.sure } else { &asked.may };
            let Some(checker) = self.checker(side) else { return Data::default() };
            let bound = checker.bind(session, asked, &sure, &());
            let granted = among.places().filter(|datum| now(bound.check(datum)).is_granted());
            Data(granted.fold(0, |sum, datum| sum | 1 << datum))
        };
        let released = granted(true, asked.asked);
        (released, granted(false, asked.asked.minus(released)))
    }
}
