//! Who decides why and how data is processed, as far as the law's tests ask.

/// What kind of organisation it is.
#[expect(clippy::exhaustive_enums, reason = "the law's tests ask no finer")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ControllerKind {
    /// A business, a landlord for profit, a self-employed person.
    Commercial,
    /// A charity or other body that makes no profit for its members.
    NotForProfit(Aim),
    /// A parish, community or town council: no public authority in this law (LB-09).
    ParishOrCommunityCouncil,
    /// A public authority in the sense of the freedom of information Acts (LB-09).
    PublicAuthority,
}

/// What a body that makes no profit is for (SC-04).
#[expect(clippy::exhaustive_enums, reason = "Art 9(2)(d) names four aims; all others are one")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Aim {
    /// Any other: housing, care, relief of poverty.
    Other,
    /// Philosophical.
    Philosophical,
    /// Political.
    Political,
    /// Religious.
    Religious,
    /// A trade union's.
    TradeUnion,
}

/// Whether an organisation acts in its public task for this purpose. A council is a public authority
/// only while it does (LB-09).
#[expect(clippy::exhaustive_enums, reason = "it does or it does not")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Acting {
    /// In a task carried out in the public interest or under official authority.
    InItsTask,
    /// Otherwise: as an employer, a landlord at market rent, a buyer.
    Otherwise,
}

/// The controller, for one purpose.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Controller {
    kind: ControllerKind,
    acting: Acting,
}

impl Controller {
    /// A charity whose aim is none of the four of Art 9(2)(d).
    pub const CHARITY: Self =
        Self::new(ControllerKind::NotForProfit(Aim::Other), Acting::Otherwise);
    /// A council in its public task.
    pub const COUNCIL_IN_ITS_TASK: Self =
        Self::new(ControllerKind::PublicAuthority, Acting::InItsTask);
    /// A business.
    pub const BUSINESS: Self = Self::new(ControllerKind::Commercial, Acting::Otherwise);

    /// The controller of this kind, acting so.
    #[must_use]
    pub const fn new(kind: ControllerKind, acting: Acting) -> Self {
        Self { kind, acting }
    }

    /// What kind of organisation it is.
    #[must_use]
    pub const fn kind(self) -> ControllerKind {
        self.kind
    }

    /// Whether it acts in its public task.
    #[must_use]
    pub const fn acting(self) -> Acting {
        self.acting
    }

    /// Whether points (ea) and (f) are closed to it (LB-08, LB-09).
    #[must_use]
    pub const fn is_authority_in_its_task(self) -> bool {
        matches!((self.kind, self.acting), (ControllerKind::PublicAuthority, Acting::InItsTask))
    }

    /// Whether it is a body of one of the four aims of Art 9(2)(d) (SC-04).
    ///
    /// ```
    /// use caldicott_model::law::Controller;
    /// assert!(!Controller::CHARITY.has_a_named_aim());
    /// ```
    #[must_use]
    pub const fn has_a_named_aim(self) -> bool {
        matches!(
            self.kind,
            ControllerKind::NotForProfit(
                Aim::Philosophical | Aim::Political | Aim::Religious | Aim::TradeUnion
            )
        )
    }
}
