//! Requests: the shipped examples, and strategies that wander far from them.

use caldicott_model::{Category, Day};
use caldicott_sharing::{
    Approval, AskerKind, BestInterests, Capacity, CapacityFinding, Channel, Consent, ConsentKind,
    DataSet, Detail, Direction, Fact, GivenBy, Known, Order, OrderKind, Request, SharingPurpose,
    Verification,
};
use proptest::prelude::*;
use std::rc::Rc;
use std::sync::LazyLock;

static EXAMPLES: LazyLock<Vec<(Request, Day)>> = LazyLock::new(|| {
    include_str!("../../../../examples/requests/st-martins.jsonl")
        .lines()
        .map(|line| {
            let value = serde_json::from_str(line).unwrap();
            let request = super::support::request(&value).unwrap();
            let day = request.day.unwrap();
            (request, day)
        })
        .collect()
});

/// The shipped examples.
pub(crate) fn examples() -> Vec<(Request, Day)> {
    EXAMPLES.clone()
}

pub(crate) fn word<T: Copy + core::fmt::Debug>(
    names: &'static [(&'static str, T)],
) -> impl Strategy<Value = T> {
    prop::sample::select(names).prop_map(|(_, word)| word)
}

pub(crate) fn consent_kind() -> impl Strategy<Value = ConsentKind> {
    word(ConsentKind::NAMES)
}

fn known<T: Clone + core::fmt::Debug + 'static>(
    strategy: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Known<T>> {
    prop_oneof![4 => strategy.prop_map(Known::Known), 1 => Just(Known::Unknown)]
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![
        3 => (17_000_i32..21_500).prop_map(|days| Day::from_epoch_days(days).unwrap()),
        1 => prop::sample::select(vec![
            Day::literal(2026, 3, 2),
            Day::literal(2026, 2, 5),
            Day::literal(2026, 2, 4),
            Day::literal(2021, 4, 1),
            Day::literal(2024, 3, 21),
        ]),
    ]
}

fn data() -> impl Strategy<Value = DataSet> {
    let categories = prop::collection::vec(prop::sample::select(&Category::ALL[..]), 1..5);
    let details = prop::collection::vec(word(Detail::NAMES), 0..3);
    prop_oneof![
        8 => (categories, details).prop_map(|(categories, details)| {
            let categories = categories.into_iter().map(DataSet::from);
            categories.chain(details.into_iter().map(DataSet::from)).collect()
        }),
        1 => Just(DataSet::EVERY),
    ]
}

fn id() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "norfolk-constabulary",
        "border-constabulary",
        "norfolk-probation",
        "suffolk-probation",
        "lakenham-surgery",
        "bowthorpe-surgery",
        "norwich-benefits",
        "night-shelter",
        "spanning",
        "homeless-link",
        "wensum-university",
        "evening-paper",
        "brother",
        "mother",
        "nobody-known",
        "city-mental-health-team",
    ])
    .prop_map(str::to_owned)
}

fn consent() -> impl Strategy<Value = Consent> {
    let forms = prop::sample::select(vec![
        None,
        Some("multi-agency"),
        Some("research-consent"),
        Some("media-consent"),
        Some("no-such-form"),
    ]);
    let head = (consent_kind(), forms, prop::collection::vec(id(), 0..3), any::<bool>());
    let body = (
        prop::collection::vec(word(SharingPurpose::NAMES), 0..3),
        prop_oneof![Just(DataSet::NONE), data()],
        prop::option::weighted(0.8, day()),
        prop::option::weighted(0.2, day()),
        prop::option::weighted(0.3, day()),
        known(any::<bool>()),
        (word(GivenBy::NAMES), any::<bool>(), known(any::<bool>()), known(any::<bool>())),
    );
    (head, body).prop_map(
        |(
            (kind, form, to, evidence),
            (purposes, covers, given, until, withdrawn, explicit, (giver, shown, free, told)),
        )| {
            let mut consent = Consent::new(kind);
            consent.form = form.map(str::to_owned);
            consent.to = to;
            consent.purposes = purposes;
            consent.covers = covers;
            consent.given = given;
            consent.until = until;
            consent.withdrawn = if given.is_none() {
                Some(withdrawn.unwrap_or(Day::literal(2020, 1, 1)))
            } else {
                withdrawn
            };
            consent.explicit = explicit;
            // Most are given by the person, and freely.
            if shown {
                consent.given_by = giver;
                consent.freely_given = free;
                consent.told_of_withdrawal = told;
            }
            consent.authority = evidence.then(|| "power of 2020".to_owned());
            consent.evidence = evidence.then(|| "file note".to_owned());
            consent
        },
    )
}

fn approval() -> impl Strategy<Value = Approval> {
    let roles = prop::sample::select(vec![
        "line-manager",
        "service-manager",
        "director",
        "chief-executive",
        "project-manager",
        "data-protection-officer",
        "no-such-role",
    ]);
    let by = prop::sample::select(vec!["staff-1", "STAFF-1 ", "staff-2", "staff-3", "mother"]);
    (roles, by, day(), any::<bool>()).prop_map(|(role, by, on, granted)| {
        Approval::new(role.to_owned(), by.to_owned(), on, granted)
    })
}

fn order() -> impl Strategy<Value = Order> {
    let dates = (prop::option::weighted(0.3, day()), prop::option::weighted(0.3, day()));
    (word(OrderKind::NAMES), known(any::<bool>()), known(data()), dates).prop_map(
        |(kind, seen, scope, (from, until))| {
            let mut order = Order::new(kind);
            order.seen = seen;
            order.scope = scope;
            order.from = from;
            order.until = until;
            order
        },
    )
}

/// One change to a request.
#[derive(Clone)]
struct Change(Rc<dyn Fn(&mut Request)>);

impl core::fmt::Debug for Change {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str("Change")
    }
}

fn boxed<T: Clone + 'static>(
    set: impl Fn(&mut Request, T) + Clone + 'static,
) -> impl Fn(T) -> Change {
    move |value: T| {
        let set = set.clone();
        Change(Rc::new(move |request: &mut Request| set(request, value.clone())))
    }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (word(Fact::NAMES), known(any::<bool>())).prop_map(boxed(|request, (fact, value)| {
            request.facts.set(fact, value);
            request.subject.facts.set(fact, value);
        })),
        1 => known(word(AskerKind::NAMES)).prop_map(boxed(|request, kind| request.asker.kind = kind)),
        1 => known(word(SharingPurpose::NAMES)).prop_map(boxed(|request, one| request.purpose = one)),
        1 => known(word(Direction::NAMES)).prop_map(boxed(|request, one| request.direction = one)),
        1 => known(word(Verification::NAMES))
            .prop_map(boxed(|request, one| request.asker.verification = one)),
        1 => known(id()).prop_map(boxed(|request, id| request.asker.organisation = id)),
        1 => known(id()).prop_map(boxed(|request, id| request.asker.individual = id)),
        1 => data().prop_map(boxed(|request, asked| request.asked = asked)),
        1 => known(any::<bool>()).prop_map(boxed(|request, one| request.routine = one)),
        1 => known(any::<bool>()).prop_map(boxed(|request, one| request.anonymous = one)),
        1 => known(data()).prop_map(boxed(|request, one| request.necessary = one)),
        1 => prop::option::of(order()).prop_map(boxed(|request, one| request.order = one)),
        1 => known(Just("staff-1".to_owned())).prop_map(boxed(|request, one| request.handled_by = one)),
        1 => known(word(Channel::NAMES)).prop_map(boxed(|request, one| request.channel = one)),
        1 => prop::option::of(day()).prop_map(boxed(|request, one| request.received = one)),
        1 => prop::collection::vec((word(CapacityFinding::NAMES), consent_kind(), day()), 0..3)
            .prop_map(boxed(|request, list: Vec<_>| {
                let found = list.into_iter();
                request.subject.capacity = found
                    .map(|(finding, kind, on)| Capacity::found(finding, kind, on, "dr-9".to_owned()))
                    .collect();
            })),
        1 => prop::collection::vec((any::<bool>(), consent_kind(), day(), id()), 0..2)
            .prop_map(boxed(|request, list: Vec<_>| {
                let found = list.into_iter();
                request.subject.best_interests = found
                    .map(|(share, kind, on, to)| {
                        let mut one = BestInterests::decided(share, kind, on, "dr-9".to_owned());
                        one.to = vec![to];
                        one
                    })
                    .collect();
            })),
        2 => prop::collection::vec(approval(), 0..3)
            .prop_map(boxed(|request, list| request.approvals = list)),
        2 => known(prop::collection::vec(consent(), 0..4))
            .prop_map(boxed(|request, list| request.subject.consents = list)),
        1 => known(data())
            .prop_map(boxed(|request, one| request.subject.third_party_confidential = one)),
        1 => prop::sample::select(vec![None, Some("crime-and-disorder-protocol"), Some("no-such")])
            .prop_map(boxed(|request, id: Option<&str>| request.agreement = id.map(str::to_owned))),
    ]
}

/// An example with some of its facts changed, and a day.
pub(crate) fn wandering() -> impl Strategy<Value = (Request, Day)> {
    let start = any::<prop::sample::Index>();
    (start, prop::collection::vec(change(), 0..8), prop::option::weighted(0.3, day())).prop_map(
        |(start, changes, other)| {
            let (mut request, day) = start.get(&EXAMPLES).clone();
            for change in &changes {
                (change.0)(&mut request);
            }
            (request, other.unwrap_or(day))
        },
    )
}
