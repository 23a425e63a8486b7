//! What a way to release lacks, as a set that copies.

use super::Missing;
use crate::bits::ones;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::resolve::Facts;
use crate::rulebook::{Limit, Span};

/// A set of [`Missing`] things on the way through one gateway.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Lacks {
    /// Facts that must turn out to hold, and not to.
    yes: u64,
    no: u64,
    roles: u64,
    /// Limits that must reach what is asked, by their places.
    limits: u16,
    not_third_party: bool,
    /// The gateway for which an agreement is missing.
    agreement: Option<u16>,
}

/// The limits that sort after all others.
const LAST: u64 =
    1 << Limit::Necessary.place() | 1 << Limit::Order.place() | 1 << Limit::Processing.place();

impl Lacks {
    /// Facts that must turn out to hold, and not to, and roles that must approve.
    pub(super) const fn of_facts(yes: u64, no: u64, roles: u64) -> Self {
        Self { yes, no, roles, limits: 0, not_third_party: false, agreement: None }
    }

    pub(super) const fn of(missing: Missing) -> Self {
        Self::of_facts(0, 0, 0).with(missing)
    }

    pub(super) const fn with(mut self, missing: Missing) -> Self {
        match missing {
            Missing::Fact(fact, true) => self.yes |= fact.bit(),
            Missing::Fact(fact, false) => self.no |= fact.bit(),
            Missing::Approval(role) => self.roles |= 1 << role,
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a rulebook has 256 gateways at most"
            )]
            Missing::Agreement(gateway) => self.agreement = Some(gateway as u16),
            Missing::Within(limit) => self.limits |= 1 << limit.place(),
            Missing::NotThirdParty => self.not_third_party = true,
        }
        self
    }

    pub(super) const fn union(self, other: Self) -> Self {
        Self {
            yes: self.yes | other.yes,
            no: self.no | other.no,
            roles: self.roles | other.roles,
            limits: self.limits | other.limits,
            not_third_party: self.not_third_party || other.not_third_party,
            agreement: match other.agreement {
                Some(gateway) => Some(gateway),
                None => self.agreement,
            },
        }
    }

    fn without(mut self, missing: Missing) -> Self {
        match missing {
            Missing::Fact(fact, true) => self.yes &= !fact.bit(),
            Missing::Fact(fact, false) => self.no &= !fact.bit(),
            Missing::Approval(role) => self.roles &= !(1 << role),
            Missing::Agreement(_) => self.agreement = None,
            Missing::Within(limit) => self.limits &= !(1 << limit.place()),
            Missing::NotThirdParty => self.not_third_party = false,
        }
        self
    }

    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Tells each, in the order of [`Missing`]. Told and not iterated over: a chain of so many small
    /// pieces takes longer than what is done with them.
    pub(super) fn each(self, mut tell: impl FnMut(Missing)) {
        for fact in ones(self.yes | self.no).filter_map(Fact::at) {
            if self.no & fact.bit() != 0 {
                tell(Missing::Fact(fact, false));
            }
            if self.yes & fact.bit() != 0 {
                tell(Missing::Fact(fact, true));
            }
        }
        ones(self.roles).for_each(|role| tell(Missing::Approval(role)));
        if let Some(gateway) = self.agreement {
            tell(Missing::Agreement(gateway.into()));
        }
        let limits = u64::from(self.limits);
        for limits in [limits & !LAST, limits & LAST] {
            ones(limits).filter_map(Limit::at).for_each(|limit| tell(Missing::Within(limit)));
        }
        if self.not_third_party {
            tell(Missing::NotThirdParty);
        }
    }

    /// Each, in the order of [`Missing`].
    pub(super) fn list(self) -> Vec<Missing> {
        let mut all = Vec::with_capacity(8);
        self.each(|missing| all.push(missing));
        all
    }

    /// The facts that hold and those that do not, once it is supplied.
    pub(super) const fn facts_after(&self, facts: &Facts) -> (u64, u64) {
        let (yes, no) = (facts.stated.yes, facts.stated.no);
        ((yes & !self.no) | self.yes, (no | self.no) & !self.yes)
    }

    pub(super) const fn roles(&self) -> u64 {
        self.roles
    }

    /// The limits that reach what is asked once it is supplied, for this gateway.
    pub(super) fn limits_for(&self, gateway: usize) -> u64 {
        let agreed = self.agreement.is_some_and(|place| usize::from(place) == gateway);
        u64::from(self.limits) | u64::from(agreed) << Limit::Agreement.place()
    }

    /// The facts with all of it supplied, as far as it reaches this data.
    pub(super) fn supply(self, facts: &mut Facts, data: DataSet) {
        (facts.stated.yes, facts.stated.no) = self.facts_after(facts);
        facts.approvals.granted |= self.roles;
        facts.approvals.declined &= !self.roles;
        for place in ones(self.limits.into()) {
            if let Some(span) = facts.limits.get_mut(place) {
                *span = span.union(Span::exactly(data));
            }
        }
        if let Some(gateway) = self.agreement {
            facts.supposed.set(gateway.into());
        }
        if self.not_third_party {
            facts.third_party = Span::exactly(facts.third_party.sure.minus(data));
        }
    }

    /// Drops, one after another, what is not needed.
    pub(super) fn shrink(self, releases: impl Fn(Self) -> bool) -> Self {
        let mut set = self;
        self.each(|missing| {
            let without = set.without(missing);
            if releases(without) {
                set = without;
            }
        });
        set
    }

    /// Whether a bar that looks at these facts and roles, or at third parties, may stand otherwise once
    /// it is supplied.
    pub(super) const fn is_watched(self, facts: u64, roles: u64, third_party: bool) -> bool {
        (self.yes | self.no) & facts != 0
            // An approval counts for the roles below too.
            || (self.roles != 0 && roles != 0)
            || (self.not_third_party && third_party)
    }
}
