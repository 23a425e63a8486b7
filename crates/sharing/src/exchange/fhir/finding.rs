//! What was not understood in a resource, and what followed from it.

use core::fmt;

use crate::words::words;

/// Something in a resource that is not held here, or not understood.
///
/// It says where and what kind of thing, and never what stands there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    path: String,
    kind: FindingKind,
    effect: Effect,
}

/// What a finding did to the reading.
#[expect(clippy::exhaustive_enums, reason = "each is to be told to whoever takes the record in")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Effect {
    /// Nothing: a person should know.
    Noted,
    /// The consent permits less than it may have meant to, or nothing.
    PermitsLess,
    /// The refusal reaches further than it may have meant to.
    RefusesMore,
}

words! {
    /// The kinds of finding.
    #[non_exhaustive]
    FindingKind {
        /// The consent is for another action than telling.
        OtherAction = "other-action",
        /// An actor has another part than that of a recipient.
        OtherRole = "other-role",
        /// The base denies everything that is not named.
        BaseDenial = "base-denial",
        /// It was created in error and is to be ignored.
        EnteredInError = "entered-in-error",
        /// An extension that is not known; by the standard it may be left aside.
        Extension = "extension",
        /// Somebody other than the person agreed.
        GivenByAnother = "given-by-another",
        /// It is limited in a way that is not held here.
        Narrowed = "narrowed",
        /// A permission stands within a permission.
        NestedPermit = "nested-permit",
        /// No day says when it was given.
        NoDay = "no-day",
        /// It names no data, which is everything elsewhere and nothing here.
        NoData = "no-data",
        /// It names no purpose, which is any elsewhere and none here.
        NoPurpose = "no-purpose",
        /// It names no recipient, which is anybody elsewhere and nobody here.
        NoRecipient = "no-recipient",
        /// It has no provision that says what may be told.
        NoProvision = "no-provision",
        /// It is not in force, or not yet.
        NotInForce = "not-in-force",
        /// Nobody has verified it with the person.
        NotVerified = "not-verified",
        /// It is a consent to something other than telling.
        OtherScope = "other-scope",
        /// A policy that is not known stands behind it.
        Policy = "policy",
        /// It was rejected.
        Rejected = "rejected",
        /// A source that is not kept.
        Source = "source",
        /// It was terminated or replaced, nobody knows when.
        Terminated = "terminated",
        /// Its days differ, or one of them is not exact.
        UncertainDay = "uncertain-day",
        /// Data in codes that are not known.
        UnknownData = "unknown-data",
        /// The kind of consent is not known.
        UnknownKind = "unknown-kind",
        /// A purpose in codes that are not known.
        UnknownPurpose = "unknown-purpose",
        /// A recipient that cannot be told apart by name.
        UnknownRecipient = "unknown-recipient",
    }
}

impl FindingKind {
    /// What it says, in half a sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::OtherAction => "the consent is for another action than telling",
            Self::OtherRole => "an actor has another part than that of a recipient",
            Self::BaseDenial => "everything that is not named is denied",
            Self::EnteredInError => "it was created in error and is to be ignored",
            Self::Extension => "an extension that is not known is left aside",
            Self::GivenByAnother => "somebody other than the person agreed",
            Self::Narrowed => "it is limited in a way that is not held here",
            Self::NestedPermit => "a permission stands within a permission",
            Self::NoDay => "no day says when it was given",
            Self::NoData => "it names no data",
            Self::NoPurpose => "it names no purpose",
            Self::NoRecipient => "it names no recipient",
            Self::NoProvision => "nothing says what may be told",
            Self::NotInForce => "it is not in force, or not yet",
            Self::NotVerified => "nobody has verified it with the person",
            Self::OtherScope => "it is a consent to something other than telling",
            Self::Policy => "a policy that is not known stands behind it",
            Self::Rejected => "it was rejected",
            Self::Source => "a source is not kept",
            Self::Terminated => "it was terminated or replaced, nobody knows when",
            Self::UncertainDay => "its days differ, or one of them is not exact",
            Self::UnknownData => "data stands in codes that are not known",
            Self::UnknownKind => "the kind of consent is not known",
            Self::UnknownPurpose => "a purpose stands in codes that are not known",
            Self::UnknownRecipient => "a recipient cannot be told apart by name",
        }
    }
}

impl Finding {
    pub(super) const fn new(path: String, kind: FindingKind, effect: Effect) -> Self {
        Self { path, kind, effect }
    }

    /// Where it stands, such as `provision.actor[0]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What kind of thing it is.
    #[must_use]
    pub const fn kind(&self) -> FindingKind {
        self.kind
    }

    /// What it did to the reading.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        self.effect
    }
}

impl Effect {
    /// What followed, in half a sentence; empty where nothing did.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Noted => "",
            Self::PermitsLess => "less is permitted, or nothing",
            Self::RefusesMore => "the refusal is read as broadly as it can be",
        }
    }
}

impl fmt::Display for Finding {
    /// Writes `provision.code[0]: data stands in codes that are not known; less is permitted, or nothing`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(out, "{}: ", self.path)?;
        }
        out.write_str(self.kind.says())?;
        match self.effect {
            Effect::Noted => Ok(()),
            Effect::PermitsLess | Effect::RefusesMore => write!(out, "; {}", self.effect.says()),
        }
    }
}
