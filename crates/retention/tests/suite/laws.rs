//! The twelve laws (the twelfth, on plans, is in `plans.rs`).

use caldicott_retention::{Day, Due, Duty, Flag, Hold, Outcome, Stage, Standing, TriggerDate};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use crate::convert::schedule;
use crate::oracle;
use crate::worlds::{self, Facts, TRIGGERS, World};

fn later(date: TriggerDate, days: i32) -> TriggerDate {
    match date {
        // An empty field written as a day is none, and moving it would make it one.
        TriggerDate::Day(day) if day.year() > 1900 && day.year() < 2890 => {
            day.plus_days(days).filter(|day| day.year() < 2890).map_or(date, TriggerDate::Day)
        }
        TriggerDate::Missing
        | TriggerDate::Day(_)
        | TriggerDate::Partial(_)
        | TriggerDate::Impossible => date,
    }
}

fn destroys(outcome: &Outcome<'_>) -> bool {
    outcome.duty().is_destructive()
}

proptest! {
    // Some worlds say nothing about a law; with many cases asked for there are many of them.
    #![proptest_config(ProptestConfig { max_global_rejects: 1 << 20, ..ProptestConfig::default() })]

    #[test]
    fn the_outcome_is_what_walking_day_by_day_finds(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(),
    ) {
        let (schedule, record) = (world.schedule(), facts.record());
        let outcome = schedule.evaluate(&record, as_of);
        let expected = oracle::answer(&world, &facts, as_of);
        prop_assert_eq!(outcome.standing(), expected.standing, "{}", outcome);
        prop_assert_eq!(outcome.duty(), expected.duty, "{}", outcome);
        prop_assert_eq!(outcome.due().day().filter(|day| *day <= as_of), expected.due);
    }

    #[test]
    fn law_1_every_record_has_an_outcome_on_every_day(
        world in worlds::world(), facts in worlds::facts(), days in any::<i32>(), far in any::<i32>(),
    ) {
        let schedule = world.schedule();
        let span = Day::MAX.epoch_days() - Day::MIN.epoch_days();
        let any = |n: i32| {
            Day::from_epoch_days(Day::MIN.epoch_days() + n.rem_euclid(span + 1)).unwrap()
        };
        let mut facts = facts;
        facts.dates[0] = TriggerDate::Day(any(far));
        facts.reused = Some(any(far.wrapping_mul(31)));
        let record = facts.record();
        let outcome = schedule.evaluate(&record, any(days));
        prop_assert!(!outcome.to_string().is_empty());
        prop_assert!(serde_json::to_string(&outcome).unwrap().contains("\"duty\""));
    }

    #[test]
    fn law_2_the_order_of_rules_and_facts_does_not_matter(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(),
    ) {
        let mut turned = world.clone();
        turned.rules.reverse();
        let mut back = facts.clone();
        back.holds.reverse();
        back.taken.reverse();
        let (one, other) = (world.schedule(), turned.schedule());
        let (first, second) = (facts.record(), back.record());
        prop_assert_eq!(one.hash(), other.hash());
        prop_assert_eq!(first.fingerprint(), second.fingerprint());
        let (a, b) = (one.evaluate(&first, as_of), other.evaluate(&second, as_of));
        prop_assert_eq!(a.duty(), b.duty());
        prop_assert_eq!(a.due(), b.due());
        prop_assert_eq!(a.flags(), b.flags());
        prop_assert_eq!(a.next_change(), b.next_change());
        prop_assert_eq!(a.winner().map(|w| w.rule().id()), b.winner().map(|w| w.rule().id()));
    }

    #[test]
    fn law_3_the_stage_never_goes_back_and_moves_only_on_the_next_change(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(),
    ) {
        let (schedule, record) = (world.schedule(), facts.record());
        let now = schedule.evaluate(&record, as_of);
        let mut before = now.progress();
        let mut day = as_of;
        let mut moved = None;
        for _ in 0..3_000 {
            day = day.plus_days(1).unwrap();
            let then = schedule.evaluate(&record, day);
            prop_assert!(then.progress() >= before);
            before = then.progress();
            if then.duty() != now.duty() {
                moved = Some(day);
                break;
            }
        }
        match moved {
            Some(_) => prop_assert_eq!(now.next_change(), moved),
            None => prop_assert!(now.next_change().is_none_or(|next| next > day)),
        }
    }

    #[test]
    fn law_4_a_later_trigger_never_gives_an_earlier_due_day(
        world in worlds::world(), facts in worlds::facts(), which in 0_usize..4, by in 0_i32..5_000,
    ) {
        let schedule = world.schedule();
        let mut moved = facts.clone();
        moved.dates[which] = later(moved.dates[which], by);
        let (one, other) = (facts.record(), moved.record());
        let first = schedule.evaluate(&one, Day::literal(2026, 11, 21)).due();
        let second = schedule.evaluate(&other, Day::literal(2026, 11, 21)).due();
        // A contradiction is no day at all, and moving a date can make or mend one.
        prop_assume!(first != Due::Unclear && second != Due::Unclear);
        prop_assert!(second >= first, "{first} then {second}");
    }

    #[test]
    fn law_5_a_hold_more_never_adds_a_disposal(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(),
        kind in 0_usize..4, from in worlds::day(), to in prop::option::of(worlds::day()),
    ) {
        let schedule = world.schedule();
        let record = facts.record();
        let id = worlds::HOLDS.get(kind).copied().unwrap_or("not-declared");
        let hold = Hold::new(id, from);
        let hold = to.map_or(hold.clone(), |to| hold.until(to));
        let held = record.clone().held(hold.clone());
        let (without, with) = (schedule.evaluate(&record, as_of), schedule.evaluate(&held, as_of));
        prop_assert!(!destroys(&with) || destroys(&without));
        prop_assert!(!(destroys(&with) && hold.is_on(as_of)), "a hold in force stops destruction");
        if id != "restarting" {
            prop_assert_eq!(with.due(), without.due(), "release restarts no clock");
            prop_assert_eq!(with.duty_without_holds(), without.duty_without_holds());
        }
    }

    #[test]
    fn law_6_a_keep_more_never_shortens(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(),
        more in worlds::rule(7),
    ) {
        prop_assume!(!world.rules.is_empty());
        let mut longer = world.clone();
        longer.rules.push(more);
        let (one, other) = (world.schedule(), longer.schedule());
        let record = facts.record();
        let (without, with) = (one.evaluate(&record, as_of), other.evaluate(&record, as_of));
        // A record that no rule was about had no period that could be shortened.
        prop_assume!(without.due() != Due::Unscheduled && without.winner().is_some());
        prop_assert!(with.due() >= without.due());
        // What the reviewed rule already cleared can be asked for again, never the reverse.
        prop_assert!(with.standing() < Standing::Due || without.standing() >= Standing::Due);
    }

    #[test]
    fn law_6_a_ceiling_under_a_floor_loses_and_says_so(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(),
    ) {
        prop_assume!(!world.rules.is_empty());
        let mut free = world.clone();
        free.limits.clear();
        let (limited, free) = (world.schedule(), free.schedule());
        let record = facts.record();
        let (with, without) = (limited.evaluate(&record, as_of), free.evaluate(&record, as_of));
        prop_assume!(with.winner().is_some());
        prop_assert_eq!(with.duty(), without.duty());
        prop_assert_eq!(with.due(), without.due());
        let floor = with.winner().unwrap().due();
        let under = with.ceiling().is_some_and(|day| Due::On(day) < floor && floor < Due::Missing);
        prop_assert_eq!(with.flags().contains(Flag::CeilingUnderFloor), under);
    }

    #[test]
    fn law_7_without_a_required_date_nothing_is_due(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(),
    ) {
        let mut undated = facts;
        undated.dates = vec![TriggerDate::Missing; 4];
        let (schedule, record) = (world.schedule(), undated.record());
        let outcome = schedule.evaluate(&record, as_of);
        prop_assert_eq!(outcome.due().day(), None);
        prop_assert_eq!(outcome.duty(), Duty::Keep);
    }

    #[test]
    fn law_8_bad_dates_never_destroy(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(), which in 0_usize..4,
    ) {
        let schedule = world.schedule();
        let uses = |world: &World| {
            let rules = world.rules.iter().filter(|rule| rule.class.is_none_or(|c| c == facts.class));
            let mut versions = rules.flat_map(|rule| &rule.versions);
            versions.any(|version| version.keep.terms.iter().any(|(at, _)| *at == which))
        };
        prop_assume!(uses(&world));
        let mut impossible = facts.clone();
        impossible.dates[which] = TriggerDate::Impossible;
        let record = impossible.record();
        let outcome = schedule.evaluate(&record, as_of);
        prop_assert_eq!(outcome.duty(), Duty::Review);
        prop_assert!(outcome.flags().contains(Flag::ImpossibleDate));
        // A sentinel is an empty field, whichever it is.
        let mut sentinel = facts.clone();
        sentinel.dates[which] = TriggerDate::parse("1900-01-01");
        let mut missing = facts.clone();
        missing.dates[which] = TriggerDate::Missing;
        let (one, other) = (sentinel.record(), missing.record());
        let (a, b) = (schedule.evaluate(&one, as_of), schedule.evaluate(&other, as_of));
        prop_assert_eq!(a.duty(), b.duty());
        prop_assert_eq!(a.due(), b.due());
    }

    #[test]
    fn law_8_a_partial_date_counts_as_its_last_day(
        world in worlds::world(), facts in worlds::facts(), as_of in worlds::day(),
        which in prop::sample::select(vec![1_usize, 2, 3]), year in 2001_i32..2040, month in 0_u8..13,
    ) {
        let (partial, last) = if month == 0 {
            (TriggerDate::year(year).unwrap(), Day::literal(year, 12, 31))
        } else {
            let last = Day::new(year, month, 1).unwrap().last_of_month();
            (TriggerDate::month(year, month).unwrap(), last)
        };
        let schedule = world.schedule();
        let mut one = facts.clone();
        one.dates[which] = partial;
        let mut other = facts;
        other.dates[which] = TriggerDate::Day(last);
        let (one, other) = (one.record(), other.record());
        let (a, b) = (schedule.evaluate(&one, as_of), schedule.evaluate(&other, as_of));
        prop_assert_eq!(a.duty(), b.duty());
        prop_assert_eq!(a.due(), b.due());
    }

    #[test]
    fn law_9_and_10_months_are_added_once_and_end_on_the_corresponding_date(
        from in worlds::day(), months in 1_u32..1200, days in 0_u32..400,
    ) {
        prop_assume!(months + days / 28 < 1150);
        let period = caldicott_retention::Period::new(months, days, 0).unwrap();
        let none = caldicott_retention::Rounding::None;
        let end = period.after(from, none, &worlds::week()).unwrap();
        let start = chrono::NaiveDate::from(from);
        let expected = start + chrono::Months::new(months) + chrono::Days::new(days.into());
        prop_assert_eq!(chrono::NaiveDate::from(end), expected);
    }

    #[test]
    fn law_11_a_shorter_version_shortens_nothing_backwards(
        ended in worlds::day(), effective in worlds::day(), old in 1_u32..1200, new in 1_u32..1200,
    ) {
        let (old, new) = (old.max(new), old.min(new));
        let text = format!(
            "[trigger]\nended = \"ended_on\"\n\
             [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
             keep = \"{old} months after ended\"\n\
             [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
             version = 2\neffective = {effective}\nkeep = \"{new} months after ended\"\n",
        );
        let schedule = schedule(&text);
        let record = caldicott_retention::Record::new("c").dated("ended", TriggerDate::Day(ended));
        let add = |months: u32| {
            Day::try_from(chrono::NaiveDate::from(ended) + chrono::Months::new(months)).unwrap()
        };
        let (v1, v2) = (add(old), add(new));
        let due = v1.min(v2.max(effective));
        prop_assert_eq!(schedule.evaluate(&record, ended).due(), Due::On(due));
    }
}

#[test]
fn a_longer_version_keeps_what_was_not_yet_due_and_asks_about_what_was() {
    let text = "[trigger]\nended = \"ended_on\"\n\
        [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"6 years after ended\"\n\
        [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\n\
        version = 2\neffective = 2025-01-01\nkeep = \"8 years after ended\"\n";
    let schedule = schedule(text);
    let record = |ended: &str| {
        caldicott_retention::Record::new("c").dated("ended", TriggerDate::parse(ended))
    };
    let today = Day::literal(2026, 11, 21);
    let young = record("2019-05-01");
    assert_eq!(schedule.evaluate(&young, today).due(), Due::On(Day::literal(2027, 5, 1)));
    let old = record("2018-05-01");
    let outcome = schedule.evaluate(&old, today);
    assert_eq!(outcome.due(), Due::On(Day::literal(2024, 5, 1)));
    assert_eq!(outcome.duty(), Duty::Review, "somebody looks before the longer period is ignored");
    assert!(outcome.flags().contains(Flag::LongerVersion));
}

#[test]
fn overflow_is_an_outcome_and_keeps() {
    let text = "[trigger]\nended = \"ended_on\"\n\
        [[rule]]\nid = \"r\"\nclass = \"c\"\nwhy = \"w\"\nstages = [\"dispose\"]\nkeep = \"100 years after ended\"\n";
    let schedule = schedule(text);
    let record = caldicott_retention::Record::new("c")
        .dated("ended", TriggerDate::parse("2020-01-01"))
        .reused(Day::MAX);
    let outcome = schedule.evaluate(&record, Day::MAX);
    assert_eq!((outcome.due(), outcome.duty()), (Due::OutOfRange, Duty::Keep));
}

#[test]
fn every_fact_of_the_random_worlds_is_really_met() {
    // The properties above prove nothing about what their worlds never contain.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::HashSet::new();
    let mut stages = std::collections::HashSet::new();
    for _ in 0..3_000 {
        let tree = (worlds::world(), worlds::facts(), worlds::day());
        let (world, facts, as_of): (World, Facts, Day) =
            tree.new_tree(&mut runner).unwrap().current();
        let (schedule, record) = (world.schedule(), facts.record());
        let outcome = schedule.evaluate(&record, as_of);
        stages.insert(outcome.duty());
        seen.extend(outcome.flags().iter());
    }
    assert_eq!(stages.len(), 7, "{stages:?}");
    // Every hold of the worlds is declared, and two rules hardly ever end on one day.
    seen.extend([Flag::UndeclaredHold, Flag::ContradictoryStages]);
    assert_eq!(seen.len(), Flag::ALL.len(), "{seen:?}");
    assert!(TRIGGERS.len() == 4 && Stage::review("x").reviewer() == Some("x"));
}
