//! What follows from a request, worked out from the rules for engines that cannot do it themselves.
//!
//! Cedar has no way to go through a list of records, so who may approve, which consents stand and which
//! orders are shown is prepared for it here. The Rego form works all of that out by itself.

mod consents;

use std::collections::BTreeMap;

use caldicott_sharing::{Fact, OrderKind, Truth};

use crate::formula::{LIMITS, Word};
use crate::request::{Asked, Necessary, Subject};
use crate::rules::{Date, Processor, Rules, Transfer};
use crate::words::{CARE, Data};

/// How many words a request says.
pub const WORDS: usize = 5;

/// A rulebook with what is looked up in it.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The rules.
    pub rules: Rules,
    /// Every fact and approval, by place.
    pub facts: Vec<String>,
    kinds: BTreeMap<String, String>,
    above: BTreeMap<String, Vec<String>>,
}

/// What holds: surely, or perhaps.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The facts and approvals, by place.
    pub facts: u128,
    /// The words: `None` where it is not known and that counts against, `*` where that counts for.
    pub words: [Option<String>; WORDS],
    /// What each limit reaches.
    pub limits: [Data; LIMITS.len()],
}

/// A request, with all that follows from it.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The day.
    pub day: Date,
    /// What is asked for.
    pub asked: Data,
    /// What surely holds.
    pub sure: Side,
    /// What holds or may hold.
    pub may: Side,
}

struct Case<'c> {
    frame: &'c Frame,
    request: &'c Asked,
    subject: &'c Subject,
    asked: Data,
}

fn all(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().fold(Truth::True, Truth::and)
}

fn any(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().fold(Truth::False, Truth::or)
}

fn known(value: Option<bool>) -> Truth {
    value.map_or(Truth::Unknown, Truth::from)
}

fn among(word: Option<&String>, list: &[String]) -> Truth {
    known(word.map(|word| list.is_empty() || list.contains(word)))
}

fn lasts(day: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day < until)
}

/// How an id looks: case, what parts words and letters that look alike make no difference. Plain ASCII only.
fn shape(id: &str) -> String {
    assert!(id.is_ascii(), "an id outside ASCII is not translated");
    let mut shape = String::new();
    let parting = |letter: &char| letter.is_whitespace() || "-_./".contains(*letter);
    for letter in id.chars().filter(|letter| !parting(letter)) {
        match letter.to_ascii_lowercase() {
            '1' | 'i' | '|' => shape.push('l'),
            '0' => shape.push('o'),
            'm' => shape.push_str("rn"),
            'w' => shape.push_str("vv"),
            letter => shape.push(letter),
        }
    }
    shape
}

impl Frame {
    /// Reads what is looked up often.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        let approvals = rules.role.iter().map(|role| format!("approval:{}", role.name));
        let facts = Fact::NAMES.iter().map(|(name, _)| (*name).to_owned()).chain(approvals);
        let kinds = rules.organisation.iter().map(|one| (one.id.clone(), one.kind.clone()));
        let above = rules.role.iter().map(|role| {
            let above = rules.or_above(&role.name).into_iter().map(str::to_owned).collect();
            (role.name.clone(), above)
        });
        let (kinds, above) = (kinds.collect(), above.collect());
        Self { facts: facts.collect(), kinds, above, rules }
    }

    /// The place of a fact or approval.
    ///
    /// # Panics
    ///
    /// When nothing is called so.
    #[must_use]
    pub fn fact(&self, name: &str) -> usize {
        let found = self.facts.iter().position(|known| known == name);
        found.unwrap_or_else(|| panic!("no fact is called {name}"))
    }

    /// Works out all that follows from a request.
    #[must_use]
    pub fn prepare(&self, request: &Asked) -> Prepared {
        let asked = Data::of(&request.categories);
        let nobody = Subject::default();
        let mut case = Case { frame: self, request, subject: &nobody, asked };
        // Until it is known who asks, nothing that is known about the person counts.
        if case.verified() == Truth::True {
            case.subject = &request.subject;
        }
        let mut prepared =
            Prepared { day: request.day, asked, sure: Side::default(), may: Side::default() };
        for (place, name) in self.facts.iter().enumerate() {
            let truth = match name.strip_prefix("approval:") {
                Some(role) => case.approved(role),
                None => case.fact(name),
            };
            prepared.sure.facts |= u128::from(truth == Truth::True) << place;
            prepared.may.facts |= u128::from(truth != Truth::False) << place;
        }
        let direction = request.direction.clone().unwrap_or_else(|| "asked".to_owned());
        let agreement = request.agreement.clone().unwrap_or_default();
        let words = [
            (Word::Kind, case.kind().cloned()),
            (Word::Organisation, request.asker.organisation.clone()),
            (Word::Purpose, request.purpose.clone()),
            (Word::Direction, Some(direction)),
            (Word::Agreement, Some(agreement)),
        ];
        for (word, value) in words {
            prepared.may.words[word as usize] =
                Some(value.clone().unwrap_or_else(|| "*".to_owned()));
            prepared.sure.words[word as usize] = value;
        }
        for (place, name) in LIMITS.iter().enumerate() {
            for datum in asked.places() {
                let truth = case.reaches(name, datum);
                prepared.sure.limits[place].0 |= u64::from(truth == Truth::True) << datum;
                prepared.may.limits[place].0 |= u64::from(truth != Truth::False) << datum;
            }
        }
        prepared
    }
}

impl Case<'_> {
    fn listed(&self) -> Option<&String> {
        self.request.asker.organisation.as_ref().and_then(|id| self.frame.kinds.get(id))
    }

    fn contradicted(&self) -> bool {
        let said = self.request.asker.kind.as_ref();
        matches!((said, self.listed()), (Some(said), Some(listed)) if said != listed)
    }

    fn kind(&self) -> Option<&String> {
        if self.contradicted() {
            return None;
        }
        self.request.asker.kind.as_ref().or_else(|| self.listed())
    }

    /// Whether nobody can have been verified so who came to us as they did.
    fn cannot_be(&self, how: &str) -> bool {
        let Some(channel) = self.request.channel.as_deref() else { return false };
        match how {
            "credentials-seen" => !["in-person", "meeting"].contains(&channel),
            "known-in-person" => !["in-person", "meeting", "telephone"].contains(&channel),
            "system-login" => channel != "system",
            _ => false,
        }
    }

    fn verified(&self) -> Truth {
        if self.kind().is_some_and(|kind| kind == "unidentified") {
            return Truth::False;
        }
        let how = match self.request.asker.verification.as_deref() {
            Some("doubted" | "none") => Truth::False,
            // Nobody is seen by telephone or in a letter, and a call is no login (B-011 to B-013).
            Some(how) if self.cannot_be(how) => Truth::Unknown,
            None | Some("written-request") => Truth::Unknown,
            Some(_) => Truth::True,
        };
        if self.contradicted() { how.and(Truth::Unknown) } else { how }
    }

    fn fact(&self, name: &str) -> Truth {
        let request = self.request;
        let case = |name: &str| known(request.facts.get(name).copied());
        let person = |name: &str| known(self.subject.facts.get(name).copied());
        if OrderKind::NAMES.iter().any(|(kind, _)| *kind == name) {
            return self.shown(name);
        }
        match name {
            "verified" => self.verified(),
            "anonymous" => known(request.form.as_ref().map(|form| form == "anonymous")),
            "routine" => known(request.frequency.as_ref().map(|often| often == "routine")),
            "claims-agreement" => request.agreement.is_some().into(),
            // What an asker shows is known completely.
            "public-task-statement" => (case(name) == Truth::True).into(),
            // Care data is confidential unless somebody said that it is not; of whoever opted out, always.
            "confidential-patient-information" => {
                let about_care = !self.asked.and(*CARE).is_empty();
                match case(name) {
                    Truth::Unknown if !about_care => Truth::False,
                    Truth::False if about_care => person("opted-out"),
                    Truth::Unknown if person("opted-out") == Truth::True => Truth::True,
                    said => said,
                }
            }
            "consent-refused" => self.refused(),
            "transfer-allowed" => self.transfer(),
            "cannot-consent" if person("reported-missing-by-us") == Truth::True => Truth::True,
            "objected" | "restricted" if person("deceased") == Truth::True => Truth::False,
            "at-risk"
            | "cannot-consent"
            | "consulted"
            | "deceased"
            | "failing-register"
            | "informed-of-sharing"
            | "objected"
            | "on-offender-register"
            | "opted-out"
            | "reported-missing-by-us"
            | "restricted"
            | "seen-while-missing"
            | "serious-criminal-history"
            | "third-party-consents"
            | "unwilling-to-seek-help"
            | "wishes-to-stay-hidden" => person(name),
            _ => case(name),
        }
    }

    fn shown(&self, kind: &str) -> Truth {
        let Some(order) = self.request.order.as_ref().filter(|order| order.kind == kind) else {
            return Truth::False;
        };
        known(order.seen).and(lasts(self.request.day, order.from, order.until).into())
    }

    /// Whether this role or one above approved, somebody else than who asks or handles the request, and no
    /// refusal stands that nobody above took back.
    fn approved(&self, role: &str) -> Truth {
        let request = self.request;
        let asker = &request.asker;
        let granted = |decision: &Option<String>| decision.as_deref() != Some("declined");
        let made = request.approvals.iter().filter(|one| one.on <= request.day);
        let own = |by: &str| {
            let same = |id: &Option<String>| id.as_ref().is_some_and(|id| shape(id) == shape(by));
            let one_of_us = asker.kind.as_deref() == Some("team-member");
            request.handled_by.is_none()
                || same(&request.handled_by)
                || same(&asker.individual)
                || (one_of_us && asker.individual.is_none())
        };
        let (mut grants, mut refusals, mut unclear) = (Vec::new(), Vec::new(), false);
        for one in made {
            let is_role = self.frame.above.contains_key(&one.role);
            if !granted(&one.decision) {
                unclear |= !is_role;
                refusals.extend(is_role.then_some(&one.role));
            } else if is_role && !own(&one.by) {
                grants.push(&one.role);
            }
        }
        let counts = |who: &String| self.frame.above[role].contains(who);
        let above = |who: &String, other: &String| {
            who != other && self.frame.above[other.as_str()].contains(who)
        };
        let stands = |refusal: &String| !grants.iter().any(|grant| above(grant, refusal));
        if refusals.iter().any(|refusal| counts(refusal) && stands(refusal)) {
            Truth::False
        } else if unclear || !grants.iter().any(|grant| counts(grant)) {
            Truth::Unknown
        } else {
            Truth::True
        }
    }

    fn reaches(&self, name: &str, datum: usize) -> Truth {
        let known_set = |set: Option<&Vec<String>>| known(set.map(|set| Data::of(set).has(datum)));
        match name {
            "necessary" => match &self.request.necessary {
                Some(Necessary::All(all)) => (*all).into(),
                Some(Necessary::Some(some)) => known_set(Some(some)),
                None => Truth::Unknown,
            },
            "order-scope" => {
                let order = self.request.order.as_ref();
                order.map_or(Truth::False, |order| known_set(order.scope.as_ref()))
            }
            "third-party" => known_set(self.subject.third_party_confidential.as_ref()),
            "processing-agreement" => self.processed(datum),
            name => match name.strip_prefix("explicit-consent:") {
                Some(kind) => self.consented(kind, true, datum),
                None => self.consented(name.strip_prefix("consent:").unwrap_or(name), false, datum),
            },
        }
    }

    fn processed(&self, datum: usize) -> Truth {
        let Some(id) = &self.request.asker.organisation else { return Truth::Unknown };
        any(self.engaged(id).map(|one| {
            let covers = Truth::from(Data::of(&one.covers).has(datum));
            among(self.request.purpose.as_ref(), &one.purposes).and(covers)
        }))
    }

    fn transfer(&self) -> Truth {
        let Some(id) = &self.request.asker.organisation else { return Truth::Unknown };
        any(self.engaged(id).map(|one| {
            let carried = !one.abroad || one.transfer.iter().any(|one| self.carries(one));
            among(self.request.purpose.as_ref(), &one.purposes).and(carried.into())
        }))
    }

    /// Whether a mechanism carries data abroad on the day (TR-01, TR-04, TR-05).
    fn carries(&self, transfer: &Transfer) -> bool {
        let (day, changed) = (self.request.day, Date::on(2026, 2, 5));
        let needs_no_test = ["approved", "derogation"].contains(&transfer.mechanism.as_str());
        lasts(day, Some(transfer.from), transfer.until)
            && (transfer.assessment.is_some()
                || needs_no_test
                || transfer.from < changed
                || day < changed)
    }

    fn engaged(&self, id: &str) -> impl Iterator<Item = &Processor> {
        let all = &self.frame.rules.processor;
        let live = |one: &Processor| lasts(self.request.day, Some(one.from), one.until);
        all.iter().filter(move |one| one.organisation == id && live(one)).filter(move |one| {
            one.engaged_by
                .as_ref()
                .is_none_or(|by| all.iter().any(|other| other.organisation == *by && live(other)))
        })
    }
}
