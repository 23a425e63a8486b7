//! Risks as a document prints them, against the five-by-five table (DP-09 to DP-14).

use super::parts::{Document, Said};
use crate::law::rules;
use crate::review::{Review, Spot, Weight};

/// One risk of an assessment.
#[derive(Clone, Debug)]
pub(super) struct Risk {
    pub(super) number: i64,
    pub(super) spot: Spot,
    pub(super) measures: Option<bool>,
    pub(super) before: Option<Said<Level>>,
    pub(super) after: Option<Said<Level>>,
}

/// A level as printed: the two sides of the table, the score, the band.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub(super) impact: Option<u8>,
    pub(super) likelihood: Option<u8>,
    pub(super) score: Option<u8>,
    pub(super) band: Option<String>,
}

/// The bands of the table (DP-10).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Band {
    Low,
    Moderate,
    MediumHigh,
    High,
}

/// Impact by the names of the table.
pub(super) const IMPACT: [(&str, u8); 5] =
    [("negligible", 1), ("minor", 2), ("moderate", 3), ("major", 4), ("catastrophic", 5)];
/// Likelihood by the names of the table.
pub(super) const LIKELIHOOD: [(&str, u8); 5] =
    [("rare", 1), ("unlikely", 2), ("possible", 3), ("likely", 4), ("almost-certain", 5)];

pub(super) fn check(document: &Document, review: &mut Review) {
    for risk in &document.risks {
        if let Some(measures) = risk.measures {
            review.require(measures, rules::I_045, &risk.spot, || {
                let says = format!("risk {} has no measure", risk.number);
                (says, "a measure, or the words that it is accepted, for every risk".to_owned())
            });
        }
        for level in [&risk.before, &risk.after].into_iter().flatten() {
            printed(level, review);
        }
    }
    overall(document, review);
}

/// Whether score and band are those of the table.
fn printed(level: &Said<Level>, review: &mut Review) {
    let Level { impact, likelihood, score, band } = &level.what;
    let product =
        impact.zip(*likelihood).map(|(impact, likelihood)| impact.saturating_mul(likelihood));
    if let Some((score, product)) = score.zip(product) {
        review.require(score == product, rules::DP_09, &level.spot, || {
            (format!("score `{score}` is not impact times likelihood"), format!("{product}"))
        });
    }
    let Some(name) = band else { return };
    let Some(band) = Band::named(name) else {
        let right = product.or(*score).and_then(Band::of);
        review.require(false, rules::DP_12, &level.spot, || {
            let right = right.map_or("a band of the table", Band::name);
            (format!("`{name}` is no band of the table"), right.to_owned())
        });
        return;
    };
    review.cite(&[rules::DP_12]);
    // The band of a wrong score is judged by what the score should have been, and found once.
    if let Some(right) = product.or(*score).and_then(Band::of) {
        review.require(band == right, rules::DP_11, &level.spot, || {
            (format!("`{name}` is not the band of the score"), right.name().to_owned())
        });
    }
    review.weigh(score.is_some(), Weight::Warning, rules::DP_13, &level.spot, || {
        let right = product.map_or_else(|| "the score".to_owned(), |product| product.to_string());
        ("a band without its score".to_owned(), right)
    });
}

/// Whether the whole is rated below what remains.
fn overall(document: &Document, review: &mut Review) {
    let Some(overall) = &document.overall else { return };
    let Some(rated) = Band::named(&overall.what.band) else {
        let name = &overall.what.band;
        review.require(false, rules::DP_12, &overall.spot, || {
            (format!("`{name}` is no band of the table"), "a band of the table".to_owned())
        });
        return;
    };
    let worst = document.risks.iter().filter_map(|risk| remaining(risk.after.as_ref()?)).max();
    let Some(worst) = worst else { return };
    review.require(rated >= worst || overall.what.has_reason, rules::DP_14, &overall.spot, || {
        let says = format!("the whole is `{}` and a risk remains `{}`", rated.name(), worst.name());
        (says, format!("`{}`, or the reason why less", worst.name()))
    });
}

/// The band that remains: by the table where it can be counted, else as printed.
fn remaining(level: &Said<Level>) -> Option<Band> {
    let Level { impact, likelihood, score, band } = &level.what;
    let product =
        impact.zip(*likelihood).map(|(impact, likelihood)| impact.saturating_mul(likelihood));
    let counted = product.or(*score).and_then(Band::of);
    counted.or_else(|| band.as_deref().and_then(Band::named))
}

impl Band {
    /// The band of a score that two sides of 1 to 5 can have (DP-10).
    const fn of(score: u8) -> Option<Self> {
        match score {
            1..=3 => Some(Self::Low),
            4..=6 => Some(Self::Moderate),
            8..=12 => Some(Self::MediumHigh),
            15..=25 => Some(Self::High),
            _ => None,
        }
    }

    fn named(printed: &str) -> Option<Self> {
        let plain = printed.to_lowercase().replace(['/', '-'], " ");
        match plain.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["low"] => Some(Self::Low),
            ["moderate"] => Some(Self::Moderate),
            ["medium", "high"] => Some(Self::MediumHigh),
            ["high"] => Some(Self::High),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::MediumHigh => "medium/high",
            Self::High => "high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Band, IMPACT, LIKELIHOOD};

    #[test]
    fn every_score_that_can_be_reached_has_a_band_and_bands_never_fall() {
        for (_, impact) in IMPACT {
            for (_, likelihood) in LIKELIHOOD {
                let band = Band::of(impact * likelihood).expect("a band");
                assert_eq!(Band::named(band.name()), Some(band));
                if impact < 5 {
                    assert!(Band::of((impact + 1) * likelihood).expect("a band") >= band);
                }
                if likelihood < 5 {
                    assert!(Band::of(impact * (likelihood + 1)).expect("a band") >= band);
                }
            }
        }
        assert_eq!([0, 7, 13, 14, 26].map(Band::of), [None; 5]);
        assert_eq!(["medium", "medium low", ""].map(Band::named), [None; 3]);
        assert_eq!(Band::named("Medium High"), Some(Band::MediumHigh));
    }
}
