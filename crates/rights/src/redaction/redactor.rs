//! Find what must not be seen, and take it out.

use std::ops::Range;

use super::detect::{Known, identifiers};
use super::extend::{chunk, extend};
use super::fold::{Markup, Text, squeeze, tokens};
use super::forms::{Bound, Gathered, Run, full_forms, national};
use super::identity::{Cleared, Protected, READING};
use super::near::Near;
use super::needles::{Hit, Needles};
use super::suspects::suspects;
use super::{Identity, MARK};
use caldicott_model::words;
use unicode_normalization::char::is_combining_mark;

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
    /// let note = "Row in the kitchen, Quillem and two men.";
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
        let mut spans = self.look(text, Markup::Read, Depth::All);
        if text.contains(['<', '&', '%', '=', '\\']) {
            spans.extend(self.look(text, Markup::Skip, Depth::All));
        }
        merge(text, spans)
    }

    /// What is known and not only suspected, in a finished page as a browser shows it: its own words are
    /// no names, and `O&#39;Neill` is one word of a name.
    pub(crate) fn find_known(&self, page: &str) -> Vec<Span> {
        merge(page, self.look(page, Markup::Skip, Depth::Known))
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

    /// The text without what must not be seen.
    #[must_use]
    pub fn redact(&self, text: &str) -> Redacted {
        self.to_the_end(text, self.find(text))
    }

    /// Takes out, then looks at what is left, until nothing is found: what stood between two names may read
    /// as one once they are gone.
    fn to_the_end(&self, text: &str, mut spans: Vec<Span>) -> Redacted {
        let mut redacted = without(text, spans.clone());
        // Each turn takes out at least a letter, or is the last.
        for _ in 0..text.len() {
            let more = self.find(redacted.text());
            if more.is_empty() {
                break;
            }
            spans.extend(more.iter().map(|span| in_the_source(span, &redacted.spans)));
            let merged = merge(text, spans);
            if merged == redacted.spans {
                break;
            }
            spans = merged;
            redacted = without(text, spans.clone());
        }
        redacted
    }

    /// A file's name without what must not be seen: initials in small letters count as well.
    pub(crate) fn redact_file_name(&self, name: &str) -> Redacted {
        let mut spans = self.find(name);
        let text = Text::of(name, Markup::Read);
        spans.extend(
            self.needles
                .find_small_initials(&text)
                .into_iter()
                .filter_map(|hit| span(name, &text, hit)),
        );
        self.to_the_end(name, merge(name, spans))
    }

    fn look(&self, source: &str, markup: Markup, depth: Depth) -> Vec<Span> {
        let text = Text::of(source, markup);
        let own = self.own.find(&text);
        let mut hits = self.needles.find(&text);
        let in_chunk = |hit: &Hit| chunk(&text, hit.from, hit.to) != (hit.from, hit.to);
        hits.extend(self.needles.find_small_initials(&text).into_iter().filter(in_chunk));
        if depth == Depth::All {
            hits.extend(identifiers(&text, &self.known));
            hits.extend(suspects(&text, self.wary, |word| self.own.has_word(word)));
            hits.extend(self.near.find(source, &text));
        }
        hits.retain(|hit| !is_own(hit, &own));
        hits.into_iter().filter_map(|hit| span(source, &text, hit)).collect()
    }
}

/// The bytes of a hit and of what belongs to it.
fn span(source: &str, text: &Text, hit: Hit) -> Option<Span> {
    let (from, to) = extend(text, hit);
    let start = text.at(from)?.from;
    let end = with_marks(source, text.at(to.checked_sub(1)?)?.to);
    (start < end).then_some(Span { range: start..end, why: hit.why })
}

/// A span of a text from which others were taken out, as one of the text that it was.
fn in_the_source(found: &Span, taken: &[Span]) -> Span {
    let place = |at: usize, end: bool| {
        let mut gone = 0;
        let mut added = 0;
        for span in taken {
            let start = span.range.start + added - gone;
            if at <= start && (end || at < start) {
                break;
            }
            if at < start + MARK.len() {
                return if end { span.range.end } else { span.range.start };
            }
            gone += span.range.len();
            added += MARK.len();
        }
        at + gone - added
    };
    Span { range: place(found.range.start, false)..place(found.range.end, true), why: found.why }
}

/// The text with a mark for each span.
fn without(text: &str, spans: Vec<Span>) -> Redacted {
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

/// The end of a letter with the accents and vowel signs written after it.
fn with_marks(source: &str, end: usize) -> usize {
    let rest = source.get(end..).unwrap_or_default();
    end + rest.chars().take_while(|c| is_combining_mark(*c)).map(char::len_utf8).sum::<usize>()
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
