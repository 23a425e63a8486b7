//! The provisions of law and official guidance.

use caldicott_calendar::{Rule, Source};

use super::MAIN_STAGE;

const fn law(id: &'static str, provision: &'static str, says: &'static str) -> Rule {
    Rule::new(id, Source::Law(provision), says)
}

pub(super) const LAW: &[Rule] = &[
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
    law("CN-07", "reading of policy 000", "capacity is presumed, one decision at a time")
        .secondary(),
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
    law("RT-02", "UK GDPR Art 12(3)", "a request of the person's own is answered within a month"),
    law("RT-17", "UK GDPR Art 18", "restricted data is stored, or used for four purposes only"),
    law(
        "RT-26",
        "UK GDPR Art 14(3)",
        "whoever is told of somebody tells them within a month at most",
    )
    .secondary(),
    law("S1-01", "DPA 2018 Sch 1 para 1", "social security and social protection"),
    law("S1-02", "DPA 2018 Sch 1 para 2", "health or social care"),
    law("S1-03", "DPA 2018 Sch 1 para 3", "public health"),
    law("S1-04", "DPA 2018 Sch 1 para 4", "research and statistics"),
    law("S1-05", "DPA 2018 Sch 1 para 5", "Part 2 conditions need an appropriate policy document"),
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
