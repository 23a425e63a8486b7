//! What cannot be understood, as half a sentence each; never with a person's value in it.

/// A table that cannot be built.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TableError {
    /// No dimension, more than four, one without categories, or the same one twice.
    #[error("a table has one to four different dimensions, each with at least one category")]
    Dimensions,
    /// Groups overlap, are empty or name what is not there.
    #[error(
        "the groups of a dimension must be disjoint, not empty, and made of its own categories"
    )]
    Hierarchy,
    /// A count passed what can be added up.
    #[error("a count is too large to be added up")]
    Overflow,
    /// The tables differ in shape or categories.
    #[error("the two tables do not have the same dimensions and categories")]
    Shape,
    /// More cells than can be searched.
    #[error("the table has more than `{}` cells, margins included", crate::Geometry::MOST_CELLS)]
    TooManyCells,
    /// The data has no such variable.
    #[error("the data has no variable of that name")]
    UnknownDimension,
}

/// A list of categories that cannot be used.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum CodeListError {
    /// A code is blank or holds a character that hides or reorders text.
    #[error("code {number} of `{list}` is blank or holds a control or direction character")]
    Code {
        /// The list.
        list: String,
        /// The code's number, from 1.
        number: usize,
    },
    /// Two codes are the same, or would be taken for the same by a reader.
    #[error("codes {first} and {second} of `{list}` are the same or look the same")]
    LookAlike {
        /// The list.
        list: String,
        /// The one code's number, from 1.
        first: usize,
        /// The other's.
        second: usize,
    },
    /// A list without codes, or with more than a table can have.
    #[error("`{list}` must have between 1 and {} codes", crate::CodeList::MOST)]
    Size {
        /// The list.
        list: String,
    },
    /// Groups overlap or name codes that are not in the list.
    #[error("the groups of `{list}` must be disjoint and made of its codes")]
    Hierarchy {
        /// The list.
        list: String,
    },
}

/// A column that may be no dimension, or a row that cannot be placed.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum DataError {
    /// A field that identifies by itself is never counted by.
    #[error("`{field}` identifies a person by itself and is never a dimension (F-002)")]
    DirectIdentifier {
        /// The field.
        field: String,
    },
    /// Free text may say anything.
    #[error("`{field}` is free text or untagged and is never a dimension (AN-04)")]
    FreeText {
        /// The field.
        field: String,
    },
    /// A row of another length.
    #[error("row {row} has {found} values instead of {wanted}")]
    Ragged {
        /// The row, from 1.
        row: usize,
        /// The values it has.
        found: usize,
        /// The values it should have.
        wanted: usize,
    },
    /// A value that no code matches.
    #[error("row {row}: the value of `{field}` is in no code list")]
    UnknownValue {
        /// The row, from 1.
        row: usize,
        /// The field.
        field: String,
    },
    /// A value that looks like a code but is another: it is never merged with it.
    #[error(
        "row {row}: the value of `{field}` looks like the code `{like}` but is written otherwise"
    )]
    LookAlike {
        /// The row, from 1.
        row: usize,
        /// The field.
        field: String,
        /// The code from the list that it resembles.
        like: String,
    },
    /// A missing value where none is allowed.
    #[error("row {row}: `{field}` is missing and the policy is to reject that")]
    Missing {
        /// The row, from 1.
        row: usize,
        /// The field.
        field: String,
    },
    /// More faults than are listed.
    #[error("{more} further faults are not listed")]
    More {
        /// How many.
        more: usize,
    },
}
