//! One self-contained page: no script, no link out, readable by keyboard, screen reader and printer.

/// Text as it may stand in a page.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
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

/// A whole page around a body that is escaped already.
pub(crate) fn page(title: &str, body: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">Skip to the content</a>\n\
         <main id=\"main\">\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// A fragment name made of letters, digits and hyphens only.
pub(crate) fn anchor(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect()
}

const STYLE: &str = "
:root{color-scheme:light dark;--line:#767676;--soft:#f3f2f1;--ink:#0b0c0c;--paper:#fff;--link:#1d4f8c}
@media(prefers-color-scheme:dark){:root{--line:#8a8f94;--soft:#22262a;--ink:#f2f2f2;--paper:#121416;--link:#9ec5ff}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.5rem}
a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem}
h1{font-size:1.8rem;line-height:1.2}h2{margin-top:2.2rem;border-bottom:2px solid var(--line)}
h3{margin-bottom:.2rem;font-size:1.05rem}p{margin:.3rem 0 .8rem}
.rules{font-size:.9rem}.rules::before{content:'Rules: ';font-weight:600}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:600;padding:.4rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
thead th{background:var(--soft)}td.n{text-align:right;font-variant-numeric:tabular-nums}
pre{overflow-x:auto;background:var(--soft);padding:.6rem}
@media print{body{font-size:10pt}h2{break-after:avoid}tr,section{break-inside:avoid}}
";
