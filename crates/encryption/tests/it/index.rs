//! Finding sealed values without learning them.

use std::collections::HashMap;

use caldicott_encryption::{
    Advice, IndexError, IndexSpec, RecordId, Tenant, Width, normalise_exact, normalise_name,
};
use caldicott_model::Category;

use crate::support::{Bench, backends};

fn spec(
    category: Category,
    bits: u8,
    population: u64,
    distinct: u64,
) -> Result<IndexSpec, IndexError> {
    IndexSpec::new("Client", "surname", "eq", category, Width::bits(bits)?, population, distinct)
}

#[test]
fn a_field_with_fewer_than_16_values_has_no_index() {
    for distinct in 0..16 {
        let refused = spec(Category::Identity, 1, 1_000_000, distinct);
        assert_eq!(refused.err(), Some(IndexError::IndexWouldLeak));
    }
    assert!(spec(Category::Identity, 1, 1_000_000, 16).is_ok());
}

#[test]
fn widths_for_1_000_people_are_5_to_9_bits_and_special_ones_5() {
    for (category, widest) in [
        (Category::Identity, 9),
        (Category::AddressAndLocation, 9),
        (Category::Health, 5),
        (Category::SexualOrientation, 5),
        (Category::CriminalOffence, 5),
    ] {
        for bits in 1..=64 {
            assert_eq!(
                spec(category, bits, 1_000, 500).is_ok(),
                bits <= widest,
                "{category} {bits}"
            );
        }
    }
    assert_eq!(Advice::for_population(1_000).narrowest(), Some(Width::bits(5).unwrap()));
}

#[test]
fn advice_follows_the_square_root_of_the_population_and_leaves_company_in_every_token() {
    // Straight from the meaning, in floating point, away from where rounding could matter.
    for people in [10_u32, 50, 200, 1_000, 3_000, 20_000, 500_000, 7_000_000] {
        let advice = Advice::for_population(u64::from(people));
        let high = advice.widest(Category::Identity).unwrap().get();
        let low = advice.narrowest().unwrap().get();
        let per_token = |bits: u8| f64::from(people) / 2_f64.powi(i32::from(bits));
        let company = 2_f64.sqrt();
        assert!(per_token(high) >= company && per_token(high + 1) < company, "{people}");
        let root = f64::from(people).sqrt();
        assert!(per_token(low) <= root && per_token(low - 1) > root, "{people}");
    }
    for people in 0..3 {
        assert_eq!(Advice::for_population(people).widest(Category::Identity), None);
    }
    assert!(Advice::for_population(u64::MAX).widest(Category::Identity).is_some());
}

#[test]
fn names_are_found_however_they_were_typed() {
    let same = [
        ("Winterbourne", "  WINTERBOURNE "),
        ("José", "JOSE\u{301}"),
        ("Straße", "STRASSE"),
        ("Ó  Briain", "ó\u{a0}briain"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("de la Cruz", "De\tLa\nCruz"),
        ("ﬁnch", "FINCH"),
    ];
    for (one, other) in same {
        assert!(normalise_name(one) == normalise_name(other), "{one} / {other}");
    }
    for (one, other) in [("Smith", "Smyth"), ("Jose", "José"), ("Ann Marie", "AnnMarie")] {
        assert!(normalise_name(one) != normalise_name(other), "{one} / {other}");
    }
    assert!(normalise_exact("AB12") != normalise_exact("ab12"));
    assert!(normalise_exact("e\u{301}") == normalise_exact("é"));
}

#[test]
fn a_search_finds_every_row_of_the_value_in_all_partitions() {
    let bench = Bench::new(backends()[0]);
    let spec = spec(Category::Identity, 9, 1_000, 400).unwrap().partitioned(4).unwrap();
    let index = bench.keyring.blind_index(&bench.tenant, &spec).unwrap();
    let smith = normalise_name("Smith");
    let wanted = index.search(&smith).unwrap();
    assert_eq!(wanted.len(), 4);
    // By partition and not by token: the key is a fresh one, and now and then two of four tokens of
    // nine bits are the same.
    let mut counts: HashMap<u8, u32> = HashMap::new();
    for number in 0..400 {
        let id = format!("a0B{number}");
        let record = RecordId::new(&id).unwrap();
        let token = index.token(&record, &normalise_name(" SMITH")).unwrap();
        let partition = index.partition_of(&record);
        assert_eq!(wanted.get(usize::from(partition)), Some(&token));
        assert!(token < 512);
        *counts.entry(partition).or_default() += 1;
    }
    assert_eq!(counts.len(), 4);
    // The common surname no longer stands out: its rows are spread.
    assert!(counts.values().all(|count| (60..=140).contains(count)), "{counts:?}");
    assert_eq!(index.token_in(4, b"smith").err(), Some(IndexError::Partition));
}

#[test]
fn indexes_of_other_fields_tenants_and_names_have_nothing_in_common() {
    let bench = Bench::new(backends()[0]);
    let camden = Tenant::new("camden").unwrap();
    bench.keyring.create_tenant(&camden).unwrap();
    let width = Width::bits(20).unwrap();
    let spec = |kind: &str, field: &str, name: &str| {
        IndexSpec::new(kind, field, name, Category::Identity, width, 100_000_000, 50_000).unwrap()
    };
    let tokens: Vec<u64> = [
        (&bench.tenant, spec("Client", "surname", "eq")),
        (&bench.tenant, spec("Client", "surname", "first")),
        (&bench.tenant, spec("Client", "street", "eq")),
        (&bench.tenant, spec("Contact", "surname", "eq")),
        (&bench.tenant, spec("Clients", "urname", "eq")),
        (&camden, spec("Client", "surname", "eq")),
    ]
    .iter()
    .map(|(tenant, spec)| {
        bench.keyring.blind_index(tenant, spec).unwrap().token_in(0, b"winterbourne").unwrap()
    })
    .collect();
    // Twenty bits: two of six agree by chance once in seventy thousand keys.
    let mut different = tokens.clone();
    different.sort_unstable();
    different.dedup();
    assert!(different.len() >= 5, "{} of 6 tokens differ", different.len());
}

#[test]
fn an_index_gives_the_same_tokens_after_an_epoch() {
    let bench = Bench::new(backends()[0]);
    let spec = spec(Category::Identity, 9, 1_000, 400).unwrap();
    let before = bench.keyring.blind_index(&bench.tenant, &spec).unwrap();
    assert!(bench.keyring.epoch(1).unwrap().is_closed());
    let after = bench.restarted().blind_index(&bench.tenant, &spec).unwrap();
    for value in ["smith", "jones", "patel"] {
        let value = normalise_name(value);
        assert_eq!(before.search(&value), after.search(&value));
    }
    let unknown = Tenant::new("nobody").unwrap();
    assert!(bench.keyring.blind_index(&unknown, &spec).is_err());
}
