//! One organisation's rules on sharing, as read from its rulebook.

mod check;
mod describe;
mod parts;
mod read;
mod terms;

use caldicott_model::digest::Sha256;

pub(crate) use parts::within;
pub use parts::{Agreement, Bar, Form, Gateway, Ground, Organisation, Processor, Role, Transfer};
pub use terms::Limit;
pub(crate) use terms::{Approvals, LimitSet, Needs, Span, may_be_declined, order_fact};

use crate::bits::RuleBits;
use crate::compiled::Compiled;
use crate::words::AskerKind;

/// An organisation's rules on sharing: roles, organisations, forms, agreements, processors, gateways
/// and bars.
///
/// It is read with [`Rulebook::read`], which reports every fault at once and gives nothing back when
/// there is one: no half of a rulebook is ever active.
#[derive(Clone, Debug)]
pub struct Rulebook {
    pub(crate) roles: Vec<Role>,
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) forms: Vec<Form>,
    pub(crate) processors: Vec<Processor>,
    pub(crate) agreements: Vec<Agreement>,
    pub(crate) gateways: Vec<Gateway>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) refer_to: usize,
    pub(crate) private_kinds: u64,
    pub(crate) hash: Sha256,
    pub(crate) compiled: Compiled,
}

impl Rulebook {
    /// The top-level keys that this crate reads; all others belong to other crates.
    pub const TOP_LEVEL_KEYS: [&'static str; 8] =
        ["sharing", "role", "organisation", "form", "processor", "agreement", "gateway", "bar"];

    /// The name of these rules: a hash of what they say, whatever their order in the file.
    #[must_use]
    pub const fn hash(&self) -> Sha256 {
        self.hash
    }

    /// The gateways, in the order of the file.
    #[must_use]
    pub fn gateways(&self) -> &[Gateway] {
        &self.gateways
    }

    /// The bars, in the order of the file.
    #[must_use]
    pub fn bars(&self) -> &[Bar] {
        &self.bars
    }

    /// The agreements, in the order of the file.
    #[must_use]
    pub fn agreements(&self) -> &[Agreement] {
        &self.agreements
    }

    /// The roles, in the order of the file.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The organisations, in the order of the file.
    #[must_use]
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The consent forms, in the order of the file.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// The processors, in the order of the file.
    #[must_use]
    pub fn processors(&self) -> &[Processor] {
        &self.processors
    }

    /// The role that what nobody else decides is passed to (B-014).
    #[must_use]
    pub fn refers_to(&self) -> &str {
        self.role_name(self.refer_to)
    }

    /// Whether nobody of this kind may learn even that we know the person (B-015).
    #[must_use]
    pub const fn is_private(&self, kind: AskerKind) -> bool {
        kind.is_private() || self.private_kinds & (1 << kind as u8) != 0
    }

    pub(crate) fn role_name(&self, place: usize) -> &str {
        self.roles.get(place).map_or("", |role| &role.name)
    }

    pub(crate) fn role(&self, name: &str) -> Option<usize> {
        self.roles.iter().position(|role| &*role.name == name)
    }

    pub(crate) fn organisation(&self, name: &str) -> Option<usize> {
        self.compiled.organisation(name)
    }

    /// The gateways that a bar beats on a day.
    pub(crate) fn beats(&self, bar: &Bar, gateway: usize, day: caldicott_calendar::Day) -> bool {
        let beaten: RuleBits = bar.beats;
        beaten.has(gateway)
            && (!bar.only_objectionable
                || self
                    .gateways
                    .get(gateway)
                    .and_then(|gateway| gateway.ground_on(day))
                    .is_none_or(|ground| ground.basis.may_be_objected_to(day)))
    }
}

pub(crate) use read::data as read_data;
