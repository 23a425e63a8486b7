//! One organisation's rules on sharing, as read from its rulebook.

mod check;
mod cites;
mod describe;
mod parts;
mod read;
mod settings;
mod terms;

use std::sync::{Arc, OnceLock};

use caldicott_model::digest::Sha256;

pub(crate) use cites::{Cites, Places};
pub(crate) use parts::within;
pub use parts::{Agreement, Bar, Form, Gateway, Ground, Organisation, Processor, Role, Transfer};
pub(crate) use settings::{Manner, Period};
pub use settings::{PolicyDocument, RunsFrom, TimeLimit};
pub use terms::Limit;
pub(crate) use terms::{Approvals, LimitSet, Needs, Span, may_be_declined, order_fact};

use crate::compiled::Compiled;
use crate::decision::Texts;
use crate::words::AskerKind;

/// An organisation's rules on sharing: roles, organisations, forms, agreements, processors, gateways
/// and bars.
///
/// It is read with [`Rulebook::read`], which reports every fault at once and gives nothing back when
/// there is one: no half of a rulebook is ever active.
#[derive(Clone, Debug)]
pub struct Rulebook {
    /// Shared with every decision taken by it, which explains itself from them.
    pub(crate) rules: Arc<Rules>,
}

/// What a rulebook holds.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) roles: Vec<Role>,
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) forms: Vec<Form>,
    pub(crate) processors: Vec<Processor>,
    pub(crate) agreements: Vec<Agreement>,
    pub(crate) gateways: Vec<Gateway>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) refer_to: usize,
    pub(crate) private_kinds: u64,
    pub(crate) manner: Manner,
    pub(crate) hash: Sha256,
    pub(crate) compiled: Compiled,
    pub(crate) cites: Cites,
    /// Pieces of JSON, written when the first decision is.
    pub(crate) texts: OnceLock<Texts>,
}

impl Rulebook {
    /// The top-level keys that this crate reads; all others belong to other crates.
    pub const TOP_LEVEL_KEYS: [&'static str; 8] =
        ["sharing", "role", "organisation", "form", "processor", "agreement", "gateway", "bar"];

    /// The name of these rules: a hash of what they say, whatever their order in the file.
    #[must_use]
    pub fn hash(&self) -> Sha256 {
        self.rules.hash
    }

    /// The gateways, in the order of the file.
    #[must_use]
    pub fn gateways(&self) -> &[Gateway] {
        &self.rules.gateways
    }

    /// The bars, in the order of the file.
    #[must_use]
    pub fn bars(&self) -> &[Bar] {
        &self.rules.bars
    }

    /// The agreements, in the order of the file.
    #[must_use]
    pub fn agreements(&self) -> &[Agreement] {
        &self.rules.agreements
    }

    /// The roles, in the order of the file.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.rules.roles
    }

    /// The organisations, in the order of the file.
    #[must_use]
    pub fn organisations(&self) -> &[Organisation] {
        &self.rules.organisations
    }

    /// The consent forms, in the order of the file.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.rules.forms
    }

    /// The processors, in the order of the file.
    #[must_use]
    pub fn processors(&self) -> &[Processor] {
        &self.rules.processors
    }

    /// The appropriate policy documents, in the order of the file.
    #[must_use]
    pub fn policy_documents(&self) -> &[PolicyDocument] {
        &self.rules.manner.documents
    }

    /// By when duties are to be done, in the order of the file.
    #[must_use]
    pub fn time_limits(&self) -> &[TimeLimit] {
        &self.rules.manner.limits
    }

    /// The role that what nobody else decides is passed to (B-014).
    #[must_use]
    pub fn refers_to(&self) -> &str {
        self.rules.role_name(self.rules.refer_to)
    }

    /// Whether nobody of this kind may learn even that we know the person (B-015).
    #[must_use]
    pub fn is_private(&self, kind: AskerKind) -> bool {
        self.rules.is_private(kind)
    }
}

impl Rules {
    /// Whether nobody of this kind may learn even that we know the person (B-015).
    pub(crate) const fn is_private(&self, kind: AskerKind) -> bool {
        kind.is_private() || self.private_kinds & (1 << kind as u8) != 0
    }

    /// The place of the organisation with this id.
    #[inline]
    pub(crate) fn organisation(&self, id: &str) -> Option<usize> {
        self.compiled.organisation(id, &self.organisations)
    }

    /// The place of the agreement with this id.
    #[inline]
    pub(crate) fn agreement(&self, id: &str) -> Option<usize> {
        self.compiled.agreement(id, &self.agreements)
    }

    pub(crate) fn role_name(&self, place: usize) -> &str {
        self.roles.get(place).map_or("", |role| &role.name)
    }

    pub(crate) fn role(&self, name: &str) -> Option<usize> {
        self.roles.iter().position(|role| &*role.name == name)
    }

    /// Whether a bar beats a gateway on a day. The compiled form keeps the same in each limb.
    pub(crate) fn beats(&self, bar: &Bar, gateway: usize, day: caldicott_calendar::Day) -> bool {
        bar.beats.has(gateway)
            && (!bar.only_objectionable
                || self
                    .gateways
                    .get(gateway)
                    .and_then(|gateway| gateway.basis_on(day))
                    .is_none_or(|basis| basis.may_be_objected_to(day)))
    }
}

pub(crate) use read::data as read_data;
