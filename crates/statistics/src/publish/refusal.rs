//! Why tables do not leave.

use crate::disclosure::Mismatch;
use crate::ground::GroundCheck;

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
    /// The same amount was released before with another cap: the difference would be what somebody has above
    /// it.
    AnotherCap,
    /// It does not fit what was released before about what is said to be the same people.
    Contradicts,
    /// The ground does not carry the statistic.
    NoGround(GroundCheck),
    /// The attack found this many counts out although the profile was applied.
    Recovered(usize),
    /// There are too few people in all.
    TooFewPeople,
    /// The tables have categories that do not fit together, or are too large together to be attacked.
    Unlinked,
}

/// Why protection cannot be had.
#[expect(clippy::exhaustive_enums, reason = "a new reason must break the host's build")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Infeasible {
    /// Together with an earlier release it tells how many people came, left or differ here.
    Differencing,
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
                    Infeasible::Differencing => {
                        "the difference from an earlier release would tell it"
                    }
                    Infeasible::FixedByTotals => "the totals and the rule fix it",
                    Infeasible::KnownToSingleMember => {
                        "the only member of another cell would find it out"
                    }
                    Infeasible::NotFound => "no protection was found within the effort allowed",
                };
                write!(out, "the figure at `{}` cannot be protected: {why}", cell.join("` × `"))
            }
            Self::AnotherCap => out.write_str(
                "the same amount was released before with another cap, and the difference would tell what \
                 somebody has above it",
            ),
            Self::Contradicts => out.write_str(
                "an earlier release about the same people cannot be true of these, so nothing leaves",
            ),
            Self::NoGround(_) => out.write_str("the ground does not carry this statistic"),
            Self::Recovered(_) => out.write_str("the attack found counts out, so nothing leaves"),
            Self::TooFewPeople => out.write_str("there are too few people for any table"),
            Self::Unlinked => out.write_str(
                "the tables do not fit together, or are too large together to be attacked",
            ),
        }
    }
}

/// What tables that cannot be held against each other are refused for.
pub(crate) const fn mismatched(mismatch: Mismatch) -> Refusal {
    match mismatch {
        Mismatch::Contradiction => Refusal::Contradicts,
        Mismatch::Unlinked | Mismatch::Undecided => Refusal::Unlinked,
    }
}
