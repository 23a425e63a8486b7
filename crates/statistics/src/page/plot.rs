//! Plots as inline SVG. The one of the table is drawn from what is published and from nothing else.
#![expect(clippy::cast_precision_loss, reason = "places on a page")]

use std::fmt::Write as _;

use crate::release::Escaped;
use crate::{Release, Report, Shown};

/// The most cells that are drawn: more would be dots.
const MOST: usize = 1024;

/// The table as shades: the more people, the darker; hidden cells hatched.
pub(super) fn heat(release: &Release) -> String {
    let across = release.labels().last().map_or(0, Vec::len);
    let cells = release.cells();
    if across == 0 || cells.len() > MOST {
        return String::new();
    }
    let down = cells.len() / across;
    // Totals would outshine everything else.
    let figure = |cell: &Shown| match cell {
        Shown::Figure(figure) => *figure,
        Shown::Hidden | Shown::HiddenForOthers => 0,
    };
    let is_total = |number: usize| {
        let mut rest = number;
        release.labels().iter().rev().any(|labels| {
            let at = rest % labels.len().max(1);
            rest /= labels.len().max(1);
            at + 1 == labels.len()
        })
    };
    let inner = cells.iter().enumerate().filter(|(number, _)| !is_total(*number));
    let most = inner.map(|(_, cell)| figure(cell)).max().unwrap_or(0).max(1);
    let (width, height, left, top) = (64, 26, 8, 30);
    let mut out = format!(
        "<svg role=\"img\" aria-labelledby=\"heat-title heat-text\" viewBox=\"0 0 {} {}\" width=\"{}\">\n\
         <title id=\"heat-title\">The published table as shades</title>\n\
         <desc id=\"heat-text\">One box for each cell, {down} lines of {across}; the more people, the darker; \
         a crossed box is not shown. The table above has the same figures.</desc>\n",
        left * 2 + across * width,
        top + down * height + 8,
        left * 2 + across * width,
    );
    for (number, cell) in cells.iter().enumerate() {
        let (x, y) = (left + number % across * width, top + number / across * height);
        match cell {
            Shown::Figure(figure) => {
                let share = (*figure as f64 / most as f64).min(1.0).sqrt();
                let light = (95.0 - 55.0 * share).round();
                let ink = if light < 62.0 { "#fff" } else { "#1a1a1a" };
                let _ = writeln!(
                    out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" stroke=\"#fff\" \
                     fill=\"hsl(210 60% {light}%)\"/><text x=\"{}\" y=\"{}\" font-size=\"12\" \
                     text-anchor=\"middle\" fill=\"{ink}\">{figure}</text>",
                    x + width / 2,
                    y + 17
                );
            }
            Shown::Hidden | Shown::HiddenForOthers => {
                let _ = writeln!(
                    out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" stroke=\"#4a4a4a\" \
                     fill=\"#fff\"/><path d=\"M{x} {y}l{width} {height}\" stroke=\"#4a4a4a\"/>"
                );
            }
        }
    }
    for (place, label) in release.labels().last().into_iter().flatten().enumerate() {
        let short: String = label.chars().take(9).collect();
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"20\" font-size=\"12\" text-anchor=\"middle\">{}</text>",
            left + place * width + width / 2,
            Escaped(&short)
        );
    }
    out.push_str("</svg>\n");
    out
}

/// How many cells are shown, and hidden for which reason.
pub(super) fn hidden(report: &Report, release: &Release) -> String {
    let shown = release.cells().iter().filter(|cell| matches!(cell, Shown::Figure(_))).count();
    let bars = [
        ("shown", shown),
        ("hidden as small", report.hidden_as_small),
        ("hidden to protect those", report.hidden_for_small),
        ("hidden as one sensitive category", report.hidden_as_homogeneous),
        ("hidden to protect those groups", report.hidden_for_homogeneous),
    ];
    let most = bars.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let mut out = format!(
        "<svg role=\"img\" aria-labelledby=\"why-title why-text\" viewBox=\"0 0 640 {}\" width=\"640\">\n\
         <title id=\"why-title\">Cells by why they are hidden</title>\n<desc id=\"why-text\">",
        bars.len() * 28 + 8
    );
    for (name, count) in bars {
        let _ = write!(out, "{name}: {count}. ");
    }
    out.push_str("</desc>\n");
    for (place, (name, count)) in bars.into_iter().enumerate() {
        let y = place * 28 + 4;
        let width = (count as f64 / most as f64 * 300.0).round();
        let _ = writeln!(
            out,
            "<text x=\"250\" y=\"{}\" font-size=\"14\" text-anchor=\"end\">{name}</text>\
             <rect x=\"260\" y=\"{y}\" width=\"{width}\" height=\"20\" fill=\"#1f5a96\"/>\
             <text x=\"{}\" y=\"{}\" font-size=\"14\">{count}</text>",
            y + 15,
            266.0 + width,
            y + 15
        );
    }
    out.push_str("</svg>\n");
    out
}
