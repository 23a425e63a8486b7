//! Plots as inline SVG: shapes tell as much as colours do, and what is drawn is said in words.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A combination of levels, and whether it is known to do.
type Known = (Vec<u8>, Option<bool>);

/// The combinations by how many steps they lie above the values as they are.
pub(super) fn by_height(lattice: &[Known]) -> Vec<Vec<Known>> {
    let mut rows: Vec<Vec<Known>> = Vec::new();
    for one in lattice {
        let height: usize = one.0.iter().copied().map(usize::from).sum();
        if rows.len() <= height {
            rows.resize(height + 1, Vec::new());
        }
        if let Some(row) = rows.get_mut(height) {
            row.push(one.clone());
        }
    }
    rows
}

/// The combinations of levels, the coarsest above; a line joins two that are one step apart.
pub(super) fn lattice(rows: &[Vec<Known>], found: &[usize]) -> String {
    /// More lines than these combinations have would be a web.
    const JOINED: usize = 160;
    const STEP: usize = 20;
    const DOWN: usize = 34;
    const TOP: usize = 40;
    let most = rows.iter().map(Vec::len).max().unwrap_or(1);
    let all: usize = rows.iter().map(Vec::len).sum();
    let (width, height) = ((most * STEP + 40).max(560), TOP + rows.len() * DOWN);
    let place = |row: usize, at: usize| {
        let length = rows.get(row).map_or(0, Vec::len) * STEP;
        (
            width.saturating_sub(length) / 2 + at * STEP + STEP / 2,
            TOP + (rows.len() - 1 - row) * DOWN + 16,
        )
    };
    let of = |state| rows.iter().flatten().filter(|(_, known)| *known == state).count();
    let steps: usize = found.iter().sum();
    let mut out = format!(
        "<svg role=\"img\" aria-labelledby=\"lattice-title lattice-text\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\">\n<title id=\"lattice-title\">The combinations of levels</title>\n\
         <desc id=\"lattice-text\">One mark for each of {all} combinations, those of as many steps in one row, \
         the coarsest above. {} meet what is required, {} do not, of {} it need not be known. The one found \
         is {steps} steps above the values as they are. The table below has the same figures.</desc>\n",
        of(Some(true)),
        of(Some(false)),
        of(None)
    );
    if all <= JOINED {
        out.push_str("<path fill=\"none\" stroke=\"#b8b8b8\" d=\"");
        for (number, row) in rows.iter().enumerate() {
            for (at, (node, _)) in row.iter().enumerate() {
                let above = rows.get(number + 1).into_iter().flatten().enumerate();
                for (other, _) in above.filter(|(_, (higher, _))| is_above(node, higher)) {
                    let ((x, y), (to_x, to_y)) = (place(number, at), place(number + 1, other));
                    let _ = write!(out, "M{x} {y}L{to_x} {to_y}");
                }
            }
        }
        out.push_str("\"/>\n");
    }
    for (number, row) in rows.iter().enumerate() {
        for (at, (node, known)) in row.iter().enumerate() {
            let (x, y) = place(number, at);
            let is_found = node.iter().copied().map(usize::from).eq(found.iter().copied());
            mark(x, y, *known, is_found, &mut out);
        }
    }
    let mut x = 16;
    for (words, known, is_found) in [
        ("found", Some(true), true),
        ("meets what is required", Some(true), false),
        ("does not", Some(false), false),
        ("need not be known", None, false),
    ] {
        mark(x, 16, known, is_found, &mut out);
        let _ = writeln!(out, "<text x=\"{}\" y=\"21\" font-size=\"13\">{words}</text>", x + 12);
        x += 40 + words.len() * 7;
    }
    out.push_str("</svg>\n");
    out
}

fn is_above(node: &[u8], higher: &[u8]) -> bool {
    node.iter().zip(higher).all(|(low, high)| low <= high)
}

fn mark(x: usize, y: usize, known: Option<bool>, found: bool, out: &mut String) {
    let _ = match (found, known) {
        (true, _) => writeln!(
            out,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"8\" fill=\"#1f5a96\" stroke=\"#1a1a1a\" stroke-width=\"2\"/>"
        ),
        (false, Some(true)) => writeln!(
            out,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"5\" fill=\"#fff\" stroke=\"#1f5a96\" stroke-width=\"2\"/>"
        ),
        (false, Some(false)) => writeln!(
            out,
            "<path d=\"M{} {}l8 8m0 -8l-8 8\" stroke=\"#8a1c1c\" stroke-width=\"2\"/>",
            x - 4,
            y - 4
        ),
        (false, None) => {
            writeln!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"2\" fill=\"#5a5a5a\"/>")
        }
    };
}

/// Sizes of classes from which one on a bar stands for.
const FROM: [u64; 10] = [1, 2, 3, 5, 10, 20, 50, 100, 1_000, 10_000];

/// How many records are in classes of which sizes, before and after.
pub(super) fn classes(before: &BTreeMap<u64, u64>, after: &BTreeMap<u64, u64>) -> String {
    let bars: Vec<(String, [u64; 2])> = FROM
        .iter()
        .enumerate()
        .map(|(place, from)| {
            let until = FROM.get(place + 1).map_or(u64::MAX, |next| next - 1);
            let name = match (*from, until) {
                (from, until) if from == until => from.to_string(),
                (from, u64::MAX) => format!("{from} or more"),
                (from, until) => format!("{from}-{until}"),
            };
            let of = |sizes: &BTreeMap<u64, u64>| sizes.range(from..=&until).map(|(_, n)| n).sum();
            (name, [of(before), of(after)])
        })
        .collect();
    let last = bars.iter().rposition(|(_, both)| both.iter().any(|n| *n > 0)).unwrap_or(0);
    let most = bars.iter().flat_map(|(_, both)| both).copied().max().unwrap_or(0).max(1);
    let height = (last + 1) * 48 + 40;
    let mut out = format!(
        "<svg role=\"img\" aria-labelledby=\"sizes-title sizes-text\" viewBox=\"0 0 640 {height}\" \
         width=\"640\">\n<title id=\"sizes-title\">Records by how many look like them</title>\n\
         <desc id=\"sizes-text\">"
    );
    for (name, [was, is]) in bars.iter().take(last + 1) {
        let _ = write!(out, "In classes of {name}: {was} records before, {is} after. ");
    }
    out.push_str(
        "</desc>\n<text x=\"0\" y=\"18\" font-size=\"14\">records in classes of</text>\
         <rect x=\"180\" y=\"6\" width=\"14\" height=\"14\" fill=\"#fff\" stroke=\"#4a4a4a\"/>\
         <text x=\"200\" y=\"18\" font-size=\"14\">before</text>\
         <rect x=\"270\" y=\"6\" width=\"14\" height=\"14\" fill=\"#1f5a96\" stroke=\"#1f5a96\"/>\
         <text x=\"290\" y=\"18\" font-size=\"14\">after</text>\n",
    );
    for (place, (name, both)) in bars.iter().take(last + 1).enumerate() {
        let top = 34 + place * 48;
        let _ = writeln!(
            out,
            "<text x=\"130\" y=\"{}\" font-size=\"14\" text-anchor=\"end\">{name}</text>",
            top + 25
        );
        let looks = [("#fff", "#4a4a4a"), ("#1f5a96", "#1f5a96")];
        for ((count, (fill, stroke)), y) in both.iter().zip(looks).zip([top, top + 20]) {
            let long = u128::from(*count) * 400 / u128::from(most);
            let _ = writeln!(
                out,
                "<rect x=\"140\" y=\"{y}\" width=\"{long}\" height=\"16\" fill=\"{fill}\" stroke=\"{stroke}\"/>\
                 <text x=\"{}\" y=\"{}\" font-size=\"13\">{count}</text>",
                146 + long,
                y + 13
            );
        }
    }
    out.push_str("</svg>\n");
    out
}
