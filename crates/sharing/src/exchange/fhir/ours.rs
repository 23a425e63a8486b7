//! What our own extensions say, where the standard has no element.

use caldicott_calendar::Day;

use super::assemble::Head;
use super::codes;
use super::element::{Context, Element};
use super::finding::{Effect, FindingKind};
use super::provision::{Scope, both};
use crate::data::DataSet;
use crate::words::SharingPurpose;

/// What our own extensions say, and what a refusal is about.
pub(super) fn extensions(context: &Context<'_>, root: &Element<'_>) -> (Head, Option<Scope>) {
    let ours = [
        codes::CONDITION_OF_SERVICE,
        codes::EXPLICIT,
        codes::FORM,
        codes::REFUSAL,
        codes::UNTIL,
        codes::WITHDRAWN,
    ];
    let mut head = Head::default();
    let mut refusal = None;
    let mut seen = Vec::new();
    for (url, extension) in root.extensions(context, &ours) {
        if seen.contains(&url) {
            extension.fault(context, "url", "the extension stands twice");
        }
        seen.push(url);
        let (key, present) = match url {
            codes::CONDITION_OF_SERVICE => {
                let value = extension.flag(context, "valueBoolean");
                head.condition_of_service = value.into();
                ("valueBoolean", value.is_some())
            }
            codes::EXPLICIT => {
                let value = extension.flag(context, "valueBoolean");
                head.explicit = value.into();
                ("valueBoolean", value.is_some())
            }
            codes::FORM => {
                head.form = extension.text(context, "valueString").map(str::to_owned);
                ("valueString", head.form.is_some())
            }
            codes::UNTIL => {
                head.until = day(context, &extension);
                ("valueDate", head.until.is_some())
            }
            codes::WITHDRAWN => {
                head.withdrawn = day(context, &extension);
                ("valueDate", head.withdrawn.is_some())
            }
            _ => {
                refusal = Some(refused(context, &extension));
                ("extension", true)
            }
        };
        extension.only(context, &["url", key]);
        if !present && !extension.has(key) {
            extension.fault(context, key, "the extension has no value of its kind");
        }
    }
    (head, refusal)
}

fn day(context: &Context<'_>, extension: &Element<'_>) -> Option<Day> {
    let written = extension.date(context, "valueDate")?;
    if !written.is_exact() {
        extension.fault(context, "valueDate", "expected a day");
        return None;
    }
    Some(written.start().first)
}

/// What a refusal in R5 is about. What is not understood in it makes it reach further.
fn refused(context: &Context<'_>, extension: &Element<'_>) -> Scope {
    let (mut to, mut purposes, mut covers) =
        (Some(Vec::new()), Some(Vec::new()), Some(DataSet::NONE));
    let more = |path: &str, kind| context.find(path, kind, Effect::RefusesMore);
    for part in extension.children(context, "extension") {
        part.only(context, &["url", "valueString"]);
        let value = part.text(context, "valueString").unwrap_or("");
        match part.text(context, "url") {
            Some("to") if !value.is_empty() && crate::ids::fault(value).is_none() => {
                to = both(to, Some(vec![value.to_owned()]));
            }
            Some("purpose") => {
                let purpose = SharingPurpose::from_name(value);
                if purpose.is_none() {
                    more(&part.path, FindingKind::UnknownPurpose);
                }
                purposes = both(purposes, purpose.map(|purpose| vec![purpose]));
            }
            Some("data") => {
                let data = codes::data(value);
                if data.is_none() {
                    more(&part.path, FindingKind::UnknownData);
                }
                covers = covers.zip(data).map(|(covers, data)| covers.union(data));
            }
            _ => {
                // Nobody can tell what it limits.
                more(&part.path, FindingKind::Narrowed);
                (to, purposes, covers) = (None, None, None);
            }
        }
    }
    Scope { to, purposes, covers, ..Scope::default() }
}
