//! Earlier releases, kept in a casebook: nothing leaves that was not held against them.

use caldicott::model::Purpose;
use caldicott::statistics::{LedgerError, PublishedSums, PublishedTable, ReleaseLedger};
use caldicott::store::{Store, StoreError};
use clap::Args;

use crate::keys::Casebook;
use crate::stop::Stop;

/// What the ledger of releases is called in a casebook.
const LEDGER: &str = "statistics:releases";

/// How often a release is decided anew because another process was first.
const TRIES: usize = 8;

#[derive(Args, Debug)]
pub(super) struct Released {
    /// The id of this release, under which the casebook keeps it
    #[arg(long, value_name = "ID", requires = "casebook")]
    release_id: Option<String>,
    /// The casebook that keeps the releases; this one is held against them and entered
    #[arg(long, value_name = "FILE", requires_all = ["kek", "tenant", "release_id"])]
    casebook: Option<std::path::PathBuf>,
    /// The key that wraps all others: its file, or `env:NAME` for an environment variable
    #[arg(long, value_name = "FILE|env:NAME", requires = "casebook")]
    kek: Option<String>,
    /// The organisation's id
    #[arg(long, requires = "casebook")]
    tenant: Option<String>,
}

/// What was released before, about some of the same people.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    pub(super) people: Vec<PublishedTable>,
    pub(super) sums: Vec<PublishedSums>,
}

impl Before {
    /// And this.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.people.extend(other.people.iter().cloned());
        self.sums.extend(other.sums.iter().cloned());
        self
    }
}

/// The releases of an organisation, open for one more.
pub(super) struct Ledger {
    store: Store,
    file: String,
    id: String,
}

impl Released {
    /// The ledger, when the options name one.
    pub(super) fn open(&self) -> Result<Option<Ledger>, Stop> {
        let named = self.casebook.clone().zip(self.kek.clone()).zip(self.tenant.clone());
        let Some((((file, kek), tenant), id)) = named.zip(self.release_id.clone()) else {
            return Ok(None);
        };
        let name = file.to_string_lossy().into_owned();
        let store = Casebook { file, kek, tenant }.open()?;
        Ok(Some(Ledger { store, file: name, id }))
    }
}

impl Ledger {
    /// Publishes against everything that was released before about some of these people, and enters it. When
    /// another process enters a release meanwhile, this one is decided anew.
    pub(super) fn release<P>(
        &mut self,
        people: &[String],
        publish: impl Fn(Before) -> Result<P, Stop>,
        enter: impl Fn(&mut ReleaseLedger, &str, &P) -> Result<(), LedgerError>,
    ) -> Result<P, Stop> {
        for _ in 0..TRIES {
            let (version, mut ledger) = self.read()?;
            let (mut tables, mut sums) = (ledger.before(people), ledger.sums_before(people));
            tables.retain(|table| table.name() != self.id);
            sums.retain(|sums| sums.table().name() != self.id);
            let publication = publish(Before { people: tables, sums })?;
            enter(&mut ledger, &self.id, &publication)
                .map_err(|error| Stop::Failed(format!("not published: {error}")))?;
            let page = serde_json::to_vec(&ledger)
                .map_err(|_| Stop::Failed("the ledger of releases cannot be written".to_owned()))?;
            match self.store.turn_ledger(LEDGER, version, &page) {
                Ok(_) => return Ok(publication),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(Stop::casebook(&self.file, &error)),
            }
        }
        Err(Stop::Io("other releases were entered again and again; try later".to_owned()))
    }

    fn read(&self) -> Result<(Option<u64>, ReleaseLedger), Stop> {
        let page = self.store.ledger(LEDGER).map_err(|error| Stop::casebook(&self.file, &error))?;
        let Some(page) = page else { return Ok((None, ReleaseLedger::new())) };
        let bytes = page.value.expose(Purpose::STATISTICS);
        let ledger = serde_json::from_slice(bytes);
        let ledger =
            ledger.map_err(|_| Stop::bad_file(&self.file, "its ledger of releases is damaged"))?;
        Ok((Some(page.version), ledger))
    }
}
