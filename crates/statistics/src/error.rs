//! What cannot be understood, as half a sentence each; never with a person's value in it.

/// A table that cannot be built.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum TableError {
    /// No dimension, more than four, one without categories, or the same one twice.
    #[error("a table has one to four different dimensions, each with at least one category")]
    Dimensions,
    /// A bound that nothing or everything would meet.
    #[error("a bound must be a finite number, not negative, and a share at most 1")]
    Bound,
    /// Groups overlap, are empty or name what is not there.
    #[error(
        "the groups of a dimension must be disjoint, not empty, and made of its own categories"
    )]
    Hierarchy,
    /// More combinations of levels than are searched.
    #[error("there are more than `{}` combinations of levels", crate::Generalise::MOST)]
    Lattice,
    /// A count passed what can be added up.
    #[error("a count is too large to be added up")]
    Overflow,
    /// So many combinations of variables are missing that the sets of possibly equal records cannot be
    /// found in bounded time.
    #[error("too many combinations of variables are missing to compare each with the others")]
    Patterns,
    /// The tables differ in shape or categories.
    #[error("the two tables do not have the same dimensions and categories")]
    Shape,
    /// More combinations of values than can be numbered.
    #[error("the variables have more combinations of values than can be numbered")]
    TooWide,
    /// A variable in two places that exclude each other.
    #[error("a variable is there twice, or is both made coarser and protected")]
    Twice,
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
    /// A group is called as a code or another group is, or not at all.
    #[error("group {number} of `{list}` has no label of its own")]
    Group {
        /// The list.
        list: String,
        /// The group's number, from 1.
        number: usize,
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
    /// Whose amount it is, is blank, or it is somebody's with an amount in another cell.
    #[error(
        "row {row}: its contributor is blank or has rows in another cell, and would be several people in the \
         totals"
    )]
    Contributor {
        /// The row, from 1.
        row: usize,
    },
    /// An array of something that is no category.
    #[error(
        "`{field}` is an array of `{kind}`; text, whole numbers, yes or no, and dictionaries of these are read"
    )]
    Array {
        /// The field.
        field: String,
        /// What it holds.
        kind: String,
    },
    /// A batch without the column of a variable.
    #[error("there is no column `{field}`")]
    Column {
        /// The field.
        field: String,
    },
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
    /// A number of people, or an amount, that is negative or missing.
    #[error("row {row}: a number is negative or missing")]
    NoCount {
        /// The row, from 1.
        row: usize,
    },
    /// More records than can be numbered.
    #[error("there are more than `{}` records", crate::Microdata::MOST)]
    TooMany,
    /// More faults than are listed.
    #[error("{more} further faults are not listed")]
    More {
        /// How many.
        more: usize,
    },
}

/// A published table that cannot be read or attacked.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PublishedError {
    /// Sums that do not add the same up.
    #[error("the sums are of different amounts, or of one amount under different caps")]
    Amounts,
    /// No table has these figures.
    #[error(
        "no table fits: a figure is wrong, a total is not the sum of what is taken to be below it, \
         or a symbol stands for other counts than is said"
    )]
    Contradiction,
    /// The sums of a dimension are empty, circular or of labels that are not there.
    #[error("the sums of `{dimension}` are empty, circular, or of labels that it does not have")]
    Hierarchy {
        /// The dimension.
        dimension: String,
    },
    /// Tables whose categories of the same dimension do not fit together.
    #[error("`{label}` of `{dimension}` is no category of the other tables, nor made of theirs")]
    Unlinked {
        /// The dimension.
        dimension: String,
        /// The label.
        label: String,
    },
    /// A dimension or label that stands twice.
    #[error("`{name}` stands twice")]
    Repeated {
        /// The name.
        name: String,
    },
    /// Another number of cells than the labels make.
    #[error("a table needs a dimension, and one cell for each combination of labels")]
    Shape,
    /// More cells than can be searched.
    #[error(
        "the tables together have more than `{}` cells of their finest categories",
        crate::Geometry::MOST_CELLS
    )]
    TooManyCells,
    /// Whether any table fits was not found out.
    #[error("whether any table fits these figures was not found out within the effort allowed")]
    Undecided,
}
