//! Rulebooks drawn at random.

use std::fmt::Write as _;

use caldicott_sharing::{AskerKind, Detail, Fact, SharingPurpose};
use proptest::prelude::*;

use super::requests::word;

/// Some of these names as a TOML list.
fn names<T: 'static>(
    names: &'static [(&'static str, T)],
    most: usize,
) -> impl Strategy<Value = String> {
    let all: Vec<&'static str> = names.iter().map(|(name, _)| *name).collect();
    prop::collection::vec(prop::sample::select(all), 0..most).prop_map(|some| format!("{some:?}"))
}

fn gateway() -> impl Strategy<Value = String> {
    let grounds = prop::sample::select(vec![
        "article9 = \"explicit-consent\"\narticle10 = 29",
        "article9 = \"vital-interests\"\narticle10 = 30",
        "article9 = \"substantial-public-interest\"\nschedule1 = 18\narticle10 = 36",
        "article9 = \"substantial-public-interest\"\nschedule1 = 10\narticle10 = 10",
    ]);
    let basis = prop::sample::select(vec![
        "{ on = \"legitimate-interests\", until = 2026-02-05 }, { on = \"recognised-safeguarding\", from = 2026-02-05 }",
        "{ on = \"consent\" }",
        "{ on = \"recognised-public-task-request\", from = 2026-02-05 }",
        "{ on = \"vital-interests\" }",
    ]);
    let limit = prop::sample::select(vec!["assessed", "order", "agreement", "fixed", "processing"]);
    let kind = prop::sample::select(vec!["duty", "power", "discretion"]);
    let needs = prop::collection::vec(need(), 0..3);
    let then = prop::sample::select(vec!["", "then = \"refer\"\nrefer = \"director\"\n"]);
    // A gateway of anonymous data covers nothing that identifies, and a rule that covers nothing is refused.
    let covers = prop_oneof![
        Just("[\"every\"]".to_owned()),
        names(Detail::NAMES, 6).prop_map(|list| list.replacen('[', "[\"demographic\", ", 1)),
    ];
    let scope = (names(AskerKind::NAMES, 3), names(SharingPurpose::NAMES, 3));
    (scope, kind, needs, limit, covers, basis, grounds, then).prop_map(
        |((who, purposes), kind, mut needs, limit, covers, basis, grounds, then)| {
            // A fact cannot both hold and not hold, and every gateway needs a verified asker.
            let held = needs.clone();
            needs.retain(|need| {
                need.strip_prefix("not:")
                    .is_none_or(|fact| fact != "verified" && !held.iter().any(|one| one == fact))
            });
            needs.push("verified".to_owned());
            format!(
                "says = \"x\"\nkind = \"{kind}\"\nwho = {who}\npurposes = {purposes}\nneeds = {needs:?}\n\
                 necessity = \"{limit}\"\ncovers = {covers}\nbasis = [{basis}]\n{grounds}\n\
                 confidence = \"public-interest\"\nweighed_by = [\"B-007\"]\n{then}cite = [\"B-007\"]\n"
            )
        },
    )
}

fn need() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => word(Fact::NAMES).prop_map(|fact| fact.name().to_owned()),
        1 => word(Fact::NAMES).prop_map(|fact| format!("not:{fact}")),
        1 => Just("approval:line-manager".to_owned()),
        1 => Just("consent:sharing".to_owned()),
    ]
}

fn bar() -> impl Strategy<Value = String> {
    let when = prop::collection::vec(word(Fact::NAMES).prop_map(Fact::name), 0..2);
    let unless = prop::collection::vec(
        prop_oneof![
            word(Fact::NAMES).prop_map(|fact| fact.name().to_owned()),
            Just("approval:service-manager".to_owned()),
        ],
        0..2,
    );
    let then = prop::sample::select(vec!["withhold", "refer"]);
    let beats = prop::sample::select(vec!["every", "power", "duty"]);
    let scope = (names(AskerKind::NAMES, 2), names(SharingPurpose::NAMES, 2));
    (scope, when, unless, then, beats, any::<bool>(), any::<bool>()).prop_map(
        |((who, purposes), when, unless, then, beats, third, objectionable)| {
            format!(
                "says = \"x\"\nwho = {who}\npurposes = {purposes}\nwhen = {when:?}\nunless = {unless:?}\n\
                 removes = [\"health\", \"identity\", \"address-and-location\", \"criminal-offence\"]\n\
                 third_party_only = {third}\nonly_objectionable = {objectionable}\nbeats = [\"{beats}\"]\n\
                 then = \"{then}\"\ncite = [\"B-007\"]\n"
            )
        },
    )
}

/// A rulebook whose gateways and bars are drawn at random, with the shipped roles, forms and partners.
pub(crate) fn rules() -> impl Strategy<Value = String> {
    let shipped = include_str!("../../../../examples/rulebooks/st-martins/sharing.toml");
    let (head, _) = shipped.split_once("# --- Agreements").unwrap();
    (prop::collection::vec(gateway(), 1..20), prop::collection::vec(bar(), 1..6)).prop_map(
        move |(gateways, bars)| {
            let mut text = head.to_owned();
            for (place, gateway) in gateways.iter().enumerate() {
                write!(text, "\n[[gateway]]\nid = \"g{place}\"\n{gateway}").unwrap();
            }
            for (place, bar) in bars.iter().enumerate() {
                write!(text, "\n[[bar]]\nid = \"b{place}\"\n{bar}").unwrap();
            }
            text.push_str(
                "\n[[agreement]]\nid = \"a\"\nkind = \"one-off\"\nwith = [\"norfolk-constabulary\", \
                 \"norfolk-probation\"]\npurposes = [\"supervision\", \"crime-investigation\", \"support\"]\n\
                 gateways = [\"g0\"]\ncovers = [\"every\"]\nfrom = 2020-01-01\nreview_by = 2027-01-01\n\
                 cite = [\"B-040\"]\n",
            );
            text
        },
    )
}
