//! Learns the weights from the lists in `tests/data`. The same lists give the same weights on every
//! machine: nothing but basic arithmetic is used, in one order.
#![expect(
    clippy::cast_possible_truncation,
    reason = "steps are clamped, and the seed is cut on purpose"
)]

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::super::lexicon::Lexicon;
use super::super::{FieldDescription, words};
use super::features::{Feature, Words};
use super::table::{Beside, Read, Shares, by_table};
use super::{CLASSES, KINDS, STEPS};
use crate::{Category, CategorySet};

/// How often every example is seen.
const EPOCHS: usize = 10;
/// How far a step goes.
const RATE: f32 = 0.15;
/// What draws a weight towards nothing, in proportion and by a fixed amount.
const DECAY: f32 = 3e-4;
const SHRINK: f32 = 1e-3;
/// What an example counts that is a field out of its table, a taught phrase, a name in a program.
const ALONE: f32 = 0.3;
const TAUGHT: f32 = 1.0;
const PROGRAM: f32 = 0.3;
/// The fewest steps of a weight that is kept.
const LEAST: i8 = 2;

/// A list of fields that somebody tagged.
#[derive(Debug)]
pub(super) struct List {
    pub(super) title: String,
    pub(super) fields: Vec<FieldDescription>,
    pub(super) truths: Vec<CategorySet>,
}

/// What the law protects specially.
pub(super) fn watched(set: CategorySet) -> CategorySet {
    set.intersection(CategorySet::SPECIAL.union(CategorySet::CRIMINAL))
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// The committed lists, by name.
pub(super) fn lists() -> Vec<List> {
    let entries = std::fs::read_dir(data()).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let is_list = |path: &Path| path.file_stem().unwrap().to_string_lossy().ends_with("_truth");
    files.retain(|path| is_list(path));
    files.sort();
    files
        .iter()
        .flat_map(|path| {
            if path.extension().unwrap() == "tsv" { described(path) } else { vec![list(path)] }
        })
        .collect()
}

/// Lists that have help texts and the labels of values. A line of `#` and a name begins another list.
fn described(path: &Path) -> Vec<List> {
    let title = path.file_stem().unwrap().to_string_lossy().replace("_truth", "");
    let mut lists = Vec::new();
    let mut list = List { title, fields: Vec::new(), truths: Vec::new() };
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        if let Some(name) = line.strip_prefix("# ") {
            let title = format!("{}: {name}", list.title.split(':').next().unwrap());
            let next = List { title, fields: Vec::new(), truths: Vec::new() };
            lists.push(std::mem::replace(&mut list, next));
            continue;
        }
        let mut cells = line.split('\t').map(str::trim);
        let mut next = || cells.next().unwrap_or_default();
        let (record, name, categories) = (next(), next(), next());
        let field = FieldDescription::new(name).record(record).label(next()).help(next());
        let values = next().split(';').map(str::trim).filter(|value| !value.is_empty());
        list.fields.push(field.values(values.map(|value| ("", value))));
        let named = categories.split('+').filter_map(|name| name.parse::<Category>().ok());
        list.truths.push(watched(named.collect()));
    }
    lists.push(list);
    lists.retain(|list| !list.fields.is_empty());
    lists
}

fn list(path: &Path) -> List {
    let title = path.file_stem().unwrap().to_string_lossy().replace("_truth", "");
    // The first column of these says where a field comes from and not in which table it stands.
    let has_tables = !matches!(title.as_str(), "core" | "casework" | "mixed");
    let mut list = List { title, fields: Vec::new(), truths: Vec::new() };
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let mut cells = line.splitn(5, ',').map(str::trim);
        let mut next = || cells.next().unwrap_or_default();
        let (source, name, categories, _, label) = (next(), next(), next(), next(), next());
        let record = if has_tables { source } else { "" };
        list.fields.push(FieldDescription::new(name).record(record).label(label));
        let named = categories.split('+').filter_map(|name| name.parse::<Category>().ok());
        list.truths.push(watched(named.collect()));
    }
    list
}

/// What is seen about one field, and what it is.
#[derive(Debug)]
pub(super) struct Example {
    features: Vec<(usize, f32)>,
    wants: [bool; KINDS],
    counts: f32,
}

/// Every feature that was seen, in the order in which it was seen first.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    places: HashMap<String, usize>,
    /// What the file knows it by, and how often it must be seen to be believed.
    features: Vec<(u32, usize)>,
}

impl Vocabulary {
    fn place(&mut self, feature: &Feature<'_>) -> usize {
        let next = self.features.len();
        let place = *self.places.entry(feature.text()).or_insert(next);
        if place == next {
            self.features.push((feature.hash(), feature.kind.least()));
        }
        place
    }

    fn example(
        &mut self,
        table: &[&Read],
        at: usize,
        wants: [bool; KINDS],
        counts: f32,
    ) -> Example {
        let found: Vec<[bool; KINDS]> = table.iter().map(|read| read.found()).collect();
        let (beside, shares) = (Beside::of(table), Shares::of(table, &found));
        let mut features = Vec::new();
        let mut emit = |feature: Feature<'_>, times| features.push((self.place(&feature), times));
        table[at].words().own(&mut emit);
        beside.of_field(table[at], &mut emit);
        table[at].words().in_table(&shares.beside(at, found[at]), |feature| emit(feature, 1.0));
        Example { features, wants, counts }
    }

    /// The examples of a list: each field in its table, and, counting less, by itself.
    pub(super) fn of_list(&mut self, list: &List) -> Vec<Example> {
        let read: Vec<Read> = list.fields.iter().map(Read::of).collect();
        let mut examples = Vec::new();
        for places in by_table(&list.fields) {
            let table: Vec<&Read> = places.iter().map(|place| &read[*place]).collect();
            for (at, place) in places.iter().enumerate() {
                let wants = CLASSES.map(|class| list.truths[*place].contains(class));
                examples.push(self.example(&table, at, wants, 1.0));
                if table.len() > 1 {
                    examples.push(self.example(&[table[at]], 0, wants, ALONE));
                }
            }
        }
        examples
    }

    /// The phrases of `words.txt` and the names of `identifiers.txt`.
    pub(super) fn taught(&mut self) -> Vec<Example> {
        let mut examples = Vec::new();
        let (mut wants, mut is_question) = ([false; KINDS], false);
        for line in std::fs::read_to_string(data().join("words.txt")).unwrap().lines() {
            if let Some(head) = line.strip_prefix('[') {
                let head = head.trim_end_matches(']');
                is_question = head.ends_with('?');
                wants = CLASSES.map(|class| head.trim_end_matches('?') == class.name());
            } else if !line.starts_with('#') {
                for phrase in line.split(';').map(str::trim).filter(|phrase| !phrase.is_empty()) {
                    examples.push(self.phrase(phrase, is_question, wants));
                }
            }
        }
        for name in std::fs::read_to_string(data().join("identifiers.txt")).unwrap().lines() {
            let read = Read::of(&FieldDescription::new(name));
            examples.push(self.example(&[&read], 0, [false; KINDS], PROGRAM));
        }
        examples
    }

    fn phrase(&mut self, phrase: &str, is_question: bool, wants: [bool; KINDS]) -> Example {
        let text = words::of_text(phrase, &Lexicon::shared().known);
        let (name, label): (&[String], &[String]) =
            if is_question { (&[], &text) } else { (&text, &[]) };
        let mut features = Vec::new();
        Words { name, label, table: &[], help: &[], values: &[] }
            .own(|feature, times| features.push((self.place(&feature), times)));
        Example { features, wants, counts: TAUGHT }
    }
}

/// e to the x by basic arithmetic alone, so that every machine agrees on the last bit.
fn exp(x: f64) -> f64 {
    let part = x.clamp(-30.0, 30.0) / 1024.0;
    let mut power = 1.0 + part * (1.0 + part / 2.0 * (1.0 + part / 3.0 * (1.0 + part / 4.0)));
    for _ in 0..10 {
        power *= power;
    }
    power
}

/// The weights that the examples teach, as the file has them.
pub(super) fn train(examples: &[&Example], vocabulary: &Vocabulary) -> Vec<u8> {
    let mut seen = vec![0usize; vocabulary.features.len()];
    for (place, _) in examples.iter().flat_map(|example| &example.features) {
        seen[*place] += 1;
    }
    let is_common = |place: usize| seen[place] >= vocabulary.features[place].1;
    let kept: Vec<Vec<(usize, f32)>> = examples
        .iter()
        .map(|example| {
            example.features.iter().filter(|(place, _)| is_common(*place)).copied().collect()
        })
        .collect();
    let mut weights = vec![[0f32; KINDS]; seen.len()];
    let mut squares = weights.clone();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
    for _ in 0..EPOCHS {
        for place in (1..order.len()).rev() {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(place, (seed >> 33) as usize % (place + 1));
        }
        for at in &order {
            learn(examples[*at], &kept[*at], &mut weights, &mut squares);
        }
    }
    file(&weights, vocabulary)
}

/// One step of gradient descent, the shorter for a weight the more it was moved before.
fn learn(
    example: &Example,
    features: &[(usize, f32)],
    weights: &mut [[f32; KINDS]],
    squares: &mut [[f32; KINDS]],
) {
    let mut odds = [0f64; KINDS];
    for (place, times) in features {
        for (sum, weight) in odds.iter_mut().zip(weights[*place]) {
            *sum += f64::from(weight * times);
        }
    }
    for (class, (odds, wants)) in odds.into_iter().zip(example.wants).enumerate() {
        let likely = 1.0 / (1.0 + exp(-odds));
        let wrong = (likely - f64::from(u8::from(wants))) as f32 * example.counts;
        if wrong.abs() < 1e-3 {
            continue;
        }
        for (place, times) in features {
            let (weight, square) = (&mut weights[*place][class], &mut squares[*place][class]);
            let slope = wrong * times + DECAY * *weight;
            *square += slope * slope;
            let step = RATE / (square.sqrt() + 0.1);
            *weight -= step * slope;
            *weight = weight.signum() * (weight.abs() - step * SHRINK).max(0.0);
        }
    }
}

/// What weighs next to nothing is left out; of two features of one hash the first stands.
fn file(weights: &[[f32; KINDS]], vocabulary: &Vocabulary) -> Vec<u8> {
    let mut entries: Vec<(u32, Vec<u8>)> = Vec::new();
    for ((hash, _), weights) in vocabulary.features.iter().zip(weights) {
        let mut entry = vec![0];
        for (class, weight) in weights.iter().enumerate() {
            let steps = (weight * STEPS).round().clamp(-127.0, 127.0) as i8;
            if steps.abs() >= LEAST {
                entry[0] |= 1 << class;
                entry.push(steps.cast_unsigned());
            }
        }
        if entry.len() > 1 {
            entries.push((*hash, entry));
        }
    }
    entries.sort();
    entries.dedup_by_key(|entry| entry.0);
    let bytes = |(hash, entry): (u32, Vec<u8>)| hash.to_le_bytes().into_iter().chain(entry);
    entries.into_iter().flat_map(bytes).collect()
}
