//! The whole abstract space of the smallest shipped rulebook, and a hundred thousand requests at random,
//! against the slow oracle.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/documents.rs"]
#[expect(dead_code, reason = "other tests use the rest")]
mod support;

use caldicott_model::{Category, Day};
use caldicott_sharing::{
    AskerKind, DataSet, Detail, Direction, Fact, Known, Order, OrderKind, Request, Rulebook,
    SharingPurpose, Verification, judge, oracle,
};

const CAMDEN: &str = include_str!("../../../examples/rulebooks/camden/sharing.toml");
const CARE: &str = include_str!("../../../examples/rulebooks/care-provider/sharing.toml");

const THREE: [Known<bool>; 3] = [Known::Known(true), Known::Known(false), Known::Unknown];

/// How often something is looked at that takes long: always when asked for, or in a release build.
fn stride(in_debug: usize) -> usize {
    let all = std::env::var_os("CALDICOTT_ALL").is_some();
    if cfg!(debug_assertions) && !all { in_debug } else { 1 }
}

/// The choices of one request, one after another out of a number.
struct Choices(usize);

impl Choices {
    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        let found = of.get(self.0 % of.len()).unwrap().clone();
        self.0 /= of.len();
        found
    }
}

/// Everything that the rulebook of Camden can tell apart: 9 askers, 9 organisations, 7 purposes, 4 ways,
/// 3 verifications, whether they are about to visit, whether data is restricted,
/// whether they objected, 11 orders, and 3 days.
fn camden(number: usize) -> (Request, Day, usize) {
    let kinds = [
        Known::Known(AskerKind::TeamMember),
        Known::Known(AskerKind::Contractor),
        Known::Known(AskerKind::Police),
        Known::Known(AskerKind::EnforcementAgent),
        Known::Known(AskerKind::Processor),
        Known::Known(AskerKind::SubProcessor),
        Known::Known(AskerKind::Subject),
        Known::Known(AskerKind::Gp),
        Known::Unknown,
    ];
    let organisations = [
        "housing-repairs",
        "parks-contractor",
        "local-police",
        "enforcement-agents",
        "register-host",
        "overseas-support",
        "nobody-we-know",
        "",
    ];
    let purposes = [
        Known::Known(SharingPurpose::VisitSafety),
        Known::Known(SharingPurpose::RiskManagement),
        Known::Known(SharingPurpose::Hosting),
        Known::Known(SharingPurpose::SystemSupport),
        Known::Known(SharingPurpose::Backup),
        Known::Known(SharingPurpose::Tracing),
        Known::Unknown,
    ];
    let ways = [
        Known::Known(Direction::Asked),
        Known::Known(Direction::OwnInitiative),
        Known::Known(Direction::Offered),
        Known::Unknown,
    ];
    let verifications = [Verification::CallBack, Verification::None, Verification::WrittenRequest];
    let days = [Day::literal(2020, 1, 1), Day::literal(2023, 6, 1), Day::literal(2026, 3, 2)];
    let mut choices = Choices(number);
    let mut request = Request::default();
    request.asked = [DataSet::from(Category::Identity), Category::RiskAndWarning.into()]
        .into_iter()
        .chain([DataSet::from(Category::Health), Category::AddressAndLocation.into()])
        .collect();
    request.asker.kind = choices.one(&kinds);
    let organisation = choices.one(&organisations);
    if !organisation.is_empty() {
        request.asker.organisation = Known::Known(organisation.to_owned());
    }
    request.purpose = choices.one(&purposes);
    request.direction = choices.one(&ways);
    request.asker.verification = Known::Known(choices.one(&verifications));
    request.facts.set(Fact::AboutToVisit, choices.one(&THREE));
    request.subject.facts.set(Fact::Restricted, choices.one(&THREE));
    request.subject.facts.set(Fact::Objected, Known::Known(choices.one(&[true, false])));
    let scopes = [
        Known::Known(DataSet::EVERY),
        Known::Known(DataSet::from(Detail::WarningMarker)),
        Known::Unknown,
    ];
    request.order = match choices.one(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
        0 => None,
        1 => Some(Order::new(OrderKind::ProductionOrder)),
        shown => {
            let mut order = Order::new(OrderKind::CourtOrder);
            let shown = shown - 2;
            order.seen = *THREE.get(shown % 3).unwrap();
            order.scope = *scopes.get(shown / 3).unwrap();
            Some(order)
        }
    };
    let day = choices.one(&days);
    (request, day, choices.0)
}

#[test]
fn in_the_whole_space_of_camden_the_compiled_rules_decide_as_the_plain_ones() {
    let rulebook = support::rulebook(CAMDEN).unwrap();
    // 9 askers, 8 organisations, 7 purposes, 4 ways, 3 verifications, 3 x 3 x 2 facts, 11 orders, 3 days.
    let size = 9 * 8 * 7 * 4 * 3 * 3 * 3 * 2 * 11 * 3;
    assert_eq!(camden(size - 1).2, 0);
    assert_eq!(camden(size).2, 1);
    let mut released = 0;
    // A stride that shares no factor with the size meets every choice of every part.
    for number in (0..size).step_by(stride(283)) {
        let (request, day, _) = camden(number);
        let (fast, plain) =
            (judge(&rulebook, &request, day), oracle::judge(&rulebook, &request, day));
        assert_eq!(fast.released(), plain.released, "{number}");
        assert_eq!(fast.referred(), plain.referred, "{number}");
        assert_eq!(fast.withheld(), plain.withheld, "{number}");
        released += usize::from(!plain.released.is_empty());
        // What is no longer known releases nothing more.
        let mut less = request.clone();
        less.facts.set(Fact::AboutToVisit, Known::Unknown);
        less.subject.facts.set(Fact::Restricted, Known::Unknown);
        less.subject.facts.set(Fact::Objected, Known::Unknown);
        assert!(fast.released().contains_all(judge(&rulebook, &less, day).released()), "{number}");
    }
    assert!(released > 100, "{released}");
}

/// A stream of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        *of.get(self.below(of.len())).unwrap()
    }

    fn known<T: Copy>(&mut self, names: &[(&str, T)]) -> Known<T> {
        if self.below(8) == 0 { Known::Unknown } else { Known::Known(self.one(names).1) }
    }
}

/// A request about a gateway of this rulebook: its asker and purpose, and each fact true, false or
/// unknown, most of them as some gateway needs them.
fn drawn(rulebook: &Rulebook, dice: &mut Dice) -> (Request, Day) {
    let gateway = rulebook.gateways().get(dice.below(rulebook.gateways().len())).unwrap();
    let mut request = Request::default();
    let kinds: Vec<AskerKind> = gateway.who().collect();
    let purposes: Vec<SharingPurpose> = gateway.purposes().collect();
    request.asker.kind = if dice.below(9) == 0 {
        dice.known(AskerKind::NAMES)
    } else {
        Known::Known(dice.one(&kinds))
    };
    request.purpose = if dice.below(9) == 0 {
        dice.known(SharingPurpose::NAMES)
    } else {
        Known::Known(dice.one(&purposes))
    };
    request.direction = dice.known(Direction::NAMES);
    let theirs: Vec<&str> = rulebook
        .organisations()
        .iter()
        .filter(|one| Known::Known(one.kind()) == request.asker.kind)
        .map(caldicott_sharing::Organisation::id)
        .collect();
    if let Some(id) = theirs.get(dice.below(theirs.len() + 1)) {
        request.asker.organisation = Known::Known((*id).to_owned());
    }
    request.asker.verification = dice.known(Verification::NAMES);
    request.asked = dice.one(&[
        DataSet::EVERY,
        Category::Health.into(),
        Category::Identity.into(),
        Category::RiskAndWarning.into(),
        Category::SupportNeeds.into(),
    ]);
    for (_, fact) in Fact::NAMES {
        let value = dice.one(&THREE);
        request.facts.set(*fact, value);
        request.subject.facts.set(*fact, dice.one(&[value, Known::Known(false), Known::Unknown]));
    }
    request.routine = dice.one(&THREE);
    request.anonymous = dice.one(&[Known::Known(false), Known::Known(true), Known::Unknown]);
    request.necessary = dice.one(&[Known::Known(DataSet::EVERY), Known::Unknown]);
    request.subject.third_party_confidential =
        dice.one(&[Known::Known(DataSet::NONE), Known::Unknown, Known::Known(DataSet::EVERY)]);
    if dice.below(2) == 0 {
        let mut order = Order::new(dice.one(OrderKind::NAMES).1);
        order.seen = dice.one(&THREE);
        order.scope = dice.one(&[Known::Known(DataSet::EVERY), Known::Unknown]);
        request.order = Some(order);
    }
    let days = [Day::literal(2021, 4, 1), Day::literal(2024, 3, 21), Day::literal(2026, 3, 2)];
    (request, dice.one(&days))
}

#[test]
fn on_a_hundred_thousand_requests_the_compiled_rules_decide_as_the_plain_ones() {
    let wanted = std::env::var("CALDICOTT_REQUESTS").ok().and_then(|text| text.parse().ok());
    let wanted: usize = wanted.unwrap_or(100_000);
    let st_martins = support::st_martins();
    let (camden, care) = (support::rulebook(CAMDEN).unwrap(), support::rulebook(CARE).unwrap());
    let mut dice = Dice(2026);
    let (mut released, mut referred) = (0, 0);
    for number in 0..wanted {
        // The plain reading of the largest takes a hundred times as long.
        let rulebook = match number % 100 {
            0 => &st_martins,
            1..=30 => &care,
            _ => &camden,
        };
        let (request, day) = drawn(rulebook, &mut dice);
        let (fast, plain) =
            (judge(rulebook, &request, day), oracle::judge(rulebook, &request, day));
        assert_eq!(fast.released(), plain.released, "{number}");
        assert_eq!(fast.referred(), plain.referred, "{number}");
        released += usize::from(!plain.released.is_empty());
        referred += usize::from(!plain.referred.is_empty());
    }
    assert!(released * 100 > wanted && referred * 10 > wanted, "{released} {referred}");
}
