//! On what ground people are counted, and whether it carries the categories asked for.

use caldicott_model::{Category, CategorySet, Day, RuleSet};

use crate::{Variable, rules};

/// What a controller declares about a statistic before it is made.
#[expect(clippy::struct_excessive_bools, reason = "four separate statements, each made or not")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Declarations {
    /// It serves no measure or decision about a particular person.
    pub no_individual_decisions: bool,
    /// It is not likely to cause anybody substantial damage or distress.
    pub no_substantial_harm: bool,
    /// An appropriate policy document is in place.
    pub policy_document: bool,
    /// It is in the public interest.
    pub public_interest: bool,
}

/// The ground on which special category data is counted.
#[expect(clippy::exhaustive_enums, reason = "a new ground must break the host's build")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ground {
    /// Schedule 1 paragraph 8: equality of opportunity or treatment (S1-08).
    EqualityMonitoring(Declarations),
    /// Schedule 1 paragraph 4: statistics in the public interest (S1-04, AN-01, AN-02).
    Statistics(Declarations),
}

/// What stands in the way.
#[expect(clippy::exhaustive_enums, reason = "a new obstacle must break the host's build")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Obstacle {
    /// The ground does not cover these categories.
    CategoriesNotCovered(CategorySet),
    /// It is, or may be, used for decisions about particular people.
    IndividualDecisions,
    /// No appropriate policy document.
    NoPolicyDocument,
    /// Not in the public interest.
    NotInPublicInterest,
    /// Substantial damage or distress is not ruled out.
    SubstantialHarm,
}

/// Whether the ground carries the statistic, and why not.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a statistic without a ground is unlawful"]
pub struct GroundCheck {
    /// What stands in the way; empty when nothing does.
    pub obstacles: Vec<Obstacle>,
    /// The rules applied.
    pub rules: RuleSet,
}

/// A person's written notice to stop monitoring them (S1-08).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StopNotice {
    /// The day on which the reasonable period given in the notice ends.
    pub stops_on: Day,
}

impl StopNotice {
    /// Whether the person is left out of what is counted on this day.
    ///
    /// ```
    /// use caldicott_model::Day;
    /// use caldicott_statistics::StopNotice;
    ///
    /// let notice = StopNotice { stops_on: Day::literal(2026, 3, 1) };
    /// assert!(!notice.leaves_out(Day::literal(2026, 2, 28)));
    /// assert!(notice.leaves_out(Day::literal(2026, 3, 1)));
    /// ```
    #[must_use]
    pub fn leaves_out(self, day: Day) -> bool {
        self.stops_on <= day
    }
}

impl Ground {
    /// The four kinds of data that equality monitoring may use. Sex life is not among them.
    pub const MONITORED: CategorySet = CategorySet::of(&[
        Category::RacialOrEthnicOrigin,
        Category::ReligiousOrPhilosophicalBeliefs,
        Category::Health,
        Category::SexualOrientation,
    ]);

    /// The ground's name in files.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::EqualityMonitoring(_) => "equality-monitoring",
            Self::Statistics(_) => "statistics",
        }
    }

    /// Checks the ground for these variables on this day.
    ///
    /// # Example: sex life is not sexual orientation
    /// ```
    /// use caldicott_model::{Category, Day, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, Declarations, Ground, NullPolicy, Variable};
    ///
    /// let all = Declarations { no_individual_decisions: true, no_substantial_harm: true, policy_document: true, public_interest: true };
    /// let tag = FieldTag::new("partners".into(), Category::SexLife.into(), Identifiability::Quasi);
    /// let variable = Variable::new(tag, CodeList::new("partners", ["None", "Some"])?, NullPolicy::OwnCategory)?;
    /// let check = Ground::EqualityMonitoring(all).check(&[variable], Day::literal(2026, 6, 1));
    /// assert!(!check.obstacles.is_empty());
    /// assert!(check.rules.cites("S1-08"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check(&self, variables: &[Variable], day: Day) -> GroundCheck {
        let mut rules = RuleSet::new();
        let mut obstacles = Vec::new();
        let about = variables
            .iter()
            .map(|variable| variable.tag().categories_with_values())
            .fold(CategorySet::NONE, CategorySet::union);
        let protected = about.intersection(CategorySet::SPECIAL.union(CategorySet::CRIMINAL));
        rules.cite(rules::NOT_ENOUGH);
        let declared = match self {
            Self::EqualityMonitoring(declared) => {
                rules.cite(rules::MONITORING);
                rules.cite(rules::EQUALITY);
                let beyond = protected.minus(Self::MONITORED);
                if !beyond.is_empty() {
                    obstacles.push(Obstacle::CategoriesNotCovered(beyond));
                }
                if !declared.policy_document {
                    obstacles.push(Obstacle::NoPolicyDocument);
                }
                declared
            }
            Self::Statistics(declared) => {
                rules.cite(rules::REPORTS);
                rules.cite(rules::RESEARCH);
                if !protected.is_empty() && !declared.public_interest {
                    obstacles.push(Obstacle::NotInPublicInterest);
                }
                declared
            }
        };
        for rule in [rules::STATISTICAL_PURPOSE, rules::NO_DECISIONS] {
            if rule.in_force(day) {
                rules.cite(rule);
            }
        }
        if !declared.no_individual_decisions {
            obstacles.push(Obstacle::IndividualDecisions);
        }
        if !declared.no_substantial_harm {
            obstacles.push(Obstacle::SubstantialHarm);
        }
        GroundCheck { obstacles, rules }
    }
}
