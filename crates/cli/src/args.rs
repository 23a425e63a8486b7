//! The commands and their options.

use std::path::PathBuf;

use caldicott::model::Day;
use clap::{Args, Parser, Subcommand};

use crate::command::decide::Shown;
use crate::command::{
    access_pack, breach, budget, can, caution, clock, consent, diff, dispose, dpia, explain,
    forecast, generalise, keys, late, noise, plan, request, risk, ropa, schema, trace, view,
};
use crate::output::Format;

/// Compliance for case records about vulnerable people.
#[derive(Debug, Parser)]
#[command(
    name = "caldicott",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done; 1 a check found what it looks for, such as a broken log or a late duty; 2 the\ninput or the arguments could not be understood, and nothing was done; 3 reading or writing failed.\nWhat is wrong stands on standard error, with file, line and column; results alone on standard\noutput. Most commands take --as-at, --on and --day as one and the same day."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// One working day of a charity, end to end, on invented people: leaves a report and a casebook.
    #[command(
        after_help = "Example:\n  caldicott demo --out caldicott-demo --clients 1000\n\nThen open caldicott-demo/report.html in a browser."
    )]
    Demo(Demo),
    /// Say what the columns of a file are about: special category, criminal offence, identifying.
    #[command(
        after_help = "Example:\n  caldicott tag lettings_download.csv\n  caldicott tag --format json - < people.csv\n\nFILE is CORE's data dictionary (name, question), a coded or labelled CORE export, a bulk-upload\ntemplate, an XML log, a schema (Salesforce describe result, field or object metadata, the JSON\nSchema of a record), or any CSV file with a header. Of a folder every `.object`,\n`.object-meta.xml` and `.field-meta.xml` is read, as one schema. The names of columns are shown\nand no cell is: a first line that looks like a row is refused."
    )]
    Tag(Tag),
    /// Decide requests for disclosure by a rulebook.
    #[command(
        after_help = "Example:\n  caldicott decide --rulebook examples/rulebooks/st-martins \\\n    --requests examples/requests/st-martins.jsonl\n\nOne JSON object a line. Prints an answer a line, in the same order. A file with a bad\nline gets no answer at all; with --stream each line is answered as it comes, a bad one with its\nfaults, and the exit code is 2 at the end."
    )]
    Decide(Decide),
    /// Say whether somebody can ever see something by a rulebook, with a request that shows it or a proof.
    #[command(
        after_help = "Example:\n  caldicott can --rulebook examples/rulebooks/st-martins landlord health \\\n    --from 2026-11-01 --until 2027-11-01 --without-consent\n\nA no was reached by trying every combination of gateway, purpose, organisation, day and way past\neach bar."
    )]
    Can(can::Can),
    /// The answer to a request for access to one's data: made item by item, checked, and written.
    #[command(
        after_help = "Example:\n  caldicott access-pack examples/access/case.toml --records examples/access/notes.csv \\\n    --on 2026-11-22 --out to-send/ --ledger kept/ledger.json\n  caldicott access-pack case.toml --records notes.csv --on 2026-11-22 --out to-send \\\n    --request r-1 --casebook keys.db --kek kek.key --tenant st-martins\n\nWith --request the record of what was kept back goes sealed into the casebook, where\n`caldicott request ledger` finds it. The case says who is who, what was searched, and what was\ndecided of single items: see `caldicott schema access-case`. A text that nobody read stays back;\na person without a review is not named. The pack is searched for what must not be in it, and if\nsomething is found nothing is written."
    )]
    AccessPack(access_pack::Packed),
    /// A caution register kept in a casebook: events, looks, letters, and what is late.
    #[command(
        after_help = "Example:\n  caldicott caution record events.jsonl --entry c-1 --person p-17 --casebook keys.db \\\n    --kek kek.key --tenant camden\n\nAn event a line:\n  {\"on\":\"2026-03-02\",\"by\":{\"role\":\"manager\",\"id\":\"m-1\"},\"what\":{\"recommend\":{\n   \"evidence\":1,\"risks\":[\"threats\"],\"precautions\":[\"two-person-visit\"]}}}\n  {\"on\":\"2026-03-04\",\"by\":{\"role\":\"head-of-service\",\"id\":\"h-1\"},\n   \"what\":{\"approve\":{\"review_in\":12}}}\nand each of them on one line. Further:\n  \"reject\", \"letter-held\", \"remove\", {\"hold\":WORD}, {\"release\":WORD},\n  {\"letter-sent\":{\"review_day_stated\":DAY}}, {\"letter-withheld\":{\"because\":WORD}},\n  {\"incident\":{\"happened\":DAY,\"kind\":\"high-risk\"|\"other\"}}, {\"challenge\":{\"to\":WORD}},\n  {\"decide\":\"confirm\"|\"delete\"|{\"amend\":GROUNDS}},\n  {\"review\":\"no-longer-a-risk\"|{\"still-a-risk\":{\"review_in\":MONTHS}}}."
    )]
    Caution(caution::Cautions),
    /// Requests by people about their data, kept in a casebook: events, deadlines, letters, what is late.
    #[command(
        after_help = "Example:\n  caldicott request record events.jsonl --request r-1 --person p-17 --casebook keys.db \\\n    --kek kek.key --tenant st-martins\n  caldicott request look --request r-1 --casebook keys.db --kek kek.key --tenant st-martins\n\nAn event a line:\n  {\"on\":\"2026-03-02\",\"by\":{\"role\":\"staff\",\"id\":\"s-1\"},\"what\":{\"receive\":{\n   \"kind\":\"access\",\"channel\":\"spoken\",\"day\":\"2026-03-02\"}}}\nand each of them on one line. Further:\n  \"writing-demanded\", \"ask-authority\", \"acknowledge\", \"tell-progress\", \"withdraw\",\n  {\"doubt-identity\":{\"because\":WORD}}, {\"identity-received\":{\"came\":DAY}},\n  {\"authority-received\":{\"came\":DAY}}, {\"charge-fee\":{\"ground\":WORD,\"evidence\":1}},\n  {\"fee-paid\":{\"came\":DAY}}, {\"ask-clarification\":{\"about\":\"information\"|\"format\"}},\n  {\"clarification-received\":{\"about\":WORD,\"came\":DAY}}, {\"extend\":{\"reason\":WORD}},\n  {\"refuse\":{\"ground\":WORD,\"evidence\":1}}, {\"tell-refusal\":{\"letter\":[PART]}},\n  {\"answer\":{\"outcome\":WORD,\"letter\":[PART]}}."
    )]
    Request(request::Requests),
    /// Personal data breaches, kept in a casebook: events, the 72 hours, letters, what is late.
    #[command(
        after_help = "Example:\n  caldicott breach record events.jsonl --breach b-1 --casebook keys.db --kek kek.key \\\n    --tenant st-martins\n\nAn event a line, all of it on one line:\n  {\"at\":\"2026-03-27T09:00:00Z\",\"by\":{\"role\":\"staff\",\"id\":\"s-1\"},\"what\":{\"report\":\"own-staff\"}}\nFurther:\n  {\"aware\":{\"since\":TIME,\"because\":TEXT}}, {\"no-breach\":{\"because\":TEXT}},\n  {\"describe\":{\"categories\":[WORD],\"people\":9,\"records\":9,\"remedied\":true}},\n  {\"assess\":{\"likely\":\"unlikely\"|\"risk\"|\"high-risk\",\"because\":TEXT}},\n  {\"notify-regulator\":{\"sent\":TIME,\"parts\":[PART],\"late_because\":TEXT}},\n  {\"tell-people\":{\"sent\":TIME,\"parts\":[PART]}}, {\"tell-in-public\":{\"sent\":TIME}},\n  {\"relieve\":{\"unintelligible\":{\"sealed\":[WORD],\"keys\":\"safe\",\"clear_copies\":false,\n   \"by\":ID,\"at\":TIME}}}, {\"relieve\":{\"neutralised\":{\"because\":TEXT}}},\n  {\"end-relief\":{\"because\":TEXT}}, {\"notify-controller\":{\"sent\":TIME}},\n  {\"tell-outside\":{\"who\":WORD,\"sent\":TIME}}, \"close\", {\"reopen\":{\"because\":TEXT}}."
    )]
    Breach(breach::Breaches),
    /// By when a person's request, a complaint or a breach must be answered, counted in words.
    #[command(
        after_help = "Example:\n  caldicott clock access --received 2026-03-02 --clarified 2026-03-10..2026-03-16\n  caldicott clock erasure --received 2026-03-02 --extended 2026-03-20=complexity\n  caldicott clock breach --aware 2026-03-27T12:00:00Z"
    )]
    Clock(clock::Clock),
    /// A consent: the receipt to hand over, and the record as other systems speak it.
    #[command(
        after_help = "Example:\n  caldicott consent receipt consent.json --as-at 2026-11-22 \\\n    --holder 'St Martins=01603 000000' --regulator 'Information Commissioner=0303 123 1113' \\\n    --given-by in-person --take-back 'in-person=Tell any of our staff.'\n  caldicott consent export consent.json --as-at 2026-11-22 --to fhir-r5\n  caldicott consent import consent-resource.json --as-at 2026-11-22"
    )]
    Consent(consent::Consents),
    /// Say what is due for disposal, in review or held on a day.
    #[command(
        after_help = "Example:\n  caldicott due --rulebook examples/rulebooks/st-martins \\\n    --records records.csv --as-at 2026-11-01\n\nThe records are CSV with a header, or Parquet: `id`, `class`, a column for each date the\nschedule names, and where there are any, as lists separated by `;`:\n  holds   `arrears@2024-01-31..2024-06-30`; `arrears` where no day is known\n  taken   stages gone through: `review by line-manager@2026-10-01`, ` keep until DAY` after it\n  tags    categories        reused  the day it was used again\nA date column bears the name of a trigger, or of the column that the rulebook says it is in."
    )]
    Due(Due),
    /// Say what the schedule will ask for at the end of each of the next months.
    #[command(
        after_help = "Example:\n  caldicott forecast --rulebook examples/rulebooks/st-martins --records records.csv \\\n    --from 2026-11-01 --months 24 --format html > ahead.html\n\nThe records are written as for `due`."
    )]
    Forecast(forecast::Ahead),
    /// Freeze what is to be destroyed into a plan, for approval.
    #[command(
        after_help = "Example:\n  caldicott plan --rulebook examples/rulebooks/st-martins --records records.csv \\\n    --as-at 2026-11-02 --out november.plan\n\nThe records are written as for `due`. Nothing is destroyed; the plan says by its id what was\napproved."
    )]
    Plan(plan::Freeze),
    /// Judge a plan again, record by record, and say with proof which records may be destroyed now.
    #[command(
        after_help = "Example:\n  caldicott dispose --plan november.plan --plan-id 8f1c7f1f4a3d2b10 \\\n    --rulebook examples/rulebooks/st-martins --records records.csv --as-at 2026-11-05 \\\n    --approved-by line-manager=staff-12@2026-11-04 --method shredded --scope 'case database' \\\n    --copy-left 'nightly backup@2026-12-05' --casebook keys.db --kek kek.key --tenant st-martins \\\n    --out disposals.jsonl\n\nWhat changed since drops out, and nothing comes in. It deletes nothing itself: it lists what is\ncleared, after the log of the casebook holds the proof. The proof names nobody."
    )]
    Dispose(dispose::Dispose),
    /// Publish a table that identifies nobody, or say why it cannot be had.
    #[command(
        after_help = "Example:\n  caldicott publish --spec examples/specs/monitoring.toml \\\n    --records people.csv --as-at 2026-11-02\n  caldicott publish --spec quarter.toml --records people.parquet --as-at 2026-11-02 \\\n    --report report.html --release-id 2026-Q3 --casebook keys.db --kek kek.key --tenant st-martins\n  caldicott publish --spec examples/specs/arrears.toml \\\n    --records examples/records/arrears.csv --as-at 2026-11-02\n\nWith a section `[sum]` an amount is added up beside the people. With a casebook the table is held\nagainst every release in it about some of the same people, sums also against sums of the same\namount, and then entered. --report writes the page that is signed, --naive what a careless table\nwould have told. The specification names the columns, their category lists and the protection."
    )]
    Publish(crate::command::publish::Publish),
    /// Attack a published table: what can each hidden figure still be? Exit code 1 when one comes back.
    #[command(
        after_help = "Example:\n  caldicott attack examples/published/services.csv --threshold 5 --total Everybody\n  caldicott attack june.csv --earlier may.csv --marker 'c=1..7' --rounding 5\n  caldicott attack examples/published/arrears.csv --sum sum --cap 5000\n\nA list has a column for each dimension and one of figures; a grid has a column for each\ncategory of its last dimension. Without --threshold and --marker a symbol may stand for any\nfigure. --beside attacks several tables of the same people at once. With --sum a column holds an\namount added up, beside the people it is of; with --sums every figure is such a sum. A figure that\nis left blank is hidden; on a last line write `*`, so that it is not taken for a note."
    )]
    Attack(crate::command::attack::Attack),
    /// Measure how far records stand out, and what records that look alike tell about their people.
    #[command(
        after_help = "Example:\n  caldicott risk examples/records/people.csv --spec examples/specs/records.toml\n\nThe specification names the fields, their categories and what is required of each class.\nWhat is not met is said; with --demand the exit code is then 1."
    )]
    Risk(risk::Risk),
    /// Find the least that must be made coarser or left out so that records meet what is required.
    #[command(
        after_help = "Example:\n  caldicott generalise examples/records/people.csv \\\n    --spec examples/specs/records.toml\n  caldicott generalise examples/records/people.csv \\\n    --spec examples/specs/records.toml --format html > page.html\n\nNo other combination of levels loses less. With --out the coarser records are written, unless\nthere is health data and nothing shows that patients' opt-outs were applied. The page shows the\ncombinations of levels, the classes and the risks before and after."
    )]
    Generalise(generalise::Coarser),
    /// Publish counts with noise that proves how little anybody's presence changes them.
    #[command(
        after_help = "Example:\n  caldicott noise --spec examples/specs/monitoring.toml --records people.csv \\\n    --as-at 2026-11-02 --budget 2026 --answer 2026-Q3 --epsilon 1/4 \\\n    --casebook keys.db --kek kek.key --tenant st-martins\n\nThe specification is that of `publish`; each row must be one person. The answer is paid for\nfrom the budget before the noise is drawn, and costs again if it is asked again. A count\ncan come out below nothing: who hides that makes the totals wrong on average.\nIt is not held against tables that were published otherwise: what one of them hides of the\nsame people, little noise would tell."
    )]
    Noise(noise::Noisy),
    /// A privacy budget kept in a casebook: how much may be told in all, and how much has been.
    #[command(
        after_help = "Example:\n  caldicott budget new --budget 2026 --epsilon 1 --casebook keys.db --kek kek.key \\\n    --tenant st-martins\n  caldicott budget show --budget 2026 --casebook keys.db --kek kek.key --tenant st-martins\n\nWhat was spent stays spent: an answer that is given up may have been seen."
    )]
    Budget(budget::Budgets),
    /// Seal columns of a CSV file under each person's own key.
    #[command(
        after_help = "Example:\n  caldicott seal --casebook keys.db --kek kek.key --tenant st-martins \\\n    --record-type client --person-column person --record-column id people.csv > sealed.csv\n\nSeals every column but those that surely say nothing about a person, or those named with\n--columns, and lists on standard error which were sealed and which left readable. In a sealed\ncolumn the empty cells are sealed too, so who has something in it does not show; in a readable one\nan empty cell shows that nothing is recorded. How many rows a person has shows.\nLines end in LF in what is written, however they ended before."
    )]
    Seal(Seal),
    /// Open what `seal` sealed.
    #[command(
        after_help = "Example:\n  caldicott open --casebook keys.db --kek kek.key --tenant st-martins \\\n    --record-type client --person-column person --record-column id sealed.csv\n\nA column with a sealed cell must be sealed in every row: a cell that was replaced, blanked, moved\nor copied is a fault, and so is a record that stands twice. A row that is gone is not noticed, nor\na column that was blanked or replaced as a whole, unless --columns names it."
    )]
    Open(Seal),
    /// A data protection impact assessment: what is wrong with it, and the document to sign.
    #[command(
        after_help = "Example:\n  caldicott dpia render examples/dpia/camden.toml --as-at 2021-03-04 --format html > dpia.html\n  caldicott dpia check my-assessment.toml --as-at 2026-11-22"
    )]
    Dpia(dpia::Assessment),
    /// The record of processing activities: what is wrong with it, the document, and what nobody wrote down.
    #[command(
        after_help = "Example:\n  caldicott ropa check --rulebook examples/rulebooks/st-martins --as-at 2026-11-22\n  caldicott ropa render --rulebook examples/rulebooks/st-martins --format html > ropa.html\n  caldicott ropa render --rulebook examples/rulebooks/st-martins --format toml > stored.toml\n  caldicott ropa drift stored.toml --rulebook examples/rulebooks/st-martins \\\n    --fields support=clients.csv\n\nA record is a file of its own, or comes from the `[processing]` and `[[activity]]` of a rulebook\nwith the columns of the data: what they are known to be about stands in the record whether\nanybody declared it or not."
    )]
    Ropa(ropa::Records),
    /// Make, rotate and look at the keys of a casebook; close an epoch.
    #[command(
        after_help = "Example:\n  caldicott keys new --casebook keys.db --kek kek.key --tenant st-martins\n  caldicott keys status --casebook keys.db --kek kek.key --tenant st-martins"
    )]
    Keys(keys::Keys),
    /// Erase a person: rows, index entries, histories and keys, with an entry in the log.
    #[command(
        after_help = "Example:\n  caldicott forget p-0017 --reason 'asked to be erased' --approver staff-12 \\\n    --casebook keys.db --kek kek.key --tenant st-martins"
    )]
    Forget(keys::Forget),
    /// Seal again what is sealed under older keys; one that was stopped goes on.
    #[command(
        after_help = "Example:\n  caldicott reseal --casebook keys.db --kek kek.key --tenant st-martins"
    )]
    Reseal(keys::ResealAll),
    /// One list of what should have been done, from every register, oldest first: exit code 1 where something is late.
    #[command(
        after_help = "Example:\n  caldicott late --on 2026-11-22 --casebook keys.db --kek kek.key --tenant st-martins \\\n    --registers registers.toml --dpia examples/dpia/camden.toml --ahead 14\n\nIt looks at the caution register, the requests and the breaches of the casebook, and at training,\nagreements, yearly reviews, policy documents, transfers, processors and assessments in files."
    )]
    Late(late::Lateness),
    /// Verify the log of a casebook: say that it is intact, or where it breaks.
    #[command(
        after_help = "Example:\n  caldicott verify caldicott-demo/casebook.db\n  caldicott verify caldicott-demo/casebook.db --since last-year.checkpoint\n  caldicott verify keys.db --kek kek.key --tenant st-martins --checkpoint 2026.checkpoint\n\nWithout the key it sees the log alone; with it also whether what stands beside the log is what\nwas sealed."
    )]
    Verify(Verify),
    /// Check a rulebook: every fault with its file, line and column, or a summary when it is right.
    #[command(after_help = "Example:\n  caldicott check examples/rulebooks/st-martins")]
    Check(Check),
    /// Tell a whole rulebook in plain English with the rules each entry obeys, or what it says of one record.
    #[command(
        after_help = "Example:\n  caldicott explain --rulebook examples/rulebooks/st-martins --format html > rules.html\n  caldicott explain p-0017 --rulebook examples/rulebooks/st-martins --records records.csv \\\n    --as-at 2026-11-02"
    )]
    Explain(explain::Explain),
    /// Say what two versions of a rulebook do differently, with a case for each change.
    #[command(
        after_help = "Example:\n  caldicott diff old-rules/ new-rules/ --as-at 2026-11-01\n  caldicott diff examples/rulebooks/st-martins --from-day 2024-03-01 --to-day 2024-04-02\n\nEvery change shown was decided by both. A change that shows only where several facts differ at\nonce may be missing; entries that differ and for which no case was found are listed."
    )]
    Diff(diff::Diff),
    /// Write the SQL view that shows one recipient what a rulebook releases of each person.
    #[command(
        after_help = "Example:\n  caldicott view surgery_view --rulebook examples/rulebooks/st-martins \\\n    --requests examples/requests/st-martins.jsonl --id gp-named-on-the-form \\\n    --table clients --column full_name=identity --column notes=health\n\nA column is null where it is withheld or referred, and there is no row where nothing may be shown.\nThe view reads the tables that --schema prints. It is for this asking by these rules: write it\nagain when either changes. Grant the view and none of its tables."
    )]
    View(view::ViewOf),
    /// Print the JSON Schema of a rulebook, a request, a decision, a consent or a receipt.
    #[command(after_help = "Example:\n  caldicott schema rulebook > rulebook.schema.json")]
    Schema(schema::Schema),
    /// Show every rule of the founding policies and what became of it, measured.
    #[command(after_help = "Example:\n  caldicott trace --format html > trace.html")]
    Trace(trace::Trace),
}

#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Where to leave report.html and casebook.db; only files that a demo made are replaced
    #[arg(long, default_value = "caldicott-demo", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// The day the working day happens on
    #[arg(long, aliases = ["on", "day"], default_value = "2026-11-02", value_name = "YYYY-MM-DD")]
    pub(crate) as_at: Day,
    /// How many people are in the casebook
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u64).range(100..=10_000_000))]
    pub(crate) clients: u64,
    /// What the invented people are made from
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// A folder of real CORE files to read instead of the shipped samples
    #[arg(long, value_name = "DIR")]
    pub(crate) core: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Tag {
    /// The file, a folder of Salesforce metadata, or `-` for standard input
    pub(crate) file: String,
    /// Take the first line as the names of the columns, whatever the file looks like
    #[arg(long, conflicts_with = "dictionary")]
    pub(crate) csv: bool,
    /// Take each line as the name of a field and a question, whatever the file looks like
    #[arg(long)]
    pub(crate) dictionary: bool,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Decide {
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) rulebook: String,
    /// The requests, JSON Lines, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) requests: String,
    /// The day to decide for; without it each request names its own
    #[arg(long, aliases = ["as-at", "on"], value_name = "YYYY-MM-DD")]
    pub(crate) day: Option<Day>,
    /// The request with this id alone, of several
    #[arg(long, conflicts_with = "stream")]
    pub(crate) id: Option<String>,
    /// Answer each line as it comes, in JSON, without looking at the rest: for a program that asks and waits
    #[arg(long)]
    pub(crate) stream: bool,
    /// How to show the answers
    #[arg(long, value_enum)]
    pub(crate) format: Option<Shown>,
}

/// The answers to act on that a schedule gives.
const STANDINGS: [&str; 7] = ["keep", "review", "archive", "held", "anonymise", "dispose", "done"];

#[derive(Args, Debug)]
pub(crate) struct Due {
    /// The rulebook: a TOML file or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) rulebook: String,
    /// The records, CSV or Parquet, or `-` for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) records: String,
    /// The day it is asked for
    #[arg(long, aliases = ["on", "day"], value_name = "YYYY-MM-DD")]
    pub(crate) as_at: Day,
    /// Keep records for ever whose class no rule is about, instead of refusing the file
    #[arg(long)]
    pub(crate) allow_unscheduled: bool,
    /// Show only records with these standings (keep, review, archive, held, anonymise, dispose, done)
    #[arg(long, value_delimiter = ',', value_name = "STANDING,STANDING", value_parser = STANDINGS)]
    pub(crate) only: Vec<String>,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Seal {
    /// The CSV file, or `-` for standard input
    pub(crate) file: String,
    /// The casebook that holds the people's wrapped keys; `seal` makes it when it is not there
    #[arg(long, value_name = "FILE")]
    pub(crate) casebook: PathBuf,
    /// The key that wraps all others: its file, which `seal` makes when it is not there, or `env:NAME` for an
    /// environment variable
    #[arg(long, value_name = "FILE|env:NAME")]
    pub(crate) kek: String,
    /// The organisation's id
    #[arg(long)]
    pub(crate) tenant: String,
    /// The type of record a row is
    #[arg(long)]
    pub(crate) record_type: String,
    /// The column that says whose row it is
    #[arg(long, value_name = "NAME")]
    pub(crate) person_column: String,
    /// The column that names the row
    #[arg(long, value_name = "NAME")]
    pub(crate) record_column: String,
    /// The columns to seal, or to be found sealed; without this, `seal` takes all but those that surely say
    /// nothing about a person
    #[arg(long, value_delimiter = ',', value_name = "NAME,NAME")]
    pub(crate) columns: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// The casebook whose log is verified
    pub(crate) log: PathBuf,
    /// A checkpoint signed earlier, with which the log must agree
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<String>,
    /// Where the log is sound, sign its end and leave the checkpoint here, for a later --since: keep it where
    /// nobody who writes the log can change it
    #[arg(long, value_name = "FILE", requires = "kek")]
    pub(crate) checkpoint: Option<PathBuf>,
    /// The key that wraps all others, to look at what is sealed as well: the times, whose entry is whose, and
    /// who was erased
    #[arg(long, value_name = "FILE|env:NAME", requires = "tenant")]
    pub(crate) kek: Option<String>,
    /// The organisation's id
    #[arg(long, requires = "kek")]
    pub(crate) tenant: Option<String>,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    /// The rulebook: a TOML file or a folder of them
    pub(crate) rulebook: String,
    /// How to show the result
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}
