//! Schedules to start from, as the text of rulebooks. Every row cites what it rests on.
//!
//! A row whose source nobody has verified is there, and switched off.

/// Periods of the NHS Records Management Code of Practice (RE-04 to RE-09).
pub const NHS_CODE: &str = include_str!("../data/nhs-code.toml");
/// How three councils keep the same records for different times (RE-10).
pub const COUNCILS: &str = include_str!("../data/councils.toml");
/// A landlord or a housing charity (RE-02, RE-11).
pub const HOUSING: &str = include_str!("../data/housing.toml");
/// Each with its name.
pub const ALL: [(&str, &str); 3] =
    [("councils", COUNCILS), ("housing", HOUSING), ("nhs-code", NHS_CODE)];
