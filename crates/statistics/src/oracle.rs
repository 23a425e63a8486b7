//! Whether a set of hidden cells keeps the attacker from a value, and if not, what would.
#![expect(clippy::indexing_slicing, reason = "a kernel over indices that its own loops bound")]

mod exactly;
mod scout;
mod scouting;
mod twins;

use self::exactly::Part;
use self::scout::Scout;
use self::scouting::Sight;
use self::twins::Twin;
use crate::sums::Sums;

/// How far a cell's value may lie from the true one in the attacker's eyes: (down, up), `down <= 0
/// <= up`.
pub(crate) type Leeway = (i64, i64);

/// What the attacker is left with, cell by cell, when a cell is published and when it is hidden.
#[derive(Clone, Debug)]
pub(crate) struct System {
    pub(crate) sums: Sums,
    pub(crate) published: Vec<Leeway>,
    pub(crate) hidden: Vec<Leeway>,
}

/// A value that must not be found out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Requirement {
    pub(crate) cell: usize,
    /// A cell whose value this attacker knows anyway, being its only member.
    pub(crate) known: Option<usize>,
    /// How many whole values further than one must stay possible.
    pub(crate) width: i64,
    /// How far up and down from the true value, each by itself, must stay possible.
    pub(crate) up: i64,
    pub(crate) down: i64,
}

impl Requirement {
    /// So many values must stay possible, wherever they lie.
    pub(crate) const fn wide(cell: usize, known: Option<usize>, width: i64) -> Self {
        Self { cell, known, width, up: 0, down: 0 }
    }

    /// The furthest that one side is of use.
    fn limit(&self, up: bool) -> i64 {
        let limit = self.width.max(if up { self.up } else { self.down });
        if up { limit } else { -limit }
    }

    const fn least(&self, up: bool) -> i64 {
        if up { self.up } else { self.down }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verdict {
    Protected,
    Exposed,
    /// The search gave up: to be treated as exposed, but no proof.
    Unknown,
}

pub(crate) struct Oracle<'s> {
    system: &'s System,
    /// The cells that may move now and a few more.
    narrow: Option<Part>,
    /// All cells, for when most may move.
    wide: Option<Part>,
    scout: Option<Scout>,
    /// Whether the wide one is in use.
    is_wide: bool,
    steps: u64,
    /// The cells that are sums, in order.
    sum_cells: Vec<usize>,
    twins: Vec<Twin>,
    twins_of: Vec<Vec<u32>>,
    pub(crate) is_hidden: Vec<bool>,
    bits: Vec<u64>,
}

impl<'s> Oracle<'s> {
    pub(crate) fn new(system: &'s System) -> Self {
        let cells = system.sums.cells();
        Self {
            system,
            narrow: None,
            wide: None,
            scout: None,
            is_wide: false,
            steps: 0,
            sum_cells: (0..cells).filter(|cell| system.sums.parts(*cell).is_some()).collect(),
            twins: Vec::new(),
            twins_of: vec![Vec::new(); cells],
            is_hidden: vec![false; cells],
            bits: vec![0; cells.div_ceil(64)],
        }
    }

    pub(crate) fn steps(&self) -> u64 {
        let of = |part: &Option<Part>| part.as_ref().map_or(0, |part| part.polytope.steps());
        self.steps + of(&self.narrow) + of(&self.wide)
    }

    pub(crate) fn hide(&mut self, cell: usize, hidden: bool) {
        self.is_hidden[cell] = hidden;
        let bit = 1 << (cell % 64);
        if hidden {
            self.bits[cell / 64] |= bit;
        } else {
            self.bits[cell / 64] &= !bit;
        }
    }

    pub(crate) fn hide_exactly(&mut self, cells: impl IntoIterator<Item = usize>) {
        self.is_hidden.fill(false);
        self.bits.fill(0);
        for cell in cells {
            self.hide(cell, true);
        }
    }

    /// Whether the requirement holds with the cells hidden now.
    pub(crate) fn verdict(&mut self, wanted: Requirement) -> Verdict {
        if self.by_twins(wanted) {
            return Verdict::Protected;
        }
        match self.scouted(wanted, &[]) {
            Sight::Protected => Verdict::Protected,
            Sight::Exposed(_) => Verdict::Exposed,
            Sight::Unclear => self.search(wanted).unwrap_or(Verdict::Unknown),
        }
    }

    /// Whether the requirement is soon seen to hold; that it is not seen proves nothing.
    pub(crate) fn is_seen_protected(&mut self, wanted: Requirement) -> bool {
        self.by_twins(wanted) || matches!(self.scouted(wanted, &[]), Sight::Protected)
    }

    /// For a requirement that may not be met: what must be hidden for it to be met. `allowed` says which cells
    /// may be hidden, `soft` how dear it is to need each of them.
    pub(crate) fn seen(&mut self, wanted: Requirement, allowed: &[bool], soft: &[f64]) -> Seen {
        if self.by_twins(wanted) {
            return Seen::Met;
        }
        let needed = match self.scouted(wanted, soft) {
            Sight::Protected => return Seen::Met,
            Sight::Exposed(needed) => Ok(needed),
            Sight::Unclear => match self.search(wanted) {
                Ok(Verdict::Protected) => return Seen::Met,
                Ok(Verdict::Exposed) => self.holders(wanted),
                Ok(Verdict::Unknown) | Err(_) => return Seen::Unknown,
            },
        };
        let Ok(mut needed) = needed else { return Seen::Unknown };
        needed.retain(|cell| allowed[*cell]);
        Seen::OneOf(needed)
    }

    /// For a requirement that is not met: cells of which at least one must be hidden. `allowed` says
    /// which cells may be; `thorough` whether the set is to be made small.
    pub(crate) fn cut(
        &mut self,
        wanted: Requirement,
        allowed: &[bool],
        _cost: &[u64],
        thorough: bool,
    ) -> Cut {
        let soft: Vec<f64> = if thorough {
            allowed.iter().map(|allowed| if *allowed { SOFT } else { 0.0 }).collect()
        } else {
            Vec::new()
        };
        match self.seen(wanted, allowed, &soft) {
            Seen::OneOf(one_of) => Cut { one_of, proved: true },
            Seen::Met | Seen::Unknown => {
                let open = |cell: &usize| allowed[*cell] && !self.is_hidden[*cell];
                Cut { one_of: (0..allowed.len()).filter(open).collect(), proved: false }
            }
        }
    }
}

/// How far a cell that is not hidden may move while a cut is looked for, of what is wanted: so little that
/// it decides nothing, enough that the cut with the fewest such cells is found.
pub(crate) const SOFT: f64 = 1e-3;

/// Cells of which at least one must be hidden.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) one_of: Vec<usize>,
    /// Whether that was proved; else the cells are only all that there is.
    pub(crate) proved: bool,
}

/// Whether a requirement is met, and if not, what must be hidden.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Seen {
    /// It is.
    Met,
    /// It is proved not to be until one of these is hidden.
    OneOf(Vec<usize>),
    /// It was not found out.
    Unknown,
}
