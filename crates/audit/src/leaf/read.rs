//! A leaf as it lies in its bytes: for who checks many of them and keeps none.

use caldicott_calendar::Day;
use caldicott_model::digest::Sha256;

use super::{Leaf, MOST_RULES, VERSION};
use crate::codec::{Bytes, FormatError};
use crate::words::{Kind, Origin, Outcome, RuleId, is_origin, is_rule_id};

/// A leaf that was read without copying anything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LeafRef<'a> {
    origin: &'a str,
    kind: Kind,
    outcome: Outcome,
    day: Day,
    rulebook: &'a [u8; 32],
    commitment: &'a [u8; 32],
    ciphertext: &'a [u8; 32],
    rules: &'a [u8],
}

impl<'a> LeafRef<'a> {
    /// Reads a leaf: exactly what [`Leaf::encode`] writes and nothing else. The name of the log that
    /// it most likely belongs to need not be looked at character by character.
    pub(crate) fn read(bytes: &'a [u8], likely: Option<&Origin>) -> Result<Self, FormatError> {
        let mut input = Bytes::new(bytes);
        if input.u8("version")? != VERSION {
            return Err(input.refused("version"));
        }
        let kind = Kind::from_code(input.u8("kind")?).ok_or(input.refused("kind"))?;
        let outcome = Outcome::from_code(input.u8("outcome")?).ok_or(input.refused("outcome"))?;
        let days = i32::from_be_bytes(input.array("day")?);
        let day = Day::from_epoch_days(days).ok_or(input.refused("day"))?;
        let rulebook = input.array_ref("rulebook hash")?;
        let commitment = input.array_ref("commitment")?;
        let ciphertext = input.array_ref("ciphertext hash")?;
        let origin = input.text("origin")?;
        if likely.is_none_or(|likely| likely.as_str() != origin) && !is_origin(origin) {
            return Err(input.refused("origin"));
        }
        let count = input.count(2, MOST_RULES, "list of rules")?;
        let rest = input.left();
        let so_far =
            |input: &Bytes<'_>| rest.get(..rest.len() - input.left().len()).unwrap_or_default();
        for _ in 0..count {
            let earlier = so_far(&input);
            let rule = input.short("rule id")?;
            if !is_rule_id(rule) {
                return Err(input.refused("rule id"));
            }
            if texts(earlier).any(|known| known == rule) {
                return Err(input.refused("repeated rule id"));
            }
        }
        let rules = so_far(&input);
        input.end()?;
        Ok(Self { origin, kind, outcome, day, rulebook, commitment, ciphertext, rules })
    }

    pub(crate) const fn origin(&self) -> &'a str {
        self.origin
    }

    pub(crate) const fn kind(&self) -> Kind {
        self.kind
    }

    pub(crate) const fn day(&self) -> Day {
        self.day
    }

    pub(crate) const fn commitment(&self) -> Sha256 {
        Sha256::from_bytes(*self.commitment)
    }

    pub(crate) const fn ciphertext_hash(&self) -> Sha256 {
        Sha256::from_bytes(*self.ciphertext)
    }

    /// The same, to be kept.
    pub(crate) fn to_leaf(self) -> Leaf {
        let rules = texts(self.rules).filter_map(|text| std::str::from_utf8(text).ok());
        Leaf {
            origin: Origin::checked(self.origin),
            kind: self.kind,
            outcome: self.outcome,
            day: self.day,
            rulebook: Sha256::from_bytes(*self.rulebook),
            commitment: self.commitment(),
            ciphertext: self.ciphertext_hash(),
            rules: rules.map(RuleId::checked).collect(),
        }
    }
}

/// The texts in bytes that hold one after another, each after its length.
fn texts(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = bytes.split_first()?;
        let (text, later) = rest.split_at_checked(usize::from(*length))?;
        bytes = later;
        Some(text)
    })
}
