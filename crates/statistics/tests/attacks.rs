//! Each attack by name, tried on a table that would fall to it.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use caldicott_model::{Category, CategorySet, Day, FieldTag, Identifiability};
use caldicott_statistics::*;
use proptest::prelude::*;

fn variable(name: &'static str, codes: &[&str], about: Category) -> Variable {
    let tag = FieldTag::new(name.into(), about.into(), Identifiability::Quasi);
    Variable::new(tag, CodeList::new(name, codes.iter().copied()).unwrap(), NullPolicy::Reject)
        .unwrap()
}

fn grid(rows: usize, columns: usize) -> [Variable; 2] {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    [
        variable("service", &names[..rows], Category::SupportNeeds),
        variable("faith", &names[..columns], Category::ReligiousOrPhilosophicalBeliefs),
    ]
}

fn publish(variables: &[Variable], counts: &[u64], profile: Profile) -> Outcome {
    let table = FreqTable::from_counts(variables, counts).unwrap();
    Plan::new("table", profile).publish(&table, Effort::ORDINARY, &mut |_| {})
}

fn released(outcome: Outcome) -> Publication {
    match outcome {
        Outcome::Released(publication) => *publication,
        Outcome::Refused(refusal) => panic!("refused: {refusal}"),
    }
}

fn naive_recovers(variables: &[Variable], counts: &[u64], profile: &Profile) -> usize {
    naive(&FreqTable::from_counts(variables, counts).unwrap(), profile).recovered.len()
}

#[test]
fn margin_subtraction_finds_nothing() {
    let counts = [10, 20, 3, 12, 11, 30, 40, 9, 8];
    let profile = Profile::threshold(5).unwrap();
    assert_eq!(naive_recovers(&grid(3, 3), &counts, &profile), 1);
    let done = released(publish(&grid(3, 3), &counts, profile));
    assert_eq!(done.report.hidden_as_small, 1);
    // The three and one each in its row, its column and across: a rectangle.
    assert_eq!(done.report.hidden_for_small, 3);
    assert_eq!(done.report.attack.recovered, 0);
    assert!(done.report.is_proved());
}

#[test]
fn a_linear_combination_of_lines_with_two_stars_each_finds_nothing() {
    // Row 1 hides columns 1 and 2, rows 2 and 3 hide column 1 or 2 and column 3: no line has one
    // star, yet adding rows 1 and taking columns away leaves one.
    let counts = [2, 3, 20, 20, 20, 4, 20, 20, 5, 20, 20, 20, 20, 20, 20, 20];
    let profile = Profile::threshold(5).unwrap().with_singletons(Singletons::Report);
    let done = released(publish(&grid(4, 4), &counts, profile));
    assert_eq!(done.report.attack.recovered, 0);
}

#[test]
fn knowing_the_rule_finds_nothing() {
    // Two hidden counts that sum to two are one each, since a hidden count is not zero.
    let counts = [1, 1, 20, 20, 30, 40, 50, 60, 70];
    let profile = Profile::threshold(5).unwrap().with_singletons(Singletons::Report);
    assert_eq!(naive_recovers(&grid(3, 3), &counts, &profile), 2);
    assert_eq!(released(publish(&grid(3, 3), &counts, profile)).report.attack.recovered, 0);
    // Two that sum to twice the threshold are both at it.
    let counts = [5, 5, 20, 20, 30, 40, 50, 60, 70];
    let profile = Profile::threshold(5).unwrap();
    assert_eq!(naive_recovers(&grid(3, 3), &counts, &profile), 2);
    assert_eq!(released(publish(&grid(3, 3), &counts, profile)).report.attack.recovered, 0);
}

#[test]
fn a_single_member_of_a_cell_cannot_find_out_another() {
    // The one person in the first cell knows that count; the other hidden one follows from the row.
    let counts = [1, 4, 20, 1, 30, 40, 50, 60, 70];
    let table = FreqTable::from_counts(&grid(3, 3), &counts).unwrap();
    let run = |to| {
        let profile = Profile::threshold(5).unwrap().with_singletons(to);
        released(Plan::new("t", profile).publish(&table, Effort::ORDINARY, &mut |_| {}))
    };
    assert!(run(Singletons::Report).report.attack.open_to_singletons > 0);
    assert_eq!(run(Singletons::Protect).report.attack.open_to_singletons, 0);
}

#[test]
fn a_homogeneous_group_is_hidden_or_reported() {
    // Everybody in the second service has the same faith.
    let counts = [10, 20, 30, 0, 15, 0, 12, 11, 10];
    let profile = Profile::threshold(5).unwrap();
    let reported = released(publish(&grid(3, 3), &counts, profile.clone()));
    assert_eq!(reported.report.homogeneous_shown, 1);
    let hidden =
        released(publish(&grid(3, 3), &counts, profile.with_homogeneous(Homogeneous::Hide)));
    assert_eq!(hidden.report.homogeneous_shown, 0);
    assert_eq!(hidden.release.at(&["b", "b"]), Some(Shown::Hidden));
    assert_eq!(hidden.release.at(&["b", "a"]), Some(Shown::Hidden));
    assert_eq!(hidden.report.attack.recovered, 0);
}

#[test]
fn known_zeros_protect_nothing() {
    // Where zeros are shown no zero can be used to hide a count.
    let counts = [3, 0, 20, 0, 30, 40, 50, 60, 70];
    let done = released(publish(&grid(3, 3), &counts, Profile::threshold(5).unwrap()));
    assert_eq!(done.release.at(&["a", "b"]), Some(Shown::Figure(0)));
    assert_eq!(done.report.attack.recovered, 0);
}

#[test]
fn a_population_below_the_threshold_does_not_tell_its_size() {
    let profile = Profile::threshold(5).unwrap();
    let refusals: Vec<String> = (0..=5)
        .map(|n| match publish(&grid(2, 2), &[n, 0, 0, 0], profile.clone()) {
            Outcome::Refused(refusal) => {
                assert_eq!(refusal, Refusal::TooFewPeople);
                format!("{refusal} {refusal:?}")
            }
            Outcome::Released(_) => panic!("released"),
        })
        .collect();
    assert!(refusals.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn what_cannot_be_protected_is_infeasible_and_says_where() {
    // Two hidden counts that add up to twice the threshold are both at it, and nothing is left to
    // hide but the total.
    let service = [variable("service", &["a", "b"], Category::SupportNeeds)];
    let profile = Profile::threshold(5).unwrap();
    let Outcome::Refused(refusal) = publish(&service, &[5, 5], profile.clone()) else { panic!() };
    assert!(matches!(refusal, Refusal::Infeasible { reason: Infeasible::FixedByTotals, .. }));
    assert!(!refusal.to_string().contains('5'));
    // No interval within 1 to 5 is ten wide.
    let outcome = publish(&grid(2, 2), &[2, 20, 30, 50], profile.with_width(10).unwrap());
    let Outcome::Refused(Refusal::Infeasible { cell, reason }) = outcome else { panic!() };
    assert_eq!(cell, ["a", "a"]);
    assert_eq!(reason, Infeasible::FixedByTotals);
}

#[test]
fn rounded_margins_with_their_children_are_attacked_as_rounded() {
    let counts = [1, 9, 20, 13, 30, 40, 50, 60, 70];
    for profile in [Profile::nhs_secondary_care(), Profile::open_safely(), Profile::h_clic()] {
        let done = released(publish(&grid(3, 3), &counts, profile.clone()));
        assert_eq!(done.report.attack.recovered, 0, "{}", profile.name());
        let shown = done.release.cells().iter();
        let multiple = |cell: &Shown| match cell {
            Shown::Figure(figure) => figure % 5 == 0,
            Shown::Hidden | Shown::HiddenForOthers => true,
        };
        assert!(shown.clone().all(multiple));
        assert_eq!(done.report.population % 5, 0, "the report does not tell the exact population");
    }
}

#[test]
fn the_same_table_a_thousand_times_is_the_same_bytes() {
    let counts = [10, 20, 3, 12, 1, 30, 40, 9, 8];
    let once = released(publish(&grid(3, 3), &counts, Profile::threshold(5).unwrap()));
    for _ in 0..1000 {
        let again = released(publish(&grid(3, 3), &counts, Profile::threshold(5).unwrap()));
        assert_eq!(once.release.to_html(), again.release.to_html());
        assert_eq!(once, again);
    }
}

#[test]
fn data_sets_with_the_same_published_view_give_the_same_bytes() {
    // Two and three against four and one: the same margins, the same stars.
    let one = [2, 3, 20, 3, 2, 40, 50, 60, 70];
    let other = [3, 2, 20, 2, 3, 40, 50, 60, 70];
    let profile = Profile::threshold(5).unwrap();
    let one = released(publish(&grid(3, 3), &one, profile.clone())).release;
    let other = released(publish(&grid(3, 3), &other, profile)).release;
    assert_eq!(one.cells(), other.cells());
    assert_eq!(one.to_csv(), other.to_csv());
    assert_eq!(one.to_html(), other.to_html());
    assert_eq!(serde_json::to_vec(&one).unwrap(), serde_json::to_vec(&other).unwrap());
    assert_eq!(one.digest(), other.digest());
}

#[test]
fn blank_not_applicable_and_null_are_one_category_unless_declared() {
    let tag = FieldTag::new("faith".into(), Category::Health.into(), Identifiability::Quasi);
    let codes = CodeList::new("faith", ["Yes", "No"]).unwrap();
    let variables = vec![Variable::new(tag, codes, NullPolicy::OwnCategory).unwrap()];
    let mut rows = Microdata::of(variables.clone());
    for value in
        [None, Some(""), Some("  "), Some("N/A"), Some("null"), Some("Unknown"), Some("UNKNOWN")]
    {
        rows.row([value]);
    }
    (0..20).for_each(|_| {
        rows.row([Some("Yes")]).row([Some("No")]);
    });
    let table = FreqTable::count(&rows.finish().unwrap(), &["faith"]).unwrap();
    let plan = Plan::new("t", Profile::threshold(5).unwrap());
    let done = released(plan.publish(&table, Effort::ORDINARY, &mut |_| {}));
    assert_eq!(done.release.at(&["Not known"]), Some(Shown::Figure(7)));
}

#[test]
fn a_code_called_as_a_missing_value_or_a_total_is_told_apart_from_it() {
    let tag = FieldTag::new("a".into(), Category::SupportNeeds.into(), Identifiability::Quasi);
    let codes = CodeList::new("a", ["Yes", "not known", "total"]).unwrap();
    let variable = [Variable::new(tag, codes.clone(), NullPolicy::OwnCategory).unwrap()];
    let done = released(publish(&variable, &[20, 30, 40, 10], Profile::threshold(5).unwrap()));
    assert_eq!(
        done.release.labels()[0],
        ["Yes", "not known", "total", "Not recorded", "All people"]
    );
    assert_eq!(done.release.at(&["Not recorded"]), Some(Shown::Figure(10)));
    for (label, below) in [("yes", "total"), ("", "total"), ("G", "total")] {
        let groups: [(&str, &[&str]); 2] = [(label, &[below]), ("G", &["Yes"])];
        assert_eq!(
            codes.clone().grouped(&groups),
            Err(CodeListError::Group {
                list: "a".into(),
                number: if label == "G" { 2 } else { 1 }
            })
        );
    }
    let twice = PublishedDimension::flat("a", ["A", "a "], Some("Total"));
    assert_eq!(twice, Err(PublishedError::Repeated { name: "a ".into() }));
}

#[test]
fn a_look_alike_is_flagged_and_never_merged() {
    let tag = FieldTag::new("faith".into(), Category::Health.into(), Identifiability::Quasi);
    let codes = CodeList::new("faith", ["Café", "No"]).unwrap();
    let variables = vec![Variable::new(tag, codes, NullPolicy::OwnCategory).unwrap()];
    let mut rows = Microdata::of(variables);
    rows.row([Some("Cafe\u{301}")]); // the same text, composed otherwise
    rows.row([Some("nо")]); // a Cyrillic letter
    rows.row([Some("NO")]);
    rows.row([Some("Mary Smith")]);
    rows.row([Some("N\u{ad}o")]); // a hyphen that shows only at the end of a line
    let faults = rows.finish().unwrap_err();
    let like = |row| DataError::LookAlike { row, field: "faith".into(), like: "No".into() };
    let unknown = DataError::UnknownValue { row: 4, field: "faith".into() };
    assert_eq!(faults, [like(2), like(3), unknown, like(5)]);
    // Nor can a list hold two categories that look the same.
    for unseen in ['\u{200b}', '\u{ad}', '\u{34f}', '\u{fe0f}', '\u{3164}', '\u{e0041}'] {
        let twice = CodeList::new("faith", ["No".to_owned(), format!("N{unseen}o")]);
        assert!(matches!(twice, Err(CodeListError::Code { number: 2, .. })), "{unseen:?}");
    }
    assert!(faults.iter().all(|fault| !format!("{fault} {fault:?}").contains("Mary")));
}

#[test]
fn identifiers_and_free_text_are_never_a_dimension() {
    let codes = || CodeList::new("x", ["a"]).unwrap();
    let refused = |tag| Variable::new(tag, codes(), NullPolicy::OwnCategory).unwrap_err();
    let direct = FieldTag::new("ref".into(), Category::Identity.into(), Identifiability::Direct);
    assert!(matches!(refused(direct), DataError::DirectIdentifier { .. }));
    let notes = FieldTag::new("notes".into(), CategorySet::EVERY, Identifiability::Quasi);
    assert!(matches!(refused(notes), DataError::FreeText { .. }));
    assert!(matches!(refused(FieldTag::untagged("x".into())), DataError::FreeText { .. }));
}

#[test]
fn endless_categories_and_crooked_hierarchies_are_typed_errors() {
    assert!(CodeList::new("x", (0_u64..1 << 32).map(|n| n.to_string())).is_err());
    assert_eq!(Axis::grouped(3, vec![vec![0], vec![0, 1]]), Err(TableError::Hierarchy));
    assert_eq!(Axis::grouped(3, vec![vec![3]]), Err(TableError::Hierarchy));
    assert!(CodeList::new("x", ["a", "b"]).unwrap().grouped(&[("g", &["c"])]).is_err());
    assert_eq!(Geometry::new(vec![Axis::flat(10_000); 4]), Err(TableError::TooManyCells));
    assert_eq!(
        FreqTable::from_counts(&grid(2, 2), &[u64::MAX, 1, 1, 1]),
        Err(TableError::Overflow)
    );
}

#[test]
fn a_rare_category_is_found_out_no_more_through_its_parent() {
    let tag = FieldTag::new(
        "ethnicity".into(),
        Category::RacialOrEthnicOrigin.into(),
        Identifiability::Quasi,
    );
    let codes =
        CodeList::new("ethnicity", ["British", "Irish", "Roma", "Indian", "Chinese"]).unwrap();
    let codes = codes
        .grouped(&[("White", &["British", "Irish", "Roma"]), ("Asian", &["Indian", "Chinese"])])
        .unwrap();
    let variables = [Variable::new(tag, codes, NullPolicy::Reject).unwrap()];
    let done = released(publish(&variables, &[300, 12, 2, 20, 11], Profile::threshold(5).unwrap()));
    assert_eq!(done.release.at(&["Roma"]), Some(Shown::Hidden));
    assert_eq!(done.release.at(&["Irish"]), Some(Shown::Hidden));
    assert_eq!(done.release.at(&["White"]), Some(Shown::Figure(314)));
}

#[test]
fn markup_and_formulas_in_labels_stay_text() {
    let service = [variable("service", &["<script>", "=1+1", "a,b"], Category::SupportNeeds)];
    let done = released(publish(&service, &[30, 20, 10], Profile::threshold(5).unwrap()));
    assert!(!done.release.to_html().contains("<script>"));
    assert!(done.release.to_csv().contains("'=1+1,20"));
    assert!(done.release.to_csv().contains("\"a,b\",10"));
    assert!(done.release.to_html().contains("<caption>table</caption>"));
}

#[test]
fn equality_monitoring_covers_four_kinds_and_no_decisions() {
    let all = Declarations {
        no_individual_decisions: true,
        no_substantial_harm: true,
        policy_document: true,
        public_interest: false,
    };
    let day = Day::literal(2026, 6, 1);
    for category in Category::ALL {
        let about = [variable("x", &["a", "b"], category)];
        let covered = !(category.is_special() || category.is_criminal())
            || Ground::MONITORED.contains(category);
        let check = Ground::EqualityMonitoring(all).check(&about, day);
        assert_eq!(check.obstacles.is_empty(), covered, "{category}");
        assert!(
            check.rules.cites("S1-08") && check.rules.cites("F-001") && check.rules.cites("AN-02")
        );
    }
    let none = Ground::EqualityMonitoring(Declarations::default()).check(&[], day);
    assert_eq!(
        none.obstacles,
        [Obstacle::NoPolicyDocument, Obstacle::IndividualDecisions, Obstacle::SubstantialHarm]
    );
    // Art 84C is not law before 5 February 2026.
    assert!(
        !Ground::EqualityMonitoring(all).check(&[], Day::literal(2026, 2, 4)).rules.cites("AN-02")
    );
    let plan = Plan::new("t", Profile::threshold(5).unwrap())
        .on(Ground::EqualityMonitoring(Declarations::default()), day);
    let table = FreqTable::from_counts(&grid(2, 2), &[10; 4]).unwrap();
    let outcome = plan.publish(&table, Effort::ORDINARY, &mut |_| {});
    assert!(matches!(outcome, Outcome::Refused(Refusal::NoGround(_))));
}

/// Every list of three counts with its total, as a reader of the notes would try it: `*` is a small count or
/// a nought where noughts are hidden, `~` is any larger one.
#[test]
fn two_symbols_let_no_count_be_found_out() {
    const T: u64 = 3;
    const COUNTS: [u64; 6] = [0, 1, 3, 4, 5, 7];
    let list = [variable("service", &["a", "b", "c"], Category::SupportNeeds)];
    let mut released = 0;
    for number in 0..COUNTS.len().pow(3) {
        let at = |step: usize| {
            COUNTS[number / COUNTS.len().pow(step.try_into().unwrap()) % COUNTS.len()]
        };
        let counts = [at(0), at(1), at(2)];
        for zeros in [Zeros::Shown, Zeros::MayHide, Zeros::Small] {
            let profile = Profile::threshold(T).unwrap().with_zeros(zeros);
            let profile = profile.with_legend(Legend::Distinguished);
            let Outcome::Released(done) = publish(&list, &counts, profile) else { continue };
            released += 1;
            let cells = done.release.cells();
            let total = counts.iter().sum::<u64>();
            let fits = |shown: &Shown, count: u64| match shown {
                Shown::Figure(figure) => *figure == count,
                Shown::Hidden => count <= T && (count > 0 || zeros != Zeros::Shown),
                Shown::HiddenForOthers => count > T,
            };
            let mut seen = vec![Vec::new(); 3];
            for one in (0..=total).filter(|one| fits(&cells[0], *one)) {
                for two in (0..=total - one).filter(|two| fits(&cells[1], *two)) {
                    let three = total - one - two;
                    if fits(&cells[2], three) {
                        for (seen, count) in seen.iter_mut().zip([one, two, three]) {
                            seen.push(count);
                        }
                    }
                }
            }
            for ((seen, shown), count) in seen.iter_mut().zip(cells).zip(counts) {
                seen.sort_unstable();
                seen.dedup();
                assert!(
                    seen.contains(&count),
                    "{counts:?} {zeros:?}: a symbol says what is not so"
                );
                let hidden = !matches!(shown, Shown::Figure(_));
                assert!(!hidden || seen.len() > 1, "{counts:?} {zeros:?}: {count} comes back");
            }
        }
    }
    assert!(released > 100, "{released} were released");
}

#[test]
fn a_search_cut_short_still_protects_and_states_the_gap() {
    let counts = [2, 30, 25, 17, 13, 1, 28, 21, 9, 14, 4, 31, 22, 18, 7, 3];
    let table = FreqTable::from_counts(&grid(4, 4), &counts).unwrap();
    let plan = Plan::new("t", Profile::threshold(5).unwrap());
    let run = |units| released(plan.publish(&table, Effort::units(units), &mut |_| {})).report;
    let (short, full) = (run(0), run(1_000_000));
    assert_eq!(short.attack.recovered, 0);
    assert!(short.at_least <= full.cost && full.cost <= short.cost);
    assert!(full.is_proved());
}

proptest! {
    #[test]
    fn parts_merged_in_any_order_are_the_whole(rows in prop::collection::vec((0_usize..3, 0_usize..4), 0..60), cut in 0_usize..60) {
        let variables = grid(3, 4).to_vec();
        let names = ["a", "b", "c", "d"];
        let count = |rows: &[(usize, usize)]| {
            let mut read = Microdata::of(variables.clone());
            for (a, b) in rows { read.row([Some(names[*a]), Some(names[*b])]); }
            FreqTable::count(&read.finish().unwrap(), &["service", "faith"]).unwrap()
        };
        let (left, right) = rows.split_at(cut.min(rows.len()));
        let whole = count(&rows);
        prop_assert!(count(left).merge(&count(right)).unwrap() == whole);
        prop_assert!(count(right).merge(&count(left)).unwrap() == whole);
    }

    #[test]
    fn no_release_lets_a_count_be_found_out(counts in prop::collection::vec(0_u64..14, 12), t in 2_u64..8, width in 1_u64..3) {
        let profile = Profile::threshold(t).unwrap().with_width(width).unwrap();
        if let Outcome::Released(done) = publish(&grid(3, 4), &counts, profile) {
            prop_assert_eq!(done.report.attack.recovered, 0);
            prop_assert_eq!(done.report.attack.open_to_singletons, 0);
            prop_assert!(done.report.is_proved());
            prop_assert!(done.report.attack.smallest_interval.is_none_or(|least| least >= 1));
        }
    }
}
