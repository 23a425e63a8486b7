//! Records as columns of codes, and the wrapper that keeps them from leaving.

#[cfg(feature = "arrow")]
mod arrow;

use std::collections::HashMap;
use std::fmt;

use caldicott_model::{CategorySet, FieldTag, Identifiability, Invalid};

use crate::code_list::Match;
use crate::column::Column;
use crate::{CodeList, DataError};

/// Something counted from people and not yet made safe. It cannot be serialised, printed or read
/// from outside; only a [`crate::Release`] leaves.
///
/// ```compile_fail
/// fn leaves<T: serde::Serialize>() {}
/// leaves::<caldicott_statistics::Raw<caldicott_statistics::FreqTable>>();
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Raw<T>(T);

impl<T> Raw<T> {
    pub(crate) const fn new(inner: T) -> Self {
        Self(inner)
    }

    pub(crate) const fn inner(&self) -> &T {
        &self.0
    }

    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Raw<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Raw(…)")
    }
}

/// What a missing value is. Blank, "N/A", "Unknown", "null" and the like are all missing.
#[expect(
    clippy::exhaustive_enums,
    reason = "a missing value stands alone, fits anything, or is refused"
)]
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum NullPolicy {
    /// A category of its own, counted and protected like any other.
    #[default]
    OwnCategory,
    /// It could be any value. In record risk it matches every value; a table must place everybody
    /// once, so there it stands in a category of its own.
    AnyValue,
    /// A row with a missing value is a fault.
    Reject,
}

/// A column that people may be counted by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Variable {
    tag: FieldTag,
    codes: CodeList,
    nulls: NullPolicy,
}

impl Variable {
    /// The label of the category for missing values, unless a code has it.
    pub const MISSING: &'static str = "Not known";

    /// A variable with its declared categories.
    ///
    /// # Errors
    /// [`DataError::DirectIdentifier`] for what names somebody by itself, [`DataError::FreeText`]
    /// for what counts as every category: neither is ever a dimension.
    ///
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, NullPolicy, Variable};
    ///
    /// let codes = CodeList::new("references", ["A1", "A2"])?;
    /// let tag = FieldTag::new("reference".into(), Category::Identity.into(), Identifiability::Direct);
    /// assert!(Variable::new(tag, codes, NullPolicy::OwnCategory).is_err());
    /// # Ok::<(), caldicott_statistics::CodeListError>(())
    /// ```
    pub fn new(tag: FieldTag, codes: CodeList, nulls: NullPolicy) -> Result<Self, DataError> {
        let field = tag.name().to_owned();
        if tag.categories().contains_all(CategorySet::EVERY) {
            return Err(DataError::FreeText { field });
        }
        if tag.identifiability() == Identifiability::Direct {
            return Err(DataError::DirectIdentifier { field });
        }
        Ok(Self { tag, codes, nulls })
    }

    /// The field's tag.
    #[must_use]
    pub const fn tag(&self) -> &FieldTag {
        &self.tag
    }

    /// The declared categories.
    #[must_use]
    pub const fn codes(&self) -> &CodeList {
        &self.codes
    }

    /// What a missing value is.
    #[must_use]
    pub const fn nulls(&self) -> NullPolicy {
        self.nulls
    }

    /// The label of the category for missing values: one that no code has.
    #[must_use]
    pub fn missing_label(&self) -> &'static str {
        self.codes.free_label([Self::MISSING, "Not recorded", "No value", "Missing"])
    }

    /// How many categories a table shows: the declared ones and, unless refused, the missing.
    pub(crate) fn leaves(&self) -> usize {
        self.codes.labels().len() + usize::from(self.nulls != NullPolicy::Reject)
    }

    /// The code of a text. What was matched once is remembered as it was written.
    pub(crate) fn code_of(
        &self,
        value: Option<&str>,
        row: usize,
        known: &mut HashMap<Box<str>, u32>,
    ) -> Result<u32, DataError> {
        /// Ways of writing a category that are remembered for each of a variable's.
        const SPELLINGS: usize = 4;
        let field = || self.tag.name().to_owned();
        if let Some(code) = value.and_then(|text| known.get(text)) {
            return Ok(*code);
        }
        let code = match value.map_or(Match::Missing, |text| self.codes.find(text)) {
            Match::Code(code) => code,
            Match::Missing if self.nulls == NullPolicy::Reject => {
                return Err(DataError::Missing { row, field: field() });
            }
            Match::Missing => self.missing_code(),
            Match::LookAlike(code) => {
                let like = self.codes.labels().get(code as usize).cloned().unwrap_or_default();
                return Err(DataError::LookAlike { row, field: field(), like });
            }
            Match::Unknown => return Err(DataError::UnknownValue { row, field: field() }),
        };
        if let Some(text) = value
            && known.len() < SPELLINGS * (self.codes.labels().len() + SPELLINGS)
        {
            known.insert(text.into(), code);
        }
        Ok(code)
    }

    pub(crate) fn missing_code(&self) -> u32 {
        u32::try_from(self.codes.labels().len()).unwrap_or(u32::MAX)
    }

    /// Which of two sets of records one is from.
    pub(crate) fn whose() -> Option<Self> {
        let tag = FieldTag::new("whose".into(), CategorySet::NONE, Identifiability::None);
        let codes = CodeList::new("whose", ["here", "population"]).ok()?;
        Some(Self { tag, codes, nulls: NullPolicy::Reject })
    }

    fn column(&self) -> Column {
        Column::below(self.leaves())
    }

    /// Whether having one of its values says something the law protects.
    pub(crate) fn is_sensitive(&self) -> bool {
        let all = self.tag.categories_with_values();
        all.has_special() || all.has_criminal()
    }
}

/// Records, one code per variable and person.
#[derive(Clone)]
pub struct Microdata {
    pub(crate) variables: Vec<Variable>,
    columns: Vec<Column>,
    rows: usize,
}

/// Reads rows into [`Microdata`], all or nothing.
pub struct MicrodataBuilder {
    data: Microdata,
    seen: usize,
    faults: Vec<DataError>,
    unlisted: usize,
    /// Texts that were matched before, per variable: a value is understood once.
    known: Vec<HashMap<Box<str>, u32>>,
}

impl Microdata {
    /// The most faults that are listed.
    pub const LISTED: usize = 100;

    /// The most records: their number fits a word of 32 bits.
    pub const MOST: usize = u32::MAX as usize;

    /// Starts reading rows with one value per variable, in this order.
    #[must_use]
    pub fn of(variables: Vec<Variable>) -> MicrodataBuilder {
        let columns = variables.iter().map(Variable::column).collect();
        let known = variables.iter().map(|_| HashMap::new()).collect();
        let data = Self { variables, columns, rows: 0 };
        MicrodataBuilder { data, seen: 0, faults: Vec::new(), unlisted: 0, known }
    }

    /// Records that are codes already: one column a variable, a code being the place of the category in
    /// its list, and the number of categories standing for a missing value.
    ///
    /// # Errors
    /// [`DataError`] for columns of different lengths, a code beyond the list, and a missing value
    /// where the policy is to reject it.
    ///
    /// ```
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, Microdata, NullPolicy, Roles, Variable};
    ///
    /// let tag = FieldTag::new("band".into(), Category::Demographic.into(), Identifiability::Quasi);
    /// let codes = CodeList::new("band", ["under 25", "25 and over"])?;
    /// let band = Variable::new(tag, codes, NullPolicy::OwnCategory)?;
    /// // The third person's is not known: 2 is the first number after the list's.
    /// let data = Microdata::from_codes(vec![band], vec![vec![0, 0, 2]])?;
    /// assert_eq!(data.measure(&Roles::of(["band"]))?.uniques, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_codes(
        variables: Vec<Variable>,
        columns: Vec<Vec<u32>>,
    ) -> Result<Self, Invalid<DataError>> {
        let rows = columns.first().map_or(0, Vec::len);
        let (found, wanted) = (columns.len(), variables.len());
        if found != wanted {
            return Err(vec![DataError::Ragged { row: 1, found, wanted }].into());
        }
        if rows > Self::MOST {
            return Err(vec![DataError::TooMany].into());
        }
        let mut faults = Vec::new();
        let mut kept = Vec::with_capacity(wanted);
        for (variable, codes) in variables.iter().zip(columns) {
            let field = || variable.tag.name().to_owned();
            if codes.len() != rows {
                faults.push(DataError::Ragged { row: codes.len().min(rows) + 1, found, wanted });
                continue;
            }
            let missing = variable.missing_code();
            let bound = missing + u32::from(variable.nulls != NullPolicy::Reject);
            if let Some(at) = codes.iter().position(|code| *code >= bound) {
                let row = at + 1;
                faults.push(if codes.get(at) == Some(&missing) {
                    DataError::Missing { row, field: field() }
                } else {
                    DataError::UnknownValue { row, field: field() }
                });
                continue;
            }
            let mut column = variable.column();
            for code in codes {
                column.push(code);
            }
            kept.push(column);
        }
        if faults.is_empty() {
            Ok(Self { variables, columns: kept, rows })
        } else {
            Err(faults.into())
        }
    }

    /// The variables.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    pub(crate) const fn rows(&self) -> usize {
        self.rows
    }

    /// Records from columns that were checked.
    pub(crate) fn joined(
        variables: Vec<Variable>,
        columns: Vec<Column>,
        rows: usize,
    ) -> Option<Self> {
        (rows <= Self::MOST).then_some(Self { variables, columns, rows })
    }

    /// The codes of a variable by its place.
    pub(crate) fn column(&self, place: usize) -> Option<&Column> {
        self.columns.get(place)
    }

    pub(crate) fn place_of(&self, name: &str) -> Option<usize> {
        self.variables.iter().position(|variable| variable.tag.name() == name)
    }
}

impl fmt::Debug for Microdata {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Microdata(…)")
    }
}

impl fmt::Debug for MicrodataBuilder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("MicrodataBuilder(…)")
    }
}

impl MicrodataBuilder {
    /// Reads one person's values; `None` is missing. Faults are gathered until the end.
    pub fn row<'v, I>(&mut self, values: I) -> &mut Self
    where
        I: IntoIterator<Item = Option<&'v str>>,
    {
        self.seen += 1;
        let row = self.seen;
        let kept = self.data.rows;
        let wanted = self.data.variables.len();
        let mut found = 0;
        let mut faults = Vec::new();
        for value in values {
            let at = found;
            found += 1;
            let Some(variable) = self.data.variables.get(at) else { continue };
            let (known, column) = (self.known.get_mut(at), self.data.columns.get_mut(at));
            let (Some(known), Some(column)) = (known, column) else { continue };
            match variable.code_of(value, row, known) {
                Ok(code) => column.push(code),
                Err(fault) => faults.push(fault),
            }
        }
        if found != wanted {
            faults = vec![DataError::Ragged { row, found, wanted }];
        } else if faults.is_empty() && kept >= Microdata::MOST {
            faults.push(DataError::TooMany);
        }
        if faults.is_empty() {
            self.data.rows += 1;
        } else {
            for column in &mut self.data.columns {
                column.truncate(kept);
            }
            for fault in faults {
                self.fault(fault);
            }
        }
        self
    }

    /// The faults found so far, up to [`Microdata::LISTED`]: a reader can say at once where they stand.
    #[must_use]
    pub fn faults(&self) -> &[DataError] {
        &self.faults
    }

    /// A person who is not to be counted: a stop notice or an opt-out (S1-08). Their row keeps its
    /// number in the faults of others; nothing else is kept.
    pub const fn leave_out(&mut self) -> &mut Self {
        self.seen += 1;
        self
    }

    /// The records.
    ///
    /// # Errors
    /// Every fault found, up to [`Microdata::LISTED`]; then no record is kept.
    pub fn finish(mut self) -> Result<Microdata, Invalid<DataError>> {
        if self.unlisted > 0 {
            self.faults.push(DataError::More { more: self.unlisted });
        }
        if self.faults.is_empty() { Ok(self.data) } else { Err(self.faults.into()) }
    }

    fn fault(&mut self, fault: DataError) {
        if self.faults.len() < Microdata::LISTED {
            self.faults.push(fault);
        } else {
            self.unlisted += 1;
        }
    }
}
