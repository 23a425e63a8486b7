//! The page that a demonstration leaves.

use std::collections::BTreeSet;

use crate::support::demonstration;

fn page() -> String {
    std::fs::read_to_string(demonstration().join("report.html")).unwrap()
}

/// The start tags of the page in order: name and attributes as written.
fn tags(page: &str) -> Vec<(String, String)> {
    // Styles hold `>` and no tags.
    let body =
        page.replace(page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0, "");
    body.split('<')
        .skip(1)
        .filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(|part| {
            let (tag, _) = part.split_once('>').unwrap();
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            (name.trim_end_matches('/').to_owned(), attributes.to_owned())
        })
        .collect()
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let from = format!(" {attributes}");
    let place = from.find(&format!(" {name}=\""))?;
    attributes.get(place + name.len() + 2..)?.split('"').next()
}

#[test]
fn it_runs_nothing_and_fetches_nothing() {
    let page = page();
    let tags = tags(&page);
    assert!(!page.contains("<script"));
    for (name, attributes) in &tags {
        assert!(
            !["script", "link", "iframe", "img", "object", "form", "base"].contains(&name.as_str())
        );
        assert!(!attributes.split(' ').any(|one| one.starts_with("on")), "{attributes}");
        for loading in ["src", "srcset", "action", "data", "poster", "style"] {
            assert_eq!(attribute(attributes, loading), None, "<{name} {attributes}>");
        }
        if let Some(target) = attribute(attributes, "href") {
            assert!(target.starts_with('#'), "{target}");
        }
    }
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert!(!style.contains("url(") && !style.contains("@import"));
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn every_anchor_leads_somewhere_and_no_id_stands_twice() {
    let page = page();
    let tags = tags(&page);
    let ids: Vec<&str> =
        tags.iter().filter_map(|(_, attributes)| attribute(attributes, "id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "{ids:?}");
    let mut anchors = 0;
    for (_, attributes) in &tags {
        if let Some(target) = attribute(attributes, "href") {
            assert!(unique.contains(&target[1..]), "{target}");
            anchors += 1;
        }
        for label in ["aria-labelledby", "aria-describedby"] {
            if let Some(target) = attribute(attributes, label) {
                assert!(target.split(' ').all(|id| unique.contains(id)), "{target}");
            }
        }
    }
    assert!(anchors > 5);
}

#[test]
fn it_has_a_language_a_title_one_main_heading_and_skips_no_level() {
    let page = page();
    assert!(page.starts_with("<!DOCTYPE html>"), "{}", &page[..60]);
    let tags = tags(&page);
    let count = |wanted: &str| tags.iter().filter(|(name, _)| name == wanted).count();
    assert_eq!((count("h1"), count("main"), count("title"), count("header")), (1, 1, 1, 1));
    let (_, html) = tags.iter().find(|(name, _)| name == "html").unwrap();
    assert_eq!(attribute(html, "lang"), Some("en-GB"));
    let mut last = 0;
    for (name, _) in &tags {
        let level = name.strip_prefix('h').and_then(|level| level.parse::<u32>().ok());
        if let Some(level) = level {
            assert!(level <= last + 1, "h{level} after h{last}");
            last = level;
        }
    }
}

#[test]
fn every_table_has_a_caption_and_every_head_cell_a_scope() {
    let page = page();
    let tables: Vec<&str> = page.split("<table").skip(1).collect();
    assert!(tables.len() >= 6, "{}", tables.len());
    for table in tables {
        let table = table.split_once("</table>").unwrap().0;
        let (_, content) = table.split_once('>').unwrap();
        let caption = content.trim_start().strip_prefix("<caption>").unwrap();
        assert!(!caption.starts_with("</caption>"), "an empty caption");
        let mut heads = 0;
        for (name, attributes) in tags(&format!("<style></style>{content}")) {
            if name == "th" {
                let scope = attribute(&attributes, "scope");
                assert!(
                    ["col", "row", "colgroup", "rowgroup"].contains(&scope.unwrap_or("")),
                    "{content}"
                );
                heads += 1;
            }
        }
        assert!(heads > 1, "{content}");
    }
}

#[test]
fn what_scrolls_can_be_reached_by_keyboard_and_has_a_name() {
    let page = page();
    for (name, attributes) in tags(&page) {
        if attribute(&attributes, "class")
            .is_some_and(|class| class.split(' ').any(|one| one == "scroll"))
        {
            assert_eq!(attribute(&attributes, "tabindex"), Some("0"), "<{name} {attributes}>");
            assert!(attribute(&attributes, "aria-label").is_some_and(|label| !label.is_empty()));
        }
    }
}

#[test]
fn every_element_that_opens_is_closed_in_order() {
    const VOID: [&str; 4] = ["meta", "br", "hr", "wbr"];
    let page = page();
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0.to_owned();
    let page = page.replace(&style, "");
    let mut open: Vec<&str> = Vec::new();
    for part in page.split('<').skip(1) {
        let tag = part.split_once('>').unwrap().0;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed at: <{part}");
        } else if !tag.starts_with('!') {
            let name = tag.split([' ', '/']).next().unwrap();
            if !VOID.contains(&name) {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
}
