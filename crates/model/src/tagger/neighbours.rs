//! Tables that speak for the fields that describe their fact, where a neighbour or the name shows what
//! the table is about: `length` in `disposal` beside `offender_id`, `office` in `church_members`.
//!
//! One policy for every kind (SC-01, SC-07). What **describes** the fact speaks: its kind, reason, status,
//! level, length, start and end, and the notes on these. What only **keeps** the record does not: keys of
//! rows, who wrote it and when, staff, teams and places of work, names and addresses.

use super::lexicon::{WordList, lists};
use super::reading::Context;
use super::{Certainty, Evidence, Part, Suggestion};
use crate::Category;

/// One kind of table.
struct Kind {
    category: Category,
    says: &'static str,
    /// Words of the table's name that are enough.
    names: &'static WordList,
    /// Words of its name that need a neighbour.
    hints: &'static WordList,
    /// Words of neighbours that show the kind.
    neighbours: &'static WordList,
    /// Fields that describe the fact: one of these words, and no other than these and `BESIDE`.
    describes: &'static WordList,
    /// Words that describe it even in a table that only its neighbours show.
    anywhere: &'static WordList,
}

static KINDS: &[Kind] = &[
    Kind {
        category: Category::Health,
        says: "treatment or a test, as the rest of its table",
        names: &TREATMENTS,
        hints: &TREATMENTS_PERHAPS,
        neighbours: &CLINICAL_WORDS,
        describes: &OF_A_TREATMENT,
        anywhere: &OF_A_FINDING,
    },
    Kind {
        category: Category::CriminalOffence,
        says: "an offence or its consequences, as the rest of its table",
        names: &SENTENCES,
        hints: &SENTENCES_PERHAPS,
        neighbours: &PENAL_WORDS,
        describes: &OF_A_SENTENCE,
        anywhere: &OF_A_CASE,
    },
    Kind {
        category: Category::CriminalOffence,
        says: "what somebody is said to have done, as the rest of its form",
        names: &ORDERS,
        hints: &NONE,
        neighbours: &RESTRAINED,
        describes: &OF_AN_ALLEGATION,
        anywhere: &OF_AN_ALLEGATION,
    },
    Kind {
        category: Category::ReligiousOrPhilosophicalBeliefs,
        says: "membership of a religious body, as the rest of its table",
        names: &NONE,
        hints: &CHURCHES,
        neighbours: &CHURCHES,
        describes: &OF_A_MEMBERSHIP,
        anywhere: &NONE,
    },
    Kind {
        category: Category::PoliticalOpinions,
        says: "what a voter thinks, as the rest of its table",
        names: &NONE,
        hints: &ROLLS,
        neighbours: &VOTERS,
        describes: &OF_AN_OPINION,
        anywhere: &OF_AN_OPINION,
    },
    Kind {
        category: Category::Biometric,
        says: "a body as a key, as the rest of its table",
        names: &BODIES,
        hints: &NONE,
        neighbours: &NONE,
        describes: &OF_A_BODY,
        anywhere: &NONE,
    },
];

static TREATMENTS: WordList = WordList::new(
    "medication medicine prescription immunisation immunization vaccination vaccine dispensing \
             sickness hospitalisation hospitalization admission hts",
);
static TREATMENTS_PERHAPS: WordList = WordList::new(
    "drug dose treatment therapy procedure allergy absence chart register test specimen sample lab \
             laboratory condition observation symptom encounter round handover assessment screening \
             immunity history order request reaction resident patient",
);
static CLINICAL_WORDS: WordList = WordList::new(
    "dosage dose medication prescriber prescribed diagnosis symptom specimen vaccine vaccination \
             immunisation clinical blood urine allergen allergy opv bcg pcv mmr measles sickness \
             sputum nausea pain tumour substance drug vital pulse bp ecg swab toxicology",
);
static OF_A_TREATMENT: WordList = WordList::new(
    "dose dosage strength form route frequency indication stop given omitted refused site \
             specimen sample result severity onset grade stage outcome reaction manifestation \
             duration interval supply refill sig laterality positive negative tested taken quantity \
             dispensed absence lost rtw phased due abnormal collection collected expiry administered \
             test lab testing discontinued adverse tolerated",
);
static OF_A_FINDING: WordList = WordList::new(
    "specimen dose dosage route indication severity onset symptom reaction sample abnormal \
             administered",
);
static NONE: WordList = WordList::new("");
static SENTENCES: WordList = WordList::new(
    "punishment adjudication sentence sentencing custody custodial incarceration imprisonment probation parole parolee supervision \
             bail remand offence conviction charge arrest",
);
static SENTENCES_PERHAPS: WordList = WordList::new(
    "disposal release recall licence proposal requirement rqmnt requirement condition order \
             hearing appearance warrant transfer adjudication movement booking claim defendant \
             case breach fine penalty",
);
static PENAL_WORDS: WordList = WordList::new(
    "offender offence prison prisoner custody custodial court sentence convicted conviction \
             imprisonment inmate indictment defendant probation parole remand bail crime noms pnc \
             crn nomis arrest arrested pss prosecuting prosecution disposal magistrate",
);
static OF_A_SENTENCE: WordList = WordList::new(
    "length reason type outcome punishment reparation rehabilitation reform seriousness imposed \
             commencement termination terminated notional custodial disposition sanction \
             condition tier degree plea verdict minimum maximum suspended concurrent consecutive \
             release recall disposal requirement rqmnt imprisonment protection crime breach \
             breached revoked revocation expiry effective unpaid upw pss licence term sentence \
             category class status level parole supervision eligibility tariff detail start end \
             establishment institution prison discharge discharged return returned admin privilege \
             stoppage payback evidence damage statement curfew trail attendance monitoring \
             mandatory schedule amount rehabilitative activity rehab completed incident role",
);
static OF_A_CASE: WordList = WordList::new(
    "trial plea verdict prosecuting prosecution prosecutor indictment maat disposition sentence \
             sentencing conviction acquittal remand bail custodial imposed adjudication punishment \
             reparation crn noms pnc",
);
static ORDERS: WordList = WordList::new("restraining dv100 molestation");
static RESTRAINED: WordList =
    WordList::new("restrained restrainee abuser batterer perpetrator assailant petitioner");
static OF_AN_ALLEGATION: WordList = WordList::new(
    "weapon weapons firearm gun knife police arrest arrested abuse abuser abused threat threatened \
             stalked stalking violence violent assault strangled choked frequency order restrained \
             criminal respondent",
);
static CHURCHES: WordList = WordList::new(
    "church parish congregation diocese mosque synagogue gurdwara temple chapel parishioner ministry",
);
static OF_A_MEMBERSHIP: WordList = WordList::new(
    "membership member admission admitted joined office officer discipline disciplined situation \
             transfer dismissal dismissed attendance attends ministry sacrament baptism communicant \
             elder deacon church parish congregation cell excommunicated restored tithe \
             offering conversion converted",
);
static ROLLS: WordList = WordList::new("voter elector canvass vote ballot supporter campaign");
static VOTERS: WordList = WordList::new(
    "voter elector electorate canvass canvasser ballot voterid candidate elected vote turnout precinct",
);
static OF_AN_OPINION: WordList = WordList::new(
    "party opinion supporter supports choice ideology leaning partisan independent democrat \
             republican labour conservative liberal",
);
static BODIES: WordList = WordList::new("biometric biometrics fingerprint fingerprints faceprint");
static OF_A_BODY: WordList = WordList::new(
    "finger thumb hash template image data minutiae retina iris face palm voice primary secondary \
             scan print left right",
);

/// Words that may stand beside what describes.
static BESIDE: WordList = WordList::new(
    "date day month year week number no code actual expected estimated proposed planned current \
             previous prior first last next new other new main sub cat reason type id entered entry \
             user effective total in of to from for by is was has public reduction order yes no \
             unknown once weekly daily monthly text description note flag level status at on change \
             method pending name length amount value event report detail additional final original \
             age kind history period reference situation begin end start under with and the data hash",
);
/// A key of these is what the field says, and not which row.
static CODED: WordList = WordList::new(
    "type reason status level category outcome tier condition severity seriousness method class code \
             concept institution establishment disposition offence court need plea verdict respondent",
);
/// Who wrote it, when, and where they work.
static KEEPS: WordList = WordList::new(
    "created creation updated modified upd creator author staff team provider area partition row \
             version soft deleted active flag address phone telephone email fax surname forename \
             firstname lastname dob birth fee rate invoice payment vat solicitor advocate witness \
             lawyer attorney signature url photo uuid sequence seq selectable unit units document \
             changed change requested required submitted organisation organisations",
);

/// What the fields of one table say by standing together.
pub(super) fn speak(table: &mut [(&Context, &mut Suggestion)]) {
    // A table of those who work with the fact, or of what may be chosen, is not of the fact.
    const OTHERS: &[&str] = &[
        "profile", "staff", "officer", "lookup", "type", "facility", "location", "team", "template",
    ];
    let Some(record) = table.first().map(|(context, _)| context.record().to_vec()) else {
        return;
    };
    if record.iter().any(|word| OTHERS.contains(&word.as_str())) {
        return;
    }
    for kind in KINDS {
        let in_name = |list: &WordList| record.iter().any(|word| lists(list, word));
        let shows: Vec<bool> = table
            .iter()
            .map(|(context, _)| context.name().iter().any(|word| lists(kind.neighbours, word)))
            .collect();
        let neighbours = shows.iter().filter(|shows| **shows).count();
        let described =
            table.iter().filter(|(context, _)| describes(context.name(), kind.anywhere)).count();
        let sure = in_name(kind.names);
        let hinted = in_name(kind.hints);
        for (place, (context, suggestion)) in table.iter_mut().enumerate() {
            let own = usize::from(shows.get(place).copied().unwrap_or_default());
            let others = neighbours - own;
            let of_the_table = sure || (hinted && (others > 0 || kind.hinted_is_enough(&record)));
            let of_the_case = others > 1 || (others > 0 && (hinted || described > 1));
            let name = context.name();
            let says = (of_the_table && describes(name, kind.describes))
                || ((of_the_table || of_the_case) && describes(name, kind.anywhere));
            let has = suggestion.categories.contains(kind.category);
            if has || !says || context.is_of_a_thing() {
                continue;
            }
            suggestion.evidence.push(Evidence {
                part: Part::Table,
                words: record.join(" "),
                says: kind.says,
                categories: kind.category.into(),
            });
            suggestion.categories = suggestion.categories.union(kind.category.into());
            suggestion.certainty = Certainty::Low;
        }
    }
}

impl Kind {
    /// `church members` needs no neighbour, `church` does.
    fn hinted_is_enough(&self, record: &[String]) -> bool {
        self.category == Category::ReligiousOrPhilosophicalBeliefs
            && record
                .iter()
                .any(|word| matches!(word.as_str(), "member" | "membership" | "attendee"))
    }
}

/// Whether a name says something of the fact and nothing of the keeping.
fn describes(name: &[String], list: &WordList) -> bool {
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let beside = |word: &String| lists(&BESIDE, word) || is_number(word);
    let says = |word: &String| lists(list, word);
    let is_key = match name {
        [.., before, last] if last == "id" => !lists(&CODED, before),
        [only] if only == "id" => true,
        _ => false,
    };
    // `given_by` is somebody at work.
    let is_who = name.last().is_some_and(|word| word == "by");
    // The form that was filled in, and not the form of a medicine.
    let is_form = name.iter().any(|word| word == "form")
        && name
            .iter()
            .any(|word| matches!(word.as_str(), "name" | "status" | "version" | "number"));
    !is_key
        && !is_who
        && !is_form
        && name.iter().any(says)
        && name.iter().all(|word| says(word) || beside(word))
        && !name.iter().any(|word| lists(&KEEPS, word))
}
