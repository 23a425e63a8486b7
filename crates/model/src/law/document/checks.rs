//! The checks, in the order in which a document is usually written.

use super::parts::{
    Activity, Behaviour, Border, CapacityClaim, Document, Entry, FeeGround, Listed, Matter,
    OffenceData, ReferenceKind, Said, Trigger,
};
use super::read::PRINCIPLES;
use super::risk;
use crate::law::{
    Article9Condition, LawfulBasis, Paragraph, ProcessingGround, Reading, Severity, Unverified,
    lint, rules,
};
use crate::review::{Review, Spot, Weight};
use crate::{Category, CategorySet, Day, Rule};

pub(super) fn check(document: &Document, day: Day) -> Review {
    let mut review = Review::default();
    sections(document, &mut review);
    words(document, day, &mut review);
    for activity in &document.activities {
        self::activity(activity, day, &mut review);
    }
    categories(document, &mut review);
    principles(document, &mut review);
    access(document, &mut review);
    third_parties(document, &mut review);
    transfers(document, day, &mut review);
    retention(document, &mut review);
    completeness(document, &mut review);
    people(document, &mut review);
    risk::check(document, &mut review);
    review
}

fn wrong(says: impl Into<String>, instead: impl Into<String>) -> (String, String) {
    (says.into(), instead.into())
}

fn sections(document: &Document, review: &mut Review) {
    for (place, section) in document.sections.iter().enumerate() {
        let first = document.sections.iter().position(|other| other.what == section.what);
        review.require(first == Some(place), rules::SE_13, &section.spot, || {
            let letter = &section.what;
            wrong(format!("a second section `{letter}`"), format!("`{letter}1` and `{letter}2`"))
        });
    }
}

/// Words and names of laws as they are printed.
fn words(document: &Document, day: Day, review: &mut Review) {
    for term in &document.terms {
        printed(term, day, review);
    }
    for law in &document.laws {
        printed(&law.printed, day, review);
        let (instead, misattributed) = match law.cited_for {
            Some(Matter::Anonymisation) => ("UK GDPR recital 26 and Art 4", true),
            Some(Matter::PolicePowers) => ("Police and Criminal Evidence Act 1984", true),
            Some(Matter::Other) | None => ("", false),
        };
        let of_2018 = law.printed.what.to_lowercase().contains("data protection act 2018");
        review.require(!(misattributed && of_2018), rules::SE_07, &law.printed.spot, || {
            wrong("the Act of 2018 says nothing of this", instead)
        });
    }
}

fn printed(term: &Said<String>, day: Day, review: &mut Review) {
    for note in lint(&term.what) {
        let written = term.what.get(note.at.clone()).unwrap_or_default();
        review.require(false, note.rule, &term.spot, || wrong(format!("`{written}`"), note.meant));
    }
    let plain = term.what.to_lowercase();
    if rules::SE_16.in_force(day) {
        review.require(!names_the_eu_law(&plain), rules::SE_16, &term.spot, || {
            wrong("the law is named as it was before 2021", "UK GDPR")
        });
    }
    if plain.contains("department of social security") {
        review.note(&term.spot, Unverified::SE_10);
    }
}

/// Whether it says `GDPR`, or its long name, for the law of the United Kingdom.
fn names_the_eu_law(plain: &str) -> bool {
    let long = "general data protection regulation";
    let names = |name: &str| {
        plain.match_indices(name).any(|(at, _)| {
            let before = plain.get(..at).unwrap_or_default().trim_end_matches([' ', '(', '-']);
            let qualified = ["uk", "united kingdom", "eu"].iter().any(|word| {
                before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
            });
            // `General Data Protection Regulation (GDPR)` is one name, judged by its long form.
            !qualified && !before.ends_with(long)
        })
    };
    names("gdpr") || names(long)
}

fn activity(activity: &Activity, day: Day, review: &mut Review) {
    for citation in &activity.cited {
        // A citation is a place in a text and may also be one citation by itself, such as `9(c)`.
        let notes = lint(&citation.what);
        let reading = Reading::parse(&citation.what).ok();
        if let (true, Some(reading)) = (notes.is_empty(), reading)
            && let Some(rule) = reading.corrected()
        {
            let meant = reading.meant().to_string();
            let says = format!("`{}`", citation.what);
            review.require(false, rule, &citation.spot, || wrong(says, meant));
        }
        printed(citation, day, review);
    }
    let Some(ground) = &activity.ground else { return };
    let findings = ground.check(day);
    for rule in findings.rules() {
        review.cite(&[*rule]);
    }
    for found in findings.all() {
        let weight = match found.severity() {
            Severity::Fault => Weight::Fault,
            Severity::Warning => Weight::Warning,
        };
        review.weigh(false, weight, found.rule(), &activity.spot, || {
            wrong(format!("`{}`: {}", activity.name, found.kind()), found.rule().says())
        });
    }
    hints(activity, ground, day, review);
}

/// What the law now offers, and what a condition does not reach (SE-18).
fn hints(activity: &Activity, ground: &ProcessingGround, day: Day, review: &mut Review) {
    let open = ground.basis() == LawfulBasis::LegitimateInterests
        && !ground.controller().is_authority_in_its_task();
    let offered: Vec<String> = activity
        .discloses_for
        .iter()
        .flatten()
        .map(|condition| LawfulBasis::RecognisedLegitimateInterest(*condition).name().to_owned())
        .collect();
    if open && rules::SE_18.in_force(day) {
        review.weigh(offered.is_empty(), Weight::Hint, rules::SE_18, &activity.spot, || {
            let says = format!("`{}` rests on a balanced interest", activity.name);
            wrong(says, format!("`{}`, Art 6(1)(ea), without balancing", offered.join("` or `")))
        });
    }
    let only_care = ground.condition() == Some(Article9Condition::HealthOrSocialCare)
        && !ground.relied_on().is_empty()
        && ground.relied_on().iter().all(|r| r.paragraph() == Paragraph::HEALTH_OR_SOCIAL_CARE);
    let landlord = activity.purposes.iter().any(|purpose| purpose == "housing-management");
    let data = ground.categories();
    if landlord && (data.has_special() || data.has_criminal()) {
        let rule = Paragraph::HEALTH_OR_SOCIAL_CARE.row().rule();
        review.require(!only_care, rule, &activity.spot, || {
            let says = "health or social care does not cover the management of housing";
            wrong(says, "a condition of its own, such as Sch 1 para 33 for legal claims")
        });
    }
}

/// Whether what is described is filed under what the law calls it (SE-17, SC-08).
fn categories(document: &Document, review: &mut Review) {
    for described in &document.described {
        let filed = described.filed.intersection(CategorySet::SPECIAL.union(CategorySet::CRIMINAL));
        let (right, instead): (bool, &str) = match described.what {
            Behaviour::DrugUse => {
                let health = CategorySet::from(Category::Health);
                let may = health.union(CategorySet::CRIMINAL);
                (
                    !filed.is_empty() && may.contains_all(filed),
                    "health, or criminal-offence where an offence is alleged",
                )
            }
            Behaviour::Violence => (filed == CategorySet::CRIMINAL, "criminal-offence"),
            // What somebody hates says nothing special about themselves.
            Behaviour::HateAbuse => (
                CategorySet::CRIMINAL.contains_all(filed),
                "criminal-offence where an offence is alleged, and no special category",
            ),
        };
        review.require(right, rules::SE_17, &described.spot, || {
            let filed = match described.filed {
                CategorySet::SPECIAL => "special".to_owned(),
                filed => filed.to_string(),
            };
            wrong(format!("`{}` is filed as `{filed}`", described.what.name()), instead)
        });
    }
    if let Some(named) = &document.criminal_data {
        let alleged = named.what.contains(&OffenceData::Allegations);
        review.require(alleged, rules::SC_08, &named.spot, || {
            wrong("criminal offence data without allegations", "allegations and proceedings count")
        });
    }
}

fn principles(document: &Document, review: &mut Review) {
    let Some(list) = &document.principles else { return };
    for listed in &list.what {
        let (right, name) = match listed {
            Listed::Principle(_) => (true, ""),
            Listed::None(name) => (false, *name),
        };
        review.require(right, rules::SE_14, &list.spot, || {
            wrong(format!("`{name}` is no principle"), "the six of Art 5(1) and accountability")
        });
    }
    for (name, principle) in PRINCIPLES {
        if let Listed::Principle(_) = principle {
            review.require(list.what.contains(&principle), rules::SE_14, &list.spot, || {
                wrong(format!("`{name}` is missing"), "the six of Art 5(1) and accountability")
            });
        }
    }
}

fn access(document: &Document, review: &mut Review) {
    let access = &document.access;
    if let Some(spot) = &access.in_writing_only {
        review.require(false, rules::SE_08, spot, || {
            wrong("a request for access must be in writing", "a request needs no form")
        });
        review.note(spot, Unverified::RT_11);
    }
    if let Some(barred) = &access.never_shown {
        review.require(false, rules::SE_09, &barred.spot, || {
            let says = format!("what `{}` gave is never shown", barred.what.join("`, `"));
            wrong(says, "each item is tested: third parties, serious harm, the health opinion")
        });
    }
    if let Some(called) = &access.requester {
        let known = document.subjects.contains(&called.what);
        review.require(known, rules::SE_12, &called.spot, || {
            let says = format!("the requester is called `{}`", called.what);
            wrong(says, format!("`{}`", document.subjects.join("` or `")))
        });
    }
    if let Some(fees) = &access.fees {
        let third = fees.what.contains(&FeeGround::Repetitive);
        review.require(!third, rules::RT_10, &fees.spot, || {
            wrong("a fee for what is repetitive", "repetition is an example of excess, no ground")
        });
    }
}

fn third_parties(document: &Document, review: &mut Review) {
    let Some(spot) = &document.no_third_parties else { return };
    review.cite(&[rules::DP_16]);
    review.require(document.recipients.is_empty(), rules::B_066, spot, || {
        let named = document.recipients.join("`, `");
        wrong("the front sheet names no third party", format!("`{named}`"))
    });
}

fn transfers(document: &Document, day: Day, review: &mut Review) {
    if let Some(Said { what: (asked, answered), spot }) = &document.border
        && rules::TR_14.in_force(day)
    {
        review.require(asked == answered, rules::TR_14, spot, || {
            wrong("one border is asked about and another answered", "outside the United Kingdom")
        });
        let foreign = [asked, answered].into_iter().all(|b| *b == Border::EuropeanEconomicArea);
        review.require(!foreign, rules::SE_16, spot, || {
            wrong("transfers are counted from the EEA's border", "outside the United Kingdom")
        });
    }
    for transfer in &document.transfers {
        let outcomes: Vec<_> = transfer.what.iter().map(|way| way.check(day)).collect();
        let enough = outcomes.iter().any(crate::law::transfer::Outcome::is_permitted);
        for outcome in &outcomes {
            for rule in outcome.rules() {
                review.cite(&[*rule]);
            }
            if enough {
                continue;
            }
            for unverified in outcome.notes() {
                review.note(&transfer.spot, *unverified);
            }
            for fault in outcome.faults() {
                review.require(false, fault.rule(), &transfer.spot, || {
                    wrong(fault.kind().to_string(), fault.rule().says())
                });
            }
        }
    }
}

fn retention(document: &Document, review: &mut Review) {
    let Some(retention) = &document.retention else { return };
    let known = retention.what.iter().any(|kept| kept.period.is_some());
    review.require(known, rules::D_014, &retention.spot, || {
        wrong("no period is given for anything that is kept", "a period for each kind of record")
    });
}

/// What is blank, awaited or missing.
fn completeness(document: &Document, review: &mut Review) {
    for Said { what: sign_off, spot } in &document.sign_offs {
        review.cite(&[rules::DP_18]);
        let what = &sign_off.what;
        let rule: Rule = if sign_off.cleared { rules::E_024 } else { rules::I_045 };
        review.require(sign_off.entry == Entry::Made, rule, spot, || {
            let says = match (sign_off.entry, sign_off.cleared) {
                (Entry::Awaited, true) => format!("`{what}` is cleared and its words are awaited"),
                (_, true) => format!("`{what}` is cleared without a word"),
                (Entry::Awaited, false) => format!("`{what}` is awaited"),
                (Entry::Blank | Entry::Made, false) => format!("`{what}` is blank"),
            };
            wrong(says, "the entry, before the document counts as signed")
        });
    }
    for Said { what: reference, spot } in &document.references {
        let rule = match reference.kind {
            ReferenceKind::Diagram => rules::H_034,
            ReferenceKind::Document => rules::H_037,
        };
        review.require(reference.supplied, rule, spot, || {
            wrong(format!("`{}` is referred to and missing", reference.to), "supplied with it")
        });
    }
    for limit in &document.time_limits {
        review.require(limit.what.is_some(), rules::H_034, &limit.spot, || {
            wrong("a time limit that says not of what", "the step that the time limit is for")
        });
    }
}

/// Clocks, officers, capacity and what is said to be outside the law.
fn people(document: &Document, review: &mut Review) {
    if let Some(breach) = &document.breach_from {
        review.require(breach.what == Trigger::Awareness, rules::SE_15, &breach.spot, || {
            wrong("72 hours from discovery", "72 hours from becoming aware")
        });
    }
    if let Some(also) = &document.officer_also {
        review.require(false, rules::DP_17, &also.spot, || {
            let says = format!("the data protection officer is also `{}`", also.what);
            wrong(says, "somebody without another say over the data")
        });
    }
    if let Some(claim) = &document.capacity {
        capacity(claim.what, &claim.spot, review);
    }
    for Said { what: exempted, spot } in &document.exempted {
        review.require(!exempted.wholly, rules::GW_24, spot, || {
            let says = format!("`{}` is said to be outside data protection law", exempted.what);
            wrong(says, "Art 6(1)(c), and exempt only as far as the duty needs")
        });
    }
}

fn capacity(claim: CapacityClaim, spot: &Spot, review: &mut Review) {
    review.require(claim == CapacityClaim::ByDecision, rules::CN_07, spot, || {
        wrong("everybody is said to have capacity", "presumed for each decision, until assessed")
    });
    if claim == CapacityClaim::OfEverybody {
        review.note(spot, Unverified::CN_06);
    }
}

impl Behaviour {
    const fn name(self) -> &'static str {
        match self {
            Self::DrugUse => "drug-use",
            Self::HateAbuse => "hate-abuse",
            Self::Violence => "violence",
        }
    }
}
