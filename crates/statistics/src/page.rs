//! Pages for a browser: the report that a person reads and signs, and what a careless table would have
//! told. Both stay inside. Nothing in them is fetched from elsewhere.

mod plot;
mod sums;

use std::fmt::Write as _;

use crate::release::Escaped;
use crate::{InternalFinding, NullPolicy, Publication, Report, Signature};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;\
color:#1a1a1a;background:#fff}table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;\
font-weight:600}th,td{border:1px solid #767676;padding:.25rem .6rem;text-align:right}th{text-align:left;\
background:#f2f2f2}abbr{text-decoration:none}dt{font-weight:600}dd{margin:0 0 .6rem}svg{max-width:100%;\
height:auto}.inside{border:3px solid #8a1c1c;padding:.6rem 1rem}";

/// A whole page around what is said.
pub(crate) fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        Escaped(title)
    )
}

/// Said at the head of every page that tells more than what is published.
pub(crate) const INSIDE: &str = "<p class=\"inside\"><strong>For use inside.</strong> This page tells more than what is \
published.</p>\n";

impl Publication {
    /// The release report as a page: the table, plots of it and of what was hidden, how it was made and
    /// attacked, and what a person still has to sign.
    #[must_use]
    pub fn report_page(&self) -> String {
        let title = format!("Release report: {}", self.release.title());
        let mut body = format!("<h1>{}</h1>\n{INSIDE}", Escaped(&title));
        body.push_str("<h2>What is published</h2>\n");
        body.push_str(&self.release.to_html());
        body.push_str(&plot::heat(&self.release));
        body.push_str("<h2>What was hidden</h2>\n");
        body.push_str(&plot::hidden(&self.report, &self.release));
        body.push_str("<h2>How it was made and attacked</h2>\n<dl>\n");
        for (name, value) in facts(&self.report) {
            let _ = writeln!(body, "<dt>{}</dt><dd>{}</dd>", Escaped(name), Escaped(&value));
        }
        body.push_str("</dl>\n");
        signature(&mut body, self.report.signed.as_ref());
        page(&title, &body)
    }
}

/// What a person tried and found, or that they still have to.
fn signature(body: &mut String, signed: Option<&Signature>) {
    body.push_str("<h2>Motivated intruder</h2>\n");
    match signed {
        Some(signed) => {
            let _ = writeln!(
                body,
                "<p>Signed by the {} on {}: {}</p>",
                Escaped(&signed.role),
                signed.on,
                Escaped(&signed.found)
            );
        }
        None => body.push_str(
            "<p>Not signed. A person has still to try to find somebody in the table, with what the press, \
             neighbours and social media know, and to sign what came of it.</p>\n",
        ),
    }
}

/// A heading and its lines, or that there are none.
fn list(body: &mut String, heading: &str, lines: &mut dyn Iterator<Item = String>) {
    let _ = writeln!(body, "<h2>{heading}</h2>\n<ul>");
    let mut none = true;
    for line in lines {
        none = false;
        let _ = writeln!(body, "<li>{}</li>", Escaped(&line));
    }
    if none {
        body.push_str("<li>none</li>\n");
    }
    body.push_str("</ul>\n");
}

fn missing((name, policy): &(String, NullPolicy)) -> String {
    let how = match policy {
        NullPolicy::AnyValue => "may be any value, shown apart",
        NullPolicy::OwnCategory => "a category of its own",
        NullPolicy::Reject => "refused",
    };
    format!("{name}: {how}")
}

fn or_none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

fn proof(at_least: u64, is_proved: bool) -> String {
    if is_proved {
        "proved to be the least".to_owned()
    } else {
        format!("no choice costs less than {at_least}")
    }
}

impl InternalFinding {
    /// What a careless table would have told, as a page for people inside. It holds counts of few people.
    #[must_use]
    pub fn internal_page(&self, title: &str) -> String {
        let heading = format!("What a careless table would have told: {title}");
        let mut body = format!("<h1>{}</h1>\n{INSIDE}", Escaped(&heading));
        let _ = writeln!(
            body,
            "<p>With names removed and nothing else, {} counts are of one person alone. With only the {} \
             small counts hidden, {} of them come back exactly by subtraction and the rule.</p>",
            self.alone.len(),
            self.small,
            self.recovered.len()
        );
        let joined = |labels: &Vec<String>| labels.join(" × ");
        list(&mut body, "People who stand alone", &mut self.alone.iter().map(joined));
        let recovered =
            |found: &crate::Recovered| format!("{}: {}", joined(&found.cell), found.count);
        list(&mut body, "Hidden counts that come back", &mut self.recovered.iter().map(recovered));
        list(
            &mut body,
            "Groups of whom everybody is in one sensitive category",
            &mut self.homogeneous.iter().map(joined),
        );
        body.push_str("<h2>The table as it would have looked</h2>\n");
        body.push_str(&self.only_small_hidden.to_html());
        page(&heading, &body)
    }
}

fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let proof = proof(report.at_least, report.is_proved());
    let interval = report.attack.smallest_interval.map_or_else(
        || "nothing bounds what is hidden".to_owned(),
        |width| format!("{} values", width.saturating_add(1)),
    );
    let rules: Vec<&str> = report.rules.ids().collect();
    vec![
        ("Method", report.method.clone()),
        ("Profile", format!("{} ({})", report.profile.name(), report.profile.source())),
        ("Ground", report.ground.clone().unwrap_or_else(|| "none was stated".to_owned())),
        ("People, as published", report.population.to_string()),
        ("Parts of the population", or_none(report.people.join(", "))),
        ("People left out", report.left_out.clone()),
        ("Cells, totals included", report.cells.to_string()),
        ("What hiding further cells costs", format!("{} ({proof})", report.cost)),
        ("The attacker knows", report.attack.knows.join("; ")),
        ("Held against the releases", or_none(report.against.join(", "))),
        ("Not tried", report.attack.not_tried.join("; ")),
        ("Counts attacked", report.attack.attacked.to_string()),
        ("Counts found out", report.attack.recovered.to_string()),
        ("Smallest range left", interval),
        ("Ranges whose search was cut short", report.attack.incomplete.to_string()),
        (
            "Counts that a single member of a cell could find out",
            report.attack.open_to_singletons.to_string(),
        ),
        (
            "Groups shown with everybody in one sensitive category",
            report.homogeneous_shown.to_string(),
        ),
        ("Whether which cells are hidden depends on values", report.pattern.clone()),
        ("Missing values", report.missing.iter().map(missing).collect::<Vec<_>>().join("; ")),
        ("Warnings", or_none(report.warnings.join("; "))),
        ("Rules", rules.join(", ")),
        ("Content hash", report.content.clone()),
    ]
}
