//! A statistic described in a file.

mod sum;

pub use sum::SumSpec;

use caldicott_model::document::Reader;
use caldicott_model::{Day, FieldTag, Identifiability};

use crate::policy::{ChoiceOf, Homogeneous, Legend, Objective, Singletons, Zeros};
use crate::record_spec;
use crate::{CodeList, Declarations, Ground, NullPolicy, Plan, Profile, Variable};

/// A statistic as a rulebook declares it: title, dimensions with their categories, rule and ground.
///
/// ```toml
/// title = "Faith by service"
/// profile = "threshold-10"        # or: threshold = 5
/// ground = "equality-monitoring"
/// no-individual-decisions = true
/// no-substantial-harm = true
/// policy-document = true
/// choice = "alike"                # further cells by which are small and empty alone, not by what is in them
/// people = ["2026-Q1"]            # parts of the population, where releases overlap
/// left-out = "3 stop notices"     # who was not counted, for the report
///
/// [[dimension]]
/// field = "faith"
/// categories = ["religious-or-philosophical-beliefs"]
/// codes = ["None", "Christian", "Muslim", "Other"]
/// missing = "own-category"
///
/// [[dimension.group]]
/// label = "Any faith"
/// codes = ["Christian", "Muslim", "Other"]
/// ```
///
/// With a section `[sum]` an amount is added up as well: [`SumSpec`].
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    title: String,
    profile: Profile,
    ground: Option<Ground>,
    variables: Vec<Variable>,
    people: Vec<String>,
    left_out: Option<String>,
    sum: Option<SumSpec>,
}

impl Spec {
    /// Reads the keys of a statistic and reports everything that is wrong with them.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let title = reader.text("title").map(str::to_owned);
        let profile = profile(reader);
        let ground = ground(reader);
        let people: Vec<String> =
            reader.texts("people").into_iter().map(|(part, _)| part.to_owned()).collect();
        let left_out = reader.optional_text("left-out").map(str::to_owned);
        record_spec::skip(reader);
        let section = reader.table("sum");
        let sum = section.map(|mut section| SumSpec::read(&mut section, profile.as_ref()));
        let is_alike = profile.as_ref().is_some_and(|profile| profile.choice == ChoiceOf::Alike);
        if sum.is_some() && is_alike {
            reader.fault("choice", "cells of sums cannot be chosen `alike`: that is for counts");
        }
        let mut dimensions = reader.tables("dimension");
        if !(1..=4).contains(&dimensions.len()) {
            reader.fault("dimension", "a table has one to four dimensions");
            return None;
        }
        let read: Vec<Option<Variable>> =
            dimensions.iter_mut().map(|one| variable(one, None)).collect();
        let variables: Vec<Variable> = read.into_iter().collect::<Option<_>>()?;
        let mut names: Vec<&str> = variables.iter().map(|v| v.tag().name()).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < variables.len() {
            reader.fault("dimension", "a field is a dimension twice");
            return None;
        }
        // Counting special category data needs a ground (S1-04, S1-08), and one must say which.
        if ground == Some(None) && variables.iter().any(Variable::is_sensitive) {
            reader.fault(
                "ground",
                "`ground` is missing: a dimension says something the law protects (`equality-monitoring` \
                 or `statistics`)",
            );
            return None;
        }
        Some(Self {
            title: title?,
            profile: profile?,
            ground: ground?,
            variables,
            people,
            left_out,
            sum: match sum {
                Some(read) => Some(read?),
                None => None,
            },
        })
    }

    /// The dimensions in order.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The ground, when one is stated.
    #[must_use]
    pub const fn ground(&self) -> Option<Ground> {
        self.ground
    }

    /// The parts of the population that are counted; none where everybody is.
    #[must_use]
    pub fn people(&self) -> &[String] {
        &self.people
    }

    /// The amount that is added up, where the statistic is one of sums.
    #[must_use]
    pub const fn sum(&self) -> Option<&SumSpec> {
        self.sum.as_ref()
    }

    /// The plan for a day.
    #[must_use]
    pub fn plan(&self, day: Day) -> Plan {
        let plan = Plan::new(self.title.clone(), self.profile.clone());
        let mut plan = plan.of_people(self.people.iter().cloned());
        if let Some(sum) = &self.sum {
            plan = plan.of_amount(sum.column());
        }
        if let Some(statement) = &self.left_out {
            plan = plan.leaving_out(statement.clone());
        }
        match self.ground {
            Some(ground) => plan.on(ground, day),
            None => plan,
        }
    }
}

fn profile(reader: &mut Reader<'_>) -> Option<Profile> {
    let named = reader.optional_name("profile");
    let threshold = reader.optional_number("threshold", 2, 1000);
    let found = match (named, threshold) {
        (Some(name), None) => {
            let found = Profile::named(name);
            if found.is_none() {
                reader.unknown("profile", name, "profile", &Profile::NAMES);
            }
            found
        }
        (None, Some(most)) => Profile::threshold(most.unsigned_abs()).ok(),
        (Some(_), Some(_)) => {
            reader.fault("threshold", "`profile` and `threshold` exclude each other");
            None
        }
        (None, None) => {
            reader.fault("profile", "`profile` or `threshold` is missing");
            None
        }
    };
    let sound = found.is_some();
    // The other keys are asked for in any case: all faults are told at once, and the schema has all.
    let mut profile = found.unwrap_or_else(Profile::threshold_10);
    if let Some(base) = reader.optional_number("rounding", 2, 1000) {
        profile = profile.with_rounding(base.unsigned_abs()).ok()?;
    }
    if let Some(width) = reader.optional_number("width", 1, 1000) {
        profile = profile.with_width(width.unsigned_abs()).ok()?;
    }
    let zeros = [("shown", Zeros::Shown), ("may-hide", Zeros::MayHide), ("small", Zeros::Small)];
    if let Some(zeros) = reader.optional_one_of("zeros", "treatment of zeros", &zeros) {
        profile = profile.with_zeros(zeros);
    }
    let singletons = [("protect", Singletons::Protect), ("report", Singletons::Report)];
    if let Some(to) =
        reader.optional_one_of("singletons", "treatment of single members", &singletons)
    {
        profile = profile.with_singletons(to);
    }
    let homogeneous = [("hide", Homogeneous::Hide), ("report", Homogeneous::Report)];
    if let Some(to) =
        reader.optional_one_of("homogeneous", "treatment of homogeneous groups", &homogeneous)
    {
        profile = profile.with_homogeneous(to);
    }
    let legend = [("one-symbol", Legend::OneSymbol), ("distinguished", Legend::Distinguished)];
    if let Some(legend) = reader.optional_one_of("legend", "legend", &legend) {
        profile = profile.with_legend(legend);
    }
    let goal = [("fewest-cells", Objective::FewestCells), ("least-count", Objective::LeastCount)];
    if let Some(goal) = reader.optional_one_of("objective", "objective", &goal) {
        profile = profile.with_objective(goal);
    }
    let choice = [("alike", ChoiceOf::Alike), ("cheapest", ChoiceOf::Cheapest)];
    if let Some(choice) = reader.optional_one_of("choice", "choice of further cells", &choice) {
        profile = profile.with_choice(choice);
    }
    sound.then_some(profile)
}

/// The outer `None` is a fault; the inner one, no ground stated.
#[expect(clippy::option_option, reason = "a fault is not an absence")]
fn ground(reader: &mut Reader<'_>) -> Option<Option<Ground>> {
    let mut said = |key| reader.optional_flag(key).unwrap_or(false);
    let declared = Declarations {
        no_individual_decisions: said("no-individual-decisions"),
        no_substantial_harm: said("no-substantial-harm"),
        policy_document: said("policy-document"),
        public_interest: said("public-interest"),
    };
    if !reader.has("ground") {
        return Some(None);
    }
    let names = [
        ("equality-monitoring", Ground::EqualityMonitoring(declared)),
        ("statistics", Ground::Statistics(declared)),
    ];
    reader.optional_one_of("ground", "ground", &names).map(Some)
}

/// A variable; its codes stand in the file unless they are given.
pub(crate) fn variable(reader: &mut Reader<'_>, given: Option<Vec<String>>) -> Option<Variable> {
    record_spec::skip_in_dimension(reader);
    let field = reader.text("field").map(str::to_owned);
    let categories = reader.categories("categories");
    let kinds = [
        ("none", Identifiability::None),
        ("quasi", Identifiability::Quasi),
        ("direct", Identifiability::Direct),
    ];
    let identifies = reader.optional_one_of("identifies", "degree of identification", &kinds);
    let policies = [
        ("own-category", NullPolicy::OwnCategory),
        ("any-value", NullPolicy::AnyValue),
        ("reject", NullPolicy::Reject),
    ];
    let missing = reader.optional_one_of("missing", "treatment of missing values", &policies);
    let codes: Vec<String> = match given.or_else(|| record_spec::numbers(reader)) {
        Some(codes) => codes,
        None => reader.texts("codes").into_iter().map(|(code, _)| code.to_owned()).collect(),
    };
    let mut groups = Vec::new();
    for mut group in reader.tables("group") {
        let label = group.text("label");
        let codes: Vec<&str> = group.texts("codes").into_iter().map(|(code, _)| code).collect();
        groups.push((label?, codes));
    }
    let field = field?;
    if categories.is_empty() {
        // What nobody tagged counts as everything.
        reader.fault(
            "categories",
            "`categories` is missing: a field without them is never a dimension",
        );
        return None;
    }
    let groups: Vec<(&str, &[&str])> =
        groups.iter().map(|(label, codes)| (*label, codes.as_slice())).collect();
    let list = CodeList::new(field.clone(), codes).and_then(|list| list.grouped(&groups));
    let list = list.map_err(|error| reader.fault("codes", error.to_string())).ok()?;
    let tag = FieldTag::new(field.into(), categories, identifies.unwrap_or_default());
    Variable::new(tag, list, missing.unwrap_or_default())
        .map_err(|error| reader.fault("field", error.to_string()))
        .ok()
}
