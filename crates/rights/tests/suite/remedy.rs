//! Correction, restriction, erasure, portability, automated decisions: all cases, or laws over any.

use std::collections::BTreeSet;

use caldicott_calendar::Day;
use caldicott_model::law::LawfulBasis;
use caldicott_model::{Category, CategorySet};
use caldicott_rights::pack::{Item, OtherPerson};
use caldicott_rights::remedy::{
    Attachment, AttachmentError, AutomatedDecision, AutomatedVerdict, Correction, ErasureException,
    ErasureGround, ErasureItem, Kept, PortableField, Recipient, Restriction, RestrictionGround,
    Safeguard, StillRestricted, Telling, Use, Whereabouts, judge_automated, plan_erasure, port,
    rectify,
};
use proptest::prelude::*;

use crate::support::{case, named, pack};

const DAY: Day = Day::literal(2026, 3, 2);

#[test]
fn nobody_who_was_given_the_data_is_forgotten_whatever_is_decided() {
    let given = |telling: &Telling| Recipient { id: telling.name().into(), telling: *telling };
    let recipients: Vec<Recipient> = Telling::ALL.iter().map(given).collect();
    let attachment = || Attachment::new("I was away", "two logs agree", DAY).unwrap();
    let decided = Correction::ALL.iter().map(|how| Ok(*how)).chain([Err(attachment())]);
    for decided in decided {
        let refused = decided.is_err();
        let plan = rectify(decided, &recipients);
        assert_eq!(plan.tell, ["possible"]);
        assert_eq!(plan.untold.len(), 2);
        assert_eq!(plan.attachment.is_some(), refused);
        assert_eq!(plan.correction.is_none(), refused);
        assert_eq!((plan.rules.cites("G-021"), plan.rules.cites("G-020")), (refused, !refused));
    }
    assert_eq!(Attachment::new(" ", "x", DAY), Err(AttachmentError::NoStatement));
    assert_eq!(Attachment::new("x", " - ", DAY), Err(AttachmentError::NoReasons));
    assert!(!format!("{:?}", attachment()).contains("away"));
}

#[test]
fn the_persons_statement_travels_with_the_data_and_without_other_people() {
    let attachment = Attachment::new("It was Osas Ehi, not me", "two logs agree", DAY).unwrap();
    let categories = CategorySet::of(&[Category::Health]);
    let [view, why] = attachment.fields(categories);
    let other = OtherPerson::new("p", named("Osas Ehi"));
    let built = pack(&case().person(other).item(Item::new("n", "Note").field(view).field(why)));
    assert!(built.to_html().contains("not me") && built.to_html().contains("two logs agree"));
    assert!(!built.to_html().contains("Osas"));
}

#[test]
fn restricted_data_is_kept_and_used_for_four_purposes_and_nothing_else() {
    let eve = DAY.plus_days(-1).unwrap();
    for ground in RestrictionGround::ALL {
        let restriction = Restriction::new(*ground, DAY);
        let free = [
            Use::Store,
            Use::WithConsent,
            Use::LegalClaims,
            Use::RightsOfAnother,
            Use::ImportantPublicInterest,
        ];
        for what in Use::ALL {
            assert!(restriction.allows(*what, eve).0);
            let (allowed, rules) = restriction.allows(*what, DAY);
            assert_eq!(allowed, free.contains(what), "{what}");
            assert!(rules.cites("RT-17"));
        }
        assert_eq!(restriction.lift(DAY), Err(StillRestricted::NotTold));
        assert_eq!(restriction.told(eve).lift(DAY), Err(StillRestricted::NotTold));
        assert_eq!(restriction.told(DAY).lift(eve), Err(StillRestricted::TooEarly { since: DAY }));
        let lifted = restriction.told(DAY).lift(DAY).unwrap();
        assert!(lifted.allows(Use::Share, DAY).0);
    }
}

fn an_item() -> impl Strategy<Value = ErasureItem> {
    let bases: Vec<LawfulBasis> = LawfulBasis::NAMES.iter().map(|(_, basis)| *basis).collect();
    (
        0_u32..1000,
        prop::sample::select(bases),
        any::<bool>(),
        prop::option::of(prop::sample::select(ErasureGround::ALL)),
        prop::option::of((prop::sample::select(ErasureException::ALL), any::<bool>())),
        any::<bool>(),
        0_u8..4,
        any::<bool>(),
    )
        .prop_map(|(id, basis, another_basis, ground, exception, held, key, told)| {
            ErasureItem {
                id: format!("i-{id}"),
                basis,
                another_basis,
                ground,
                exceptions: exception
                    .map(|(what, said)| {
                        (what, String::from(if said { "a claim is open" } else { "" }))
                    })
                    .into_iter()
                    .collect(),
                held,
                whereabouts: Whereabouts {
                    rows: vec![format!("row-{id}")],
                    indexes: vec![format!("index-{id}")],
                    key: (key > 0).then(|| format!("k-{key}")),
                    recipients: vec![Recipient {
                        id: format!("r-{id}"),
                        telling: if told { Telling::Possible } else { Telling::Impossible },
                    }],
                },
            }
        })
}

/// What the article says of one item.
fn stays(item: &ErasureItem) -> Option<Kept> {
    let point = item.basis.point();
    let ground = match item.ground {
        None => false,
        Some(ErasureGround::ConsentWithdrawn) => point == "a" && !item.another_basis,
        Some(ErasureGround::ObjectionUpheld) => ["e", "ea", "f"].contains(&point),
        Some(_) => true,
    };
    let excepted = item.exceptions.iter().any(|(what, why)| {
        !why.is_empty()
            && (*what != ErasureException::ObligationOrTask || ["c", "e"].contains(&point))
    });
    match (ground, excepted, item.held) {
        (false, _, _) => Some(Kept::NoGround),
        (true, true, _) => Some(Kept::Excepted),
        (true, false, true) => Some(Kept::Held),
        (true, false, false) => None,
    }
}

proptest! {
    #[test]
    fn an_erasure_reaches_all_that_goes_and_nothing_that_stays(items in prop::collection::vec(an_item(), 0..12)) {
        let mut seen = BTreeSet::new();
        let items: Vec<ErasureItem> = items.into_iter().filter(|item| seen.insert(item.id.clone())).collect();
        let plan = plan_erasure(&items, DAY);
        for item in &items {
            let expected = stays(item);
            prop_assert_eq!(plan.keep.get(&item.id).copied(), expected);
            let goes = expected.is_none();
            prop_assert_eq!(plan.erase.contains(&item.id), goes);
            let places = &item.whereabouts;
            prop_assert_eq!(plan.rows.contains(&places.rows[0]), goes);
            prop_assert_eq!(plan.indexes.contains(&places.indexes[0]), goes);
            let told = plan.tell.contains(&places.recipients[0].id) || plan.untold.contains(&places.recipients[0].id);
            prop_assert_eq!(told, goes);
            if let Some(key) = &places.key {
                // A key is destroyed if and only if nothing that stays needs it.
                let needed = items.iter().any(|other| stays(other).is_some() && other.whereabouts.key.as_ref() == Some(key));
                prop_assert_eq!(plan.keys.contains(key), !needed && items.iter().any(|other| stays(other).is_none() && other.whereabouts.key.as_ref() == Some(key)));
            }
        }
        prop_assert_eq!(plan.suppress, !plan.erase.is_empty());
    }
}

#[test]
fn what_is_portable_goes_out_and_the_rest_is_named_with_its_reason() {
    for (_, basis) in LawfulBasis::NAMES {
        for provided_by_person in [false, true] {
            for automated in [false, true] {
                let value = String::from("x \"y\"").into();
                let field =
                    PortableField { name: "f".into(), value, basis, provided_by_person, automated };
                let export = port(&[field], DAY);
                let out = ["a", "b"].contains(&basis.point()) && provided_by_person && automated;
                assert_eq!(export.names().count(), usize::from(out), "{basis}");
                assert_eq!(export.left_out().len(), usize::from(!out));
                assert_eq!(export.to_json().unwrap().contains("x \\\"y"), out);
                assert!(!format!("{export:?}").contains("x \"y"));
            }
        }
    }
}

#[test]
fn a_machine_decides_about_nobody_without_what_the_law_demands() {
    for bits in 0_u32..128 {
        let bit = |at: u32| bits & (1 << at) != 0;
        let safeguards = if bit(6) { Safeguard::ALL.to_vec() } else { vec![Safeguard::Contest] };
        let decision = AutomatedDecision {
            decided_by: bit(0).then(|| "s-1".into()),
            rationale: Some(if bit(0) { "two visits, no threat" } else { " " }.into()),
            significant: bit(1),
            special_category: bit(2),
            explicit_consent: bit(3),
            contract_or_law: bit(4),
            substantial_public_interest: bit(5),
            safeguards,
        };
        let expected = if bit(0) {
            AutomatedVerdict::ByAPerson
        } else if !bit(1) {
            AutomatedVerdict::NotSignificant
        } else if bit(2) && !bit(3) && !(bit(4) && bit(5)) {
            AutomatedVerdict::MayNot
        } else if bit(6) {
            AutomatedVerdict::MayStand
        } else {
            let lacks = Safeguard::ALL.iter().copied().filter(|it| *it != Safeguard::Contest);
            AutomatedVerdict::Lacks(lacks.collect())
        };
        assert_eq!(judge_automated(&decision, DAY).0, expected, "{bits:b}");
        let before = Day::literal(2026, 2, 4);
        assert_eq!(judge_automated(&decision, before).0, AutomatedVerdict::NotYetLaw);
    }
}
