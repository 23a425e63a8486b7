//! The section of a statistic that adds up an amount.

use caldicott_model::document::Reader;

use crate::{Profile, SumCounter, SumRules, SumTable, TableError, Variable};

/// An amount that is added up beside the number of people: its column and what hides a sum.
///
/// ```toml
/// [sum]
/// column = "owed"                # whole numbers from nought
/// contributor = "household"      # rows with the same value are one contributor; without it each row is one
/// cap = 5000                     # larger amounts count as this
/// most-contributors = 5          # a sum of one to so many is hidden; without it the table's own rule
/// dominance-largest = 2          # hidden too: the 2 largest are more than
/// dominance-percent = 85         # 85 per cent of the sum
/// p-percent = 10                 # hidden too: the second largest knows the largest to 10 per cent
/// hide-noughts = true            # hidden too: a sum of nought over somebody tells that nobody has anything
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SumSpec {
    column: String,
    contributor: Option<String>,
    cap: Option<u64>,
    rules: SumRules,
}

/// The largest cap: with it a sum of many is still a sum that can be reckoned with.
const MOST_CAP: i64 = 1 << 40;

impl SumSpec {
    /// Every key is asked for before any is judged.
    pub(super) fn read(reader: &mut Reader<'_>, profile: Option<&Profile>) -> Option<Self> {
        let column = reader.text("column").map(str::to_owned);
        let contributor = reader.optional_text("contributor").map(str::to_owned);
        let cap = reader.optional_number("cap", 1, MOST_CAP).map(i64::unsigned_abs);
        let most = reader.optional_number("most-contributors", 1, 1000).map(i64::unsigned_abs);
        let small = |number: i64| u8::try_from(number).unwrap_or(u8::MAX);
        let largest = reader.optional_number("dominance-largest", 1, 8).map(small);
        let percent = reader.optional_number("dominance-percent", 1, 99).map(small);
        let p_percent = reader.optional_number("p-percent", 1, 100).map(small);
        let noughts = reader.optional_flag("hide-noughts").unwrap_or(false);
        if largest.is_some() != percent.is_some() {
            let lacking = "`dominance-largest` and `dominance-percent` are said together";
            reader.fault("dominance-largest", lacking);
            return None;
        }
        if column.is_some() && column == contributor {
            reader.fault("contributor", "the amount and whose it is are two columns");
            return None;
        }
        // A sum of no more people than a count may be of must not stand where the count does not.
        let most = most.or_else(|| profile.map(|profile| profile.threshold))?;
        let rules = SumRules::threshold(most).and_then(|rules| {
            let rules = match largest.zip(percent) {
                Some((largest, percent)) => rules.with_dominance(largest, percent)?,
                None => rules,
            };
            let rules = if noughts { rules.with_noughts_hidden() } else { rules };
            p_percent.map_or(Ok(rules), |percent| rules.with_p_percent(percent))
        });
        let rules = rules.map_err(|error| reader.fault("most-contributors", error.to_string()));
        Some(Self { column: column?, contributor, cap, rules: rules.ok()? })
    }

    /// The column of the amounts.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }

    /// The column that says whose an amount is, where several rows can be one contributor's.
    #[must_use]
    pub fn contributor(&self) -> Option<&str> {
        self.contributor.as_deref()
    }

    /// What larger amounts count as.
    #[must_use]
    pub const fn cap(&self) -> Option<u64> {
        self.cap
    }

    /// When a sum is hidden.
    #[must_use]
    pub const fn rules(&self) -> &SumRules {
        &self.rules
    }

    /// Starts adding up by these variables.
    ///
    /// # Errors
    /// As [`SumTable::counter`].
    pub fn counter(&self, variables: &[Variable]) -> Result<SumCounter, TableError> {
        SumTable::counter(variables, self.cap)
    }
}
