//! What the code holds and the assessment does not say.

use caldicott_model::document::Place;
use caldicott_model::law::document::Weight;
use caldicott_model::{CategorySet, FieldTag};

use super::Dpia;
use crate::finding::{Review, Spot, wrong};
use crate::rules;

impl Dpia {
    /// Compares the assessment with the fields that the code declares.
    ///
    /// A field of special category or offence data that the assessment does not speak of is a fault, an
    /// ordinary one a warning. A field that may hold anything, such as free text, is one warning of its
    /// own. What the assessment names and no field holds is a hint.
    pub fn compare(&self, fields: &[FieldTag]) -> Review {
        let mut review = Review::default();
        review.cite(&[rules::DP_05, rules::K_001]);
        let said = self.categories();
        let mut held = CategorySet::NONE;
        let mut anything = false;
        each(fields, "", &mut |path, categories| {
            if categories == CategorySet::EVERY {
                anything = true;
                let spot = Spot::named(path);
                review.weigh(
                    said == CategorySet::EVERY,
                    Weight::Warning,
                    rules::DP_05,
                    &spot,
                    || {
                        let says = format!("`{path}` may hold anything");
                        wrong(says, "what it holds, in the code; or every kind, in the assessment")
                    },
                );
                return;
            }
            held = held.union(categories);
            for category in categories.minus(said).iter() {
                let weight = weight(category.into());
                review.weigh(false, weight, rules::DP_05, &Spot::named(path), || {
                    let says =
                        format!("the code holds `{category}` and the assessment does not say so");
                    wrong(says, format!("`{category}` in the assessment, or no such field"))
                });
            }
        });
        if !anything {
            self.unheld(said.minus(held), &mut review);
        }
        review
    }

    /// The same against a set of categories, where the fields themselves are not at hand.
    pub fn compare_categories(&self, held: CategorySet) -> Review {
        let mut review = Review::default();
        review.cite(&[rules::DP_05]);
        let said = self.categories();
        for category in held.minus(said).iter() {
            let spot = Spot::named("processing.categories");
            review.weigh(false, weight(category.into()), rules::DP_05, &spot, || {
                let says =
                    format!("the code holds `{category}` and the assessment does not say so");
                wrong(says, format!("`{category}` in the assessment, or no such field"))
            });
        }
        self.unheld(said.minus(held), &mut review);
        review
    }

    fn unheld(&self, unheld: CategorySet, review: &mut Review) {
        let at: Option<Place> = self.processing.as_ref().and_then(|it| it.spot.place());
        for category in unheld.iter() {
            let path = "processing.categories";
            let spot = at.map_or_else(|| Spot::named(path), |at| Spot::at(at, path));
            review.weigh(false, Weight::Hint, rules::DP_05, &spot, || {
                let says = format!("the assessment names `{category}` and no field holds it");
                wrong(says, "less in the assessment, or a field that is tagged so")
            });
        }
    }
}

const fn weight(category: CategorySet) -> Weight {
    if category.has_special() || category.has_criminal() { Weight::Fault } else { Weight::Warning }
}

/// Each field with its path and what it and its values may say.
fn each(fields: &[FieldTag], above: &str, tell: &mut impl FnMut(&str, CategorySet)) {
    for field in fields {
        let path = if above.is_empty() {
            field.name().to_owned()
        } else {
            format!("{above}.{}", field.name())
        };
        tell(&path, field.categories_with_values());
        each(field.fields(), &path, tell);
    }
}
