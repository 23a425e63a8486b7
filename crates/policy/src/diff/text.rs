//! A comparison as text for a terminal.

use std::fmt::Write as _;

use super::{Change, ChangedEntry, Difference, Effect, How};

impl Effect {
    /// The effect as a heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Permitted => "Now given",
            Self::Refused => "Now kept back",
            Self::Referred => "Now for somebody to decide",
            Self::ReferredElsewhere => "Now for somebody else to decide",
            Self::OtherDuties => "Given with other duties",
            Self::HearsOtherwise => "The asker hears something else",
            Self::KeptLonger => "Now kept longer",
            Self::KeptShorter => "Now kept shorter",
            Self::EndsOtherwise => "Ended in another way",
        }
    }
}

impl ChangedEntry {
    /// The entry and how it differs, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let name = self.name();
        match &self.how {
            How::Added => format!("{name}: added"),
            How::Removed => format!("{name}: removed"),
            How::Rewritten(keys) if keys.is_empty() => format!("{name}: says something else"),
            How::Rewritten(keys) => format!("{name}: {} changed", keys.join(", ")),
            How::Stands(was, is) => format!("{name}: was {was}, is {is}"),
        }
    }
}

impl Difference {
    /// Whether the two do the same, as far as was looked.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The comparison as text for a terminal.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        if self.entries.is_empty() {
            out.push_str("No entry differs.\n");
        } else {
            out.push_str("Entries that differ\n");
            for entry in &self.entries {
                let _ = writeln!(out, "  {}", entry.words());
            }
        }
        let mut last = None;
        for change in &self.changes {
            if last != Some(change.effect) {
                let _ = writeln!(out, "\n{}", change.effect.heading());
                last = Some(change.effect);
            }
            write_change(change, &mut out);
        }
        if !self.silent.is_empty() {
            out.push_str("\nDiffer, and no case was found that is answered otherwise\n");
            for name in &self.silent {
                let _ = writeln!(out, "  {name}");
            }
        }
        if !self.alike.is_empty() {
            out.push_str(
                "\nDiffer, and proved to give, refer and keep back the same whatever is asked (duties and \
                 reasons aside)\n",
            );
            for name in &self.alike {
                let _ = writeln!(out, "  {name}");
            }
        }
        let cut = if self.cut_short { ", and the search was cut short" } else { "" };
        let count = self.changes.len();
        let several = if count == 1 { "" } else { "s" };
        let _ = writeln!(
            out,
            "\n{count} change{several}; {} cases put to both{cut}. Every change shown is real; one that \
             shows only where several facts differ at once may be missing.",
            self.asked
        );
        out
    }
}

fn write_change(change: &Change, out: &mut String) {
    let _ = writeln!(out, "  {}", change.summary);
    let days = if change.day_before == change.day_after {
        format!("on {}", change.day_after)
    } else {
        format!("{} and {}", change.day_before, change.day_after)
    };
    let _ = writeln!(out, "    before: {}\n    after:  {}  ({days})", change.before, change.after);
    if !change.entry.is_empty() {
        let _ = writeln!(out, "    because of {}", change.entry);
    }
    if !change.rules.is_empty() {
        let _ = writeln!(out, "    rules: {}", change.rules.join(", "));
    }
    let _ = writeln!(out, "    for example: {}", change.example);
    let _ = writeln!(out, "    {}", change.case);
}
