//! The words a request and a rulebook are written in.

/// Writes an enum of words with the name each has in files.
macro_rules! words {
    ($(#[$meta:meta])* $word:ident { $($(#[doc = $doc:literal])* $variant:ident = $name:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[repr(u8)]
        pub enum $word { $($(#[doc = $doc])* $variant,)+ }

        impl $word {
            /// Each under the name it has in files.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($name, Self::$variant),)+];

            /// The name in files and messages.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The one with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, word)| *word)
            }
        }

        impl core::fmt::Display for $word {
            fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                out.write_str(self.name())
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $word {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.name())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What kind of asker (or recipient) it is.
    #[non_exhaustive]
    AskerKind {
        /// Ambulance, fire and rescue.
        EmergencyService = "emergency-service",
        /// A care regulator, such as the Care Quality Commission (B-057).
        CareRegulator = "care-regulator",
        /// A contractor who visits the premises (B-050).
        Contractor = "contractor",
        /// A coroner (GW-19).
        Coroner = "coroner",
        /// A court or tribunal.
        Court = "court",
        /// A drug or alcohol treatment service.
        DrugTreatment = "drug-treatment",
        /// A member of Parliament or a councillor.
        ElectedRepresentative = "elected-representative",
        /// The person's employer, or one who may become it.
        Employer = "employer",
        /// A bailiff or other enforcement agent (B-063).
        EnforcementAgent = "enforcement-agent",
        /// A friend or acquaintance.
        Friend = "friend",
        /// A general practitioner.
        Gp = "gp",
        /// A hospital or other health service.
        HealthService = "health-service",
        /// A housing benefit office (B-021).
        HousingBenefitOffice = "housing-benefit-office",
        /// A landlord other than ourselves.
        Landlord = "landlord",
        /// A council, for what no other kind names.
        LocalAuthority = "local-authority",
        /// A journalist, broadcaster or photographer (B-018).
        Media = "media",
        /// Anybody else.
        MemberOfPublic = "member-of-public",
        /// A community mental health team (B-010).
        MentalHealthTeam = "mental-health-team",
        /// Police officers and staff (B-025).
        Police = "police",
        /// The probation service (B-010).
        Probation = "probation",
        /// A processor of ours (B-002).
        Processor = "processor",
        /// A multi-agency panel on dangerous offenders (B-048).
        ProtectionPanel = "protection-panel",
        /// The medical authority for communicable disease (B-016).
        PublicHealthAuthority = "public-health-authority",
        /// A relative, a partner or a former partner.
        Relative = "relative",
        /// Somebody who acts for the person: an advocate, a solicitor.
        Representative = "representative",
        /// A researcher or a research body (B-067).
        Researcher = "researcher",
        /// A Safeguarding Adults Board (GW-15).
        SafeguardingBoard = "safeguarding-board",
        /// A social security office other than housing benefit (B-072).
        SocialSecurityOffice = "social-security-office",
        /// Social services, a social worker (B-057).
        SocialServices = "social-services",
        /// A processor of a processor of ours (B-004).
        SubProcessor = "sub-processor",
        /// The person themselves.
        Subject = "subject",
        /// Another charity or agency that supports the person (B-001).
        SupportAgency = "support-agency",
        /// A member of our own team (B-001).
        TeamMember = "team-member",
        /// Somebody who did not say who they are.
        Unidentified = "unidentified",
    }
}

impl AskerKind {
    /// Whether nobody of this kind may learn even that we know the person (B-015): when nothing is
    /// released to such an asker, the answer neither confirms nor denies.
    #[must_use]
    pub const fn is_private(self) -> bool {
        matches!(
            self,
            Self::Contractor
                | Self::Employer
                | Self::EnforcementAgent
                | Self::Friend
                | Self::Landlord
                | Self::Media
                | Self::MemberOfPublic
                | Self::Relative
                | Self::Representative
                | Self::ElectedRepresentative
                | Self::Researcher
                | Self::Unidentified
        )
    }

    /// Whether somebody of this kind asks for themselves, so that there is no organisation to be known.
    #[must_use]
    pub const fn asks_for_themselves(self) -> bool {
        matches!(self, Self::Friend | Self::MemberOfPublic | Self::Relative | Self::Subject)
    }
}

words! {
    /// What the data is wanted for.
    #[non_exhaustive]
    SharingPurpose {
        /// Keeping copies against loss (B-004).
        Backup = "backup",
        /// General talk with local police about a project or its surroundings (B-034).
        CommunityPolicing = "community-policing",
        /// Investigating an offence, arresting or prosecuting somebody (B-030).
        CrimeInvestigation = "crime-investigation",
        /// Reducing crime and disorder in the area (B-029).
        CrimePrevention = "crime-prevention",
        /// Collecting a debt, enforcing a judgment.
        DebtRecovery = "debt-recovery",
        /// Saving life now (LB-04).
        Emergency = "emergency",
        /// Employing the person, a reference.
        Employment = "employment",
        /// Family and friends keeping in touch.
        FamilyContact = "family-contact",
        /// Diagnosis and treatment.
        HealthCare = "health-care",
        /// Running the platform the records are on (B-003).
        Hosting = "hosting",
        /// Letting, moving on, other landlords.
        Housing = "housing",
        /// Housing benefit (B-021).
        HousingBenefit = "housing-benefit",
        /// An inquest (GW-19).
        Inquest = "inquest",
        /// Court and tribunal proceedings, legal advice.
        LegalProceedings = "legal-proceedings",
        /// Comment in the press or on air (B-018).
        Media = "media",
        /// Helping to take somebody to hospital under mental health law (B-028).
        MentalHealthDetention = "mental-health-detention",
        /// Finding a missing person and knowing them safe (B-042).
        MissingPerson = "missing-person",
        /// Claims other than housing benefit (B-072).
        OtherBenefits = "other-benefits",
        /// Planning services (B-067).
        Planning = "planning",
        /// Communicable disease (B-016).
        PublicHealth = "public-health",
        /// Managing registered offenders (B-046, B-048).
        PublicProtection = "public-protection",
        /// Publicity of our own (B-020).
        Publicity = "publicity",
        /// Inspection by a regulator (B-057).
        Regulation = "regulation",
        /// Research (B-067).
        Research = "research",
        /// Managing a risk to users, staff or the public (B-026).
        RiskManagement = "risk-management",
        /// Protecting an adult or a child from neglect or harm (B-057).
        Safeguarding = "safeguarding",
        /// Counts and reports (F-002).
        Statistics = "statistics",
        /// The person reading their own file (G-002).
        SubjectAccess = "subject-access",
        /// Supervising somebody on licence or order.
        Supervision = "supervision",
        /// Care and support (K-009).
        Support = "support",
        /// Supporting the system the records are in (B-002).
        SystemSupport = "system-support",
        /// Finding out whether or where somebody lives (B-015).
        Tracing = "tracing",
        /// Keeping a visitor to the premises safe (B-051).
        VisitSafety = "visit-safety",
    }
}

words! {
    /// Which way information goes.
    #[expect(clippy::exhaustive_enums, reason = "out on request, out unasked, or in")]
    Direction {
        /// Somebody asks us.
        Asked = "asked",
        /// We tell somebody without being asked.
        OwnInitiative = "own-initiative",
        /// Somebody offers us information: here "disclosed" reads "taken in" (B-052).
        Offered = "offered",
    }
}

words! {
    /// How it was established that the asker is genuine and may ask (B-011 to B-014).
    #[non_exhaustive]
    Verification {
        /// Called back at the place of work through its reception (B-013).
        CallBack = "call-back",
        /// We approached them, at an address of theirs that we already had.
        ContactedByUs = "contacted-by-us",
        /// Identity and authority seen: a warrant card, an inspector's authorisation.
        CredentialsSeen = "credentials-seen",
        /// Checks were made and did not satisfy (B-014).
        Doubted = "doubted",
        /// Known to the member of staff in that office.
        KnownInPerson = "known-in-person",
        /// Nothing was checked: only their word.
        None = "none",
        /// Signed in to our own system under a named account.
        SystemLogin = "system-login",
        /// The request was put in writing; whether it is genuine is still open (B-012).
        WrittenRequest = "written-request",
    }
}

words! {
    /// How a request or an offer reaches us.
    #[non_exhaustive]
    Channel {
        /// By e-mail.
        Email = "email",
        /// Somebody stands before us.
        InPerson = "in-person",
        /// By letter.
        Letter = "letter",
        /// At a meeting: a panel, a case conference.
        Meeting = "meeting",
        /// Through a named account in our own system (B-062).
        System = "system",
        /// By telephone.
        Telephone = "telephone",
    }
}

impl Channel {
    /// Whether nothing of it is on paper.
    pub(crate) const fn is_spoken(self) -> bool {
        matches!(self, Self::InPerson | Self::Meeting | Self::Telephone)
    }
}

words! {
    /// Whether a person was found able to take one decision, at one time (CN-07).
    #[expect(clippy::exhaustive_enums, reason = "able, not able, or nobody can say")]
    CapacityFinding {
        /// Able to take this decision.
        HasCapacity = "has-capacity",
        /// Assessed, and still in doubt.
        InDoubt = "in-doubt",
        /// Not able to take this decision.
        LacksCapacity = "lacks-capacity",
    }
}

words! {
    /// Who gave a consent.
    #[expect(clippy::exhaustive_enums, reason = "nobody else may give it")]
    GivenBy {
        /// An attorney, within what the power says.
        Attorney = "attorney",
        /// A deputy whom a court appointed, within what the order says.
        Deputy = "deputy",
        /// The person.
        Person = "person",
    }
}

words! {
    /// What compels, or is said to compel, an answer.
    #[non_exhaustive]
    OrderKind {
        /// A coroner's notice (GW-19).
        CoronerNotice = "coroner-notice",
        /// An order of a court or tribunal to disclose (B-025, GW-08).
        CourtOrder = "court-order",
        /// Notice of an application for a production order (GW-06).
        ProductionNotice = "production-notice",
        /// A judge's order for excluded or special procedure material (B-032, GW-05).
        ProductionOrder = "production-order",
        /// A regulator's authorised inspection or written requirement (GW-17).
        RegulatorNotice = "regulator-notice",
        /// A Safeguarding Adults Board's request under its own statute (GW-15).
        SafeguardingBoardRequest = "safeguarding-board-request",
        /// The power to search and seize once somebody has been arrested (B-031).
        SearchAfterArrest = "search-after-arrest",
        /// A magistrate's search warrant, which reaches no excluded material (B-032).
        SearchWarrant = "search-warrant",
        /// A written requirement under an enactment (GW-08, GW-22).
        StatutoryRequirement = "statutory-requirement",
    }
}

words! {
    /// What somebody consented to. Three different things, never mixed (CN-05).
    #[non_exhaustive]
    ConsentKind {
        /// Data protection consent, Art 6(1)(a) (CN-01).
        DataProtection = "data-protection",
        /// Taking part in a media project (B-019).
        Media = "media",
        /// A photograph being used (C-006).
        Photograph = "photograph",
        /// Information being used in publicity (B-020).
        Publicity = "publicity",
        /// Lifting confidence: the multi-agency form (B-006, C-005).
        Sharing = "sharing",
    }
}

words! {
    /// Whether the law commands, allows, or leaves it to us (GW-26).
    #[expect(clippy::exhaustive_enums, reason = "what may be refused hangs on it")]
    GatewayKind {
        /// It must be answered: an approver may not decline it, only pass it up.
        Duty = "duty",
        /// It may be answered.
        Power = "power",
        /// It may be answered once an assessment is on record.
        Discretion = "discretion",
    }
}

words! {
    /// What lifts the duty of confidence.
    #[expect(clippy::exhaustive_enums, reason = "a new ground must be judged")]
    ConfidenceGround {
        /// The person agreed, or was told and did not refuse (B-006, B-010).
        Consent = "consent",
        /// The law commands it (B-007, GW-08).
        Law = "law",
        /// Nothing in it is confidential: nobody can be identified (F-002).
        NotConfidential = "not-confidential",
        /// It stays with our own team, who owe the same confidence (B-001).
        OwnTeam = "own-team",
        /// It stays under our own instructions (B-059).
        Processor = "processor",
        /// The public interest outweighs it (B-007).
        PublicInterest = "public-interest",
    }
}

words! {
    /// What keeps a disclosure to the minimum.
    #[expect(clippy::exhaustive_enums, reason = "a gateway without one is refused")]
    Necessity {
        /// The agreement lists what is needed.
        Agreement = "agreement",
        /// The case was assessed, category by category.
        Assessed = "assessed",
        /// The consent says what.
        Consent = "consent",
        /// What the gateway covers is itself the minimum.
        Fixed = "fixed",
        /// The order says what.
        Order = "order",
        /// The processing agreement says what.
        Processing = "processing",
    }
}

words! {
    /// A purpose for which restricted data may still be used (RT-17).
    #[expect(clippy::exhaustive_enums, reason = "the law names five")]
    RestrictionPurpose {
        /// Legal claims.
        Claims = "claims",
        /// With the person's consent.
        Consent = "consent",
        /// Important public interest.
        PublicInterest = "public-interest",
        /// The rights of another person.
        RightsOfOthers = "rights-of-others",
        /// Mere storage.
        Storage = "storage",
    }
}

words! {
    /// What allows data to leave the United Kingdom (TR-01).
    #[non_exhaustive]
    TransferMechanism {
        /// The country, or its certified recipients, approved by regulations.
        Approved = "approved",
        /// Binding corporate rules approved in the United Kingdom.
        BindingCorporateRules = "binding-corporate-rules",
        /// A derogation for the occasion.
        Derogation = "derogation",
        /// The United Kingdom's own agreement.
        InternationalAgreement = "international-data-transfer-agreement",
        /// The European Commission's clauses by themselves.
        StandardClauses = "standard-clauses",
        /// Those clauses with the United Kingdom addendum.
        UkAddendum = "uk-addendum",
    }
}

words! {
    /// Whether an agreement is for one transfer or for many (CN-13, B-040).
    #[expect(clippy::exhaustive_enums, reason = "once or regularly")]
    AgreementKind {
        /// One transfer.
        OneOff = "one-off",
        /// Regular transfers.
        Protocol = "protocol",
    }
}

words! {
    /// What a rule does when its conditions hold.
    #[expect(clippy::exhaustive_enums, reason = "a rule answers or passes on")]
    Then {
        /// Keep it back.
        Withhold = "withhold",
        /// Pass the question to a role.
        Refer = "refer",
        /// Let it go.
        Release = "release",
    }
}
