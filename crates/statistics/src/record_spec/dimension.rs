//! A dimension of records: its variable, its levels or the file they stand in, what it is measured for.

use caldicott_model::document::Reader;
use caldicott_model::{FieldTag, Identifiability};

use super::levels;
use crate::{CodeList, Distance, Hierarchy, Variable};

/// Finds the hierarchy in the file that a specification names. Given the codes of the field it is over
/// these; without codes the values of the file are the codes. An error is said where the file is named.
pub type Hierarchies<'h> = dyn FnMut(&str, Option<&CodeList>) -> Result<Hierarchy, String> + 'h;

#[derive(Clone, Debug)]
pub(super) struct RecordDimension {
    pub(super) variable: Variable,
    pub(super) hierarchy: Hierarchy,
    pub(super) by: bool,
    pub(super) sensitive: bool,
    pub(super) distance: Distance,
}

impl RecordDimension {
    pub(super) fn name(&self) -> &str {
        self.variable.tag().name()
    }
}

/// Reads one dimension; `None` when a fault was found.
pub(super) fn dimension(
    reader: &mut Reader<'_>,
    files: &mut Hierarchies<'_>,
) -> Option<RecordDimension> {
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
    let file = reader.optional_text("hierarchy");
    if file.is_some() && !levels.is_empty() {
        reader.fault("level", "`hierarchy` and `level` exclude each other");
    }
    let listed = reader.has("codes") || reader.has("numbers");
    let found = file.filter(|_| !listed).map(|file| find(reader, file, None, files));
    // Where the file is faulty, what else is wrong with the field is told with codes that say nothing.
    let given = found.as_ref().map(|found| {
        found.as_ref().map_or_else(|| vec!["code".to_owned()], |one| one.leaves().to_vec())
    });
    let mut variable = crate::spec::variable(reader, given)?;
    let found = match (file, found) {
        (Some(file), None) => Some(find(reader, file, Some(variable.codes()), files)?),
        (_, Some(found)) => Some(found?),
        (None, None) => None,
    };
    if !apart {
        let (tag, codes) = (variable.tag(), variable.codes().clone());
        let name = tag.name().to_owned();
        let tag = FieldTag::new(name.into(), tag.categories(), Identifiability::None);
        variable = Variable::new(tag, codes, variable.nulls()).ok()?;
    }
    let hierarchy = match found {
        Some(found) if levels.is_empty() => found,
        Some(_) => return None,
        None => levels::build(reader, levels, &variable)?,
    };
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

/// The hierarchy in a file.
fn find(
    reader: &Reader<'_>,
    file: &str,
    codes: Option<&CodeList>,
    files: &mut Hierarchies<'_>,
) -> Option<Hierarchy> {
    files(file, codes).map_err(|error| reader.fault("hierarchy", error)).ok()
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
