//! An organisation's own grid.

use caldicott_accountability::{Asks, Grid};

use crate::support::read;

const BANDS: &str = "[[band]]\nname = \"green\"\nasks = \"accept\"\nleast = 1\nmost = 2\n\
                     [[band]]\nname = \"red\"\nasks = \"stop\"\nleast = 3\nmost = 6\n";
const AXES: &str = "name = \"own\"\nimpact = [\"small\", \"large\"]\n\
                    likelihood = [\"seldom\", \"often\", \"always\"]\n";

fn grid(text: &str) -> Result<Grid, Vec<String>> {
    read(text, Grid::read)
}

#[test]
fn an_own_grid_is_read_by_scores_or_by_rows() {
    let scored = grid(&format!("{AXES}{BANDS}")).unwrap();
    assert_eq!(scored.score(1, 1), Some(4));
    assert_eq!(scored.band(scored.band_of_score(4).unwrap()).unwrap().asks(), Asks::Stop);
    assert_eq!(scored.band_of_score(5), None);
    let narrow = BANDS.replace("most = 2", "most = 1").replace("least = 3", "least = 2");
    assert!(grid(&format!("{AXES}{narrow}")).is_ok(), "a band of one score");
    let rows = "[[band]]\nname = \"green\"\nasks = \"accept\"\n[[band]]\nname = \"red\"\nasks = \"stop\"\n\
                [[row]]\nimpact = \"large\"\nbands = [\"green\", \"red\", \"red\"]\n\
                [[row]]\nimpact = \"small\"\nbands = [\"green\", \"green\", \"red\"]\n";
    let told = grid(&format!("{AXES}{rows}")).unwrap();
    assert!(!told.has_scores());
    assert_eq!(told.cell(0, 1).unwrap().exactly(), Some(0));
    assert_eq!(told.cell(1, 1).unwrap().exactly(), Some(1));
}

#[test]
fn a_grid_that_leaves_a_risk_unrated_or_falls_is_refused() {
    let cases = [
        (
            format!("{AXES}[[band]]\nname = \"green\"\nasks = \"accept\"\nleast = 1\nmost = 6\n"),
            "2 to 10 bands",
        ),
        // 6 has no band.
        (format!("{AXES}{}", BANDS.replace("most = 6", "most = 5")), "score `6` is in no band"),
        // 2 has two.
        (format!("{AXES}{}", BANDS.replace("least = 3", "least = 2")), "score `2` is in two bands"),
        (format!("{AXES}{}", BANDS.replace("least = 3", "least = 9")), "a `least` and a `most`"),
        (format!("{AXES}{}", BANDS.replace("\"red\"", "\"Green\"")), "the same name"),
        (
            format!(
                "{AXES}{}",
                BANDS.replace("accept", "x").replace("stop", "accept").replace("\"x\"", "\"stop\"")
            ),
            "never asks for less",
        ),
        (format!("{}{BANDS}", AXES.replace("\"large\"", "\"SMALL\"")), "the same one twice"),
        (
            format!("{}{BANDS}", AXES.replace("[\"small\", \"large\"]", "[\"small\"]")),
            "names 2 to 10",
        ),
        (
            format!(
                "{AXES}[[band]]\nname = \"green\"\nasks = \"accept\"\n[[band]]\nname = \"red\"\nasks = \"stop\"\n\
                     [[row]]\nimpact = \"small\"\nbands = [\"green\", \"red\", \"green\"]\n\
                     [[row]]\nimpact = \"large\"\nbands = [\"green\", \"red\", \"red\"]\n"
            ),
            "never has a lower band",
        ),
        (
            format!(
                "{AXES}[[band]]\nname = \"green\"\nasks = \"accept\"\n[[band]]\nname = \"red\"\nasks = \"stop\"\n\
                     [[row]]\nimpact = \"small\"\nbands = [\"green\", \"red\", \"red\"]\n"
            ),
            "each impact has one row",
        ),
    ];
    for (text, says) in cases {
        let faults = grid(&text).unwrap_err().join("\n");
        assert!(faults.contains(says), "{says}: {faults}");
    }
}

#[test]
fn a_grid_has_at_most_ten_bands_and_none_of_them_asks_for_less() {
    let bands = |many: u8, asks: &dyn Fn(u8) -> &'static str| {
        let one = |n: u8| {
            format!("[[band]]\nname = \"b{n}\"\nasks = \"{}\"\nleast = {n}\nmost = {n}\n", asks(n))
        };
        let bands: String = (1..=many).map(one).collect();
        let axes = "name = \"own\"\nimpact = [\"small\", \"large\"]\n\
                    likelihood = [\"a\", \"b\", \"c\", \"d\", \"e\"]\n";
        grid(&format!("{axes}{bands}"))
    };
    assert!(bands(10, &|_| "reduce").is_ok());
    assert!(bands(11, &|_| "reduce").is_err());
    assert!(bands(10, &|n| if n < 9 { "accept" } else { "stop" }).is_ok());
    let falls = bands(10, &|n| if n == 9 { "accept" } else { "reduce" }).unwrap_err();
    assert!(falls.join("").contains("never asks for less"), "{falls:?}");
}
