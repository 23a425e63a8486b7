//! A whole rulebook in plain English, for the people it is about and those who must keep it.

mod keeping;
mod phrase;
mod telling;

use std::fmt::Write as _;

use caldicott_calendar::Day;

pub(crate) use phrase::{list, names, plain};

use crate::page::{anchor, escape, page};
use crate::{Finding, Rulebook};

/// A rulebook in plain English.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Whose rules they are.
    pub organisation: String,
    /// The day on which they were true: what lapses is told as of this day.
    pub as_known_on: Day,
    /// Who keeps them.
    pub kept_by: String,
    /// The parts, each with a heading.
    pub sections: Vec<Section>,
    /// What was probably not meant.
    pub findings: Vec<Finding>,
}

/// The rules of one kind.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Section {
    /// What they are.
    pub heading: &'static str,
    /// What they are for, in a sentence.
    pub about: &'static str,
    /// A paragraph for each.
    pub paragraphs: Vec<Paragraph>,
}

/// One entry of a rulebook.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct Paragraph {
    /// Its id in the rulebook.
    pub id: String,
    /// What it means.
    pub text: String,
    /// The rules it obeys, by id, as written.
    pub rules: Vec<String>,
}

impl Rulebook {
    /// Tells the whole rulebook in English: a paragraph for each entry, with the rules it obeys.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let profile = self.profile();
        let mut sections = telling::sections(self);
        sections.extend(keeping::sections(self));
        sections.extend(crate::casework::sections(self));
        sections.retain(|section| !section.paragraphs.is_empty());
        Explanation {
            organisation: profile.organisation.clone(),
            as_known_on: profile.as_known_on,
            kept_by: profile.kept_by.clone(),
            sections,
            findings: self.findings(),
        }
    }
}

impl Explanation {
    /// The explanation as text for a terminal.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n{}\n", self.title(), self.about());
        for section in &self.sections {
            let _ = write!(out, "\n{}\n  {}\n", section.heading.to_uppercase(), section.about);
            for paragraph in &section.paragraphs {
                let _ = write!(out, "\n  {}\n    {}\n", paragraph.id, paragraph.text);
                if !paragraph.rules.is_empty() {
                    let _ = writeln!(out, "    Rules: {}", paragraph.rules.join(", "));
                }
            }
        }
        if !self.findings.is_empty() {
            out.push_str("\nPROBABLY NOT MEANT\n");
            for finding in &self.findings {
                let _ = writeln!(out, "  {finding}");
            }
        }
        out
    }

    /// The explanation as one page that needs nothing else.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut body =
            format!("<p>{}</p>\n<nav aria-label=\"Contents\"><ul>\n", escape(&self.about()));
        for section in &self.sections {
            let (to, name) = (anchor(section.heading), escape(section.heading));
            let count = section.paragraphs.len();
            let _ = writeln!(body, "<li><a href=\"#{to}\">{name}</a> ({count})</li>");
        }
        body.push_str("</ul></nav>\n");
        for section in &self.sections {
            let (id, name) = (anchor(section.heading), escape(section.heading));
            let _ = writeln!(body, "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{name}</h2>");
            let _ = writeln!(body, "<p>{}</p>", escape(section.about));
            for paragraph in &section.paragraphs {
                let _ = writeln!(
                    body,
                    "<h3>{}</h3>\n<p>{}</p>",
                    escape(&paragraph.id),
                    escape(&paragraph.text)
                );
                if !paragraph.rules.is_empty() {
                    let rules = escape(&paragraph.rules.join(", "));
                    let _ = writeln!(body, "<p class=\"rules\">{rules}</p>");
                }
            }
            body.push_str("</section>\n");
        }
        if !self.findings.is_empty() {
            body.push_str("<section aria-labelledby=\"findings\">");
            body.push_str("<h2 id=\"findings\">Probably not meant</h2><ul>\n");
            for finding in &self.findings {
                let _ = writeln!(body, "<li>{}</li>", escape(&finding.to_string()));
            }
            body.push_str("</ul></section>\n");
        }
        page(&self.title(), &body)
    }

    fn title(&self) -> String {
        format!("The rules of {}", self.organisation)
    }

    fn about(&self) -> String {
        format!("As known on {}. Kept by: {}.", self.as_known_on, self.kept_by)
    }
}
