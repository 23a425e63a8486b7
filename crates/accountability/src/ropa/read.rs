//! Reading records from a file.

use caldicott_model::document::Reader;
use caldicott_model::law::Controller;
use caldicott_model::law::document as law;

use super::{
    Activity, AsPolicySays, ControllerRecord, Kept, OnBehalf, Organisation, ProcessorRecord, Sent,
};
use crate::dpia::{each, owned, texts};
use crate::finding::Spot;

impl ControllerRecord {
    /// Reads a controller's record: `[controller]` with its kind, `[organisation]`, and an `[[activity]]`
    /// each. Every fault of the file is reported to the reader.
    #[must_use]
    pub fn read(top: &mut Reader<'_>) -> Option<Self> {
        let controller = law::controller(top);
        let judged = controller.unwrap_or(Controller::CHARITY);
        let organisation = organisation(top, "organisation");
        let activities = each(top, "activity", |table| Activity::read(table, judged));
        controller?;
        Some(Self { organisation: organisation?, activities })
    }
}

impl ProcessorRecord {
    /// Reads a processor's record: `[processor]`, and a `[[controller]]` each that it works for.
    #[must_use]
    pub fn read(top: &mut Reader<'_>) -> Option<Self> {
        let organisation = organisation(top, "processor");
        let entries = each(top, "controller", |table| {
            let controller = organisation_of(table);
            let processing = texts(table, "processing");
            let transfers = each(table, "transfer", sent);
            let security = texts(table, "security");
            Some(OnBehalf {
                spot: Spot::of(table),
                controller: controller?,
                processing,
                transfers,
                security,
            })
        });
        Some(Self { organisation: organisation?, entries })
    }
}

fn organisation(top: &mut Reader<'_>, key: &'static str) -> Option<Organisation> {
    let Some(mut table) = top.table(key) else {
        top.fault(key, format!("`[{key}]` is missing: it says whose record this is"));
        return None;
    };
    organisation_of(&mut table)
}

fn organisation_of(table: &mut Reader<'_>) -> Option<Organisation> {
    let contact = owned(table.optional_text("contact")).unwrap_or_default();
    let representative = owned(table.optional_text("representative"));
    let officer = owned(table.optional_text("officer"));
    let joint = texts(table, "joint");
    let name = owned(table.text("name"));
    Some(Organisation { name: name?, contact, representative, officer, joint })
}

impl Activity {
    /// Reads one `[[activity]]` of a controller of this kind.
    #[must_use]
    pub fn read(table: &mut Reader<'_>, controller: Controller) -> Option<Self> {
        activity(table, controller)
    }
}

impl Organisation {
    /// Reads whose record it is: `name`, and `contact`, `representative`, `officer`, `joint`.
    #[must_use]
    pub fn read(table: &mut Reader<'_>) -> Option<Self> {
        organisation_of(table)
    }
}

fn activity(table: &mut Reader<'_>, controller: Controller) -> Option<Activity> {
    let name = owned(table.name("name"));
    let ground = law::ground(table, controller);
    let categories = ground.as_ref().map(caldicott_model::law::ProcessingGround::categories);
    let kept_so =
        table.optional_one_of("kept-as-policy-says", "answer", &[("yes", true), ("no", false)]);
    let because = owned(table.optional_text("not-because"));
    if kept_so != Some(false) && because.is_some() {
        table.fault("not-because", "a reason stands with `kept-as-policy-says = \"no\"`");
    }
    let activity = Activity {
        spot: Spot::of(table),
        purposes: texts(table, "purposes"),
        subjects: texts(table, "subjects"),
        categories: categories.unwrap_or_else(|| table.categories("categories")),
        recipients: texts(table, "recipients"),
        no_recipients: table.optional_flag("no-recipients").unwrap_or(false),
        transfers: each(table, "transfer", sent),
        retention: each(table, "retention", |below| {
            let period = owned(below.text("period"));
            Some(Kept { what: owned(below.text("what"))?, period: period? })
        }),
        security: texts(table, "security"),
        ground,
        as_policy_says: kept_so.map(|yes| {
            if yes {
                AsPolicySays::Yes
            } else {
                AsPolicySays::No { because: because.unwrap_or_default() }
            }
        }),
        assessment_of_interests: owned(table.optional_text("interests-assessment")),
        impact_assessment: owned(table.optional_text("impact-assessment")),
        name: String::new(),
    };
    if activity.no_recipients && !activity.recipients.is_empty() {
        table.fault("no-recipients", "recipients are listed, and there are none");
    }
    Some(Activity { name: name?, ..activity })
}

fn sent(table: &mut Reader<'_>) -> Option<Sent> {
    let safeguards = texts(table, "safeguards");
    let recipient = owned(table.text("recipient"));
    let to = owned(table.text("to"));
    Some(Sent { recipient: recipient?, to: to?, safeguards })
}
