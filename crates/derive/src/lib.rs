//! Turn `#[data(…)]` on a struct into tags, and refuse a field that has none.
//!
//! A column that nobody thought about is the one that goes out with the wrong list. So a struct that
//! derives `CaseRecord` does not compile until every field says what it is about, and the same words
//! feed masking, sealing, the log and the schema.
//!
//! ```
//! use caldicott_derive::CaseRecord;
//! use caldicott_model::view::Masked;
//! use caldicott_model::{CaseRecord as _, Category, CategorySet, Day, DeclaredRecord, Personal};
//!
//! #[derive(CaseRecord)]
//! #[case(type = "client", debug)]
//! struct Client {
//!     #[data(category = "identity")]
//!     name: Personal<String>,
//!     #[data(category = "identity", identifiability = "quasi")]
//!     born: Option<Day>,
//!     #[data(category = "health", sub = "substance-misuse", markings("third-party-source"))]
//!     drug_use: Option<String>,
//!     #[data(free_text)]
//!     notes: Vec<String>,
//!     #[data(administrative)]
//!     version: u32,
//! }
//!
//! let client = Client {
//!     name: Personal::new("Mary".into()),
//!     born: None,
//!     drug_use: Some("heroin".into()),
//!     notes: vec!["seen today".into()],
//!     version: 3,
//! };
//! let allowed = CategorySet::of(&[Category::Identity, Category::Administrative]);
//! let seen = serde_json::to_string(&Masked::new(&client, allowed))?;
//! assert_eq!(
//!     seen,
//!     r#"{"name":"Mary","born":null,"drug_use":"[withheld]","notes":[],"version":3}"#
//! );
//! // `debug` writes a `Debug` that cannot leak.
//! assert_eq!(format!("{client:?}"), "Client { name: …, born: …, drug_use: …, notes: …, version: … }");
//! assert_eq!(Client::FIELDS[2].sub_kind(), Some("substance-misuse"));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # On the struct: `#[case(…)]`
//! - `type = "client"`: the record type's name; required.
//! - `debug`: write a `Debug` that shows the fields' names and no value.
//! - `crate = some::path`: where `caldicott-model` is found. Left out, it is `::caldicott_model`, or
//!   `::caldicott::model` when only the facade is a dependency.
//!
//! # On every field: `#[data(…)]`
//! - `category = "health"`, or `categories("health", "identity")`: what it is about.
//! - `free_text`: it may be about anything; with a category it is narrowed to that.
//! - `administrative`: what the system keeps about the record itself.
//! - `none`: it is about nobody.
//! - `sub = "substance-misuse"`: a refinement under the category.
//! - `identifiability = "direct"`, `"quasi"` or `"none"`. Left out: direct for identity, contact, next of
//!   kin, address and free text; none for administrative data and premises; otherwise quasi. What is
//!   about nobody identifies nobody.
//! - `markings("third-party-source", …)`: what holds for each of its items.
//! - `values(CONST)`: the meaning of its codes, a `&'static [ValueTag]`; a code that is not in it counts
//!   as every category. `special_values(CONST)`: the list names only the codes that say more.
//! - `name = "Contact__c"`: its name outside the program. What serde's attributes say is not read: a
//!   value is sealed under this name, which must not change with a feature.
//!
//! A record may hold others (`Option`, `Vec`, `Box` of them), and never one of its own type: its tags
//! list those of the records in it. `caldicott-store` keeps each of those as a record of its own.
//!
//! # An enum of codes: `#[derive(CaseValue)]`
//! A harmless column can hold special values, so every variant says what it adds: `category`,
//! `categories(…)` or `none`. Its `code` is the variant's name in small letters with hyphens unless
//! given, its `label` the name unless given. A field of that type carries these tags by itself.
//!
//! ```
//! use caldicott_derive::{CaseRecord, CaseValue};
//! use caldicott_model::view::Masked;
//! use caldicott_model::{CaseRecord as _, Category, CategorySet};
//!
//! #[derive(CaseValue)]
//! enum Reason {
//!     #[value(code = "53", label = "Left hospital", category = "health")]
//!     LeftHospital,
//!     #[value(none)]
//!     NewJob,
//! }
//!
//! #[derive(CaseRecord)]
//! #[case(type = "letting")]
//! struct Letting {
//!     #[data(category = "housing-and-tenancy")]
//!     reason: Reason,
//! }
//!
//! let seen = |reason| {
//!     let letting = Letting { reason };
//!     serde_json::to_string(&Masked::new(&letting, CategorySet::from(Category::HousingAndTenancy)))
//! };
//! assert_eq!(seen(Reason::NewJob)?, r#"{"reason":"new-job"}"#);
//! assert_eq!(seen(Reason::LeftHospital)?, r#"{"reason":"[withheld]"}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```
#![forbid(unsafe_code)]

mod attributes;
mod codes;
mod expand;
mod itself;
mod names;
mod paths;

use proc_macro::TokenStream;

/// Implements `CaseRecord`, `DeclaredRecord` and `FieldValue` for a struct whose every field is
/// tagged. See the crate's documentation.
#[proc_macro_derive(CaseRecord, attributes(case, data))]
pub fn case_record(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    expand::case_record(&input).unwrap_or_else(darling::Error::write_errors).into()
}

/// Implements `FieldValue` for an enum of codes whose every variant says what it adds. See the crate's
/// documentation.
#[proc_macro_derive(CaseValue, attributes(case, value))]
pub fn case_value(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    codes::case_value(&input).unwrap_or_else(darling::Error::write_errors).into()
}
