//! The words of a request: kinds, channels, roles, grounds.

use caldicott_calendar::clock::Right;

use caldicott_model::words;

words! {
    /// What somebody asks for.
    #[expect(clippy::exhaustive_enums, reason = "a new right must be decided on by every host")]
    Kind {
        /// Access to their data (G-002).
        Access = "access",
        /// Correction of what is wrong or incomplete (G-003).
        Rectification = "rectification",
        /// Erasure (G-004).
        Erasure = "erasure",
        /// Restriction (G-005).
        Restriction = "restriction",
        /// Their data in a form that machines read (G-006).
        Portability = "portability",
        /// That the processing stop (G-007).
        Objection = "objection",
        /// A person's look at a decision made without one (G-008).
        AutomatedDecision = "automated-decision",
        /// A complaint to the controller about how their data was handled (CP-01).
        Complaint = "complaint",
    }
}

impl Kind {
    /// The right whose clock runs; a complaint has a clock of its own.
    #[must_use]
    pub const fn right(self) -> Option<Right> {
        match self {
            Self::Access => Some(Right::Access),
            Self::Rectification => Some(Right::Rectification),
            Self::Erasure => Some(Right::Erasure),
            Self::Restriction => Some(Right::Restriction),
            Self::Portability => Some(Right::Portability),
            Self::Objection => Some(Right::Objection),
            Self::AutomatedDecision => Some(Right::AutomatedDecision),
            Self::Complaint => None,
        }
    }

    /// Whether everybody who was given the data is told of the answer (RT-18).
    #[must_use]
    pub const fn is_told_to_recipients(self) -> bool {
        matches!(self, Self::Rectification | Self::Erasure | Self::Restriction)
    }
}

words! {
    /// How a request came in. None is better than another.
    #[expect(clippy::exhaustive_enums, reason = "the last one is for whatever comes")]
    Channel {
        /// By word of mouth, at the door or in a session.
        Spoken = "spoken",
        /// By telephone.
        Telephone = "telephone",
        /// By letter.
        Letter = "letter",
        /// By email.
        Email = "email",
        /// By a form on the web or on paper.
        Form = "form",
        /// By text message or another messaging service.
        Message = "message",
        /// In another way.
        Other = "other",
    }
}

words! {
    /// Who acts.
    #[expect(clippy::exhaustive_enums, reason = "what each may do is decided for every one")]
    Role {
        /// The person whose data it is.
        Subject = "subject",
        /// Somebody who asks for them.
        Representative = "representative",
        /// Any member of staff or volunteer: takes requests and what comes in.
        Staff = "staff",
        /// Whoever deals with requests.
        Handler = "handler",
        /// A manager: decides about fees, extensions and refusals.
        Manager = "manager",
        /// The data protection officer: advises, is told what is late, decides nothing.
        DataProtectionOfficer = "data-protection-officer",
        /// An auditor: looks on.
        Auditor = "auditor",
    }
}

words! {
    /// Why it is doubted that the person is who they say (RT-08).
    #[expect(clippy::exhaustive_enums, reason = "a doubt has one of these reasons or there is none")]
    Doubt {
        /// It came from an address or number that the record does not know.
        UnknownSender = "unknown-sender",
        /// What they say of themselves does not fit the record.
        DetailsDiffer = "details-differ",
        /// There is a sign that somebody else asks in their name.
        SignOfImpersonation = "sign-of-impersonation",
        /// Several people in the records could be meant.
        SeveralPeople = "several-people",
    }
}

words! {
    /// Why a fee is charged (RT-10).
    #[expect(clippy::exhaustive_enums, reason = "the law knows three")]
    FeeGround {
        /// The request is manifestly unfounded.
        ManifestlyUnfounded = "manifestly-unfounded",
        /// It is manifestly excessive, for instance because it is repeated.
        Excessive = "excessive",
        /// It is for further copies of what was given.
        FurtherCopies = "further-copies",
    }
}

words! {
    /// What a question to the person is about.
    #[expect(clippy::exhaustive_enums, reason = "only the first stops a clock")]
    About {
        /// Which information or processing they mean.
        Information = "information",
        /// How to send the answer (RT-06).
        Format = "format",
    }
}

words! {
    /// Why a request is refused.
    #[expect(clippy::exhaustive_enums, reason = "each has its own evidence")]
    RefusalGround {
        /// It is manifestly unfounded (RT-10).
        ManifestlyUnfounded = "manifestly-unfounded",
        /// It is manifestly excessive (RT-10).
        Excessive = "excessive",
        /// The right does not reach this processing (see [`crate::matrix`]).
        RightDoesNotApply = "right-does-not-apply",
        /// All that was asked for is exempt, item by item (EX-14).
        AllExempt = "all-exempt",
        /// The identity that was asked for was not shown (RT-08).
        IdentityNotShown = "identity-not-shown",
        /// The authority that was asked for was not shown (RT-07).
        AuthorityNotShown = "authority-not-shown",
    }
}

words! {
    /// What the answer is.
    #[expect(clippy::exhaustive_enums, reason = "what the letter must say depends on it")]
    Outcome {
        /// All that was asked for.
        Granted = "granted",
        /// Some of it.
        GrantedInPart = "granted-in-part",
        /// Nothing is held of this person.
        NothingHeld = "nothing-held",
    }
}
