//! What changes the handling of single items of a field.

use std::fmt;

/// A circumstance of one item that changes what may be done with it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Marking {
    /// It came from somebody other than the person.
    ThirdPartySource,
    /// It was given on condition of confidence (B-053).
    GivenInConfidence,
    /// Showing it may cause serious harm (EX-09).
    SeriousHarm,
    /// The person has seen or knows it already (EX-11).
    KnownToSubject,
    /// It is an original document of a third party.
    ThirdPartyDocument,
    /// It is an opinion and not a fact.
    Opinion,
}

/// A set of markings.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct MarkingSet(u8);

impl MarkingSet {
    /// No marking.
    pub const NONE: Self = Self(0);

    /// The set of these markings.
    #[must_use]
    pub const fn of(markings: &[Marking]) -> Self {
        let mut bits = 0;
        let mut rest = markings;
        while let [first, tail @ ..] = rest {
            bits |= 1 << *first as u8;
            rest = tail;
        }
        Self(bits)
    }

    /// Whether the marking is in the set.
    #[must_use]
    pub const fn contains(self, marking: Marking) -> bool {
        self.0 & (1 << marking as u8) != 0
    }

    /// Whether no marking is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The markings in the set.
    pub fn iter(self) -> impl Iterator<Item = Marking> {
        Marking::ALL.into_iter().filter(move |marking| self.contains(*marking))
    }
}

impl Marking {
    /// Every marking under the name it has in files.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("third-party-source", Self::ThirdPartySource),
        ("given-in-confidence", Self::GivenInConfidence),
        ("serious-harm", Self::SeriousHarm),
        ("known-to-subject", Self::KnownToSubject),
        ("third-party-document", Self::ThirdPartyDocument),
        ("opinion", Self::Opinion),
    ];

    /// The name in files and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ThirdPartySource => "third-party-source",
            Self::GivenInConfidence => "given-in-confidence",
            Self::SeriousHarm => "serious-harm",
            Self::KnownToSubject => "known-to-subject",
            Self::ThirdPartyDocument => "third-party-document",
            Self::Opinion => "opinion",
        }
    }

    /// Every marking.
    pub const ALL: [Self; 6] = [
        Self::ThirdPartySource,
        Self::GivenInConfidence,
        Self::SeriousHarm,
        Self::KnownToSubject,
        Self::ThirdPartyDocument,
        Self::Opinion,
    ];
}

impl fmt::Debug for MarkingSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for MarkingSet {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.iter())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for MarkingSet {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Self::of(&Vec::<Marking>::deserialize(input)?))
    }
}
