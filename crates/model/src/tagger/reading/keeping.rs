//! What is said of a record or of those who keep it, and not of the person in it; and free text.

use super::super::lexicon::crm::{DAYS, FILLERS};
use super::super::lexicon::wordlists::ACTORS;
use super::super::lexicon::{Hit, lists};
use super::super::{FieldDescription, Part, words};
use super::Context;
use crate::Category;

impl Context {
    /// Whether a label names the offender only as whose field it is: the table is of offenders, and says so.
    pub(super) fn only_says_who(&self, word: &str) -> bool {
        lists(&ACTORS, word)
            && !self.name.iter().any(|other| other == word)
            && self.record.iter().any(|other| lists(&ACTORS, other))
    }

    /// Whether the name ends as the key of somebody who works there: `finger_printed_staff_id` says who took
    /// the prints, where `probation_officer_id` says what the officer is for.
    pub(super) fn is_by_another(&self, part: Part, hit: &Hit) -> bool {
        let covers = part == Part::Name && hit.start + hit.length + 1 >= self.name.len();
        hit.concept.is_sensitive() && self.is_of_somebody_at_work() && !covers
    }

    /// Whether the name ends as the key of somebody who works there.
    pub(super) fn is_of_somebody_at_work(&self) -> bool {
        const WORKERS: &[&str] = &[
            "staff",
            "team",
            "provider",
            "user",
            "assessor",
            "worker",
            "author",
            "enumerator",
            "officer",
        ];
        matches!(self.name.as_slice(), [.., who, key]
            if WORKERS.contains(&who.as_str())
                && matches!(key.as_str(), "id" | "name" | "code" | "email"))
    }

    /// Whether the field says how well another is known, or when a row was written, and nothing of anybody.
    pub(super) fn is_of_the_keeping(&self) -> bool {
        const WHOSE: &[&str] = &[
            "person",
            "patient",
            "client",
            "student",
            "pupil",
            "participant",
            "member",
            "subject",
            "resident",
            "applicant",
            "employee",
            "candidate",
            "user",
        ];
        let has = |words: &[&str]| self.name.iter().any(|word| words.contains(&word.as_str()));
        let last = self.name.iter().rfind(|word| *word != words::BREAK).map_or("", String::as_str);
        let estimated = (matches!(last, "estimated" | "est") && has(&["date", "time"]))
            || (has(&["estimated", "est"]) && has(&["measured"]));
        let written = has(&["created", "updated", "modified", "upd"])
            && matches!(
                last,
                "date" | "datetime" | "at" | "on" | "by" | "user" | "id" | "timestamp"
            );
        let whose = matches!(self.name.as_slice(), [who] if WHOSE.contains(&who.as_str()));
        // To agree that something is written down says nothing of what it is.
        let agreed = has(&["consent", "consented"])
            && has(&[
                "collect",
                "collected",
                "collection",
                "share",
                "sharing",
                "hold",
                "store",
                "record",
            ]);
        let gathered = last == "collected"
            && has(&["date", "time"])
            && !has(&["specimen", "sample", "swab", "blood", "urine"]);
        estimated
            || written
            || agreed
            || gathered
            || whose
            || self.is_called_a_key()
            || self.asks_about_a_service
    }

    /// Whether the label says that the field is a key: `Foreign key. Identifies the hospital stay.`
    fn is_called_a_key(&self) -> bool {
        let spoken = self.label.iter().filter(|word| *word != words::BREAK);
        let mut spoken = spoken.map(String::as_str);
        let first = spoken.next();
        let is_id = self.name.last().is_some_and(|word| word == "id");
        if self.name.iter().any(|word| lists(&ACTORS, word)) {
            return false;
        }
        match (first, spoken.next()) {
            (Some("primary" | "foreign" | "surrogate"), Some("key")) => true,
            (Some("unique" | "internal"), Some("identifier" | "id" | "key")) => is_id,
            _ => false,
        }
    }

    /// Whether a test is named and nothing that says of what: it may be one at school.
    pub(in crate::tagger) fn names_a_bare_test(&self) -> bool {
        let mut words = self.name.iter().chain(&self.label).chain(&self.record).map(String::as_str);
        self.name.iter().any(|word| word == "test")
            && words.all(|word| {
                matches!(word, "test" | "score" | "percentile" | words::BREAK)
                    || lists(&FILLERS, word)
                    || lists(&DAYS, word)
                    || word.bytes().all(|byte| byte.is_ascii_digit())
            })
    }

    /// Whether the word is of a cause that somebody is interested in: `interest_in_mental_health`, where `little
    /// interest` is a symptom itself.
    pub(super) fn is_of_an_interest(&self, part: Part, hit: &Hit) -> bool {
        let text = if part == Part::Name { &self.name } else { &self.label };
        let is_it = |word: Option<&String>| word.is_some_and(|word| word == "interest");
        let covered = text.iter().skip(hit.start).take(hit.length).any(|word| word == "interest");
        let set = hit.concept.categories;
        let of_a_cause = set.contains(Category::Health) || set.has_criminal();
        part != Part::Help && of_a_cause && !covered && (is_it(text.first()) || is_it(text.last()))
    }

    /// Whether the field says whom a fund or a programme serves, what line a company is in, or where a place is:
    /// what its values name is true of nobody in particular.
    pub(in crate::tagger) fn is_of_groups_or_places(&self) -> bool {
        const LAST: &[&str] =
            &["borough", "city", "county", "country", "industry", "province", "sector", "town"];
        const KINDS: &[&str] = &["code", "list", "name", "pick", "picklist"];
        const SERVED: &[[&str; 2]] = &[
            ["area", "focus"],
            ["billing", "state"],
            ["cause", "area"],
            ["community", "served"],
            ["focus", "area"],
            ["funding", "focus"],
            ["group", "served"],
            ["issue", "area"],
            ["mailing", "state"],
            ["population", "served"],
            ["programme", "area"],
            ["shipping", "state"],
            ["target", "audience"],
            ["target", "population"],
            ["time", "zone"],
        ];
        [&self.name, &self.label].into_iter().any(|text| {
            let mut words = text.iter().rev().skip_while(|word| KINDS.contains(&word.as_str()));
            let last = words.next().is_some_and(|word| LAST.contains(&word.as_str()));
            last || text.windows(2).any(|pair| SERVED.iter().any(|served| pair == served))
        })
    }

    /// Whether the table lists trades: a nurse in it is somebody's work.
    pub(super) fn is_of_trades(&self) -> bool {
        match self.record.as_slice() {
            [.., last]
                if matches!(last.as_str(), "skill" | "occupation" | "profession" | "specialty") =>
            {
                true
            }
            [.., skill, set] => skill == "skill" && set == "set",
            _ => false,
        }
    }
}

pub(super) fn is_free_text(field: &FieldDescription, context: &Context) -> bool {
    const LONG: &[&str] = &[
        "longtextarea",
        "long text area",
        "textarea",
        "text area",
        "html",
        "richtext",
        "rich text",
        "memo",
        "clob",
        "text long",
        "free text",
        "freetext",
    ];
    const WRITTEN: &[&str] = &[
        "note",
        "comment",
        "description",
        "detail",
        "narrative",
        "remark",
        "observation",
        "freetext",
        "summary",
    ];
    if !field.values.is_empty() {
        return false;
    }
    let data_type = field.data_type.trim().to_lowercase();
    if LONG.contains(&data_type.as_str()) {
        return true;
    }
    // A type that holds a number, a day or a choice cannot hold a story.
    if !matches!(data_type.as_str(), "" | "text" | "string" | "varchar" | "nvarchar" | "char") {
        return false;
    }
    let last = context.name.iter().rfind(|word| !word.chars().all(|c| c.is_ascii_digit()));
    last.is_some_and(|word| WRITTEN.contains(&word.as_str()))
        || (field.label.starts_with("If 'Other'") || field.label.starts_with("If 'No', enter"))
}

/// What somebody may do with a record: `can_view_hiv_status`.
pub(super) fn is_a_permission(name: &[String]) -> bool {
    const DEEDS: &[&str] = &[
        "view", "edit", "see", "manage", "create", "delete", "add", "export", "approve", "read",
        "write", "access", "update",
    ];
    matches!(name, [can, deed, ..] if can == "can" && DEEDS.contains(&deed.as_str()))
}
