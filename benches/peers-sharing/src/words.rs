//! Categories and details as places in one word, by their names.

use std::sync::LazyLock;

use caldicott_model::{Category, CategorySet};
use caldicott_sharing::{DataSet, Detail};

/// A set of categories and details.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Data(pub u64);

/// Every name: categories first, then details.
pub static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let categories = Category::ALL.iter().map(|category| category.name());
    categories.chain(Detail::NAMES.iter().map(|(name, _)| *name)).collect()
});

/// What Art 9 governs (SC-01).
pub static SPECIAL: LazyLock<Data> = LazyLock::new(|| {
    CategorySet::SPECIAL.iter().fold(Data::default(), |sum, one| sum.or(Data::named(one.name())))
});

/// What Art 10 governs: allegations as well, which an incident sheet may hold (SC-07, SC-08).
pub static CRIMINAL: LazyLock<Data> =
    LazyLock::new(|| Data::of(&["criminal-offence", "incident-sheet"]));

/// What tells by itself who somebody is (F-002, AN-04).
pub static IDENTIFYING: LazyLock<Data> = LazyLock::new(|| {
    Data::of(&[
        "address-and-location",
        "biometric",
        "cctv",
        "contact",
        "genetic",
        "identity",
        "next-of-kin",
        "staff",
    ])
});

/// What may give somebody away though the name is gone (F-002, F-005, AN-04).
pub static TELLING: LazyLock<Data> = LazyLock::new(|| {
    Data::of(&[
        "agency-and-referral",
        "complaint",
        "contact-record",
        "risk-and-warning",
        "safeguarding",
        "support-needs",
    ])
    .or(*SPECIAL)
    .or(*CRIMINAL)
});

/// What is about somebody's care (CN-23).
pub static CARE: LazyLock<Data> = LazyLock::new(|| {
    ["genetic", "health", "support-needs", "safeguarding", "contact-record", "agency-and-referral"]
        .iter()
        .fold(Data::default(), |sum, name| sum.or(Data(1 << place(name))))
});

fn place(name: &str) -> usize {
    let found = NAMES.iter().position(|known| *known == name);
    found.unwrap_or_else(|| panic!("no category or detail is called {name}"))
}

impl Data {
    /// What a rulebook means by a name: a category brings its details.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "every" => Self((1 << NAMES.len()) - 1),
            "special" => *SPECIAL,
            name => {
                let details = Detail::NAMES.iter().filter(|(_, one)| one.category().name() == name);
                let details = details.fold(0, |sum, (detail, _)| sum | 1 << place(detail));
                Self(1 << place(name) | details)
            }
        }
    }

    /// What a rulebook means by these names.
    #[must_use]
    pub fn of<S: AsRef<str>>(names: &[S]) -> Self {
        names.iter().fold(Self::default(), |sum, name| sum.or(Self::named(name.as_ref())))
    }

    /// The same set as Caldicott has it.
    #[must_use]
    pub fn from_set(set: DataSet) -> Self {
        set.names().fold(Self::default(), |sum, name| Self(sum.0 | 1 << place(name)))
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is here and not there.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether this one is in the set.
    #[must_use]
    pub const fn has(self, datum: usize) -> bool {
        self.0 & (1 << datum) != 0
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The places of the members.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..NAMES.len()).filter(move |place| self.has(*place))
    }

    /// The names of the members.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.places().map(|place| NAMES[place])
    }
}
