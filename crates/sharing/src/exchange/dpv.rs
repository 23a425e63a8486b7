//! Purposes, legal bases, data, recipients and measures in the terms of the W3C Data Privacy Vocabulary.
//!
//! A term is used as it stands only where it means the same. Where the vocabulary's term is broader ours
//! stands beside it with `skos:broadMatch`; where there is none ours stands alone and is listed in
//! [`Export::unmapped`] with the reason. The vocabulary's bases are those of the European Union's
//! regulation: on a day under the UK GDPR ours are near them (`skos:closeMatch`) and not the same.
//!
//! A consent that lifts confidence is no basis under Art 6 (CN-05), so only data protection consents have
//! one.
//!
//! ```
//! use caldicott_model::Day;
//! use caldicott_sharing::exchange::{Record, dpv};
//! use caldicott_sharing::{Consent, ConsentKind, SharingPurpose};
//!
//! let consent = Consent::given(ConsentKind::Sharing, "multi-agency", Day::literal(2026, 1, 10))
//!     .to("night-shelter")
//!     .for_purpose(SharingPurpose::Safeguarding)
//!     .evidenced_by("file note 12");
//! let export = dpv::consent(&Record::new(consent), Day::literal(2026, 3, 2))?;
//! assert!(export.json().contains("dpv:ConsentGiven"));
//! // The vocabulary has no term for it, and a wrong one would be worse than none.
//! assert!(export.unmapped().iter().any(|one| one.term() == "purpose:safeguarding"));
//! # Ok::<(), caldicott_sharing::exchange::NotWritable>(())
//! ```

mod nodes;
mod terms;

use caldicott_calendar::Day;

use super::json::Json;
use super::record::{NotWritable, Record};
use crate::decision::Decision;
use crate::rulebook::Rulebook;

pub use terms::{Match, basis, condition, data, measure, purpose, recipient};

/// The release whose terms are used: a final report of the community group of 25 February 2026. The terms
/// were read in 2.2; 2.3 took none of them away.
pub const VERSION: &str = "2.3";

/// A JSON-LD document, and what of it the vocabulary has no term for.
#[derive(Clone, Eq, PartialEq)]
pub struct Export {
    json: String,
    unmapped: Vec<Unmapped>,
}

/// A term of ours that the vocabulary does not have.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Unmapped {
    pub(self) term: String,
    pub(self) reason: &'static str,
}

/// A consent or refusal as a consent record, as it stands on this day.
///
/// # Errors
/// When a text is one that no reader takes, or the days contradict each other.
pub fn consent(record: &Record, day: Day) -> Result<Export, NotWritable> {
    record.check()?;
    Ok(document(day, |nodes| vec![nodes.consent(record)]))
}

/// The gateways of a rulebook that have a basis on this day, each with it, its purposes, data, recipients
/// and measures.
#[must_use]
pub fn gateways(rulebook: &Rulebook, day: Day) -> Export {
    document(day, |nodes| {
        rulebook.gateways().iter().filter_map(|gateway| nodes.gateway(gateway)).collect()
    })
}

/// A decision: what may be disclosed and on which bases, and what may not.
///
/// It is for whoever keeps the records, and never for the asker: it holds what was withheld.
#[must_use]
pub fn decision(decision: &Decision) -> Export {
    document(decision.day(), |nodes| vec![nodes.decision(decision)])
}

fn document(day: Day, write: impl FnOnce(&mut nodes::Nodes) -> Vec<Json>) -> Export {
    let mut nodes = nodes::Nodes::on(day);
    let mut graph = write(&mut nodes);
    let (terms, unmapped) = nodes.finish();
    graph.extend(terms);
    let context = Json::Table(
        terms::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).into(), (*iri).into())).collect(),
    );
    let head = Json::table([("@context", context), ("@graph", Json::List(graph))]);
    Export { json: head.pretty(), unmapped }
}

impl Export {
    /// The JSON-LD document.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }

    /// What the vocabulary has no term for, in order, each once.
    #[must_use]
    pub fn unmapped(&self) -> &[Unmapped] {
        &self.unmapped
    }
}

impl core::fmt::Debug for Export {
    /// Writes what has no term, and not the document: it says whose record it is.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.debug_struct("Export").field("unmapped", &self.unmapped).finish_non_exhaustive()
    }
}

impl Unmapped {
    /// Our term, such as `purpose:safeguarding`.
    #[must_use]
    pub fn term(&self) -> &str {
        &self.term
    }

    /// Why there is none.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}
