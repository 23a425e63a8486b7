//! What is measured and required of records, described in the file that also describes a table.

mod levels;

use caldicott_model::document::Reader;
use caldicott_model::{Day, FieldTag, Identifiability};

use crate::{
    Criterion, Distance, Generalise, Hierarchy, Loss, Microdata, OptOuts, Roles, Suppression,
    Variable,
};

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

#[derive(Clone, Debug)]
struct RecordDimension {
    variable: Variable,
    hierarchy: Hierarchy,
    by: bool,
    sensitive: bool,
    distance: Distance,
}

impl RecordSpec {
    /// The most dimensions.
    pub const MOST: usize = 64;

    /// The keys beside the dimensions that describe a table, which the same file may do.
    pub const TABLE_KEYS: [&'static str; 17] = [
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

    /// Reads the file and reports everything that is wrong with what concerns records.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        for key in Self::TABLE_KEYS {
            let _ = reader.has(key);
        }
        let title = reader.optional_text("title").map(str::to_owned);
        // Every section is asked for before any is judged, so that all faults are told at once.
        let mut tables = reader.tables("dimension");
        let count = tables.len();
        let read: Vec<Option<RecordDimension>> = tables.iter_mut().map(dimension).collect();
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

/// What the section `require` asks for.
struct Required<'d> {
    k: Option<u64>,
    of: Vec<(Reader<'d>, RequiredOf<'d>)>,
}

struct RequiredOf<'d> {
    field: Option<&'d str>,
    l: Option<u64>,
    c: Option<f64>,
    others: [Option<f64>; 6],
}

impl<'d> Required<'d> {
    fn ask(mut reader: Reader<'d>) -> Self {
        const MOST: i64 = 1 << 32;
        let k = reader.optional_number("k", 1, MOST).map(i64::unsigned_abs);
        let ask = |mut of: Reader<'d>| {
            let asked = RequiredOf {
                field: of.text("field"),
                l: of.optional_number("l", 1, MOST).map(i64::unsigned_abs),
                c: decimal(&mut of, "c"),
                others: OTHERS.map(|key| decimal(&mut of, key)),
            };
            (of, asked)
        };
        Self { k, of: reader.tables("of").into_iter().map(ask).collect() }
    }

    fn criteria(self, dimensions: &[RecordDimension]) -> Vec<Criterion> {
        let mut criteria: Vec<Criterion> = self.k.map(Criterion::K).into_iter().collect();
        for (reader, RequiredOf { field, l, c, others }) in self.of {
            let Some(field) = field else { continue };
            let Some(dimension) = dimensions.iter().find(|one| one.name() == field) else {
                reader.fault("field", "no dimension has this field");
                continue;
            };
            let of = || field.to_owned();
            let distance = dimension.distance.clone();
            let [alpha, beta, delta, enhanced, entropy, t] = others;
            let all = [
                ("c", c.map(|c| Criterion::Recursive { of: of(), c, l: l.unwrap_or(2) })),
                ("l", l.filter(|_| c.is_none()).map(|l| Criterion::DistinctL { of: of(), l })),
                ("alpha", alpha.map(|most| Criterion::Alpha { of: of(), most })),
                ("beta", beta.map(|most| Criterion::Beta { of: of(), most })),
                ("delta", delta.map(|below| Criterion::Delta { of: of(), below })),
                ("enhanced-beta", enhanced.map(|most| Criterion::EnhancedBeta { of: of(), most })),
                ("entropy-l", entropy.map(|l| Criterion::EntropyL { of: of(), l })),
                ("t", t.map(|most| Criterion::T { of: of(), most, distance })),
            ];
            for (key, criterion) in all {
                let Some(criterion) = criterion else { continue };
                if criterion.is_sound() {
                    criteria.push(criterion);
                } else {
                    reader.fault(key, "a bound that nothing or everything meets");
                }
            }
        }
        criteria
    }
}

/// Bounds with a fraction.
const OTHERS: [&str; 6] = ["alpha", "beta", "delta", "enhanced-beta", "entropy-l", "t"];

impl RecordDimension {
    fn name(&self) -> &str {
        self.variable.tag().name()
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
    let _ = reader.has("level");
}

/// The codes of a range of whole numbers, written `16-99`.
pub(crate) fn numbers(reader: &mut Reader<'_>) -> Option<Vec<String>> {
    let text = reader.optional_text("numbers")?;
    let read = text.split_once('-').and_then(|(from, to)| {
        let (from, to) = (from.trim().parse::<u32>().ok()?, to.trim().parse::<u32>().ok()?);
        (from <= to && to - from < 10_000).then(|| (from..=to).map(|n| n.to_string()).collect())
    });
    if read.is_none() {
        reader.fault("numbers", "a range is written `16-99`, and has at most 10000 numbers");
    }
    read
}

fn dimension(reader: &mut Reader<'_>) -> Option<RecordDimension> {
    let roles = [
        ("both", (true, true)),
        ("by", (true, false)),
        ("neither", (false, false)),
        ("sensitive", (false, true)),
    ];
    let role = reader.optional_one_of("role", "role", &roles);
    let distances = [("equal", 0), ("hierarchical", 1), ("ordered", 2)];
    let distance = reader.optional_one_of("distance", "distance", &distances);
    let levels: Vec<_> = reader.tables("level").iter_mut().map(levels::ask).collect();
    // Who says that it tells nobody apart says that it identifies nobody, unless they say both.
    let apart = role.is_none_or(|(by, _)| by) || reader.has("identifies");
    let mut variable = crate::spec::variable(reader)?;
    if !apart {
        let (tag, codes) = (variable.tag(), variable.codes().clone());
        let name = tag.name().to_owned();
        let tag = FieldTag::new(name.into(), tag.categories(), Identifiability::None);
        variable = Variable::new(tag, codes, variable.nulls()).ok()?;
    }
    let hierarchy = levels::build(reader, levels, &variable)?;
    let distance = match distance {
        Some(1) => Distance::Hierarchical(hierarchy.clone()),
        Some(2) => Distance::Ordered,
        Some(_) | None => Distance::Equal,
    };
    let tagged =
        (variable.tag().identifiability() == Identifiability::Quasi, variable.is_sensitive());
    let (by, sensitive) = role.unwrap_or(tagged);
    Some(RecordDimension { variable, hierarchy, by, sensitive, distance })
}

/// A number with a fraction, written as text.
fn decimal(reader: &mut Reader<'_>, key: &'static str) -> Option<f64> {
    let text = reader.optional_text(key)?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let read = text.parse::<f64>().ok().filter(|number| plain && number.is_finite());
    if read.is_none() {
        reader.fault(key, "a number is written `0.25`");
    }
    read
}

/// A day on which opt-outs were applied must be past.
pub(crate) fn is_past(on: Day, day: Day) -> bool {
    on <= day
}

#[cfg(all(test, feature = "schemars"))]
mod tests;
