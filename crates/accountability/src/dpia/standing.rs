//! Whether what was assessed may go ahead, and when the assessment is due again.

use caldicott_calendar::clock::{Consultation, ConsultationDue};
use caldicott_calendar::{CalendarError, Day, RuleSet, WorkingDays};

use super::parts::{Consulted, Dpia, RegulatorSays};
use crate::finding::Review;
use crate::owed::{Owed, Owes};
use crate::rules;

/// How an assessment stands on a day.
#[expect(clippy::exhaustive_enums, reason = "the host answers each before it goes live")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum DpiaStanding {
    /// Something is missing or wrong: it is not finished.
    Unfinished,
    /// A high risk remains: the regulator is asked before anything begins (DP-06).
    AskRegulator,
    /// The regulator was asked and has until this day.
    AwaitRegulator {
        /// The last day for the answer; past it nothing was forbidden, and nothing allowed either.
        by: Day,
    },
    /// The regulator said no.
    Forbidden,
    /// It may go ahead, and the assessment is due to be looked at again.
    ReviewDue {
        /// Since when.
        since: Day,
    },
    /// It may go ahead.
    Ready,
}

/// Whether to go ahead, everything found, and by which rules.
#[derive(Clone, Debug)]
#[must_use = "processing that may not begin must be held back by somebody"]
pub struct Ready {
    standing: DpiaStanding,
    review: Review,
    rules: RuleSet,
}

impl Ready {
    /// How it stands.
    #[must_use]
    pub const fn standing(&self) -> DpiaStanding {
        self.standing
    }

    /// Whether the processing may begin or go on.
    #[must_use]
    pub const fn may_go_ahead(&self) -> bool {
        matches!(self.standing, DpiaStanding::Ready | DpiaStanding::ReviewDue { .. })
    }

    /// Everything found.
    pub const fn review(&self) -> &Review {
        &self.review
    }

    /// The rules applied.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }
}

impl Dpia {
    /// Whether what was assessed may go ahead on this day.
    ///
    /// # Errors
    /// [`CalendarError`] where the regulator's time to answer cannot be counted.
    pub fn ready<'t>(
        &self,
        day: Day,
        working: impl Into<WorkingDays<'t>>,
    ) -> Result<Ready, CalendarError> {
        let review = self.check(day);
        let mut rules = review.rules().clone();
        rules.cite(rules::DP_04);
        let standing = self.standing(day, working.into(), &review, &mut rules)?;
        Ok(Ready { standing, review, rules })
    }

    fn standing(
        &self,
        day: Day,
        working: WorkingDays<'_>,
        review: &Review,
        rules: &mut RuleSet,
    ) -> Result<DpiaStanding, CalendarError> {
        let answer = self.regulator.as_ref().filter(|it| it.answered.is_some_and(|on| on <= day));
        let says = answer.and_then(|answer| answer.says);
        if says == Some(RegulatorSays::MustNotProceed) {
            rules.cite(rules::DP_06);
            return Ok(DpiaStanding::Forbidden);
        }
        if self.remains_high() && says.is_none() {
            rules.cite(rules::DP_06);
            rules.cite(rules::I_017);
            let Some(asked) = self.regulator.as_ref().filter(|it| it.asked <= day) else {
                return Ok(DpiaStanding::AskRegulator);
            };
            let mut clock = Consultation::received(asked.asked);
            if let Some(extended) = asked.extended {
                clock = clock.extended(extended);
            }
            return Ok(match clock.answer_by(working)? {
                ConsultationDue::By { deadline, .. } => {
                    for rule in deadline.rules() {
                        rules.cite(*rule);
                    }
                    DpiaStanding::AwaitRegulator { by: deadline.day() }
                }
                // No suspension was told to the clock; were there one, nothing could begin.
                ConsultationDue::Suspended { since, .. } => {
                    DpiaStanding::AwaitRegulator { by: since }
                }
            });
        }
        if !review.holds() {
            return Ok(DpiaStanding::Unfinished);
        }
        Ok(match self.review_by() {
            Some(since) if since < day => DpiaStanding::ReviewDue { since },
            Some(_) | None => DpiaStanding::Ready,
        })
    }

    /// The last day to look at the assessment again: its own period after the last time, and at once when
    /// the risk changed since (DP-04). One that bears no day has no
    /// such day: its review is owed at once, and it is not finished.
    #[must_use]
    pub fn review_by(&self) -> Option<Day> {
        let reviewed = self.reviewed.as_ref();
        let last = reviewed.and_then(|it| it.last).or(self.written)?;
        let months = reviewed.map_or(12, |it| it.every_months);
        let regular = last.plus_months(i32::from(months));
        let changed = reviewed.and_then(|it| it.risk_changed).filter(|on| *on > last);
        changed.into_iter().chain(regular).min()
    }
}

impl Owes for Dpia {
    /// Its review, its measures that are not done, and people who are still to be heard.
    fn owes(&self) -> Vec<Owed> {
        let about = self.title.clone();
        let keeper = self.sign_off.review.as_ref().map(|signed| signed.by.as_str());
        let keeper = keeper.unwrap_or("data protection officer");
        let mut owed = vec![
            Owed::new("review the impact assessment", keeper, self.review_by(), rules::DP_04)
                .about(&about),
        ];
        for risk in &self.risks {
            for measure in risk.measures.iter().filter(|measure| measure.done.is_none()) {
                if let Some(by) = measure.by {
                    let who = measure.who.as_deref().unwrap_or("project manager");
                    let what = format!("carry out the measure for risk {}", risk.number);
                    owed.push(Owed::new(what, who, Some(by), rules::I_002).about(&about));
                }
            }
        }
        if self.consultation.as_ref().is_some_and(|it| it.people == Consulted::Planned) {
            let what = "hear the people concerned";
            owed.push(Owed::new(what, "project manager", None, rules::DP_04).about(&about));
        }
        if self.remains_high() && self.regulator.is_none() {
            let what = "ask the regulator before going ahead";
            owed.push(Owed::new(what, "controller", None, rules::DP_06).about(&about));
        }
        owed
    }
}
