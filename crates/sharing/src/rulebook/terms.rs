//! What a rule may need, and its written form.

use crate::bits::ones;
use crate::data::DataSet;
use crate::fact::Fact;
use crate::words::{AskerKind, ConsentKind, GatewayKind, OrderKind, SharingPurpose};

/// A conjunction: facts that must hold, facts that must not, and roles that must approve.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct Needs {
    pub(crate) yes: u64,
    pub(crate) no: u64,
    pub(crate) roles: u64,
    pub(crate) limits: LimitSet,
}

/// Roles, one bit each in the order of the rulebook.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct Approvals {
    /// Who has approved, each role below the approver's included.
    pub(crate) granted: u64,
    /// Who has declined, and nobody above has overruled it.
    pub(crate) declined: u64,
}

/// What limits a gateway to part of what it covers.
#[expect(clippy::exhaustive_enums, reason = "a limit that nobody applies would let all through")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Limit {
    /// An agreement that names the gateway.
    Agreement,
    /// A consent of this kind.
    Consent(ConsentKind),
    /// A consent of this kind in express words.
    ExplicitConsent(ConsentKind),
    /// An assessment that it is needed.
    Necessary,
    /// The scope of an order.
    Order,
    /// A processing agreement.
    Processing,
}

/// A set of [`Limit`]s.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct LimitSet(u16);

/// One written need.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Term {
    /// `approval:service-manager`: this role, by its place, or one above.
    Approval(usize),
    /// `verified`, or `not:anonymous`.
    Fact(Fact, bool),
    /// `consent:sharing`, `agreement` and the like.
    Limit(Limit),
}

impl Limit {
    /// How many there are.
    pub(crate) const COUNT: usize = 4 + 2 * ConsentKind::NAMES.len();

    /// Every limit, in the order of [`Limit::place`].
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let kinds = || ConsentKind::NAMES.iter().map(|(_, kind)| *kind);
        [Self::Agreement, Self::Necessary, Self::Order, Self::Processing]
            .into_iter()
            .chain(kinds().map(Self::Consent))
            .chain(kinds().map(Self::ExplicitConsent))
    }

    /// The limits of a set, in the order of their places.
    pub(crate) fn of(set: LimitSet) -> impl Iterator<Item = Self> {
        ones(set.word()).filter_map(Self::at)
    }

    /// The limit at this place.
    pub(crate) fn at(place: usize) -> Option<Self> {
        let kind = |place: usize| ConsentKind::NAMES.get(place).map(|(_, kind)| *kind);
        let consents = ConsentKind::NAMES.len();
        match place {
            0 => Some(Self::Agreement),
            1 => Some(Self::Necessary),
            2 => Some(Self::Order),
            3 => Some(Self::Processing),
            place if place < 4 + consents => kind(place - 4).map(Self::Consent),
            place => kind(place - 4 - consents).map(Self::ExplicitConsent),
        }
    }

    /// Its place in a list of all limits.
    pub(crate) const fn place(self) -> usize {
        match self {
            Self::Agreement => 0,
            Self::Necessary => 1,
            Self::Order => 2,
            Self::Processing => 3,
            Self::Consent(kind) => 4 + kind as usize,
            Self::ExplicitConsent(kind) => 4 + ConsentKind::NAMES.len() + kind as usize,
        }
    }

    /// The rules that make it matter.
    pub(crate) const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Agreement => &["B-009", "B-040", "CN-13"],
            Self::Consent(ConsentKind::Sharing) => &["B-006", "C-005", "CN-02"],
            Self::Consent(ConsentKind::DataProtection) => &["LB-01", "CN-01", "CN-02"],
            Self::Consent(ConsentKind::Media) => &["B-019", "CN-05"],
            Self::Consent(ConsentKind::Photograph) => &["C-006", "B-020", "CN-05"],
            Self::Consent(ConsentKind::Publicity) => &["B-020", "CN-05"],
            Self::ExplicitConsent(_) => &["SC-04"],
            Self::Necessary => &["CN-16", "RG-09"],
            Self::Order => &["GW-08"],
            Self::Processing => &["B-059"],
        }
    }

    /// What to ask when it is not known.
    pub(crate) const fn question(self) -> &'static str {
        match self {
            Self::Agreement => "is there a live agreement with them that covers this?",
            Self::Consent(_) => "has the person consented to this, for this asker and purpose?",
            Self::ExplicitConsent(_) => "has the person consented to this in express words?",
            Self::Necessary => "is this needed for what it is wanted for?",
            Self::Order => "does the order reach this?",
            Self::Processing => "does a processing agreement cover this?",
        }
    }

    /// The name in files and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agreement => "agreement",
            Self::Consent(ConsentKind::DataProtection) => "consent:data-protection",
            Self::Consent(ConsentKind::Media) => "consent:media",
            Self::Consent(ConsentKind::Photograph) => "consent:photograph",
            Self::Consent(ConsentKind::Publicity) => "consent:publicity",
            Self::Consent(ConsentKind::Sharing) => "consent:sharing",
            Self::ExplicitConsent(ConsentKind::DataProtection) => {
                "explicit-consent:data-protection"
            }
            Self::ExplicitConsent(ConsentKind::Media) => "explicit-consent:media",
            Self::ExplicitConsent(ConsentKind::Photograph) => "explicit-consent:photograph",
            Self::ExplicitConsent(ConsentKind::Publicity) => "explicit-consent:publicity",
            Self::ExplicitConsent(ConsentKind::Sharing) => "explicit-consent:sharing",
            Self::Necessary => "necessary",
            Self::Order => "order-scope",
            Self::Processing => "processing-agreement",
        }
    }
}

impl LimitSet {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) const fn with(self, limit: Limit) -> Self {
        Self(self.0 | 1 << limit.place())
    }

    /// Whether the limit is in the set.
    pub(crate) const fn contains(self, limit: Limit) -> bool {
        self.0 & (1 << limit.place()) != 0
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn word(self) -> u64 {
        self.0 as u64
    }
}

impl Needs {
    /// The same needs and this one.
    pub(crate) fn and(mut self, term: Term) -> Self {
        match term {
            Term::Approval(role) => self.roles |= 1 << role,
            Term::Fact(fact, true) => self.yes |= fact.bit(),
            Term::Fact(fact, false) => self.no |= fact.bit(),
            Term::Limit(limit) => self.limits = self.limits.with(limit),
        }
        self
    }

    pub(crate) fn union(self, other: Self) -> Self {
        Self {
            yes: self.yes | other.yes,
            no: self.no | other.no,
            roles: self.roles | other.roles,
            limits: self.limits.union(other.limits),
        }
    }

    /// The facts needed, each with the value it must have.
    pub(crate) fn facts(self) -> impl Iterator<Item = (Fact, bool)> {
        ones(self.yes | self.no)
            .filter_map(Fact::at)
            .map(move |fact| (fact, self.yes & fact.bit() != 0))
    }
}

/// The kinds, purposes and so on as one word; empty means any, which is every bit.
pub(crate) fn any_or<T: Copy>(words: &[T], bit: impl Fn(T) -> u8) -> u64 {
    if words.is_empty() {
        return u64::MAX;
    }
    words.iter().fold(0, |sum, word| sum | 1 << bit(*word))
}

/// The bit of a kind of asker.
pub(crate) const fn kind_bit(kind: AskerKind) -> u8 {
    kind as u8
}

/// The bit of a purpose.
pub(crate) const fn purpose_bit(purpose: SharingPurpose) -> u8 {
    purpose as u8
}

/// The fact that an order of this kind is shown and stands.
pub(crate) const fn order_fact(kind: OrderKind) -> Fact {
    match kind {
        OrderKind::CoronerNotice => Fact::CoronerNotice,
        OrderKind::CourtOrder => Fact::CourtOrder,
        OrderKind::ProductionNotice => Fact::ProductionNotice,
        OrderKind::ProductionOrder => Fact::ProductionOrder,
        OrderKind::RegulatorNotice => Fact::RegulatorNotice,
        OrderKind::SafeguardingBoardRequest => Fact::SafeguardingBoardRequest,
        OrderKind::SearchAfterArrest => Fact::SearchAfterArrest,
        OrderKind::SearchWarrant => Fact::SearchWarrant,
        OrderKind::StatutoryRequirement => Fact::StatutoryRequirement,
    }
}

/// Whether a gateway of this kind can be stopped by an approver who declines.
pub(crate) const fn may_be_declined(kind: GatewayKind) -> bool {
    !matches!(kind, GatewayKind::Duty)
}

/// What a limit leaves: what is surely within it, and what may be.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Span {
    pub(crate) sure: DataSet,
    pub(crate) maybe: DataSet,
}

impl Span {
    /// Nothing is known to be within it, and nothing is known not to be.
    pub(crate) const UNKNOWN: Self = Self { sure: DataSet::NONE, maybe: DataSet::EVERY };
    /// Nothing is within it.
    pub(crate) const NOTHING: Self = Self { sure: DataSet::NONE, maybe: DataSet::NONE };

    /// Exactly this is within it.
    pub(crate) const fn exactly(data: DataSet) -> Self {
        Self { sure: data, maybe: data }
    }

    pub(crate) const fn union(self, other: Self) -> Self {
        Self { sure: self.sure.union(other.sure), maybe: self.maybe.union(other.maybe) }
    }
}
