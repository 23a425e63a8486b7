use super::{Asks, Grid};

#[test]
fn every_score_that_can_be_reached_has_its_band_and_7_13_and_14_have_none() {
    let grid = Grid::five_by_five();
    // DP-10, written out.
    let expected = [
        (1, "low"),
        (2, "low"),
        (3, "low"),
        (4, "moderate"),
        (5, "moderate"),
        (6, "moderate"),
        (8, "medium/high"),
        (9, "medium/high"),
        (10, "medium/high"),
        (12, "medium/high"),
        (15, "high"),
        (16, "high"),
        (20, "high"),
        (25, "high"),
    ];
    for score in 0..=255_u8 {
        let band =
            grid.band_of_score(score).and_then(|band| grid.band(band)).map(super::Band::name);
        let right = expected.iter().find(|(known, _)| *known == score).map(|(_, band)| *band);
        assert_eq!(band, right, "{score}");
    }
    // Table 3, row by row from the least impact.
    let table = [
        [1, 2, 3, 4, 5],
        [2, 4, 6, 8, 10],
        [3, 6, 9, 12, 15],
        [4, 8, 12, 16, 20],
        [5, 10, 15, 20, 25],
    ];
    for (impact, row) in table.iter().enumerate() {
        for (likelihood, score) in row.iter().enumerate() {
            assert_eq!(grid.score(impact, likelihood), Some(*score));
            let cell = grid.cell(impact, likelihood).and_then(super::Cell::exactly);
            assert_eq!(cell, grid.band_of_score(*score));
        }
    }
    assert_eq!((grid.cell(5, 0), grid.cell(0, 5)), (None, None));
    assert_eq!(grid.cell(usize::MAX, 1), None);
}

#[test]
fn the_rows_of_the_source_are_sure_and_no_cell_falls() {
    let grid = Grid::three_by_three();
    let at = |severity: &str, likelihood: &str| {
        let cell = grid.impact(severity).zip(grid.likelihood(likelihood));
        let exactly = cell.and_then(|(i, l)| grid.cell(i, l)).and_then(super::Cell::exactly);
        exactly.and_then(|band| grid.band(band)).map(super::Band::name)
    };
    assert_eq!(at("significant", "possible"), Some("medium"));
    assert_eq!(at("minimal", "remote"), Some("low"));
    assert_eq!(at("severe", "remote"), Some("low"));
    // Between two lows there is no room.
    assert_eq!(at("significant", "remote"), Some("low"));
    // Nobody read this one anywhere.
    assert_eq!(at("severe", "probable"), None);
    assert!(grid.never_falls() && Grid::five_by_five().never_falls());
}

#[test]
fn words_are_found_however_they_are_spaced() {
    let grid = Grid::five_by_five();
    for word in ["medium high", "Medium/High", "medium / high", "MEDIUM-HIGH"] {
        assert_eq!(grid.band_named(word), Some(2), "{word}");
    }
    assert_eq!(grid.band_named("medium"), None);
    assert_eq!(grid.likelihood("Almost Certain"), Some(4));
    let asks: Vec<_> = grid.bands().iter().map(super::Band::asks).collect();
    assert_eq!(asks, [Asks::Accept, Asks::Consider, Asks::Reduce, Asks::Stop]);
}
