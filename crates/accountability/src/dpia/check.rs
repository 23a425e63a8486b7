//! What is wrong with the risks of an assessment, and whether anything is missing.

use caldicott_calendar::{Day, Rule};
use caldicott_model::law::document::Weight;

use super::parts::{Dpia, Effect, Level, Risk, Template};
use super::{check_parts, read};
use crate::finding::{Review, Spot, wrong};
use crate::grid::Asks;
use crate::rules;

impl Dpia {
    /// Everything that is wrong with the assessment under the law of this day.
    ///
    /// A fault stands against it, a warning puts something in doubt, a hint says what is better. A low
    /// risk without a measure is in order, a higher one is not.
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        review.cite(&[rules::DP_01, rules::DP_05, rules::I_001]);
        check_parts::whole(self, &mut review);
        check_parts::people(self, &mut review);
        check_parts::data(self, day, &mut review);
        self.risks(&mut review);
        self.overall(&mut review);
        check_parts::sign_off(self, &mut review);
        review
    }

    fn risks(&self, review: &mut Review) {
        review.cite(self.grid.rules());
        if self.template == Template::FullAssessment {
            review.cite(&[rules::I_037]);
        }
        review.weigh(
            !self.risks.is_empty(),
            Weight::Fault,
            rules::DP_05,
            &Spot::named("risk"),
            || wrong("no risk to people is assessed", "each risk with its level before and after"),
        );
        for risk in &self.risks {
            for level in [&risk.before, &risk.after].into_iter().flatten() {
                self.printed(level, review);
            }
            self.measures(risk, review);
            self.residual(risk, review);
        }
    }

    /// Whether score and band are those of the grid (DP-09 to DP-13).
    fn printed(&self, level: &Level, review: &mut Review) {
        let grid = &self.grid;
        let cell = self.cell(level);
        let (right, scored) = (
            level.impact.zip(level.likelihood).and_then(|(i, l)| grid.score(i, l)),
            grid.has_scores(),
        );
        if let Some(score) = level.score {
            match right {
                Some(right) => review.require(score == right, rules::DP_09, &level.spot, || {
                    wrong(
                        format!("score `{score}` is not impact times likelihood"),
                        right.to_string(),
                    )
                }),
                None => review.require(
                    scored && grid.band_of_score(score).is_some(),
                    rules::DP_10,
                    &level.spot,
                    || {
                        wrong(
                            format!("no cell of the grid has the score `{score}`"),
                            "a score of the grid",
                        )
                    },
                ),
            }
        }
        let counted = cell.and_then(crate::grid::Cell::exactly).or_else(|| {
            let score = if right.is_some() { right } else { level.score };
            score.and_then(|score| grid.band_of_score(score))
        });
        let name = |band: usize| grid.band(band).map_or("", |band| band.name()).to_owned();
        let Some(printed) = &level.band else {
            review.weigh(false, Weight::Warning, rules::DP_18, &level.spot, || {
                let band = counted.map_or_else(|| "the band of the grid".to_owned(), name);
                wrong("the level has no band", band)
            });
            return;
        };
        let Some(band) = grid.band_named(printed) else {
            review.require(false, rules::DP_12, &level.spot, || {
                let right = counted.map_or_else(|| "a band of the grid".to_owned(), name);
                wrong(format!("`{printed}` is no band of the grid"), right)
            });
            return;
        };
        review.cite(&[rules::DP_12]);
        let fits = match (cell, counted) {
            (Some(cell), _) => cell.may_be(band),
            (None, Some(counted)) => counted == band,
            (None, None) => true,
        };
        let rule = if scored { rules::DP_11 } else { rules::I_009 };
        review.require(fits, rule, &level.spot, || {
            let right = counted.or(cell.map(crate::grid::Cell::worst)).map(name);
            let says = format!("`{printed}` is not the band of the level");
            wrong(says, right.unwrap_or_else(|| "the band of the grid".to_owned()))
        });
        if scored {
            review.weigh(level.score.is_some(), Weight::Warning, rules::DP_13, &level.spot, || {
                let right = right.map_or_else(|| "the score".to_owned(), |right| right.to_string());
                wrong("a band without its score", right)
            });
        }
    }

    /// Whether what a band asks for is done (I-015, I-033 to I-036).
    fn measures(&self, risk: &Risk, review: &mut Review) {
        let Some(before) = risk.before.as_ref() else {
            review.require(false, rules::I_006, &risk.spot, || {
                let says = format!("risk {} has no level before its measures", risk.number);
                wrong(says, "impact and likelihood as things stand")
            });
            return;
        };
        let Some(asks) = self.worst(before).and_then(|band| self.grid.band(band)) else { return };
        let asks = asks.asks();
        if risk.accepted.is_some() {
            review.cite(&[rules::H_033]);
        }
        let measured = risk.measures.iter().any(|measure| measure.effect != Effect::Accepted);
        let accepted = risk.accepted.is_some()
            || risk.measures.iter().any(|measure| measure.effect == Effect::Accepted);
        let (met, rule, weight, instead) = match asks {
            Asks::Accept => (true, rules::I_033, Weight::Fault, ""),
            Asks::Consider => (
                measured || accepted,
                rules::I_034,
                Weight::Warning,
                "a measure, or why the risk is acceptable",
            ),
            Asks::Reduce => (
                measured || accepted,
                if self.grid.has_scores() { rules::I_035 } else { rules::I_015 },
                Weight::Fault,
                "a measure, or why one is out of proportion",
            ),
            Asks::Stop => (
                measured,
                if self.grid.has_scores() { rules::I_036 } else { rules::I_015 },
                Weight::Fault,
                "a measure at once",
            ),
        };
        review.weigh(met, weight, rule, &risk.spot, || {
            wrong(format!("risk {} has no measure", risk.number), instead)
        });
        for measure in &risk.measures {
            review.weigh(
                measure.approved != Some(false),
                Weight::Warning,
                rules::I_014,
                &measure.spot,
                || {
                    wrong(
                        "the measure is not approved",
                        "an approved measure, or another level after",
                    )
                },
            );
        }
    }

    /// Whether what remains follows from the measures (I-014).
    fn residual(&self, risk: &Risk, review: &mut Review) {
        let changes = risk.measures.iter().any(|measure| measure.effect != Effect::Accepted);
        review.weigh(
            !changes || risk.after.is_some(),
            Weight::Fault,
            rules::I_014,
            &risk.spot,
            || {
                let says = format!("what remains of risk {} is not stated", risk.number);
                wrong(says, "the level after the measures")
            },
        );
        let worst = |level: &Option<Level>| level.as_ref().and_then(|level| self.worst(level));
        let (Some(before), Some(after)) = (worst(&risk.before), worst(&risk.after)) else { return };
        let after_spot = risk.after.as_ref().map_or(&risk.spot, |after| &after.spot);
        review.weigh(after <= before, Weight::Fault, rules::I_014, after_spot, || {
            let says = format!("more remains of risk {} than there was", risk.number);
            wrong(says, "measures that do not raise the risk")
        });
        review.weigh(after >= before || changes, Weight::Fault, rules::I_014, after_spot, || {
            wrong(format!("risk {} falls without a measure", risk.number), "what makes it fall")
        });
        let eliminated = risk.measures.iter().any(|measure| measure.effect == Effect::Eliminated);
        review.weigh(!eliminated || after == 0, Weight::Warning, rules::I_014, after_spot, || {
            let says = format!("risk {} is called eliminated and some of it remains", risk.number);
            wrong(says, "the lowest band, or `reduced`")
        });
    }

    /// Whether the whole is rated below what remains (DP-14).
    fn overall(&self, review: &mut Review) {
        let worst = self.worst_remaining();
        let Some((spot, printed, reason)) = &self.overall else {
            let needed = self.template == Template::FullAssessment;
            let spot = Spot::named("overall-risk");
            review.weigh(!needed, Weight::Fault, rules::I_038, &spot, || {
                wrong("the whole is not rated", "a band for the whole")
            });
            return;
        };
        review.cite(&[rules::I_038]);
        let Some(rated) = self.grid.band_named(printed) else {
            review.require(false, rules::DP_12, spot, || {
                wrong(format!("`{printed}` is no band of the grid"), "a band of the grid")
            });
            return;
        };
        let Some(worst) = worst else { return };
        review.require(rated >= worst || reason.is_some(), rules::DP_14, spot, || {
            let name = |band| self.grid.band(band).map_or("", |band| band.name());
            let says =
                format!("the whole is `{}` and a risk remains `{}`", name(rated), name(worst));
            wrong(says, format!("`{}`, or the reason why less", name(worst)))
        });
    }

    fn cell(&self, level: &Level) -> Option<crate::grid::Cell> {
        self.grid.cell(level.impact?, level.likelihood?)
    }

    /// The band of a level: by the grid where it is sure, as printed where the grid allows it, else the
    /// worst it may be.
    pub(super) fn worst(&self, level: &Level) -> Option<usize> {
        let printed = level.band.as_deref().and_then(|band| self.grid.band_named(band));
        if let Some(cell) = self.cell(level) {
            let fits = printed.filter(|band| cell.may_be(*band));
            return Some(cell.exactly().or(fits).unwrap_or_else(|| cell.worst()));
        }
        level.score.and_then(|score| self.grid.band_of_score(score)).or(printed)
    }

    /// What remains of a risk: after its measures, or as it was where nothing is done.
    pub(super) fn remaining(&self, risk: &Risk) -> Option<usize> {
        self.worst(risk.after.as_ref().or(risk.before.as_ref())?)
    }

    /// The worst band that remains of any risk.
    #[must_use]
    pub fn worst_remaining(&self) -> Option<usize> {
        self.risks.iter().filter_map(|risk| self.remaining(risk)).max()
    }

    /// Whether a high risk remains, or the whole is rated so: the regulator is asked first (DP-06, I-017).
    #[must_use]
    pub fn remains_high(&self) -> bool {
        let overall = self.overall.as_ref().and_then(|(_, band, _)| self.grid.band_named(band));
        let worst = self.worst_remaining().max(overall);
        worst.and_then(|band| self.grid.band(band)).is_some_and(|band| band.asks() == Asks::Stop)
    }

    /// The questions of necessity that are not answered.
    pub(super) fn unanswered(&self) -> Vec<&'static str> {
        let asked: &[&str] = match self.template {
            Template::SevenSteps => {
                &["achieves-purpose", "data-quality", "informing-people", "processors"]
            }
            Template::FullAssessment => &["minimisation", "data-quality"],
        };
        let answered = |key: &str| self.necessity.iter().any(|(known, _)| *known == key);
        let questions = read::NECESSITY.iter().filter(|(key, _)| asked.contains(key));
        questions.filter(|(key, _)| !answered(key)).map(|(key, _)| *key).collect()
    }
}

/// A section that the template has and the assessment has not.
pub(super) fn section(there: bool, key: &str, rule: Rule, instead: &str, review: &mut Review) {
    review.weigh(there, Weight::Fault, rule, &Spot::named(key), || {
        wrong(format!("`{key}` is missing"), instead)
    });
}
