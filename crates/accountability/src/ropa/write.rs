//! Records as files, in the form that they are read in.

use std::collections::BTreeMap;

use caldicott_model::document::is_blank;
use caldicott_model::law::{Acting, Controller, ControllerKind, Reliance};
use serde::ser::{Serialize, Serializer};

use super::{
    Activity, AsPolicySays, ControllerRecord, OnBehalf, Organisation, ProcessorRecord, Sent,
};

/// A value of a file.
#[derive(serde::Serialize)]
#[serde(untagged)]
enum Value {
    Flag(bool),
    Number(u8),
    Text(String),
    Texts(Vec<String>),
    Table(Form),
    Tables(Vec<Form>),
}

/// A table of a file, without what says nothing.
#[derive(Default, serde::Serialize)]
#[serde(transparent)]
struct Form(BTreeMap<&'static str, Value>);

impl Form {
    fn text(mut self, key: &'static str, text: impl Into<String>) -> Self {
        let text = text.into();
        if !is_blank(&text) {
            self.0.insert(key, Value::Text(text));
        }
        self
    }

    fn optional(self, key: &'static str, text: Option<&String>) -> Self {
        match text {
            Some(text) => self.text(key, text),
            None => self,
        }
    }

    fn texts(mut self, key: &'static str, texts: impl IntoIterator<Item = String>) -> Self {
        let texts: Vec<_> = texts.into_iter().collect();
        if !texts.is_empty() {
            self.0.insert(key, Value::Texts(texts));
        }
        self
    }

    fn table(mut self, key: &'static str, table: Self) -> Self {
        self.0.insert(key, Value::Table(table));
        self
    }

    fn tables(mut self, key: &'static str, tables: impl IntoIterator<Item = Self>) -> Self {
        let tables: Vec<_> = tables.into_iter().collect();
        if !tables.is_empty() {
            self.0.insert(key, Value::Tables(tables));
        }
        self
    }

    fn flag(mut self, key: &'static str, flag: bool) -> Self {
        if flag {
            self.0.insert(key, Value::Flag(true));
        }
        self
    }
}

impl Serialize for ControllerRecord {
    /// Writes the record in the form that [`ControllerRecord::read`] reads.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.form().serialize(out)
    }
}

impl Serialize for ProcessorRecord {
    /// Writes the record in the form that [`ProcessorRecord::read`] reads.
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let entries = self.entries.iter().map(on_behalf);
        let organisation = organisation(&self.organisation);
        Form::default()
            .table("processor", organisation)
            .tables("controller", entries)
            .serialize(out)
    }
}

impl ControllerRecord {
    fn form(&self) -> Form {
        Form::default()
            .table("controller", controller(self.judged()))
            .table("organisation", organisation(&self.organisation))
            .tables("activity", self.activities.iter().map(activity))
    }

    /// The controller that the grounds were stated for; a charity where none was.
    fn judged(&self) -> Controller {
        let stated = self.activities.iter().find_map(|activity| activity.ground.as_ref());
        stated.map_or(Controller::CHARITY, caldicott_model::law::ProcessingGround::controller)
    }
}

fn controller(controller: Controller) -> Form {
    Form::default()
        .text("kind", kind(controller.kind()))
        .flag("in-its-task", controller.acting() == Acting::InItsTask)
}

const fn kind(kind: ControllerKind) -> &'static str {
    match kind {
        ControllerKind::NotForProfit(_) => "charity",
        ControllerKind::Commercial => "business",
        ControllerKind::PublicAuthority => "council",
        ControllerKind::ParishOrCommunityCouncil => "parish-council",
    }
}

fn organisation(organisation: &Organisation) -> Form {
    Form::default()
        .text("name", &organisation.name)
        .text("contact", &organisation.contact)
        .optional("representative", organisation.representative.as_ref())
        .optional("officer", organisation.officer.as_ref())
        .texts("joint", organisation.joint.clone())
}

fn activity(activity: &Activity) -> Form {
    let names = activity.categories.iter().map(|one| one.name().to_owned());
    let form = Form::default()
        .text("name", &activity.name)
        .texts("purposes", activity.purposes.clone())
        .texts("subjects", activity.subjects.clone())
        .texts("categories", names)
        .texts("recipients", activity.recipients.clone())
        .flag("no-recipients", activity.no_recipients)
        .tables("transfer", activity.transfers.iter().map(sent))
        .tables(
            "retention",
            activity
                .retention
                .iter()
                .map(|kept| Form::default().text("what", &kept.what).text("period", &kept.period)),
        )
        .texts("security", activity.security.clone())
        .optional("interests-assessment", activity.assessment_of_interests.as_ref())
        .optional("impact-assessment", activity.impact_assessment.as_ref());
    let form = match &activity.as_policy_says {
        Some(AsPolicySays::Yes) => form.text("kept-as-policy-says", "yes"),
        Some(AsPolicySays::No { because }) => {
            form.text("kept-as-policy-says", "no").text("not-because", because)
        }
        None => form,
    };
    let Some(ground) = &activity.ground else { return form };
    let form = match ground.condition() {
        Some(condition) => form.text("condition", condition.name()),
        None => form,
    };
    form.text("basis", ground.basis().name())
        .texts("shows", ground.shown().iter().map(|one| one.name().to_owned()))
        .texts("given", ground.circumstances().iter().map(|one| one.name().to_owned()))
        .tables("schedule-1", ground.relied_on().iter().copied().map(reliance))
}

fn reliance(reliance: Reliance) -> Form {
    let mut form = Form::default().flag("extended", reliance.is_extended());
    form.0.insert("paragraph", Value::Number(reliance.paragraph().number()));
    if let Some(reason) = reliance.reason() {
        form = form.text("reason", reason.name());
    }
    if let Some((from, until)) = reliance.policy().map(caldicott_model::law::PolicyDocument::days) {
        form = form.text("policy-from", from.to_string());
        form = form.optional("policy-until", until.map(|day| day.to_string()).as_ref());
    }
    form
}

fn sent(sent: &Sent) -> Form {
    Form::default()
        .text("recipient", &sent.recipient)
        .text("to", &sent.to)
        .texts("safeguards", sent.safeguards.clone())
}

fn on_behalf(entry: &OnBehalf) -> Form {
    let mut form = organisation(&entry.controller);
    form = form.texts("processing", entry.processing.clone());
    form = form.tables("transfer", entry.transfers.iter().map(sent));
    form.texts("security", entry.security.clone())
}
