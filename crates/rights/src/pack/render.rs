//! The pack as JSON and as a page.

use std::ops::Range;

use caldicott_calendar::Day;

use super::check::Place;

pub(super) const FORMAT: &str = "caldicott-access-pack/1";
/// The note at the front (F-004): that something was taken out, and not what.
pub(super) const NOTE: &str = "Some information has been taken out of this pack because the law protects it. \
    Where that was within a text, the text says [removed]. You may complain about this: see your rights below.";
pub(super) const NOTHING: &str = "We hold no records about you that can be given.";

/// What a pack says.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Document {
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "the page has none"))]
    pub(super) format: &'static str,
    pub(super) prepared_on: Day,
    pub(super) person: String,
    pub(super) controller: String,
    pub(super) contact: String,
    pub(super) note: Option<&'static str>,
    pub(super) information: Vec<Point>,
    pub(super) rights: Vec<String>,
    pub(super) search: Vec<Point>,
    pub(super) items: Vec<Shown>,
}

/// A heading of the form and what stands under it.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Point {
    pub(super) heading: &'static str,
    pub(super) says: Vec<String>,
}

/// An item as it is given. The host's id is kept beside it for the check, and never written.
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct Shown {
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) id: String,
    pub(super) title: String,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) dated: Option<Day>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) file_name: Option<String>,
    pub(super) fields: Vec<ShownField>,
}

#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub(super) struct ShownField {
    pub(super) name: String,
    pub(super) text: String,
}

impl Document {
    /// Every text that was filled in from records or by staff, and where.
    pub(super) fn strings(&self) -> Vec<(Place, &str)> {
        let mut all = vec![(Place::Front, self.person.as_str())];
        for point in &self.information {
            all.extend(point.says.iter().map(|text| (Place::Information, text.as_str())));
        }
        for point in &self.search {
            all.extend(point.says.iter().map(|text| (Place::Search, text.as_str())));
        }
        for item in &self.items {
            let place = || Place::Item(item.id.clone());
            all.push((place(), item.title.as_str()));
            all.extend(item.file_name.iter().map(|name| (place(), name.as_str())));
            for field in &item.fields {
                all.push((place(), field.name.as_str()));
                all.push((place(), field.text.as_str()));
            }
        }
        all
    }

    /// What the controller says of itself, the same in every pack.
    pub(super) fn vouched(&self) -> Vec<&str> {
        [&self.controller, &self.contact]
            .into_iter()
            .chain(&self.rights)
            .map(String::as_str)
            .collect()
    }

    /// The texts of the form itself.
    #[cfg_attr(
        not(feature = "serde"),
        expect(dead_code, reason = "it is for the check of the JSON")
    )]
    pub(super) fn form(&self) -> Vec<String> {
        let headings =
            self.information.iter().chain(&self.search).map(|point| point.heading.to_owned());
        let days = self.items.iter().filter_map(|item| item.dated).chain([self.prepared_on]);
        let fixed = [FORMAT, NOTE, NOTHING].map(str::to_owned);
        headings.chain(days.map(|day| day.to_string())).chain(fixed).collect()
    }
}

/// A page, with the places that were filled in.
pub(super) struct Html {
    text: String,
    filled_in: Vec<Range<usize>>,
}

impl Html {
    pub(super) fn of(document: &Document) -> Self {
        let mut page = Self { text: String::new(), filled_in: Vec::new() };
        page.write(document);
        page
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Whether a part of the page lies in something that was filled in. What would have to be read across two
    /// fields is no name: they are shown apart.
    pub(super) fn is_filled_in(&self, range: &Range<usize>) -> bool {
        let touches = |filled: &&Range<usize>| range.start < filled.end && filled.start < range.end;
        self.filled_in.iter().filter(touches).count() == 1
    }

    fn form(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn vouched(&mut self, text: &str) {
        escape(text, &mut self.text);
    }

    fn fill(&mut self, text: &str) {
        let start = self.text.len();
        escape(text, &mut self.text);
        self.filled_in.push(start..self.text.len());
    }

    fn write(&mut self, document: &Document) {
        self.form(HEAD);
        self.form("<h1>Your data</h1>\n<p>Prepared for ");
        self.fill(&document.person);
        self.form(" on <time>");
        self.form(&document.prepared_on.to_string());
        self.form("</time> by ");
        self.vouched(&document.controller);
        self.form(", ");
        self.vouched(&document.contact);
        self.form(".</p>\n");
        if let Some(note) = document.note {
            self.form("<p class=\"note\" role=\"note\">");
            self.form(note);
            self.form("</p>\n");
        }
        self.form("<section aria-labelledby=\"records\"><h2 id=\"records\">Your records</h2>\n");
        if document.items.is_empty() {
            self.form("<p>");
            self.form(NOTHING);
            self.form("</p>\n");
        }
        for item in &document.items {
            self.item(item);
        }
        self.form("</section>\n<section aria-labelledby=\"processing\"><h2 id=\"processing\">What we do with your data</h2>\n");
        self.points(&document.information);
        self.form("</section>\n<section aria-labelledby=\"search\"><h2 id=\"search\">Where we looked</h2>\n");
        self.points(&document.search);
        self.form("</section>\n<section aria-labelledby=\"rights\"><h2 id=\"rights\">Your rights</h2>\n<ul>\n");
        for line in &document.rights {
            self.form("<li>");
            self.vouched(line);
            self.form("</li>\n");
        }
        self.form("</ul></section>\n</main>\n</body>\n</html>\n");
    }

    fn item(&mut self, item: &Shown) {
        self.form("<article><h3>");
        self.fill(&item.title);
        self.form("</h3>\n");
        if let Some(dated) = item.dated {
            self.form("<p><time>");
            self.form(&dated.to_string());
            self.form("</time></p>\n");
        }
        if let Some(name) = &item.file_name {
            self.form("<p>From the file ");
            self.fill(name);
            self.form("</p>\n");
        }
        self.form("<dl>\n");
        for field in &item.fields {
            self.form("<dt>");
            self.fill(&field.name);
            self.form("</dt>\n<dd>");
            self.fill(&field.text);
            self.form("</dd>\n");
        }
        self.form("</dl></article>\n");
    }

    fn points(&mut self, points: &[Point]) {
        for point in points {
            self.form("<h3>");
            self.form(point.heading);
            self.form("</h3>\n<ul>\n");
            for line in &point.says {
                self.form("<li>");
                self.fill(line);
                self.form("</li>\n");
            }
            self.form("</ul>\n");
        }
    }
}

/// Writes text into a page: what steers the page or the direction of reading is shown and not obeyed.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                out.push_str(&format!("[U+{:04X}]", u32::from(c)));
            }
            c if c.is_control() => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
            c => out.push(c),
        }
    }
}

const HEAD: &str = "<!DOCTYPE html>
<html lang=\"en-GB\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<meta name=\"robots\" content=\"noindex\">
<title>Your data</title>
<style>
body { font: 1.1rem/1.5 sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; color: #111; background: #fff; }
a { color: #003c8f; } a:focus { outline: 3px solid #b35a00; }
.note { border-left: .4rem solid #003c8f; padding: .5rem 1rem; background: #eef3fb; }
dt { font-weight: bold; } dd { margin: 0 0 1rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
article { border-top: 1px solid #7a7a7a; }
</style>
</head>
<body>
<a href=\"#content\">Skip to your data</a>
<main id=\"content\">
";
