//! Plots as inline SVG. The one of the table is drawn from what is published and from nothing else.
#![expect(clippy::cast_precision_loss, reason = "places on a page")]

use std::fmt::Write as _;

use crate::release::Escaped;
use crate::{Release, Report, Shown, SumRelease, SumReport};

/// The most cells that are drawn: more would be dots.
const MOST: usize = 1024;

/// The table as shades: the more people, the darker; hidden cells hatched.
pub(super) fn heat(release: &Release) -> String {
    let figure = |cell: &Shown| match cell {
        Shown::Figure(figure) => Some(*figure),
        Shown::Hidden | Shown::HiddenForOthers => None,
    };
    let figures: Vec<Option<u64>> = release.cells().iter().map(figure).collect();
    shades(release.labels(), &figures, "the more people")
}

/// The same of sums.
pub(super) fn heat_of_sums(release: &SumRelease) -> String {
    let figures: Vec<Option<u64>> = release.cells().iter().map(|cell| cell.sum).collect();
    shades(release.labels(), &figures, "the larger the sum")
}

fn shades(labels: &[Vec<String>], figures: &[Option<u64>], dark: &str) -> String {
    let across = labels.last().map_or(0, Vec::len);
    if across == 0 || figures.len() > MOST {
        return String::new();
    }
    let down = figures.len() / across;
    // Totals would outshine everything else.
    let is_total = |number: usize| {
        let mut rest = number;
        labels.iter().rev().any(|labels| {
            let at = rest % labels.len().max(1);
            rest /= labels.len().max(1);
            at + 1 == labels.len()
        })
    };
    let inner = figures.iter().enumerate().filter(|(number, _)| !is_total(*number));
    let most = inner.filter_map(|(_, figure)| *figure).max().unwrap_or(0).max(1);
    let (width, height, left, top) = (64, 26, 8, 30);
    let mut out = format!(
        "<svg role=\"img\" aria-labelledby=\"heat-title heat-text\" viewBox=\"0 0 {} {}\" width=\"{}\">\n\
         <title id=\"heat-title\">The published table as shades</title>\n\
         <desc id=\"heat-text\">One box for each cell, {down} lines of {across}; {dark}, the darker; \
         a crossed box is not shown. The table above has the same figures.</desc>\n",
        left * 2 + across * width,
        top + down * height + 8,
        left * 2 + across * width,
    );
    for (number, cell) in figures.iter().enumerate() {
        let (x, y) = (left + number % across * width, top + number / across * height);
        match cell {
            Some(figure) => {
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
            None => {
                let _ = writeln!(
                    out,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" stroke=\"#4a4a4a\" \
                     fill=\"#fff\"/><path d=\"M{x} {y}l{width} {height}\" stroke=\"#4a4a4a\"/>"
                );
            }
        }
    }
    for (place, label) in labels.last().into_iter().flatten().enumerate() {
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
    bars(&[
        ("shown", shown),
        ("hidden as small", report.hidden_as_small),
        ("hidden to protect those", report.hidden_for_small),
        ("hidden as one sensitive category", report.hidden_as_homogeneous),
        ("hidden to protect those groups", report.hidden_for_homogeneous),
    ])
}

/// The same of sums.
pub(super) fn hidden_sums(report: &SumReport, release: &SumRelease) -> String {
    let shown = release.cells().iter().filter(|cell| cell.sum.is_some()).count();
    bars(&[
        ("shown", shown),
        ("hidden as few people", report.hidden_as_small),
        ("hidden as a sensitive sum", report.hidden_as_sensitive),
        ("hidden as one sensitive category", report.hidden_as_homogeneous),
        ("hidden to protect people", report.hidden_for_people),
        ("hidden to protect sums", report.hidden_for_sums),
    ])
}

fn bars(bars: &[(&str, usize)]) -> String {
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
    for (place, (name, count)) in bars.iter().enumerate() {
        let y = place * 28 + 4;
        let width = (*count as f64 / most as f64 * 300.0).round();
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
