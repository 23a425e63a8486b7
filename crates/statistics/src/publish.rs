//! From a raw table to a release, or to the reason why there is none.

use std::fmt::Write as _;

use caldicott_model::{Day, RuleSet};

use crate::cover::Effort;
use crate::disclosure::{self, Disclosure, Interval};
use crate::freq_table::FreqTable;
use crate::ground::GroundCheck;
use crate::policy::{Legend, Profile, Zeros};
use crate::protect::Progress;
use crate::report::{AttackSummary, Report};
use crate::{NullPolicy, Raw, Release, Variable, rules};

/// A release and what its signatory must know.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// What leaves.
    pub release: Release,
    /// What is kept.
    pub report: Report,
}

/// Whether a table may leave.
#[expect(clippy::exhaustive_enums, reason = "a table leaves or it does not")]
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a refusal that nobody reads is a table published by hand"]
pub enum Outcome {
    /// It was attacked and held.
    Released(Box<Publication>),
    /// It does not leave.
    Refused(Refusal),
}

/// Why a table does not leave. None of these tells a count.
#[expect(clippy::exhaustive_enums, reason = "a new reason must break the host's build")]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Protection cannot be had for the cell at these labels.
    Infeasible {
        /// The labels, one per dimension.
        cell: Vec<String>,
        /// Why.
        reason: Infeasible,
    },
    /// The ground does not carry the statistic.
    NoGround(GroundCheck),
    /// The attack found this many counts out although the profile was applied.
    Recovered(usize),
    /// There are too few people in all.
    TooFewPeople,
}

/// Why protection cannot be had.
#[expect(clippy::exhaustive_enums, reason = "a new reason must break the host's build")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Infeasible {
    /// The shown total and the rule fix the count, whatever else is hidden.
    FixedByTotals,
    /// The only member of another cell would find the count out, whatever else is hidden.
    KnownToSingleMember,
    /// The search gave up before it found a way or a proof that there is none.
    NotFound,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Infeasible { cell, reason } => {
                let why = match reason {
                    Infeasible::FixedByTotals => "the totals and the rule fix it",
                    Infeasible::KnownToSingleMember => {
                        "the only member of another cell would find it out"
                    }
                    Infeasible::NotFound => "no protection was found within the effort allowed",
                };
                write!(out, "the count at `{}` cannot be protected: {why}", cell.join("` × `"))
            }
            Self::NoGround(_) => out.write_str("the ground does not carry this statistic"),
            Self::Recovered(_) => out.write_str("the attack found counts out, so nothing leaves"),
            Self::TooFewPeople => out.write_str("there are too few people for any table"),
        }
    }
}

/// A statistic to be published: its title, profile and ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    title: String,
    profile: Profile,
    ground: Option<(crate::Ground, Day)>,
}

impl Plan {
    /// A plan with this title and profile.
    #[must_use]
    pub fn new(title: impl Into<String>, profile: Profile) -> Self {
        Self { title: title.into(), profile, ground: None }
    }

    /// The same plan on a ground that is checked for the day.
    #[must_use]
    pub const fn on(mut self, ground: crate::Ground, day: Day) -> Self {
        self.ground = Some((ground, day));
        self
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Hides what must be hidden, attacks the result, and releases it when no count was found out.
    ///
    /// `effort` bounds the search; when it runs out the best choice found is used and the report
    /// states the gap.
    ///
    /// # Example: a single small count takes another with it
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, Effort, FreqTable, NullPolicy, Outcome, Plan, Profile, Shown, Variable};
    ///
    /// let tag = FieldTag::new("service".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    /// let codes = CodeList::new("services", ["Outreach", "Hostel", "Move-on"])?;
    /// let variables = [Variable::new(tag, codes, NullPolicy::Reject)?];
    /// let table = FreqTable::from_counts(&variables, &[40, 3, 12])?;
    ///
    /// let plan = Plan::new("People by service", Profile::threshold(5)?);
    /// let Outcome::Released(publication) = plan.publish(&table, Effort::ORDINARY, &mut |_| {}) else {
    ///     panic!("it can be protected");
    /// };
    /// let release = &publication.release;
    /// // Hiding the three alone would leave 55 - 40 - 12.
    /// assert_eq!(release.at(&["Hostel"]), Some(Shown::Hidden));
    /// assert_eq!(release.at(&["Move-on"]), Some(Shown::Hidden));
    /// assert_eq!(release.at(&["Total"]), Some(Shown::Figure(55)));
    /// assert!(publication.report.is_proved());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn publish(
        &self,
        table: &Raw<FreqTable>,
        effort: Effort,
        progress: &mut dyn FnMut(Progress),
    ) -> Outcome {
        let table = table.inner();
        let mut rules = RuleSet::new();
        if let Some((ground, day)) = self.ground {
            let check = ground.check(table.variables(), day);
            if !check.obstacles.is_empty() {
                return Outcome::Refused(Refusal::NoGround(check));
            }
            rules = check.rules;
        }
        rules.cite(rules::REPORTS);
        rules.cite(rules::NOT_ENOUGH);
        // The message is the same for nobody and for the threshold: it must not tell how many.
        if table.total() <= self.profile.protects.max(self.profile.threshold) {
            return Outcome::Refused(Refusal::TooFewPeople);
        }
        let disclosure = Disclosure::new(table, &self.profile);
        let mut effort = effort;
        let mut choice = match disclosure.protect(&mut effort, progress) {
            Ok(choice) => choice,
            Err(hopeless) => {
                let reason = match hopeless.requirement.known {
                    _ if !hopeless.proved => Infeasible::NotFound,
                    Some(_) => Infeasible::KnownToSingleMember,
                    None => Infeasible::FixedByTotals,
                };
                let cell = table.labels(hopeless.requirement.cell);
                return Outcome::Refused(Refusal::Infeasible { cell, reason });
            }
        };
        let mut hidden: Vec<usize> = disclosure.primary().chain(choice.secondary.clone()).collect();
        hidden.sort_unstable();
        // A fresh attack, from what is published alone, has the last word.
        let intervals = disclosure.attack(&hidden);
        // A further cell that is known anyway protects nobody; showing it tells nothing new.
        choice.secondary.retain(|cell| !is_known(&intervals, *cell));
        hidden = disclosure.primary().chain(choice.secondary.clone()).collect();
        hidden.sort_unstable();
        let intervals = disclosure.attack(&hidden);
        let recovered =
            intervals.iter().filter(|interval| interval.high == Some(interval.low)).count();
        if recovered > 0 {
            return Outcome::Refused(Refusal::Recovered(recovered));
        }
        let release = Release::new(&self.title, &disclosure, &choice.secondary);
        let serves = disclosure.serves(&choice);
        let uniform = disclosure::uniform_lines(table);
        let shown = uniform.iter().filter(|line| hidden.binary_search(&line.cell).is_err()).count();
        let report = Report {
            method: method(&self.profile),
            profile: self.profile.clone(),
            population: self.profile.shown(table.total()),
            cells: table.counts().len(),
            hidden_as_small: disclosure.small.len(),
            hidden_as_homogeneous: disclosure.homogeneous.len(),
            hidden_for_small: serves.0,
            hidden_for_homogeneous: serves.1,
            cost: choice.cost,
            at_least: choice.at_least,
            attack: summary(&self.profile, &intervals, disclosure.open_to_singletons(&hidden)),
            missing: table.variables().iter().map(missing).collect(),
            homogeneous_shown: shown,
            ground: self.ground.map(|(ground, _)| ground.name().to_owned()),
            rules,
            content: release.digest().to_string(),
            signed: None,
        };
        Outcome::Released(Box::new(Publication { release, report }))
    }
}

fn is_known(intervals: &[Interval], cell: usize) -> bool {
    let known = intervals.iter().find(|interval| interval.cell == cell);
    known.is_some_and(|interval| interval.complete && interval.high == Some(interval.low))
}

fn missing(variable: &Variable) -> (String, NullPolicy) {
    (variable.tag().name().to_owned(), variable.nulls())
}

fn method(profile: &Profile) -> String {
    let mut method = if profile.threshold > 0 {
        format!("counts from 1 to {} and what would give them away are hidden", profile.threshold)
    } else {
        "what would give a small count away is hidden".to_owned()
    };
    if profile.rounding > 1 {
        let _ = write!(method, "; others are rounded to the nearest {}", profile.rounding);
    }
    method
}

fn summary(profile: &Profile, intervals: &[Interval], open_to_singletons: usize) -> AttackSummary {
    let mut knows = vec![
        "every published figure, and that categories add up to their totals".to_owned(),
        "that counts are whole and not negative".to_owned(),
        "which cells are hidden for being small, and the rule".to_owned(),
    ];
    if profile.zeros == Zeros::Shown {
        knows.push("that a hidden cell is not empty".to_owned());
    }
    if profile.legend == Legend::Distinguished {
        knows.push("which cells are hidden only to protect others".to_owned());
    }
    if profile.rounding > 1 {
        knows.push(format!("that figures are rounded to the nearest {}", profile.rounding));
    }
    let width = |interval: &Interval| interval.high.map(|high| high - interval.low);
    AttackSummary {
        knows,
        not_tried: vec![
            "other tables from the same people, published or to come".to_owned(),
            "conclusions from why these further cells were chosen".to_owned(),
        ],
        attacked: intervals.len(),
        recovered: intervals.iter().filter(|interval| width(interval) == Some(0)).count(),
        smallest_interval: intervals.iter().filter_map(width).min(),
        incomplete: intervals.iter().filter(|interval| !interval.complete).count(),
        open_to_singletons,
    }
}
