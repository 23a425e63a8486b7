//! The public part of an entry: what goes into the tree and stays for ever.

mod read;

use caldicott_calendar::Day;
use caldicott_model::digest::Sha256;

pub(crate) use self::read::LeafRef;
use crate::codec::{FormatError, put_len, put_text};
use crate::words::{Kind, Origin, Outcome, RuleId};

/// The part of an entry that everybody may read and that is never changed.
///
/// It says nothing about whom: no id of a person, no stable pseudonym, no time of day, no free text.
/// What was recorded about a person is sealed elsewhere and only named here by two hashes, one
/// of the sealed bytes and one of salted commitments to what is in them.
///
/// Version 1 is encoded as
/// `01 | kind u8 | outcome u8 | day i32 | rulebook 32 | C 32 | H(ciphertext) 32 | origin length u8 |
/// origin | number of rules u32 | (length u8 | rule id)…`, numbers big-endian, the day counted
/// from 1970-01-01. Each leaf has exactly one encoding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Leaf {
    pub(crate) origin: Origin,
    pub(crate) kind: Kind,
    pub(crate) outcome: Outcome,
    pub(crate) day: Day,
    pub(crate) rulebook: Sha256,
    pub(crate) commitment: Sha256,
    pub(crate) ciphertext: Sha256,
    pub(crate) rules: Vec<RuleId>,
}

const VERSION: u8 = 1;
/// The most rules that one entry cites.
pub(crate) const MOST_RULES: usize = 255;

impl Leaf {
    /// The most bytes that a leaf is encoded in.
    pub const LONGEST: usize = 1 + 1 + 1 + 4 + 3 * 32 + 256 + 4 + MOST_RULES * 33;

    /// The log it belongs to. An entry copied into another log does not pass there.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What it records.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What came of it.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The day, by the log's own count, which never goes back.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// The rulebook in force.
    #[must_use]
    pub const fn rulebook(&self) -> Sha256 {
        self.rulebook
    }

    /// The root over the salted commitments to the fields of the payload (`C`).
    #[must_use]
    pub const fn commitment(&self) -> Sha256 {
        self.commitment
    }

    /// The hash of the sealed payload, so that storage can be checked without any key.
    #[must_use]
    pub const fn ciphertext_hash(&self) -> Sha256 {
        self.ciphertext
    }

    /// The rules that the decision applied, in the order applied.
    #[must_use]
    pub fn rules(&self) -> &[RuleId] {
        &self.rules
    }

    /// Whether it cites the rule with this id.
    #[must_use]
    pub fn cites(&self, id: &str) -> bool {
        self.rules.iter().any(|rule| rule.as_str() == id)
    }

    /// The bytes that are hashed into the tree.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(160 + self.rules.len() * 8);
        out.extend([VERSION, self.kind.code(), self.outcome.code()]);
        out.extend(self.day.epoch_days().to_be_bytes());
        out.extend(self.rulebook.bytes());
        out.extend(self.commitment.bytes());
        out.extend(self.ciphertext.bytes());
        put_text(&mut out, self.origin.as_str());
        put_len(&mut out, self.rules.len());
        for rule in &self.rules {
            put_text(&mut out, rule.as_str());
        }
        out
    }

    /// Reads a leaf: exactly what [`Leaf::encode`] writes and nothing else.
    ///
    /// # Errors
    /// A [`FormatError`] that names the part and the place.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatError> {
        LeafRef::read(bytes, None).map(LeafRef::to_leaf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf() -> Leaf {
        Leaf {
            origin: Origin::new("example.org/log").unwrap(),
            kind: Kind::Disclosure,
            outcome: Outcome::Permitted,
            day: Day::literal(2026, 2, 5),
            rulebook: Sha256::of(b"rulebook"),
            commitment: Sha256::of(b"fields"),
            ciphertext: Sha256::of(b"sealed"),
            rules: vec![RuleId::new("B-039").unwrap(), RuleId::new("L-010").unwrap()],
        }
    }

    #[test]
    fn the_encoding_is_the_documented_one_byte_for_byte() {
        let mut want = vec![1, 1, 1];
        want.extend(20_489_i32.to_be_bytes());
        want.extend(Sha256::of(b"rulebook").bytes());
        want.extend(Sha256::of(b"fields").bytes());
        want.extend(Sha256::of(b"sealed").bytes());
        want.push(15);
        want.extend(b"example.org/log");
        want.extend([0, 0, 0, 2, 5]);
        want.extend(b"B-039");
        want.push(5);
        want.extend(b"L-010");
        assert_eq!(leaf().encode(), want);
        assert_eq!(Leaf::decode(&want), Ok(leaf()));
    }

    #[test]
    fn what_decodes_encodes_to_the_same_bytes() {
        let bytes = leaf().encode();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            let likely = LeafRef::read(&changed, Some(leaf().origin()));
            assert_eq!(likely.map(LeafRef::to_leaf), Leaf::decode(&changed), "{bit}");
            if let Ok(decoded) = Leaf::decode(&changed) {
                assert_eq!(decoded.encode(), changed);
                assert_ne!(decoded, leaf());
            }
        }
        for len in 0..bytes.len() {
            assert!(matches!(Leaf::decode(&bytes[..len]), Err(FormatError::Ends { .. })), "{len}");
        }
        let mut longer = bytes;
        longer.push(0);
        assert_eq!(Leaf::decode(&longer), Err(FormatError::Trailing { count: 1 }));
    }

    #[test]
    fn a_rule_cited_twice_or_a_count_without_rules_is_refused() {
        let mut twice = leaf();
        twice.rules.push(twice.rules[0].clone());
        assert!(matches!(Leaf::decode(&twice.encode()), Err(FormatError::Refused { .. })));
        let mut none = leaf();
        none.rules.clear();
        let mut bytes = none.encode();
        let at = bytes.len() - 4;
        bytes[at..].copy_from_slice(&200_u32.to_be_bytes());
        assert!(matches!(Leaf::decode(&bytes), Err(FormatError::Ends { .. })));
        bytes[at..].copy_from_slice(&u32::MAX.to_be_bytes());
        assert!(matches!(Leaf::decode(&bytes), Err(FormatError::TooLarge { .. })));
    }
}
