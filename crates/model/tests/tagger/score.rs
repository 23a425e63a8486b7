//! Precision and recall of suggestions against tags given by hand.

use std::collections::BTreeMap;

use caldicott_model::tagger::{FieldDescription, Suggestion};
use caldicott_model::{Category, CategorySet, Identifiability};

/// One field as a person tagged it.
pub(crate) struct Truth {
    pub(crate) source: String,
    pub(crate) name: String,
    pub(crate) label: String,
    /// `None` where only special and criminal categories were judged.
    pub(crate) categories: CategorySet,
    pub(crate) judged_ordinary: bool,
    pub(crate) identifiability: Option<Identifiability>,
    /// Whether the reader thought that every careful reader would say the same.
    pub(crate) sure: bool,
}

impl Truth {
    /// Reads `source,name,categories,identifiability[,label]`; categories are joined by `+`.
    pub(crate) fn read(text: &str) -> Vec<Self> {
        text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(Self::of_line).collect()
    }

    /// Reads `source name categories label help values` with tabs between, and the field beside each truth.
    pub(crate) fn read_described(text: &str) -> Vec<(Self, FieldDescription)> {
        let of_line = |line: &str| {
            let mut cells = line.split('\t').map(str::trim);
            let mut next = || cells.next().unwrap_or_default();
            let (source, name, categories, label) = (next(), next(), next(), next());
            let truth = Self::of_line(&format!("{source},{name},{categories},-,{label}"));
            let field = FieldDescription::new(name).record(source).label(label).help(next());
            let values = next().split(';').map(str::trim).filter(|value| !value.is_empty());
            let field = field.values(values.map(|value| ("", value)));
            (Self { sure: next() != "?", ..truth }, field)
        };
        text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(of_line).collect()
    }

    fn of_line(line: &str) -> Self {
        let mut cells = line.splitn(5, ',').map(str::trim);
        let mut next = || cells.next().unwrap_or_default().to_owned();
        let (source, name, categories, identifiability, label) =
            (next(), next(), next(), next(), next());
        let judged_ordinary = !categories.is_empty() && categories != "-";
        let categories = if judged_ordinary {
            categories.split('+').map(|name| name.parse::<Category>().unwrap()).collect()
        } else {
            CategorySet::NONE
        };
        let identifiability = match identifiability.as_str() {
            "direct" => Some(Identifiability::Direct),
            "quasi" => Some(Identifiability::Quasi),
            "none" => Some(Identifiability::None),
            _ => None,
        };
        let judged_ordinary = judged_ordinary && identifiability.is_some();
        Self { source, name, label, categories, judged_ordinary, identifiability, sure: true }
    }
}

/// What was right and wrong so far.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) fields: usize,
    right: usize,
    over: usize,
    missed: usize,
    identifiability: (usize, usize),
    per_category: BTreeMap<Category, (usize, usize, usize)>,
    pub(crate) wrong: Vec<String>,
}

fn watched(set: CategorySet) -> CategorySet {
    set.intersection(CategorySet::SPECIAL.union(CategorySet::CRIMINAL))
}

impl Score {
    pub(crate) fn count(&mut self, truth: &Truth, found: &Suggestion) {
        self.fields += 1;
        let (want, have) = (watched(truth.categories), watched(found.categories));
        self.right += want.intersection(have).len() as usize;
        self.over += have.minus(want).len() as usize;
        self.missed += want.minus(have).len() as usize;
        if want != have {
            self.wrong.push(format!(
                "{} `{}`: want {want}, have {have}: {}",
                truth.source,
                truth.name,
                found.reason()
            ));
        }
        for category in Category::ALL {
            let judged = truth.judged_ordinary || category.is_special() || category.is_criminal();
            if !judged {
                continue;
            }
            let cell = self.per_category.entry(category).or_default();
            match (truth.categories.contains(category), found.categories.contains(category)) {
                (true, true) => cell.0 += 1,
                (false, true) => cell.1 += 1,
                (true, false) => cell.2 += 1,
                (false, false) => {}
            }
        }
        if let Some(want) = truth.identifiability {
            self.identifiability.1 += 1;
            self.identifiability.0 += usize::from(want == found.identifiability);
            if want != found.identifiability && std::env::var_os("SHOW_IDENTIFIABILITY").is_some() {
                println!(
                    "ident {} {}: want {want:?} have {:?}: {}",
                    truth.source,
                    truth.name,
                    found.identifiability,
                    found.reason()
                );
            }
        }
    }

    pub(crate) fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.over)
    }

    pub(crate) fn recall(&self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    pub(crate) fn print(&self, title: &str) {
        println!("{title}: {} fields", self.fields);
        println!(
            "  special and criminal: precision {:.3}, recall {:.3} ({} right, {} over, {} missed)",
            self.precision(),
            self.recall(),
            self.right,
            self.over,
            self.missed
        );
        for (category, (right, over, missed)) in &self.per_category {
            if right + over + missed > 0 {
                println!(
                    "  {:<34} right {right:>3} over {over:>3} missed {missed:>3}",
                    category.name()
                );
            }
        }
        if self.identifiability.1 > 0 {
            println!(
                "  identifiability agrees in {} of {}",
                self.identifiability.0, self.identifiability.1
            );
        }
        for line in &self.wrong {
            println!("  wrong: {line}");
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of fields")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
