//! One self-contained page: no script, nothing loaded, readable by keyboard, screen reader and printer.

/// Text as it may stand in a page. What could hide or turn round the text about it is shown as such.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || caldicott_model::document::is_bidi_control(c) => {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    out
}

/// A whole page around a body that is escaped already.
pub(super) fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// A section with a heading, its body escaped already; nothing where there is no body.
pub(super) fn section(heading: &str, body: &str) -> String {
    if body.is_empty() {
        return String::new();
    }
    format!("<section>\n<h2>{}</h2>\n{body}</section>\n", escape(heading))
}

/// A paragraph of plain text.
pub(super) fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escape(text))
}

/// A list of plain texts; nothing where there is none.
pub(super) fn list<'t>(items: impl IntoIterator<Item = &'t str>) -> String {
    let items: Vec<String> =
        items.into_iter().map(|item| format!("<li>{}</li>\n", escape(item))).collect();
    if items.is_empty() { String::new() } else { format!("<ul>\n{}</ul>\n", items.concat()) }
}

const STYLE: &str = "
:root{color-scheme:light dark;--line:#767676;--soft:#f3f2f1;--ink:#0b0c0c;--paper:#fff}
@media(prefers-color-scheme:dark){:root{--line:#8a8f94;--soft:#22262a;--ink:#f2f2f2;--paper:#121416}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.1rem/1.6 system-ui,sans-serif}
main{max-width:44rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.7rem;line-height:1.2}h2{margin-top:1.8rem;font-size:1.2rem;border-bottom:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.2rem 0 .2rem}
p,ul,table{margin:.4rem 0 .8rem}li{margin:.2rem 0}
.answer{border:3px solid var(--ink);padding:.6rem 1rem;font-size:1.3rem;font-weight:700}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
thead th{background:var(--soft)}
@media print{body{font-size:11pt}main{max-width:none;padding:0}h2{break-after:avoid}tr,li,section{break-inside:avoid}}
";
