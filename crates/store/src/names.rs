//! Which names and ids may be used, the same in both databases.

use caldicott_encryption::{RecordId, Subject};

use crate::StoreError;

/// Names that begin so are this crate's own.
const RESERVED: &str = "caldicott:";
const LONGEST: usize = 255;

/// A name that both databases keep as it is.
pub(crate) fn plain<'n>(name: &'n str, what: &'static str) -> Result<&'n str, StoreError> {
    if name.is_empty() || name.len() > LONGEST || name.contains('\0') {
        return Err(StoreError::Name(what));
    }
    Ok(name)
}

/// A name of the host's own.
pub(crate) fn own<'n>(name: &'n str, what: &'static str) -> Result<&'n str, StoreError> {
    if name.starts_with(RESERVED) {
        return Err(StoreError::Name(what));
    }
    plain(name, what)
}

/// A person. Ids that this crate uses itself belong to nobody.
pub(crate) fn person(person: &str) -> Result<Subject, StoreError> {
    own(person, "the person's id")?;
    Subject::person(person).map_err(|_| StoreError::Name("the person's id"))
}

/// A record's name inside sealed data. The type is in the column, so two types may share ids.
pub(crate) fn record<'r>(
    record_type: &str,
    record_id: &'r str,
) -> Result<RecordId<'r>, StoreError> {
    own(record_type, "the record's type")?;
    plain(record_id, "the record's id")?;
    RecordId::new(record_id).map_err(|_| StoreError::Name("the record's id"))
}
