//! Showing some fields of an entry and proving that they are what was logged.

use std::fmt;

use caldicott_model::digest::Sha256;

use super::{Field, Payload, bind, erased_entry, root};
use crate::codec::{Bytes, FormatError, put_len};
use crate::tree::{InclusionProof, Nodes, leaf_hash};

const VERSION: u8 = 1;

/// An entry with some of its fields struck out.
///
/// A struck-out field is only its commitment: neither its name nor its value can be found out, yet
/// whoever has the public part of the entry sees that everything shown is what was logged and how
/// much is not shown. This is what an access copy that names a third party is made from, and what
/// is kept when only one field of an entry must go.
///
/// Encoded as `01 | number of fields u32 | (00 | commitment 32 or 01 | field)…`.
#[derive(Clone, Eq, PartialEq)]
pub struct Redacted {
    parts: Vec<Part>,
}

#[derive(Clone, Eq, PartialEq)]
enum Part {
    Struck(Sha256),
    Shown(Field),
}

impl Redacted {
    /// The fields that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Field> {
        self.parts.iter().filter_map(|part| match part {
            Part::Shown(field) => Some(field),
            Part::Struck(_) => None,
        })
    }

    /// How many fields are struck out.
    #[must_use]
    pub fn struck_out(&self) -> usize {
        self.parts.len() - self.shown().count()
    }

    /// The root over all commitments; equal to [`crate::Leaf::commitment`] of the entry it is from.
    ///
    /// # Example: a struck-out name does not break the proof, a changed word does
    /// ```
    /// # use caldicott_audit::{Chain, Draft, Kind, Moment, NoEntropy, Origin, Outcome, Payload, PayloadSealer, SealContext, SealError};
    /// # use caldicott_calendar::Day;
    /// # use caldicott_model::{digest::Sha256, Personal, Purpose};
    /// # struct Plain;
    /// # impl PayloadSealer for Plain {
    /// #     fn seal(&mut self, _: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> { Ok(plain.to_vec()) }
    /// # }
    /// # let mut salts = |out: &mut [u8]| { out.fill(7); Ok::<(), NoEntropy>(()) };
    /// # let chain = Chain::new(Origin::new("example.org/log")?);
    /// # let draft = Draft::new(Kind::Disclosure, Outcome::Permitted, Sha256::of(b""))
    /// #     .about(Personal::new(String::from("client-1"))).detail("reported-by", b"a neighbour");
    /// # let at = Moment { unix_millis: 0, day: Day::literal(1970, 1, 1) };
    /// # let prepared = chain.prepare(&draft, at, &mut Plain, &mut salts)?;
    /// # let payload = Payload::decode(prepared.ciphertext())?;
    /// let copy = payload.redacted(|field| field.name() != "reported-by");
    /// assert_eq!(copy.struck_out(), 1);
    /// assert_eq!(copy.root(), prepared.leaf().commitment());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn root(&self) -> Sha256 {
        root(self.parts.iter().map(|part| match part {
            Part::Shown(field) => field.commitment(),
            Part::Struck(commitment) => *commitment,
        }))
    }

    /// The same with further fields struck out.
    #[must_use]
    pub fn redacted(self, keep: impl Fn(&Field) -> bool) -> Self {
        let strike = |part: Part| match &part {
            Part::Shown(field) if !keep(field) => Part::Struck(field.commitment()),
            Part::Shown(_) | Part::Struck(_) => part,
        };
        Self { parts: self.parts.into_iter().map(strike).collect() }
    }

    /// The bytes to hand over or to seal.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        put_len(&mut out, self.parts.len());
        for part in &self.parts {
            match part {
                Part::Struck(commitment) => {
                    out.push(0);
                    out.extend(commitment.bytes());
                }
                Part::Shown(field) => {
                    out.push(1);
                    field.encode(&mut out);
                }
            }
        }
        out
    }

    /// Reads exactly what [`Redacted::encode`] writes.
    ///
    /// # Errors
    /// A [`FormatError`] that names the part and the place.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut input = Bytes::new(bytes);
        if input.u8("version")? != VERSION {
            return Err(input.refused("version"));
        }
        let count = input.count(33, Payload::MOST_FIELDS, "list of fields")?;
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            parts.push(match input.u8("mark of a field")? {
                0 => Part::Struck(input.hash("commitment")?),
                1 => Part::Shown(Field::decode(&mut input)?),
                _ => return Err(input.refused("mark of a field")),
            });
        }
        input.end()?;
        Ok(Self { parts })
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Redacted({} shown, {} struck out)", self.shown().count(), self.struck_out())
    }
}

/// One field and the proof that an entry commits to it, whatever else the entry holds.
///
/// Encoded as `01 | position u64 | number of fields u64 | field | path length u8 | path 32…`.
#[derive(Clone, Eq, PartialEq)]
pub struct Opening {
    field: Field,
    proof: InclusionProof,
}

impl Opening {
    /// The field.
    #[must_use]
    pub const fn field(&self) -> &Field {
        &self.field
    }

    /// The entry that the field names as erased, when it does.
    #[must_use]
    pub fn erased_entry(&self) -> Option<u64> {
        erased_entry(&self.field)
    }

    /// The commitment of the entry that this field belongs to, or `None` when the proof is broken.
    #[must_use]
    pub fn root(&self) -> Option<Sha256> {
        let root = self.proof.root(leaf_hash(self.field.commitment().bytes())).ok()?;
        Some(bind(self.proof.size(), root))
    }

    /// The bytes to keep or to hand over.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        out.extend(self.proof.index().to_be_bytes());
        out.extend(self.proof.size().to_be_bytes());
        self.field.encode(&mut out);
        out.push(u8::try_from(self.proof.path().len()).unwrap_or(u8::MAX));
        for hash in self.proof.path() {
            out.extend(hash.bytes());
        }
        out
    }

    /// Reads exactly what [`Opening::encode`] writes.
    ///
    /// # Errors
    /// A [`FormatError`] that names the part and the place.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut input = Bytes::new(bytes);
        let opening = Self::read(&mut input)?;
        input.end()?;
        Ok(opening)
    }

    pub(crate) fn read(input: &mut Bytes<'_>) -> Result<Self, FormatError> {
        if input.u8("version")? != VERSION {
            return Err(input.refused("version"));
        }
        let index = input.u64("position")?;
        let size = input.u64("number of fields")?;
        let field = Field::decode(input)?;
        let length = usize::from(input.u8("path length")?);
        if length > 64 {
            return Err(input.refused("path length"));
        }
        let mut path = Vec::with_capacity(length);
        for _ in 0..length {
            path.push(input.hash("path")?);
        }
        Ok(Self { field, proof: InclusionProof::from_parts(index, size, path) })
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Opening({:?} of {})", self.field, self.proof.size())
    }
}

impl Payload {
    /// The entry with only the fields that `keep` holds on to.
    #[must_use]
    pub fn redacted(&self, keep: impl Fn(&Field) -> bool) -> Redacted {
        let part = |field: &Field| {
            if keep(field) { Part::Shown(field.clone()) } else { Part::Struck(field.commitment()) }
        };
        Redacted { parts: self.fields.iter().map(part).collect() }
    }

    /// Every field that `wanted` asks for, each with its own proof.
    #[must_use]
    pub fn openings(&self, wanted: impl Fn(&Field) -> bool) -> Vec<Opening> {
        let leaves: Vec<Sha256> =
            self.fields.iter().map(|field| leaf_hash(field.commitment().bytes())).collect();
        let tree = Tree::of(&leaves);
        let size = u64::try_from(leaves.len()).unwrap_or(u64::MAX);
        let opening = |(index, field): (u64, &Field)| {
            let proof = InclusionProof::build(&tree, index, size).ok()?;
            Some(Opening { field: field.clone(), proof })
        };
        (0..).zip(&self.fields).filter(|(_, field)| wanted(field)).filter_map(opening).collect()
    }
}

/// All nodes over one payload's fields, so that many openings cost little each.
struct Tree(crate::tree::UpperNodes);

impl Tree {
    fn of(leaves: &[Sha256]) -> Self {
        let mut nodes = crate::tree::UpperNodes::new(0);
        let mut frontier = crate::tree::Frontier::new();
        for leaf in leaves {
            frontier.append_with(*leaf, |level, _, hash| nodes.insert(level, hash));
        }
        Self(nodes)
    }
}

impl Nodes for Tree {
    fn node(&self, level: u32, index: u64) -> Option<Sha256> {
        self.0.node(level, index)
    }
}
