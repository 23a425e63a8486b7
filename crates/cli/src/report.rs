//! The page that a person opens after a demonstration: readable without scripts, by keyboard and by ear.

mod casework;
mod page;

pub(crate) use page::render;

/// Everything the page shows.
#[derive(Debug)]
pub(crate) struct DayReport {
    pub(crate) organisation: String,
    pub(crate) as_at: String,
    pub(crate) people: String,
    pub(crate) seed: u64,
    pub(crate) rulebook_hash: String,
    pub(crate) stages: Vec<StageRow>,
    pub(crate) tagging: Tagging,
    pub(crate) casebook: Casebook,
    pub(crate) decisions: Vec<Decided>,
    pub(crate) retention: Retention,
    pub(crate) publication: Publication,
    pub(crate) casework: Casework,
    pub(crate) log: LogCheck,
}

/// One line of the summary.
#[derive(Debug)]
pub(crate) struct StageRow {
    pub(crate) name: &'static str,
    pub(crate) what: String,
    pub(crate) milliseconds: u128,
}

/// What the columns of the files are about.
#[derive(Debug, Default)]
pub(crate) struct Tagging {
    pub(crate) files: Vec<TaggedFile>,
    /// Files of a folder that hold no lettings in any of the published layouts.
    pub(crate) passed_over: Vec<String>,
    /// Columns worth showing: name, what it is about, how far it identifies, why.
    pub(crate) examples: Vec<[String; 4]>,
    /// Values that say more than their column: column, value, what it says.
    pub(crate) values: Vec<[String; 3]>,
}

/// Counts of one file.
#[derive(Debug)]
pub(crate) struct TaggedFile {
    pub(crate) name: String,
    pub(crate) layout: String,
    pub(crate) columns: usize,
    pub(crate) special: usize,
    /// Columns that are not special themselves but hold a value that is.
    pub(crate) special_by_value: usize,
    pub(crate) criminal: usize,
    /// Columns that are not criminal themselves but hold a value that is.
    pub(crate) criminal_by_value: usize,
    pub(crate) identifying: usize,
    pub(crate) value_level: usize,
    /// Where anything may be written: counted as everything, known to hold nothing.
    pub(crate) free_text: usize,
    /// Where nothing told what they are about.
    pub(crate) unrecognised: usize,
    pub(crate) rows: Option<usize>,
}

impl TaggedFile {
    pub(crate) fn special_words(&self) -> String {
        with_values(self.special, self.special_by_value)
    }

    pub(crate) fn criminal_words(&self) -> String {
        with_values(self.criminal, self.criminal_by_value)
    }
}

/// `29 + 5 by value`: columns of a kind, and columns that are not but may say it.
fn with_values(columns: usize, by_value: usize) -> String {
    if by_value == 0 { columns.to_string() } else { format!("{columns} + {by_value} by value") }
}

/// What the casebook holds.
#[derive(Debug)]
pub(crate) struct Casebook {
    pub(crate) records: Vec<(String, usize)>,
    pub(crate) sealed_fields: usize,
    pub(crate) plain_fields: usize,
    pub(crate) bytes: u64,
    pub(crate) files_searched: Vec<String>,
    pub(crate) markers_planted: usize,
    pub(crate) markers_found: usize,
    /// Each field of a client: name, what it is about, sealed or not.
    pub(crate) fields: Vec<[String; 3]>,
}

/// One request and its answer.
#[derive(Debug)]
pub(crate) struct Decided {
    pub(crate) id: String,
    pub(crate) question: String,
    pub(crate) outcome: String,
    /// `good`, `part`, `no`: only colours a word that says the same.
    pub(crate) kind: &'static str,
    pub(crate) summary: String,
    /// Field by field: name, `disclosed` or `withheld`, by what.
    pub(crate) fields: Vec<[String; 3]>,
    pub(crate) reasons: Vec<String>,
    pub(crate) duties: Vec<String>,
    pub(crate) changes: Vec<String>,
    pub(crate) rules: String,
    pub(crate) outward: String,
    pub(crate) entry: u64,
}

/// What was due, held and in review, and what was destroyed.
#[derive(Debug)]
pub(crate) struct Retention {
    pub(crate) counts: Vec<(String, usize)>,
    pub(crate) examples: Vec<[String; 3]>,
    pub(crate) plan_id: String,
    pub(crate) planned: usize,
    pub(crate) dropped_out: Vec<String>,
    pub(crate) disposed_people: usize,
    pub(crate) disposed_records: usize,
    pub(crate) disposal_record: String,
    pub(crate) proof: Vec<String>,
}

/// The published table and what a careless one would have told.
#[derive(Debug)]
pub(crate) struct Publication {
    pub(crate) title: String,
    /// The safe table as the library renders it.
    pub(crate) table_html: String,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) naive_title: String,
    pub(crate) naive_heads: Vec<String>,
    pub(crate) naive_rows: Vec<Vec<NaiveCell>>,
    pub(crate) told: Vec<String>,
}

/// A cell of the careless table.
#[derive(Debug)]
pub(crate) struct NaiveCell {
    pub(crate) text: String,
    pub(crate) identifies: bool,
}

/// Requests, cautions, a breach, the record of processing, and what is late.
#[derive(Debug, Default)]
pub(crate) struct Casework {
    pub(crate) lives: Vec<Life>,
    pub(crate) pack: Option<AccessPack>,
    /// Activity, field, what is not declared, rule.
    pub(crate) drift: Vec<[String; 4]>,
    /// Since, days, register, record, what, who, told, rule.
    pub(crate) late: Vec<[String; 8]>,
    /// Why there is none, on a day before these laws.
    pub(crate) not_shown: Option<String>,
}

/// What happened to one request, entry or breach.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) title: String,
    pub(crate) end: String,
    /// When, who and what, state, what is to be done, rules.
    pub(crate) rows: Vec<[String; 5]>,
}

/// The answer to a request for access.
#[derive(Debug)]
pub(crate) struct AccessPack {
    pub(crate) given: usize,
    pub(crate) withheld: usize,
    pub(crate) taken_out: usize,
    /// About what, field, answer, rules.
    pub(crate) rows: Vec<[String; 4]>,
    pub(crate) rules: String,
}

/// The log, whole and damaged.
#[derive(Debug)]
pub(crate) struct LogCheck {
    pub(crate) entries: u64,
    pub(crate) root: String,
    pub(crate) intact: String,
    pub(crate) damaged: String,
    pub(crate) checkpoint: String,
}
