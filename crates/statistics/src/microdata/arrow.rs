//! Records from Arrow arrays: a value is understood once, however many records have it.

use std::collections::HashMap;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, NullArray, RecordBatch};

use caldicott_model::Invalid;

use super::{Microdata, MicrodataBuilder, Variable};
use crate::DataError;

impl Microdata {
    /// Records from arrays, one a variable in this order: text, whole numbers, yes or no (`true`, `false`), or
    /// a dictionary of these. A null is a missing value, and so is what people write where they know nothing.
    ///
    /// # Errors
    /// Every fault, as reading the same values row by row gives; and [`DataError::Array`] for an array of
    /// anything else: a day or a number with a fraction is no category.
    ///
    /// # Example: a whole number is a value, not a place in the list
    /// ```
    /// use arrow_array::{Array, DictionaryArray, Int32Array, types::UInt8Type};
    /// use caldicott_model::{Category, FieldTag, Identifiability};
    /// use caldicott_statistics::{CodeList, Microdata, NullPolicy, Roles, Variable};
    ///
    /// let variable = |name: &'static str, codes: &[&str]| {
    ///     let tag = FieldTag::new(name.into(), Category::Demographic.into(), Identifiability::Quasi);
    ///     let codes = CodeList::new(name, codes.iter().copied()).unwrap();
    ///     Variable::new(tag, codes, NullPolicy::OwnCategory).unwrap()
    /// };
    /// let variables = vec![variable("beds", &["1", "2", "3"]), variable("area", &["NR1", "NR2"])];
    /// let beds = Int32Array::from(vec![Some(2), Some(2), None]);
    /// let area: DictionaryArray<UInt8Type> = ["NR1", "NR1", "NR2"].into_iter().collect();
    ///
    /// let data = Microdata::from_arrow(variables, &[&beds, &area])?;
    /// let measured = data.measure(&Roles::of(["beds", "area"]))?;
    /// assert_eq!((measured.records, measured.classes, measured.uniques), (3, 2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_arrow(
        variables: Vec<Variable>,
        arrays: &[&dyn Array],
    ) -> Result<Self, Invalid<DataError>> {
        let mut rows = Self::of(variables);
        rows.arrays(arrays);
        rows.finish()
    }
}

impl MicrodataBuilder {
    /// Reads the records of one batch, its columns found by the names of the variables; others are left
    /// aside. Faults are gathered until the end.
    pub fn batch(&mut self, batch: &RecordBatch) -> &mut Self {
        let mut found: Vec<&dyn Array> = Vec::with_capacity(self.data.variables.len());
        let mut faults = Vec::new();
        for variable in &self.data.variables {
            match batch.column_by_name(variable.tag().name()) {
                Some(array) => found.push(array.as_ref()),
                None => faults.push(DataError::Column { field: variable.tag().name().to_owned() }),
            }
        }
        if faults.is_empty() {
            return self.arrays(&found);
        }
        self.seen += batch.num_rows();
        for fault in faults {
            self.fault(fault);
        }
        self
    }

    /// Reads the records of one batch, an array a variable in their order.
    pub fn arrays(&mut self, arrays: &[&dyn Array]) -> &mut Self {
        let (wanted, found) = (self.data.variables.len(), arrays.len());
        let rows = arrays.iter().map(|array| array.len()).max().unwrap_or(0);
        let from = self.seen;
        self.seen += rows;
        let short = arrays.iter().map(|array| array.len()).min().unwrap_or(0);
        if found != wanted || short < rows {
            let row = from + 1 + if found == wanted { short } else { 0 };
            let found = arrays.iter().filter(|array| array.len() > row - 1 - from).count();
            self.fault(DataError::Ragged { row, found, wanted });
            return self;
        }
        if rows > Microdata::MOST - self.data.rows {
            self.fault(DataError::TooMany);
            return self;
        }
        let mut faults = Vec::new();
        let mut read = Vec::with_capacity(wanted);
        let mut unlisted = 0;
        for ((variable, known), array) in
            self.data.variables.iter().zip(&mut self.known).zip(arrays)
        {
            let mut codes = Vec::with_capacity(rows);
            let mut told = 0;
            let is_read = each_code(variable, known, *array, &mut |code| match code {
                Ok(code) => codes.push(code),
                Err(fault) if told < Microdata::LISTED => {
                    told += 1;
                    faults.push(fault.in_row(from));
                }
                Err(_) => unlisted += 1,
            });
            if !is_read {
                let field = variable.tag().name().to_owned();
                faults.push(DataError::Array { field, kind: array.data_type().to_string() });
            }
            read.push(codes);
        }
        if faults.is_empty() {
            for (column, codes) in self.data.columns.iter_mut().zip(&read) {
                for code in codes {
                    column.push(*code);
                }
            }
            self.data.rows += rows;
        }
        // As they come row by row.
        faults.sort_by_key(DataError::row);
        for fault in faults {
            self.fault(fault);
        }
        self.unlisted += unlisted;
        self
    }
}

type Codes<'t> = dyn FnMut(Result<u32, DataError>) + 't;
type Known = HashMap<Box<str>, u32>;

/// Tells the code of each value of an array, in order; or nothing, when it holds no categories.
fn each_code(
    variable: &Variable,
    known: &mut Known,
    array: &dyn Array,
    tell: &mut Codes<'_>,
) -> bool {
    let Some(dictionary) = array.as_any_dictionary_opt() else {
        return each_value(variable, known, array, tell);
    };
    // A value that no row has is no fault, so faults are told where the rows are.
    let mut values = Vec::with_capacity(dictionary.values().len());
    if !each_value(variable, known, dictionary.values().as_ref(), &mut |code| values.push(code)) {
        return false;
    }
    let missing = variable.code_of(None, 1, known);
    let keys = dictionary.keys();
    let places = if values.is_empty() { Vec::new() } else { dictionary.normalized_keys() };
    for row in 0..array.len() {
        let place = places.get(row).filter(|_| !keys.is_null(row));
        let code = place.and_then(|place| values.get(*place)).unwrap_or(&missing);
        tell(match code {
            Ok(code) => Ok(*code),
            Err(fault) => Err(fault.clone().standing_in(row + 1)),
        });
    }
    true
}

/// The same for an array that is no dictionary.
fn each_value(
    variable: &Variable,
    known: &mut Known,
    array: &dyn Array,
    tell: &mut Codes<'_>,
) -> bool {
    let nulls = array.logical_nulls();
    let is_null = |row: usize| nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
    let mut code = |row: usize, text: Option<&str>| variable.code_of(text, row + 1, known);
    macro_rules! texts {
        ($array:expr, $text:expr) => {
            if let Some(values) = $array {
                for row in 0..array.len() {
                    let text = (!is_null(row)).then(|| $text(values.value(row)));
                    tell(code(row, text));
                }
                return true;
            }
        };
    }
    texts!(array.as_string_opt::<i32>(), |text| text);
    texts!(array.as_string_opt::<i64>(), |text| text);
    texts!(array.as_string_view_opt(), |text| text);
    texts!(array.as_boolean_opt(), |yes| if yes { "true" } else { "false" });
    macro_rules! numbers {
        ($($kind:ty),*) => { $(
            if let Some(values) = array.as_primitive_opt::<$kind>() {
                let mut found = HashMap::new();
                for row in 0..array.len() {
                    let Some(number) = (!is_null(row)).then(|| values.value(row)) else {
                        tell(code(row, None));
                        continue;
                    };
                    if let Some(code) = found.get(&number) {
                        tell(Ok(*code));
                        continue;
                    }
                    let read = code(row, Some(&number.to_string()));
                    if let Ok(code) = read {
                        found.insert(number, code);
                    }
                    tell(read);
                }
                return true;
            }
        )* };
    }
    numbers!(
        Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type
    );
    // Nothing but nulls, of no kind.
    if array.as_any().is::<NullArray>() {
        (0..array.len()).for_each(|row| tell(code(row, None)));
        return true;
    }
    false
}

impl DataError {
    /// The row it stands in.
    fn row(&self) -> usize {
        self.clone().row_mut().map_or(0, |row| *row)
    }

    /// The same, so many rows further down.
    fn in_row(mut self, after: usize) -> Self {
        if let Some(row) = self.row_mut() {
            *row += after;
        }
        self
    }

    /// The same in another row.
    fn standing_in(mut self, place: usize) -> Self {
        if let Some(row) = self.row_mut() {
            *row = place;
        }
        self
    }

    const fn row_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::LookAlike { row, .. }
            | Self::Missing { row, .. }
            | Self::UnknownValue { row, .. } => Some(row),
            Self::Array { .. }
            | Self::Column { .. }
            | Self::Contributor { .. }
            | Self::DirectIdentifier { .. }
            | Self::FreeText { .. }
            | Self::More { .. }
            | Self::NoCount { .. }
            | Self::Ragged { .. }
            | Self::TooMany => None,
        }
    }
}

#[cfg(test)]
mod tests;
