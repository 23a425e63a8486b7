//! The rules a rulebook may cite, by id.
//!
//! What is unverified stands in a list of its own: it may be known, and may not decide.

use caldicott_calendar::{Day, Rule, Source};
use caldicott_model::document::nearest;

/// The rule with this id.
pub(crate) fn rule(id: &str) -> Option<Rule> {
    CATALOGUE.iter().find(|rule| rule.id() == id).copied()
}

/// Why an id cannot be cited.
pub(crate) fn not_citable(id: &str) -> String {
    let id = caldicott_model::document::printable(id);
    if UNVERIFIED.contains(&id.as_str()) {
        return format!(
            "`{id}` is unverified and may decide nothing; cite the organisation's own rule instead"
        );
    }
    match nearest(&id, CATALOGUE.iter().map(Rule::id)) {
        Some(near) => format!("unknown rule `{id}`; did you mean `{near}`?"),
        None => format!("unknown rule `{id}`"),
    }
}

const fn seed(
    id: &'static str,
    policy: &'static str,
    at: &'static str,
    says: &'static str,
) -> Rule {
    Rule::new(id, Source::Seed(policy, at), says)
}

const fn law(id: &'static str, provision: &'static str, says: &'static str) -> Rule {
    Rule::new(id, Source::Law(provision), says)
}

/// When the main stage of the Data (Use and Access) Act 2025 came into force (RG-03).
pub(crate) const MAIN_STAGE: Day = Day::literal(2026, 2, 5);

/// Facts that were read nowhere: they are configuration or comment.
const UNVERIFIED: [&str; 16] = [
    "AN-05", "AN-07", "CN-03", "CN-06", "CN-08", "CN-09", "CN-12", "CN-28", "GW-02", "GW-07",
    "GW-10", "GW-12", "GW-18", "GW-25", "TR-08", "TR-11",
];

const CATALOGUE: &[Rule] = &[
    seed("A-025", "001", "Record types", "incident sheets hold what staff observed"),
    seed("A-038", "000", "Step 1", "the registered care home is outside this system"),
    seed(
        "A-048",
        "001",
        "Third party information",
        "who supplied it and where it was obtained is recorded",
    ),
    seed(
        "B-001",
        "000",
        "Step 2",
        "workers outside the team see data only under an information sharing agreement",
    ),
    seed(
        "B-002",
        "000",
        "Step 2",
        "the vendor supports the system under a duty to handle data securely",
    ),
    seed("B-003", "000", "Step 2", "the platform is hosted in London"),
    seed("B-004", "000", "Step 2", "backups go to a sub-processor in the United States"),
    seed("B-005", "000", "Steps 2, 4", "the transfer rests on stated mechanisms"),
    seed(
        "B-006",
        "001",
        "Disclosure",
        "routine sharing only with whom the person named on the consent form",
    ),
    seed(
        "B-007",
        "001",
        "Disclosure",
        "exceptional disclosure where the law, the public interest or safety requires it",
    ),
    seed("B-008", "001", "Disclosure", "try to tell the person, where that is right and allowed"),
    seed("B-009", "001", "Disclosure", "some services run information sharing protocols"),
    seed(
        "B-010",
        "001",
        "Disclosure",
        "people are told that accepting a service may mean working with other authorities",
    ),
    seed(
        "B-011",
        "001",
        "Verification",
        "satisfy yourself that the asker is genuine before any disclosure",
    ),
    seed("B-012", "001", "Verification", "in doubt, ask for it in writing"),
    seed("B-013", "001", "Verification", "in doubt, call back through the workplace's reception"),
    seed(
        "B-014",
        "001",
        "Verification",
        "not satisfied: refuse politely and refer to the line manager at once",
    ),
    seed(
        "B-015",
        "001",
        "Verification",
        "never reveal whether somebody lives here; take a message",
    ),
    seed(
        "B-016",
        "001",
        "Public Health",
        "tell medical authorities of a health risk where the person will not seek help",
    ),
    seed(
        "B-017",
        "001",
        "Public Health",
        "a Service Manager authorises disclosure of a medical condition or history",
    ),
    seed("B-018", "001", "Media", "only the Chief Executive speaks to the media"),
    seed(
        "B-019",
        "001",
        "Media",
        "tell people that they may withdraw from media projects even after consenting",
    ),
    seed("B-020", "001", "Publicity", "consult before disclosure, permission before photographs"),
    seed(
        "B-021",
        "001",
        "Housing Benefit",
        "a landlord paid directly reports changes that affect the claim",
    ),
    seed(
        "B-022",
        "001",
        "Housing Benefit",
        "the changes are moving or not moving in, rent, and work",
    ),
    seed(
        "B-024",
        "001",
        "Housing Benefit",
        "claimants are asked for the multi-agency consent form",
    ),
    seed("B-025", "001", "Police", "comply with the law and with court orders"),
    seed("B-026", "001", "Police", "co-operate where there is a clear need to manage a risk"),
    seed(
        "B-027",
        "001",
        "Police",
        "a serious criminal history may justify sharing without a current risk",
    ),
    seed(
        "B-028",
        "001",
        "Police",
        "a clear and legitimate interest, such as helping to section somebody",
    ),
    seed("B-029", "001", "Police", "under a formal crime and disorder protocol"),
    seed(
        "B-030",
        "001",
        "Police Power",
        "information on a crime under investigation that may be lost or destroyed",
    ),
    seed(
        "B-031",
        "001",
        "Police Power",
        "after an arrest, specified material may be seized as evidence",
    ),
    seed("B-032", "001", "Police Power", "records held in confidence need a production order"),
    seed("B-033", "001", "Police Power", "a manager authorises before documents go to the police"),
    seed(
        "B-034",
        "001",
        "Community policing",
        "general or anonymous information may be shared locally",
    ),
    seed(
        "B-035",
        "001",
        "Community policing",
        "managers control it and seek advice before police action or breach of confidence",
    ),
    seed(
        "B-036",
        "001",
        "CDA Protocols",
        "a protocol overrides neither confidence nor data protection",
    ),
    seed(
        "B-038",
        "001",
        "CDA Protocols",
        "requests are considered with care and discussed with the partners",
    ),
    seed(
        "B-039",
        "001",
        "CDA Protocols",
        "every request and disclosure under a protocol is recorded",
    ),
    seed(
        "B-040",
        "001",
        "Data-sharing agreements",
        "an agreement for one transfer, a protocol for regular ones",
    ),
    seed(
        "B-041",
        "001",
        "Data-sharing agreements",
        "the Chief Executive is consulted on agreements",
    ),
    seed("B-042", "001", "Missing Persons", "a missing person report carries what the police need"),
    seed(
        "B-043",
        "001",
        "Missing Persons",
        "police looking for somebody are told that they were seen",
    ),
    seed(
        "B-044",
        "001",
        "Missing Persons",
        "where somebody hides is told only after management has assessed it",
    ),
    seed("B-045", "001", "Missing Persons", "urge and help the person to make contact"),
    seed(
        "B-046",
        "001",
        "Sex Offenders",
        "a registered offender's change of address goes to the police",
    ),
    seed("B-047", "001", "Sex Offenders", "failing to comply with the register goes to the police"),
    seed(
        "B-048",
        "001",
        "Sex Offenders",
        "progress and activities are shared at protection panels",
    ),
    seed("B-049", "001", "Sex Offenders", "the line manager approves disclosure and attendance"),
    seed(
        "B-050",
        "001",
        "Contractors",
        "confidential information does not normally go to contractors",
    ),
    seed(
        "B-051",
        "001",
        "Contractors",
        "contractors get what keeps them safe, such as warning markers",
    ),
    seed(
        "B-052",
        "001",
        "Third party information",
        "what third parties tell is open to the person",
    ),
    seed(
        "B-053",
        "001",
        "Third party information",
        "information on condition of secrecy is refused unless it bears on health, safety or risk",
    ),
    seed(
        "B-054",
        "001",
        "Third party information",
        "line management decides whether secret information is filed",
    ),
    seed(
        "B-055",
        "001",
        "Third party information",
        "the person is told when something significant comes in about them",
    ),
    seed("B-056", "001", "Third party information", "once received we answer for its use"),
    seed("B-057", "003", "H2", "safeguarding, social workers and inspections may be answered"),
    seed("B-058", "003", "H2", "only when strictly necessary"),
    seed("B-059", "003", "J", "processors only under a processing agreement"),
    seed("B-060", "003", "K", "transfers abroad only where the law's requirements are met"),
    seed(
        "B-065",
        "002",
        "s.2",
        "need to know, and only those about to visit or deal with the person",
    ),
    seed(
        "B-067",
        "001",
        "National data opt-out",
        "patient information is not shared for research or planning at this time",
    ),
    seed("B-069", "001", "National data opt-out", "individuals may opt out"),
    seed("B-072", "001", "Housing Benefit", "the consent form covers requests on other claims"),
    seed("C-001", "003", "G", "consent only where no other basis applies"),
    seed("C-002", "003", "G", "freely given, specific, informed, unambiguous"),
    seed("C-005", "001", "Disclosure", "the form lists agencies and individuals"),
    seed("C-006", "001", "Publicity", "photographs need permission, which may be withdrawn"),
    seed(
        "C-007",
        "000",
        "Step 2",
        "people are told at the start what is recorded and with whom it is shared",
    ),
    seed(
        "C-013",
        "001",
        "Right to inspect",
        "third parties are not identified without their consent",
    ),
    seed(
        "F-002",
        "001",
        "Reports and Statistics",
        "without identifying details it may be used for research and statistics",
    ),
    seed("F-004", "001", "Right to inspect", "a note says that items were removed"),
    seed("F-005", "001", "Community policing", "it should be general or anonymous"),
    seed("F-006", "003", "B", "pseudonymised data is personal data"),
    seed("G-002", "003", "E", "the right of access"),
    seed(
        "G-018",
        "001",
        "Right to inspect",
        "a request for everything is a subject access request",
    ),
    seed(
        "K-003",
        "000",
        "Step 4",
        "legitimate interests, with health or social care for special categories",
    ),
    seed("K-009", "000", "Step 2", "care, consistency, not telling the story again"),
    seed("L-010", "001", "CDA", "an audit trail for every protocol request"),
    seed("L-012", "001", "Recording", "files are kept from whoever has no right to see them"),
    law("AN-03", "UK GDPR Art 4(5)", "pseudonymised data is still personal"),
    law(
        "AN-04",
        "UK GDPR recital 26",
        "anonymous means nobody can be identified by any likely means",
    )
    .secondary(),
    law("CN-01", "UK GDPR Art 4(11)", "consent is freely given, specific, informed, unambiguous"),
    law(
        "CN-02",
        "UK GDPR Art 7",
        "consent is shown, and withdrawn as easily as given; withdrawal looks forward",
    ),
    law("CN-04", "ICO guidance on consent", "consent asked as a condition of a home is doubtful")
        .secondary(),
    law(
        "CN-05",
        "design of the three consents",
        "data protection consent, lifting confidence and taking part are different things",
    ),
    law("CN-11", "Data sharing code", "an agreement is expected for routine sharing").secondary(),
    law("CN-13", "Data sharing code", "one-off and standing agreements"),
    law("CN-16", "Caldicott Principle 3", "use the minimum necessary").secondary(),
    law("CN-17", "Caldicott Principle 4", "strict need to know").secondary(),
    law("CN-20", "Caldicott Principle 7", "sharing for care matters as much as protecting")
        .secondary(),
    law("CN-21", "Caldicott Principle 8", "tell people how their information is used"),
    law(
        "CN-23",
        "National data opt-out",
        "bars confidential patient information beyond individual care",
    ),
    law("CN-24", "National data opt-out policy", "publicly funded care in England"),
    law(
        "CN-25",
        "National data opt-out",
        "not where there is consent, legal requirement, or anonymous data",
    ),
    law("CN-27", "National data opt-out", "the whole record is dropped, after death as before"),
    law(
        "EX-03",
        "DPA 2018 Sch 2 para 5",
        "required by enactment or order, or necessary for legal proceedings",
    ),
    law(
        "EX-05",
        "DPA 2018 Sch 2 para 16",
        "another identifiable person's information needs consent or reason",
    ),
    law(
        "GW-01",
        "Crime and Disorder Act 1998 s.115",
        "a power, never a duty, to disclose to a relevant authority",
    ),
    law(
        "GW-03",
        "Home Office on s.115",
        "the power overrides neither data protection nor confidence",
    )
    .secondary(),
    law("GW-05", "PACE 1984 ss.11-12", "personal records held in confidence are excluded material")
        .secondary(),
    law(
        "GW-06",
        "PACE 1984 s.9, Sch 1",
        "a judge's order; nothing is destroyed once notice is served",
    )
    .secondary(),
    law("GW-08", "DPA 2018 Sch 2 para 5(2)", "an order or enactment is obeyed within its scope"),
    law("GW-09", "UK GDPR Annex 1 para 5", "a police request without an order is discretionary"),
    law(
        "GW-11",
        "Sexual Offences Act 2003 ss.83-84",
        "notifying is the offender's duty, not the provider's",
    ),
    law("GW-13", "Criminal Justice Act 2003 s.325", "co-operation with protection panels"),
    law("GW-14", "Care Act 2014 s.42", "the council enquires into abuse of an adult at risk"),
    law("GW-15", "Care Act 2014 s.45", "a Safeguarding Adults Board's request must be met"),
    law(
        "GW-17",
        "Health and Social Care Act 2008 ss.62-64",
        "the regulator's powers reach registered activities only",
    )
    .secondary(),
    law(
        "GW-19",
        "Coroners and Justice Act 2009 Sch 5",
        "a coroner's notice; confidence outlives the person",
    ),
    law("GW-20", "SI 2010/659 reg 2", "notifying disease is the doctor's duty, not the provider's"),
    law(
        "GW-21",
        "SI 2006/213 reg 88, SI 2006/214 reg 69",
        "whoever is paid housing benefit reports changes",
    )
    .secondary(),
    law(
        "GW-22",
        "Social Security Administration Act 1992 s.126A",
        "the authority may require information from landlords",
    )
    .secondary(),
    law(
        "GW-24",
        "DPA 2018 Sch 2 para 5(2)",
        "what statute requires is still within data protection law",
    ),
    law("GW-26", "reading of the gateways", "duties must be answered, powers and discretions may"),
    law("LB-01", "UK GDPR Art 6(1)(a)", "consent"),
    law("LB-03", "UK GDPR Art 6(1)(c)", "legal obligation"),
    law("LB-04", "UK GDPR Art 6(1)(d)", "vital interests"),
    law("LB-05", "UK GDPR Art 6(1)(e)", "the controller's own public task"),
    law("LB-06", "UK GDPR Art 6(1)(ea)", "recognised legitimate interest, from 5 February 2026")
        .from(MAIN_STAGE),
    law("LB-07", "UK GDPR Art 6(1)(f)", "legitimate interests"),
    law("LB-11", "UK GDPR Annex 1 para 1", "the request states the asker's public task")
        .from(MAIN_STAGE),
    law("LB-14", "UK GDPR Annex 1 para 5", "crime").from(MAIN_STAGE),
    law("LB-15", "UK GDPR Annex 1 para 6", "safeguarding a vulnerable individual").from(MAIN_STAGE),
    law("LB-20", "UK GDPR Art 21(1)", "the right to object covers points (e), (ea) and (f)"),
    law("RG-01", "DUAA 2025", "law is looked up as of the day"),
    law(
        "RG-09",
        "DPA 2018 s.183A",
        "a duty or power to process overrides no data protection requirement",
    ),
    law("RT-17", "UK GDPR Art 18", "restricted data is stored, or used for four purposes only"),
    law("S1-01", "DPA 2018 Sch 1 para 1", "social security and social protection"),
    law("S1-02", "DPA 2018 Sch 1 para 2", "health or social care"),
    law("S1-03", "DPA 2018 Sch 1 para 3", "public health"),
    law("S1-04", "DPA 2018 Sch 1 para 4", "research and statistics"),
    law(
        "S1-10",
        "DPA 2018 Sch 1 para 10",
        "unlawful acts; no policy document needed towards a competent authority",
    ),
    law("S1-18", "DPA 2018 Sch 1 para 18", "safeguarding of individuals at risk"),
    law("S1-29", "DPA 2018 Sch 1 para 29", "consent, for criminal offence data"),
    law("S1-30", "DPA 2018 Sch 1 para 30", "vital interests, for criminal offence data"),
    law("S1-33", "DPA 2018 Sch 1 para 33", "legal claims and proceedings"),
    law(
        "S1-36",
        "DPA 2018 Sch 1 para 36",
        "Part 2 conditions without the words on substantial public interest",
    ),
    law("SC-04", "UK GDPR Art 9(2)", "ten conditions for special categories"),
    law("SC-05", "DPA 2018 s.10(1)-(3)", "some conditions need a paragraph of Schedule 1"),
    law(
        "SC-06",
        "UK GDPR Art 9(3), DPA 2018 s.11(1)",
        "health or social care stands on a duty of secrecy",
    ),
    law(
        "SC-07",
        "UK GDPR Art 10",
        "criminal offence data needs authority or a Schedule 1 condition",
    ),
    law("SC-08", "DPA 2018 s.11(2)", "allegations are criminal offence data"),
    law("SC-11", "DPA 2018 s.3(2)-(3)", "data protection ends with death, confidence does not"),
    law("TR-01", "UK GDPR Art 44A", "a transfer needs approval, safeguards or a derogation"),
    law(
        "TR-04",
        "UK GDPR Art 46(1A)",
        "safeguards need an assessment of the standard of protection",
    ),
    law(
        "TR-05",
        "DUAA 2025 Sch 9 paras 27-29",
        "older arrangements may go on if they met the older test",
    ),
    law("TR-13", "ICO transfers guidance", "remote access and backup abroad are transfers")
        .secondary(),
];
