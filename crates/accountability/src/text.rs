//! Writing records for people: Markdown and accessible HTML from one outline.

use core::fmt::Write as _;

/// A record as an outline, from which every form is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    title: String,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
enum Block {
    Heading(String),
    Facts(Vec<(String, String)>),
    List(Vec<String>),
    Table { caption: String, head: Vec<String>, rows: Vec<Vec<String>> },
    Words(String),
}

impl Outline {
    pub(crate) fn new(title: &str) -> Self {
        Self { title: title.to_owned(), blocks: Vec::new() }
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.blocks.push(Block::Heading(text.to_owned()));
    }

    pub(crate) fn words(&mut self, text: &str) {
        self.blocks.push(Block::Words(text.to_owned()));
    }

    /// Facts that are there; what is not is left out.
    pub(crate) fn facts(&mut self, facts: &[(&str, Option<String>)]) {
        let told: Vec<_> = facts
            .iter()
            .filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)))
            .collect();
        if !told.is_empty() {
            self.blocks.push(Block::Facts(told));
        }
    }

    pub(crate) fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    pub(crate) fn table(&mut self, caption: &str, head: &[&str], rows: Vec<Vec<String>>) {
        if !rows.is_empty() {
            let head = head.iter().map(|cell| (*cell).to_owned()).collect();
            self.blocks.push(Block::Table { caption: caption.to_owned(), head, rows });
        }
    }

    pub(crate) fn markdown(&self) -> String {
        let mut out = format!("# {}\n", marked(&self.title));
        for block in &self.blocks {
            out.push('\n');
            match block {
                Block::Heading(text) => line(&mut out, format_args!("## {}", marked(text))),
                Block::Words(text) => line(&mut out, format_args!("{}", marked(text))),
                Block::Facts(facts) => {
                    for (name, value) in facts {
                        line(&mut out, format_args!("- **{}:** {}", marked(name), marked(value)));
                    }
                }
                Block::List(items) => {
                    for item in items {
                        line(&mut out, format_args!("- {}", marked(item)));
                    }
                }
                Block::Table { caption, head, rows } => {
                    line(&mut out, format_args!("{}\n", marked(caption)));
                    row(&mut out, head);
                    line(&mut out, format_args!("|{}", " --- |".repeat(head.len())));
                    for cells in rows {
                        row(&mut out, cells);
                    }
                }
            }
        }
        out
    }

    /// A whole page: language, one main heading, headings in order, tables with captions and scopes, no
    /// script, no style from elsewhere, nothing said by colour.
    pub(crate) fn html(&self) -> String {
        let title = escaped(&self.title);
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        );
        for block in &self.blocks {
            match block {
                Block::Heading(text) => line(&mut out, format_args!("<h2>{}</h2>", escaped(text))),
                Block::Words(text) => line(&mut out, format_args!("<p>{}</p>", escaped(text))),
                Block::Facts(facts) => {
                    out.push_str("<dl>\n");
                    for (name, value) in facts {
                        let (name, value) = (escaped(name), escaped(value));
                        line(&mut out, format_args!("<dt>{name}</dt>\n<dd>{value}</dd>"));
                    }
                    out.push_str("</dl>\n");
                }
                Block::List(items) => {
                    out.push_str("<ul>\n");
                    for item in items {
                        line(&mut out, format_args!("<li>{}</li>", escaped(item)));
                    }
                    out.push_str("</ul>\n");
                }
                Block::Table { caption, head, rows } => {
                    let caption = escaped(caption);
                    line(
                        &mut out,
                        format_args!("<table>\n<caption>{caption}</caption>\n<thead>\n<tr>"),
                    );
                    for cell in head {
                        line(&mut out, format_args!("<th scope=\"col\">{}</th>", escaped(cell)));
                    }
                    out.push_str("</tr>\n</thead>\n<tbody>\n");
                    for cells in rows {
                        out.push_str("<tr>\n");
                        for (place, cell) in cells.iter().enumerate() {
                            let cell = escaped(cell);
                            if place == 0 {
                                line(&mut out, format_args!("<th scope=\"row\">{cell}</th>"));
                            } else {
                                line(&mut out, format_args!("<td>{cell}</td>"));
                            }
                        }
                        out.push_str("</tr>\n");
                    }
                    out.push_str("</tbody>\n</table>\n");
                }
            }
        }
        out.push_str("</main>\n</body>\n</html>\n");
        out
    }
}

fn line(out: &mut String, text: core::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = out.write_fmt(text);
    out.push('\n');
}

fn row(out: &mut String, cells: &[String]) {
    out.push('|');
    for cell in cells {
        let _ = write!(out, " {} |", marked(cell).replace('|', "\\|"));
    }
    out.push('\n');
}

/// Text in which nothing is markup, for HTML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Text in which nothing is markup, for Markdown: on one line.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '!' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Text without what could hide or reorder it.
fn visible(text: &str) -> String {
    let hides = |c: char| {
        (c.is_control() && !c.is_whitespace())
            || caldicott_model::document::is_bidi_control(c)
            || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
    };
    text.chars().map(|c| if hides(c) { '\u{fffd}' } else { c }).collect()
}

const STYLE: &str = "body{font:1.1rem/1.5 sans-serif;color:#111;background:#fff;margin:0}\
main{max-width:60rem;margin:0 auto;padding:1rem}table{border-collapse:collapse;width:100%;margin:1rem 0}\
caption{text-align:left;font-weight:bold;padding:.3rem 0}\
th,td{border:1px solid #555;padding:.3rem .5rem;text-align:left;vertical-align:top}dt{font-weight:bold}";

#[cfg(test)]
mod tests {
    use super::Outline;

    #[test]
    fn nothing_in_a_text_becomes_markup() {
        let nasty = "<script>x</script> & \"q\" 'a' | `b` *c* \u{202e}d\n# e";
        let mut outline = Outline::new(nasty);
        outline.heading(nasty);
        outline.words(nasty);
        outline.facts(&[(nasty, Some(nasty.to_owned()))]);
        outline.list(vec![nasty.to_owned()]);
        outline.table(nasty, &[nasty, "b"], vec![vec![nasty.to_owned(), nasty.to_owned()]]);
        let html = outline.html();
        assert!(!html.contains("<script") && !html.contains('\u{202e}') && !html.contains("'a'"));
        let markdown = outline.markdown();
        assert!(!markdown.contains("<script") && !markdown.contains("\n# e"));
        let rows: Vec<_> = markdown.lines().filter(|line| line.starts_with('|')).collect();
        // The bars of the table are the only ones that are not escaped.
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 3, "{row}");
        }
    }
}
