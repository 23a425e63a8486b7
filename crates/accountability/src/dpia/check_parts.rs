//! What is wrong with the rest of an assessment: its parts, people, data and sign-off.

use caldicott_calendar::{Day, Rule};
use caldicott_model::law::document::Weight;
use caldicott_model::law::{Severity, Unverified};

use super::check::section;
use super::parts::{Consulted, Dpia, RecipientKind, Signed, Template, TransferEntry};
use crate::finding::{Review, Spot, wrong};
use crate::rules;

/// Whether every part is there (DP-05, I-004, I-026, I-027).
pub(super) fn whole(dpia: &Dpia, review: &mut Review) {
    let form = match dpia.template {
        Template::SevenSteps => rules::I_004,
        Template::FullAssessment => rules::I_026,
    };
    review.cite(&[rules::I_003, form]);
    // Without its day nobody can tell by which law it was written, nor when it is due again.
    section(dpia.written.is_some(), "written", rules::DP_18, "the day it bears", review);
    let says_why =
        dpia.need.as_ref().is_some_and(|need| need.says.is_some() || !need.criteria.is_empty());
    if dpia.template == Template::SevenSteps {
        section(says_why, "need", rules::I_005, "why an assessment is needed", review);
    }
    let Some(processing) = &dpia.processing else {
        section(false, "processing", rules::DP_05, "what is done with which data and why", review);
        return;
    };
    let told = processing.nature.is_some() || processing.scope.is_some();
    section(told, "processing.nature", rules::DP_05, "how data is gathered, used and kept", review);
    let purposes = !processing.purposes.is_empty();
    section(purposes, "processing.purposes", rules::DP_05, "what the processing is for", review);
    let data = !processing.categories.is_empty();
    section(data, "processing.categories", rules::DP_05, "the kinds of data", review);
    let subjects = !processing.subjects.is_empty();
    section(subjects, "processing.subjects", rules::DP_05, "whom the data is about", review);
    let unanswered = dpia.unanswered();
    let rule = match dpia.template {
        Template::SevenSteps => rules::DP_05,
        Template::FullAssessment => rules::I_027,
    };
    for key in &unanswered {
        section(false, &format!("necessity.{key}"), rule, "an answer to the question", review);
    }
    if let Some(before) = &processing.reused_from {
        review.cite(&[rules::LB_21]);
        let told = dpia.necessity.iter().any(|(key, _)| *key == "reuse");
        let spot = processing.spot.below("reused-from");
        review.weigh(told, Weight::Fault, rules::K_011, &spot, || {
            let says = format!("data gathered for `{before}` is used for something else");
            wrong(says, "how people are told of the new purpose")
        });
    }
    if let Some(need) = &dpia.need {
        for rule in super::screen(&need.criteria).rules() {
            review.cite(&[*rule]);
        }
    }
    section(
        !dpia.retention.is_empty(),
        "retention",
        rules::D_014,
        "how long each thing is kept",
        review,
    );
    for (spot, what, period) in &dpia.retention {
        review.require(period.is_some(), rules::D_014, spot, || {
            wrong(format!("no period for `{what}`"), "an actual period")
        });
    }
    for reference in &dpia.references {
        let rule = if reference.diagram { rules::H_034 } else { rules::H_037 };
        review.require(reference.supplied, rule, &reference.spot, || {
            wrong(format!("`{}` is referred to and not there", reference.to), "the thing itself")
        });
    }
    for (spot, within, of) in &dpia.time_limits {
        review.require(of.is_some(), rules::H_034, spot, || {
            wrong(format!("nothing says what happens within `{within}`"), "the step it limits")
        });
    }
    full(dpia, review);
}

/// What only a full assessment asks.
fn full(dpia: &Dpia, review: &mut Review) {
    if let Some(entry) = &dpia.screening {
        review.weigh(entry.high_risk, Weight::Hint, rules::I_024, &entry.spot, || {
            wrong("the screening found no high risk", "the screening alone, kept on file")
        });
        review.weigh(entry.advised != Some(false), Weight::Hint, rules::I_024, &entry.spot, || {
            wrong("the officer advised no full assessment", "the screening alone, kept on file")
        });
    }
    if dpia.template != Template::FullAssessment {
        return;
    }
    section(dpia.project.is_some(), "project", rules::I_026, "the facts of the project", review);
    if let Some(project) = &dpia.project {
        let facts = [
            ("sponsor", project.sponsor.is_some()),
            ("manager", project.manager.is_some()),
            ("start", project.start.is_some()),
            ("go-live", project.go_live.is_some()),
            ("description", project.description.is_some()),
        ];
        for (key, there) in facts {
            review.weigh(there, Weight::Hint, rules::I_026, &project.spot.below(key), || {
                wrong(format!("the project's `{key}` is blank"), "its entry")
            });
        }
    }
    section(
        dpia.security.is_some(),
        "security",
        rules::E_020,
        "the clearance and its comments",
        review,
    );
    if let Some(security) = &dpia.security {
        review.cite(&[rules::E_020]);
        let right = !security.cleared || security.comments.is_some();
        review.require(right, rules::E_024, &security.spot, || {
            wrong("cleared, and nothing says on what", "the comments, before it counts as cleared")
        });
        review.weigh(security.cleared, Weight::Warning, rules::E_020, &security.spot, || {
            wrong("security is not cleared", "the clearance of whoever answers for security")
        });
    }
}

/// Officer, third parties, consultation (DP-04, DP-16, DP-17).
pub(super) fn people(dpia: &Dpia, review: &mut Review) {
    section(dpia.officer.is_some(), "officer", rules::I_003, "who the officer is", review);
    if let Some(officer) = &dpia.officer {
        review.require(officer.also.is_none(), rules::DP_17, &officer.spot, || {
            let also = officer.also.as_deref().unwrap_or_default();
            wrong(
                format!("the officer is also `{also}`"),
                "an officer who decides nothing about the data",
            )
        });
    }
    if let Some(project) = &dpia.project {
        let none = project.no_third_parties == Some(true);
        review.cite(&[rules::B_066]);
        let spot = project.spot.below("third-parties");
        review.require(!none || dpia.recipients.is_empty(), rules::DP_16, &spot, || {
            let names: Vec<_> = dpia.recipients.iter().map(|one| one.name.as_str()).collect();
            wrong(
                "third parties are `none` and some are listed",
                format!("`{}`", names.join("`, `")),
            )
        });
    }
    for recipient in &dpia.recipients {
        let (rule, weight, instead) = match recipient.kind {
            RecipientKind::Processor => (rules::B_059, Weight::Fault, "a processing agreement"),
            RecipientKind::ThirdParty => (rules::CN_11, Weight::Warning, "a sharing agreement"),
        };
        review.cite(&[rules::B_064]);
        review.weigh(recipient.agreement.is_some(), weight, rule, &recipient.spot, || {
            wrong(format!("nothing binds `{}`", recipient.name), instead)
        });
    }
    let Some(consultation) = &dpia.consultation else {
        section(false, "consultation", rules::DP_04, "who was heard, or why nobody", review);
        return;
    };
    review.cite(match dpia.template {
        Template::SevenSteps => &[rules::I_023],
        Template::FullAssessment => &[rules::I_039, rules::I_044],
    });
    let spot = &consultation.spot;
    match consultation.people {
        Consulted::Heard | Consulted::Represented | Consulted::Planned => {
            review.cite(&[rules::DP_04]);
        }
        Consulted::NotAppropriate => {
            review.require(consultation.reason.is_some(), rules::DP_04, spot, || {
                wrong("hearing people is called not appropriate, without a reason", "the reason")
            });
        }
        Consulted::NotHeard => review.require(false, rules::DP_04, spot, || {
            wrong("nobody concerned was heard", "their views, or why that is not appropriate")
        }),
    }
}

/// Grounds, transfers, the border.
pub(super) fn data(dpia: &Dpia, day: Day, review: &mut Review) {
    if let Some((spot, right)) = &dpia.border {
        review.require(*right, rules::TR_14, spot, || {
            wrong(
                "question and answer are about different borders",
                "the border of the United Kingdom",
            )
        });
    }
    for transfer in &dpia.transfers {
        transfers(transfer, day, review);
    }
    section(
        !dpia.activities.is_empty(),
        "activity",
        rules::K_002,
        "each activity with its ground",
        review,
    );
    for activity in &dpia.activities {
        let Some(ground) = &activity.ground else {
            review.require(false, rules::K_002, &activity.spot, || {
                wrong(format!("`{}` has no lawful basis", activity.name), "a basis of Art 6")
            });
            continue;
        };
        ground_findings(ground, day, &activity.name, &activity.spot, review);
    }
}

/// What is wrong with a ground, as findings of a place.
pub(crate) fn ground_findings(
    ground: &caldicott_model::law::ProcessingGround,
    day: Day,
    name: &str,
    spot: &Spot,
    review: &mut Review,
) {
    let findings = ground.check(day);
    for rule in findings.rules() {
        review.cite(&[*rule]);
    }
    for found in findings.all() {
        let weight = match found.severity() {
            Severity::Fault => Weight::Fault,
            Severity::Warning => Weight::Warning,
        };
        review.weigh(false, weight, found.rule(), spot, || {
            wrong(format!("`{name}`: {}", found.kind()), found.rule().says())
        });
    }
}

fn transfers(transfer: &TransferEntry, day: Day, review: &mut Review) {
    transfer_findings(&transfer.ways, transfer.recipient.as_deref(), day, &transfer.spot, review);
}

/// What stands against a transfer by each of the ways that are named for it; nothing where one is open.
pub(crate) fn transfer_findings(
    ways: &[caldicott_model::law::transfer::Transfer],
    recipient: Option<&str>,
    day: Day,
    spot: &Spot,
    review: &mut Review,
) {
    use caldicott_model::law::transfer::Standing;
    let outcomes: Vec<_> = ways.iter().map(|way| way.check(day)).collect();
    for outcome in &outcomes {
        for rule in outcome.rules() {
            review.cite(&[*rule]);
        }
        for note in outcome.notes() {
            review.note(spot, *note);
        }
    }
    if outcomes.iter().any(caldicott_model::law::transfer::Outcome::is_permitted) {
        return;
    }
    let recipient = recipient.unwrap_or("the recipient");
    for outcome in &outcomes {
        for fault in outcome.faults() {
            // However well the rule is known: what may not be sent is not sent on a guess.
            review.weigh(false, Weight::Fault, fault.rule(), spot, || {
                wrong(format!("transfer to `{recipient}`: {}", fault.kind()), fault.rule().says())
            });
        }
        if outcome.standing() == Standing::Unconfirmed {
            review.note(spot, Unverified::TR_11);
            review.weigh(false, Weight::Warning, rules::TR_01, spot, || {
                let says = format!("transfer to `{recipient}`: what it rests on may have ended");
                wrong(says, "somebody looks before anything is sent")
            });
        }
    }
}

/// Step 7, and the advice of the officer (DP-04, DP-18, I-016 to I-020).
pub(super) fn sign_off(dpia: &Dpia, review: &mut Review) {
    let entry = &dpia.sign_off;
    let steps = dpia.template == Template::SevenSteps;
    review.cite(match dpia.template {
        Template::SevenSteps => &[rules::I_016, rules::I_021, rules::I_022],
        Template::FullAssessment => &[rules::I_016, rules::I_025, rules::I_041],
    });
    let blank = |key: &str, there: bool, weight: Weight, rule: Rule, review: &mut Review| {
        review.weigh(there, weight, rule, &entry.spot.below(key), || {
            wrong(format!("`{key}` is blank"), "its entry, before the assessment is signed")
        });
    };
    // The officer's advice is the law's own demand: both templates have a place for it.
    blank("advice", entry.advice.is_some(), Weight::Fault, rules::DP_18, review);
    blank("advice.summary", entry.advice_summary.is_some(), Weight::Fault, rules::DP_18, review);
    if steps {
        let (measures, residual) = (entry.measures.is_some(), entry.residual.is_some());
        blank("measures-approved", measures, Weight::Fault, rules::DP_18, review);
        blank("residual-risks-approved", residual, Weight::Fault, rules::DP_18, review);
        blank("advice-answered", entry.answer.is_some(), Weight::Fault, rules::DP_18, review);
        let comments = entry.advice_comments.is_some();
        blank("advice.comments", comments, Weight::Warning, rules::DP_18, review);
        let consultation = entry.consultation.is_some();
        blank("consultation-reviewed", consultation, Weight::Fault, rules::DP_18, review);
        let comments = entry.consultation_comments.is_some();
        let key = "consultation-reviewed.comments";
        blank(key, comments, Weight::Warning, rules::DP_18, review);
        blank("kept-under-review", entry.review.is_some(), Weight::Fault, rules::I_020, review);
    }
    if let Some(answer) = &entry.answer {
        let met = !answer.overruled || answer.reasons.is_some();
        review.weigh(met, Weight::Fault, rules::I_018, &answer.spot, || {
            wrong("the officer's advice is overruled without reasons", "the reasons")
        });
    }
    if entry.departs == Some(true) {
        let spot = entry.spot.below("consultation-reviewed");
        review.weigh(entry.departs_because.is_some(), Weight::Fault, rules::I_019, &spot, || {
            wrong("the decision departs from people's views without reasons", "the reasons")
        });
    }
    let on = |signed: &Option<Signed>| signed.as_ref().and_then(|signed| signed.on);
    if let Some((advised, approved)) =
        on(&entry.advice).zip(on(&entry.measures).or(on(&entry.residual)))
    {
        let spot = entry.spot.below("advice");
        review.weigh(advised <= approved, Weight::Warning, rules::DP_04, &spot, || {
            wrong("the officer was asked after the approval", "advice first, approval after")
        });
    }
    if dpia.remains_high() {
        review.cite(&[rules::DP_06]);
        let spot = Spot::named("regulator");
        review.weigh(dpia.regulator.is_some(), Weight::Fault, rules::I_017, &spot, || {
            wrong("a high risk remains and the regulator was not asked", "ask before going ahead")
        });
    }
}
