//! The shipped rulebooks, and St Martins with more agreements.

use std::fmt::Write as _;

use caldicott_model::document::Reader;
use caldicott_policy::SourceFile;
use caldicott_sharing::Rulebook;

/// The shipped rulebooks by name.
pub const RULEBOOKS: [(&str, &str); 3] = [
    ("st-martins", include_str!("../../../examples/rulebooks/st-martins/sharing.toml")),
    ("camden", include_str!("../../../examples/rulebooks/camden/sharing.toml")),
    ("care-provider", include_str!("../../../examples/rulebooks/care-provider/sharing.toml")),
];

/// The text of a shipped rulebook.
///
/// # Panics
///
/// When there is none of that name.
#[must_use]
pub fn text(name: &str) -> &'static str {
    let found = RULEBOOKS.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no rulebook is called {name}")).1
}

/// Reads a rulebook as Caldicott does.
///
/// # Panics
///
/// When it has a fault.
#[must_use]
pub fn caldicott(text: &str) -> Rulebook {
    let file = SourceFile { name: "sharing.toml".into(), text: text.to_owned() };
    let read = |reader: &mut Reader<'_>| {
        reader.allow_other_keys();
        Rulebook::read(reader)
    };
    caldicott_policy::read_file(&file, read).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The St Martins rulebook with so many agreements in all: those it has not of its own are with partners in
/// supervision, one each.
///
/// # Panics
///
/// When it has more of its own.
#[must_use]
pub fn st_martins(agreements: usize) -> String {
    let own = text("st-martins");
    let (head, tail) = own.split_once("[[agreement]]").expect("it has agreements");
    let mut text = head.to_owned();
    for place in 0..agreements - own.matches("[[agreement]]").count() {
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
    format!("{text}[[agreement]]{tail}")
}
