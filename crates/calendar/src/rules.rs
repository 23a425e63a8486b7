//! The rules of law and policy that the clocks of this crate obey, as constants.
//!
//! An id is that of the project's register of facts (`TM-04`) or of its founding policies
//! (`H-010`). A rule marked secondary is known from guidance or a reliable third party and not from
//! the text itself. What nobody has verified has no constant here, so that no clock can cite it.

use crate::{Day, Rule, Source};

/// The UK GDPR and the Data Protection Act 2018 begin to apply.
pub const DATA_PROTECTION_ACT: Day = Day::literal(2018, 5, 25);
/// The regulator corrects its advice on the first day of a month's period (TM-09).
pub const ADVICE_CORRECTED: Day = Day::literal(2019, 8, 15);
/// First stage of the Data (Use and Access) Act 2025 (RG-02).
pub const FIRST_STAGE: Day = Day::literal(2025, 8, 20);
/// Main stage of the Data (Use and Access) Act 2025 (RG-03).
pub const MAIN_STAGE: Day = Day::literal(2026, 2, 5);
/// Complaints to controllers begin (RG-04).
pub const COMPLAINTS_STAGE: Day = Day::literal(2026, 6, 19);

const ICO_ACCESS: &str = "ICO, Right of access (8 December 2025)";

/// The main stage of the 2025 Act is in force.
pub const RG_03: Rule = Rule::new(
    "RG-03",
    Source::Law("SI 2026/82 reg 2"),
    "the new time-limit article applies to requests received from 5 February 2026",
)
.from(MAIN_STAGE);

/// Periods of the UK GDPR follow the Regulation on periods.
pub const TM_01: Rule = Rule::new(
    "TM-01",
    Source::Law("UK GDPR Art 4A"),
    "periods of the UK GDPR are counted by the 1971 Regulation on periods",
)
.from(FIRST_STAGE);

/// Periods of the 2018 Act follow it too, but for a list of exceptions.
pub const TM_02: Rule = Rule::new(
    "TM-02",
    Source::Law("DPA 2018 s.205(2)"),
    "periods of the 2018 Act are counted the same way, except those the section lists",
)
.from(DATA_PROTECTION_ACT);

/// The day of the event is not counted.
pub const TM_03: Rule = Rule::new(
    "TM-03",
    Source::Law("Reg (EEC, Euratom) 1182/71 Art 3(1)"),
    "the day of the event is not counted",
);

/// The hour of the event is not counted. The text on hours was read at second hand.
pub const TM_03_HOUR: Rule = Rule::new(
    "TM-03",
    Source::Law("Reg (EEC, Euratom) 1182/71 Art 3(1)"),
    "the hour of the event is not counted",
)
.secondary();

/// Months and years end on the same date, or on the last day of a shorter month.
pub const TM_04: Rule = Rule::new(
    "TM-04",
    Source::Law("Reg (EEC, Euratom) 1182/71 Art 3(2)(c)"),
    "a period in months ends on the same date, or on the last day of a month that lacks it",
);

/// A period that would end on a day off ends on the next working day; hours do not.
pub const TM_06: Rule = Rule::new(
    "TM-06",
    Source::Law("Reg (EEC, Euratom) 1182/71 Art 3(4)"),
    "a period not in hours that would end on a holiday or weekend ends on the next working day",
);

/// At least two working days in any period of two days or more.
pub const TM_07: Rule = Rule::new(
    "TM-07",
    Source::Law("Reg (EEC, Euratom) 1182/71 Art 3(5)"),
    "a period of two days or more includes at least two working days",
)
.secondary();

/// Which days are working days.
pub const TM_08: Rule = Rule::new(
    "TM-08",
    Source::Law("Reg (EEC, Euratom) 1182/71 Art 2"),
    "working days are all days but weekends and the public holidays of the nation concerned",
)
.secondary();

/// The month runs from the day of the event itself; earlier advice said the day after.
pub const TM_09: Rule = Rule::new(
    "TM-09",
    Source::Law("CJEU C-171/03 Toeters"),
    "a month ends on the date of the event; until 15 August 2019 the regulator advised a day more",
)
.secondary();

/// The regulator's worked examples of one month.
pub const TM_10: Rule = Rule::new(
    "TM-10",
    Source::Law(ICO_ACCESS),
    "count from the real day of receipt to the end of the same date next month, or the next working day",
);

/// A fixed number that always lies within a month.
pub const TM_11: Rule = Rule::new(
    "TM-11",
    Source::Law(ICO_ACCESS),
    "28 days always stay within a month: a target, never the legal date",
);

/// "Beginning with" includes the first day.
pub const TM_12: Rule = Rule::new(
    "TM-12",
    Source::Law("UK drafting convention; UK GDPR Art 4A; DPA 2018 s.205(2)"),
    "a period beginning with a day counts that day, unless the Regulation on periods displaces it",
)
.secondary();

/// Requests are answered within the applicable period.
pub const RT_01: Rule = Rule::new(
    "RT-01",
    Source::Law("UK GDPR Art 12(3)"),
    "act on a request without undue delay and before the applicable period ends",
)
.from(MAIN_STAGE);

/// One month from the latest of receipt, identity and fee.
pub const RT_02: Rule = Rule::new(
    "RT-02",
    Source::Law("UK GDPR Art 12A(1)-(2)"),
    "one month from the latest of receipt, identity information asked for, and fee charged",
)
.from(MAIN_STAGE);

/// An extension needs a reasoned notice within the first month.
pub const RT_03: Rule = Rule::new(
    "RT-03",
    Source::Law("UK GDPR Art 12A(3)-(4)"),
    "two further months, if a notice with reasons is given before the first month ends",
)
.from(MAIN_STAGE);

/// The extended period is three months from the start.
pub const RT_04: Rule = Rule::new(
    "RT-04",
    Source::Law("ICO, Right of access"),
    "an extended period is three months from the original start, not one month and two",
)
.secondary();

/// Waiting for a clarification does not count, for access only.
pub const RT_05: Rule = Rule::new(
    "RT-05",
    Source::Law("UK GDPR Art 12A(5)-(6)"),
    "for access, the days from asking for a clarification to receiving it do not count, both included",
)
.from(MAIN_STAGE);

/// Only a question about the information requested stops the clock.
pub const RT_06: Rule = Rule::new(
    "RT-06",
    Source::Law(ICO_ACCESS),
    "the clock stops for a question about what is requested, not about its format",
)
.secondary();

/// Evidence of a representative's authority starts the month as identity does.
pub const RT_07: Rule = Rule::new(
    "RT-07",
    Source::Law(ICO_ACCESS),
    "evidence of a representative's authority counts as a start like identity and fee",
)
.secondary();

/// Dealing with a request may wait until a doubtful identity is confirmed.
pub const RT_08: Rule = Rule::new(
    "RT-08",
    Source::Law("UK GDPR Art 12(6)"),
    "where identity is in reasonable doubt, a request may wait until it is confirmed",
)
.from(MAIN_STAGE);

/// A refusal is told within the same period.
pub const RT_09: Rule = Rule::new(
    "RT-09",
    Source::Law("UK GDPR Art 12(4)"),
    "a refusal and its reasons are told before the applicable period ends",
)
.from(MAIN_STAGE);

/// Data from elsewhere: inform within a month.
pub const RT_26: Rule = Rule::new(
    "RT-26",
    Source::Law("UK GDPR Art 14(3)(a)"),
    "whoever obtains data from elsewhere informs the person within one month at the latest",
)
.from(DATA_PROTECTION_ACT)
.secondary();

/// One month, in the words of a founding policy written under the former article.
pub const G_009: Rule = Rule::new(
    "G-009",
    Source::Seed("003", "H1"),
    "an access request is answered within one month unless the law extends it",
);

/// Acknowledge a complaint within 30 days.
pub const CP_02: Rule = Rule::new(
    "CP-02",
    Source::Law("DPA 2018 s.164A(3)"),
    "a complaint is acknowledged within 30 days, counted from the day after receipt",
)
.from(COMPLAINTS_STAGE);

/// Only complaints received since the duty began.
pub const CP_04: Rule = Rule::new(
    "CP-04",
    Source::Law("SI 2026/82 (transitional provision)"),
    "the complaint duties cover complaints received on or after 19 June 2026",
)
.secondary();

/// Notify the regulator within 72 hours of awareness.
pub const BR_01: Rule = Rule::new(
    "BR-01",
    Source::Law("UK GDPR Art 33(1)"),
    "a breach is notified within 72 hours of becoming aware; later with reasons",
)
.from(DATA_PROTECTION_ACT);

/// The 72 hours run through weekends and holidays.
pub const BR_03: Rule = Rule::new(
    "BR-03",
    Source::Law("Reg (EEC, Euratom) 1182/71 Art 3"),
    "72 hours elapse through weekends and holidays; the hour of awareness is not counted",
);

/// The appropriate policy document outlives the processing by six months.
pub const RE_15: Rule = Rule::new(
    "RE-15",
    Source::Law("DPA 2018 Sch 1 para 40"),
    "the appropriate policy document is kept until six months after the processing ceases",
)
.from(DATA_PROTECTION_ACT);

/// While processing goes on, the policy document is kept and reviewed.
pub const S1_40: Rule = Rule::new(
    "S1-40",
    Source::Law("DPA 2018 Sch 1 para 40"),
    "the policy document is kept, reviewed and shown to the regulator throughout that time",
)
.from(DATA_PROTECTION_ACT);

/// A register entry's review, archive and removal.
pub const RE_12: Rule = Rule::new(
    "RE-12",
    Source::Seed("002", "s.2"),
    "twelve months at most between reviews; two years hidden in the archive; then removed",
);

/// Which incidents restart the two years is the organisation's choice.
pub const RE_13: Rule = Rule::new(
    "RE-13",
    Source::Seed("002", "s.2 and s.3"),
    "any further incident restarts the two years, unless the organisation counts high risk only",
);

/// The regulator's answer to a consultation.
pub const DP_06: Rule = Rule::new(
    "DP-06",
    Source::Law("UK GDPR Art 36(2)"),
    "the regulator answers a consultation in eight weeks, or fourteen if it says so within a month",
)
.from(DATA_PROTECTION_ACT);

/// Sexual Offences Act notifications.
pub const GW_11: Rule = Rule::new(
    "GW-11",
    Source::Law("Sexual Offences Act 2003 ss.83-84"),
    "the offender notifies within three days beginning with the event; no provider is bound",
)
.from(Day::literal(2004, 5, 1));

/// Notifiable diseases.
pub const GW_20: Rule = Rule::new(
    "GW-20",
    Source::Law("SI 2010/659 reg 2"),
    "a doctor notifies a suspected disease within three days beginning with the suspicion",
)
.from(Day::literal(2010, 4, 6));

/// Health opinions older than six months.
pub const EX_10: Rule = Rule::new(
    "EX-10",
    Source::Law("DPA 2018 Sch 3 para 5"),
    "serious harm rests on a health professional's opinion of the six months ending with its use",
)
.from(DATA_PROTECTION_ACT);

/// Working days in any part of the United Kingdom.
pub const BH_08: Rule = Rule::new(
    "BH-08",
    Source::Law("DPA 2018 Sch 5 para 7"),
    "for certification appeals a bank holiday in any part of the United Kingdom is no working day",
)
.from(DATA_PROTECTION_ACT);

/// No working-day definition in the policies: the controller's nation.
pub const BH_09: Rule = Rule::new(
    "BH-09",
    Source::Seed("002", "Annex A"),
    "where a policy defines no working day, the controller's nation decides",
);

/// Closures move internal targets only.
pub const BH_10: Rule = Rule::new(
    "BH-10",
    Source::Law("Banking and Financial Dealings Act 1971 (guidance)"),
    "an organisation's own closures move its own targets, never a legal date",
)
.secondary();

/// The review period of a caution.
pub const H_010: Rule = Rule::new(
    "H-010",
    Source::Seed("002", "s.2 and s.3"),
    "a caution entry is reviewed after twelve months at the latest",
);

/// The letter to the person.
pub const H_017: Rule = Rule::new(
    "H-017",
    Source::Seed("002", "Annex A"),
    "the letter goes out within ten working days",
);

/// The director's decision.
pub const H_019: Rule = Rule::new(
    "H-019",
    Source::Seed("002", "Annex A"),
    "the director decides a challenge within ten working days and writes",
);

/// The two years in the archive.
pub const D_010: Rule =
    Rule::new("D-010", Source::Seed("002", "s.2 and s.3"), "an archived entry is kept two years");

/// Two quiet years, then removal.
pub const D_011: Rule = Rule::new(
    "D-011",
    Source::Seed("002", "s.2 and s.3"),
    "an entry is removed after two years without a further incident",
);

/// The yearly look at confidential patient information.
pub const CN_29: Rule = Rule::new(
    "CN-29",
    Source::Seed("001 and 003", "National data opt-out"),
    "the use of confidential patient information is reviewed every year",
);

/// The yearly audit of who looked.
pub const L_004: Rule = Rule::new(
    "L-004",
    Source::Seed("002", "s.2, risk 2"),
    "access to and use of the register is audited every year",
);
