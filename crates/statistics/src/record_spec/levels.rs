//! The levels of a dimension.

use caldicott_model::document::Reader;

use crate::{Hierarchy, HierarchyError, Variable};

/// What a level is said to be.
pub(super) enum Asked<'d> {
    Bands(u32),
    Bottom(i64),
    Everything,
    Groups(Vec<(&'d str, Vec<&'d str>)>),
    Prefix(usize),
    Starts(Vec<i64>),
    Top(i64),
}

/// Reads one level; `None` when a fault was found.
pub(super) fn ask<'d>(level: &mut Reader<'d>) -> Option<Asked<'d>> {
    const MOST: i64 = 1 << 31;
    let bands = level.optional_number("bands", 1, MOST);
    let starts = if level.has("starts") { level.texts("starts") } else { Vec::new() };
    let top = level.optional_number("top", -MOST, MOST);
    let bottom = level.optional_number("bottom", -MOST, MOST);
    let prefix = level.optional_number("prefix", 0, 1000);
    let everything = level.optional_flag("everything").unwrap_or(false);
    let mut groups = Vec::new();
    for mut group in level.tables("group") {
        let label = group.text("label");
        let codes: Vec<&str> = group.texts("codes").into_iter().map(|(code, _)| code).collect();
        groups.push((label, codes));
    }
    let mut numbers = Vec::with_capacity(starts.len());
    for (start, at) in starts {
        let Ok(number) = start.trim().parse::<i64>() else {
            level.fault_at(at, "starts", "a band starts at a whole number, written as text");
            return None;
        };
        numbers.push(number);
    }
    let groups: Option<Vec<_>> =
        groups.into_iter().map(|(label, codes)| label.map(|label| (label, codes))).collect();
    let groups = groups?;
    let narrow = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let said = [
        bands.map(|width| Asked::Bands(narrow(width))),
        (!numbers.is_empty()).then_some(Asked::Starts(numbers)),
        top.map(Asked::Top),
        bottom.map(Asked::Bottom),
        prefix.map(|kept| Asked::Prefix(usize::try_from(kept).unwrap_or(0))),
        everything.then_some(Asked::Everything),
        (!groups.is_empty()).then_some(Asked::Groups(groups)),
    ];
    let mut said = said.into_iter().flatten();
    let first = said.next();
    if first.is_none() || said.next().is_some() {
        level.fault(
            "bands",
            "a level is one of `bands`, `starts`, `top`, `bottom`, `prefix`, `group` and `everything`",
        );
        return None;
    }
    first
}

/// The levels of a dimension, lowest first.
pub(super) fn build(
    reader: &Reader<'_>,
    levels: Vec<Option<Asked<'_>>>,
    variable: &Variable,
) -> Option<Hierarchy> {
    let mut hierarchy = Hierarchy::of(variable.codes());
    for level in levels {
        hierarchy = match one(level?, hierarchy) {
            Ok(higher) => higher,
            Err(error) => {
                reader.fault("level", error.to_string());
                return None;
            }
        };
    }
    Some(hierarchy)
}

fn one(level: Asked<'_>, below: Hierarchy) -> Result<Hierarchy, HierarchyError> {
    match level {
        Asked::Bands(width) => below.bands(width),
        Asked::Bottom(until) => below.bottom(until),
        Asked::Everything => below.everything(),
        Asked::Groups(groups) => {
            let groups: Vec<(&str, &[&str])> =
                groups.iter().map(|(label, codes)| (*label, codes.as_slice())).collect();
            below.level(&groups)
        }
        Asked::Prefix(kept) => below.prefix(kept),
        Asked::Starts(starts) => below.cut_at(&starts),
        Asked::Top(from) => below.top(from),
    }
}
