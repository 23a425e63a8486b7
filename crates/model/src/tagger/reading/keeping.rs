//! What is said of a record or of those who keep it, and not of the person in it; and free text.

use super::super::lexicon::wordlists::ACTORS;
use super::super::lexicon::{Hit, lists};
use super::super::{FieldDescription, Part, words};
use super::Context;

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
        let has = |words: &[&str]| self.name.iter().any(|word| words.contains(&word.as_str()));
        let last = self.name.iter().rfind(|word| *word != words::BREAK).map_or("", String::as_str);
        let estimated = (matches!(last, "estimated" | "est") && has(&["date", "time"]))
            || (has(&["estimated", "est"]) && has(&["measured"]));
        let written = has(&["created", "updated", "modified", "upd"])
            && matches!(
                last,
                "date" | "datetime" | "at" | "on" | "by" | "user" | "id" | "timestamp"
            );
        estimated || written || self.asks_about_a_service
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
