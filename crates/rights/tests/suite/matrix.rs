//! Every right, basis, fact and stage of the law, against the articles written out a second time.

use caldicott_calendar::Day;
use caldicott_model::law::LawfulBasis;
use caldicott_rights::matrix::{Answer, Facts, TABLE, which};
use caldicott_rights::remedy::{Objection, ObjectionVerdict, judge_objection};
use caldicott_rights::request::Kind;

fn says(kind: Kind, basis: LawfulBasis, facts: Facts, day: Day) -> Answer {
    let (stage, complaints) = (Day::literal(2026, 2, 5), Day::literal(2026, 6, 19));
    let point = basis.point();
    if kind == Kind::Complaint && day < complaints || kind == Kind::AutomatedDecision && day < stage
    {
        return Answer::NotYetLaw;
    }
    if point == "ea" && day < stage {
        return Answer::BasisNotYetLaw;
    }
    match kind {
        Kind::Erasure if ["c", "e"].contains(&point) => Answer::UnlessNeeded,
        Kind::Portability if !["a", "b"].contains(&point) => Answer::NotThisBasis,
        Kind::Portability if !facts.provided_by_person => Answer::NotProvided,
        Kind::Portability if !facts.automated => Answer::NotAutomated,
        Kind::Objection if facts.marketing => Answer::Applies,
        Kind::Objection if ["e", "ea", "f"].contains(&point) => Answer::UnlessCompelling,
        Kind::Objection => Answer::NotThisBasis,
        _ => Answer::Applies,
    }
}

#[test]
fn every_right_reaches_every_basis_as_the_articles_say() {
    let days = [(2021, 4, 1), (2026, 2, 4), (2026, 2, 5), (2026, 6, 18), (2026, 6, 19)];
    let mut tried = 0;
    for (year, month, day) in days {
        let day = Day::literal(year, month, day);
        for (_, basis) in LawfulBasis::NAMES {
            for kind in Kind::ALL {
                for bits in 0..8 {
                    let facts = Facts {
                        provided_by_person: bits & 1 != 0,
                        automated: bits & 2 != 0,
                        marketing: bits & 4 != 0,
                    };
                    let verdict = which(*kind, basis, facts, day);
                    assert_eq!(
                        verdict.answer(),
                        says(*kind, basis, facts, day),
                        "{kind} {basis} {facts:?} {day}"
                    );
                    assert!(verdict.rules().cites(basis.rule().id()));
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 5 * 11 * 8 * 8);
    let points: Vec<&str> = TABLE.iter().map(|(point, _)| *point).collect();
    assert_eq!(points, ["a", "b", "c", "d", "e", "ea", "f"]);
}

#[test]
fn an_objection_stops_everything_but_what_the_controller_can_show() {
    let day = Day::literal(2026, 3, 2);
    for (_, basis) in LawfulBasis::NAMES {
        for marketing in [false, true] {
            for grounds in [None, Some("a child at risk")] {
                for legal_claims in [false, true] {
                    for considered in [false, true] {
                        let compelling_grounds = grounds.map(str::to_owned);
                        let objection = Objection {
                            basis,
                            marketing,
                            compelling_grounds,
                            legal_claims,
                            considered,
                        };
                        let reached = ["e", "ea", "f"].contains(&basis.point());
                        let expected = if marketing {
                            ObjectionVerdict::Stop
                        } else if !reached {
                            ObjectionVerdict::DoesNotReach
                        } else if !considered {
                            ObjectionVerdict::RestrictMeanwhile
                        } else if grounds.is_some() || legal_claims {
                            ObjectionVerdict::GoOn
                        } else {
                            ObjectionVerdict::Stop
                        };
                        assert_eq!(judge_objection(&objection, day).0, expected, "{objection:?}");
                    }
                }
            }
        }
    }
}
