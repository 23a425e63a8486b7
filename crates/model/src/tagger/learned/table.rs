//! Fields that stand together: the rules read each, and then the table is read as a whole.

use std::collections::HashMap;

use super::super::reading::{self, Context};
use super::super::{Certainty, Evidence, FieldDescription, Part, Suggestion};
use super::super::{everyday, facts, neighbours};
use super::features::{Feature, Kind, Words, is_word};
use super::{CLASSES, KINDS, Odds, SAYS, Weights, add};
use crate::{Category, CategorySet};

/// The log-odds from which a kind is added that the rules did not see.
const ADDS: f32 = 1.2;
/// The same where the rules saw that the field is about a program or a thing.
const ADDS_TO_A_THING: f32 = 9.0;
/// The same where a name is all there is, as of a word in a program.
const ADDS_TO_A_BARE_NAME: f32 = 2.2;
/// The log-odds under which a faint phrase of the rules is not believed.
const DOUBTS: f32 = -3.0;
/// The same of a usual phrase, and of a sure one: what is learnt must be all but certain.
const DOUBTS_A_USUAL: f32 = -6.0;
const DOUBTS_A_SURE: f32 = -8.0;
/// The same where nothing but the name of the table told.
const DOUBTS_A_TABLE: f32 = -0.5;
/// The log-odds from which a suggestion is more than a hint.
const SURE: f32 = 2.2;
/// The log-odds from which a field counts towards what the others in its table are.
const COUNTS: f32 = 0.4;
/// How often the table is read: what was found in one field tells more of the others.
const PASSES: usize = 2;

/// One field as the rules read it.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) suggestion: Suggestion,
    pub(super) context: Context,
}

impl Read {
    pub(super) fn of(field: &FieldDescription) -> Self {
        let (suggestion, context) = reading::read(field);
        Self { suggestion, context }
    }

    pub(super) fn words(&self) -> Words<'_> {
        Words {
            name: self.context.name(),
            label: &self.context.label,
            table: self.context.record(),
            help: self.context.help(),
            values: self.context.values(),
        }
    }

    fn own_words(&self) -> impl Iterator<Item = &str> {
        let Words { name, label, .. } = self.words();
        let words = name.iter().chain(label.iter().filter(|word| !name.contains(word)));
        words.map(String::as_str).filter(|word| is_word(word))
    }

    /// What the rules found in the field itself of the kinds that are learnt.
    pub(super) fn found(&self) -> [bool; KINDS] {
        let own = self.suggestion.evidence.iter().filter(|evidence| evidence.part != Part::Record);
        let own = own.fold(CategorySet::NONE, |sum, evidence| sum.union(evidence.categories));
        CLASSES.map(|class| own.contains(class))
    }
}

/// Reads fields, of whatever tables they are.
pub(in crate::tagger) fn suggest(fields: &[FieldDescription]) -> Vec<Suggestion> {
    suggest_by(fields, Weights::shared())
}

pub(super) fn suggest_by(fields: &[FieldDescription], weights: &Weights) -> Vec<Suggestion> {
    let mut read: Vec<Read> = fields.iter().map(Read::of).collect();
    for places in by_table(fields) {
        let lone = places.len() == 1;
        let odds = {
            let table: Vec<&Read> = places.iter().filter_map(|place| read.get(*place)).collect();
            odds_of(&table, weights)
        };
        for (place, odds) in places.into_iter().zip(odds) {
            if let Some(read) = read.get_mut(place) {
                combine(read, odds, lone, weights);
            }
        }
    }
    for places in by_table(fields).into_iter().filter(|places| places.len() > 1) {
        let mut table: Vec<(&Context, &mut Suggestion)> = Vec::with_capacity(places.len());
        let mut places = places.into_iter().peekable();
        for (place, read) in read.iter_mut().enumerate() {
            if places.next_if_eq(&place).is_some() {
                table.push((&read.context, &mut read.suggestion));
            }
        }
        facts::speak(&mut table);
        neighbours::speak(&mut table);
    }
    for places in by_table(fields) {
        let reveals = places.iter().filter_map(|place| read.get(*place)).any(|read| {
            let told = read.suggestion.categories;
            told.contains(Category::Health) || told.has_criminal()
        });
        for place in places {
            if let (Some(field), Some(read)) = (fields.get(place), read.get_mut(place)) {
                everyday::recognise(field, &read.context, &mut read.suggestion, reveals);
            }
        }
    }
    read.into_iter().map(|read| read.suggestion).collect()
}

/// Which fields stand in the same table.
pub(super) fn by_table(fields: &[FieldDescription]) -> Vec<Vec<usize>> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut tables: Vec<Vec<usize>> = Vec::new();
    for (place, field) in fields.iter().enumerate() {
        let table = *seen.entry(field.record.as_str()).or_insert_with(|| {
            tables.push(Vec::new());
            tables.len() - 1
        });
        if let Some(table) = tables.get_mut(table) {
            table.push(place);
        }
    }
    tables
}

/// The log-odds of every field of a table.
pub(super) fn odds_of(table: &[&Read], weights: &Weights) -> Vec<Odds> {
    let beside = Beside::of(table);
    let mut of_table = Odds::default();
    beside
        .of_table()
        .filter_map(|feature| weights.of(&feature))
        .for_each(|more| add(&mut of_table, more, 1.0));
    let of_fields: Vec<Odds> =
        beside.of_fields().map(|feature| weights.of(&feature).unwrap_or_default()).collect();
    let own: Vec<Odds> = table
        .iter()
        .map(|read| {
            let mut sum = of_table;
            read.words().own(|feature, times| {
                if let Some(more) = weights.of(&feature) {
                    add(&mut sum, more, times);
                }
            });
            let others = beside.of_others(read);
            let times = times(&others);
            for (more, _) in of_fields.iter().zip(others).filter(|(_, other)| *other) {
                add(&mut sum, *more, times);
            }
            sum
        })
        .collect();
    let mut found: Vec<[bool; KINDS]> = table.iter().map(|read| read.found()).collect();
    let mut odds = own.clone();
    for _ in 0..PASSES {
        let shares = Shares::of(table, &found);
        let fields = table.iter().zip(&own).zip(&found).zip(&mut odds).enumerate();
        for (place, (((read, own), found), odds)) in fields {
            *odds = *own;
            read.words().in_table(&shares.beside(place, *found), |feature| {
                if let Some(more) = weights.of(&feature) {
                    add(odds, more, 1.0);
                }
            });
        }
        for (found, odds) in found.iter_mut().zip(&odds) {
            for (found, odds) in found.iter_mut().zip(odds) {
                *found |= *odds > COUNTS;
            }
        }
    }
    odds
}

/// How many words of a table are read: the commonest.
const READ_WORDS: usize = 64;

/// The words of a table's name and of the fields in it.
#[derive(Debug)]
pub(super) struct Beside<'t> {
    /// A word, and whether one field alone has it.
    words: Vec<(&'t str, bool)>,
    table: Vec<&'t str>,
}

impl<'t> Beside<'t> {
    pub(super) fn of(table: &[&'t Read]) -> Self {
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for read in table {
            for word in read.own_words() {
                let next = counts.len();
                counts.entry(word).or_insert((next, 0)).1 += 1;
            }
        }
        let mut words: Vec<(&str, (usize, usize))> = counts.into_iter().collect();
        words.sort_by_key(|(_, (place, count))| (std::cmp::Reverse(*count), *place));
        words.truncate(READ_WORDS);
        let words = words.into_iter().map(|(word, (_, count))| (word, count == 1)).collect();
        let name = table.first().map(|read| read.words().table).unwrap_or_default();
        let table = name.iter().map(String::as_str).filter(|word| is_word(word)).collect();
        Self { words, table }
    }

    /// The words of the table's name.
    fn of_table(&self) -> impl Iterator<Item = Feature<'_>> {
        self.table.iter().map(|word| Feature { kind: Kind::Table, first: word, second: "" })
    }

    /// The words that fields of the table have.
    fn of_fields(&self) -> impl Iterator<Item = Feature<'_>> {
        self.words.iter().map(|(word, _)| Feature { kind: Kind::Beside, first: word, second: "" })
    }

    /// Which of the words other fields have than this one.
    fn of_others(&self, read: &Read) -> Vec<bool> {
        let mine = |word: &str| read.own_words().any(|other| other == word);
        self.words.iter().map(|(word, alone)| !(*alone && mine(word))).collect()
    }

    /// The words of the table's name, and those that other fields have.
    #[cfg(test)]
    pub(super) fn of_field<'f>(&'f self, read: &Read, mut emit: impl FnMut(Feature<'f>, f32)) {
        self.of_table().for_each(|feature| emit(feature, 1.0));
        let others = self.of_others(read);
        let times = times(&others);
        for (feature, other) in self.of_fields().zip(others) {
            if other {
                emit(feature, times);
            }
        }
    }
}

/// How much each word counts, that a table of many fields does not shout.
fn times(others: &[bool]) -> f32 {
    let count = others.iter().filter(|other| **other).count().max(4);
    1.0 / f32::from(u16::try_from(count).unwrap_or(u16::MAX)).sqrt()
}

/// How many fields of a table are about health, and about offences.
#[derive(Debug)]
pub(super) struct Shares {
    fields: usize,
    health: usize,
    penal: usize,
    name: CategorySet,
    /// For each field: those that start with the same word, and the one whose name it goes on from.
    kin: Vec<Vec<&'static str>>,
}

impl Shares {
    pub(super) fn of(table: &[&Read], found: &[[bool; KINDS]]) -> Self {
        let count = |class: usize| {
            found.iter().filter(|found| found.get(class).copied().unwrap_or_default()).count()
        };
        let name = table.first().map(|read| read.context.record_categories()).unwrap_or_default();
        Self {
            fields: found.len(),
            health: count(0),
            penal: count(1),
            name,
            kin: kin(table, found),
        }
    }

    /// What the table and its other fields say to one of them.
    pub(super) fn beside(&self, place: usize, own: [bool; KINDS]) -> Vec<&'static str> {
        let [health, penal, ..] = own;
        let others = self.fields.saturating_sub(1);
        let mut says = vec![
            share(self.health.saturating_sub(health.into()), others, HEALTH),
            share(self.penal.saturating_sub(penal.into()), others, PENAL),
        ];
        says.extend(self.kin.get(place).into_iter().flatten());
        if self.name.contains(Category::Health) {
            says.push("th");
        }
        if self.name.has_criminal() {
            says.push("tc");
        }
        says
    }
}

/// What was found in fields whose names start with the same word, in the one whose name a field goes on from
/// (`steroid_date` from `steroid`), and in the one before.
fn kin(table: &[&Read], found: &[[bool; KINDS]]) -> Vec<Vec<&'static str>> {
    let mut by_first: HashMap<&str, (usize, usize, usize)> = HashMap::new();
    let mut by_name: HashMap<&[String], [bool; KINDS]> = HashMap::new();
    for (read, found) in table.iter().zip(found) {
        let name = read.words().name;
        let [health, penal, ..] = *found;
        if let Some(first) = name.first() {
            let cell = by_first.entry(first).or_default();
            *cell = (cell.0 + 1, cell.1 + usize::from(health), cell.2 + usize::from(penal));
        }
        by_name.entry(name).or_insert(*found);
    }
    let mut before = [false; KINDS];
    let mut all = Vec::with_capacity(table.len());
    for (read, own) in table.iter().zip(found) {
        let name = read.words().name;
        let mut says = Vec::new();
        let [health, penal, ..] = *own;
        if let Some((count, ill, held)) =
            name.first().and_then(|first| by_first.get(first.as_str()))
            && *count > 1
        {
            let (others, ill) = (count - 1, ill - usize::from(health));
            let held = held - usize::from(penal);
            says.push(if ill * 2 > others {
                "fh"
            } else if ill > 0 {
                "fi"
            } else {
                "f0"
            });
            if held > 0 {
                says.push(if held * 2 > others { "fc" } else { "fd" });
            }
        }
        let mut goes_on = (1..name.len()).rev().filter_map(|end| name.get(..end));
        if let Some([ill, held, ..]) = goes_on.find_map(|start| by_name.get(start)) {
            says.push(if *ill { "ph" } else { "p0" });
            if *held {
                says.push("pc");
            }
        }
        let follows = read.words().label.first().is_some_and(|word| word == "if");
        let [ill, held, ..] = before;
        match (follows, ill) {
            (true, true) => says.push("ih"),
            (true, false) => says.push("i0"),
            (false, true) => says.push("bh"),
            (false, false) => {}
        }
        if held {
            says.push("bc");
        }
        before = *own;
        all.push(says);
    }
    all
}

const HEALTH: [&str; 6] = ["h?", "h0", "h1", "h2", "h3", "h4"];
const PENAL: [&str; 6] = ["c?", "c0", "c1", "c2", "c3", "c4"];

fn share(
    part: usize,
    whole: usize,
    [none, zero, few, some, many, most]: [&'static str; 6],
) -> &'static str {
    if whole == 0 {
        none
    } else if part == 0 {
        zero
    } else if part * 20 < whole * 3 {
        few
    } else if part * 5 < whole * 2 {
        some
    } else if part * 10 < whole * 7 {
        many
    } else {
        most
    }
}

/// Adds to what the rules found, and takes away what they found faintly and nothing else bears out.
fn combine(read: &mut Read, odds: Odds, lone: bool, weights: &Weights) {
    let seen = |evidence: &Evidence| evidence.categories.is_empty();
    let Words { label, table, .. } = read.words();
    // What a service offers is nobody's: `method` in `substance_abuse_service`.
    let offered =
        table.last().is_some_and(|word| matches!(word.as_str(), "service" | "provider" | "agency"));
    let of_a_thing = read.context.is_of_a_thing() || read.context.names_a_bare_test();
    let adds = if offered || of_a_thing || read.suggestion.evidence.iter().any(seen) {
        ADDS_TO_A_THING
    } else if lone && label.is_empty() && table.is_empty() {
        ADDS_TO_A_BARE_NAME
    } else {
        ADDS
    };
    for (class, odds) in CLASSES.into_iter().zip(odds) {
        let has = read.suggestion.categories.contains(class);
        if has && odds > SURE {
            read.suggestion.certainty = read.suggestion.certainty.max(Certainty::Medium);
        } else if has && !lone && odds < doubts(&read.suggestion, class) {
            withdraw(&mut read.suggestion, class);
        } else if !has && odds > adds && !read.context.is_key_of_an_event(class.into()) {
            let evidence = explain(read, class, weights);
            let shown = if odds > SURE { Certainty::Medium } else { Certainty::Low };
            let suggestion = &mut read.suggestion;
            let alone = suggestion.evidence.is_empty();
            suggestion.certainty = if alone { shown } else { suggestion.certainty.min(shown) };
            suggestion.categories = suggestion.categories.union(class.into());
            suggestion.evidence.push(evidence);
        }
    }
}

/// Takes a kind away with what told of it: a field of which nothing else was seen is one that nobody
/// recognised, and its tag stays as strict as theirs.
fn withdraw(suggestion: &mut Suggestion, class: Category) {
    suggestion.categories = suggestion.categories.minus(class.into());
    suggestion.certainty = Certainty::Low;
    suggestion.sub_kind = None;
    suggestion.evidence.retain_mut(|evidence| {
        let told = evidence.categories;
        evidence.categories = told.minus(class.into());
        told.is_empty() || !evidence.categories.is_empty()
    });
}

/// The log-odds under which the rules are not believed: it depends on where they found the kind.
fn doubts(suggestion: &Suggestion, class: Category) -> f32 {
    let told = suggestion.evidence.iter().filter(|evidence| evidence.categories.contains(class));
    let mut parts = told.map(|evidence| evidence.part).peekable();
    if parts.peek().is_none() {
        f32::NEG_INFINITY
    } else if parts.all(|part| matches!(part, Part::Record)) {
        DOUBTS_A_TABLE
    } else {
        match suggestion.certainty {
            Certainty::Low => DOUBTS,
            Certainty::Medium => DOUBTS_A_USUAL,
            Certainty::High => DOUBTS_A_SURE,
        }
    }
}

/// The words that weigh most towards a kind.
fn explain(read: &Read, class: Category, weights: &Weights) -> Evidence {
    let at = CLASSES.iter().position(|other| *other == class).unwrap_or_default();
    let mut by_word: Vec<(&str, f32)> = Vec::new();
    read.words().own(|feature, times| {
        let Some(more) = weights.of(&feature).and_then(|odds| odds.get(at).copied()) else {
            return;
        };
        for word in [feature.first, feature.second] {
            let whole = matches!(
                feature.kind,
                Kind::Name | Kind::Label | Kind::Word | Kind::Pair | Kind::Last
            );
            if !whole || word.is_empty() {
                continue;
            }
            match by_word.iter_mut().find(|(other, _)| *other == word) {
                Some((_, sum)) => *sum += more * times,
                None => by_word.push((word, more * times)),
            }
        }
    });
    by_word.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let told: Vec<&str> =
        by_word.iter().filter(|(_, sum)| *sum > 0.5).take(3).map(|(word, _)| *word).collect();
    let (part, words) = if told.is_empty() {
        (Part::Table, read.words().table.join(" "))
    } else {
        (Part::Habit, told.join("`, `"))
    };
    Evidence {
        part,
        words,
        says: SAYS.get(at).copied().unwrap_or_default(),
        categories: class.into(),
    }
}
