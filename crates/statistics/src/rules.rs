//! The rules that the decisions of this crate cite.

use caldicott_model::{Day, Rule, Source};

/// Monitoring of protected characteristics is reported anonymously.
pub const MONITORING: Rule = Rule::new(
    "F-001",
    Source::Seed("000", "Step 2 scope"),
    "monitoring of protected characteristics is reported without identifying anybody",
);

/// Information without identifying details may serve reports and statistics.
pub const REPORTS: Rule = Rule::new(
    "F-002",
    Source::Seed("001", "Reports and Statistics"),
    "reports and statistics use information from which every identifying detail is gone",
);

/// Personal data may serve statistics only where they end in information that identifies nobody.
pub const STATISTICAL_PURPOSE: Rule = Rule::new(
    "AN-01",
    Source::Law("UK GDPR Art 84B"),
    "statistics from personal data must end in information that identifies nobody",
)
.from(Day::literal(2026, 2, 5));

/// Statistics are no measure about a particular person.
pub const NO_DECISIONS: Rule = Rule::new(
    "AN-02",
    Source::Law("UK GDPR Art 84C"),
    "statistics may not serve decisions about a particular person nor cause substantial damage",
)
.from(Day::literal(2026, 2, 5));

/// Removing names is not enough.
pub const NOT_ENOUGH: Rule = Rule::new(
    "AN-04",
    Source::Law("DPA 2018 s.3(3)"),
    "anonymity is tested by the means reasonably likely to be used, not by names removed",
)
.secondary();

/// Research and statistics in the public interest.
pub const RESEARCH: Rule = Rule::new(
    "S1-04",
    Source::Law("DPA 2018 Sch 1 para 4"),
    "archiving, research or statistics with safeguards and in the public interest",
)
.from(Day::literal(2018, 5, 25));

/// Monitoring equality of opportunity or treatment.
pub const EQUALITY: Rule = Rule::new(
    "S1-08",
    Source::Law("DPA 2018 Sch 1 para 8"),
    "equality monitoring: four kinds of data, no individual decisions, no substantial harm, stop notices honoured",
)
.from(Day::literal(2018, 5, 25));

/// The national data opt-out.
pub const OPT_OUT: Rule = Rule::new(
    "CN-23",
    Source::Law("National data opt-out"),
    "confidential patient information is used beyond care only of those who have not opted out",
)
.from(Day::literal(2018, 5, 25));

/// How an opt-out is applied.
pub const OPT_OUT_WHOLE: Rule = Rule::new(
    "CN-27",
    Source::Law("National data opt-out"),
    "an opt-out takes the whole record out, not parts of it",
);
