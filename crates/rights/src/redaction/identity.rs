//! Who is who: the names and numbers that point at one person.

use caldicott_calendar::Day;
use caldicott_model::{Personal, Purpose};

use super::fold::tokens;
use super::vocabulary::{PARTICLES, TITLES};

pub(super) const READING: Purpose = Purpose::named("redaction");

/// A person's name: what comes before and the family's.
#[derive(Clone, Eq, PartialEq)]
pub struct Name {
    text: Personal<String>,
    given: Vec<Personal<String>>,
    family: Vec<Personal<String>>,
}

/// A name that cannot be read as one.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NameError {
    /// There is no letter in it.
    #[error("the name holds no letter")]
    Empty,
    /// It is longer than any name.
    #[error("the name is longer than 200 characters")]
    Long,
}

impl Name {
    /// Reads a name as people write it: `Mary Ann Smith`, `Smith, Mary`, `Dr Ludwig van der Berg`.
    ///
    /// # Errors
    /// [`NameError`] where there is no letter in it, or far too many.
    ///
    /// ```
    /// use caldicott_rights::redaction::Name;
    /// let name = Name::parse("Mary Smith")?;
    /// assert_eq!(format!("{name:?}"), "Name(…)");
    /// # Ok::<(), caldicott_rights::redaction::NameError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.chars().count() > 200 {
            return Err(NameError::Long);
        }
        if !text.chars().any(char::is_alphabetic) {
            return Err(NameError::Empty);
        }
        let (front, back) = match text.split_once(',') {
            Some((family, given)) => (given, Some(family)),
            None => (text, None),
        };
        let words: Vec<&str> = front.split_whitespace().filter(|word| !is_title(word)).collect();
        let (given, family) = if let Some(family) = back {
            (words, family.split_whitespace().collect())
        } else if let [word] = words.as_slice()
            && let Some((family, given)) = without_a_blank(word)
        {
            (vec![given], vec![family])
        } else {
            let mut start = words.len().saturating_sub(usize::from(words.len() > 1));
            while start > 1 && words.get(start - 1).is_some_and(|word| is_particle(word)) {
                start -= 1;
            }
            let (given, family) = words.split_at(start.min(words.len()));
            (given.to_vec(), family.to_vec())
        };
        let own = |words: Vec<&str>| -> Vec<Personal<String>> {
            words.into_iter().map(|word| Personal::new(word.to_owned())).collect()
        };
        let text = Personal::new(text.trim().to_owned());
        Ok(Self { text, given: own(given), family: own(family) })
    }

    /// The name as it was written.
    #[must_use]
    pub fn expose(&self, purpose: Purpose) -> &str {
        self.text.expose(purpose)
    }

    /// Its words, folded, the given before the family's.
    pub(super) fn parts(&self) -> (Vec<String>, Vec<String>) {
        let fold = |words: &[Personal<String>]| {
            words.iter().flat_map(|word| tokens(word.expose(READING))).collect()
        };
        (fold(&self.given), fold(&self.family))
    }

    /// Its words as they were written.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.given.iter().chain(&self.family).map(|word| word.expose(READING).as_str())
    }

    /// The words of the two halves as they are heard: an apostrophe joins, a hyphen parts.
    pub(super) fn heard(&self) -> (Vec<String>, Vec<String>) {
        let is_hyphen = |c| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}');
        let fold = |words: &[Personal<String>]| {
            let parts = words.iter().flat_map(|word| word.expose(READING).split(is_hyphen));
            parts.map(super::fold::squeeze).filter(|part| !part.is_empty()).collect()
        };
        (fold(&self.given), fold(&self.family))
    }

    /// The words of the two halves, whole: `o'neil` is one.
    pub(super) fn whole(&self) -> (Vec<String>, Vec<String>) {
        let fold = |words: &[Personal<String>]| {
            words.iter().map(|word| super::fold::squeeze(word.expose(READING))).collect()
        };
        (fold(&self.given), fold(&self.family))
    }
}

impl core::fmt::Debug for Name {
    /// Writes that it is a name, and not whose.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str("Name(…)")
    }
}

/// The two halves of a name in Chinese letters, which leaves no blank: the family's, and the rest.
fn without_a_blank(word: &str) -> Option<(&str, &str)> {
    let length = word.chars().count();
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    if !(2..=4).contains(&length) || !word.chars().all(han) {
        return None;
    }
    let family = if length == 4 { 2 } else { 1 };
    let at = word.char_indices().nth(family).map(|(at, _)| at)?;
    word.split_at_checked(at)
}

fn is_title(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    TITLES.contains(&word.as_str())
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// All that points at one person: names, references, numbers, addresses.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    pub(super) names: Vec<Name>,
    pub(super) references: Vec<Personal<String>>,
    pub(super) phones: Vec<Personal<String>>,
    pub(super) emails: Vec<Personal<String>>,
    pub(super) addresses: Vec<Personal<String>>,
    pub(super) born: Option<Day>,
}

impl Identity {
    /// Somebody with this name.
    #[must_use]
    pub fn named(name: Name) -> Self {
        Self { names: vec![name], ..Self::default() }
    }

    /// The same, also known by this name: a former one, a nickname.
    #[must_use]
    pub fn also(mut self, name: Name) -> Self {
        self.names.push(name);
        self
    }

    /// The same, with a reference: a case number, a National Insurance or NHS number, a room.
    #[must_use]
    pub fn reference(mut self, reference: &str) -> Self {
        self.references.push(Personal::new(reference.to_owned()));
        self
    }

    /// The same, with a telephone number.
    #[must_use]
    pub fn phone(mut self, phone: &str) -> Self {
        self.phones.push(Personal::new(phone.to_owned()));
        self
    }

    /// The same, with an email address.
    #[must_use]
    pub fn email(mut self, email: &str) -> Self {
        self.emails.push(Personal::new(email.to_owned()));
        self
    }

    /// The same, with an address, or a line or postcode of one.
    #[must_use]
    pub fn address(mut self, address: &str) -> Self {
        self.addresses.push(Personal::new(address.to_owned()));
        self
    }

    /// The same, born on this day.
    #[must_use]
    pub fn born(mut self, day: Day) -> Self {
        self.born = Some(day);
        self
    }

    /// The names.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.names
    }
}

/// What must not be seen: other people, and values that are withheld.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    pub(super) people: Vec<Identity>,
    pub(super) values: Vec<Personal<String>>,
}

impl Protected {
    /// These people.
    #[must_use]
    pub fn of(people: &[Identity]) -> Self {
        Self { people: people.to_vec(), values: Vec::new() }
    }

    /// The same, and a value that is withheld wherever else it stands.
    ///
    /// A value of fewer than four letters and digits is not looked for elsewhere: `yes` would be found
    /// in every text.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        self.values.push(Personal::new(value.to_owned()));
        self
    }
}

/// What may be seen: the person's own names and numbers, those of people who may be named, and the names
/// of organisations.
#[derive(Clone, Debug, Default)]
pub struct Cleared {
    pub(super) people: Vec<Identity>,
    pub(super) organisations: Vec<String>,
}

impl Cleared {
    /// The person whose data it is.
    #[must_use]
    pub fn of(own: Identity) -> Self {
        Self { people: vec![own], organisations: Vec::new() }
    }

    /// The same, and somebody who may be named.
    #[must_use]
    pub fn person(mut self, other: Identity) -> Self {
        self.people.push(other);
        self
    }

    /// The same, and the name of an organisation, a service or a place that is public.
    #[must_use]
    pub fn organisation(mut self, name: &str) -> Self {
        self.organisations.push(name.to_owned());
        self
    }
}
