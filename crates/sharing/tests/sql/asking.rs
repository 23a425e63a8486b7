//! Askings far and wide: of the shipped examples with something changed, and of anybody a rulebook knows.

use std::sync::LazyLock;

use caldicott_model::Day;
use caldicott_sharing::{
    Approval, AskerKind, DataSet, Direction, Fact, Known, Order, OrderKind, Request, Rulebook,
    SharingPurpose, Verification,
};
use proptest::prelude::*;

use crate::requests::{wandering, word};
use crate::{rulebooks, support};

pub(crate) static SHIPPED: LazyLock<Vec<Rulebook>> = LazyLock::new(|| {
    [
        include_str!("../../../../examples/rulebooks/st-martins/sharing.toml"),
        include_str!("../../../../examples/rulebooks/camden/sharing.toml"),
        include_str!("../../../../examples/rulebooks/care-provider/sharing.toml"),
    ]
    .into_iter()
    .map(|text| support::rulebook(text).unwrap())
    .collect()
});

/// A rulebook, a request whose subject is left open, and a day.
pub(crate) type Asked = (Rulebook, Request, Day);

/// Mostly somebody verified who asks for much.
fn opened() -> impl Strategy<Value = (Request, Day)> {
    let wider = prop_oneof![2 => Just(0), 2 => Just(1), 1 => Just(2)];
    (wandering(), wider, prop::bool::weighted(0.8), prop::bool::weighted(0.7)).prop_map(
        |((mut request, day), wider, verified, needed)| {
            request.asked = match wider {
                0 => request.asked,
                1 => request.asked.union(DataSet::from(request.asked.categories())),
                _ => DataSet::EVERY,
            };
            if verified {
                request.asker.verification = Known::Known(Verification::CallBack);
            }
            if needed {
                request.necessary = Known::Known(DataSet::EVERY);
            }
            (request, day)
        },
    )
}

/// Somebody whom the rulebook lists, with all that a gateway may want in hand, mostly.
fn listed(place: usize) -> impl Strategy<Value = Asked> {
    let organisations = SHIPPED[place].organisations().len();
    let facts = prop::collection::vec((word(Fact::NAMES), prop::bool::weighted(0.2)), 0..6);
    let order = prop::option::of((word(OrderKind::NAMES), prop::bool::weighted(0.9)));
    let who = (0..organisations, prop::option::weighted(0.2, word(AskerKind::NAMES)));
    let flags = (prop::bool::weighted(0.2), prop::bool::weighted(0.2), prop::bool::weighted(0.8));
    let day = (18_500_i32..20_900).prop_map(|days| Day::from_epoch_days(days).unwrap());
    (who, word(SharingPurpose::NAMES), facts, order, flags, day).prop_map(
        move |((at, other), purpose, changed, order, flags, day)| {
            let rulebook = SHIPPED[place].clone();
            let mut request = Request::default();
            if let Some(kind) = other {
                request.asker.kind = Known::Known(kind);
            } else {
                let id = rulebook.organisations()[at].id().to_owned();
                request.asker.organisation = Known::Known(id);
            }
            request.asker.individual = Known::Known("pc-4410".to_owned());
            request.asker.verification = Known::Known(Verification::CallBack);
            request.direction = Known::Known(Direction::Asked);
            request.purpose = Known::Known(purpose);
            request.asked = DataSet::EVERY;
            request.necessary = Known::Known(DataSet::EVERY);
            request.handled_by = Known::Known("staff-1".to_owned());
            for role in rulebook.roles() {
                let (name, by) = (role.name().to_owned(), "staff-2".to_owned());
                request.approvals.push(Approval::new(name, by, day, flags.2));
            }
            request.routine = Known::Known(flags.0);
            request.anonymous = Known::Known(flags.1);
            for (_, fact) in Fact::NAMES {
                request.facts.set(*fact, Known::Known(true));
            }
            for fact in [Fact::Documents, Fact::ConfidentialPatientInformation] {
                request.facts.set(fact, Known::Known(false));
            }
            for (fact, value) in changed {
                request.facts.set(fact, Known::Known(value));
            }
            request.order = order.map(|(kind, seen)| {
                let mut order = Order::new(kind);
                order.seen = Known::Known(seen);
                order.scope = Known::Known(DataSet::EVERY);
                order
            });
            (rulebook, request, day)
        },
    )
}

/// Any asking by a shipped rulebook, or by rules drawn at random.
pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    prop_oneof![
        4 => opened().prop_map(|(request, day)| (SHIPPED[0].clone(), request, day)),
        3 => listed(0),
        2 => listed(1),
        2 => listed(2),
        3 => (opened(), rulebooks::rules()).prop_map(|((request, day), rules)| {
            (support::rulebook(&rules).unwrap(), request, day)
        }),
    ]
}
