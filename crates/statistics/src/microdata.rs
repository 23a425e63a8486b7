//! Records as columns of codes, and the wrapper that keeps them from leaving.

use std::fmt;

use caldicott_model::{CategorySet, FieldTag, Identifiability};

use crate::code_list::Match;
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
    /// The label of the category for missing values.
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

    /// How many categories a table shows: the declared ones and, unless refused, the missing.
    pub(crate) fn leaves(&self) -> usize {
        self.codes.labels().len() + usize::from(self.nulls != NullPolicy::Reject)
    }

    pub(crate) fn missing_code(&self) -> u32 {
        u32::try_from(self.codes.labels().len()).unwrap_or(u32::MAX)
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
    pub(crate) columns: Vec<Vec<u32>>,
    rows: usize,
}

/// Reads rows into [`Microdata`], all or nothing.
pub struct MicrodataBuilder {
    data: Microdata,
    seen: usize,
    faults: Vec<DataError>,
    unlisted: usize,
}

impl Microdata {
    /// The most faults that are listed.
    pub const LISTED: usize = 100;

    /// Starts reading rows with one value per variable, in this order.
    #[must_use]
    pub fn of(variables: Vec<Variable>) -> MicrodataBuilder {
        let columns = variables.iter().map(|_| Vec::new()).collect();
        let data = Self { variables, columns, rows: 0 };
        MicrodataBuilder { data, seen: 0, faults: Vec::new(), unlisted: 0 }
    }

    /// The variables.
    #[must_use]
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    pub(crate) const fn rows(&self) -> usize {
        self.rows
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
        let values: Vec<Option<&str>> = values.into_iter().collect();
        let wanted = self.data.variables.len();
        if values.len() != wanted {
            self.fault(DataError::Ragged { row, found: values.len(), wanted });
            return self;
        }
        let mut codes = Vec::with_capacity(wanted);
        for (variable, value) in self.data.variables.iter().zip(values) {
            let field = || variable.tag.name().to_owned();
            let found = value.map_or(Match::Missing, |text| variable.codes.find(text));
            codes.push(match found {
                Match::Code(code) => Ok(code),
                Match::Missing if variable.nulls == NullPolicy::Reject => {
                    Err(DataError::Missing { row, field: field() })
                }
                Match::Missing => Ok(variable.missing_code()),
                Match::LookAlike(code) => {
                    let like = variable.codes.labels().get(code as usize).cloned();
                    Err(DataError::LookAlike {
                        row,
                        field: field(),
                        like: like.unwrap_or_default(),
                    })
                }
                Match::Unknown => Err(DataError::UnknownValue { row, field: field() }),
            });
        }
        if codes.iter().all(Result::is_ok) {
            for (column, code) in self.data.columns.iter_mut().zip(codes.into_iter().flatten()) {
                column.push(code);
            }
            self.data.rows += 1;
        } else {
            codes.into_iter().filter_map(Result::err).for_each(|fault| self.fault(fault));
        }
        self
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
    pub fn finish(mut self) -> Result<Microdata, Vec<DataError>> {
        if self.unlisted > 0 {
            self.faults.push(DataError::More { more: self.unlisted });
        }
        if self.faults.is_empty() { Ok(self.data) } else { Err(self.faults) }
    }

    fn fault(&mut self, fault: DataError) {
        if self.faults.len() < Microdata::LISTED {
            self.faults.push(fault);
        } else {
            self.unlisted += 1;
        }
    }
}
