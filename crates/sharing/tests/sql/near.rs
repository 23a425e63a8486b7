//! People to whom everything may go but for one thing or two, or nothing but for one.

use caldicott_model::{Category, Day};
use caldicott_sharing::sql::Tables;
use caldicott_sharing::{
    BestInterests, Capacity, CapacityFinding, Consent, ConsentKind, DataSet, Fact, GivenBy, Known,
    SharingPurpose, SubjectState,
};
use proptest::prelude::*;

use crate::requests::word;
use crate::states::Around;

/// What is not so most of the time.
pub(crate) const RARE: [Fact; 7] = [
    Fact::Deceased,
    Fact::Objected,
    Fact::OptedOut,
    Fact::Restricted,
    Fact::SeenWhileMissing,
    Fact::WishesToStayHidden,
    Fact::ReportedMissingByUs,
];

/// How many things may be wrong with a consent.
const FLAWS: usize = 22;

impl Around {
    /// A consent that fits in everything, on a form of its kind.
    fn fitting(&self, form: usize, given: Day) -> Consent {
        let (id, kind) = self.forms[form % self.forms.len()].clone();
        let mut consent = Consent::given(kind, id, given).for_purpose(self.purpose);
        consent = consent.in_express_words("file 'note'");
        consent.covers = self.everything();
        consent.to.clone_from(&self.own);
        consent
    }

    fn flawed(&self, consent: &mut Consent, flaw: usize, other: &str) {
        let day = self.day;
        let after = |days: i32| day.plus_days(days).unwrap_or(day);
        match flaw {
            0 => consent.freely_given = Known::Known(false),
            1 => consent.told_of_withdrawal = Known::Known(false),
            2 => consent.explicit = Known::Unknown,
            3 => consent.explicit = Known::Known(false),
            4 => consent.evidence = None,
            5 => consent.given_by = GivenBy::Attorney,
            6 => {
                consent.given_by = GivenBy::Deputy;
                consent.authority = Some("order of 2021".to_owned());
            }
            7 => consent.purposes = vec![SharingPurpose::NAMES[consent.to.len()].1],
            8 => consent.purposes.clear(),
            9 => consent.to = vec![other.to_owned()],
            10 => consent.to.clear(),
            11 => consent.covers = DataSet::from(Category::Complaint),
            12 => consent.covers = DataSet::NONE,
            13 => consent.until = Some(day),
            14 => consent.until = Some(after(1)),
            15 => consent.given = Some(after(1)),
            16 => consent.given = Some(day),
            17 => {
                consent.given = Some(day);
                consent.withdrawn = Some(day);
            }
            18 => consent.withdrawn = Some(after(1)),
            19 => consent.form = Some("no-such-form".to_owned()),
            20 => consent.form = self.forms.last().map(|(form, _)| form.clone()),
            _ => consent.given = Some(after(-9_000)),
        }
    }

    /// A refusal on, just before or just after a day, of something, to somebody, for something.
    fn against(&self, on: Day) -> impl Strategy<Value = Consent> + use<> {
        let kinds = vec![ConsentKind::Sharing, ConsentKind::DataProtection, ConsentKind::Media];
        let own = self.own.clone();
        let to = prop_oneof![
            3 => Just(Vec::new()),
            1 => Just(own),
            3 => prop::sample::select(self.names.clone()).prop_map(|name| vec![name]),
        ];
        let purpose = self.purpose;
        let purposes = prop_oneof![
            2 => Just(Vec::new()),
            1 => Just(vec![purpose]),
            1 => word(SharingPurpose::NAMES).prop_map(|one| vec![one]),
        ];
        let covers = prop_oneof![
            2 => Just(DataSet::NONE),
            2 => prop::sample::select(self.asked.clone()).prop_map(crate::states::whole),
            1 => prop::sample::select(&Category::ALL[..]).prop_map(DataSet::from),
        ];
        let days = prop::sample::select(vec![-1, 0, 0, 1, 40]);
        (prop::sample::select(kinds), days, to, purposes, covers).prop_map(
            move |(kind, days, to, purposes, covers)| {
                let mut refusal = Consent::refused(kind, on.plus_days(days).unwrap_or(on));
                refusal.to = to;
                refusal.purposes = purposes;
                refusal.covers = covers;
                refusal
            },
        )
    }

    /// Somebody of whom nearly everything is so that lets data go.
    pub(crate) fn near(&self) -> impl Strategy<Value = SubjectState> + use<> {
        let around = self.clone();
        let given = self.day.plus_days(-30).unwrap_or(self.day);
        let facts: Vec<Fact> = Tables::facts().collect();
        let changed = prop::collection::vec(
            (prop::sample::select(facts.clone()), prop::option::of(any::<bool>())),
            0..3,
        );
        let consents = prop::collection::vec(
            (any::<usize>(), 0..FLAWS * 2, prop::sample::select(self.names.clone())),
            1..4,
        );
        let refusals = prop::collection::vec(
            prop_oneof![3 => self.against(given), 1 => self.against(self.day)],
            0..3,
        );
        let unsaid = prop::bool::weighted(0.1);
        let kinds = prop_oneof![
            3 => prop::sample::select(vec![ConsentKind::Sharing, ConsentKind::DataProtection]),
            1 => word(ConsentKind::NAMES),
        ];
        let near_given = prop::sample::select(vec![-2, -1, 0, 0, 1]);
        let found = (word(CapacityFinding::NAMES), kinds.clone(), near_given.clone());
        let found = prop_oneof![
            2 => Just(Vec::new()),
            3 => prop::collection::vec(found, 1..4),
        ];
        let own = self.names.clone();
        let decided = (any::<bool>(), kinds, near_given, prop::sample::select(own), any::<bool>());
        let decided = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(decided, 1..2)];
        let third = prop_oneof![
            4 => Just(Known::Known(DataSet::NONE)),
            2 => prop::sample::select(self.asked.clone())
                .prop_map(|one| Known::Known(crate::states::whole(one))),
            1 => Just(Known::Unknown),
        ];
        let third = (third, any::<bool>());
        (changed, consents, refusals, unsaid, found, decided, third).prop_map(
            move |(changed, consents, refusals, unsaid, found, decided, (third, agree))| {
                let mut state = SubjectState::default();
                for fact in &facts {
                    state.facts.set(*fact, Known::Known(!RARE.contains(fact)));
                }
                state.facts.set(Fact::ThirdPartyConsents, Known::Known(agree));
                for (fact, value) in changed {
                    state.facts.set(fact, value.into());
                }
                let mut all: Vec<Consent> = Vec::new();
                for (form, flaw, other) in consents {
                    let mut consent = around.fitting(form, given);
                    if flaw < FLAWS {
                        around.flawed(&mut consent, flaw, &other);
                    }
                    all.push(consent);
                }
                all.extend(refusals);
                state.consents = if unsaid { Known::Unknown } else { Known::Known(all) };
                state.third_party_confidential = third;
                let on = |days: i32| given.plus_days(days).unwrap_or(given);
                state.capacity = found
                    .into_iter()
                    .map(|(finding, kind, days)| {
                        Capacity::found(finding, kind, on(days), "dr-9".to_owned())
                    })
                    .collect();
                for (share, kind, days, to, named) in decided {
                    let mut one = BestInterests::decided(share, kind, on(days), "dr-9".to_owned());
                    one.to = if named { vec![to] } else { Vec::new() };
                    state.best_interests.push(one);
                }
                state
            },
        )
    }
}
