//! Say what is due for a record, what holds it back, and what becomes of it.
//!
//! A support worker's notes destroyed a year early cannot be shown to the person they are about;
//! kept ten years too long they follow somebody who has moved on. This crate decides, and deletes
//! nothing: a host acts on what it is told is due.
//!
//! ```
//! use caldicott_retention::{Period, Rounding, WorkingDays};
//!
//! let period: Period = "8 years".parse()?;
//! let ended = "2020-02-29".parse()?;
//! let due = period.after(ended, Rounding::None, &WorkingDays::default());
//! // Years are counted on the calendar: 2922 days would be right here and wrong next year.
//! assert_eq!(due.map(|day| day.to_string()).as_deref(), Some("2028-02-29"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate self as caldicott_retention;

mod clause;
mod code;
mod column;
mod compare;
mod cutoff;
mod evaluate;
pub mod examples;
mod explain;
mod few;
mod hold;
mod lint;
#[cfg(test)]
mod mutants;
mod outcome;
mod period;
mod plan;
mod record;
mod resolved;
pub mod rules;
mod schedule;
mod sql;
mod stage;
mod start;
mod working;

pub use caldicott_calendar::Day;
pub use clause::{Clause, ClauseError, LeapBirthday, Span, Term};
#[cfg(feature = "arrow")]
pub use column::{ArrowColumn, ArrowError};
pub use column::{Column, ColumnError, Columns, DueColumn, Standings, StandingsAhead};
pub use compare::{Comparing, Comparison, Forecast, LookingAhead, Simulation};
pub use cutoff::Cutoffs;
pub use hold::Hold;
pub use lint::{Finding, FindingKind};
pub use outcome::{Candidate, Counterfactual, Due, Duty, Flag, Flags, Outcome, Standing};
pub use period::{Period, Rounding};
pub use plan::{
    Approval, Clearance, CopyLeft, Disposal, DisposalRecord, DropReason, Executed, Execution,
    KeyedId, Plan, PlanBuilder, PlanError, PlanHead, PlanLine, PlanReading, RunDay, RunDayError,
};
pub use record::{Decision, PartialDate, Record, Taken, TriggerDate};
pub use schedule::{
    HoldKind, KeepRule, Limit, Schedule, Selection, TOP_LEVEL_KEYS, Trigger, TriggerSource,
};
pub use sql::{Dialect, HoldTable, Parameter, Query, SqlError, Stored, TableMap};
pub use stage::Stage;
pub use working::WorkingDays;
