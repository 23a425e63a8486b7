//! Tables in which every row is one fact of a special kind about somebody: an allergy, an immunisation, a
//! religion, an arrest (SC-01, SC-07). What describes such a fact is of its kind: when it began and ended,
//! its code, its name, the notes on it. The key of the row, and who wrote it down when and where, is not.

use super::lexicon::wordlists::{COLLECTIONS, HOLDERS, PEOPLE};
use super::lexicon::{Hit, Lexicon, Weight, WordList, lists};
use super::reading::Context;
use super::{Certainty, Evidence, Part, Suggestion};
use crate::{Category, CategorySet};

/// Words of a table's name that come after what its rows are.
static AFTER: WordList =
    WordList::new("form question tool status type check detail item result dto vm entity model");

/// Heads that mean a fact about somebody only beside a person or an illness: a condition of a contract is none.
static NEEDS_COMPANY: WordList = WordList::new(
    "condition procedure observation encounter order request event problem report absence treatment \
             lab imaging measurement specimen complication admission therapy test sample support service \
             sanction charge sentence disposal warrant discipline course",
);

/// Words of fields beside which such a head is somebody's.
static COMPANY: WordList = WordList::new(
    "patient encounter subject diagnosis symptom clinician prescriber dosage snomed icd loinc \
             offender prisoner defendant inmate pupil student hadm",
);

/// What describes a fact.
static DESCRIBES: WordList = WordList::new(
    "date start begin began stop end ended onset resolved since until when year month code concept \
             description display text name title note comment remark detail information additional reason \
             cause kind type category class severity stage grade outcome result response value finding site \
             method route level score history location indication change ceased ongoing current removed \
             removal recently active explanation narrative summary answer free other specify admission \
             admitted discharge discharged intime outtime los resolve resolution raw admit commit achievement",
);

/// The same in a table that is surely of such facts: the status of an order or a visit is the clerk's.
static DESCRIBES_SURELY: WordList = WordList::new("status");

/// A field that ties a row to somebody, or to a day: a table without one is a list to choose from.
static TIES: WordList = WordList::new(
    "user encounter subject visit appointment session episode admission enrolment enrollment booking \
             case referral household contact account applicant date start begin began stop end ended onset \
             resolved since when year day time datetime",
);

/// Heads of a person or a place.
static NO_FACTS: WordList = WordList::new(
    "newborn canvass campaign crime appellant codefendant defendant court judge magistrate hospital \
             ward prison jail booking survivor victim church parish congregation member membership drugform \
             form pathology",
);

/// What may stand beside it.
static BESIDE: WordList = WordList::new(
    "of in to from for by is was has been the and at on no yes exact approx approximate approximately \
             actual expected first last latest earliest total number count days time datetime coded source \
             value known main primary secondary any new old index general further",
);

/// What keeps a record, whoever it is about.
static KEEPS: WordList = WordList::new(
    "id pk fk key uuid guid uid created creation creator updated modified recorded recorder entered \
             author user staff worker officer provider practitioner clinician doctor nurse team organisation \
             organization practice facility ward address postcode phone telephone email fax url file \
             attachment document batch stock cost price fee amount payment payer invoice currency coverage \
             claim version sequence seq order row deleted synced sync import imported export slug token hash \
             signature signed approved verified sent received notification reminder visibility visible \
             published public draft path link invited system performed administered state form",
);

/// Words of tables of what may be chosen, of who works there and of what is offered.
static OTHERS: WordList = WordList::new(
    "profile staff officer lookup facility location team template reminder catalogue catalog setting \
             service provider programme program type scheme policy stock batch product",
);

/// The fact that every row of a table is, where its name says one.
fn fact(record: &[String], lexicon: &Lexicon) -> Option<(CategorySet, bool)> {
    // An order of work or of goods is no order of a doctor or of a court.
    let of_goods = |pair: &[String]| {
        matches!(pair, [what, order] if order == "order"
            && matches!(what.as_str(), "work" | "purchase" | "sale" | "job" | "change"))
    };
    if record.iter().any(|word| lists(&OTHERS, word)) || record.windows(2).any(of_goods) {
        return None;
    }
    let is_number = |word: &str| {
        let digits = word.strip_prefix('v').unwrap_or(word);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut words = record;
    while let [start @ .., last] = words
        && (is_number(last) || lists(&COLLECTIONS, last) || lists(&AFTER, last))
        && !start.is_empty()
    {
        words = start;
    }
    let head = words.last()?;
    if lists(&HOLDERS, head) || lists(&NO_FACTS, head) {
        return None;
    }
    let place = words.len() - 1;
    let at_head = |hit: &Hit| {
        let of_people = words
            .get(hit.start..hit.start + hit.length)
            .is_some_and(|words| words.iter().any(|word| lists(&HOLDERS, word)));
        let at_end = hit.start <= place && place < hit.start + hit.length;
        at_end && !of_people && hit.concept.is_sensitive()
    };
    let mut found = lexicon.find(words, false, |_| true);
    found.extend(lexicon.find_table(words));
    found.retain(|hit| {
        at_head(hit)
            && hit.concept.stands_among(record)
            && !hit.concept.categories.contains(Category::SupportNeeds)
    });
    let longest = found.iter().map(|hit| hit.length).max()?;
    found.retain(|hit| hit.length == longest);
    let categories = found
        .iter()
        .fold(CategorySet::NONE, |sum, hit| sum.union(hit.concept.categories))
        .intersection(CategorySet::SPECIAL.union(CategorySet::CRIMINAL));
    let sure = longest > 1
        || (!lists(&NEEDS_COMPANY, head)
            && found.iter().any(|hit| hit.concept.weight != Weight::Faint));
    Some((categories, sure))
}

/// Tables of visits: why a patient came, and what came of it, is of their health.
static VISITS: WordList = WordList::new("visit appointment consultation attendance encounter");
static OF_A_VISIT: WordList =
    WordList::new("reason complaint note comment diagnosis finding summary outcome plan narrative");

/// What the rows of a table are tells of the fields that describe them.
pub(super) fn speak(table: &mut [(&Context, &mut Suggestion)]) {
    let lexicon = Lexicon::shared();
    let Some((context, _)) = table.first() else { return };
    let record = context.record().to_vec();
    let of_visits = record.iter().any(|word| lists(&VISITS, word))
        && (record.iter().any(|word| word == "patient")
            || table
                .iter()
                .any(|(context, _)| context.name().iter().any(|word| word == "patient")));
    let Some((categories, sure)) = fact(&record, lexicon) else {
        if of_visits {
            let of_a_visit = |name: &[String]| name.iter().any(|word| lists(&OF_A_VISIT, word));
            add(table, &record, Category::Health.into(), |name| {
                of_a_visit(name) && describes(name, &record, false)
            });
        }
        return;
    };
    let company =
        table.iter().any(|(context, _)| context.name().iter().any(|word| lists(&COMPANY, word)));
    let tied = record.iter().any(|word| lists(&PEOPLE, word))
        || table.iter().any(|(context, _)| {
            context.name().iter().any(|word| lists(&TIES, word) || lists(&PEOPLE, word))
        });
    if categories.is_empty() || !(sure || company) || !tied {
        return;
    }
    // `EthnicityCode` in `Ethnicities` is what may be chosen, and nobody's.
    let repeats = !categories.contains(Category::Health) && !categories.has_criminal();
    add(table, &record, categories, |name| {
        describes(name, &record, sure)
            && !(repeats && record.iter().all(|word| name.contains(word)))
    });
}

fn add(
    table: &mut [(&Context, &mut Suggestion)],
    record: &[String],
    categories: CategorySet,
    says: impl Fn(&[String]) -> bool,
) {
    for (context, suggestion) in table.iter_mut() {
        if suggestion.categories.contains_all(categories)
            || context.is_of_a_thing()
            || !says(context.name())
        {
            continue;
        }
        suggestion.evidence.push(Evidence {
            part: Part::Record,
            words: record.join(" "),
            says: "that every row is a fact of this kind",
            categories,
        });
        suggestion.categories = suggestion.categories.union(categories);
        suggestion.certainty = Certainty::Low;
    }
}

/// Whether a name says something of the fact and nothing of the keeping.
fn describes(name: &[String], record: &[String], sure: bool) -> bool {
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let says = |word: &String| lists(&DESCRIBES, word) || (sure && lists(&DESCRIBES_SURELY, word));
    let of_the_record = matches!(name, [information, of] if information == "information"
        && matches!(of.as_str(), "date" | "source"));
    let of_a_person = name.iter().any(|word| word == "name")
        && name.iter().any(|word| matches!(word.as_str(), "first" | "last" | "full" | "source"));
    // A key to a list of kinds says which kind it is.
    let coded = matches!(name, [.., kind, key] if key == "id"
        && matches!(kind.as_str(), "type" | "status" | "reason" | "category" | "severity" | "outcome"));
    let name = if coded { name.get(..name.len() - 1).unwrap_or_default() } else { name };
    !of_a_person
        && !of_the_record
        && name.iter().any(says)
        && name.iter().all(|word| {
            says(word) || lists(&BESIDE, word) || is_number(word) || record.contains(word)
        })
        && !name.iter().any(|word| lists(&KEEPS, word))
        && name.last().is_none_or(|word| word != "by" && word != "at")
}
