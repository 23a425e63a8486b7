//! The table for a terminal, a program and a browser.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Matrix, Status};
use crate::page::{escape, page};

impl Matrix {
    /// The table as JSON: counts, rows, and where table and measurement disagree.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let counts: serde_json::Map<String, Value> = Status::ALL
            .into_iter()
            .map(|status| (status.name().to_owned(), json!(self.count(status))))
            .collect();
        json!({
            "rules": self.rows().len(),
            "decisions": self.decisions(),
            "counts": counts,
            "faults": self.faults(),
            "rows": self.rows(),
        })
    }

    /// How many rules have each status, in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts: Vec<String> = Status::ALL
            .into_iter()
            .map(|status| format!("{} {}", self.count(status), status.name()))
            .collect();
        format!(
            "{} rules of the four policies: {}; measured over {} decisions",
            self.rows().len(),
            counts.join(", "),
            self.decisions()
        )
    }

    /// The table as one page that needs nothing else.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut body = format!("<p>{}.</p>\n", escape(&self.summary()));
        body.push_str(
            "<p>A rule is enforced when decisions that were really taken cite it. The number says how \
             many of the measured ones did.</p>\n",
        );
        let faults = self.faults();
        if !faults.is_empty() {
            body.push_str("<section aria-labelledby=\"faults\">");
            body.push_str("<h2 id=\"faults\">Table and measurement disagree</h2><ul>\n");
            for fault in &faults {
                let _ = writeln!(body, "<li>{}</li>", escape(fault));
            }
            body.push_str("</ul></section>\n");
        }
        body.push_str("<nav aria-label=\"Contents\"><ul>\n");
        for status in Status::ALL {
            let (name, count) = (status.name(), self.count(status));
            let _ = writeln!(body, "<li><a href=\"#{name}\">{name}</a> ({count})</li>");
        }
        body.push_str("</ul></nav>\n");
        for status in Status::ALL {
            self.section(status, &mut body);
        }
        page("Every rule of the policies, and what became of it", &body)
    }

    fn section(&self, status: Status, body: &mut String) {
        let (name, heads) = (status.name(), how(status));
        let _ = writeln!(body, "<section aria-labelledby=\"{name}\"><h2 id=\"{name}\">{name}</h2>");
        let _ = write!(
            body,
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"{name}\"><table>\n\
             <caption>{}</caption>\n<thead><tr><th scope=\"col\">Rule</th>\
             <th scope=\"col\">Policy</th><th scope=\"col\">What it asks</th>\
             <th scope=\"col\">{heads}</th></tr></thead>\n<tbody>\n",
            about(status)
        );
        for row in self.rows().iter().filter(|row| row.status == status) {
            let how = if status == Status::Enforced {
                format!("{} decisions, such as {}", row.cited, row.by.join("; "))
            } else {
                row.how.clone()
            };
            let _ = writeln!(
                body,
                "<tr id=\"{id}\"><th scope=\"row\">{id}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(&row.source),
                escape(&row.says),
                escape(&how),
                id = escape(&row.id),
            );
        }
        body.push_str("</tbody></table></div></section>\n");
    }
}

const fn how(status: Status) -> &'static str {
    match status {
        Status::Enforced => "Cited by",
        Status::Recorded => "Held by",
        Status::Organisational => "Who sees to it",
        Status::Corrected => "What is done instead",
        Status::Open => "The part that will take it",
    }
}

const fn about(status: Status) -> &'static str {
    match status {
        Status::Enforced => "Rules that decisions really taken cite",
        Status::Recorded => "Rules that a field, a word or a register holds",
        Status::Organisational => "Rules about people and premises",
        Status::Corrected => "Where a policy is wrong in law or against itself",
        Status::Open => "Rules that a part still to come will take",
    }
}
