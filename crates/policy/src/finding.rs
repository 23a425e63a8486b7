//! What a rulebook says that is allowed and probably not meant, found by holding its sections together.

mod keeping;
mod processed;
mod telling;

use std::fmt;

use caldicott_calendar::{Rule, RuleSet, Source};
use caldicott_model::document::{Fault, Place};

use crate::Rulebook;

/// How bad a finding is.
#[expect(clippy::exhaustive_enums, reason = "a finding stops the rulebook or it does not")]
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Probably not meant; nothing unsafe follows from it.
    Warning,
    /// The rulebook asks for something that nobody can do.
    Fault,
}

/// Something that two parts of a rulebook say together, with the place and the rules it is about.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands and what it is.
    #[serde(flatten)]
    pub place: Fault,
    /// The rules that make it matter.
    pub rules: RuleSet,
}

impl fmt::Display for Finding {
    /// Writes `file:line:column: warning: message [rules]`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:", self.place.file)?;
        if let Some(at) = self.place.at {
            write!(out, "{}:{}:", at.line, at.column)?;
        }
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Fault => "fault",
        };
        write!(out, " {severity}: {}", self.place.message)?;
        let rules: Vec<&str> = self.rules.ids().collect();
        if rules.is_empty() { Ok(()) } else { write!(out, " [{}]", rules.join(", ")) }
    }
}

impl Rulebook {
    /// What the sections of the rulebook say together that was probably not meant.
    ///
    /// Each section is sound by itself when it has been loaded; this looks across them, and at what the
    /// rulebook means on the day it was known to be true. Faults come first, then the order of the files.
    ///
    /// A hold is named by records and not by rules, so a kind of hold that nothing names cannot be seen
    /// from here: [`Rulebook::findings_for_holds`] takes the kinds that a host's records name.
    ///
    /// ```
    /// use caldicott_policy::{Rulebook, SourceFile};
    ///
    /// let text = r#"
    /// [rulebook]
    /// id = "x"
    /// organisation = "X"
    /// as-known-on = 2026-11-01
    /// kept-by = "Y"
    /// [trigger]
    /// closed = "closed_on"
    /// [[rule]]
    /// id = "file"
    /// class = "file"
    /// keep = "2 years after closed"
    /// stages = ["review by archivist", "dispose"]
    /// why = "our own choice"
    /// [[role]]
    /// name = "manager"
    /// [sharing]
    /// refer_to = "manager"
    /// "#;
    /// let file = SourceFile { name: "x.toml".into(), text: text.into() };
    /// let rulebook = Rulebook::load(&[file]).unwrap();
    /// assert_eq!(
    ///     rulebook.findings()[0].to_string(),
    ///     "x.toml:13:10: fault: rule `file` is reviewed by `archivist`, a role that no `[[role]]` \
    ///      defines: nobody can look, so nothing is ever let go [D-002, RE-06]"
    /// );
    /// ```
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Findings { rulebook: self, list: Vec::new() };
        telling::look(self, &mut found);
        keeping::look(self, &mut found);
        processed::look(self, &mut found);
        found.casework();
        found.sorted()
    }

    /// Kinds of hold that are declared and that none of these names, and those named and not declared.
    #[must_use]
    pub fn findings_for_holds(&self, named: &[&str]) -> Vec<Finding> {
        let mut found = Findings { rulebook: self, list: Vec::new() };
        keeping::holds(self, named, &mut found);
        found.sorted()
    }
}

/// The findings so far.
struct Findings<'r> {
    rulebook: &'r Rulebook,
    list: Vec<(Place, Finding)>,
}

impl Findings<'_> {
    fn warn(&mut self, at: Place, path: &str, message: String, rules: &[Rule]) {
        self.add(Severity::Warning, at, path, message, rules);
    }

    fn fault(&mut self, at: Place, path: &str, message: String, rules: &[Rule]) {
        self.add(Severity::Fault, at, path, message, rules);
    }

    fn add(&mut self, severity: Severity, at: Place, path: &str, message: String, rules: &[Rule]) {
        let place = self.rulebook.point(at, path.to_owned(), message);
        let rules = rules.iter().copied().collect();
        self.list.push((at, Finding { severity, place, rules }));
    }

    /// What the casework sections ask for and the law does not allow. A rulebook that states what its
    /// policy states is no worse for it: nothing follows that the law does not let follow.
    fn casework(&mut self) {
        let known = self.rulebook.profile().as_known_on;
        for finding in self.rulebook.casework().check(known).findings() {
            let message = format!("{}; instead: {}", finding.says(), finding.instead());
            let at = finding.at().unwrap_or(Place::new(1, 1));
            self.warn(at, finding.path(), message, &[finding.rule()]);
        }
    }

    fn sorted(mut self) -> Vec<Finding> {
        self.list.sort_by_key(|(at, found)| (std::cmp::Reverse(found.severity), *at));
        self.list.into_iter().map(|(_, found)| found).collect()
    }
}

const AGREEMENTS: Rule = Rule::new(
    "B-040",
    Source::Seed("001", "Data-sharing agreements"),
    "an agreement for one transfer, a protocol for regular ones",
);
const CURRENT: Rule = Rule::new(
    "CN-13",
    Source::Law("ICO data sharing code of practice"),
    "sharing agreements are reviewed regularly",
)
.secondary();
const UNDER_AGREEMENT: Rule =
    Rule::new("B-059", Source::Seed("003", "J"), "processors only under a processing agreement");
const TRANSFERS: Rule =
    Rule::new("B-060", Source::Seed("003", "K"), "data leaves the country only as the law allows");
const RECORDED: Rule = Rule::new(
    "D-007",
    Source::Seed("003", "N"),
    "the record of processing says how long each activity's data is kept",
);
const BASIS: Rule = Rule::new(
    "RG-09",
    Source::Law("UK GDPR Art 6; common law"),
    "a power to share needs a basis and an answer to confidence beside it",
);
