//! Find what must not be seen, and take it out.

use std::ops::Range;

use super::detect::{Known, identifiers};
use super::fold::{Folded, Markup, Text, squeeze, tokens};
use super::forms::{Bound, Gathered, Run, full_forms, national};
use super::identity::{Cleared, Protected, READING};
use super::near::Near;
use super::needles::{Hit, Needles, word_around};
use super::suspects::suspects;
use super::vocabulary::TITLES;
use super::{Identity, MARK};
use caldicott_model::words;

words! {
    /// Why something was taken out.
    #[non_exhaustive]
    Why {
        /// A name.
        Name = "name",
        /// Initials.
        Initials = "initials",
        /// A reference.
        Reference = "reference",
        /// A telephone number.
        Phone = "phone",
        /// An email address.
        Email = "email",
        /// A National Insurance number.
        NationalInsurance = "national-insurance",
        /// An NHS number.
        Nhs = "nhs",
        /// A postcode.
        Postcode = "postcode",
        /// A day of birth.
        Birth = "birth",
        /// An address.
        Address = "address",
        /// A value that is withheld elsewhere.
        Value = "value",
        /// What the text itself makes look like a name.
        Suspected = "suspected",
    }
}

/// A part of a text that must not be seen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Span {
    /// Its bytes.
    pub range: Range<usize>,
    /// Why.
    pub why: Why,
}

/// A text with what must not be seen taken out.
#[derive(Clone, Eq, PartialEq)]
pub struct Redacted {
    text: String,
    spans: Vec<Span>,
}

impl Redacted {
    /// The text that may be seen.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text that may be seen, to keep.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// What was taken out of the text as it was.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }
}

impl core::fmt::Debug for Redacted {
    /// Writes how much was taken out, not what is left.
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "Redacted({} spans)", self.spans.len())
    }
}

/// Finds what must not be seen, and takes it out.
pub struct Redactor {
    needles: Needles,
    own: Needles,
    known: Known,
    near: Near,
    wary: bool,
}

impl core::fmt::Debug for Redactor {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str("Redactor(…)")
    }
}

/// How much is looked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Depth {
    /// What is known, and what the text gives away.
    All,
    /// What is known.
    Known,
}

impl Redactor {
    /// One that takes out these, and leaves those.
    ///
    /// A name that a protected person shares with a cleared one is taken out wherever it is not part of
    /// the cleared person's name in full.
    #[must_use]
    pub fn new(protected: &Protected, cleared: &Cleared) -> Self {
        let known = Known::of(cleared);
        let mut gathered = Gathered::default();
        for person in &protected.people {
            gathered.person(person);
        }
        for value in &protected.values {
            gathered.value(value.expose(READING));
        }
        // What is the person's own is known to them: a number or an address that two share is no secret.
        let own_values = own_values(cleared);
        gathered.runs.retain(|run| run.why == Why::Name || !own_values.contains(&run.text));
        let needles = Needles::of(gathered);
        let own = own_needles(cleared, &needles);
        let near = Near::of(protected, cleared);
        Self { needles, own, known, near, wary: false }
    }

    /// The same, and every word with a capital within a sentence counts as somebody, unless it is cleared
    /// or one of the words that are known to be no name.
    ///
    /// It takes out the names of towns and shops as well. For a text in which somebody may be named whom
    /// no list knows and who must not be found, that is the lesser harm.
    ///
    /// ```
    /// use caldicott_rights::redaction::{Cleared, Identity, Name, Protected, Redactor};
    ///
    /// let own = Cleared::of(Identity::named(Name::parse("Mary Smith")?));
    /// let redactor = || Redactor::new(&Protected::default(), &own);
    /// let note = "Row in the kitchen, Lundgren and two men.";
    /// assert_eq!(redactor().redact(note).text(), note);
    /// assert_eq!(
    ///     redactor().wary().redact(note).text(),
    ///     "Row in the kitchen, [removed] and two men."
    /// );
    /// # Ok::<(), caldicott_rights::redaction::NameError>(())
    /// ```
    #[must_use]
    pub const fn wary(mut self) -> Self {
        self.wary = true;
        self
    }

    /// Whether a cleared person and a protected one bear the same name in full, so that no text tells
    /// them apart.
    #[must_use]
    pub fn confuses(&self, person: &Identity) -> bool {
        person.names.iter().flat_map(full_forms).any(|form| self.needles.has_full(&form))
    }

    /// All that must not be seen in a text, in order.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Span> {
        self.find_to(text, Depth::All)
    }

    /// What is known and not only suspected: for a page whose own words are no names.
    pub(crate) fn find_known(&self, text: &str) -> Vec<Span> {
        self.find_to(text, Depth::Known)
    }

    /// Whether a protected person stands in a text with their whole name, number or reference.
    pub(crate) fn finds_in_full(&self, text: &str) -> bool {
        let text = Text::of(text, Markup::Skip);
        let own = self.own.find(&text);
        let counts =
            |hit: &Hit| hit.full || !matches!(hit.why, Why::Name | Why::Initials | Why::Value);
        self.needles.find(&text).iter().any(|hit| counts(hit) && !is_own(hit, &own))
    }

    /// A second look that knows no words: whether the letters of something long that is protected follow
    /// each other anywhere in a text.
    pub(crate) fn finds_squeezed(&self, text: &str) -> bool {
        let squeezed = Text::of(text, Markup::Skip).squeezed().0;
        self.needles.long_runs().any(|run| squeezed.contains(run) && !self.own.has_run_with(run))
    }

    fn find_to(&self, text: &str, depth: Depth) -> Vec<Span> {
        let mut spans = self.look(text, Markup::Read, depth);
        if text.contains(['<', '&', '%', '\\']) {
            spans.extend(self.look(text, Markup::Skip, depth));
        }
        merge(text, spans)
    }

    /// The text without what must not be seen.
    #[must_use]
    pub fn redact(&self, text: &str) -> Redacted {
        let spans = self.find(text);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for span in &spans {
            out.push_str(text.get(at..span.range.start).unwrap_or_default());
            out.push_str(MARK);
            at = span.range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Redacted { text: out, spans }
    }

    fn look(&self, source: &str, markup: Markup, depth: Depth) -> Vec<Span> {
        let text = Text::of(source, markup);
        let own = self.own.find(&text);
        let mut hits = self.needles.find(&text);
        if depth == Depth::All {
            hits.extend(identifiers(&text, &self.known));
            hits.extend(suspects(&text, self.wary, |word| self.own.has_word(word)));
            hits.extend(self.near.find(source, &text));
        }
        hits.retain(|hit| !is_own(hit, &own));
        hits.into_iter()
            .filter_map(|hit| {
                let (from, to) = extend(&text, hit);
                let start = text.at(from)?.from;
                let end = text.at(to.checked_sub(1)?)?.to;
                (start < end).then_some(Span { range: start..end, why: hit.why })
            })
            .collect()
    }
}

/// Whether a hit lies within what may be seen: a name in full of a cleared person, or a word of theirs.
fn is_own(hit: &Hit, own: &[Hit]) -> bool {
    if hit.full {
        return false;
    }
    own.iter().any(|own| own.from <= hit.from && hit.to <= own.to && hit.why != Why::Initials)
}

fn own_values(cleared: &Cleared) -> Vec<String> {
    let mut values = Vec::new();
    for person in &cleared.people {
        for value in person.references.iter().chain(&person.emails) {
            values.push(squeeze(value.expose(READING)));
        }
        for phone in &person.phones {
            values.push(national(&squeeze(phone.expose(READING))).to_owned());
        }
        let mut gathered = Gathered::default();
        let addresses = Identity {
            addresses: person.addresses.clone(),
            born: person.born,
            ..Identity::default()
        };
        gathered.person(&addresses);
        values.extend(gathered.runs.into_iter().map(|run| run.text));
    }
    values
}

/// What may be seen although a piece of it is looked for.
fn own_needles(cleared: &Cleared, protected: &Needles) -> Needles {
    let mut gathered = Gathered::default();
    let run = |text: String, bound: Bound| Run { text, why: Why::Name, bound, full: true };
    for name in cleared.people.iter().flat_map(|person| &person.names) {
        for form in full_forms(name).into_iter().filter(|form| !protected.has_full(form)) {
            gathered.runs.push(run(form, Bound::Word));
        }
        let (given, family) = name.parts();
        let (given_whole, family_whole) = name.whole();
        // `M. Smith` is the person's own, unless a protected one has these initials too.
        let first = |words: &[String]| words.first().and_then(|word| word.chars().next());
        let outer = (first(&given), family_whole.last().and_then(|word| word.chars().next()));
        if let (Some(given_initial), Some(family_initial)) = outer
            && !protected.has_initials(given_initial, family_initial)
        {
            let initials: String = given.iter().filter_map(|word| word.chars().next()).collect();
            let family = family_whole.concat();
            gathered.runs.push(run(format!("{initials}{family}"), Bound::Word));
            gathered.runs.push(run(format!("{given_initial}{family}"), Bound::Word));
        }
        let words = given.into_iter().chain(family).chain(given_whole).chain(family_whole);
        gathered.words.extend(words.filter(|word| !protected.has_word(word)));
    }
    for organisation in &cleared.organisations {
        gathered.runs.push(run(squeeze(organisation), Bound::Word));
        if tokens(organisation).len() == 1 {
            gathered
                .words
                .extend(tokens(organisation).into_iter().filter(|word| !protected.has_word(word)));
        }
    }
    gathered.runs.retain(|run| !run.text.is_empty());
    Needles::of(gathered)
}

/// Extends a hit to all that belongs to it: the whole word, its ending, the address or file name it stands
/// in, the title and initials beside it.
fn extend(text: &Text, hit: Hit) -> (usize, usize) {
    let is_name = matches!(hit.why, Why::Name | Why::Suspected);
    let (mut from, mut to) = (hit.from, hit.to);
    if is_name || matches!(hit.why, Why::Email | Why::Value) {
        (from, to) = whole_word(text, from, to);
        (from, to) = chunk(text, from, to);
    } else {
        to = possessive(text, to);
    }
    if is_name {
        from = titles_before(text, from);
        to = initials_after(text, to);
    }
    (from, to)
}

fn is_joint(c: char) -> bool {
    matches!(c, '-' | '\'' | '_' | '\u{2019}' | '\u{2010}' | '\u{2011}' | '`')
}

/// The word with what is joined to it by hyphens and apostrophes.
fn whole_word(text: &Text, from: usize, to: usize) -> (usize, usize) {
    let (mut from, mut to) = word_around(text, from, to);
    let is_word =
        |place: Option<usize>| place.and_then(|place| text.at(place)).is_some_and(Folded::is_word);
    while from > 0
        && text.at(from - 1).is_some_and(|it| is_joint(it.c))
        && is_word(from.checked_sub(2))
    {
        (from, _) = word_around(text, from - 1, from);
    }
    while text.at(to).is_some_and(|it| is_joint(it.c)) && is_word(Some(to + 1)) {
        (_, to) = word_around(text, to, to + 1);
    }
    (from, to)
}

fn possessive(text: &Text, to: usize) -> usize {
    let apostrophe = text.at(to).is_some_and(|it| it.c == '\'' || it.c == '\u{2019}');
    let s = text.at(to + 1).is_some_and(|it| it.c == 's') && text.ends_word(to + 2);
    if apostrophe && s { to + 2 } else { to }
}

/// The email address, path or file name around a part of one.
fn chunk(text: &Text, from: usize, to: usize) -> (usize, usize) {
    const ENDINGS: [&str; 14] = [
        "csv", "doc", "docx", "eml", "gif", "htm", "html", "jpeg", "jpg", "msg", "pdf", "png",
        "txt", "xlsx",
    ];
    let is_part = |place: usize| {
        text.at(place).is_some_and(|it| it.is_word() || "@._-/\\:~+%#=?&".contains(it.c))
    };
    let (mut start, mut end) = (from, to);
    while start > 0 && is_part(start - 1) {
        start -= 1;
    }
    while is_part(end) {
        end += 1;
    }
    let is_edge = |place: usize| text.at(place).is_some_and(|it| !it.is_word());
    while end > to && is_edge(end - 1) {
        end -= 1;
    }
    while start < from && is_edge(start) {
        start += 1;
    }
    let piece = text.slice(start, end);
    let file = piece.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending));
    let web = piece.contains("://") || piece.contains("www.") || piece.contains('\\');
    if piece.contains('@') || piece.contains('_') || file || web {
        (start, end)
    } else {
        (from, to)
    }
}

/// Small words before a name that are part of it.
const NAME_PARTICLES: [&str; 12] =
    ["van", "der", "den", "de", "von", "bin", "ibn", "bint", "al", "el", "del", "della"];

/// A title or initials before a name go with it.
fn titles_before(text: &Text, from: usize) -> usize {
    let mut from = from;
    for _ in 0..4 {
        let mut end = from;
        while end > 0 && text.at(end - 1).is_some_and(|it| matches!(it.c, ' ' | '.' | '\u{a0}')) {
            end -= 1;
        }
        if end == from || from - end > 2 || end == 0 {
            break;
        }
        let (start, _) = word_around(text, end - 1, end);
        let word = text.slice(start, end);
        let dotted = text.at(end).is_some_and(|it| it.c == '.');
        let capital = text.at(start).is_some_and(|it| it.upper);
        let title = TITLES.contains(&word.as_str()) || NAME_PARTICLES.contains(&word.as_str());
        let initial = word.chars().count() == 1
            && capital
            && word.chars().all(char::is_alphabetic)
            && (dotted || !matches!(word.as_str(), "a" | "i"));
        if !title && !initial {
            break;
        }
        from = start;
    }
    from
}

/// Initials after a name go with it: `Smith, J.`.
fn initials_after(text: &Text, to: usize) -> usize {
    let mut to = to;
    for _ in 0..3 {
        let mut start = to;
        while text.at(start).is_some_and(|it| matches!(it.c, ' ' | ',' | '.' | '\u{a0}')) {
            start += 1;
        }
        let gap = text.slice(to, start);
        let full_stop = gap.starts_with('.') && gap.len() > 1 && to_is_word(text, to);
        if gap.is_empty() || gap.chars().count() > 2 || full_stop {
            break;
        }
        // `Smith, A.` and `Smith A` are one name; in `Smith I saw` another word begins.
        let dotted = text.at(start + 1).is_some_and(|it| it.c == '.') || gap.contains(',');
        let single = text.at(start).is_some_and(|it| {
            it.upper && it.c.is_alphabetic() && (dotted || !matches!(it.c, 'a' | 'i'))
        });
        if !single || !text.ends_word(start + 1) {
            break;
        }
        to = start + 1;
        if text.at(to).is_some_and(|it| it.c == '.')
            && text.at(to + 1).is_none_or(|it| !it.c.is_whitespace())
        {
            to += 1;
        }
    }
    to
}

/// Whether what ends here is a word of more than a letter, so that a full stop ends a sentence.
fn to_is_word(text: &Text, to: usize) -> bool {
    to >= 2 && !text.starts_word(to - 1)
}

/// Puts together what touches, so that nobody counts the words that were there.
fn merge(text: &str, mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.range.start, std::cmp::Reverse(span.range.end)));
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        if let Some(last) = merged.last_mut() {
            let gap = text.get(last.range.end..span.range.start);
            let touches = span.range.start <= last.range.end
                || gap.is_some_and(|gap| {
                    gap.chars().count() <= 4
                        && gap
                            .chars()
                            .all(|c| matches!(c, ' ' | '\t' | ',' | '-' | '\'' | '\u{a0}'))
                });
            if touches {
                last.range.end = last.range.end.max(span.range.end);
                continue;
            }
        }
        merged.push(span);
    }
    merged
}
