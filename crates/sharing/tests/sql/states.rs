//! People about whom anything may be known or not, with consents that come close to what is asked.

use caldicott_model::{Category, Day};
use caldicott_sharing::sql::Tables;
use caldicott_sharing::{
    BestInterests, Capacity, CapacityFinding, Consent, ConsentKind, DataSet, Detail, Fact, GivenBy,
    Known, Request, Rulebook, SharingPurpose, SubjectState,
};
use proptest::prelude::*;

use crate::near::RARE;
use crate::requests::word;

/// What a state is drawn from: the names, forms and data that the asking makes matter.
#[derive(Clone, Debug)]
pub(crate) struct Around {
    pub(crate) own: Vec<String>,
    pub(crate) names: Vec<String>,
    pub(crate) forms: Vec<(String, ConsentKind)>,
    pub(crate) asked: Vec<DataSet>,
    pub(crate) purpose: SharingPurpose,
    pub(crate) day: Day,
}

impl Around {
    pub(crate) fn of(rulebook: &Rulebook, request: &Request, day: Day) -> Self {
        let mut names = vec!["nobody-known".to_owned(), "o'brien \"x\"; --".to_owned()];
        names.extend(rulebook.organisations().iter().take(3).map(|one| one.id().to_owned()));
        let mut own: Vec<String> = Vec::new();
        for name in [&request.asker.organisation, &request.asker.individual] {
            if let Known::Known(name) = name {
                names.extend(vec![name.clone(); 6]);
                own.push(name.clone());
            }
        }
        let mut forms: Vec<(String, ConsentKind)> =
            rulebook.forms().iter().map(|form| (form.id().to_owned(), form.kind())).collect();
        forms.push(("no-such-form".to_owned(), ConsentKind::Sharing));
        let categories = request.asked.categories();
        let mut asked: Vec<DataSet> = Category::ALL
            .into_iter()
            .filter(|one| categories.contains(*one))
            .map(DataSet::from)
            .collect();
        asked.extend(request.asked.details().map(DataSet::from));
        let purpose = match request.purpose {
            Known::Known(purpose) => purpose,
            Known::Unknown => SharingPurpose::NAMES[0].1,
        };
        Self { own, names, forms, asked, purpose, day }
    }

    pub(crate) fn everything(&self) -> DataSet {
        whole(self.asked.iter().copied().collect())
    }

    fn day(&self) -> impl Strategy<Value = Day> + use<> {
        let day = self.day;
        prop_oneof![
            2 => (-3_i32..4).prop_map(move |days| day.plus_days(days).unwrap_or(day)),
            3 => (-1_500_i32..30).prop_map(move |days| day.plus_days(days).unwrap_or(day)),
        ]
    }

    /// Data as a table holds it: a category brings its details.
    fn data(&self) -> impl Strategy<Value = DataSet> + use<> {
        let near = prop::sample::select(self.asked.clone());
        let far = prop_oneof![
            prop::sample::select(&Category::ALL[..]).prop_map(DataSet::from),
            word(Detail::NAMES).prop_map(DataSet::from),
        ];
        let all = self.everything();
        prop_oneof![
            3 => Just(all),
            3 => prop::collection::vec(prop_oneof![4 => near, 1 => far], 1..4)
                .prop_map(|some| whole(some.into_iter().collect())),
            1 => Just(DataSet::NONE),
            1 => Just(DataSet::EVERY),
        ]
    }

    fn consent(&self) -> impl Strategy<Value = Consent> + use<> {
        let (purpose, names) = (self.purpose, self.names.clone());
        let to = prop::collection::vec(prop::sample::select(names), 0..3);
        let purposes = prop_oneof![
            5 => Just(vec![purpose]),
            1 => prop::collection::vec(word(SharingPurpose::NAMES), 0..3),
        ];
        let kind = prop_oneof![
            1 => word(ConsentKind::NAMES),
            4 => prop::sample::select(vec![ConsentKind::Sharing, ConsentKind::DataProtection]),
        ];
        let form = prop::sample::select(self.forms.clone());
        let dates = (
            self.day(),
            prop::option::weighted(0.15, self.day()),
            prop::option::weighted(0.2, self.day()),
            prop::bool::weighted(0.3),
        );
        let how = (flag(6, 1, 1), prop::bool::weighted(0.85), flag(4, 1, 4), flag(4, 1, 4));
        let who = (
            prop_oneof![5 => Just(GivenBy::Person), 1 => word(GivenBy::NAMES)],
            prop::bool::weighted(0.6),
            prop::bool::weighted(0.8),
        );
        (to, purposes, (kind, form), self.data(), dates, how, who).prop_map(
            |(to, purposes, (kind, form), covers, dates, how, who)| {
                let (given, until, withdrawn, refusal) = dates;
                let (explicit, evidence, free, told) = how;
                let (given_by, authority, fitting) = who;
                // Most are of the kind of their form.
                let mut consent = Consent::new(if fitting { form.1 } else { kind });
                if refusal {
                    consent.kind = kind;
                    consent.withdrawn = Some(withdrawn.unwrap_or(given));
                } else {
                    consent.given = Some(given);
                    consent.withdrawn = withdrawn.map(|on| on.max(given));
                }
                consent.form = Some(form.0);
                consent.to = to;
                consent.purposes = purposes;
                consent.covers = covers;
                consent.until = until;
                consent.explicit = explicit;
                consent.evidence = evidence.then(|| "file 'note'".to_owned());
                consent.given_by = given_by;
                consent.authority = authority.then(|| "power of 2020".to_owned());
                consent.freely_given = free;
                consent.told_of_withdrawal = told;
                consent
            },
        )
    }

    /// Somebody, of whom nearly everything lets data go or anything at all may be known.
    pub(crate) fn state(&self) -> impl Strategy<Value = SubjectState> + use<> {
        prop_oneof![1 => self.near(), 1 => self.anybody()]
    }

    fn anybody(&self) -> impl Strategy<Value = SubjectState> + use<> {
        let facts: Vec<Fact> = Tables::facts().collect();
        let facts = facts.into_iter().map(|fact| {
            // What mostly is not so is mostly known not to be.
            let (yes, no) = if RARE.contains(&fact) { (1, 5) } else { (4, 2) };
            flag(yes, no, 1).prop_map(move |value| (fact, value))
        });
        let facts: Vec<_> = facts.collect();
        let consents = prop_oneof![
            5 => prop::collection::vec(self.consent(), 0..4).prop_map(Known::Known),
            1 => Just(Known::Unknown),
        ];
        let third = prop_oneof![
            4 => Just(Known::Known(DataSet::NONE)),
            3 => self.data().prop_map(Known::Known),
            1 => Just(Known::Unknown),
        ];
        let finding = (word(CapacityFinding::NAMES), word(ConsentKind::NAMES), self.day());
        let decided = (
            any::<bool>(),
            word(ConsentKind::NAMES),
            self.day(),
            prop::sample::select(self.names.clone()),
            any::<bool>(),
        );
        let lists = (
            prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(finding, 1..4)],
            prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(decided, 1..3)],
        );
        (facts, consents, third, lists).prop_map(|(facts, consents, third, (found, decided))| {
            let mut state = SubjectState::default();
            for (fact, value) in facts {
                state.facts.set(fact, value);
            }
            state.consents = consents;
            state.third_party_confidential = third;
            let by = || "dr-9".to_owned();
            state.capacity = found
                .into_iter()
                .map(|(finding, kind, on)| Capacity::found(finding, kind, on, by()))
                .collect();
            state.best_interests = decided
                .into_iter()
                .map(|(share, kind, on, to, named)| {
                    let mut one = BestInterests::decided(share, kind, on, by());
                    one.to = if named { vec![to] } else { Vec::new() };
                    one
                })
                .collect();
            state
        })
    }
}

fn flag(yes: u32, no: u32, unknown: u32) -> impl Strategy<Value = Known<bool>> {
    prop_oneof![
        yes => Just(Known::Known(true)),
        no => Just(Known::Known(false)),
        unknown => Just(Known::Unknown),
    ]
}

pub(crate) fn whole(data: DataSet) -> DataSet {
    data.union(DataSet::from(data.categories()))
}
