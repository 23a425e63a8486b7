//! Publish counts that identify nobody, and try to break them first.
//!
//! Removing names is not anonymisation, and hiding small counts is not either: in tables of the size
//! of a small charity a third of the hidden counts come back by subtraction. Behind each is a person
//! whose faith, health or orientation somebody can then read off.
//!
//! Counts stay inside [`Raw`], which cannot be printed or serialised. [`Plan::publish`] hides the
//! small ones and the cheapest set of others that keeps them hidden, attacks the result in exact
//! arithmetic, and gives out a [`Release`] only when no count was found out.
//!
//! Features: `arrow` reads records from Arrow arrays, `os-noise` draws from the operating system, `schemars`
//! writes JSON Schemas, and `rayon` counts the classes of many records on several processors. That finds
//! the same to the last bit for the same processor time: ten million records, nearly all of them
//! different, in 35 ms on four processors and 125 ms on one.
//!
//! ```
//! use caldicott_model::{Category, FieldTag, Identifiability};
//! use caldicott_statistics::{
//!     CodeList, Effort, FreqTable, Microdata, NullPolicy, Outcome, Plan, Profile, Variable, naive,
//! };
//!
//! let faith = FieldTag::new(
//!     "faith".into(), Category::ReligiousOrPhilosophicalBeliefs.into(), Identifiability::Quasi,
//! );
//! let codes = CodeList::new("faith", ["None", "Christian", "Muslim", "Sikh"])?;
//! let variables = vec![Variable::new(faith, codes, NullPolicy::OwnCategory)?];
//!
//! let mut rows = Microdata::of(variables);
//! for (value, people) in [("None", 30), ("Christian", 14), ("Muslim", 9), ("Sikh", 2), ("N/A", 20)] {
//!     (0..people).for_each(|_| { rows.row([Some(value)]); });
//! }
//! let data = rows.finish()?;
//! let table = FreqTable::count(&data, &["faith"])?;
//! let profile = Profile::threshold(5)?;
//!
//! // Hidden alone, the two Sikhs are the total less everybody else.
//! assert_eq!(naive(&table, &profile).recovered.len(), 1);
//!
//! let plan = Plan::new("People by faith", profile);
//! let Outcome::Released(publication) = plan.publish(&table, Effort::ORDINARY, &mut |_| {})
//! else { panic!("it can be protected") };
//! assert_eq!(publication.report.attack.recovered, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod audit;
mod classes;
mod code_list;
mod column;
mod cover;
mod csv_cell;
mod disclosure;
mod error;
mod exact;
mod finding;
mod freq_table;
mod generalise;
mod geometry;
mod ground;
mod hierarchy;
mod joint;
mod ledger;
mod linked;
mod magnitude;
mod measures;
mod microdata;
mod oracle;
mod page;
mod perturb;
mod policy;
pub mod privacy;
mod protect;
mod publish;
mod published;
mod record_release;
mod record_spec;
mod release;
mod report;
mod risk;
mod rounding;
pub mod rules;
mod spec;
mod sql;
mod sums;
mod threads;
mod whole;

pub use audit::{Audit, Finding, SumAudit, SumTold, Withheld, attack, attack_sums};
pub use code_list::CodeList;
pub use cover::Effort;
pub use error::{CodeListError, DataError, PublishedError, TableError};
pub use finding::{InternalFinding, Recovered, naive};
pub use freq_table::{Dimension, FreqTable, TableCounter};
pub use generalise::{Criterion, Generalisation, Generalise, Loss, Searched, Suppression};
pub use geometry::{Axis, Geometry};
pub use ground::{Declarations, Ground, GroundCheck, Obstacle, StopNotice};
pub use hierarchy::{Hierarchy, HierarchyError, HierarchyFault, HierarchyFaultKind};
pub use ledger::{LedgerError, ReleaseEntry, ReleaseLedger};
pub use magnitude::{
    InternalSumFinding, SumCell, SumCounter, SumOutcome, SumPublication, SumRecovered, SumRelease,
    SumReport, SumRules, SumRulesError, SumShown, SumTable, Told, naive_sums,
};
pub use measures::{Distance, Diversity, Measures, Recursive, Roles};
pub use microdata::{Microdata, MicrodataBuilder, NullPolicy, Raw, Variable};
pub use perturb::{KeyedTable, NoiseError, NoiseTable, PerturbedCounts};
pub use policy::{
    ChoiceOf, Homogeneous, Legend, Objective, Profile, ProfileError, Singletons, Zeros,
};
pub use protect::Progress;
pub use publish::{Infeasible, Outcome, Plan, Publication, Refusal, Together};
pub use published::{
    PublishedCell, PublishedDimension, PublishedFile, PublishedSums, PublishedTable, Reading,
    ReadingFault, Share, ShareBase,
};
pub use record_release::{OptOuts, RecordOutcome, RecordRefusal, RecordRelease};
pub use record_spec::{Hierarchies, RecordSpec};
pub use release::{Release, Shown};
pub use report::{AttackSummary, Report, Signature};
pub use risk::RecordRisk;
pub use rounding::RoundedOutcome;
pub use spec::{Spec, SumSpec};
pub use sql::{SqlAmount, SqlDialect, SqlError};
