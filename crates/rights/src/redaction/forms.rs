//! The forms of a person: names, shortened names, initials, numbers, dates, addresses.

use super::fold::{squeeze, tokens};
use super::identity::{Identity, Name, READING};
use super::redactor::Why;
use super::vocabulary::{PARTICLES, nicknames};

/// Where a run of letters and digits may begin and end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Bound {
    /// Anywhere.
    Free,
    /// Where a word, or a part that its writing sets apart, does.
    Part,
    /// A telephone number: no digit may follow.
    Phone,
    /// One name, taken apart by blanks or signs.
    Split,
    /// Where a whole word does.
    Word,
}

/// A run of letters and digits that is looked for across blanks and signs.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) why: Why,
    pub(super) bound: Bound,
    /// It is a name in full.
    pub(super) full: bool,
}

/// What is gathered before it is put into one search.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) words: Vec<String>,
    pub(super) runs: Vec<Run>,
    pub(super) initials: Vec<Vec<char>>,
    /// What a family's name begins with: `Mr W` is somebody.
    pub(super) titled: Vec<char>,
}

impl Gathered {
    pub(super) fn run(&mut self, text: &str, why: Why, bound: Bound) {
        let text = squeeze(text);
        if !text.is_empty() {
            self.runs.push(Run { text, why, bound, full: false });
        }
    }

    /// All forms of a person.
    pub(super) fn person(&mut self, person: &Identity) {
        for name in &person.names {
            self.name(name);
        }
        for reference in &person.references {
            self.reference(reference.expose(READING));
        }
        for phone in &person.phones {
            let digits = squeeze(phone.expose(READING));
            let national = national(&digits);
            let bound = if national.len() >= 7 { Bound::Phone } else { Bound::Part };
            self.run(national, Why::Phone, bound);
        }
        for email in &person.emails {
            let email = email.expose(READING);
            self.run(email, Why::Email, Bound::Part);
            // As people write it so that no program finds it: `name (at) example dot org`.
            let spelt = email.replace('@', " at ");
            self.run(&spelt, Why::Email, Bound::Part);
            self.run(&spelt.replace('.', " dot "), Why::Email, Bound::Part);
            if let Some((local, domain)) = spelt.split_once(" at ") {
                let domain = domain.replace('.', " dot ");
                self.run(&format!("{local} at {domain}"), Why::Email, Bound::Part);
            }
            let local = email.split('@').next().unwrap_or_default();
            if squeeze(local).chars().count() >= 4 {
                self.run(local, Why::Email, Bound::Part);
            }
        }
        for address in &person.addresses {
            self.address(address.expose(READING));
        }
        if let Some(born) = person.born {
            for form in date_forms(born) {
                self.runs.push(Run {
                    text: form,
                    why: Why::Birth,
                    bound: Bound::Word,
                    full: false,
                });
            }
        }
    }

    fn name(&mut self, name: &Name) {
        let (given, family) = name.parts();
        let mut words: Vec<String> = given.iter().chain(&family).cloned().collect();
        let (given_whole, family_whole) = name.whole();
        words.extend(given_whole.iter().chain(&family_whole).cloned());
        words.extend(name.words().flat_map(spellings));
        for short in given.iter().chain(&given_whole) {
            for group in nicknames().iter().filter(|group| group.contains(&short.as_str())) {
                // A short form may belong to several names; a long one to its own alone.
                let formal = group.first().copied().unwrap_or_default();
                let whole_group = formal == short;
                let names = group.iter().filter(|_| whole_group);
                words.extend(names.map(|name| (*name).to_owned()));
                words.push(formal.to_owned());
            }
        }
        words.retain(|word| {
            word.chars().count() > 1 && !PARTICLES.contains(&word.as_str()) || !word.is_ascii()
        });
        for word in &words {
            if word.chars().count() >= 3 {
                let bound = Bound::Split;
                self.runs.push(Run { text: word.clone(), why: Why::Name, bound, full: false });
            }
        }
        self.words.append(&mut words);
        for form in full_forms(name) {
            let bound = if form.chars().count() >= 8 { Bound::Free } else { Bound::Part };
            self.runs.push(Run { text: form, why: Why::Name, bound, full: true });
        }
        self.short_forms(name, &family_whole);
        // `O'Neill-Brookes` is read as three words, as one, and as the two that people hear.
        let (given_heard, family_heard) = name.heard();
        let readings =
            [(&given, &family), (&given_whole, &family_whole), (&given_heard, &family_heard)];
        for (given, family) in readings {
            let first = |words: &[String]| -> Vec<char> {
                words.iter().filter_map(|word| word.chars().next()).collect()
            };
            let (given, family) = (first(given), first(family));
            let families = [family.clone(), family.last().copied().into_iter().collect()]
                .into_iter()
                .chain([family.first().copied().into_iter().collect::<Vec<char>>()]);
            for family in families {
                for given in [given.as_slice(), given.get(..1).unwrap_or_default()] {
                    let initials: Vec<char> = given.iter().chain(&family).copied().collect();
                    if initials.len() > 1 && !given.is_empty() && !family.is_empty() {
                        self.initials.push(initials);
                    }
                }
            }
        }
    }

    /// Initials that people write with a sign or a small letter of the name in them: `MJ` for Mary-Jane,
    /// `BMcD`, `LvdB`; and `Mr W`.
    fn short_forms(&mut self, name: &Name, family_whole: &[String]) {
        let (_, family) = name.parts();
        let (given_heard, family_heard) = name.heard();
        let initial = |word: &String| word.chars().next();
        if given_heard.len() > name.whole().0.len() {
            self.initials.push(given_heard.iter().filter_map(initial).collect());
        }
        let families = family.iter().chain(family_whole).chain(&family_heard);
        self.titled.extend(families.filter_map(initial));
        let mut runs = Vec::new();
        let before: String = given_heard.iter().filter_map(initial).collect();
        if let Some(family) = family_whole.last() {
            for mac in ["mac", "mc"] {
                if let Some(rest) = family.strip_prefix(mac).and_then(|rest| rest.chars().next()) {
                    runs.push(format!("{before}{mac}{rest}"));
                    runs.extend(before.chars().next().map(|c| format!("{c}{mac}{rest}")));
                }
            }
        }
        if family.len() > 2 && family.iter().any(|word| PARTICLES.contains(&word.as_str())) {
            let all: String = family.iter().filter_map(initial).collect();
            runs.push(format!("{before}{all}"));
        }
        for text in runs.into_iter().filter(|text| text.chars().count() >= 4) {
            self.runs.push(Run { text, why: Why::Initials, bound: Bound::Word, full: false });
        }
    }

    fn reference(&mut self, reference: &str) {
        let whole = squeeze(reference);
        if whole.chars().count() < 2 {
            return;
        }
        let bound = if whole.chars().count() < 4 { Bound::Word } else { Bound::Part };
        self.run(reference, Why::Reference, bound);
        // A number is known without its letters.
        let mut digits = String::new();
        for c in whole.chars().chain([' ']) {
            if c.is_ascii_digit() {
                digits.push(c);
            } else {
                if digits.len() >= 4 && digits != whole {
                    self.run(&digits, Why::Reference, Bound::Part);
                }
                digits.clear();
            }
        }
    }

    fn address(&mut self, address: &str) {
        for line in address.split([',', '\n', ';']) {
            let words = tokens(line);
            let has_digit = words.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()));
            // A town alone is no address.
            if words.len() < 2 && !has_digit {
                continue;
            }
            if squeeze(line).chars().count() >= 4 {
                self.run(line, Why::Address, Bound::Word);
            }
            let street: Vec<String> = words
                .iter()
                .filter(|word| {
                    !word.chars().any(|c| c.is_ascii_digit()) && *word != "flat" && *word != "room"
                })
                .cloned()
                .collect();
            let short: Vec<&str> = words.iter().map(|word| shortened(word)).collect();
            self.run(&short.join(" "), Why::Address, Bound::Word);
            if street.len() >= 2 && !line.trim().is_empty() {
                self.run(&street.join(" "), Why::Address, Bound::Word);
                let short: Vec<&str> = street.iter().map(|word| shortened(word)).collect();
                self.run(&short.join(" "), Why::Address, Bound::Word);
            }
        }
    }

    /// A value that is withheld, and each sentence of it.
    pub(super) fn value(&mut self, value: &str) {
        let whole = squeeze(value);
        if whole.chars().count() >= 4
            && !["none", "unknown", "notknown", "true", "false"].contains(&whole.as_str())
        {
            self.run(value, Why::Value, Bound::Word);
        }
        for sentence in value.split(['.', '!', '?', ';', '\n']) {
            if tokens(sentence).len() >= 4 {
                self.run(sentence, Why::Value, Bound::Word);
            }
        }
    }
}

/// The forms of a name in full, without blanks: in either order, with and without what stands between.
pub(super) fn full_forms(name: &Name) -> Vec<String> {
    let (given, family) = name.whole();
    let mut forms = Vec::new();
    if given.is_empty() || family.is_empty() {
        return forms;
    }
    let family_all = family.concat();
    let last = family.last().cloned().unwrap_or_default();
    for family in [&family_all, &last] {
        for given in given.iter().filter(|given| given.chars().count() > 1) {
            forms.push(format!("{given}{family}"));
            forms.push(format!("{family}{given}"));
        }
        let given = given.concat();
        forms.push(format!("{given}{family}"));
        forms.push(format!("{family}{given}"));
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The ways to write letters that not everybody has: `müller` is `mueller` too.
fn spellings(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    let spelt = lower
        .replace('ü', "ue")
        .replace('ö', "oe")
        .replace('ä', "ae")
        .replace('ø', "oe")
        .replace('å', "aa");
    if spelt == lower { Vec::new() } else { vec![squeeze(&spelt)] }
}

/// The digits of a telephone number without the country's and the leading nought.
pub(super) fn national(digits: &str) -> &str {
    let digits = digits.strip_prefix("0044").unwrap_or(digits);
    let digits = match digits.strip_prefix("44") {
        Some(rest) if digits.len() >= 11 => rest,
        Some(_) | None => digits,
    };
    digits.strip_prefix('0').unwrap_or(digits)
}

fn shortened(word: &str) -> &str {
    match word {
        "street" => "st",
        "road" => "rd",
        "avenue" => "ave",
        "lane" => "ln",
        "close" => "cl",
        "court" => "ct",
        "drive" => "dr",
        "terrace" => "terr",
        _ => word,
    }
}

/// The ways to write a date, without blanks and signs.
fn date_forms(day: caldicott_calendar::Day) -> Vec<String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let (y, m, d) = day.ymd();
    let ending = match d {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    let month = MONTHS.get(usize::from(m).saturating_sub(1)).copied().unwrap_or_default();
    let short = month.get(..3).unwrap_or(month);
    let yy = y.rem_euclid(100);
    let mut forms = vec![
        format!("{d:02}{m:02}{y}"),
        format!("{d}{m}{y}"),
        format!("{d:02}{m:02}{yy:02}"),
        format!("{d}{m}{yy:02}"),
        format!("{d:02}{m}{yy:02}"),
        format!("{d}{m:02}{yy:02}"),
        format!("{d:02}{m}{y}"),
        format!("{d}{m:02}{y}"),
        format!("{y}{m:02}{d:02}"),
        format!("{m:02}{d:02}{y}"),
    ];
    for month in [month, short] {
        for y in [format!("{y}"), format!("{yy:02}")] {
            forms.push(format!("{d}{month}{y}"));
            forms.push(format!("{d:02}{month}{y}"));
            forms.push(format!("{d}{ending}{month}{y}"));
            forms.push(format!("{d}{ending}of{month}{y}"));
            forms.push(format!("{month}{d}{y}"));
            forms.push(format!("{month}{d}{ending}{y}"));
        }
    }
    forms
}
