//! Outcomes in English and as data.

use core::fmt;

use crate::{Candidate, Counterfactual, Due, Duty, Flag, Outcome};

impl fmt::Display for Outcome<'_> {
    /// Writes what is due, which rule says so, what holds it back and what would happen without.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.headline(out)?;
        if let Some(winner) = self.winner() {
            let rule = winner.rule;
            let keeps = rule.keep();
            write!(out, " Rule `{}` version {} says {keeps}.", rule.id, rule.version)?;
        }
        let mut next = "Next: ";
        for stage in self.resolved.remaining(self.as_of) {
            if !self.due().has_come(self.as_of) {
                break;
            }
            write!(out, "{}{next}{stage}", if next == "Next: " { " " } else { "" })?;
            next = ", then ";
        }
        if next != "Next: " {
            out.write_str(".")?;
        }
        for flag in self.flags().iter().filter(|flag| *flag != Flag::Unscheduled) {
            write!(out, " Note: {}.", flag.says())?;
        }
        for hold in self.blockers() {
            write!(out, " Hold `{}`", hold.id())?;
            match hold.from() {
                Some(from) => write!(out, " since {from}")?,
                None => out.write_str(", its first day not given")?,
            }
            match hold.to().filter(|_| !hold.is_contradictory()) {
                Some(to) => write!(out, " until {to}.")?,
                None => out.write_str(".")?,
            }
        }
        if let Some(otherwise) = self.counterfactual() {
            write!(out, " Without it: {otherwise}.")?;
        }
        Ok(())
    }
}

impl Outcome<'_> {
    fn headline(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.duty(), self.due()) {
            (Duty::Keep | Duty::Archive, due) => {
                let how = if self.duty() == Duty::Archive { "Archived" } else { "Kept" };
                match due {
                    Due::On(day) => write!(out, "{how} until {day}."),
                    Due::OutOfRange => write!(out, "{how}: its end lies past the year 9999."),
                    Due::Forever => write!(out, "{how} for good."),
                    Due::Missing => write!(out, "{how}: its end is not known without a date."),
                    Due::Unclear => write!(out, "{how}: its end is not clear."),
                    Due::Unscheduled => write!(out, "{how}: no rule is about it."),
                }
            }
            (Duty::Review, Due::Unclear) => {
                out.write_str("To be reviewed: its dates cannot be right.")
            }
            (Duty::Review, due) => {
                out.write_str("To be reviewed")?;
                if let Some(role) = self.reviewer() {
                    write!(out, " by {role}")?;
                }
                self.since(out, due)
            }
            (Duty::Held, due) => {
                out.write_str("Held though its period ended")?;
                self.since(out, due)
            }
            (Duty::Anonymise, due) => {
                out.write_str("To be anonymised")?;
                self.since(out, due)
            }
            (Duty::Dispose, due) => {
                out.write_str("To be disposed of")?;
                self.since(out, due)
            }
            (Duty::Done, _) => out.write_str("Done: every stage was gone through."),
        }
    }

    fn since(&self, out: &mut fmt::Formatter<'_>, due: Due) -> fmt::Result {
        match due {
            Due::On(day) if day <= self.as_of => write!(out, ": due since {day}."),
            Due::On(_)
            | Due::OutOfRange
            | Due::Forever
            | Due::Missing
            | Due::Unclear
            | Due::Unscheduled => out.write_str(": its end has not come, and the backstop has."),
        }
    }
}

impl fmt::Display for Counterfactual<'_> {
    /// Writes `disposes 2027-02-28 if hold `arrears` is released`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.duty == Duty::Anonymise { "anonymises" } else { "disposes" };
        let several = self.holds.len() > 1;
        write!(out, "{verb} {} if hold{} ", self.on, if several { "s" } else { "" })?;
        let last = self.holds.len().saturating_sub(1);
        for (place, hold) in self.holds.iter().enumerate() {
            let before = match place {
                0 => "",
                _ if place == last => " and ",
                _ => ", ",
            };
            write!(out, "{before}`{hold}`")?;
        }
        out.write_str(if several { " are released" } else { " is released" })
    }
}

impl fmt::Display for Candidate<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` version {}: {}", self.rule.id, self.rule.version, self.due)
    }
}

#[cfg(feature = "serde")]
mod with_serde {
    use serde::ser::{Serialize, SerializeStruct as _, Serializer};

    use crate::{Candidate, Counterfactual, Due, Flags, Outcome};

    impl Serialize for Outcome<'_> {
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            let mut fields = out.serialize_struct("Outcome", 13)?;
            fields.serialize_field("class", self.resolved.record.class())?;
            fields.serialize_field("as_of", &self.as_of)?;
            fields.serialize_field("duty", &self.duty())?;
            fields.serialize_field("due", &self.due())?;
            fields.serialize_field("next_change", &self.next_change())?;
            fields.serialize_field("reviewer", &self.reviewer())?;
            fields.serialize_field("winner", &self.winner())?;
            fields.serialize_field("candidates", &self.candidates().collect::<Vec<_>>())?;
            let blockers: Vec<_> = self.blockers().map(crate::Hold::id).collect();
            fields.serialize_field("blockers", &blockers)?;
            fields.serialize_field("flags", &self.flags())?;
            fields.serialize_field("counterfactual", &self.counterfactual())?;
            fields.serialize_field("rules", &self.rules())?;
            fields.serialize_field("text", &self.to_string())?;
            fields.end()
        }
    }

    impl Serialize for Candidate<'_> {
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            let mut fields = out.serialize_struct("Candidate", 4)?;
            fields.serialize_field("rule", self.rule.id())?;
            fields.serialize_field("version", &self.rule.version())?;
            fields.serialize_field("due", &self.due)?;
            fields.serialize_field("trigger", &self.trigger)?;
            fields.end()
        }
    }

    impl Serialize for Counterfactual<'_> {
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            let mut fields = out.serialize_struct("Counterfactual", 3)?;
            fields.serialize_field("duty", &self.duty)?;
            fields.serialize_field("on", &self.on)?;
            fields.serialize_field("holds", &self.holds)?;
            fields.end()
        }
    }

    impl Serialize for Due {
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            out.collect_str(self)
        }
    }

    impl Serialize for Flags {
        fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
            out.collect_seq(self.iter())
        }
    }
}
