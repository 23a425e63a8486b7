//! Records for people: in writing, and to be shown to the regulator (RO-03).

use caldicott_model::law::ProcessingGround;

use super::{Activity, AsPolicySays, ControllerRecord, Organisation, ProcessorRecord, Sent};
use crate::text::Outline;

impl ControllerRecord {
    /// The record in Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        self.outline().markdown()
    }

    /// The record as a page of its own.
    #[must_use]
    pub fn to_html(&self) -> String {
        self.outline().html()
    }

    fn outline(&self) -> Outline {
        let mut out = Outline::new("Record of processing activities");
        organisation(&self.organisation, &mut out);
        for activity in &self.activities {
            out.heading(&activity.name);
            one(activity, &mut out);
        }
        out
    }
}

impl ProcessorRecord {
    /// The record in Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        self.outline().markdown()
    }

    /// The record as a page of its own.
    #[must_use]
    pub fn to_html(&self) -> String {
        self.outline().html()
    }

    fn outline(&self) -> Outline {
        let mut out = Outline::new("Record of processing on behalf of controllers");
        organisation(&self.organisation, &mut out);
        for entry in &self.entries {
            out.heading(&entry.controller.name);
            organisation(&entry.controller, &mut out);
            out.facts(&[
                ("Processing", joined(&entry.processing)),
                ("Security", joined(&entry.security)),
            ]);
            transfers(&entry.transfers, &mut out);
        }
        out
    }
}

fn organisation(organisation: &Organisation, out: &mut Outline) {
    out.facts(&[
        ("Name", Some(organisation.name.clone())),
        ("Contact", Some(organisation.contact.clone()).filter(|contact| !contact.is_empty())),
        ("Representative", organisation.representative.clone()),
        ("Data protection officer", organisation.officer.clone()),
        ("Joint controllers", joined(&organisation.joint)),
    ]);
}

fn one(activity: &Activity, out: &mut Outline) {
    let ground = activity.ground.as_ref();
    let recipients =
        if activity.no_recipients { Some("none".to_owned()) } else { joined(&activity.recipients) };
    let retention: Vec<_> =
        activity.retention.iter().map(|kept| format!("{}: {}", kept.what, kept.period)).collect();
    let paragraphs: Vec<_> = ground
        .iter()
        .flat_map(|ground| ground.relied_on())
        .map(|relied| format!("DPA 2018 Sch 1 para {}", relied.paragraph().number()))
        .collect();
    let policy = activity.as_policy_says.as_ref().map(|says| match says {
        AsPolicySays::Yes => "yes".to_owned(),
        AsPolicySays::No { because } => format!("no: {because}"),
    });
    out.facts(&[
        ("Purposes", joined(&activity.purposes)),
        ("About whom", joined(&activity.subjects)),
        ("Kinds of data", Some(activity.categories.to_string())),
        ("Recipients", recipients),
        ("Kept", joined(&retention)),
        ("Security", joined(&activity.security)),
        (
            "Lawful basis",
            ground.map(|ground| format!("{} ({})", ground.basis(), ground.basis().name())),
        ),
        (
            "Condition",
            ground.and_then(ProcessingGround::condition).map(|one| one.name().to_owned()),
        ),
        ("Relied on", joined(&paragraphs)),
        ("Kept and erased as the policy document says", policy),
        ("Assessment of interests", activity.assessment_of_interests.clone()),
        ("Impact assessment", activity.impact_assessment.clone()),
    ]);
    transfers(&activity.transfers, out);
}

fn transfers(transfers: &[Sent], out: &mut Outline) {
    let rows = transfers
        .iter()
        .map(|sent| vec![sent.recipient.clone(), sent.to.clone(), sent.safeguards.join("; ")]);
    out.table("Transfers", &["Recipient", "To", "Safeguards"], rows.collect());
}

fn joined(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join("; "))
}
