//! Laws of the clocks over arbitrary facts, against slow oracles written straight from the rules.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use caldicott_calendar::clock::{
    Archive, Clarification, Closures, ExtensionNotice, ExtensionReason, Incident, IncidentKind,
    ResetPolicy, Right, RightsDue, RightsFinding, RightsRequest, SubjectAccess,
    acknowledge_complaint_by, caution_review_by, health_opinion_since, offender_notification_by,
    policy_document_kept_through,
};
use caldicott_calendar::{
    CalendarError, Day, EuPeriod, Nation, RuleSet, UkBeginningWith, WorkingDays,
};
use proptest::prelude::*;

/// Facts that decide nothing, because nobody has verified them.
const UNVERIFIED: [&str; 7] = ["RG-06", "RG-07", "TM-05", "RT-11", "RT-20", "BR-04", "CN-28"];

fn day(offset: i32) -> Day {
    Day::literal(2026, 2, 5).plus_days(offset).unwrap()
}

fn nation() -> impl Strategy<Value = Nation> {
    prop::sample::select(Nation::ALL.to_vec())
}

/// Facts of a request, as offsets in days.
#[derive(Clone, Debug)]
struct Facts {
    nation: Nation,
    received: Day,
    identity: Option<i32>,
    fee: Option<i32>,
    pauses: Vec<(i32, i32)>,
    notice: Option<i32>,
}

prop_compose! {
    fn facts()(
        nation in nation(),
        received in 0..900_i32,
        identity in prop::option::of(0..60_i32),
        fee in prop::option::of(0..60_i32),
        pauses in prop::collection::vec((0..130_i32, 0..25_i32), 0..4),
        notice in prop::option::of(0..90_i32),
    ) -> Facts {
        Facts { nation, received: day(received), identity, fee, pauses, notice }
    }
}

impl Facts {
    fn on(&self, offset: i32) -> Day {
        self.received.plus_days(offset).unwrap()
    }

    fn request(&self) -> RightsRequest<WorkingDays<'static>> {
        let mut request = SubjectAccess::received(self.received);
        if let Some(offset) = self.identity {
            request = request.identity_received(self.on(offset));
        }
        if let Some(offset) = self.fee {
            request = request.fee_paid(self.on(offset));
        }
        for (from, length) in &self.pauses {
            let question = Clarification::asked(self.on(*from)).answered(self.on(from + length));
            request = request.clarification(question);
        }
        if let Some(offset) = self.notice {
            let reason = ExtensionReason::Complexity;
            request = request.extension(ExtensionNotice::given(self.on(offset), reason));
        }
        request.in_nation(self.nation)
    }

    fn due(&self) -> Day {
        self.request().due().unwrap().day().unwrap()
    }

    /// The same by a walk: cross off one day after another, passing over days that do not count.
    fn walked(&self) -> (Day, Day, Day, bool) {
        let starts = [Some(0), self.identity, self.fee];
        let start = self.on(starts.into_iter().flatten().max().unwrap());
        let excluded: BTreeSet<Day> = self
            .pauses
            .iter()
            .flat_map(|(from, length)| (*from..=from + length).map(|offset| self.on(offset)))
            .filter(|day| *day > start)
            .collect();
        let end = |months: i32| {
            let mut left = start.days_until(start.plus_months(months).unwrap());
            let mut at = start;
            while left > 0 {
                at = at.plus_days(1).unwrap();
                left -= i32::from(!excluded.contains(&at));
            }
            let unrolled = at;
            let working = |at| WorkingDays::of(self.nation).is_working(at).unwrap().0;
            while !working(at) || excluded.contains(&at) {
                at = at.plus_days(1).unwrap();
            }
            (unrolled, at)
        };
        let first = end(1);
        let extended = self.notice.is_some_and(|offset| self.on(offset) <= first.1);
        let last = if extended { end(3) } else { first };
        (last.0, last.1, first.1, extended)
    }
}

fn is_sound(rules: &RuleSet, on: Day) -> bool {
    !rules.is_empty()
        && rules.iter().all(|rule| rule.in_force(on) && !UNVERIFIED.contains(&rule.id()))
}

proptest! {
    #[test]
    fn a_request_ends_where_a_walk_through_the_days_ends(facts in facts()) {
        let due = facts.request().due().unwrap();
        let running = due.running().unwrap();
        let unrolled = running.deadline().unrolled();
        let counted = (unrolled, running.day(), running.notice_by(), running.is_extended());
        prop_assert_eq!(counted, facts.walked(), "{}", due.arithmetic());
        let plain = running.started().plus_months(if running.is_extended() { 3 } else { 1 });
        let stretched = plain.unwrap().days_until(unrolled);
        prop_assert_eq!(Ok(running.excluded_days()), u32::try_from(stretched));
        prop_assert!(is_sound(due.rules(), facts.received));
        prop_assert!(running.target().is_none_or(|target| target <= running.day()));
        prop_assert!(due.arithmetic().starts_with("received on "));
    }

    #[test]
    fn a_request_received_later_is_never_due_earlier(
        nation in nation(), first in -2800..1700_i32, gap in 0..60_i32,
    ) {
        let due = |offset| SubjectAccess::received(day(offset)).in_nation(nation).due().unwrap().day();
        prop_assert!(due(first) <= due(first + gap));
    }

    #[test]
    fn a_later_step_never_brings_the_end_forward(facts in facts(), gap in 0..20_i32) {
        let later = |offset: Option<i32>| offset.map(|offset| offset + gap);
        let plain = Facts { pauses: Vec::new(), notice: None, ..facts };
        let identity = Facts { identity: later(plain.identity), ..plain.clone() };
        let fee = Facts { fee: later(plain.fee), ..plain.clone() };
        prop_assert!(plain.due() <= identity.due());
        prop_assert!(plain.due() <= fee.due());
    }

    #[test]
    fn a_further_clarification_or_notice_never_brings_the_end_forward(
        facts in facts(), from in 0..100_i32, length in 0..30_i32,
    ) {
        let without_notice = Facts { notice: None, ..facts.clone() };
        prop_assert!(without_notice.due() <= facts.due());
        let mut more = facts.clone();
        more.pauses.push((from, length));
        prop_assert!(facts.due() <= more.due());
        // A clarification answered later ends no earlier.
        let mut longer = facts.clone();
        for pause in &mut longer.pauses {
            pause.1 += 1;
        }
        prop_assert!(facts.due() <= longer.due());
    }

    #[test]
    fn the_order_in_which_facts_are_told_does_not_matter(facts in facts()) {
        let mut reversed = facts.clone();
        reversed.pauses.reverse();
        prop_assert_eq!(facts.request().due().unwrap(), reversed.request().due().unwrap());
    }

    #[test]
    fn an_open_clarification_says_how_many_days_are_left_to_count(
        nation in nation(), received in 0..900_i32, asked in 1..40_i32, length in 0..60_i32,
    ) {
        // To the last day of the month itself.
        let asked = asked.min(day(received).days_until(day(received).plus_months(1).unwrap()));
        let question = Clarification::asked(day(received + asked));
        let request = SubjectAccess::received(day(received)).in_nation(nation);
        let waiting = request.clone().clarification(question).due().unwrap();
        let RightsDue::Waiting(wait) = &waiting else {
            return Err(TestCaseError::fail("the clock should stand still"));
        };
        prop_assert_eq!(wait.since(), Some(day(received + asked)));
        let answered = day(received + asked + length);
        let due = request.clarification(question.answered(answered)).due().unwrap();
        let left = i32::try_from(wait.days_left().unwrap()).unwrap();
        prop_assert_eq!(due.running().unwrap().deadline().unrolled(), answered.plus_days(left).unwrap());
    }

    #[test]
    fn an_open_clarification_among_answered_ones_leaves_what_was_not_counted(
        facts in facts(), asked in 0..60_i32,
    ) {
        let facts = Facts { notice: None, ..facts };
        let since = facts.on(asked);
        let request = facts.request().clarification(Clarification::asked(since));
        let starts = [Some(0), facts.identity, facts.fee];
        let start = facts.on(starts.into_iter().flatten().max().unwrap());
        let since = since.max(start.plus_days(1).unwrap());
        let excluded = |day: Day| facts.pauses.iter().any(|(from, length)| {
            facts.on(*from) <= day && day <= facts.on(from + length)
        });
        let total = start.days_until(start.plus_months(1).unwrap());
        let before = (1..start.days_until(since)).map(|offset| start.plus_days(offset).unwrap());
        let counted = i32::try_from(before.filter(|day| !excluded(*day)).count()).unwrap();
        match request.due().unwrap() {
            RightsDue::Waiting(wait) => {
                let left = i32::try_from(wait.days_left().unwrap()).unwrap();
                prop_assert_eq!(left, (total - counted).max(0));
                prop_assert_eq!(wait.since(), Some(since));
            }
            RightsDue::Running(running) => {
                prop_assert!(counted >= total && running.day() < since);
                prop_assert_eq!(running.day(), facts.due());
                prop_assert_eq!(running.findings(), [RightsFinding::ClarificationAfterEnd]);
            }
        }
    }

    #[test]
    fn no_other_right_is_paused_by_a_clarification(facts in facts()) {
        for right in [
            Right::AutomatedDecision, Right::Erasure, Right::Objection, Right::Portability,
            Right::Rectification, Right::Restriction,
        ] {
            let plain = RightsRequest::received(right, facts.received).in_nation(facts.nation);
            let mut asked = plain.clone();
            for (from, length) in &facts.pauses {
                asked = asked.clarification(
                    Clarification::asked(facts.on(*from)).answered(facts.on(from + length)),
                );
            }
            prop_assert_eq!(plain.due().unwrap().day(), asked.due().unwrap().day());
        }
    }

    #[test]
    fn guidance_of_the_former_law_is_never_earlier_than_the_law(
        nation in nation(), before in 1..2800_i32, identity in prop::option::of(0..40_i32),
        pause in prop::option::of((0..25_i32, 0..30_i32)),
    ) {
        let received = day(-before);
        let on = |offset| received.plus_days(offset).unwrap();
        let plain = SubjectAccess::received(received).in_nation(nation);
        let mut request = plain.clone();
        if let Some(offset) = identity {
            request = request.identity_received(on(offset));
        }
        if let Some((from, length)) = pause {
            request = request.clarification(Clarification::asked(on(from)).answered(on(from + length)));
        }
        let due = request.due().unwrap();
        prop_assert_eq!(due.day(), plain.due().unwrap().day());
        prop_assert!(due.running().unwrap().by_guidance().is_none_or(|guided| Some(guided) > due.day()));
        prop_assert!(is_sound(due.rules(), received));
    }

    #[test]
    fn a_period_ends_on_a_working_day_and_no_later_than_it_must(
        nation in nation(), event in -2900..1500_i32, count in 1..60_u16, months in any::<bool>(),
    ) {
        let period = if months { EuPeriod::months(count.min(24)) } else { EuPeriod::days(count) }.unwrap();
        let working = WorkingDays::of(nation);
        let due = match period.after(day(event), nation) {
            Ok(due) => due,
            Err(error) => {
                prop_assert!(matches!(error, CalendarError::NoHolidayData(_)));
                return Ok(());
            }
        };
        prop_assert!(working.is_working(due.day()).unwrap().0);
        prop_assert!(due.unrolled() <= due.day());
        let (between, _) = working.between(due.unrolled(), due.day()).unwrap();
        let moved_for_two_days = due.rules().cites("TM-07");
        prop_assert!(between <= 1 + u32::from(moved_for_two_days));
        let (inside, _) = working.between(day(event), due.day()).unwrap();
        prop_assert!((!months && count == 1) || inside >= 2);
    }

    #[test]
    fn a_later_event_never_ends_a_period_earlier(
        nation in nation(), event in -2900..1400_i32, gap in 0..40_i32, count in 1..40_u16,
    ) {
        for period in [
            EuPeriod::days(count), EuPeriod::weeks(count.min(8)), EuPeriod::months(count.min(6)),
            EuPeriod::working_days(count),
        ] {
            let due = |offset| period.unwrap().after(day(offset), nation).unwrap().day();
            prop_assert!(due(event) <= due(event + gap));
        }
        let uk = |offset| UkBeginningWith::months(count).unwrap().counting(day(offset)).unwrap().day();
        prop_assert!(uk(event) <= uk(event + gap));
    }

    #[test]
    fn an_incident_never_brings_removal_forward(
        entered in -3000..3000_i32, incidents in prop::collection::vec((-900..1500_i32, any::<bool>()), 0..6),
        more in (-900..1500_i32, any::<bool>()),
    ) {
        let kind = |high| if high { IncidentKind::HighRisk } else { IncidentKind::Other };
        let told = |list: &[(i32, bool)]| list.iter().fold(Archive::entered(day(entered)), |archive, (offset, high)| {
            archive.incident(Incident::new(day(entered + offset), kind(*high)))
        });
        let before = told(&incidents);
        let mut list = incidents.clone();
        list.push(more);
        for reset in [ResetPolicy::Any, ResetPolicy::HighRisk] {
            let due = |archive: &Archive| archive.clone().reset_by(reset).removal_due().unwrap().day();
            prop_assert!(due(&before) <= due(&told(&list)));
            // Straight from the policy: two years after the latest of what counts.
            let last = incidents.iter().filter(|(_, high)| reset == ResetPolicy::Any || *high)
                .map(|(offset, _)| *offset).chain([0]).max().unwrap();
            prop_assert_eq!(due(&before), day(entered + last).plus_months(24).unwrap());
        }
        // Counting fewer incidents never keeps longer.
        let by = |reset| told(&list).reset_by(reset).removal_due().unwrap().day();
        prop_assert!(by(ResetPolicy::HighRisk) <= by(ResetPolicy::Any));
    }

    #[test]
    fn a_review_is_never_later_than_twelve_months(set_on in -40_000..40_000_i32, months in 1..=12_u8) {
        let due = caution_review_by(day(set_on), months).unwrap();
        prop_assert!(due.day() <= day(set_on).plus_months(12).unwrap());
        prop_assert!(due.day() > day(set_on));
        prop_assert_eq!(due.day(), due.unrolled());
    }

    #[test]
    fn an_opinion_is_fresh_exactly_in_the_six_months_it_opens(obtained in -2000..3000_i32, after in 0..250_i32) {
        let relied_on = day(obtained + after);
        let fresh = health_opinion_since(relied_on).unwrap().day() <= day(obtained);
        let months = UkBeginningWith::months(6).unwrap();
        let last = months.counting(day(obtained)).unwrap().day();
        // The two ways of counting agree but for the ends of short months, where looking back is
        // the more generous by the days that the month lacks.
        if fresh != (relied_on <= last) {
            prop_assert!(fresh && last.days_until(relied_on) <= 3, "{} {}", day(obtained), relied_on);
        }
    }

    #[test]
    fn closures_only_ever_pull_a_target_forward(
        target in -2000..1700_i32, shut in prop::collection::vec(-10..10_i32, 0..12), nation in nation(),
    ) {
        let closed: Vec<Day> = shut.iter().map(|offset| day(target + offset)).collect();
        let (open, rules) = Closures::on(closed.clone()).open_on_or_before(day(target), nation).unwrap();
        prop_assert!(open <= day(target) && !closed.contains(&open));
        prop_assert!(WorkingDays::of(nation).is_working(open).unwrap().0);
        prop_assert!(rules.cites("BH-10"));
    }

    #[test]
    fn every_deadline_cites_law_in_force_and_counts_its_days(nation in nation(), on in 140..1550_i32) {
        let on = day(on);
        let deadlines = [
            EuPeriod::ONE_MONTH.after(on, nation).unwrap(),
            offender_notification_by(on).unwrap(),
            policy_document_kept_through(on, nation).unwrap(),
            health_opinion_since(on).unwrap(),
        ];
        for due in deadlines {
            prop_assert!(is_sound(due.rules(), on));
            prop_assert_eq!(due.days_left(due.day()), 0);
            prop_assert!(!due.is_late_on(due.day()));
            prop_assert!(due.is_late_on(due.day().plus_days(1).unwrap()));
            let expires = due.expires().unwrap();
            prop_assert_eq!(expires.plus_seconds(-1).unwrap().day_in_london(), due.day());
        }
        let complaint = acknowledge_complaint_by(on, nation).unwrap();
        prop_assert!(is_sound(complaint.rules(), on));
    }
}
