//! All the registers of one organisation in one file.

use caldicott_calendar::Day;
use caldicott_model::document::Reader;
use caldicott_model::law::{Controller, Paragraph, document as law};

use crate::dpia::owned;
use crate::duties::{Agreement, AgreementKind, Checklist, Training, Worker, Yearly, checklist};
use crate::finding::Review;
use crate::owed::{Owed, Owes};
use crate::register::{
    Balance, Clause, EveryMonths, InterestsEntry, PolicyEntry, Principle, ProcessorContract,
    TransferRow,
};

/// The registers of one organisation: training, agreements, what is done once a year, policy documents,
/// assessed interests, transfers, processors, and the checklist.
#[derive(Clone, Debug, Default)]
#[must_use = "what the registers owe is owed to somebody"]
pub struct Registers {
    workers: Vec<Training>,
    agreements: Vec<Agreement>,
    yearly: Vec<Yearly>,
    policy_documents: Vec<PolicyEntry>,
    interests: Vec<InterestsEntry>,
    transfers: Vec<TransferRow>,
    processors: Vec<ProcessorContract>,
    checklist: Option<Checklist>,
}

impl Registers {
    /// Reads the registers. Every fault of the file is reported to the reader.
    ///
    /// The form: `[controller]`, and `[[worker]]`, `[[agreement]]`, `[[yearly]]`, `[[policy-document]]`,
    /// `[[interests]]`, `[[transfer]]`, `[[processor]]` and `[checklist]` with `[[checklist.done]]`, each
    /// where there is one.
    #[must_use]
    pub fn read(top: &mut Reader<'_>) -> Option<Self> {
        let controller = law::controller(top);
        let judged = controller.unwrap_or(Controller::CHARITY);
        let workers = each(top, "worker", worker);
        let agreements = each(top, "agreement", agreement);
        let yearly = each(top, "yearly", Yearly::read);
        let policy_documents = each(top, "policy-document", policy_document);
        let interests = each(top, "interests", |table| assessed(table, judged));
        let transfers = each(top, "transfer", |table| transfer(table, judged));
        let processors = each(top, "processor", processor);
        let checklist = top.table("checklist").map(|mut table| checked(&mut table));
        controller?;
        Some(Self {
            workers: workers?,
            agreements: agreements?,
            yearly: yearly?,
            policy_documents: policy_documents?,
            interests: interests?,
            transfers: transfers?,
            processors: processors?,
            checklist: match checklist {
                Some(checklist) => Some(checklist?),
                None => None,
            },
        })
    }

    /// What is wrong with the entries on a day.
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        let policies = self.policy_documents.iter().map(|entry| entry.check(day));
        let interests = self.interests.iter().map(|entry| entry.check(day));
        let transfers = self.transfers.iter().map(|entry| entry.check(day));
        let processors = self.processors.iter().map(|entry| entry.check(day));
        for one in policies.chain(interests).chain(transfers).chain(processors) {
            review.join(one);
        }
        review
    }

    /// The policy documents.
    #[must_use]
    pub fn policy_documents(&self) -> &[PolicyEntry] {
        &self.policy_documents
    }

    /// Who works here, and what each read, learnt and signed.
    #[must_use]
    pub fn workers(&self) -> &[Training] {
        &self.workers
    }
}

impl Owes for Registers {
    fn owes(&self) -> Vec<Owed> {
        fn all(entries: &[impl Owes]) -> impl Iterator<Item = Owed> + '_ {
            entries.iter().flat_map(Owes::owes)
        }
        all(&self.workers)
            .chain(all(&self.agreements))
            .chain(all(&self.yearly))
            .chain(all(&self.policy_documents))
            .chain(all(&self.interests))
            .chain(all(&self.transfers))
            .chain(all(&self.processors))
            .chain(all(self.checklist.as_slice()))
            .collect()
    }
}

/// The entries of a list, where each could be read.
fn each<T>(
    top: &mut Reader<'_>,
    key: &'static str,
    one: impl FnMut(&mut Reader<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let read: Vec<_> = top.tables(key).iter_mut().map(one).collect();
    read.into_iter().collect()
}

/// The entry with what the file says of it, where it says it.
fn with<E, T>(entry: E, said: Option<T>, add: impl FnOnce(E, T) -> E) -> E {
    match said {
        Some(said) => add(entry, said),
        None => entry,
    }
}

fn worker(table: &mut Reader<'_>) -> Option<Training> {
    let id = owned(table.text("id"));
    let kind = table.one_of("kind", "kind of worker", Worker::NAMES);
    let started = table.day("started");
    let [left, read, course, signed] =
        ["left", "read", "course", "signed"].map(|key| table.optional_day(key));
    let mut training = Training::of(id?, kind?, started?);
    training = with(training, read, Training::read_on);
    training = with(training, course, Training::course_on);
    training = with(training, signed, Training::signed_on);
    Some(with(training, left, Training::left_on))
}

fn agreement(table: &mut Reader<'_>) -> Option<Agreement> {
    let id = owned(table.text("id"));
    let kind = table.one_of("kind", "kind of agreement", AgreementKind::NAMES);
    let from = table.day("from");
    let (ends, reviewed) = (table.optional_day("ends"), table.optional_day("reviewed"));
    let every = EveryMonths::read(table);
    let agreement = Agreement::new(id?, kind?, from?).reviewed_every(every);
    let agreement = with(agreement, ends, Agreement::ending_on);
    Some(with(agreement, reviewed, Agreement::reviewed_on))
}

fn policy_document(table: &mut Reader<'_>) -> Option<PolicyEntry> {
    let id = owned(table.text("id"));
    let number = table.optional_number("paragraph", 1, 37);
    if number.is_none() && !table.has("paragraph") {
        table.fault("paragraph", "`paragraph` is missing");
    }
    let paragraph = number.and_then(|number| Paragraph::new(u8::try_from(number).ok()?).ok());
    let from = table.day("from");
    let explains = table.some_of("explains", "principle", Principle::NAMES);
    let period = owned(table.optional_text("likely-period"));
    let [reviewed, ceased, destroyed] =
        ["reviewed", "ceased", "destroyed"].map(|key| table.optional_day(key));
    let every = EveryMonths::read(table);
    if number.is_some() && paragraph.is_none() {
        table.fault("paragraph", "no condition of Schedule 1 has this number");
    }
    let mut entry = PolicyEntry::new(id?, paragraph?, from?).reviewed_every(every);
    entry = explains.into_iter().fold(entry, PolicyEntry::explaining);
    entry = with(entry, period, PolicyEntry::explaining_retention);
    entry = with(entry, reviewed, PolicyEntry::reviewed_on);
    entry = with(entry, ceased, PolicyEntry::ceased_on);
    Some(with(entry, destroyed, PolicyEntry::destroyed_on))
}

fn assessed(table: &mut Reader<'_>, controller: Controller) -> Option<InterestsEntry> {
    let id = owned(table.text("id"));
    let made = table.day("made");
    let purpose = owned(table.optional_text("purpose"));
    let necessity = owned(table.optional_text("necessity"));
    let balance = table.optional_one_of("balance", "side of the balance", Balance::NAMES);
    let because = owned(table.optional_text("because"));
    let reviewed = table.optional_day("reviewed");
    let mut entry = InterestsEntry::new(id?, controller, made?);
    entry = with(entry, purpose, InterestsEntry::pursuing);
    entry = with(entry, necessity, InterestsEntry::necessary_because);
    let because = because.unwrap_or_default();
    entry = with(entry, balance, |entry, balance| entry.balanced(balance, because));
    Some(with(entry, reviewed, InterestsEntry::reviewed_on))
}

fn transfer(table: &mut Reader<'_>, controller: Controller) -> Option<TransferRow> {
    let id = owned(table.text("id"));
    let recipient = owned(table.text("recipient"));
    let since = table.day("since");
    let ways = law::transfers(table, controller);
    let assessment = owned(table.optional_text("assessment"));
    let (reviewed, ended) = (table.optional_day("reviewed"), table.optional_day("ended"));
    let mut row = TransferRow::new(id?, recipient?, since?);
    row = ways?.into_iter().fold(row, TransferRow::resting_on);
    row = with(row, assessment, TransferRow::assessed_in);
    row = with(row, reviewed, TransferRow::reviewed_on);
    Some(with(row, ended, TransferRow::ended_on))
}

fn processor(table: &mut Reader<'_>) -> Option<ProcessorContract> {
    let name = owned(table.text("name"));
    let clauses = table.some_of("clauses", "clause", Clause::NAMES);
    let (signed, reviewed) = (table.optional_day("signed"), table.optional_day("reviewed"));
    let contract = ProcessorContract::with(name?).saying(&clauses);
    let contract = with(contract, signed, ProcessorContract::signed_on);
    Some(with(contract, reviewed, ProcessorContract::reviewed_on))
}

fn checked(table: &mut Reader<'_>) -> Option<Checklist> {
    let began = table.day("began");
    let known: Vec<_> = checklist().iter().map(|entry| (entry.rule().id(), entry)).collect();
    let done: Vec<_> = table
        .tables("done")
        .iter_mut()
        .map(|line| {
            let entry = line.one_of("rule", "rule of the checklist", &known);
            let on = line.day("on");
            Some((entry?, on?))
        })
        .collect();
    let mut list = Checklist::beginning(began?);
    for line in done {
        let (entry, on) = line?;
        list.done(entry.rule().id(), on).ok()?;
    }
    Some(list)
}
