//! The laws as somebody would carry them out with a desk calendar: one day after the other.
//!
//! It shares no reckoning with the crate: chrono adds the months, and everything else is walked.

use caldicott_retention::{Day, Decision, Duty, Standing, TriggerDate};
use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

use crate::worlds::{Clause, Facts, HOLDS, Mode, STAGES, Span, TAKEN, Version, World};

/// How a clause ends.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
enum End {
    On(NaiveDate),
    Never,
    Missing,
    Unclear,
}

pub(crate) struct Answer {
    pub(crate) duty: Duty,
    pub(crate) standing: Standing,
    /// The first day of all on which it was due, up to the day asked for.
    pub(crate) due: Option<Day>,
}

#[expect(clippy::too_many_lines, reason = "it reads from top to bottom, as the laws do")]
pub(crate) fn answer(world: &World, facts: &Facts, as_of: Day) -> Answer {
    let as_of = NaiveDate::from(as_of);
    let meant: Vec<_> = world
        .rules
        .iter()
        .filter(|rule| rule.class.is_none_or(|class| class == facts.class))
        .collect();
    let ends: Vec<Vec<End>> = meant
        .iter()
        .map(|rule| rule.versions.iter().map(|v| end(world, facts, &v.keep, v.reset)).collect())
        .collect();
    if ends.iter().flatten().any(|end| *end == End::Unclear) {
        return Answer { duty: Duty::Review, standing: Standing::Review, due: None };
    }
    let limits: Vec<End> =
        world.limits.iter().map(|clause| end(world, facts, clause, false)).collect();
    if meant.is_empty() && limits.contains(&End::Unclear) {
        return Answer { duty: Duty::Review, standing: Standing::Review, due: None };
    }

    // Walk: a rule lets go on the first day on which the version then in force says so.
    let mut let_go: Vec<Option<(NaiveDate, usize)>> = vec![None; meant.len()];
    let mut due = None;
    let mut today = NaiveDate::from_ymd_opt(1999, 12, 31).unwrap();
    let extension = extension(facts);
    while today <= as_of {
        for (at, rule) in meant.iter().enumerate() {
            let in_force = rule
                .versions
                .iter()
                .rposition(|v| v.effective.is_none_or(|from| NaiveDate::from(from) <= today));
            if let Some(version) = in_force
                && let_go[at].is_none()
                && matches!(ends[at][version], End::On(day) if day <= today)
            {
                let_go[at] = Some((today, version));
            }
        }
        let all = if meant.is_empty() {
            limits.iter().any(|limit| matches!(limit, End::On(day) if *day <= today))
        } else {
            let_go.iter().all(Option::is_some)
        };
        let extended = match extension {
            End::On(day) => day <= today,
            End::Never => false,
            End::Missing | End::Unclear => true,
        };
        if all && extended {
            due = Some(today);
            break;
        }
        today = today.succ_opt().unwrap();
    }

    let archive: Vec<End> = newest(&meant)
        .filter_map(|version| Some((version.archive.as_ref()?, version.reset)))
        .map(|(clause, reset)| end(world, facts, clause, reset))
        .collect();
    let archived = !archive.is_empty()
        && archive.iter().all(|end| matches!(end, End::On(day) if *day <= as_of));
    let backstop = newest(&meant)
        .filter_map(|version| version.backstop.as_ref())
        .filter_map(|clause| match end(world, facts, clause, false) {
            End::On(day) => Some(day),
            End::Never | End::Missing | End::Unclear => None,
        })
        .min();
    let stopped = backstop.is_some_and(|day| day <= as_of);
    let no_limit = !limits.is_empty() && limits.iter().all(|limit| *limit == End::Missing);
    let undated = meant.is_empty() && no_limit
        || meant.iter().zip(&ends).any(|(rule, ends)| {
            // Missing unless an older version lets go while it is in force.
            let older = rule.versions.windows(2).zip(ends).any(|(pair, end)| {
                let until = NaiveDate::from(pair[1].effective.unwrap());
                matches!(end, End::On(day) if *day < until)
            });
            *ends.last().unwrap() == End::Missing && !older
        });
    let held = facts.holds.iter().any(|(_, from, to)| {
        let (from, to) = (from.map(NaiveDate::from), to.map(NaiveDate::from));
        let contradictory = from.is_some_and(|from| to.is_some_and(|to| to < from));
        let begun = from.is_none_or(|from| from <= as_of);
        contradictory || begun && to.is_none_or(|to| as_of <= to)
    });
    let standing = if due.is_some() {
        if held { Standing::Held } else { Standing::Due }
    } else if stopped {
        Standing::Review
    } else if archived {
        Standing::Archive
    } else if undated {
        Standing::Undated
    } else {
        Standing::Keep
    };

    let duty = if let Some(due) = due {
        let steps = steps(&meant, &ends, &let_go, world, facts);
        let reached = walk_steps(&steps, facts, due, as_of);
        match steps.get(reached).map(String::as_str) {
            None => Duty::Done,
            Some("archive") => Duty::Archive,
            Some("anonymise" | "dispose") if held => Duty::Held,
            Some("anonymise") => Duty::Anonymise,
            Some("dispose") => Duty::Dispose,
            Some(_) => Duty::Review,
        }
    } else {
        let reviewed = facts.taken.iter().any(|(stage, on, _)| {
            let on = NaiveDate::from(*on);
            *stage < 2 && on <= as_of && backstop.is_some_and(|backstop| backstop <= on)
        });
        if stopped && !reviewed {
            Duty::Review
        } else if archived {
            Duty::Archive
        } else {
            Duty::Keep
        }
    };
    Answer { duty, standing, due: due.map(|day| day.try_into().unwrap()) }
}

fn newest<'w>(meant: &'w [&'w crate::worlds::Rule]) -> impl Iterator<Item = &'w Version> {
    meant.iter().filter_map(|rule| rule.versions.last())
}

fn extension(facts: &Facts) -> End {
    let mut latest = None;
    for (_, _, decision) in &facts.taken {
        match decision {
            Decision::KeepForever => return End::Never,
            Decision::KeepUntil(day) => latest = latest.max(Some(NaiveDate::from(*day))),
            Decision::Proceed => {}
        }
    }
    latest.map_or(End::Missing, End::On)
}

/// The stages to go through once everything has let go.
fn steps(
    meant: &[&crate::worlds::Rule],
    ends: &[Vec<End>],
    let_go: &[Option<(NaiveDate, usize)>],
    world: &World,
    facts: &Facts,
) -> Vec<String> {
    if meant.is_empty() {
        return vec!["review".into(), "dispose".into()];
    }
    let deciding: Vec<&Version> =
        meant.iter().zip(let_go).map(|(rule, let_go)| &rule.versions[let_go.unwrap().1]).collect();
    let last = let_go.iter().map(|let_go| let_go.unwrap().0).max().unwrap();
    let harm = |version: &Version| {
        let stages = STAGES[version.stages];
        if stages.contains(&"dispose") { 2 } else { i32::from(stages.contains(&"anonymise")) }
    };
    let winner = deciding
        .iter()
        .zip(let_go)
        .filter(|(_, let_go)| let_go.unwrap().0 == last)
        .min_by_key(|(version, _)| harm(version))
        .unwrap()
        .0;
    let mut steps: Vec<String> =
        STAGES[winner.stages].iter().map(|stage| (*stage).to_owned()).collect();
    let destroys =
        |steps: &[String]| steps.iter().position(|step| step == "anonymise" || step == "dispose");
    // The winner's own reviews stand where it put them.
    for version in deciding.iter().filter(|version| !std::ptr::eq(**version, *winner)) {
        for stage in STAGES[version.stages].iter().filter(|stage| stage.starts_with("review")) {
            if let Some(place) = destroys(&steps)
                && !steps[..place].iter().any(|step| step == stage)
            {
                steps.insert(place, (*stage).to_owned());
            }
        }
    }
    let longer = ends.iter().zip(let_go).any(|(ends, let_go)| {
        let (day, version) = let_go.unwrap();
        ends.iter().skip(version + 1).any(|end| *end > End::On(day))
    });
    let versions = meant.iter().flat_map(|rule| &rule.versions);
    let projected = versions.into_iter().any(|v| projected(world, facts, &v.keep, v.reset));
    if let Some(place) = destroys(&steps)
        && (longer || projected)
        && !steps[..place].iter().any(|step| step.starts_with("review"))
    {
        steps.insert(place, "review".into());
    }
    steps
}

fn projected(world: &World, facts: &Facts, clause: &Clause, reset: bool) -> bool {
    let known = NaiveDate::from_ymd_opt(2035, 12, 31).unwrap();
    clause.terms.iter().any(|(at, span)| {
        let counts = match span {
            Span::After { working, rounding, .. } => *working > 0 || *rounding == 3,
            Span::Birthday(_) => false,
        };
        let only = Clause { mode: Mode::Latest, terms: vec![(*at, span.clone())] };
        counts && matches!(end(world, facts, &only, reset), End::On(day) if day > known)
    })
}

fn walk_steps(steps: &[String], facts: &Facts, due: NaiveDate, as_of: NaiveDate) -> usize {
    let mut reached = 0;
    let mut today = due;
    while today <= as_of {
        while let Some(step) = steps.get(reached) {
            let done = facts.taken.iter().any(|(stage, on, decision)| {
                let fits = TAKEN[*stage] == step || step == "review" && *stage < 2;
                fits && NaiveDate::from(*on) == today && *decision == Decision::Proceed
            });
            if !done {
                break;
            }
            reached += 1;
        }
        today = today.succ_opt().unwrap();
    }
    reached
}

fn end(world: &World, facts: &Facts, clause: &Clause, reset: bool) -> End {
    if clause.mode == Mode::Forever {
        return End::Never;
    }
    let mut ends = Vec::new();
    for (at, span) in &clause.terms {
        match real(facts.dates[*at]) {
            End::On(day) => {
                let before = *at == 2
                    && match (real(facts.dates[0]), facts.dates[0]) {
                        (End::On(_), TriggerDate::Partial(first)) => {
                            day < NaiveDate::from(first.first())
                        }
                        (End::On(first), _) => day < first,
                        _ => false,
                    };
                ends.push(if before {
                    End::Unclear
                } else {
                    End::On(term_end(world, facts, span, day, reset))
                });
            }
            // Only `t1` may be left out.
            End::Missing if *at == 1 => {}
            end @ (End::Never | End::Missing | End::Unclear) => ends.push(end),
        }
    }
    if ends.contains(&End::Unclear) {
        return End::Unclear;
    }
    if ends.is_empty() || ends.contains(&End::Missing) {
        return End::Missing;
    }
    let days = ends.into_iter().map(|end| match end {
        End::On(day) => day,
        End::Never | End::Missing | End::Unclear => unreachable!(),
    });
    End::On(if clause.mode == Mode::Latest { days.max() } else { days.min() }.unwrap())
}

fn real(date: TriggerDate) -> End {
    match date {
        TriggerDate::Missing => End::Missing,
        TriggerDate::Impossible => End::Unclear,
        TriggerDate::Day(day) if day.year() <= 1900 || day.year() == 9999 => End::Missing,
        TriggerDate::Day(day) => End::On(day.into()),
        TriggerDate::Partial(partial) => End::On(partial.last().into()),
    }
}

fn term_end(
    world: &World,
    facts: &Facts,
    span: &Span,
    trigger: NaiveDate,
    reset: bool,
) -> NaiveDate {
    match span {
        Span::Birthday(age) => {
            let year = trigger.year() + i32::from(*age);
            let same = trigger.with_year(year);
            same.unwrap_or_else(|| {
                let (month, day) = if world.march { (3, 1) } else { (2, 28) };
                NaiveDate::from_ymd_opt(year, month, day).unwrap()
            })
        }
        Span::After { months, days, working, rounding } => {
            let mut from = trigger;
            if let Some(reused) = facts.reused.filter(|_| reset) {
                from = from.max(reused.into());
            }
            for (hold, start, to) in &facts.holds {
                if let Some(to) = to.filter(|to| {
                    HOLDS[*hold] == "restarting" && start.is_none_or(|start| *to >= start)
                }) {
                    from = from.max(to.into());
                }
            }
            let mut day = from + Months::new(*months) + Days::new(u64::from(*days));
            for _ in 0..*working {
                day = day.succ_opt().unwrap();
                while !works(day) {
                    day = day.succ_opt().unwrap();
                }
            }
            let stop = |day: NaiveDate| match rounding {
                0 => true,
                1 => day.succ_opt().unwrap().day() == 1,
                2 => (day.month(), day.day()) == (3, 31),
                _ => works(day),
            };
            while !stop(day) {
                day = day.succ_opt().unwrap();
            }
            day
        }
    }
}

fn works(day: NaiveDate) -> bool {
    let holiday = day.year() <= 2035 && matches!((day.month(), day.day()), (1, 1) | (12, 25 | 26));
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holiday
}
