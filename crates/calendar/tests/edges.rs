//! Single cases at the edges of the clocks: orders, notices, ends and refusals.

use caldicott_calendar::clock::{
    Archive, Clarification, Consultation, ConsultationDue, ConsultationFinding, ExtensionNotice,
    ExtensionReason, RightsDue, RightsFinding, RightsRequest, SubjectAccess, caution_review_by,
    offender_notification_by,
};
use caldicott_calendar::{
    CalendarError, Day, EuPeriod, Nation, Order, PeriodError, UkBeginningWith, WorkingDays,
};

fn day(offset: i32) -> Day {
    Day::from_epoch_days(Day::literal(2026, 2, 5).epoch_days() + offset).unwrap_or(Day::MAX)
}

#[test]
fn steps_in_an_impossible_order_are_refused() {
    let request = SubjectAccess::received(day(10)).in_nation(Nation::Scotland);
    let backwards = Clarification::asked(day(20)).answered(day(19));
    let early = Clarification::asked(day(9));
    let notice = ExtensionNotice::given(day(9), ExtensionReason::Complexity);
    let order = |request: RightsRequest<WorkingDays<'_>>| request.due().unwrap_err();
    assert_eq!(
        order(request.clone().clarification(backwards)),
        CalendarError::Order(Order::AnswerBeforeQuestion)
    );
    assert_eq!(
        order(request.clone().clarification(early)),
        CalendarError::Order(Order::BeforeReceipt)
    );
    assert_eq!(order(request.extension(notice)), CalendarError::Order(Order::BeforeReceipt));
}

#[test]
fn a_clarification_asked_on_the_working_day_the_month_moved_to_still_counts() {
    // From 18 March the month ends on Saturday 18 April, which moves to Monday the 20th. A question
    // on that Monday, answered on Wednesday, leaves Thursday.
    let question = Clarification::asked(Day::literal(2026, 4, 20));
    let request = SubjectAccess::received(Day::literal(2026, 3, 18)).in_nation(Nation::Scotland);
    let answered = question.answered(Day::literal(2026, 4, 22));
    let due = request.clone().clarification(answered).due().unwrap();
    assert_eq!(due.day(), Some(Day::literal(2026, 4, 23)), "{}", due.arithmetic());
    assert!(matches!(request.clarification(question).due(), Ok(RightsDue::Waiting(_))));
}

#[test]
fn of_several_notices_one_good_one_is_enough() {
    let request = SubjectAccess::received(Day::literal(2026, 3, 2)).in_nation(Nation::Scotland);
    let bad = ExtensionNotice::without_reason(Day::literal(2026, 3, 10));
    let good = ExtensionNotice::given(Day::literal(2026, 3, 20), ExtensionReason::NumberOfRequests);
    let late = ExtensionNotice::given(Day::literal(2026, 4, 20), ExtensionReason::Complexity);
    let due = request.clone().extension(bad).extension(good).extension(late).due().unwrap();
    assert!(due.running().unwrap().is_extended() && due.findings().is_empty());
    let due = request.extension(bad).extension(late).due().unwrap();
    assert!(!due.running().unwrap().is_extended());
    assert_eq!(
        due.findings(),
        [RightsFinding::ExtensionWithoutReason, RightsFinding::ExtensionNoticeLate]
    );
}

#[test]
fn a_period_of_nothing_or_of_centuries_is_refused() {
    assert_eq!(EuPeriod::days(0), Err(PeriodError::Zero));
    assert_eq!(EuPeriod::years(101), Err(PeriodError::TooLong));
    assert_eq!(EuPeriod::months(1201), Err(PeriodError::TooLong));
    assert_eq!(UkBeginningWith::months(0), Err(PeriodError::Zero));
    assert_eq!(UkBeginningWith::days(40_000), Err(PeriodError::TooLong));
    assert!(EuPeriod::years(100).is_ok());
    assert!(EuPeriod::days(36_524).is_ok());
    assert_eq!(EuPeriod::days(36_525), Err(PeriodError::TooLong));
    let error = caution_review_by(day(0), 18).unwrap_err();
    assert_eq!(error.to_string(), "review period of `18` months is outside 1 to 12 (H-010)");
}

#[test]
fn the_end_of_the_calendar_is_said_and_never_a_panic() {
    let nation = Nation::EnglandAndWales;
    for event in [Day::MAX, Day::MAX.plus_days(-20).unwrap()] {
        assert_eq!(EuPeriod::ONE_MONTH.after(event, nation), Err(CalendarError::OutOfRange));
        assert_eq!(caution_review_by(event, 1), Err(CalendarError::OutOfRange));
        assert_eq!(Archive::entered(event).removal_due(), Err(CalendarError::OutOfRange));
        let request = SubjectAccess::received(event).in_nation(nation);
        assert_eq!(request.due(), Err(CalendarError::OutOfRange));
    }
    assert_eq!(offender_notification_by(Day::MAX), Err(CalendarError::OutOfRange));
    let error = EuPeriod::ONE_MONTH.after(Day::literal(2031, 3, 3), nation).unwrap_err();
    assert_eq!(
        error.to_string(),
        "whether a weekday in `2031` is a bank holiday is not known: the holiday table covers \
         `2018-01-01` to `2030-12-31` (BH-06)"
    );
}

#[test]
fn an_answer_is_written_for_other_programs() {
    let due = SubjectAccess::received(Day::literal(2026, 11, 25))
        .in_nation(Nation::EnglandAndWales)
        .due()
        .unwrap();
    let json = serde_json::to_value(&due).unwrap();
    assert_eq!(json["state"], "running");
    assert_eq!(json["deadline"]["day"], "2026-12-29");
    assert_eq!(json["deadline"]["unrolled"], "2026-12-25");
    assert_eq!(json["deadline"]["certainty"], "known");
    assert_eq!(json["deadline"]["rules"][2], "RT-02");
    assert_eq!(json["target"], "2026-12-23");
    assert_eq!(
        json["deadline"]["arithmetic"],
        "received on Wednesday 25 November 2026; 1 month from Wednesday 25 November 2026 ends on \
         Friday 25 December 2026; that is Christmas Day, and the next working day in England and \
         Wales is Tuesday 29 December 2026"
    );
}

#[test]
fn a_pause_that_leads_into_the_projection_makes_the_day_projected() {
    // The month ends on Saturday 16 December 2028; the question is asked on the Monday.
    let question =
        Clarification::asked(Day::literal(2028, 12, 18)).answered(Day::literal(2029, 1, 10));
    let request = SubjectAccess::received(Day::literal(2028, 11, 16)).in_nation(Nation::Scotland);
    let due = request.clone().clarification(question).due().unwrap();
    assert_eq!(due.day(), Some(Day::literal(2029, 1, 11)));
    assert!(due.running().unwrap().deadline().is_projected());
    assert!(due.arithmetic().ends_with("not published yet"));
    assert!(!request.due().unwrap().running().unwrap().deadline().is_projected());
}

#[test]
fn while_a_clarification_is_open_the_first_month_cannot_end_and_a_notice_is_in_time() {
    let request = SubjectAccess::received(Day::literal(2026, 3, 2))
        .clarification(Clarification::asked(Day::literal(2026, 3, 20)))
        .in_nation(Nation::Scotland);
    let left = |request: &RightsRequest<WorkingDays<'_>>| match request.due().unwrap() {
        RightsDue::Waiting(wait) => (wait.days_left(), wait.since()),
        RightsDue::Running(running) => unreachable!("{running:?}"),
    };
    let since = Some(Day::literal(2026, 3, 20));
    assert_eq!(left(&request), (Some(14), since));
    let notice = ExtensionNotice::given(Day::literal(2026, 5, 5), ExtensionReason::Complexity);
    let extended = request.extension(notice);
    assert!(extended.due().unwrap().findings().is_empty());
    assert_eq!(left(&extended), (Some(75), since));
}

#[test]
fn a_consultation_is_suspended_extended_and_kept_in_order() {
    let asked = Consultation::received(Day::literal(2026, 9, 1));
    let on = |of_month| Day::literal(2026, 9, of_month);
    let nation = Nation::NorthernIreland;
    let open = asked.clone().suspended(on(1), None).answer_by(nation).unwrap();
    assert!(open.day().is_none());
    let ConsultationDue::Suspended { since, days_left, rules } = open else {
        unreachable!("no day, so it is suspended");
    };
    assert_eq!((since, days_left), (on(2), 56));
    assert!(rules.cites("DP-06"));
    let a_day = asked.clone().suspended(on(9), Some(on(9))).answer_by(nation).unwrap();
    assert_eq!(a_day.day(), Some(Day::literal(2026, 10, 28)));
    let late = asked.clone().extended(Day::literal(2026, 10, 2)).answer_by(nation).unwrap();
    let ConsultationDue::By { findings, .. } = late else {
        unreachable!("nothing suspends it");
    };
    assert_eq!(findings, [ConsultationFinding::ExtensionNoticeLate]);
    let early = Day::literal(2026, 8, 31);
    for wrong in [asked.clone().extended(early), asked.clone().suspended(early, None)] {
        let error = wrong.answer_by(nation).unwrap_err();
        assert_eq!(error, CalendarError::Order(Order::BeforeReceipt));
    }
    let backwards = asked.clone().suspended(on(9), Some(on(8))).answer_by(nation);
    assert_eq!(backwards.unwrap_err(), CalendarError::Order(Order::AnswerBeforeQuestion));
    assert!(asked.extended(on(1)).answer_by(nation).is_ok());
    let before = Consultation::received(Day::literal(2018, 5, 24)).answer_by(nation);
    assert!(matches!(before, Err(CalendarError::NotInForce(_))));
}
