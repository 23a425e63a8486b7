//! A table of random records as the column and SQL forms see it.

use std::fmt::Write as _;

use caldicott_model::CategorySet;
use caldicott_retention::{
    Column, Columns, Cutoffs, Day, Decision, HoldTable, Standing, Stored, TableMap, TriggerDate,
};
use proptest::prelude::*;

use crate::worlds::{self, Facts, HOLDS, TRIGGERS, World};

/// Records, and which of the things beyond their dates the table has columns for.
#[derive(Clone, Debug)]
pub(crate) struct People {
    pub(crate) facts: Vec<Facts>,
    pub(crate) moved: bool,
    pub(crate) kept: bool,
    pub(crate) held: bool,
}

pub(crate) fn people(most: usize) -> impl Strategy<Value = People> {
    let facts = prop::collection::vec(worlds::plain_facts(), 1..most);
    (facts, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(mut facts, moved, kept, held)| {
            // What starts periods again may be a hold.
            let moved = moved && held;
            for one in &mut facts {
                if !moved {
                    one.reused = None;
                    one.holds.retain(|(kind, _, _)| HOLDS[*kind] != "restarting");
                }
                if !kept {
                    one.taken.clear();
                }
                if !held {
                    one.holds.clear();
                }
            }
            People { facts, moved, kept, held }
        },
    )
}

/// Days and validity bits. Where there is no day stands one that would be due.
pub(crate) type Bits = (Vec<i32>, Vec<u64>);

pub(crate) fn bits(rows: &[Option<Day>]) -> Bits {
    let days = rows.iter().map(|day| day.map_or(-9_999, Day::epoch_days)).collect();
    let mut bits = vec![0_u64; rows.len().div_ceil(64)];
    for (at, _) in rows.iter().enumerate().filter(|(_, day)| day.is_some()) {
        bits[at / 64] |= 1 << (at % 64);
    }
    (days, bits)
}

fn day_of(date: TriggerDate) -> Option<Day> {
    match date {
        TriggerDate::Day(day) => Some(day),
        TriggerDate::Missing | TriggerDate::Partial(_) | TriggerDate::Impossible => None,
    }
}

/// The day the last hold was released that starts periods again.
fn restarted(facts: &Facts) -> Option<Day> {
    let holds = facts.holds.iter().filter(|(kind, _, _)| HOLDS[*kind] == "restarting");
    let straight = holds.filter(|(_, from, to)| match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    });
    straight.filter_map(|(_, _, to)| *to).max()
}

fn kept_until(facts: &Facts) -> Option<Day> {
    let decided = facts.taken.iter().map(|(_, _, decision)| match decision {
        Decision::KeepUntil(day) => *day,
        Decision::Proceed | Decision::KeepForever => panic!("a plain record"),
    });
    decided.max()
}

/// The columns of a table.
#[derive(Debug)]
pub(crate) struct Table {
    dates: Vec<Bits>,
    reused: Bits,
    restarted: Bits,
    kept: Bits,
    hold_rows: Vec<u32>,
    from: Bits,
    to: Bits,
    rows: usize,
    moved: bool,
}

impl People {
    pub(crate) fn table(&self) -> Table {
        let column = |day: &dyn Fn(&Facts) -> Option<Day>| {
            bits(&self.facts.iter().map(day).collect::<Vec<_>>())
        };
        let holds: Vec<_> = self
            .facts
            .iter()
            .enumerate()
            .flat_map(|(row, one)| one.holds.iter().map(move |hold| (row, hold)))
            .collect();
        Table {
            dates: (0..TRIGGERS.len()).map(|at| column(&|one| day_of(one.dates[at]))).collect(),
            reused: column(&|one| one.reused),
            restarted: column(&restarted),
            kept: column(&kept_until),
            hold_rows: holds.iter().map(|(row, _)| u32::try_from(*row).unwrap()).collect(),
            from: bits(&holds.iter().map(|(_, hold)| hold.1).collect::<Vec<_>>()),
            to: bits(&holds.iter().map(|(_, hold)| hold.2).collect::<Vec<_>>()),
            rows: self.facts.len(),
            moved: self.moved,
        }
    }

    /// What the row form says of each.
    pub(crate) fn standings(&self, world: &World, class: &'static str, day: Day) -> Vec<Standing> {
        let schedule = world.schedule();
        let of = |facts: &Facts| {
            let record = Facts { class, ..facts.clone() }.record();
            schedule.evaluate(&record, day).standing()
        };
        self.facts.iter().map(of).collect()
    }

    /// A day on which the forms are most likely to differ: the one on which some row is due, or the
    /// day before or after. Days taken at random hardly ever are such a day.
    pub(crate) fn edge(&self, world: &World, as_of: Day, pick: usize) -> Day {
        let schedule = world.schedule();
        let record = Facts { class: "a", ..self.facts[pick % self.facts.len()].clone() }.record();
        let outcome = schedule.evaluate(&record, as_of);
        let ends = outcome.candidates().map(|candidate| candidate.due()).chain([outcome.due()]);
        let days: Vec<Day> = ends.filter_map(caldicott_retention::Due::day).collect();
        let near = days.get(pick / 7 % days.len().max(1)).copied().unwrap_or(as_of);
        near.plus_days([0, 0, -1, 1][pick % 4]).unwrap()
    }

    pub(crate) fn map(&self, stored: Stored) -> TableMap {
        let mut map =
            TRIGGERS.iter().fold(TableMap::new("case \"file\"", "id", stored), |map, name| {
                map.dated(*name, format!("{name} on"))
            });
        if self.moved {
            map = map.reused("reused").restarted("restarted");
        }
        if self.kept {
            map = map.kept_until("kept");
        }
        if self.held {
            map = map.holds(HoldTable::new("ho\"lds", "record", "from", "to"));
        }
        map
    }

    /// The same as tables of a database, whose days are of this type.
    pub(crate) fn script(&self, stored: Stored, days: &str, class: &str) -> String {
        let mut sql = format!(
            "DROP TABLE IF EXISTS \"case \"\"file\"\"\"; DROP TABLE IF EXISTS \"ho\"\"lds\";\n\
             CREATE TABLE \"case \"\"file\"\"\" (id INTEGER PRIMARY KEY, class TEXT, \"t0 on\" {days}, \
             \"t1 on\" {days}, \"t2 on\" {days}, \"t3 on\" {days}, reused {days}, restarted {days}, kept {days});\n\
             CREATE TABLE \"ho\"\"lds\" (record INTEGER, \"from\" {days}, \"to\" {days});\n"
        );
        for (id, one) in self.facts.iter().enumerate() {
            let mut days: Vec<Option<Day>> = one.dates.iter().map(|date| day_of(*date)).collect();
            days.extend([one.reused, restarted(one), kept_until(one)]);
            let days: Vec<String> = days.into_iter().map(|day| literal(day, stored)).collect();
            writeln!(
                sql,
                "INSERT INTO \"case \"\"file\"\"\" VALUES ({id}, '{class}', {});",
                days.join(", ")
            )
            .unwrap();
            for (_, from, to) in &one.holds {
                let (from, to) = (literal(*from, stored), literal(*to, stored));
                writeln!(sql, "INSERT INTO \"ho\"\"lds\" VALUES ({id}, {from}, {to});").unwrap();
            }
        }
        sql
    }
}

impl Table {
    pub(crate) fn columns(&self) -> Columns<'_> {
        fn of(bits: &Bits) -> Column<'_> {
            Column::with_validity(&bits.0, &bits.1)
        }
        let mut columns = Columns::new(self.rows).kept_until(of(&self.kept)).unwrap();
        for (name, bits) in TRIGGERS.iter().zip(&self.dates) {
            columns = columns.dated(name, of(bits)).unwrap();
        }
        if self.moved {
            columns = columns.reused(of(&self.reused)).unwrap();
            columns = columns.restarted(of(&self.restarted)).unwrap();
        }
        columns.holds(&self.hold_rows, of(&self.from), of(&self.to)).unwrap()
    }
}

pub(crate) fn literal(day: Option<Day>, stored: Stored) -> String {
    match (day, stored) {
        (None, _) => "NULL".into(),
        (Some(day), Stored::EpochDays) => day.epoch_days().to_string(),
        (Some(day), Stored::Date | Stored::IsoText) => format!("'{day}'"),
    }
}

/// The rows with a standing.
pub(crate) fn rows_with(standings: &[Standing], wanted: Standing) -> Vec<usize> {
    (0..standings.len()).filter(|at| standings[*at] == wanted).collect()
}

/// The rows that are due on one day, held ones left out, and were not on another.
pub(crate) fn became(before: &[Standing], by: &[Standing]) -> Vec<usize> {
    let was_due = |at: usize| matches!(before[at], Standing::Due | Standing::Held);
    rows_with(by, Standing::Due).into_iter().filter(|at| !was_due(*at)).collect()
}

pub(crate) fn compiled<'s>(
    schedule: &'s caldicott_retention::Schedule,
    class: &str,
    day: Day,
) -> Cutoffs<'s> {
    schedule.compile(class, CategorySet::NONE, day)
}
