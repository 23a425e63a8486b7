//! Worked cases of casework: an entry on the register, requests, a pack, an assessment, a breach, and the
//! registers of an organisation.

use caldicott_accountability::duties::{
    Agreement, AgreementKind, Training, Worker, Yearly, YearlyKind,
};
use caldicott_accountability::register::{
    Balance, Clause, InterestsEntry, PolicyEntry, Principle, ProcessorContract,
};
use caldicott_accountability::ropa::{Activity, ControllerRecord, Organisation};
use caldicott_accountability::{Criterion, Dpia, Owes, breach, screen};
use caldicott_calendar::clock::{ExtensionReason, IncidentKind};
use caldicott_calendar::{Day, Instant, Nation, RuleSet};
use caldicott_caution_register as caution;
use caldicott_model::law::{Controller, LawfulBasis, Paragraph};
use caldicott_model::{Category, CategorySet};
use caldicott_rights::pack::{
    AccessCase, Body, Built, Field, Information, Item, OtherPerson, Regulator, Search, Standing,
};
use caldicott_rights::redaction::{Identity, Name};
use caldicott_rights::{matrix, remedy, request};

use super::Measured;
use crate::{SourceFile, read_file};

const ASSESSMENT: &str = include_str!("assessment.toml");
const DAY: Day = Day::literal(2026, 11, 2);

impl Measured {
    /// Takes the decisions about an assessment: what is wrong with it on a day, and whether it may go
    /// ahead.
    pub fn assessment(&mut self, name: &str, assessment: &Dpia, day: Day) {
        let by = format!("{name}: an assessment checked");
        self.note(assessment.check(day).rules(), &by);
        for owed in assessment.owes() {
            let rules: RuleSet = [owed.rule()].into_iter().collect();
            self.note(&rules, &format!("a duty: {}", owed.what()));
        }
        if let Ok(ready) = assessment.ready(day, Nation::EnglandAndWales) {
            self.note(ready.rules(), &by);
        }
    }

    pub(super) fn casework(&mut self) {
        let file = SourceFile { name: "assessment.toml".into(), text: ASSESSMENT.into() };
        if let Ok(assessment) = read_file(&file, Dpia::read) {
            self.assessment("a made-up project", &assessment, DAY);
        }
        self.cautions();
        self.requests();
        self.packs();
        self.remedies();
        self.breaches();
        self.registers();
    }

    /// Two entries: one that goes its whole way, and one that is rejected.
    fn cautions(&mut self) {
        use caution::{
            Actor, ChallengeTo, Decided, Event, Grounds, History, HoldKind, Policy, Precaution,
            ReviewPeriod, Reviewed, Risk, Role, Visit, What, WithheldBecause,
        };
        let policy = Policy::of(Nation::EnglandAndWales);
        let grounds = |sensitive: bool| {
            let grounds = Grounds::new(1, &[Risk::Threats], &[Precaution::TwoPersonVisit]).ok()?;
            if sensitive { grounds.sensitive("mental health team").ok() } else { Some(grounds) }
        };
        let (Some(plain), Some(sensitive)) = (grounds(false), grounds(true)) else { return };
        let year = ReviewPeriod::LONGEST;
        let review_day = Day::literal(2027, 11, 4);
        let way = [
            (2, Role::Manager, "m", What::Recommend(plain.clone())),
            (4, Role::HeadOfService, "h", What::Approve { review_in: year }),
            (4, Role::HeadOfService, "h", What::LetterHeld),
            (
                5,
                Role::HeadOfService,
                "h",
                What::LetterWithheld { because: WithheldBecause::ViolentReaction },
            ),
            (6, Role::HeadOfService, "h", What::LetterSent { review_day_stated: review_day }),
            (
                7,
                Role::ServiceManager,
                "s",
                What::Incident { happened: DAY, kind: IncidentKind::Other },
            ),
            (8, Role::Subject, "p", What::Challenge { to: ChallengeTo::Accuracy }),
            (9, Role::Director, "d", What::Decide(Decided::Amend(sensitive))),
            (10, Role::HeadOfService, "h", What::Review(Reviewed::StillARisk { review_in: year })),
            (11, Role::HeadOfService, "h", What::Review(Reviewed::NoLongerARisk)),
            (12, Role::DataProtectionOfficer, "o", What::Hold(HoldKind::AccessRequest)),
            (13, Role::DataProtectionOfficer, "o", What::Release(HoldKind::AccessRequest)),
            (14, Role::Manager, "m", What::Recommend(plain.clone())),
            (15, Role::HeadOfService, "h", What::Reject),
            (760, Role::Keeper, "k", What::Remove),
        ];
        let mut entry = History::default();
        for (after, role, who, what) in way {
            let Some(on) = DAY.plus_days(after - 2) else { return };
            let by = format!("the caution register: {}", what.name());
            let event = Event { on, by: Actor::new(role, who), what };
            if let Ok(step) = entry.record(event, &policy) {
                self.note(step.rules(), &by);
            }
            for duty in entry.state().late(on, &policy) {
                self.note(&[duty.what.cites()].into_iter().collect(), "the caution register: late");
            }
            let visit = Visit { subject: "x".into(), by: "f".into(), arranged_for: on };
            for role in [Role::Frontline, Role::Contractor, Role::Auditor] {
                let reader = Actor::new(role, "f");
                let look = entry.state().look(&reader, "x", Some(&visit), on, &policy);
                self.note(&look.record.rules, "the caution register: a look before a visit");
            }
        }
        let mut rejected = History::default();
        let first = [
            (Role::Manager, "m", What::Recommend(plain)),
            (Role::HeadOfService, "h", What::Reject),
        ];
        for (role, who, what) in first {
            let event = Event { on: DAY, by: Actor::new(role, who), what };
            if let Ok(step) = rejected.record(event, &policy) {
                self.note(step.rules(), "the caution register: a rejection");
            }
        }
    }

    fn requests(&mut self) {
        use request::{
            Actor, Channel, Event, History, Kind, Letter, Outcome, Policy, Received, RefusalGround,
            Role, What,
        };
        let policy = Policy::of(Nation::EnglandAndWales);
        for kind in Kind::ALL {
            let mut one = History::default();
            let letter = || Letter::required_on(DAY);
            let way = [
                (Role::Staff, What::Receive(Received::new(*kind, Channel::Spoken, DAY))),
                (Role::Staff, What::WritingDemanded),
                (Role::Handler, What::Acknowledge),
                (Role::Handler, What::TellProgress),
                (Role::Manager, What::Extend { reason: Some(ExtensionReason::Complexity) }),
                (Role::Handler, What::Answer { outcome: Outcome::GrantedInPart, letter: letter() }),
            ];
            for (role, what) in way {
                let by = format!("a request: {}", what.name());
                let event = Event { on: DAY, by: Actor::new(role, "x"), what };
                if let Ok(step) = one.record(event, &policy) {
                    self.note(step.rules(), &by);
                }
            }
            let mut charged = History::default();
            let ground = request::FeeGround::Excessive;
            let way = [
                (Role::Staff, What::Receive(Received::new(*kind, Channel::Email, DAY))),
                (Role::Manager, What::ChargeFee { ground, evidence: 1 }),
            ];
            for (role, what) in way {
                let event = Event { on: DAY, by: Actor::new(role, "x"), what };
                if let Ok(step) = charged.record(event, &policy) {
                    self.note(step.rules(), "a request: a charge");
                }
            }
            let mut other = History::default();
            let way = [
                (Role::Staff, What::Receive(Received::new(*kind, Channel::Letter, DAY))),
                (Role::Manager, What::Refuse { ground: RefusalGround::Excessive, evidence: 2 }),
                (Role::Manager, What::TellRefusal { letter: letter() }),
            ];
            for (role, what) in way {
                let event = Event { on: DAY, by: Actor::new(role, "x"), what };
                if let Ok(step) = other.record(event, &policy) {
                    self.note(step.rules(), "a request: refused");
                }
            }
            for basis in LawfulBasis::NAMES.iter().map(|(_, basis)| *basis) {
                let facts =
                    matrix::Facts { provided_by_person: true, automated: true, marketing: false };
                let verdict = matrix::which(*kind, basis, facts, DAY);
                self.note(verdict.rules(), "a request: which right applies");
            }
        }
    }

    fn packs(&mut self) {
        let name = |text: &str| Name::parse(text).ok().map(Identity::named);
        let (Some(own), Some(other)) = (name("Mary Fenn"), name("Ludo Brackwater")) else { return };
        let search = Search::of("case records", &["name"]).without("tapes", "cannot be read");
        let field =
            |text: &str, about: Category| Field::new("text", text, CategorySet::from(about));
        let information = Information {
            controller: "Harbour Trust".into(),
            contact: "the office".into(),
            purposes: vec!["support".into()],
            categories: vec!["notes".into()],
            recipients: vec!["the council".into()],
            retention: "six years".into(),
            source: "the person".into(),
            automated: "nothing".into(),
            regulator: Regulator::default(),
        };
        let case = AccessCase::new(DAY, Body::Charity, own, information, search)
            .person(OtherPerson::new("p-2", other).standing(Standing::Informant))
            .item(
                Item::new("n-1", "Note")
                    .field(field("Ludo Brackwater rang about rent", Category::ContactRecord)),
            )
            .item(Item::new("n-2", "Form").field(field("asthma", Category::Health)))
            .item(
                Item::new("n-3", "Told")
                    .told_by("p-2")
                    .field(field("saw them at the door", Category::ContactRecord)),
            );
        if let Ok(Built::Ready(pack)) = case.build() {
            self.note(pack.rules(), "a pack: built and searched");
        }
    }

    fn remedies(&mut self) {
        use remedy::{Restriction, RestrictionGround, Use};
        let restriction = Restriction::new(RestrictionGround::AccuracyContested, DAY);
        let (_, rules) = restriction.allows(Use::Share, DAY);
        self.note(&rules, "a restriction: a use of the data");
        let recipients =
            [remedy::Recipient { id: "council".into(), telling: remedy::Telling::Possible }];
        let accepted = remedy::rectify(Ok(remedy::Correction::Erase), &recipients);
        self.note(&accepted.rules, "a challenge to a record: accepted");
        let why = "nothing shows that it was not";
        if let Ok(attachment) = remedy::Attachment::new("it was not so", why, DAY) {
            let refused = remedy::rectify(Err(attachment), &recipients);
            self.note(&refused.rules, "a challenge to a record: not accepted");
        }
    }

    fn breaches(&mut self) {
        use breach::{Actor, Event, History, Intake, Likely, Part, Policy, Role, What};
        let policy = Policy::default();
        let Ok(at) = "2026-11-02T09:30:00Z".parse::<Instant>() else { return };
        let because = || "as the enquiry found".to_owned();
        let categories = CategorySet::from(Category::Health);
        let parts = Part::ALL.to_vec();
        let way = [
            (Role::Staff, What::Report(Intake::OwnStaff)),
            (Role::ComplianceOfficer, What::Aware { since: at, because: because() }),
            (
                Role::ComplianceOfficer,
                What::Describe { categories, people: 3, records: 9, remedied: true },
            ),
            (
                Role::ComplianceOfficer,
                What::Assess { likely: Likely::HighRisk, because: because() },
            ),
            (
                Role::ComplianceOfficer,
                What::NotifyRegulator { sent: at, parts: parts.clone(), late_because: None },
            ),
            (Role::Director, What::TellPeople { sent: at, parts }),
            (Role::ComplianceOfficer, What::Close),
        ];
        let mut one = History::default();
        for (role, what) in way {
            let by = format!("a breach: {}", what.name());
            let event = Event { at, by: Actor::new(role, "x"), what };
            if let Ok(step) = one.record(event, &policy) {
                self.note(step.rules(), &by);
            }
        }
    }

    fn registers(&mut self) {
        let paragraph = Paragraph::SAFEGUARDING;
        let entry = PolicyEntry::new("apd", paragraph, DAY).explaining(Principle::Accuracy);
        self.note(entry.check(DAY).rules(), "a policy document checked");
        let interests = InterestsEntry::new("lia", Controller::CHARITY, DAY)
            .pursuing("support")
            .balanced(Balance::Interest, "people expect it");
        self.note(interests.check(DAY).rules(), "an assessment of interests checked");
        let processor = ProcessorContract::with("host").saying(&[Clause::Instructions]);
        self.note(processor.check(DAY).rules(), "a contract with a processor checked");
        let organisation = Organisation::new("Trust", "directors");
        let activity = Activity::new("support").for_purposes(&["support"]);
        let record = ControllerRecord::new(organisation, vec![activity]);
        self.note(record.check(DAY).rules(), "a record of processing checked");
        for criterion in Criterion::NAMES.iter().map(|(_, one)| *one) {
            self.note(screen(&[criterion]).rules(), "a screening");
        }
        let mut owed: Vec<Box<dyn Owes>> = vec![
            Box::new(Training::of("w-1", Worker::External, DAY)),
            Box::new(entry),
            Box::new(interests),
            Box::new(processor),
        ];
        for kind in AgreementKind::NAMES.iter().map(|(_, kind)| *kind) {
            owed.push(Box::new(Agreement::new("a-1", kind, DAY)));
        }
        for kind in YearlyKind::NAMES.iter().map(|(_, kind)| *kind) {
            owed.push(Box::new(Yearly::never(kind, DAY)));
        }
        for owing in owed.iter().flat_map(|register| register.owes()) {
            let rules: RuleSet = [owing.rule()].into_iter().collect();
            self.note(&rules, &format!("a duty: {}", owing.what()));
        }
    }
}
