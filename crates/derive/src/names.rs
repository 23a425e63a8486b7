//! The names that attributes may use. The model owns them; a test holds these lists to its own.

/// Every category, in the order of the model.
pub(crate) const CATEGORIES: [&str; 28] = [
    "racial-or-ethnic-origin",
    "political-opinions",
    "religious-or-philosophical-beliefs",
    "trade-union-membership",
    "genetic",
    "biometric",
    "health",
    "sex-life",
    "sexual-orientation",
    "criminal-offence",
    "identity",
    "contact",
    "next-of-kin",
    "address-and-location",
    "support-needs",
    "risk-and-warning",
    "housing-and-tenancy",
    "benefits-and-finance",
    "education-and-work",
    "complaint",
    "safeguarding",
    "cctv",
    "staff",
    "demographic",
    "contact-record",
    "agency-and-referral",
    "premises",
    "administrative",
];

/// Every degree of identifiability.
pub(crate) const DEGREES: [&str; 3] = ["none", "quasi", "direct"];

/// Every marking.
pub(crate) const MARKINGS: [&str; 6] = [
    "third-party-source",
    "given-in-confidence",
    "serious-harm",
    "known-to-subject",
    "third-party-document",
    "opinion",
];

/// The variant that a name stands for: `SexLife` for `sex-life`.
pub(crate) fn variant(name: &str) -> String {
    name.split('-')
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect()
}

/// The name closest to what was written, when it is a slip of the hand or another way to write it.
pub(crate) fn nearest(written: &str, names: &[&'static str]) -> Option<&'static str> {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let written = plain(written);
    if written.is_empty() {
        return None;
    }
    let allowed = (written.len() / 3).clamp(1, 3);
    let near = names
        .iter()
        .map(|name| (distance(&written, &plain(name)), *name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name);
    // `substance` for `substance-misuse`: a word of the name, or the name in a longer word.
    near.or_else(|| {
        let part = |name: &&&str| plain(name).contains(&written) || written.contains(&plain(name));
        if written.len() < 4 { None } else { names.iter().find(part).copied() }
    })
}

/// Insertions, deletions and replacements between two texts.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, a) in one.bytes().enumerate() {
        let mut left = above + 1;
        let mut next = vec![left];
        for (pair, b) in row.windows(2).zip(other.bytes()) {
            let [diagonal, up] = pair else { continue };
            left = (diagonal + usize::from(a != b)).min(up + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
