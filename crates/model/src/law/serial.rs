//! The words of the law in files and reports, by their names.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    Article9Condition, Circumstance, Evidence, Finding, Findings, LawfulBasis, NoConsentReason,
    Paragraph, Severity, reuse, transfer,
};
use crate::document::{nearest, printable};

/// Writes and reads a word by the name it has in files.
macro_rules! by_name {
    ($($word:ty, $what:literal;)*) => {$(
        impl Serialize for $word {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.name())
            }
        }

        impl<'de> Deserialize<'de> for $word {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let written = Cow::<'de, str>::deserialize(input)?;
                let known = <$word>::NAMES;
                let found = known.iter().find(|(name, _)| *name == written);
                found.map(|(_, word)| *word).ok_or_else(|| {
                    let near = nearest(&written, known.iter().map(|(name, _)| *name));
                    let near = near.map(|near| format!("; did you mean `{near}`?"));
                    let written = printable(&written);
                    D::Error::custom(format!("`{written}` is no {}{}", $what, near.unwrap_or_default()))
                })
            }
        }
    )*};
}

by_name! {
    LawfulBasis, "lawful basis";
    Article9Condition, "condition of Art 9(2)";
    Evidence, "evidence";
    Circumstance, "circumstance";
    NoConsentReason, "reason for going without consent";
}

impl Serialize for Paragraph {
    /// Writes the number.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_u8(self.number())
    }
}

impl<'de> Deserialize<'de> for Paragraph {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::new(u8::deserialize(input)?).map_err(D::Error::custom)
    }
}

impl Serialize for Severity {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(match self {
            Self::Fault => "fault",
            Self::Warning => "warning",
        })
    }
}

impl Serialize for Finding {
    /// Writes the severity, the rule's id and the sentence.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut finding = out.serialize_struct("Finding", 3)?;
        finding.serialize_field("severity", &self.severity())?;
        finding.serialize_field("rule", &self.rule())?;
        finding.serialize_field("says", &self.kind().to_string())?;
        finding.end()
    }
}

impl Serialize for Findings {
    /// Writes whether the ground holds, what was found and the rules applied.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut findings = out.serialize_struct("Findings", 3)?;
        findings.serialize_field("holds", &self.holds())?;
        findings.serialize_field("found", self.all())?;
        findings.serialize_field("rules", self.rules())?;
        findings.end()
    }
}

/// Writes something found as its rule and its sentence.
macro_rules! as_rule_and_sentence {
    ($($fault:ty)*) => {$(
        impl Serialize for $fault {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                let mut fault = out.serialize_struct("Fault", 2)?;
                fault.serialize_field("rule", &self.rule())?;
                fault.serialize_field("says", &self.kind().to_string())?;
                fault.end()
            }
        }
    )*};
}

as_rule_and_sentence! { reuse::Fault transfer::Fault }

impl Serialize for reuse::Outcome {
    /// Writes whether the purposes are compatible, whether the re-use holds, and why.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut outcome = out.serialize_struct("Outcome", 5)?;
        outcome.serialize_field("compatible", &self.is_compatible())?;
        outcome.serialize_field("holds", &self.holds())?;
        outcome.serialize_field("faults", self.faults())?;
        outcome.serialize_field("ground", &self.ground())?;
        outcome.serialize_field("rules", self.rules())?;
        outcome.end()
    }
}

impl Serialize for transfer::Standing {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(match self {
            Self::NotRestricted => "not-restricted",
            Self::Permitted => "permitted",
            Self::Unconfirmed => "unconfirmed",
            Self::NotPermitted => "not-permitted",
        })
    }
}

impl Serialize for transfer::Outcome {
    /// Writes the standing, what stands against it, the rules and what is only believed.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut outcome = out.serialize_struct("Outcome", 4)?;
        outcome.serialize_field("standing", &self.standing())?;
        outcome.serialize_field("faults", self.faults())?;
        outcome.serialize_field("rules", self.rules())?;
        outcome.serialize_field("notes", self.notes())?;
        outcome.end()
    }
}
