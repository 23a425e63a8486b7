//! The laws of deciding, over requests far from any example.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/requests.rs"]
mod requests;
#[path = "support/rulebooks.rs"]
mod rulebooks;
#[path = "support/documents.rs"]
mod support;

use caldicott_model::{Category, Day};
use caldicott_sharing::{
    Approval, BestInterests, Capacity, CapacityFinding, Consent, ConsentKind, DataSet, Direction,
    Fact, Known, Outcome, Recipient, Request, Rulebook, SubjectState, Truth, Verification, Warning,
    decide, filter, judge, oracle, weigh,
};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Makes something unknown.
type Forget = Box<dyn Fn(&mut Request)>;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(support::st_martins);

/// A consent that names everything but the asker.
fn full_consent(kind: ConsentKind) -> Consent {
    let mut consent = Consent::new(kind);
    let form = RULEBOOK.forms().iter().find(|form| form.kind() == kind);
    consent.form = form.map(|form| form.id().to_owned());
    consent.given = Some(Day::literal(2019, 1, 1));
    consent.explicit = Known::Known(true);
    consent.evidence = Some("file note".to_owned());
    consent
}

fn released(request: &Request, day: Day) -> DataSet {
    judge(&RULEBOOK, request, day).released()
}

/// The same answer to the world: what goes, what stays, what is referred.
fn parts(rulebook: &Rulebook, request: &Request, day: Day) -> [DataSet; 3] {
    let verdict = judge(rulebook, request, day);
    [verdict.released(), verdict.withheld(), verdict.referred()]
}

proptest! {
    #[test]
    fn an_approval_that_is_named_changes_the_decision_once_it_is_given(
        (mut request, day) in requests::wandering(),
        declined in prop::option::of(prop::sample::select(RULEBOOK.roles().to_vec())),
    ) {
        request.handled_by = Known::Known("staff-1".to_owned());
        request.asker.individual = Known::Known("them-1".to_owned());
        let approval = |role: &str, granted| {
            Approval::new(role.to_owned(), "staff-77".to_owned(), day, granted)
        };
        request.approvals.extend(declined.iter().map(|role| approval(role.name(), false)));
        // Whom a role that nobody knows has declined must first be found out.
        let known = |name: &str| RULEBOOK.roles().iter().any(|role| role.name() == name);
        request.approvals.retain(|one| known(&one.role));
        let before = released(&request, day);
        let decision = decide(&RULEBOOK, &request, day);
        for set in decision.what_would_change_it() {
            let names = set.iter().filter_map(|one| decision.words_for(*one));
            let roles: Option<Vec<&str>> =
                names.map(|(name, _)| name.strip_prefix("approval:")).collect();
            let Some(roles) = roles else { continue };
            let mut given = request.clone();
            given.approvals.extend(roles.iter().map(|role| approval(role, true)));
            prop_assert!(!before.contains_all(released(&given, day)), "{roles:?}");
        }
    }

    #[test]
    fn the_compiled_rules_decide_as_the_plain_ones((request, day) in requests::wandering()) {
        let plain = oracle::judge(&RULEBOOK, &request, day);
        prop_assert_eq!(
            parts(&RULEBOOK, &request, day),
            [plain.released, plain.withheld, plain.referred]
        );
    }

    #[test]
    fn the_compiled_form_of_any_rules_decides_as_the_plain_one(
        (request, day) in requests::wandering(), rules in rulebooks::rules()
    ) {
        let rulebook = support::rulebook(&rules).unwrap();
        let plain = oracle::judge(&rulebook, &request, day);
        prop_assert_eq!(
            parts(&rulebook, &request, day),
            [plain.released, plain.withheld, plain.referred]
        );
    }

    #[test]
    fn one_recipient_is_told_of_many_people_what_they_would_be_told_of_each(
        (request, day) in requests::wandering(), (other, _) in requests::wandering()
    ) {
        let recipient = Recipient::new(&RULEBOOK, &request, day);
        let mut about = request.clone();
        let mut told = 0;
        for subject in [&request.subject, &other.subject, &SubjectState::default()] {
            about.subject = subject.clone();
            prop_assert_eq!(recipient.judge(subject), judge(&RULEBOOK, &about, day));
            told += usize::from(released(&about, day) == request.asked);
        }
        let people = [&request.subject, &other.subject].map(|subject| ((), subject));
        let nobody = SubjectState::default();
        let people = people.into_iter().chain([((), &nobody)]);
        prop_assert_eq!(filter(&RULEBOOK, &request, day, people).count(), told);
    }

    #[test]
    fn what_is_weighed_is_what_is_decided((request, day) in requests::wandering()) {
        let (ruling, decision) = (weigh(&RULEBOOK, &request, day), decide(&RULEBOOK, &request, day));
        prop_assert_eq!(ruling, decision.ruling());
        prop_assert_eq!(judge(&RULEBOOK, &request, day), *ruling.verdict());
        prop_assert_eq!(ruling.outcome(), decision.outcome().name());
        prop_assert_eq!(ruling.duties().collect::<Vec<_>>(), decision.duties());
    }

    #[test]
    fn a_claim_decides_nothing_and_a_wrong_one_never_passes_in_silence(
        (request, day) in requests::wandering(), claimed in any::<prop::sample::Index>()
    ) {
        let mut claiming = request.clone();
        claiming.gateway = Some(claimed.get(RULEBOOK.gateways()).id().to_owned());
        prop_assert_eq!(parts(&RULEBOOK, &claiming, day), parts(&RULEBOOK, &request, day));
        let decision = decide(&RULEBOOK, &claiming, day);
        let claim = decision.claim().unwrap();
        let warned = |warning| decision.warnings().contains(&warning);
        prop_assert!(decision.released().contains_all(claim.releases));
        match claim.holds {
            Truth::True => prop_assert!(!claim.releases.is_empty()),
            Truth::Unknown => prop_assert!(warned(Warning::ClaimedGatewayOpen)),
            Truth::False => prop_assert!(warned(Warning::ClaimedGatewayFails)),
        }
        if claim.releases != decision.released() {
            prop_assert!(!claim.instead.is_empty());
        }
        if claim.holds != Truth::True {
            prop_assert!(!claim.amiss.is_empty(), "{claim:?}");
        }
    }

    #[test]
    fn a_consent_of_somebody_who_could_not_give_it_is_none(
        (request, day) in requests::wandering(), kind in requests::consent_kind()
    ) {
        let before = released(&request, day);
        let mut unable = request.clone();
        unable.subject.capacity.push(Capacity::found(
            CapacityFinding::LacksCapacity, kind, Day::literal(2019, 1, 1), "dr-9".to_owned(),
        ));
        prop_assert!(before.contains_all(released(&unable, day)));
        let mut decided = request.clone();
        decided.subject.best_interests.push(BestInterests::decided(
            false, kind, day, "dr-9".to_owned(),
        ));
        prop_assert!(before.contains_all(released(&decided, day)));
        decided.subject.best_interests = vec![BestInterests::decided(
            true, kind, day, "dr-9".to_owned(),
        )];
        let mut without = request.clone();
        without.subject.best_interests.clear();
        prop_assert_eq!(released(&decided, day), released(&without, day));
    }

    #[test]
    fn a_request_told_again_is_decided_alike((request, day) in requests::wandering()) {
        // A refusal without a day cannot be written, nor an order of times no reader takes.
        let text = serde_json::to_string(&request).unwrap();
        prop_assume!(Request::from_json(&text).is_some());
        let again = Request::from_json(&text).unwrap();
        let written = |request| serde_json::to_string(&decide(&RULEBOOK, request, day)).unwrap();
        prop_assert_eq!(written(&again), written(&request));
    }

    #[test]
    fn what_was_asked_is_released_withheld_or_referred_and_nothing_else_is(
        (request, day) in requests::wandering()
    ) {
        let [released, withheld, referred] = parts(&RULEBOOK, &request, day);
        prop_assert_eq!(released.union(withheld).union(referred), request.asked);
        prop_assert!(!released.intersects(withheld) && !released.intersects(referred));
        prop_assert!(!withheld.intersects(referred));
    }

    #[test]
    fn the_outcome_follows_from_the_mask((request, day) in requests::wandering()) {
        let decision = decide(&RULEBOOK, &request, day);
        let released = decision.released();
        match decision.outcome() {
            Outcome::Disclose(all) => prop_assert!(*all == released && released == request.asked),
            Outcome::DisclosePart(part) => {
                prop_assert!(*part == released && !released.is_empty() && released != request.asked);
            }
            Outcome::Refer { .. } => {
                prop_assert!(released.is_empty() && !decision.referred().is_empty());
            }
            Outcome::Refuse => prop_assert!(released.is_empty() && decision.referred().is_empty()),
            Outcome::NeitherConfirmNorDeny => prop_assert!(released.is_empty()),
        }
        if request.direction != Known::Known(Direction::Offered) {
            prop_assert_eq!(decision.outward().given(), released);
        }
    }

    #[test]
    fn a_fact_that_is_no_longer_known_releases_nothing_more(
        (request, day) in requests::wandering(), forget in any::<prop::sample::Index>()
    ) {
        let before = released(&request, day);
        let mut forgets: Vec<Forget> = vec![
            Box::new(|request| {
                if request.asker.organisation == Known::Unknown {
                    request.asker.kind = Known::Unknown;
                }
            }),
            // An organisation that contradicts the kind is evidence against the asker, and an asker who
            // approves is evidence against the approval: those are not merely unknown when left out.
            Box::new(|request| {
                request.asker.kind = Known::Unknown;
                request.asker.organisation = Known::Unknown;
            }),
            Box::new(|request| {
                request.approvals.clear();
                request.asker.individual = Known::Unknown;
            }),
            Box::new(|request| request.asker.verification = Known::Unknown),
            Box::new(|request| request.purpose = Known::Unknown),
            Box::new(|request| request.direction = Known::Unknown),
            Box::new(|request| request.routine = Known::Unknown),
            Box::new(|request| request.anonymous = Known::Unknown),
            Box::new(|request| request.necessary = Known::Unknown),
            Box::new(|request| request.order = None),
            Box::new(|request| request.handled_by = Known::Unknown),
            Box::new(|request| request.approvals.retain(|approval| !approval.granted)),
            Box::new(|request| request.subject = SubjectState::default()),
            Box::new(|request| request.subject.consents = Known::Unknown),
            Box::new(|request| request.subject.third_party_confidential = Known::Unknown),
        ];
        for (_, fact) in Fact::NAMES {
            forgets.push(Box::new(|request| {
                request.facts.set(*fact, Known::Unknown);
                request.subject.facts.set(*fact, Known::Unknown);
            }));
        }
        let mut less = request.clone();
        forget.get(&forgets)(&mut less);
        // That somebody hides is known by its being on record: where nothing is said of it, nobody does.
        let said = |request: &Request| {
            let facts = request.subject.facts;
            [Fact::SeenWhileMissing, Fact::WishesToStayHidden]
                .into_iter()
                .any(|fact| facts.value(fact) != Known::Unknown)
        };
        prop_assume!(!said(&request) || said(&less));
        prop_assert!(before.contains_all(released(&less, day)));
    }

    #[test]
    fn an_approval_never_removes(
        (request, day) in requests::wandering(), role in any::<prop::sample::Index>()
    ) {
        let role = role.get(RULEBOOK.roles()).name().to_owned();
        let mut more = request.clone();
        more.approvals.push(Approval::new(role, "somebody-else".to_owned(), day, true));
        prop_assert!(released(&more, day).contains_all(released(&request, day)));
    }

    #[test]
    fn a_refusal_to_approve_never_adds(
        (request, day) in requests::wandering(), role in any::<prop::sample::Index>()
    ) {
        let role = role.get(RULEBOOK.roles()).name().to_owned();
        let mut less = request.clone();
        less.approvals.push(Approval::new(role, "somebody-else".to_owned(), day, false));
        prop_assert!(released(&request, day).contains_all(released(&less, day)));
    }

    #[test]
    fn a_verification_never_removes((request, day) in requests::wandering()) {
        let mut more = request.clone();
        more.asker.verification = Known::Known(Verification::CallBack);
        prop_assert!(released(&more, day).contains_all(released(&request, day)));
    }

    #[test]
    fn a_consent_never_removes((request, day) in requests::wandering(), kind in requests::consent_kind()) {
        let mut more = request.clone();
        let mut consent = full_consent(kind);
        if let Known::Known(id) = &request.asker.organisation {
            consent.to.push(id.clone());
        }
        if let Known::Known(list) = &mut more.subject.consents {
            list.push(consent);
        }
        prop_assert!(released(&more, day).contains_all(released(&request, day)));
    }

    #[test]
    fn a_withdrawal_never_adds_and_beats_a_consent_of_the_same_day(
        (request, day) in requests::wandering()
    ) {
        let before = released(&request, day);
        let mut withdrawn = request.clone();
        if let Known::Known(list) = &mut withdrawn.subject.consents {
            for consent in list.iter_mut() {
                if consent.given.is_some_and(|given| given <= day) {
                    consent.withdrawn = Some(day);
                }
            }
        }
        prop_assert!(before.contains_all(released(&withdrawn, day)));
        let mut refused = request.clone();
        if let Known::Known(list) = &mut refused.subject.consents {
            for (_, kind) in ConsentKind::NAMES {
                let mut refusal = Consent::new(*kind);
                refusal.withdrawn = Some(day);
                list.push(refusal);
            }
        }
        prop_assert!(before.contains_all(released(&refused, day)));
    }

    #[test]
    fn restricting_objecting_or_marking_never_adds((request, day) in requests::wandering()) {
        let before = released(&request, day);
        for fact in [Fact::Restricted, Fact::Objected, Fact::OptedOut] {
            let mut less = request.clone();
            less.subject.facts.set(fact, Known::Known(true));
            prop_assert!(before.contains_all(released(&less, day)));
        }
        let mut less = request.clone();
        less.subject.third_party_confidential = Known::Known(DataSet::EVERY);
        prop_assert!(before.contains_all(released(&less, day)));
    }

    #[test]
    fn asking_for_more_never_takes_away_or_lets_out_what_was_asked_before(
        (request, day) in requests::wandering(), extra in prop::sample::select(&Category::ALL[..])
    ) {
        let mut wider = request.clone();
        // Care data makes a request one about patient information, which is a fact of the whole.
        wider.facts.set(Fact::ConfidentialPatientInformation, Known::Known(true));
        let narrow = wider.clone();
        wider.asked = wider.asked.union(extra.into());
        // A refusal that touches only the new category stands against a partner for the whole.
        wider.subject.consents = Known::Known(Vec::new());
        let mut narrow = narrow;
        narrow.subject.consents = Known::Known(Vec::new());
        let both = released(&wider, day).intersection(narrow.asked);
        prop_assert_eq!(both, released(&narrow, day));
    }

    #[test]
    fn until_the_asker_is_verified_nothing_said_or_logged_depends_on_the_person(
        (one, day) in requests::wandering(), (other, _) in requests::wandering()
    ) {
        for verification in [Verification::None, Verification::Doubted, Verification::WrittenRequest] {
            let mut here = one.clone();
            here.asker.verification = Known::Known(verification);
            let mut there = here.clone();
            there.subject = other.subject.clone();
            let mut nobody = here.clone();
            nobody.subject = SubjectState::default();
            let written = |request: &Request| {
                let decision = decide(&RULEBOOK, request, day);
                (
                    serde_json::to_string(&decision).unwrap(),
                    serde_json::to_string(&decision.outward()).unwrap(),
                )
            };
            prop_assert_eq!(written(&here), written(&there));
            prop_assert_eq!(written(&here), written(&nobody));
        }
    }

    #[test]
    fn an_answer_stands_from_its_first_day_until_its_last(
        (request, day) in requests::wandering()
    ) {
        let holds = decide(&RULEBOOK, &request, day).holds_between();
        prop_assert!(holds.contains(day));
        let here = parts(&RULEBOOK, &request, day);
        for other in [-400, -31, -1, 1, 30, 365].into_iter().filter_map(|days| day.plus_days(days)) {
            if holds.contains(other) {
                prop_assert_eq!(parts(&RULEBOOK, &request, other), here);
            }
        }
        if let Some(until) = holds.until {
            prop_assert_ne!(parts(&RULEBOOK, &request, until), here);
        }
        if let Some(before) = holds.from.and_then(|from| from.plus_days(-1)) {
            prop_assert_ne!(parts(&RULEBOOK, &request, before), here);
        }
    }

    #[test]
    fn a_decision_taken_again_is_the_same((request, day) in requests::wandering()) {
        let written = || serde_json::to_string(&decide(&RULEBOOK, &request, day)).unwrap();
        prop_assert_eq!(written(), written());
    }
}

/// The tables of a rulebook, each as the text it stands in.
fn tables(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        let starts = line.starts_with('[') && !line.starts_with("[[processor.");
        if starts || found.is_empty() {
            found.push(String::new());
        }
        let last = found.last_mut().unwrap();
        last.push_str(line);
        last.push('\n');
    }
    found
}

#[test]
fn the_order_of_rules_changes_neither_decisions_nor_the_hash() {
    let text = include_str!("../../../examples/rulebooks/st-martins/sharing.toml");
    let mut reversed = tables(text);
    reversed.reverse();
    let reversed = support::rulebook(&reversed.concat()).unwrap();
    assert_eq!(reversed.hash(), RULEBOOK.hash());
    for (request, day) in requests::examples() {
        assert_eq!(parts(&reversed, &request, day), parts(&RULEBOOK, &request, day));
    }
}

#[test]
fn a_rule_that_says_something_else_changes_the_hash() {
    let text = include_str!("../../../examples/rulebooks/st-martins/sharing.toml");
    let other = text.replacen("until = 2028-04-01", "until = 2028-04-02", 1);
    assert_ne!(support::rulebook(&other).unwrap().hash(), RULEBOOK.hash());
}

#[test]
fn a_new_agreement_never_removes() {
    let text = include_str!("../../../examples/rulebooks/st-martins/sharing.toml");
    let more = format!(
        "{text}\n[[agreement]]\nid = \"another\"\nkind = \"protocol\"\n\
         with = [\"suffolk-probation\", \"border-constabulary\", \"night-shelter\"]\n\
         purposes = [\"supervision\", \"crime-prevention\", \"support\"]\n\
         gateways = [\"partnership\", \"crime-and-disorder-protocol\", \"partnership-in-care\"]\n\
         covers = [\"every\"]\nfrom = 2018-05-25\nreview_by = 2030-01-01\ncite = [\"B-040\"]\n"
    );
    let more = support::rulebook(&more).unwrap();
    let mut gained = 0;
    for (request, day) in requests::examples() {
        let (before, after) = (released(&request, day), judge(&more, &request, day).released());
        assert!(after.contains_all(before));
        gained += usize::from(after != before);
    }
    assert!(gained > 0, "the agreement is one that some example lacks");
}
