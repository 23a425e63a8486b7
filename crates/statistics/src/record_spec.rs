//! What is measured and required of records, described in the file that also describes a table.

mod dimension;
mod levels;
mod required;

use caldicott_model::Day;
use caldicott_model::document::Reader;

use crate::{
    Criterion, Generalise, Hierarchy, Loss, Microdata, OptOuts, Roles, Suppression, Variable,
};

pub use dimension::Hierarchies;
pub(crate) use dimension::numbers;
use dimension::{RecordDimension, dimension};
use required::Required;

/// What is measured and required of records: the dimensions with the levels they can be made coarser to,
/// and the sections `require` and `generalise`.
///
/// ```toml
/// [[dimension]]
/// field = "age"
/// categories = ["demographic"]
/// identifies = "quasi"
/// numbers = "16-99"              # in the place of `codes`
///
/// [[dimension.level]]            # each level one of bands, starts, top, bottom, prefix, group, everything
/// bands = 5
/// [[dimension.level]]
/// everything = true
///
/// [[dimension]]
/// field = "district"
/// categories = ["address-and-location"]
/// identifies = "quasi"
/// hierarchy = "districts.csv"    # in the place of the levels, and of `codes` where there are none
///
/// [[dimension]]
/// field = "condition"
/// categories = ["health"]
/// codes = ["none", "epilepsy", "diabetes"]
/// role = "sensitive"             # without it the tags decide: by, sensitive, both or neither
///
/// [require]
/// k = 5
/// [[require.of]]
/// field = "condition"
/// l = 2
/// t = "0.4"                      # numbers with a fraction are written as text
///
/// [generalise]
/// loss = "discernibility"
/// most-suppressed-per-mille = 20
/// opt-outs-applied = 2026-11-01
/// opt-outs-proof = "list checked by the records team, ticket 4711"
/// ```
#[derive(Clone, Debug)]
pub struct RecordSpec {
    title: Option<String>,
    dimensions: Vec<RecordDimension>,
    criteria: Vec<Criterion>,
    suppression: Suppression,
    loss: Loss,
    opt_outs: OptOuts,
}

impl RecordSpec {
    /// The most dimensions.
    pub const MOST: usize = 64;

    /// The keys beside the dimensions that describe a table, which the same file may do.
    pub const TABLE_KEYS: [&'static str; 18] = [
        "choice",
        "ground",
        "homogeneous",
        "left-out",
        "legend",
        "no-individual-decisions",
        "no-substantial-harm",
        "objective",
        "people",
        "policy-document",
        "profile",
        "public-interest",
        "rounding",
        "singletons",
        "sum",
        "threshold",
        "width",
        "zeros",
    ];

    /// Reads the file and reports everything that is wrong with what concerns records. A hierarchy in a file
    /// of its own is a fault here: there are no files below a program.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Self::read_with(reader, &mut |_, _| Err("there is nobody to read the file".to_owned()))
    }

    /// Reads the file with somebody who finds the hierarchies that stand in files of their own.
    ///
    /// ```
    /// use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
    /// use caldicott_statistics::{Hierarchy, RecordSpec};
    ///
    /// # let at = Place::new(1, 1);
    /// # let text = |text: &str| Located::new(Node::Text(text.into()), at);
    /// # let mut age = Table::default();
    /// # age.insert("field", at, text("age"));
    /// # age.insert("categories", at, Located::new(Node::List(vec![text("demographic")]), at));
    /// # age.insert("identifies", at, text("quasi"));
    /// # age.insert("hierarchy", at, text("age.csv"));
    /// # let mut table = Table::default();
    /// # let dimensions = vec![Located::new(Node::Table(age), at)];
    /// # table.insert("dimension", at, Located::new(Node::List(dimensions), at));
    /// // [[dimension]] field = "age", hierarchy = "age.csv"
    /// let faults = Faults::new("records.toml", Echo::Shown);
    /// let mut reader = Reader::new(&table, at, &faults);
    /// let spec = RecordSpec::read_with(&mut reader, &mut |file, codes| {
    ///     assert_eq!(file, "age.csv");
    ///     let lines = [(1, vec!["17", "under 18"]), (2, vec!["18", "18 or over"])];
    ///     Hierarchy::from_lines(codes, lines).map_err(|all| format!("it has {} faults", all.len()))
    /// }).ok_or("a fault")?;
    /// // No codes were listed: those of the file are the list.
    /// assert_eq!(spec.variables()[0].codes().labels(), ["17", "18"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_with(reader: &mut Reader<'_>, files: &mut Hierarchies<'_>) -> Option<Self> {
        for key in Self::TABLE_KEYS {
            let _ = reader.has(key);
        }
        let title = reader.optional_text("title").map(str::to_owned);
        // Every section is asked for before any is judged, so that all faults are told at once.
        let mut tables = reader.tables("dimension");
        let count = tables.len();
        let read: Vec<Option<RecordDimension>> =
            tables.iter_mut().map(|table| dimension(table, files)).collect();
        let require = reader.table("require").map(Required::ask);
        let section = reader.table("generalise");
        let mut spec = Self {
            title,
            dimensions: Vec::new(),
            criteria: Vec::new(),
            suppression: Suppression::Records(0),
            loss: Loss::default(),
            opt_outs: OptOuts::Unstated,
        };
        if let Some(mut section) = section {
            spec.generalisation(&mut section);
        }
        if count == 0 || count > Self::MOST {
            reader.fault("dimension", format!("records have 1 to {} dimensions", Self::MOST));
            return None;
        }
        let dimensions: Vec<RecordDimension> = read.into_iter().collect::<Option<_>>()?;
        let mut names: Vec<&str> = dimensions.iter().map(RecordDimension::name).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
            reader.fault("dimension", "a field is a dimension twice");
            return None;
        }
        if !dimensions.iter().any(|dimension| dimension.by) {
            reader
                .fault("dimension", "no field tells records apart: none is `quasi` or has `role`");
        }
        spec.dimensions = dimensions;
        if let Some(require) = require {
            spec.criteria = require.criteria(&spec.dimensions);
        }
        Some(spec)
    }

    fn generalisation(&mut self, reader: &mut Reader<'_>) {
        let losses = [
            ("average-class", Loss::AverageClass),
            ("discernibility", Loss::Discernibility),
            ("loss-metric", Loss::LossMetric),
        ];
        self.loss = reader.optional_one_of("loss", "loss", &losses).unwrap_or_default();
        let records = reader.optional_number("most-suppressed", 0, i64::from(u32::MAX));
        let share = reader.optional_number("most-suppressed-per-mille", 0, 1000);
        self.suppression = match (records, share) {
            (Some(_), Some(_)) => {
                reader.fault("most-suppressed", "a number and a share exclude each other");
                Suppression::Records(0)
            }
            (Some(records), None) => Suppression::Records(records.unsigned_abs()),
            (None, Some(share)) => Suppression::PerMille(u16::try_from(share).unwrap_or(0)),
            (None, None) => Suppression::Records(0),
        };
        let applied = reader.optional_day("opt-outs-applied");
        let proof = reader.optional_text("opt-outs-proof").map(str::to_owned);
        let outside = reader.optional_text("not-patient-data").map(str::to_owned);
        self.opt_outs = match (applied, proof, outside) {
            (Some(on), Some(proof), None) => OptOuts::Applied { on, proof },
            (None, None, Some(because)) => OptOuts::NotPatientData { because },
            (None, None, None) => OptOuts::Unstated,
            (Some(_) | None, Some(_) | None, Some(_)) => {
                reader.fault("not-patient-data", "it excludes that opt-outs were applied");
                OptOuts::Unstated
            }
            (Some(_), None, None) | (None, Some(_), None) => {
                let lacking = "`opt-outs-applied` and `opt-outs-proof` are said together";
                reader.fault("opt-outs-applied", lacking);
                OptOuts::Unstated
            }
        };
    }

    /// The title, when there is one.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The variables in order.
    #[must_use]
    pub fn variables(&self) -> Vec<Variable> {
        self.dimensions.iter().map(|dimension| dimension.variable.clone()).collect()
    }

    /// What every class must meet.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// What is said of patients' opt-outs.
    #[must_use]
    pub const fn opt_outs(&self) -> &OptOuts {
        &self.opt_outs
    }

    /// Which variables tell records apart, and which are sensitive.
    #[must_use]
    pub fn roles(&self) -> Roles {
        let by = self.dimensions.iter().filter(|dimension| dimension.by);
        let mut roles = Roles::of(by.map(RecordDimension::name));
        for one in self.dimensions.iter().filter(|dimension| dimension.sensitive) {
            roles = roles.sensitive(one.name(), one.distance.clone());
        }
        roles
    }

    /// What is to be made coarser. A sensitive field that also tells records apart is protected and stays
    /// as it is.
    #[must_use]
    pub fn generalise(&self) -> Generalise {
        let protected: Vec<&str> = self.criteria.iter().filter_map(Criterion::of).collect();
        let by = self.dimensions.iter().filter(|d| d.by && !protected.contains(&d.name()));
        let plan = Generalise::by(by.map(|d| (d.name(), d.hierarchy.clone())));
        let plan = plan.suppressing(self.suppression).minimising(self.loss);
        self.criteria.iter().cloned().fold(plan, Generalise::requiring)
    }

    /// The criteria that records do not meet as they are, in words.
    ///
    /// # Errors
    /// As [`Microdata::generalise`].
    pub fn unmet(&self, data: &Microdata) -> Result<Vec<String>, crate::TableError> {
        let mut unmet = Vec::new();
        for criterion in &self.criteria {
            // At level 0 alone: a search among one combination.
            let by = self.dimensions.iter().filter(|d| d.by && Some(d.name()) != criterion.of());
            let plan = Generalise::by(by.map(|d| (d.name(), Hierarchy::of(d.variable.codes()))));
            let plan = plan.requiring(criterion.clone());
            if data.generalise(&plan, &mut |_| {})?.is_none() {
                unmet.push(criterion.to_string());
            }
        }
        Ok(unmet)
    }
}

/// Marks what concerns records as known to the reader of a table's specification.
pub(crate) fn skip(reader: &Reader<'_>) {
    let _ = reader.has("require");
    let _ = reader.has("generalise");
}

/// The same for a dimension.
pub(crate) fn skip_in_dimension(reader: &Reader<'_>) {
    let _ = reader.has("role");
    let _ = reader.has("distance");
    let _ = reader.has("hierarchy");
    let _ = reader.has("level");
}

/// A day on which opt-outs were applied must be past.
pub(crate) fn is_past(on: Day, day: Day) -> bool {
    on <= day
}

#[cfg(all(test, feature = "schemars"))]
mod tests;
