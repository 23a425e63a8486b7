//! The pages of a table of sums.

use std::fmt::Write as _;

use super::{INSIDE, list, missing, or_none, page, plot, proof, signature};
use crate::release::Escaped;
use crate::{InternalSumFinding, SumPublication, SumRecovered, SumReport, Told};

impl SumPublication {
    /// The release report as a page: the table, plots of it and of what was hidden, how it was made and
    /// attacked, and what a person still has to sign.
    #[must_use]
    pub fn report_page(&self) -> String {
        let title = format!("Release report: {}", self.release.title());
        let mut body = format!("<h1>{}</h1>\n{INSIDE}", Escaped(&title));
        body.push_str("<h2>What is published</h2>\n");
        body.push_str(&self.release.to_html());
        body.push_str(&plot::heat_of_sums(&self.release));
        body.push_str("<h2>What was hidden</h2>\n");
        body.push_str(&plot::hidden_sums(&self.report, &self.release));
        body.push_str("<h2>How it was made and attacked</h2>\n<dl>\n");
        for (name, value) in facts(&self.report) {
            let _ = writeln!(body, "<dt>{}</dt><dd>{}</dd>", Escaped(name), Escaped(&value));
        }
        body.push_str("</dl>\n");
        signature(&mut body, self.report.signed.as_ref());
        page(&title, &body)
    }
}

impl InternalSumFinding {
    /// What a careless table of sums would have told, as a page for people inside. It holds amounts of single
    /// people.
    #[must_use]
    pub fn internal_page(&self, title: &str) -> String {
        let heading = format!("What careless sums would have told: {title}");
        let mut body = format!("<h1>{}</h1>\n{INSIDE}", Escaped(&heading));
        let _ = writeln!(
            body,
            "<p>With names removed and nothing else, {} sums are the amount of one person, and of {} more \
             either of two people knows the other's. With only the {} sensitive figures hidden, {} of the \
             sums come back by subtraction, exactly or nearer than the rules allow.</p>",
            self.alone.len(),
            self.pairs.len(),
            self.sensitive,
            self.recovered.len()
        );
        let joined = |labels: &Vec<String>| labels.join(" × ");
        let told = |found: &Told| format!("{}: {}", joined(&found.cell), found.amount);
        list(&mut body, "Sums of one person", &mut self.alone.iter().map(told));
        list(&mut body, "Sums of two people", &mut self.pairs.iter().map(joined));
        list(
            &mut body,
            "Sums of more people that are nearly those of one or two, and the largest amount",
            &mut self.dominated.iter().map(told),
        );
        let recovered = |found: &SumRecovered| {
            let cell = joined(&found.cell);
            if found.least == found.most {
                return format!("{cell}: {}", found.least);
            }
            format!("{cell}: between {} and {}", found.least, found.most)
        };
        list(&mut body, "Hidden sums that come back", &mut self.recovered.iter().map(recovered));
        body.push_str("<h2>The table as it would have looked</h2>\n");
        body.push_str(&self.only_sensitive_hidden.to_html());
        page(&heading, &body)
    }
}

fn facts(report: &SumReport) -> Vec<(&'static str, String)> {
    let proof = proof(report.at_least, report.is_proved());
    let interval = report.attack.smallest_interval.map_or_else(
        || "nothing bounds what is hidden".to_owned(),
        |width| format!("{} values", width.saturating_add(1)),
    );
    let percent = report.smallest_range_percent.map_or_else(
        || "nothing bounds what is hidden".to_owned(),
        |percent| format!("{percent} per cent of the sum"),
    );
    let cap = report.cap.map_or_else(|| "none".to_owned(), |cap| cap.to_string());
    let rules: Vec<&str> = report.rules.ids().collect();
    vec![
        ("Method", report.method.clone()),
        ("Amount", report.amount.clone()),
        ("Larger amounts count as", cap),
        ("Hidden are", report.sum_rules.in_words()),
        (
            "Profile of the numbers of people",
            format!("{} ({})", report.profile.name(), report.profile.source()),
        ),
        ("Ground", report.ground.clone().unwrap_or_else(|| "none was stated".to_owned())),
        ("People, as published", report.population.to_string()),
        ("Parts of the population", or_none(report.people.join(", "))),
        ("People left out", report.left_out.clone()),
        ("Cells, totals included", report.cells.to_string()),
        (
            "What hiding further cells costs, people and sums together",
            format!("{} ({proof})", report.cost),
        ),
        ("The attacker knows", report.attack.knows.join("; ")),
        ("Held against the releases", or_none(report.against.join(", "))),
        ("Of them sums of the same amount", or_none(report.against_sums.join(", "))),
        ("Not tried", report.attack.not_tried.join("; ")),
        ("Figures attacked", report.attack.attacked.to_string()),
        ("Figures found out", report.attack.recovered.to_string()),
        ("Smallest range left around a number of people", interval),
        ("Smallest range left around a sum", percent),
        ("Ranges whose search was cut short", report.attack.incomplete.to_string()),
        (
            "Sums that a contributor could find out nearer than is allowed",
            report.attack.open_to_singletons.to_string(),
        ),
        ("Whether which cells are hidden depends on values", report.pattern.clone()),
        ("Missing values", report.missing.iter().map(missing).collect::<Vec<_>>().join("; ")),
        ("Warnings", or_none(report.warnings.join("; "))),
        ("Rules", rules.join(", ")),
        ("Content hash", report.content.clone()),
    ]
}
