//! Worked cases of the libraries that take no rulebook: clocks, law, statistics, the log.

use std::ops::ControlFlow;

use caldicott_audit::{
    Draft, Filter, Kind, Log, MemoryStorage, Moment, NoEntropy, Origin, Outcome as Logged,
    PayloadSealer, SealContext, SealError,
};
use caldicott_calendar::clock::{
    Archive, Breach, Incident, IncidentKind, Right, RightsRequest, SubjectAccess,
    acknowledge_complaint_by, annual_audit_by, annual_review_by, caution_decision_by,
    caution_letter_by, caution_review_by, latest_caution_review, offender_notification_by,
    policy_document_kept_through,
};
use caldicott_calendar::{Day, Nation};
use caldicott_model::digest::Sha256;
use caldicott_model::law::{
    Article9Condition, Controller, Evidence, LawfulBasis, Paragraph, ProcessingGround, Reliance,
};
use caldicott_model::{Category, CategorySet, FieldTag, Identifiability};
use caldicott_statistics::{
    CodeList, Declarations, Effort, FreqTable, Ground, NullPolicy, Outcome, Plan, Profile, Variable,
};

use super::Measured;

impl Measured {
    /// Takes decisions of the libraries that take no rulebook. The cases are the same every time.
    pub fn worked_cases(&mut self) {
        self.clocks();
        self.law();
        self.statistics();
        self.log();
        self.casework();
    }

    fn clocks(&mut self) {
        let (day, nation) = (Day::literal(2026, 3, 2), Nation::EnglandAndWales);
        let rights = [Right::Access, Right::Rectification, Right::Erasure, Right::Objection];
        for right in rights {
            if let Ok(due) = RightsRequest::received(right, day).in_nation(nation).due() {
                self.note(due.rules(), "a clock: a request by the person");
            }
        }
        if let Ok(due) = SubjectAccess::received(Day::literal(2021, 4, 6)).in_nation(nation).due() {
            self.note(due.rules(), "a clock: a request of 2021");
        }
        let deadlines = [
            caution_letter_by(day, nation),
            caution_decision_by(day, nation),
            caution_review_by(day, 12),
            caution_review_by(day, 6),
            latest_caution_review(day),
            Archive::entered(day).removal_due(),
            Archive::entered(day)
                .incident(Incident::new(Day::literal(2027, 1, 4), IncidentKind::Other))
                .removal_due(),
            annual_audit_by(day),
            annual_review_by(day),
            offender_notification_by(day),
            policy_document_kept_through(day, nation),
        ];
        for deadline in deadlines.into_iter().flatten() {
            self.note(deadline.rules(), "a clock: a date counted");
        }
        if let Ok(answer) = acknowledge_complaint_by(Day::literal(2026, 7, 1), nation) {
            let rules = match &answer {
                caldicott_calendar::clock::Acknowledgement::By(deadline) => deadline.rules(),
                caldicott_calendar::clock::Acknowledgement::NotRequired { rules } => rules,
            };
            self.note(rules, "a clock: a complaint");
        }
        if let Ok(at) = "2026-03-02T09:30:00Z".parse()
            && let Ok(clock) = Breach::aware(at).notify_by()
        {
            self.note(clock.rules(), "a clock: a breach");
        }
    }

    fn law(&mut self) {
        let health = CategorySet::from(Category::Health);
        let offence = CategorySet::from(Category::CriminalOffence);
        let grounds = [
            // 000: legitimate interests and health or social care, no condition for offences.
            ProcessingGround::new(
                LawfulBasis::LegitimateInterests,
                Controller::CHARITY,
                health.union(offence),
            )
            .under(Article9Condition::HealthOrSocialCare)
            .showing(&[Evidence::LegitimateInterestsAssessment]),
            ProcessingGround::new(
                LawfulBasis::PublicTask,
                Controller::COUNCIL_IN_ITS_TASK,
                health.union(offence),
            )
            .under(Article9Condition::SubstantialPublicInterest),
        ];
        for ground in grounds {
            let ground = match Paragraph::new(6) {
                Ok(paragraph) => ground.relying_on(Reliance::on(paragraph)),
                Err(_) => ground,
            };
            self.note(ground.check(Day::literal(2021, 4, 1)).rules(), "law: a ground checked");
        }
        let text = "the Crime and Disorder Act 2018 and the Data Protection Act 1988";
        let notes = caldicott_model::law::lint(text);
        self.note_ids(notes.iter().map(|note| note.rule.id()), "law: a citation checked");
    }

    fn statistics(&mut self) {
        let day = Day::literal(2026, 11, 2);
        let variable = |name: &'static str, about: Category, codes: [&str; 4]| {
            let tag = FieldTag::new(name.into(), about.into(), Identifiability::Quasi);
            let codes = CodeList::new(name, codes).ok()?;
            Variable::new(tag, codes, NullPolicy::OwnCategory).ok()
        };
        let group = variable(
            "ethnic group",
            Category::RacialOrEthnicOrigin,
            ["White", "Asian", "Black", "Other"],
        );
        let service = variable(
            "service",
            Category::HousingAndTenancy,
            ["Outreach", "Hostel", "Move-on", "Resettlement"],
        );
        let (Some(group), Some(service)) = (group, service) else { return };
        let variables = [group, service];
        let counts: [u64; 25] =
            [41, 33, 27, 30, 0, 12, 9, 14, 11, 0, 8, 7, 2, 9, 0, 6, 5, 7, 3, 0, 6, 6, 5, 7, 0];
        let declared = Declarations {
            no_individual_decisions: true,
            no_substantial_harm: true,
            policy_document: true,
            public_interest: true,
        };
        for ground in [Ground::EqualityMonitoring(declared), Ground::Statistics(declared)] {
            self.note(&ground.check(&variables, day).rules, "statistics: a ground checked");
            let Ok(profile) = Profile::threshold(5) else { continue };
            let Ok(table) = FreqTable::from_counts(&variables, &counts) else { continue };
            let plan = Plan::new("People by service and ethnic group", profile).on(ground, day);
            match plan.publish(&table, Effort::ORDINARY, &mut |_| {}) {
                Outcome::Released(done) => {
                    self.note(&done.report.rules, "statistics: a table published");
                }
                Outcome::Refused(_) => {}
            }
        }
    }

    fn log(&mut self) {
        let Ok(origin) = Origin::new("example.org/worked") else { return };
        let Ok(mut log) = Log::open(origin, MemoryStorage::new()) else { return };
        let mut entropy = |out: &mut [u8]| {
            out.fill(7);
            Ok::<(), NoEntropy>(())
        };
        let book = Sha256::of(b"worked");
        let at = |number: i64| Moment {
            unix_millis: 1_793_620_800_000 + number,
            day: Day::literal(2026, 11, 2),
        };
        let entries = [
            (Kind::Disclosure, Logged::Permitted),
            (Kind::Refusal, Logged::Refused),
            (Kind::Look, Logged::Permitted),
            (Kind::Amendment, Logged::Done),
            (Kind::Disposal, Logged::Done),
        ];
        for (number, (kind, outcome)) in (0..).zip(entries) {
            let draft = Draft::new(kind, outcome, book).citing(&kind.recorded_under());
            if log.record(draft, (), at(number), &mut Plain, &mut entropy).is_err() {
                return;
            }
        }
        let erasure =
            Draft::new(Kind::Erasure, Logged::Done, book).citing(&Kind::Erasure.recorded_under());
        if log.erase(&[0], erasure, at(9), &mut Plain, &mut entropy).is_err() {
            return;
        }
        let mut cited: Vec<Kind> = Vec::new();
        let read = log.entries(&Filter::all(), |_, leaf| {
            // What counts is what stands in the log: an entry that lost its rules is not counted.
            let kept = leaf.kind().recorded_under().ids().all(|id| leaf.cites(id));
            cited.extend(kept.then_some(leaf.kind()));
            ControlFlow::Continue(())
        });
        if read.is_err() {
            return;
        }
        for kind in cited {
            self.note(&kind.recorded_under(), "the log: an entry written and read back");
        }
        let report = log.verify([], |_| {});
        if report.is_sound() {
            self.note(&report.rules(), "the log: verified");
        }
    }
}

/// The worked entries are about nobody, so nothing of them is hidden.
struct Plain;

impl PayloadSealer for Plain {
    fn seal(&mut self, _: &SealContext<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        Ok(plain.to_vec())
    }
}
