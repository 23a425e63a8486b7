//! SQL form: what one recipient may see of each person, as predicates and views over the database that
//! holds the records.
//!
//! Who asks, what for, how they were verified, their approvals, orders and agreements are fixed: the
//! compiled rules are evaluated on them here, and what is left is what must be so of the person. A column
//! is shown exactly where [`judge`](crate::judge) would release it on the state in the tables, and is
//! null where it is withheld or referred. What nobody knows is null in the tables and shows nothing.
//!
//! ```
//! # use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
//! # use caldicott_sharing::Rulebook;
//! # let at = Place::new(1, 1);
//! # let text = |text: &str| Located::new(Node::Text(text.into()), at);
//! # let (mut role, mut sharing, mut table) = (Table::default(), Table::default(), Table::default());
//! # role.insert("name", at, text("line-manager"));
//! # sharing.insert("refer_to", at, text("line-manager"));
//! # table.insert("role", at, Located::new(Node::List(vec![Located::new(Node::Table(role), at)]), at));
//! # table.insert("sharing", at, Located::new(Node::Table(sharing), at));
//! # let faults = Faults::new("rules.toml", Echo::Shown);
//! # let rulebook = Rulebook::read(&mut Reader::new(&table, at, &faults)).ok_or("faults")?;
//! use caldicott_model::Category;
//! use caldicott_sharing::Request;
//! use caldicott_sharing::sql::{Dialect, OnDay, Predicates, Shows, Stored, Tables, View, Why};
//!
//! let request = r#"{"asker": {"kind": "gp", "organisation": "lakenham-surgery",
//!     "verification": "call-back"}, "purpose": "health-care", "categories": ["health"]}"#;
//! let request = Request::from_json(request).ok_or("not read")?;
//! let tables = Tables::documented(Stored::Date);
//! let predicates =
//!     Predicates::new(&rulebook, &request, OnDay::Today, &tables, Dialect::PostgreSql)?;
//! // These rules have no gateway at all, so the column is there and always null.
//! let health = predicates.of(Category::Health);
//! assert_eq!(health.map(|one| one.shows()), Some(Shows::Never(Why::NoGateway)));
//! let view = View::new("gp_view", "clients", "id").column("notes", Category::Health);
//! assert!(view.create(&predicates)?.contains("security_barrier"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Mistakes an integrator can make
//! - **Rights.** Grant the view and not its tables. A view runs with its owner's rights: the reader then
//!   needs none on people, consents or refusals. `security_invoker` undoes that.
//! - **Leaky functions.** Without `security_barrier`, which is always written for PostgreSQL, a reader's
//!   own function in `WHERE` may be run on hidden values before the predicate is. SQLite and DuckDB have
//!   no such fence and no grants: there a view hides only from code that you wrote.
//! - **Row level security.** A policy's subqueries run with the *reader's* rights, so that they need to
//!   read consents and refusals. [`View::policy`] is for tables that the reader may read anyway; prefer
//!   the view. Neither owners nor superusers are held back unless it is forced.
//! - **What else tells.** `count(*)`, foreign keys, unique constraints, error messages, `EXPLAIN` and
//!   statistics reach around a view. Give a reader none of these on the tables.
//! - **The row itself.** That there is a row tells that somebody is known to us, which may be all that an
//!   abuser needs. [`Rows::WithSomething`] (the default) leaves out whoever nothing may be told of;
//!   [`Rows::Where`] takes, for one, [`Detail::Residence`](crate::Detail::Residence); [`Rows::Each`] is
//!   for readers who may know of everybody. The key that a row is shown under should mean nothing elsewhere.
//! - **The day.** A view on a fixed day goes on to answer for that day. Use [`OnDay::Today`], or write it
//!   again every day.
//! - **The rulebook and the asking.** They are in the text. Write the view again when either changes:
//!   its comment names the rulebook's hash.
//! - **Two rows for one person.** The key of the subject table and the ids of consents must be unique.
//! - **Lists that are not complete.** A refusal that nobody entered is not heard. Mark a list complete
//!   ([`Complete`]) only where every refusal is in it, at once: a view reads what is committed.
//!
//! # What it does not say
//! Null is withheld or referred, and the reader cannot tell which: whoever works through referrals calls
//! [`decide`](crate::decide). Duties (record it, tell the person) are owed for what a view shows as for
//! any disclosure, and no view does them. Holds on disposal are no fact of sharing. What cannot be said in
//! the tables given is shown of nobody, and [`Predicate::shows`] says why; nothing is approximated.

mod asker;
mod consents;
mod fold;
mod formula;
mod names;
mod predicate;
mod schema;
mod tables;
mod text;
mod view;
mod write;

use caldicott_calendar::Day;

pub use names::Name;
pub use predicate::{Predicate, Predicates, Shows, Why};
pub use schema::schema;
pub use tables::{
    BestInterestsTable, CapacityTable, Complete, ConsentTable, Consents, ListTable, Stored, Tables,
    ThirdParty,
};
pub use view::{Rows, View};

/// The database's way of writing SQL.
#[expect(clippy::exhaustive_enums, reason = "each is written differently")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Dialect {
    /// DuckDB, and others that keep close to the standard.
    DuckDb,
    /// PostgreSQL.
    PostgreSql,
    /// SQLite.
    Sqlite,
}

/// The day for which is asked.
#[expect(clippy::exhaustive_enums, reason = "each is written differently")]
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum OnDay {
    /// A day bound as the only parameter, `$1` or `?1`, as the tables store days. For conditions and
    /// queries: a view takes no parameter.
    Bound,
    /// One day.
    Fixed(Day),
    /// The day in London whenever it is asked. SQLite cannot tell.
    Today,
}

/// A predicate or view that cannot be written.
#[non_exhaustive]
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum SqlError {
    /// The name cannot be an identifier.
    #[error(
        "`{name}` cannot name a table or column: it is blank, longer than 63 bytes, has a control \
         character, or begins with `caldicott_`, as a view's own parts do"
    )]
    Name {
        /// The name, made printable.
        name: String,
    },
    /// Days stored so cannot be compared in this database.
    #[error("days stored as {stored:?} cannot be compared safely in {dialect:?}")]
    Stored {
        /// How the tables store days.
        stored: Stored,
        /// The database.
        dialect: Dialect,
    },
    /// An id of the request or of the rulebook cannot be written as a literal.
    #[error("an id has a control character and cannot be written in SQL")]
    Text,
    /// Two columns of a view have one name.
    #[error("two columns of the view are called `{name}`")]
    TwoColumns {
        /// The name, made printable.
        name: String,
    },
    /// The database cannot do it.
    #[error("{dialect:?} cannot {what}")]
    Unsupported {
        /// What it cannot do, and what to do instead.
        what: &'static str,
        /// The database.
        dialect: Dialect,
    },
    /// A view has no column.
    #[error("the view has no column")]
    NoColumn,
}
