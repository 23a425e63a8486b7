//! The countries that the United Kingdom approves, each from its day and with where that was read.

use super::Country;
use crate::law::stage::{GDPR_APPLIES, UK_GDPR};
use crate::{Confidence, Day};

/// The last day on which the list was looked at. What came after is not in it (TR-08).
pub const KNOWN_ON: Day = Day::literal(2026, 11, 21);

/// How much of what goes to a country is approved.
#[expect(clippy::exhaustive_enums, reason = "every scope that an approval in the list has")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Scope {
    /// Everything.
    All,
    /// What is processed by automated means (Israel).
    AutomatedProcessing,
    /// Recipients certified for the data bridge (United States, TR-09).
    CertifiedRecipients,
    /// Recipients under one named Act of the country (Canada, Japan).
    UnderItsAct,
}

/// One country's approval.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Approval {
    /// The country's two letters.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// How much is approved.
    pub scope: Scope,
    /// The first day.
    pub from: Day,
    /// The first day on which it is approved no more.
    pub until: Option<Day>,
    /// Where it was read.
    pub provenance: &'static str,
    /// Whether the text itself was read there.
    pub confidence: Confidence,
}

/// The thirty states of the European Economic Area, approved as such by Sch 21 para 5(1)(a).
pub const EEA_STATES: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// The other countries. Schedule 21 takes over the decisions of the European Commission, which
/// counted under the GDPR before; each of them is older, Japan's apart.
pub const APPROVED: [Approval; 15] = [
    read("AD", "Andorra", Scope::All, "DPA 2018 Sch 21 para 5(2)(h)"),
    read("AR", "Argentina", Scope::All, "DPA 2018 Sch 21 para 5(2)(c)"),
    read("CA", "Canada", Scope::UnderItsAct, "DPA 2018 Sch 21 para 5(2)(b)"),
    read("CH", "Switzerland", Scope::All, "DPA 2018 Sch 21 para 5(2)(a)"),
    read("FO", "Faroe Islands", Scope::All, "DPA 2018 Sch 21 para 5(2)(g)"),
    read("GG", "Guernsey", Scope::All, "DPA 2018 Sch 21 para 5(2)(d)"),
    read("GI", "Gibraltar", Scope::All, "DPA 2018 Sch 21 para 5(1)(b)"),
    read("IL", "Israel", Scope::AutomatedProcessing, "DPA 2018 Sch 21 para 5(2)(i)"),
    read("IM", "Isle of Man", Scope::All, "DPA 2018 Sch 21 para 5(2)(e)"),
    read("JE", "Jersey", Scope::All, "DPA 2018 Sch 21 para 5(2)(f)"),
    read("JP", "Japan", Scope::UnderItsAct, "DPA 2018 Sch 21 para 5(2)(m)")
        .since(Day::literal(2019, 1, 23)),
    told("KR", "Republic of Korea", Scope::All, "SI 2022/1213").since(Day::literal(2022, 12, 19)),
    read("NZ", "New Zealand", Scope::All, "DPA 2018 Sch 21 para 5(2)(k)"),
    told("US", "United States", Scope::CertifiedRecipients, "SI 2023/1028")
        .since(Day::literal(2023, 10, 12)),
    read("UY", "Uruguay", Scope::All, "DPA 2018 Sch 21 para 5(2)(j)"),
];

/// The approval of a country on this day.
///
/// # Example: a list has days
/// ```
/// use caldicott_model::law::transfer::{Country, Scope, approval};
/// use caldicott_model::Day;
/// let scope = |code, day| Country::new(code).ok().and_then(|c| approval(c, day)).map(|a| a.scope);
/// assert_eq!(scope("FR", Day::literal(2021, 1, 1)), Some(Scope::All));
/// assert_eq!(scope("US", Day::literal(2023, 10, 11)), None);
/// assert_eq!(scope("US", Day::literal(2023, 10, 12)), Some(Scope::CertifiedRecipients));
/// ```
#[must_use]
pub fn approval(country: Country, day: Day) -> Option<Approval> {
    let eea = EEA_STATES
        .into_iter()
        .find(|code| country.is(code))
        .map(|code| read(code, "EEA state", Scope::All, "DPA 2018 Sch 21 para 5(1)(a)"));
    let listed = || APPROVED.into_iter().find(|approval| country.is(approval.code));
    eea.or_else(listed).filter(|approval| approval.stands(day))
}

/// Whether the country was inside the border that counted on this day (TR-14).
pub(super) fn is_inside(country: Country, day: Day) -> bool {
    let in_the_union = || EEA_STATES.into_iter().any(|code| country.is(code)) || country.is("GI");
    country == Country::UNITED_KINGDOM || (day <= UK_GDPR && in_the_union())
}

const fn read(
    code: &'static str,
    name: &'static str,
    scope: Scope,
    provenance: &'static str,
) -> Approval {
    let confidence = Confidence::Verified;
    Approval { code, name, scope, from: GDPR_APPLIES, until: None, provenance, confidence }
}

const fn told(
    code: &'static str,
    name: &'static str,
    scope: Scope,
    provenance: &'static str,
) -> Approval {
    Approval { confidence: Confidence::Secondary, ..read(code, name, scope, provenance) }
}

impl Approval {
    /// Whether it stands on this day.
    #[must_use]
    pub fn stands(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    const fn since(self, from: Day) -> Self {
        Self { from, ..self }
    }
}
