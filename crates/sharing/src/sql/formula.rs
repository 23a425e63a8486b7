//! What must be so of a person. Nothing in a formula is negated, so what is not known, which makes no
//! part of it true, makes nothing of it true.

use crate::data::DataSet;
use crate::fact::Fact;
use crate::words::ConsentKind;

/// One thing that is so of a person, or is not known to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Atom {
    /// The fact is known to have this value.
    Is(Fact, bool),
    /// The fact is not known to hold.
    NotKnownTrue(Fact),
    /// A consent to this stands, in express words where that is asked for.
    Consented { kind: ConsentKind, express: bool, datum: DataSet },
    /// It is known whether a refusal stands against the asker.
    Refused(bool),
    /// It is known not to come from third parties in confidence.
    NotFromOthers(DataSet),
    /// The tables do not hold it.
    Unmapped(&'static str),
}

/// Atoms, all or any of which must be so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Formula {
    Atom(Atom),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Formula {
    pub(super) const TRUE: Self = Self::All(Vec::new());
    pub(super) const FALSE: Self = Self::Any(Vec::new());

    pub(super) fn is_true(&self) -> bool {
        *self == Self::TRUE
    }

    pub(super) fn is_false(&self) -> bool {
        *self == Self::FALSE
    }

    /// All of these.
    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat: Vec<Self> = Vec::new();
        for part in parts {
            if let Self::All(inner) = part {
                for one in inner {
                    add(&mut flat, one);
                }
            } else {
                add(&mut flat, part);
            }
        }
        let atoms: Vec<Atom> = flat.iter().filter_map(Self::atom).collect();
        let mut kept: Vec<Self> = Vec::new();
        for part in flat {
            match part {
                Self::Any(choices) => {
                    let choices = choices.into_iter().filter(|one| !one.denied_by(&atoms));
                    let choices: Vec<Self> = choices.collect();
                    if choices.is_empty() {
                        return Self::FALSE;
                    }
                    if !choices.iter().any(|one| one.follows_from(&atoms)) {
                        add(&mut kept, Self::any(choices));
                    }
                }
                Self::Atom(atom) => {
                    if atoms.iter().any(|other| atom.contradicts(*other)) {
                        return Self::FALSE;
                    }
                    if !atoms.iter().any(|other| *other != atom && other.implies(atom)) {
                        kept.push(part);
                    }
                }
                all @ Self::All(_) => add(&mut kept, all),
            }
        }
        match (kept.len(), kept.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                kept.extend(last);
                Self::All(kept)
            }
        }
    }

    /// Any of these.
    pub(super) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat: Vec<Self> = Vec::new();
        for part in parts {
            if let Self::Any(inner) = part {
                for one in inner {
                    add(&mut flat, one);
                }
            } else {
                add(&mut flat, part);
            }
        }
        if flat.iter().any(Self::is_true) {
            return Self::TRUE;
        }
        let mut kept: Vec<Self> = Vec::new();
        for (place, part) in flat.iter().enumerate() {
            let wider = |(other, wider): (usize, &Self)| {
                other != place
                    && wider.is_part_of(part)
                    && (!part.is_part_of(wider) || other < place)
            };
            if !flat.iter().enumerate().any(wider) {
                kept.push(part.clone());
            }
        }
        match (kept.len(), kept.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                kept.extend(last);
                Self::Any(kept)
            }
        }
    }

    /// Whether each part of this conjunction is one of the other: the other then says no less.
    pub(super) fn is_part_of(&self, other: &Self) -> bool {
        self.parts().iter().all(|part| other.parts().contains(part))
    }

    /// The same with what the tables do not hold taken for unknown; its names go to the list.
    pub(super) fn mapped(self, unmapped: &mut Vec<&'static str>) -> Self {
        match self {
            Self::Atom(Atom::Unmapped(name)) => {
                if !unmapped.contains(&name) {
                    unmapped.push(name);
                }
                Self::FALSE
            }
            Self::Atom(_) => self,
            Self::All(parts) => Self::all(parts.into_iter().map(|one| one.mapped(unmapped))),
            Self::Any(parts) => Self::any(parts.into_iter().map(|one| one.mapped(unmapped))),
        }
    }

    fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) => parts,
            Self::Atom(_) | Self::Any(_) => core::slice::from_ref(self),
        }
    }

    const fn atom(&self) -> Option<Atom> {
        match self {
            Self::Atom(atom) => Some(*atom),
            Self::All(_) | Self::Any(_) => None,
        }
    }

    fn denied_by(&self, atoms: &[Atom]) -> bool {
        self.parts()
            .iter()
            .filter_map(Self::atom)
            .any(|atom| atoms.iter().any(|other| atom.contradicts(*other)))
    }

    fn follows_from(&self, atoms: &[Atom]) -> bool {
        self.parts().iter().all(|part| {
            part.atom().is_some_and(|atom| atoms.iter().any(|other| other.implies(atom)))
        })
    }
}

fn add(list: &mut Vec<Formula>, part: Formula) {
    if !list.contains(&part) {
        list.push(part);
    }
}

impl Atom {
    fn contradicts(self, other: Self) -> bool {
        match (self, other) {
            (Self::Is(one, value), Self::Is(other, opposite)) => one == other && value != opposite,
            (Self::Is(one, true), Self::NotKnownTrue(other))
            | (Self::NotKnownTrue(other), Self::Is(one, true)) => one == other,
            (Self::Refused(one), Self::Refused(other)) => one != other,
            _ => false,
        }
    }

    fn implies(self, other: Self) -> bool {
        let weaker = match (self, other) {
            (Self::Is(one, false), Self::NotKnownTrue(other)) => one == other,
            _ => false,
        };
        self == other || weaker
    }
}
