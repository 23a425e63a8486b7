//! Random schedules and records, in words of their own: the crate sees only TOML.

use std::fmt::Write as _;

use caldicott_retention::{
    Day, Decision, Hold, Record, Schedule, Stage, Taken, TriggerDate, WorkingDays,
};
use proptest::prelude::*;

use crate::convert;

/// `t0` is required, `t1` optional, `t2` may not precede `t0`, `t3` is a birthday.
pub(crate) const TRIGGERS: [&str; 4] = ["t0", "t1", "t2", "t3"];
pub(crate) const STAGES: [&[&str]; 7] = [
    &["anonymise", "review by manager", "dispose"],
    &["dispose"],
    &["review by manager", "dispose"],
    &["archive", "review by officer", "dispose"],
    &["anonymise"],
    &["review by manager", "anonymise", "dispose"],
    &["review by officer"],
];
pub(crate) const HOLDS: [&str; 3] = ["arrears", "legal", "restarting"];

#[derive(Clone, Debug)]
pub(crate) enum Span {
    After { months: u32, days: u32, working: u32, rounding: usize },
    Birthday(u8),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mode {
    Forever,
    Latest,
    Earliest,
}

#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) mode: Mode,
    pub(crate) terms: Vec<(usize, Span)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub(crate) effective: Option<Day>,
    pub(crate) keep: Clause,
    pub(crate) stages: usize,
    pub(crate) reset: bool,
    pub(crate) archive: Option<Clause>,
    pub(crate) backstop: Option<Clause>,
}

#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: usize,
    pub(crate) class: Option<&'static str>,
    pub(crate) versions: Vec<Version>,
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) rules: Vec<Rule>,
    pub(crate) limits: Vec<Clause>,
    pub(crate) march: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) class: &'static str,
    pub(crate) dates: Vec<TriggerDate>,
    pub(crate) holds: Vec<(usize, Option<Day>, Option<Day>)>,
    pub(crate) taken: Vec<(usize, Day, Decision)>,
    pub(crate) reused: Option<Day>,
}

/// The stages that may have been gone through.
pub(crate) const TAKEN: [&str; 5] =
    ["review by manager", "review by officer", "archive", "anonymise", "dispose"];

impl Clause {
    fn text(&self) -> String {
        let terms: Vec<String> = self.terms.iter().map(|(at, span)| term(*at, span)).collect();
        match self.mode {
            Mode::Forever => "keep forever".into(),
            Mode::Latest if terms.len() == 1 => terms[0].clone(),
            Mode::Latest => format!("latest of {}", terms.join(", ")),
            Mode::Earliest => format!("earliest of {}", terms.join(", ")),
        }
    }
}

fn term(at: usize, span: &Span) -> String {
    let trigger = TRIGGERS[at];
    match span {
        Span::Birthday(age) => {
            let suffix = match age % 10 {
                1 if *age != 11 => "st",
                2 if *age != 12 => "nd",
                3 if *age != 13 => "rd",
                _ => "th",
            };
            format!("until {age}{suffix} birthday of {trigger}")
        }
        Span::After { months, days, working, rounding } => {
            let mut text = String::new();
            for (count, unit) in [(*months, "months"), (*days, "days"), (*working, "working days")]
            {
                if count > 0 {
                    write!(text, "{count} {unit} ").unwrap();
                }
            }
            if text.is_empty() {
                text.push_str("immediate ");
            }
            let roundings =
                ["", " to end of month", " to end of financial year", " to next working day"];
            format!("{text}after {trigger}{}", roundings[*rounding])
        }
    }
}

impl World {
    pub(crate) fn text(&self) -> String {
        let mut text =
            String::from("[trigger]\nt0 = \"a\"\nt1 = { column = \"b\", optional = true }\n");
        text.push_str("t2 = { column = \"c\", not-before = \"t0\" }\n");
        let leap = if self.march { "1-march" } else { "28-february" };
        writeln!(text, "t3 = {{ column = \"d\", leap-birthday = \"{leap}\" }}").unwrap();
        for rule in &self.rules {
            for (place, version) in rule.versions.iter().enumerate() {
                writeln!(text, "[[rule]]\nid = \"r{}\"\nwhy = \"chosen\"", rule.id).unwrap();
                writeln!(text, "version = {}", place + 1).unwrap();
                writeln!(text, "class = \"{}\"", rule.class.unwrap_or("every")).unwrap();
                writeln!(text, "keep = \"{}\"", version.keep.text()).unwrap();
                writeln!(text, "stages = {:?}", STAGES[version.stages]).unwrap();
                writeln!(text, "reset-on-reuse = {}", version.reset).unwrap();
                for (key, clause) in
                    [("archive", &version.archive), ("backstop", &version.backstop)]
                {
                    if let Some(clause) = clause {
                        writeln!(text, "{key} = \"{}\"", clause.text()).unwrap();
                    }
                }
                if let Some(effective) = version.effective {
                    writeln!(text, "effective = {effective}").unwrap();
                }
            }
        }
        for (place, limit) in self.limits.iter().enumerate() {
            writeln!(
                text,
                "[[limit]]\nid = \"ceiling-{place}\"\nwhy = \"chosen\"\nclass = \"every\""
            )
            .unwrap();
            writeln!(text, "delete-by = \"{}\"", limit.text()).unwrap();
        }
        for hold in HOLDS {
            writeln!(text, "[[hold]]\nid = \"{hold}\"\nwhy = \"chosen\"").unwrap();
            writeln!(text, "restarts-clock = {}", hold == "restarting").unwrap();
        }
        text
    }

    pub(crate) fn schedule(&self) -> Schedule {
        convert::schedule(&self.text()).with_working_days(week())
    }
}

impl Facts {
    pub(crate) fn record(&self) -> Record {
        let mut record = Record::new(self.class);
        for (name, date) in TRIGGERS.iter().zip(&self.dates) {
            record = record.dated(*name, *date);
        }
        for (hold, from, to) in &self.holds {
            let id = HOLDS[*hold];
            let hold = from.map_or(Hold::undated(id), |from| Hold::new(id, from));
            record = record.held(to.map_or(hold.clone(), |to| hold.until(to)));
        }
        for (stage, on, decision) in &self.taken {
            let stage: Stage = TAKEN[*stage].parse().unwrap();
            record = record.taken(Taken::new(stage, *on, *decision));
        }
        self.reused.into_iter().fold(record, Record::reused)
    }
}

/// Three holidays a year, known through 2035.
pub(crate) fn week() -> WorkingDays {
    let days = (1990..=2035).flat_map(|year| {
        [Day::literal(year, 1, 1), Day::literal(year, 12, 25), Day::literal(year, 12, 26)]
    });
    WorkingDays::new(days, Day::literal(2035, 12, 31))
}

pub(crate) fn day() -> impl Strategy<Value = Day> {
    // 2000-01-01 to 2040-12-31; month ends and leap days more often than chance has them.
    let any = 10_957_i32..25_933;
    let edge = (2000_i32..2041, 1_u8..13)
        .prop_map(|(year, month)| Day::new(year, month, 1).unwrap().last_of_month().epoch_days());
    let leap = (0_i32..10).prop_map(|n| Day::new(2000 + n * 4, 2, 29).unwrap().epoch_days());
    prop_oneof![4 => any, 2 => edge, 1 => leap].prop_map(|days| Day::from_epoch_days(days).unwrap())
}

pub(crate) fn date() -> impl Strategy<Value = TriggerDate> {
    prop_oneof![
        10 => day().prop_map(TriggerDate::Day),
        1 => Just(TriggerDate::Missing),
        1 => Just(TriggerDate::parse("1900-01-01")),
        1 => Just(TriggerDate::parse("9999-12-31")),
        1 => Just(TriggerDate::Impossible),
        1 => (2000_i32..2040).prop_map(|year| TriggerDate::year(year).unwrap()),
        1 => (2000_i32..2040, 1_u8..13).prop_map(|(y, m)| TriggerDate::month(y, m).unwrap()),
    ]
}

fn span() -> impl Strategy<Value = (usize, Span)> {
    let after = (0_usize..4, prop_oneof![Just(0_u32), 1_u32..100], 0_u32..40, 0_u32..6, 0_usize..4)
        .prop_map(|(at, months, days, working, rounding)| {
            (at, Span::After { months, days, working, rounding })
        });
    let birthday = (1_u8..40).prop_map(|age| (3, Span::Birthday(age)));
    let plain = (0_usize..4, 1_u32..100)
        .prop_map(|(at, months)| (at, Span::After { months, days: 0, working: 0, rounding: 0 }));
    prop_oneof![3 => after, 3 => plain, 1 => birthday]
}

fn ending() -> impl Strategy<Value = Clause> {
    let mode = prop_oneof![2 => Just(Mode::Latest), 1 => Just(Mode::Earliest)];
    (mode, prop::collection::vec(span(), 1..4)).prop_map(|(mode, terms)| Clause { mode, terms })
}

fn clause() -> impl Strategy<Value = Clause> {
    prop_oneof![
        12 => ending(),
        1 => Just(Clause { mode: Mode::Forever, terms: Vec::new() }),
    ]
}

fn version() -> impl Strategy<Value = Version> {
    let extra = prop_oneof![3 => Just(None), 1 => ending().prop_map(Some)];
    (clause(), 0_usize..STAGES.len(), any::<bool>(), extra.clone(), extra).prop_map(
        |(keep, stages, reset, archive, backstop)| Version {
            effective: None,
            keep,
            stages,
            reset,
            archive,
            backstop,
        },
    )
}

pub(crate) fn rule(id: usize) -> impl Strategy<Value = Rule> {
    let versions = prop::collection::vec(version(), 1..4);
    let from = prop::collection::btree_set(day(), 3);
    let class = prop_oneof![2 => Just(None), 1 => Just(Some("a")), 1 => Just(Some("b"))];
    (versions, from, any::<bool>(), class).prop_map(move |(mut versions, from, always, class)| {
        for (place, (version, from)) in versions.iter_mut().zip(from).enumerate() {
            version.effective = (place > 0 || !always).then_some(from);
        }
        Rule { id, class, versions }
    })
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let rules = (rule(0), rule(1), rule(2), 0_usize..4)
        .prop_map(|(r0, r1, r2, count)| [r0, r1, r2].into_iter().take(count).collect::<Vec<_>>());
    let limits = prop_oneof![2 => Just(0_usize..1), 1 => Just(1..4)];
    let limits = limits.prop_flat_map(|count| prop::collection::vec(ending(), count));
    (rules, limits, any::<bool>()).prop_map(|(rules, limits, march)| World { rules, limits, march })
}

pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let dates = prop::collection::vec(date(), 4);
    let holds = prop::collection::vec(
        (0_usize..3, prop::option::weighted(0.9, day()), prop::option::of(day())),
        0..3,
    );
    let decision = prop_oneof![
        5 => Just(Decision::Proceed),
        1 => day().prop_map(Decision::KeepUntil),
        1 => Just(Decision::KeepForever),
    ];
    let taken = prop::collection::vec((0_usize..TAKEN.len(), day(), decision), 0..5);
    let reused = prop_oneof![3 => Just(None), 1 => day().prop_map(Some)];
    let class = prop_oneof![Just("a"), Just("b")];
    (class, dates, holds, taken, reused).prop_map(|(class, dates, holds, taken, reused)| Facts {
        class,
        dates,
        holds,
        taken,
        reused,
    })
}

/// A record without anything that the column and SQL forms cannot see: whole days alone, and of the
/// stages gone through only the reviews that keep it longer.
pub(crate) fn plain_facts() -> impl Strategy<Value = Facts> {
    facts().prop_map(|mut facts| {
        facts.taken.retain(|(stage, _, decision)| {
            *stage < 2 && matches!(decision, Decision::KeepUntil(_))
        });
        for date in &mut facts.dates {
            if !matches!(date, TriggerDate::Day(_)) {
                *date = TriggerDate::Missing;
            }
        }
        facts
    })
}
