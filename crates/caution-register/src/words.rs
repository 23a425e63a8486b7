//! The words of the register: roles, subjects, risks, precautions.

use caldicott_model::words;

words! {
    /// Who acts or looks.
    #[expect(clippy::exhaustive_enums, reason = "what each may do is decided for every one")]
    Role {
        /// A manager: recommends entries.
        Manager = "manager",
        /// A service manager: recommends, and attaches incidents.
        ServiceManager = "service-manager",
        /// A Head of Service: approves, rejects, decides about the letter, reviews.
        HeadOfService = "head-of-service",
        /// A service director: decides challenges.
        Director = "director",
        /// The person the entry is about, or somebody who speaks for them.
        Subject = "subject",
        /// Frontline staff: read only.
        Frontline = "frontline",
        /// A nominated contractor or trusted third party: read only.
        Contractor = "contractor",
        /// Whoever keeps the register, or its daily run: takes out what is due.
        Keeper = "keeper",
        /// The data protection officer: says what must wait, and is told what is late.
        DataProtectionOfficer = "data-protection-officer",
        /// An internal auditor: sees who looked, not what there was to see.
        Auditor = "auditor",
    }
}

words! {
    /// What an entry is about (H-003).
    #[expect(clippy::exhaustive_enums, reason = "the source knows two")]
    Subject {
        /// A person.
        Person = "person",
        /// Premises, whoever is there.
        Premises = "premises",
    }
}

words! {
    /// What kind of risk it is: the code of an entry (H-005).
    #[non_exhaustive]
    Risk {
        /// Violence, done or threatened with the means at hand.
        Violence = "violence",
        /// Threats or aggressive behaviour.
        Threats = "threats",
        /// Abuse out of hatred of a group.
        HateAbuse = "hate-abuse",
        /// Weapons.
        Weapons = "weapons",
        /// Dangerous animals.
        Animals = "animals",
        /// Needles and what else goes with drugs.
        DrugParaphernalia = "drug-paraphernalia",
        /// Hazards of the place itself.
        Environment = "environment",
        /// Anything else, told in the entry's own text.
        Other = "other",
    }
}

words! {
    /// What staff do to be safe (H-006, H-025).
    #[non_exhaustive]
    Precaution {
        /// Two go together.
        TwoPersonVisit = "two-person-visit",
        /// A meeting arranged beforehand on secure premises.
        SecurePremises = "secure-premises",
        /// Protective equipment.
        ProtectiveEquipment = "protective-equipment",
        /// Security is told.
        AlertSecurity = "alert-security",
        /// A secure room is booked.
        SecureRoom = "secure-room",
        /// Anything else, told in the entry's own text.
        Other = "other",
    }
}

words! {
    /// Why the person is not written to (H-015).
    #[expect(clippy::exhaustive_enums, reason = "no other reason is good enough")]
    WithheldBecause {
        /// It might create a substantial risk of a violent reaction.
        ViolentReaction = "violent-reaction",
        /// It might cause the person unwarranted harm.
        UnwarrantedHarm = "unwarranted-harm",
        /// It might cause the person unwarranted distress.
        UnwarrantedDistress = "unwarranted-distress",
    }
}

words! {
    /// What somebody challenges (G-023).
    #[expect(clippy::exhaustive_enums, reason = "the source knows four")]
    ChallengeTo {
        /// That there is an entry.
        Decision = "decision",
        /// A precaution.
        Precaution = "precaution",
        /// What is said to have happened.
        Accuracy = "accuracy",
        /// Its day of review: things have changed.
        ReviewDay = "review-day",
    }
}

words! {
    /// Why a deletion has to wait (RE-14).
    #[non_exhaustive]
    HoldKind {
        /// A legal matter that is going on.
        LegalMatter = "legal-matter",
        /// A request for access that is not answered yet.
        AccessRequest = "access-request",
        /// An inquiry or a coroner.
        Inquiry = "inquiry",
        /// The police asked in due form that it be kept.
        PoliceNotice = "police-notice",
    }
}
