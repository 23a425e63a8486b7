//! The sections of a rulebook about casework: the caution register, people's requests, breaches, training,
//! what is done once a year, and what is processed at all.

mod cites;
mod record;
mod telling;

use caldicott_accountability::breach;
use caldicott_accountability::duties::{AgreementKind, Routine, Yearly};
use caldicott_accountability::register::EveryMonths;
use caldicott_accountability::ropa::{Activity, Organisation};
use caldicott_accountability::{Owed, Owes};
use caldicott_calendar::Day;
use caldicott_caution_register::{LetterDetails, Subject};
use caldicott_model::document::{Node, Reader, printable};
use caldicott_model::law::{Controller, document as law};
use caldicott_model::review::{Review, Spot};
use caldicott_rights::Practice;
use caldicott_sharing::SharingPurpose;

pub(crate) use telling::sections;

/// The keys that this module reads, all of them of the rulebook's top table.
pub const TOP_LEVEL_KEYS: [&str; 9] = [
    "activity",
    "agreement-review",
    "breach",
    "caution",
    "complaints",
    "processing",
    "rights",
    "training",
    "yearly",
];

/// What a rulebook says about casework.
#[derive(Clone, Debug, Default)]
pub struct Casework {
    caution: Option<Caution>,
    rights: Option<Practice>,
    breach: Option<Breach>,
    training: Option<Routine>,
    agreement_reviews: Vec<(AgreementKind, EveryMonths)>,
    yearly: Vec<Yearly>,
    processing: Option<Processing>,
}

/// `[caution]`: how the register is run, and whom to challenge.
#[derive(Clone, Debug)]
struct Caution {
    policy: caldicott_caution_register::Policy<'static>,
    challenge_to: String,
}

/// `[breach]`: by when what is done, and from when the policy counts.
#[derive(Clone, Debug)]
struct Breach {
    spot: Spot,
    policy: breach::Policy,
    from_discovery: bool,
}

/// `[processing]` and `[[activity]]`: who processes what.
#[derive(Clone, Debug)]
struct Processing {
    organisation: Organisation,
    activities: Vec<Declared>,
}

/// One activity, and the parts of the rulebook that it takes retention and recipients from.
#[derive(Clone, Debug)]
struct Declared {
    activity: Activity,
    classes: Vec<String>,
    shared_for: Vec<SharingPurpose>,
}

impl Casework {
    /// Reads the sections. Every fault is reported to the reader, and what it is in is left out.
    pub(crate) fn read(top: &mut Reader<'_>) -> Self {
        let caution = top.table("caution").and_then(|mut table| caution(&mut table));
        let has_rights = top.has("rights");
        if !has_rights && top.has("complaints") {
            top.fault("complaints", "`[complaints]` stands without `[rights]`");
        }
        let rights = if has_rights { Practice::read(top) } else { None };
        // These two are read where the rules about requests are; what may be cited is known here.
        for section in ["rights", "complaints"] {
            if let Some(mut table) = top.table(section) {
                table.allow_other_keys();
                cites::read(&mut table);
            }
        }
        let breach = top.table("breach").map(|mut table| breach(&mut table));
        let training = top.table("training").map(|mut table| {
            cites::read(&mut table);
            Routine::read(&mut table)
        });
        let agreement_reviews = once(top, "agreement-review", "kind", agreement_review);
        let yearly = once(top, "yearly", "what", |table| {
            cites::read(table);
            Yearly::read(table)
        });
        let processing = processing(top);
        Self { caution, rights, breach, training, agreement_reviews, yearly, processing }
    }

    /// How the caution register is run.
    #[must_use]
    pub fn caution(&self) -> Option<caldicott_caution_register::Policy<'static>> {
        self.caution.as_ref().map(|caution| caution.policy)
    }

    /// What a letter about an entry needs.
    #[must_use]
    pub fn letter(&self, organisation: &str, about: Subject) -> Option<LetterDetails> {
        let challenge_to = self.caution.as_ref()?.challenge_to.clone();
        Some(LetterDetails { organisation: organisation.to_owned(), about, challenge_to })
    }

    /// What the policy says about requests.
    #[must_use]
    pub const fn rights(&self) -> Option<&Practice> {
        self.rights.as_ref()
    }

    /// By when what is done about a breach.
    #[must_use]
    pub fn breach(&self) -> breach::Policy {
        self.breach.as_ref().map(|breach| breach.policy).unwrap_or_default()
    }

    /// When people read, learn and sign.
    #[must_use]
    pub fn training(&self) -> Routine {
        self.training.unwrap_or_default()
    }

    /// How often agreements of a kind are looked at again: once a year where nothing else is said.
    #[must_use]
    pub fn agreements_reviewed_every(&self, kind: AgreementKind) -> EveryMonths {
        let found = self.agreement_reviews.iter().find(|(known, _)| *known == kind);
        found.map_or(EveryMonths::YEARLY, |(_, every)| *every)
    }

    /// What is done once a year.
    #[must_use]
    pub fn yearly(&self) -> &[Yearly] {
        &self.yearly
    }

    /// What the sections ask for that the law does not allow, on a day.
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        if let Some(rights) = &self.rights {
            review.join(rights.check(day));
        }
        if let Some(breach) = &self.breach {
            let rule = caldicott_model::law::rules::SE_15;
            review.require(!breach.from_discovery, rule, &breach.spot.below("counts-from"), || {
                let says = "the 72 hours are counted from the discovery of a breach";
                (says.to_owned(), "from becoming aware of it".to_owned())
            });
        }
        review
    }
}

impl Owes for Casework {
    fn owes(&self) -> Vec<Owed> {
        self.yearly.iter().flat_map(Owes::owes).collect()
    }
}

fn caution(table: &mut Reader<'_>) -> Option<Caution> {
    let challenge_to = table.text("challenge-to").map(str::to_owned);
    cites::read(table);
    let policy = caldicott_caution_register::Policy::read(table);
    Some(Caution { policy: policy?, challenge_to: challenge_to? })
}

fn breach(table: &mut Reader<'_>) -> Breach {
    let from = [("awareness", false), ("discovery", true)];
    let from_discovery = table.optional_one_of("counts-from", "beginning", &from);
    cites::read(table);
    Breach {
        spot: Spot::of(table),
        policy: breach::Policy::read(table),
        from_discovery: from_discovery.unwrap_or(false),
    }
}

fn agreement_review(table: &mut Reader<'_>) -> Option<(AgreementKind, EveryMonths)> {
    let kind = table.one_of("kind", "kind of agreement", AgreementKind::NAMES);
    cites::read(table);
    let every = EveryMonths::read(table);
    Some((kind?, every))
}

fn processing(top: &mut Reader<'_>) -> Option<Processing> {
    let read = top.table("processing").map(|mut table| {
        cites::read(&mut table);
        (law::controller(&mut table), Organisation::read(&mut table))
    });
    if read.is_none() && top.has("activity") {
        top.fault("activity", "`[processing]` is missing: it says who processes this");
    }
    let controller = read.as_ref().and_then(|(controller, _)| *controller);
    let judged = controller.unwrap_or(Controller::CHARITY);
    // Read even where nobody can hold them: what is wrong with them is told with all else.
    let activities = once(top, "activity", "name", |table| declared(table, judged));
    let (_, organisation) = read?;
    Some(Processing { organisation: organisation?, activities })
}

/// The tables of a list, each read; one that names what an earlier one names is a fault, as only the first
/// would count.
fn once<T>(
    top: &mut Reader<'_>,
    list: &'static str,
    key: &'static str,
    mut read: impl FnMut(&mut Reader<'_>) -> Option<T>,
) -> Vec<T> {
    let mut named: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for mut table in top.tables(list) {
        let name = table.raw(key).and_then(|found| {
            if let Node::Text(name) = &found.node { Some(name.clone()) } else { None }
        });
        if let Some(name) = name {
            if named.contains(&name) {
                table.fault(key, format!("two of `{list}` have the {key} `{}`", printable(&name)));
            }
            named.push(name);
        }
        found.extend(read(&mut table));
    }
    found
}

fn declared(table: &mut Reader<'_>, controller: Controller) -> Option<Declared> {
    let classes = table.texts("classes").into_iter().map(|(text, _)| text.to_owned()).collect();
    let shared_for = table.some_of("shared-for", "purpose", SharingPurpose::NAMES);
    cites::read(table);
    let activity = Activity::read(table, controller)?;
    Some(Declared { activity, classes, shared_for })
}
