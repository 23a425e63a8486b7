//! People, day by day.

use caldicott_calendar::Nation;

use super::{Assessment, Capacity, Decision, Found, Life, Protection, Standing, Understanding};
use crate::Day;

const DAY: Day = Day::literal(2026, 3, 1);

fn days() -> impl Iterator<Item = Day> {
    (-3..=3).filter_map(|away| DAY.plus_days(away))
}

fn decision(what: &str) -> Decision {
    Decision::new(what).expect("a decision")
}

#[test]
fn death_ends_data_protection_and_nothing_else() {
    for life in [Life::Living, Life::Died(DAY), Life::DiedUnknownDay] {
        for day in days() {
            assert!(life.keeps(Protection::Confidence, day));
            assert!(life.keeps(Protection::NationalDataOptOut, day));
            let living = match life {
                Life::Living => true,
                Life::Died(died) => day <= died,
                Life::DiedUnknownDay => false,
            };
            assert_eq!(life.keeps(Protection::DataProtection, day), living, "{life:?} {day}");
            let (stop, stay) = life.split(day);
            assert_eq!(stop.len() + stay.len(), Protection::ALL.len());
            assert_eq!(stop.is_empty(), living);
        }
    }
    assert_eq!(Life::rule().id(), "SC-11");
    assert_eq!(Life::default(), Life::Living);
}

#[test]
fn an_assessment_answers_for_its_own_decision_from_its_own_day() {
    for first in days() {
        for second in days() {
            for found in [[Found::Has, Found::Lacks], [Found::Lacks, Found::Has], [Found::Lacks; 2]]
            {
                let mut capacity = Capacity::presumed();
                capacity.record(Assessment::new(decision("move out"), first, found[0]));
                capacity.record(Assessment::new(decision(" Move Out "), second, found[1]));
                for day in days() {
                    let elsewhere = capacity.answer(&decision("share with probation"), day);
                    assert_eq!(elsewhere.standing(), Standing::Presumed);
                    // The latest that was made by the day; of two on one day, the one that protects.
                    let mut expected = Standing::Presumed;
                    for made in days().filter(|made| *made <= day) {
                        let of_the_day: Vec<_> = [(first, found[0]), (second, found[1])]
                            .into_iter()
                            .filter(|(on, _)| *on == made)
                            .map(|(_, found)| found)
                            .collect();
                        if of_the_day.contains(&Found::Lacks) {
                            expected = Standing::Assessed(Found::Lacks, made);
                        } else if of_the_day.contains(&Found::Has) {
                            expected = Standing::Assessed(Found::Has, made);
                        }
                    }
                    let answer = capacity.answer(&decision("move out"), day);
                    assert_eq!(answer.standing(), expected, "{first} {second} {found:?} {day}");
                    assert_eq!(answer.notes()[0].id(), "CN-06");
                    assert!(!answer.rules().cites("CN-06"));
                }
            }
        }
    }
}

#[test]
fn nobody_lacks_capacity_for_everything() {
    for what in ["", "  ", "all", "All decisions", "everything", "ANY"] {
        assert!(Decision::new(what).is_err(), "{what}");
    }
    assert_eq!(decision("Share with probation").what(), "share with probation");
}

#[test]
fn only_scotland_presumes_and_only_from_twelve_to_fifteen() {
    for nation in Nation::ALL {
        for age in 0..=120 {
            let scotland = nation == Nation::Scotland;
            let expected = if age >= 18 || (scotland && age >= 16) {
                Understanding::NotAsked
            } else if scotland && age >= 12 {
                Understanding::Presumed
            } else {
                Understanding::ToBeSeen
            };
            assert_eq!(Understanding::of(nation, age), expected, "{nation} {age}");
        }
    }
    assert_eq!(Understanding::rule().id(), "RT-15");
}
