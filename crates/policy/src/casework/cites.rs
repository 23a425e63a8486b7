//! The rules that a section of casework cites.

use caldicott_model::document::{Reader, nearest, printable};
use caldicott_model::law::Unverified;

/// Reads `cites` and reports every id that no rule has, and every one that may decide nothing.
pub(super) fn read(table: &mut Reader<'_>) {
    for (id, at) in table.texts("cites") {
        if let Some(message) = not_citable(id) {
            table.fault_at(at, "cites", message);
        }
    }
}

fn not_citable(id: &str) -> Option<String> {
    let shown = printable(id);
    if Unverified::IDS.contains(&id) {
        return Some(format!(
            "`{shown}` is unverified and decides nothing, so nothing can rest on it"
        ));
    }
    if exists(id) {
        return None;
    }
    let ids: Vec<String> = ids().collect();
    Some(match nearest(id, ids.iter().map(String::as_str)) {
        Some(near) => format!("unknown rule `{shown}`; did you mean `{near}`?"),
        None => format!("unknown rule `{shown}`"),
    })
}

/// Whether a rule has this id: a section's letter and three figures, or two and two figures.
fn exists(id: &str) -> bool {
    ids().any(|known| known == id)
}

fn ids() -> impl Iterator<Item = String> {
    let policies = POLICIES.iter().flat_map(|(section, last)| {
        (1..=*last).map(move |number| format!("{section}-{number:03}"))
    });
    let law = LAW
        .iter()
        .flat_map(|(part, last)| (1..=*last).map(move |number| format!("{part}-{number:02}")));
    policies.chain(law)
}

/// The sections of the founding policies' rules, each with its last number.
const POLICIES: [(char, u16); 13] = [
    ('A', 59),
    ('B', 73),
    ('C', 13),
    ('D', 14),
    ('E', 24),
    ('F', 8),
    ('G', 25),
    ('H', 37),
    ('I', 45),
    ('J', 9),
    ('K', 14),
    ('L', 13),
    ('M', 20),
];

/// The parts of the facts of law, each with its last number.
const LAW: [(&str, u16); 18] = [
    ("AN", 7),
    ("BH", 10),
    ("BR", 12),
    ("CN", 29),
    ("CP", 6),
    ("DP", 19),
    ("EX", 14),
    ("GW", 26),
    ("LB", 25),
    ("RE", 15),
    ("RG", 10),
    ("RO", 8),
    ("RT", 26),
    ("S1", 43),
    ("SC", 11),
    ("SE", 18),
    ("TM", 12),
    ("TR", 14),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_those_of_the_policies_and_of_the_law() {
        assert_eq!(POLICIES.iter().map(|(_, last)| usize::from(*last)).sum::<usize>(), 354);
        assert_eq!(LAW.iter().map(|(_, last)| usize::from(*last)).sum::<usize>(), 305);
        assert!(Unverified::IDS.iter().all(|id| exists(id)));
    }

    #[cfg(feature = "trace")]
    #[test]
    fn every_rule_of_the_matrix_is_known_and_no_other_of_the_policies() {
        let matrix = crate::trace::Matrix::new(crate::trace::Measured::default()).expect("a table");
        let traced: Vec<String> = matrix.rows().iter().map(|row| row.id.clone()).collect();
        let mut known: Vec<String> = ids().take(traced.len()).collect();
        known.sort_unstable();
        assert_eq!(traced.len(), 354);
        assert!(traced.iter().all(|id| known.binary_search(id).is_ok()));
    }

    #[test]
    fn a_slip_is_answered_with_the_rule_that_was_meant() {
        assert_eq!(not_citable("B-001"), None);
        assert_eq!(not_citable("CP-02"), None);
        let said = |id: &str| not_citable(id).expect("a fault");
        assert_eq!(said("zzqq"), "unknown rule `zzqq`");
        assert_eq!(said("B-0011"), "unknown rule `B-0011`; did you mean `B-001`?");
        assert!(said("RT-11").contains("unverified"));
        assert!(said("H-038").starts_with("unknown rule `H-038`"));
    }
}
