//! What nobody gets by relabelling a request: laws over every asker, purpose and spelling.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/documents.rs"]
mod support;

use caldicott_model::{Category, Day};
use caldicott_sharing::{
    Approval, AskerKind, Channel, Consent, ConsentKind, DataSet, Detail, Direction, Fact, Known,
    Order, OrderKind, Request, SharingPurpose, Verification, decide, judge,
};
use serde_json::{Value, json};

const DAY: Day = Day::literal(2026, 3, 2);

/// A request in which everything is said that could let anything out, and nothing against it.
fn open_request(kind: AskerKind, purpose: SharingPurpose) -> Request {
    let mut request = Request::default();
    request.direction = Known::Known(Direction::Asked);
    request.asker.kind = Known::Known(kind);
    request.asker.individual = Known::Known("the-asker".to_owned());
    request.asker.verification = Known::Known(Verification::CredentialsSeen);
    request.purpose = Known::Known(purpose);
    request.asked = DataSet::EVERY;
    request.routine = Known::Known(false);
    request.anonymous = Known::Known(false);
    request.necessary = Known::Known(DataSet::EVERY);
    request.handled_by = Known::Known("staff-1".to_owned());
    for (_, fact) in Fact::NAMES {
        request.facts.set(*fact, Known::Known(true));
        request.subject.facts.set(*fact, Known::Known(true));
    }
    let against = [Fact::AssessedForDisclosure, Fact::LikelyPoliceAction];
    for fact in against {
        request.facts.set(fact, Known::Known(false));
    }
    let against = [
        Fact::Restricted,
        Fact::Objected,
        Fact::OptedOut,
        Fact::SeenWhileMissing,
        Fact::WishesToStayHidden,
    ];
    for fact in against {
        request.subject.facts.set(fact, Known::Known(false));
    }
    request.subject.third_party_confidential = Known::Known(DataSet::NONE);
    let forms = [
        (ConsentKind::Sharing, "multi-agency"),
        (ConsentKind::Sharing, "research-consent"),
        (ConsentKind::Media, "media-consent"),
        (ConsentKind::Publicity, "publicity-consent"),
        (ConsentKind::Photograph, "photograph-consent"),
    ];
    let consent = |(kind, form)| {
        Consent::given(kind, form, Day::literal(2025, 6, 1))
            .to("the-asker")
            .for_purpose(purpose)
            .covering(DataSet::EVERY)
            .in_express_words("file note 1")
    };
    request.subject.consents = Known::Known(forms.into_iter().map(consent).collect());
    request
}

fn approved_by(mut request: Request, role: &str) -> Request {
    request.approvals.push(Approval::new(role.to_owned(), "staff-9".to_owned(), DAY, true));
    request
}

fn every_scope() -> impl Iterator<Item = (AskerKind, SharingPurpose)> {
    let purposes = || SharingPurpose::NAMES.iter().map(|(_, purpose)| *purpose);
    AskerKind::NAMES
        .iter()
        .flat_map(move |(_, kind)| purposes().map(move |purpose| (*kind, purpose)))
}

#[test]
fn where_somebody_hides_goes_to_nobody_for_any_purpose_without_management_or_a_judge() {
    let rulebook = support::st_martins();
    let whereabouts: DataSet = [
        Category::AddressAndLocation,
        Category::Contact,
        Category::NextOfKin,
        Category::ContactRecord,
        Category::AgencyAndReferral,
    ]
    .into_iter()
    .map(DataSet::from)
    .collect();
    let mut before = DataSet::NONE;
    for (kind, purpose) in every_scope() {
        if [AskerKind::Processor, AskerKind::SubProcessor].contains(&kind) {
            continue;
        }
        for order in OrderKind::NAMES.iter().map(|(_, order)| *order) {
            if [OrderKind::CourtOrder, OrderKind::ProductionOrder].contains(&order) {
                continue;
            }
            let mut request = approved_by(open_request(kind, purpose), "chief-executive");
            let mut shown = Order::new(order);
            (shown.seen, shown.scope) = (Known::Known(true), Known::Known(DataSet::EVERY));
            request.order = Some(shown);
            before = before.union(judge(&rulebook, &request, DAY).released());
            let facts = &mut request.subject.facts;
            facts.set(Fact::SeenWhileMissing, Known::Known(true));
            facts.set(Fact::WishesToStayHidden, Known::Known(true));
            for anonymous in [true, false] {
                request.anonymous = Known::Known(anonymous);
                let mut told = judge(&rulebook, &request, DAY).released().intersection(whereabouts);
                if kind == AskerKind::Police && purpose == SharingPurpose::MissingPerson {
                    told = told.minus(Detail::Sighting.into());
                }
                // From what nobody can be identified by, nobody is found either.
                if anonymous {
                    let checked = [Category::ContactRecord, Category::AgencyAndReferral];
                    told = told.minus(checked.into_iter().map(DataSet::from).collect());
                }
                assert!(told.is_empty(), "{kind} {purpose} {order}: {told}");
            }
        }
    }
    assert!(before.contains_all(whereabouts), "all of it goes out where nobody hides");
}

#[test]
fn that_a_request_says_anonymous_lets_out_nothing_that_identifies_or_tells() {
    let rulebook = support::st_martins();
    let telling: DataSet = [
        Category::Identity,
        Category::Contact,
        Category::AddressAndLocation,
        Category::Health,
        Category::CriminalOffence,
        Category::Safeguarding,
        Category::RiskAndWarning,
        Category::ContactRecord,
        Category::Complaint,
    ]
    .into_iter()
    .map(DataSet::from)
    .collect();
    for (kind, purpose) in every_scope() {
        let mut request = approved_by(open_request(kind, purpose), "chief-executive");
        request.subject.facts.set(Fact::Restricted, Known::Known(true));
        request.subject.facts.set(Fact::Objected, Known::Known(true));
        request.subject.third_party_confidential = Known::Known(DataSet::EVERY);
        request.facts.set(Fact::AnonymityChecked, Known::Known(false));
        let named = judge(&rulebook, &request, DAY).released();
        request.anonymous = Known::Known(true);
        let told = judge(&rulebook, &request, DAY).released().intersection(telling);
        assert!(named.contains_all(told), "{kind} {purpose}: {told}");
        request.facts.set(Fact::AnonymityChecked, Known::Known(true));
        request.asker.verification = Known::Known(Verification::None);
        let told = judge(&rulebook, &request, DAY).released().intersection(telling);
        assert!(told.is_empty(), "{kind} {purpose}, unverified: {told}");
    }
}

#[test]
fn whoever_cannot_require_gets_nothing_by_showing_a_requirement() {
    let rulebook = support::st_martins();
    for (kind, purpose) in every_scope() {
        let mut without = open_request(kind, purpose);
        without.subject.consents = Known::Known(Vec::new());
        let mut with = without.clone();
        let mut shown = Order::new(OrderKind::StatutoryRequirement);
        (shown.seen, shown.scope) = (Known::Known(true), Known::Known(DataSet::EVERY));
        with.order = Some(shown);
        let gained = judge(&rulebook, &with, DAY)
            .released()
            .minus(judge(&rulebook, &without, DAY).released());
        let benefits = [AskerKind::HousingBenefitOffice, AskerKind::LocalAuthority].contains(&kind)
            && purpose == SharingPurpose::HousingBenefit;
        assert!(gained.is_empty() || benefits, "{kind} {purpose}: {gained}");
    }
}

#[test]
fn the_media_hear_nothing_past_the_chief_executive_and_the_police_get_no_document_past_a_manager() {
    let rulebook = support::st_martins();
    for (_, purpose) in SharingPurpose::NAMES {
        for anonymous in [true, false] {
            let mut request = open_request(AskerKind::Media, *purpose);
            request.anonymous = Known::Known(anonymous);
            let told = judge(&rulebook, &approved_by(request, "director"), DAY).released();
            assert!(told.is_empty(), "{purpose}: {told}");
            let urgent = [SharingPurpose::MissingPerson, SharingPurpose::Emergency];
            let mut request = open_request(AskerKind::Police, *purpose);
            request.anonymous = Known::Known(anonymous);
            let told = judge(&rulebook, &request, DAY).released();
            assert!(told.is_empty() || urgent.contains(purpose), "{purpose}: {told}");
        }
    }
}

#[test]
fn welfare_records_go_to_the_police_for_no_purpose_on_a_managers_word() {
    let rulebook = support::st_martins();
    let records: DataSet =
        [Category::SupportNeeds, Category::ContactRecord, Category::Safeguarding]
            .into_iter()
            .map(DataSet::from)
            .collect();
    for (_, purpose) in SharingPurpose::NAMES {
        let mut request = approved_by(open_request(AskerKind::Police, *purpose), "chief-executive");
        request.subject.consents = Known::Known(Vec::new());
        let told = judge(&rulebook, &request, DAY).released().intersection(records);
        let spared = [
            SharingPurpose::Emergency,
            SharingPurpose::MissingPerson,
            SharingPurpose::MentalHealthDetention,
        ];
        assert!(told.is_empty() || spared.contains(purpose), "{purpose}: {told}");
    }
}

#[test]
fn an_approver_who_only_looks_like_somebody_else_has_not_approved() {
    let rulebook = support::st_martins();
    let mut request = open_request(AskerKind::Police, SharingPurpose::CrimeInvestigation);
    request.asked = Category::Identity.into();
    request.handled_by = Known::Known("zo\u{eb}-20".to_owned());
    let with = |by: &str| {
        let mut request = request.clone();
        request.approvals.push(Approval::new("line-manager".to_owned(), by.to_owned(), DAY, true));
        judge(&rulebook, &request, DAY).released()
    };
    assert!(!with("staff-9").is_empty());
    for by in [
        "ZO\u{cb}-20",
        "zoe\u{308}-20",
        "zo\u{eb}-\u{ff12}\u{ff10}",
        "zo\u{eb}\u{200b}-20",
        "z\u{43e}\u{eb}-20",
        "zo\u{eb} -2O",
        "zo\u{eb}_20",
        "zo\u{eb} 20",
        "zo\u{eb}.20",
        "zo\u{eb}20",
        "zo\u{eb}-\u{b2}0",
    ] {
        assert!(with(by).is_empty(), "{}", by.escape_unicode());
    }
}

fn faults(value: &Value) -> Vec<String> {
    support::request(value).err().unwrap_or_default()
}

#[test]
fn an_id_that_hides_or_mixes_something_is_refused_and_not_repeated() {
    for by in ["staff\u{200b}-20", "st\u{430}ff-20", "staff\u{a0}20"] {
        let approval =
            json!({"role": "line-manager", "by": by, "on": "2026-03-01", "decision": "granted"});
        let requests = [
            json!({"asker": {"kind": "police"}, "categories": ["identity"], "handled_by": "staff-1",
                   "approvals": [approval]}),
            json!({"asker": {"kind": "police"}, "categories": ["identity"], "handled_by": by}),
            json!({"asker": {"kind": "police", "individual": by}, "categories": ["identity"]}),
            json!({"asker": {"kind": "police"}, "categories": ["identity"], "subject": {"consents": [
                {"kind": "sharing", "refused": "2026-01-01", "to": [by]}]}}),
        ];
        for request in requests {
            let found = faults(&request);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(!found.concat().contains(by), "{found:?}");
        }
    }
}

#[test]
fn nobody_gets_what_an_organisation_may_hear_by_bearing_its_name() {
    let rulebook = support::st_martins();
    let mut request = open_request(AskerKind::Gp, SharingPurpose::HealthCare);
    request.asked = Category::Health.into();
    let consent = Consent::given(ConsentKind::Sharing, "multi-agency", Day::literal(2025, 6, 1))
        .to("lakenham-surgery")
        .for_purpose(SharingPurpose::HealthCare)
        .covering(DataSet::EVERY)
        .in_express_words("file note 1");
    request.subject.consents = Known::Known(vec![consent]);
    request.asker.organisation = Known::Known("lakenham-surgery".to_owned());
    request.asker.individual = Known::Unknown;
    assert!(!judge(&rulebook, &request, DAY).released().is_empty());
    request.asker.individual = Known::Known("lakenham-surgery".to_owned());
    assert!(!judge(&rulebook, &request, DAY).released().is_empty());
    let elsewhere = Known::Known("some-other-surgery".to_owned());
    for organisation in [Known::Unknown, elsewhere] {
        for kind in [AskerKind::Gp, AskerKind::Relative, AskerKind::Friend] {
            request.asker.organisation = organisation.clone();
            request.asker.kind = Known::Known(kind);
            let plain = caldicott_sharing::oracle::judge(&rulebook, &request, DAY);
            let verdict = judge(&rulebook, &request, DAY);
            assert_eq!(plain.released, verdict.released());
            assert!(verdict.released().is_empty(), "{kind}");
        }
    }
}

#[test]
fn an_approval_that_nobody_decided_is_none() {
    let with = |decision: Value| {
        json!({"asker": {"kind": "police"}, "categories": ["identity"], "handled_by": "staff-1",
            "approvals": [{"role": "line-manager", "by": "staff-2", "on": "2026-03-01",
                           "decision": decision}]})
    };
    assert!(faults(&with(json!("granted"))).is_empty());
    assert!(faults(&with(json!("declined"))).is_empty());
    let undecided = with(Value::Null);
    assert_eq!(faults(&undecided).len(), 1);
    assert!(Request::from_json(&undecided.to_string()).is_none());
}

#[test]
fn a_fault_makes_no_other_key_unknown() {
    let one = json!({"asker": {"kind": "police"}, "categories": ["identity"],
        "order": {"kind": "court-order", "scope": ["nothing-known"], "from": "2026-01-01", "until": "2026-09-01"}});
    let two = json!({"asker": {"kind": "police"}, "categories": ["identity"],
        "subject": {"consents": [{"kind": "wrong", "given": "2026-01-01"}], "restricted": false,
                    "exists": true, "third_party_confidential": []}});
    let three = json!({"asker": {"kind": "police"}, "categories": ["identity"],
        "subject": {"third_party_confidential": ["nothing-known"], "restricted": false, "exists": true}});
    for request in [one, two, three] {
        let found = faults(&request);
        assert_eq!(found.len(), 1, "{found:?}");
    }
    assert!(faults(&json!({"asker": {"kind": "police"}, "categories": ["identity"]})).is_empty());
}

#[test]
fn about_the_dead_no_basis_of_data_protection_is_cited_and_confidence_still_is() {
    let rulebook = support::st_martins();
    for deceased in [true, false] {
        let mut request = open_request(AskerKind::Coroner, SharingPurpose::Inquest);
        let mut shown = Order::new(OrderKind::CoronerNotice);
        (shown.seen, shown.scope) = (Known::Known(true), Known::Known(DataSet::EVERY));
        request.order = Some(shown);
        request.subject.facts.set(Fact::Deceased, Known::Known(deceased));
        let decision = decide(&rulebook, &request, DAY);
        assert!(!decision.released().is_empty());
        for gateway in decision.gateways() {
            assert_eq!(gateway.basis.is_none(), deceased, "{}", gateway.id);
            assert_eq!(
                gateway.rules.iter().any(|rule| rule.id() == "SC-11"),
                deceased || gateway.id == "coroner"
            );
        }
    }
}

#[test]
fn an_extended_paragraph_of_schedule_1_asks_for_criminal_records_what_it_asks_for_the_rest() {
    // Those that extend paragraph 10 or 18, which are about data used without consent, for a reason.
    let extended = [
        "partnership",
        "crime-and-disorder-protocol",
        "police-risk",
        "police-serious-history",
        "police-request",
        "police-evidence-at-risk",
        "search-after-arrest",
        "safeguarding",
        "safeguarding-report",
        "safety-of-others",
    ];
    let rulebook = support::st_martins();
    let mut released = 0;
    for (kind, purpose) in every_scope() {
        let mut request = approved_by(open_request(kind, purpose), "chief-executive");
        request.asked = Category::CriminalOffence.into();
        for reason in [Known::Known(true), Known::Known(false), Known::Unknown] {
            request.facts.set(Fact::NoConsentReason, reason);
            let decision = decide(&rulebook, &request, DAY);
            let by = decision.each().iter().flat_map(|each| &each.by);
            let by = by.filter(|id| extended.contains(&id.as_str())).count();
            if decision.released().is_empty() || by == 0 {
                continue;
            }
            assert_eq!(reason, Known::Known(true), "{kind} {purpose}: {:?}", decision.each());
            released += 1;
        }
    }
    assert!(released > 10, "{released}");
}

#[test]
fn a_refusal_is_heard_where_confidence_rests_on_having_been_told_and_no_bar_says_so() {
    let text = include_str!("../../../examples/rulebooks/care-provider/sharing.toml");
    let at = text.find("[[bar]]\nid = \"social-worker-refused\"").unwrap();
    let (head, tail) = text.split_at(at);
    let rest = tail.split_once("\n[[").map_or(String::new(), |(_, rest)| format!("[[{rest}"));
    let without = support::rulebook(&format!("{head}{rest}")).unwrap();
    for rulebook in [support::rulebook(text).unwrap(), without] {
        let mut request = open_request(AskerKind::SocialServices, SharingPurpose::Support);
        request.asker.organisation = Known::Known("city-social-services".to_owned());
        request.asked = Category::Health.into();
        request.subject.consents = Known::Known(Vec::new());
        assert!(!judge(&rulebook, &request, DAY).released().is_empty());
        request.subject.consents = Known::Unknown;
        assert!(judge(&rulebook, &request, DAY).released().is_empty());
        let refused = Consent::refused(ConsentKind::Sharing, Day::literal(2026, 2, 1));
        request.subject.consents = Known::Known(vec![refused.to("city-social-services")]);
        let decision = decide(&rulebook, &request, DAY);
        assert!(decision.released().is_empty() && decision.referred().is_empty());
    }
}

#[test]
fn nobody_is_verified_in_a_way_that_how_they_reached_us_rules_out() {
    let rulebook = support::st_martins();
    let met = [Channel::InPerson, Channel::Meeting];
    for (_, how) in Verification::NAMES {
        for (name, channel) in Channel::NAMES {
            let ways: &[Channel] = match how {
                Verification::CredentialsSeen => &met,
                Verification::KnownInPerson => &[met[0], met[1], Channel::Telephone],
                Verification::SystemLogin => &[Channel::System],
                Verification::CallBack | Verification::ContactedByUs => &[*channel],
                Verification::Doubted | Verification::None | Verification::WrittenRequest | _ => {
                    &[]
                }
            };
            let mut request = open_request(AskerKind::Gp, SharingPurpose::Support);
            request.asked = Category::SupportNeeds.into();
            request.asker.verification = Known::Known(*how);
            request.channel = Known::Known(*channel);
            let told = judge(&rulebook, &request, DAY).released();
            assert_eq!(told.is_empty(), !ways.contains(channel), "{how} {name}: {told}");
            let plain = caldicott_sharing::oracle::judge(&rulebook, &request, DAY);
            assert_eq!(told, plain.released, "{how} {name}");
        }
    }
}

#[test]
fn evidence_in_which_nothing_can_be_seen_is_none() {
    for evidence in ["", " \u{a0}", "\u{200b}\u{feff}", "\u{3164}", "\u{ad}\n"] {
        let request = json!({"asker": {"kind": "police"}, "categories": ["identity"], "subject": {"consents": [
            {"kind": "sharing", "given": "2026-01-01", "categories": ["identity"], "evidence": evidence}]}});
        let found = faults(&request);
        assert!(found.len() == 1 && found[0].contains("`evidence` is blank"), "{found:?}");
        assert!(caldicott_sharing::Request::from_json(&request.to_string()).is_none());
    }
}
