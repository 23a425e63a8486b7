//! Deciding the shipped requests under the shipped rulebook, with ten and with a thousand agreements.

use std::fmt::Write as _;
use std::hint::black_box;

use caldicott_model::document::{Echo, Faults, Reader};
use caldicott_model::{Category, Day};
use caldicott_policy::{SourceFile, json};
use caldicott_sharing::{
    AskerKind, DataSet, Detail, Direction, Fact, Known, OrderKind, Request, Rulebook,
    SharingPurpose, Truth, Verification, decide, judge, oracle, weigh,
};

use crate::contest::Contest;

const RULEBOOK: &str = include_str!("../../examples/rulebooks/st-martins/sharing.toml");
const REQUESTS: &str = include_str!("../../examples/requests/st-martins.jsonl");
const TODAY: Day = Day::literal(2026, 3, 2);

fn rulebook(text: String) -> &'static Rulebook {
    let file = SourceFile { name: "sharing.toml".into(), text };
    let read = |reader: &mut Reader<'_>| {
        reader.allow_other_keys();
        Rulebook::read(reader)
    };
    let read = caldicott_policy::read_file(&file, read);
    Box::leak(Box::new(read.unwrap_or_else(|faults| panic!("{faults:?}"))))
}

/// The shipped rulebook, with so many more agreements in front of its own.
fn st_martins(more: usize) -> &'static Rulebook {
    let (head, tail) = RULEBOOK.split_once("[[agreement]]").expect("it has agreements");
    let mut text = head.to_owned();
    for place in 0..more {
        let kind = ["probation", "social-services", "mental-health-team"][place % 3];
        write!(
            text,
            "[[organisation]]\nid = \"partner-{place}\"\nkind = \"{kind}\"\n\
             [[agreement]]\nid = \"with-partner-{place}\"\nkind = \"protocol\"\n\
             with = [\"partner-{place}\"]\npurposes = [\"supervision\"]\n\
             gateways = [\"partnership\"]\ncovers = [\"identity\", \"contact\"]\n\
             from = 2020-04-01\nuntil = 2028-04-01\nreview_by = 2027-03-31\n\
             cite = [\"B-009\"]\n"
        )
        .expect("a string takes everything");
    }
    rulebook(format!("{text}[[agreement]]{tail}"))
}

fn requests() -> &'static [Request] {
    let read = |(line, text): (usize, &str)| {
        let faults = Faults::new("requests", Echo::Hidden);
        let number = u32::try_from(line).unwrap_or(0) + 1;
        let (table, at) = json::object(text, number, &faults).expect("an object");
        Request::read(&mut Reader::new(&table, at, &faults)).expect("a request")
    };
    REQUESTS.lines().enumerate().map(read).collect::<Vec<_>>().leak()
}

fn day(request: &Request) -> Day {
    request.day.unwrap_or(TODAY)
}

/// What a decision gives is worked out when it is read, so deciding alone says little.
fn reasons(requests: &'static [Request], rulebook: &'static Rulebook) -> impl FnMut() {
    move || {
        for request in requests {
            let decision = decide(rulebook, request, day(request));
            let _ = black_box(decision.outcome());
            black_box((decision.each().len(), decision.gateways().len(), decision.duties().len()));
        }
    }
}

fn judging(requests: &'static [Request], few: &'static Rulebook) -> Contest {
    let many = st_martins(1_000 - few.agreements().len());
    for request in requests {
        let (one, other) = (judge(few, request, day(request)), judge(many, request, day(request)));
        let plain = oracle::judge(few, request, day(request));
        assert!(one.released() == other.released() && one.referred() == other.referred());
        assert!(one.released() == plain.released && one.referred() == plain.referred);
    }
    let run = |rulebook: &'static Rulebook| {
        move || {
            for request in requests {
                let found = judge(rulebook, request, day(request));
                black_box(&found);
            }
        }
    };
    let decision = |rulebook: &'static Rulebook| {
        move || {
            for request in requests {
                let found = decide(rulebook, request, day(request));
                black_box(&found);
            }
        }
    };
    let name = format!("{} shipped requests, St Martins rulebook", requests.len());
    Contest::new(name, "request")
        .with("judge, 10 agreements", requests.len(), run(few))
        .with("judge, 1,000 agreements", requests.len(), run(many))
        .with("decide, 10 agreements", requests.len(), decision(few))
        .with("decide, 1,000 agreements", requests.len(), decision(many))
        .with("weigh: reasons and duties, 10 agreements", requests.len(), weighing(requests, few))
        .with("decide, reasons and duties in words", requests.len(), reasons(requests, few))
        .with("decide, what would change it", requests.len(), move || {
            for request in requests {
                let decision = decide(few, request, day(request));
                black_box(decision.what_would_change_it().len());
            }
        })
        .with("JSON to JSON", requests.len(), move || {
            let mut out = String::new();
            for line in REQUESTS.lines() {
                let request = Request::from_json(line).expect("a request");
                let decision = decide(few, &request, day(&request));
                out.clear();
                decision.write_json(&mut out);
                black_box(&out);
            }
        })
        .with("plain oracle", requests.len(), move || {
            for request in requests {
                black_box(oracle::judge(few, request, day(request)));
            }
        })
        .goal("judge, 1,000 agreements", 1.2, "judge, 10 agreements")
        .goal("decide, 1,000 agreements", 1.2, "decide, 10 agreements")
        .goal_ns("decide, what would change it", 5_000.0)
        .goal_ns("JSON to JSON", 5_000.0)
}

/// Five gateways that a host could well have written as a function.
const FIVE: &str = r#"
[sharing]
refer_to = "line-manager"

[[role]]
name = "line-manager"

[[organisation]]
id = "norfolk-constabulary"
kind = "police"

[[organisation]]
id = "city-repairs"
kind = "contractor"

[[gateway]]
id = "court-order"
says = "What a court orders, as far as the order reaches"
kind = "duty"
needs = ["verified", "court-order"]
necessity = "order"
covers = ["identity", "contact", "address-and-location", "housing-and-tenancy", "support-needs", "benefits-and-finance"]
basis = [{ on = "legal-obligation" }]
confidence = "law"
cite = ["B-007"]

[[gateway]]
id = "police-request"
says = "Police asking about a crime"
kind = "discretion"
who = ["police"]
purposes = ["crime-investigation"]
needs = ["verified", "relates-to-crime", "proportionate", "public-interest", "approval:line-manager"]
necessity = "assessed"
covers = ["identity", "contact", "address-and-location", "housing-and-tenancy"]
basis = [{ on = "vital-interests" }]
confidence = "public-interest"
cite = ["B-007"]

[[gateway]]
id = "emergency"
says = "Whoever can save a life"
kind = "power"
who = ["emergency-service", "police", "gp"]
purposes = ["emergency"]
needs = ["verified", "life-at-risk"]
necessity = "assessed"
covers = ["identity", "contact", "next-of-kin", "address-and-location"]
basis = [{ on = "vital-interests" }]
confidence = "public-interest"
weighed_by = ["B-007"]
cite = ["B-007"]

[[gateway]]
id = "missing-sighting"
says = "That a person the police look for was seen"
kind = "power"
who = ["police"]
purposes = ["missing-person"]
needs = ["verified", "seen-while-missing"]
necessity = "fixed"
covers = ["sighting"]
basis = [{ on = "vital-interests" }]
confidence = "public-interest"
weighed_by = ["B-007"]
cite = ["B-043"]

[[gateway]]
id = "visit-safety"
says = "A contractor about to visit"
kind = "power"
who = ["contractor"]
purposes = ["visit-safety"]
needs = ["verified", "about-to-visit"]
necessity = "fixed"
covers = ["warning-marker", "precaution"]
basis = [{ on = "vital-interests" }]
confidence = "public-interest"
weighed_by = ["B-007"]
cite = ["B-051"]
"#;

fn holds(known: Known<bool>) -> Truth {
    known.truth(|holds| *holds)
}

/// What surely and what perhaps goes through one gateway.
struct Open {
    sure: DataSet,
    maybe: DataSet,
}

impl Open {
    fn let_through(&mut self, truth: Truth, sure: DataSet, maybe: DataSet) {
        match truth {
            Truth::True => {
                self.sure = self.sure.union(sure);
                self.maybe = self.maybe.union(maybe);
            }
            Truth::Unknown => self.maybe = self.maybe.union(maybe),
            Truth::False => {}
        }
    }
}

fn set(categories: &[Category]) -> DataSet {
    categories.iter().fold(DataSet::NONE, |sum, one| sum.union((*one).into()))
}

fn exactly(known: Known<DataSet>, among: DataSet) -> (DataSet, DataSet) {
    match known {
        Known::Known(set) => (set.intersection(among), set.intersection(among)),
        Known::Unknown => (DataSet::NONE, among),
    }
}

/// The five gateways as a function: what is released, and what somebody has to decide.
fn by_hand(request: &Request, day: Day) -> (DataSet, DataSet) {
    let asker = &request.asker;
    let listed = match &asker.organisation {
        Known::Known(id) if id == "norfolk-constabulary" => Some(AskerKind::Police),
        Known::Known(id) if id == "city-repairs" => Some(AskerKind::Contractor),
        _ => None,
    };
    let (kind, contradicted) = match (asker.kind, listed) {
        (Known::Known(kind), Some(listed)) if kind != listed => (Known::Unknown, true),
        (Known::Known(kind), _) => (Known::Known(kind), false),
        (Known::Unknown, Some(listed)) => (Known::Known(listed), false),
        (Known::Unknown, None) => (Known::Unknown, false),
    };
    let checked =
        asker.verification.truth(|how| !matches!(how, Verification::Doubted | Verification::None));
    let mut verified = match asker.verification {
        Known::Known(Verification::WrittenRequest) => Truth::Unknown,
        _ => checked,
    };
    if kind == Known::Known(AskerKind::Unidentified) {
        verified = Truth::False;
    } else if contradicted {
        verified = verified.and(Truth::Unknown);
    }
    let asked_for = request.direction.truth(|way| *way != Direction::Offered);
    let open = verified.and(asked_for);
    let about = |fact| holds(request.facts.value(fact));
    let of_person = |fact| match verified {
        Truth::True => holds(request.subject.facts.value(fact)),
        Truth::False | Truth::Unknown => Truth::Unknown,
    };
    let among = |kinds: &[AskerKind]| kind.truth(|kind| kinds.contains(kind));
    let wants = |purpose| request.purpose.truth(|one| *one == purpose);
    let covers = |set: DataSet| set.intersection(request.asked);
    let mut out = Open { sure: DataSet::NONE, maybe: DataSet::NONE };

    if let Some(order) = request.order.as_ref().filter(|one| one.kind == OrderKind::CourtOrder) {
        let in_force = order.from.is_none_or(|from| from <= day)
            && order.until.is_none_or(|until| day < until);
        let known = kind.truth(|_| true).and(request.purpose.truth(|_| true));
        let stands = holds(order.seen).and(Truth::from(in_force)).and(open).and(known);
        let reach = covers(set(&[
            Category::Identity,
            Category::Contact,
            Category::AddressAndLocation,
            Category::HousingAndTenancy,
            Category::SupportNeeds,
            Category::BenefitsAndFinance,
        ]));
        let (sure, maybe) = exactly(order.scope, reach);
        out.let_through(stands, sure, maybe);
    }

    let police = among(&[AskerKind::Police]).and(open);
    let crime = police
        .and(wants(SharingPurpose::CrimeInvestigation))
        .and(about(Fact::RelatesToCrime))
        .and(about(Fact::Proportionate))
        .and(about(Fact::PublicInterest))
        .and(approved(request, day));
    if crime != Truth::False {
        let reach = covers(set(&[
            Category::Identity,
            Category::Contact,
            Category::AddressAndLocation,
            Category::HousingAndTenancy,
        ]));
        let (sure, maybe) = exactly(request.necessary, reach);
        out.let_through(crime, sure, maybe);
    }

    let emergency = among(&[AskerKind::EmergencyService, AskerKind::Police, AskerKind::Gp])
        .and(open)
        .and(wants(SharingPurpose::Emergency))
        .and(about(Fact::LifeAtRisk));
    if emergency != Truth::False {
        let reach = covers(set(&[
            Category::Identity,
            Category::Contact,
            Category::NextOfKin,
            Category::AddressAndLocation,
        ]));
        let (sure, maybe) = exactly(request.necessary, reach);
        out.let_through(emergency, sure, maybe);
    }

    let seen =
        police.and(wants(SharingPurpose::MissingPerson)).and(of_person(Fact::SeenWhileMissing));
    let sighting = covers(Detail::Sighting.into());
    out.let_through(seen, sighting, sighting);

    let visit = among(&[AskerKind::Contractor])
        .and(open)
        .and(wants(SharingPurpose::VisitSafety))
        .and(about(Fact::AboutToVisit));
    let safety = covers(DataSet::from(Detail::WarningMarker).union(Detail::Precaution.into()));
    out.let_through(visit, safety, safety);

    (out.sure, out.maybe.minus(out.sure))
}

/// Whether the line manager approved, and nobody approved their own request. One that is not there
/// may still be given.
fn approved(request: &Request, day: Day) -> Truth {
    let Known::Known(handler) = &request.handled_by else { return Truth::Unknown };
    let same = |one: &str, other: &str| one.trim().eq_ignore_ascii_case(other.trim());
    let counts = request.approvals.iter().filter(|one| {
        let asker =
            matches!(&request.asker.individual, Known::Known(asker) if same(&one.by, asker));
        let own = same(&one.by, handler) || asker;
        one.role == "line-manager" && one.on <= day && !(one.granted && own)
    });
    let mut truth = Truth::Unknown;
    for approval in counts {
        if !approval.granted {
            return Truth::False;
        }
        truth = Truth::True;
    }
    truth
}

/// A stream of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }

    fn one<'o>(&mut self, of: &[&'o str]) -> &'o str {
        of[self.below(of.len())]
    }

    /// True, false or left out.
    fn fact(&mut self, name: &str) -> String {
        match self.below(8) {
            0 => String::new(),
            1 => format!("\"{name}\":false,"),
            _ => format!("\"{name}\":true,"),
        }
    }
}

/// Requests that the five gateways are about, each fact now true, now false, now unknown: most are let
/// through a few conditions before they fail, so that nobody answers early.
fn concerned(count: usize) -> &'static [Request] {
    let mut dice = Dice(2026);
    let mut read = |line: usize| {
        let (kind, organisation, purpose) = [
            ("police", "norfolk-constabulary", "crime-investigation"),
            ("police", "norfolk-constabulary", "missing-person"),
            ("contractor", "city-repairs", "visit-safety"),
            ("emergency-service", "county-ambulance", "emergency"),
            ("gp", "lakenham-surgery", "emergency"),
            ("court", "norwich-county-court", "legal-proceedings"),
        ][dice.below(6)];
        let verification =
            dice.one(&["credentials-seen", "call-back", "call-back", "written-request"]);
        let asked = dice.one(&[
            r#"["identity","contact"]"#,
            r#"["address-and-location","housing-and-tenancy"]"#,
            r#"["identity","next-of-kin","warning-marker"]"#,
            r#"["risk-and-warning","address-and-location"]"#,
        ]);
        let order = if kind == "court" || dice.below(4) == 0 {
            let seen = dice.one(&["true", "true", "false"]);
            let until = dice.one(&["2026-02-01", "2027-01-01", "2027-01-01"]);
            format!(
                r#""order":{{"kind":"court-order","seen":{seen},"scope":["identity","contact"],"until":"{until}"}},"#
            )
        } else {
            String::new()
        };
        let approvals = if kind == "police" && dice.below(4) > 0 {
            let by = dice.one(&["staff-20", "staff-20", "staff-1"]);
            let decision = dice.one(&["granted", "granted", "granted", "declined"]);
            format!(
                r#""approvals":[{{"role":"line-manager","by":"{by}","on":"2026-03-01","decision":"{decision}"}}],"#
            )
        } else {
            String::new()
        };
        let necessary = dice.one(&[r#""necessary":true,"#, r#""necessary":["identity"],"#, ""]);
        let facts: String = [
            "relates-to-crime",
            "proportionate",
            "public-interest",
            "life-at-risk",
            "about-to-visit",
        ]
        .map(|name| dice.fact(name))
        .concat();
        let seen = dice.fact("seen-while-missing");
        let text = format!(
            r#"{{"asker":{{"kind":"{kind}","organisation":"{organisation}","individual":"them-{line}","verification":"{verification}"}},"purpose":"{purpose}","categories":{asked},{order}{approvals}{necessary}"handled_by":"staff-1","facts":{{{}}},"subject":{{{seen}"consents":[]}}}}"#,
            facts.trim_end_matches(',')
        );
        Request::from_json(&text).unwrap_or_else(|| panic!("{text}"))
    };
    (0..count).map(&mut read).collect::<Vec<_>>().leak()
}

/// What stands at once, in one value: the mask, the gateways and bars, the duties, the warnings.
fn weighing(requests: &'static [Request], rulebook: &'static Rulebook) -> impl FnMut() {
    move || {
        for request in requests {
            let found = weigh(rulebook, request, day(request));
            black_box(&found);
        }
    }
}

fn five_gateways() -> Contest {
    let requests = concerned(500);
    let five = rulebook(FIVE.to_owned());
    let mut released = 0;
    for request in requests {
        let verdict = judge(five, request, day(request));
        let (sure, open) = by_hand(request, day(request));
        let id = request.id.as_deref().unwrap_or_default();
        assert_eq!((verdict.released(), verdict.referred()), (sure, open), "{id}");
        released += u32::from(!sure.is_empty());
    }
    assert!(released > 50, "{released} requests release something");
    Contest::new(format!("{} requests about five gateways", requests.len()), "request")
        .with("a function by hand", requests.len(), move || {
            for request in requests {
                black_box(by_hand(request, day(request)));
            }
        })
        .with("judge", requests.len(), move || {
            for request in requests {
                let found = judge(five, request, day(request));
                black_box(&found);
            }
        })
        .with("weigh: reasons and duties", requests.len(), weighing(requests, five))
        .with("decide", requests.len(), move || {
            for request in requests {
                let found = decide(five, request, day(request));
                black_box(&found);
            }
        })
        .with("decide, reasons and duties in words", requests.len(), reasons(requests, five))
        .goal("judge", 1.3, "a function by hand")
        .goal("weigh: reasons and duties", 5.0, "a function by hand")
}

/// The contests.
#[must_use]
pub fn contests() -> Vec<Contest> {
    let requests = requests();
    let own = RULEBOOK.matches("[[agreement]]").count();
    vec![five_gateways(), judging(requests, st_martins(10 - own))]
}
