//! How much may be told in all, and how much has been.

use std::fmt::Write as _;

use caldicott_model::Day;

use super::{Cost, PrivacyError, Ratio};

/// How much may be told in all.
#[expect(clippy::exhaustive_enums, reason = "the two accounts that a cost is in")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Allowance {
    /// So much rho.
    Concentrated(Ratio),
    /// So much epsilon.
    Pure(Ratio),
}

/// One answer's share of a budget.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Spend {
    id: String,
    on: Day,
    cost: Ratio,
    cancelled: bool,
}

/// What has been spent, answer by answer. It only grows: an answer that was cancelled may have been seen,
/// so it stays counted.
///
/// A budget is a value. [`Budget::spend`] gives the next one, and the host keeps that in the place of the
/// one it read, by comparing versions, *before* it draws: of two who spend at once one is refused by the
/// host's store and must read again.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Budget {
    allowance: Allowance,
    spends: Vec<Spend>,
    spent: Ratio,
    version: u64,
}

/// The answer to a wish to spend.
#[expect(clippy::exhaustive_enums, reason = "granted or not")]
#[must_use = "what is not kept was not spent"]
#[derive(Debug, Eq, PartialEq)]
pub enum Spent {
    /// The budget to keep, and the leave to draw once it is kept.
    Granted(Budget, Grant),
    /// There is not enough left.
    Refused(Shortfall),
}

/// The leave to draw noise of one cost, once.
#[derive(Debug, Eq, PartialEq)]
pub struct Grant {
    cost: Cost,
}

/// What was asked for and what was left.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the answer costs `{asked}` of the privacy budget, of which `{left}` is left")]
pub struct Shortfall {
    asked: Ratio,
    left: Ratio,
}

/// A budget that cannot be read, or a spend that means nothing.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BudgetError {
    /// An answer of that id was paid for already.
    #[error("an answer of that id was paid for already")]
    Again,
    /// Bytes that are no budget, or of one that was changed by hand.
    #[error("the kept budget cannot be read")]
    Damaged,
    /// An empty or overlong id, or one with control characters.
    #[error("the id of an answer must have 1 to 200 characters and no control characters")]
    Id,
    /// A cost of nothing, or beyond what is counted.
    #[error("a cost must be above nothing and within what is counted")]
    Number,
    /// No answer of that id was paid for.
    #[error("no answer of that id was paid for")]
    Unknown,
    /// A concentrated cost has no finite pure one.
    #[error("noise of normal shape cannot be paid from a pure budget")]
    WrongAccount,
}

impl From<PrivacyError> for BudgetError {
    fn from(_: PrivacyError) -> Self {
        Self::Number
    }
}

impl Grant {
    /// What may be drawn.
    #[must_use]
    pub const fn cost(&self) -> Cost {
        self.cost
    }
}

impl Shortfall {
    /// What was asked for.
    #[must_use]
    pub const fn asked(&self) -> Ratio {
        self.asked
    }

    /// What is left.
    #[must_use]
    pub const fn left(&self) -> Ratio {
        self.left
    }
}

impl Spend {
    /// What the answer is called.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When it was paid for.
    #[must_use]
    pub const fn on(&self) -> Day {
        self.on
    }

    /// What it cost, in the budget's own account.
    #[must_use]
    pub const fn cost(&self) -> Ratio {
        self.cost
    }

    /// Whether it was given up; it stays counted.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        self.cancelled
    }
}

const HEAD: &str = "caldicott privacy budget 1";

impl Budget {
    /// A budget of which nothing is spent.
    #[must_use]
    pub const fn new(allowance: Allowance) -> Self {
        Self { allowance, spends: Vec::new(), spent: Ratio::ZERO, version: 0 }
    }

    /// Pays for an answer, or says how much is lacking. Which question it is makes no difference: the same
    /// one asked again, by another name or in parts, costs again.
    ///
    /// # Errors
    /// [`BudgetError`] for an id that is no id or was there, a cost of nothing, and a concentrated cost
    /// from a pure budget.
    pub fn spend(&self, id: &str, cost: Cost, on: Day) -> Result<Spent, BudgetError> {
        if id.is_empty() || id.chars().count() > 200 || id.chars().any(char::is_control) {
            return Err(BudgetError::Id);
        }
        if self.spends.iter().any(|spend| spend.id == id) {
            return Err(BudgetError::Again);
        }
        let asked = self.in_its_account(cost)?;
        if asked == Ratio::ZERO {
            return Err(BudgetError::Number);
        }
        let spent = self.spent.plus(asked)?;
        if spent > self.limit() {
            return Ok(Spent::Refused(Shortfall { asked, left: self.left() }));
        }
        let mut next = self.clone();
        next.spends.push(Spend { id: id.to_owned(), on, cost: asked, cancelled: false });
        next.spent = spent;
        next.version += 1;
        Ok(Spent::Granted(next, Grant { cost }))
    }

    /// Notes that an answer was given up. Nothing comes back: it may have been seen.
    ///
    /// # Errors
    /// [`BudgetError::Unknown`].
    pub fn cancel(&self, id: &str) -> Result<Self, BudgetError> {
        let mut next = self.clone();
        let spend = next.spends.iter_mut().find(|spend| spend.id == id);
        spend.ok_or(BudgetError::Unknown)?.cancelled = true;
        next.version += 1;
        Ok(next)
    }

    /// How often it was changed.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// How much may be told in all.
    #[must_use]
    pub const fn allowance(&self) -> Allowance {
        self.allowance
    }

    /// How much was told, never understated.
    #[must_use]
    pub const fn spent(&self) -> Ratio {
        self.spent
    }

    /// How much is left, never overstated.
    #[must_use]
    pub fn left(&self) -> Ratio {
        self.limit().minus(self.spent).unwrap_or(Ratio::ZERO)
    }

    /// The answers in the order in which they were paid for.
    #[must_use]
    pub fn spends(&self) -> &[Spend] {
        &self.spends
    }

    /// The bytes to keep.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (account, limit) = match self.allowance {
            Allowance::Concentrated(limit) => ("concentrated", limit),
            Allowance::Pure(limit) => ("pure", limit),
        };
        let mut text = format!(
            "{HEAD}\n{account} {limit}\nversion {} answers {}\n",
            self.version,
            self.spends.len()
        );
        for Spend { id, on, cost, cancelled } in &self.spends {
            let state = if *cancelled { "cancelled" } else { "spent" };
            let _ = writeln!(text, "{state} {on} {cost} {id}");
        }
        text.into_bytes()
    }

    /// Reads what was kept. A budget in which more is spent than may be is not one.
    ///
    /// # Errors
    /// [`BudgetError::Damaged`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BudgetError> {
        Self::read(bytes).ok_or(BudgetError::Damaged)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
        let mut lines = text.split('\n');
        if lines.next()? != HEAD {
            return None;
        }
        let (account, limit) = lines.next()?.split_once(' ')?;
        let limit: Ratio = limit.parse().ok()?;
        let mut budget = Self::new(match account {
            "concentrated" => Allowance::Concentrated(limit),
            "pure" => Allowance::Pure(limit),
            _ => return None,
        });
        let (version, answers) = lines.next()?.strip_prefix("version ")?.split_once(" answers ")?;
        let (version, answers): (u64, usize) = (version.parse().ok()?, answers.parse().ok()?);
        for line in lines {
            let mut parts = line.splitn(4, ' ');
            let cancelled = match parts.next()? {
                "cancelled" => true,
                "spent" => false,
                _ => return None,
            };
            let on: Day = parts.next()?.parse().ok()?;
            let cost: Ratio = parts.next()?.parse().ok()?;
            let cost = match budget.allowance {
                Allowance::Concentrated(_) => Cost::Concentrated(cost),
                Allowance::Pure(_) => Cost::Pure(cost),
            };
            let Spent::Granted(next, _) = budget.spend(parts.next()?, cost, on).ok()? else {
                return None;
            };
            budget = next;
            budget.spends.last_mut()?.cancelled = cancelled;
        }
        let cancelled = budget.spends.iter().filter(|spend| spend.cancelled).count() as u64;
        if version < budget.version + cancelled || answers != budget.spends.len() {
            return None;
        }
        budget.version = version;
        // Written otherwise it was written by somebody else.
        (budget.to_bytes() == bytes).then_some(budget)
    }

    const fn limit(&self) -> Ratio {
        match self.allowance {
            Allowance::Concentrated(limit) | Allowance::Pure(limit) => limit,
        }
    }

    fn in_its_account(&self, cost: Cost) -> Result<Ratio, BudgetError> {
        match (self.allowance, cost) {
            (Allowance::Concentrated(_), Cost::Concentrated(cost))
            | (Allowance::Pure(_), Cost::Pure(cost)) => Ok(cost),
            // Pure epsilon is at most half its square in rho (Bun and Steinke 2016, proposition 1.4).
            (Allowance::Concentrated(_), Cost::Pure(epsilon)) => {
                Ok(epsilon.times(epsilon)?.times(Ratio::new(1, 2)?)?)
            }
            (Allowance::Pure(_), Cost::Concentrated(_)) => Err(BudgetError::WrongAccount),
        }
    }
}

#[cfg(test)]
mod tests;
