//! Auditing somebody else's published table.

use crate::support::{Filed, MARKER, file, run};

const STARS: &str = "service,Women,Men,Total\nOutreach,*,20,23\nHostel,31,*,35\nTotal,34,24,58\n";

fn attack(table: &Filed, options: &[&str]) -> crate::support::Ran {
    run(&[&["attack", table.path.as_str()], options].concat())
}

#[test]
fn what_comes_back_is_told_with_its_count_and_the_exit_code_says_so() {
    let table = file("table.csv", STARS);
    let ran = attack(&table, &["--threshold", "5", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["holds"], false);
    let found = json["audit"]["findings"].as_array().unwrap();
    let told: Vec<_> = found.iter().map(|f| (f["least"].as_u64(), f["most"].as_u64())).collect();
    assert_eq!(told, [(Some(3), Some(3)), (Some(4), Some(4))]);
    assert!(ran.err.contains("2 withheld counts come back exactly"), "{}", ran.err);
    let text = attack(&table, &[]);
    assert_eq!(text.code, 1);
    assert!(text.out.contains("Outreach × Women"), "{}", text.out);
}

#[test]
fn a_table_that_holds_is_exit_code_nought_with_a_range_for_each_star() {
    let table =
        file("t.csv", "service,Women,Men,All\nOutreach,*,*,23\nHostel,*,*,35\nAll,34,24,58\n");
    let ran = attack(&table, &["--format", "json"]).ok();
    let json = ran.json();
    assert_eq!(json["holds"], true);
    let first = &json["audit"]["findings"][0];
    assert_eq!((first["least"].as_u64(), first["most"].as_u64()), (Some(0), Some(23)));
    // The same marks standing for one to five only contradict the totals: that is said, not guessed.
    attack(&table, &["--threshold", "5"]).refused().names("t.csv", "no table fits");
}

#[test]
fn an_earlier_table_and_one_beside_are_attacked_together() {
    let may = file("may.csv", "service,count\nOutreach,40\nHostel,21\nTotal,61\n");
    let june = file("june.csv", "service,count\nOutreach,50\nHostel,23\nTotal,73\n");
    attack(&june, &[]).ok();
    let ran = attack(&june, &["--earlier", &may.path]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("difference") && ran.out.contains("Hostel"), "{}", ran.out);
    let ran = attack(&june, &["--earlier", &may.path, "--small", "1"]).ok();
    assert!(!ran.out.contains("difference"));
    let star =
        file("star.csv", "service,sex,count\nOutreach,f,*\nOutreach,m,*\nOutreach,Total,*\n");
    attack(&june, &["--beside", &star.path]).refused().names("june.csv", "Outreach");
    let stars = "service,sex,count\nOutreach,f,48\nOutreach,m,*\nOutreach,Total,*\nHostel,f,*\nHostel,m,*\nHostel,Total,*\nTotal,f,*\nTotal,m,*\nTotal,Total,*\n";
    let star = file("star.csv", stars);
    let ran = attack(&june, &["--beside", &star.path]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("Outreach × m"), "{}", ran.out);
}

#[test]
fn how_a_table_is_read_can_stand_in_a_file() {
    let table = file(
        "t.csv",
        "Table 1,,,\nage,place,people,%\n16,North,c,2%\n17,North,10,5%\nYoung,North,13,7%\n20,North,30,9%\neverybody,North,43,100%\n",
    );
    let rules = file(
        "rules.toml",
        "label-columns = 2\nskip = [\"%\"]\ntotals = [\"everybody\"]\n\n[[marker]]\ntext = \"c\"\nleast = 1\nmost = 7\n\n\
         [[group]]\ndimension = \"age\"\nlabel = \"Young\"\ncodes = [\"16\", \"17\"]\n",
    );
    let ran = attack(&table, &["--rules", &rules.path]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("16 × North"), "{}", ran.out);
    let wrong = file("rules.toml", "label-colums = 2\n");
    attack(&table, &["--rules", &wrong.path]).refused().names("rules.toml", "label-colums");
}

#[test]
fn what_is_no_table_is_refused_with_its_places_and_without_its_cells() {
    for (text, place) in [
        (format!("a,x,y\nr,1,{MARKER}\nq,2,3\n"), "t.csv:2"),
        ("a,x,y\nr,1\n".to_owned(), "t.csv:2"),
        (String::new(), "t.csv"),
        ("a,b\n".to_owned(), "t.csv"),
        ("a,n\nr,1\nr,2\n".to_owned(), "t.csv:3"),
        ("a,n\nr,-1\nq,2\ns,99999999999999999999\n".to_owned(), "t.csv:2"),
    ] {
        attack(&file("t.csv", &text), &[]).refused().names(place, "");
    }
    let table = file("t.csv", STARS);
    for options in [
        ["--marker", "*"],
        ["--marker", "*=5..2"],
        ["--threshold", "0"],
        ["--rounding", "1"],
        ["--group", "White"],
        ["--beside", "nowhere.csv"],
    ] {
        assert_eq!(attack(&table, &options).code, 2, "{options:?}");
    }
    let wide: Vec<String> = (0..400).map(|n| format!("c{n},1")).collect();
    let wide = file("w.csv", format!("a,n\n{}\n", wide.join("\n")));
    let other: Vec<String> = (0..400).map(|n| format!("d{n},1")).collect();
    let other = file("o.csv", format!("b,n\n{}\n", other.join("\n")));
    attack(&wide, &["--beside", &other.path]).refused().names("w.csv", "4096");
}

#[test]
fn percentages_are_attacked_as_rounded_counts_by_option_and_by_rules() {
    let text = "service,count,%\nOutreach,*,1.5\nHostel,*,2.5\nMove-on,190,\nTotal,198,100\n";
    let table = file("percent.csv", text);
    let blind = attack(&table, &["--skip", "%", "--threshold", "5"]).ok();
    assert!(!blind.out.contains("yes"), "{}", blind.out);
    let ran = attack(&table, &["--share", "%:count=total", "--threshold", "5", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let told = |json: &serde_json::Value| {
        let found = json["audit"]["findings"].as_array().unwrap().clone();
        found.iter().map(|f| (f["least"].as_u64(), f["most"].as_u64())).collect::<Vec<_>>()
    };
    let exact = [(Some(3), Some(3)), (Some(5), Some(5))];
    assert_eq!(told(&ran.json()), exact);
    let rules = "[[share]]\ncolumn = \"%\"\ncounts = \"count\"\nbase = 198\ndecimals = 1\n";
    let rules = file("rules.toml", rules);
    let ran = attack(&table, &["--rules", &rules.path, "--format", "json"]);
    assert_eq!(told(&ran.json()), exact);
    let wrong = file("rules.toml", "[[share]]\ncolumn = \"%\"\nbase = 1\nbase-column = \"x\"\n");
    attack(&table, &["--rules", &wrong.path]).refused().names("rules.toml", "`base-column`");
    assert!(attack(&table, &["--share", "%:count=nowhere"]).refused().err.contains("`nowhere`"));
    let alone = file("alone.csv", "service,share\nOutreach,12%\nHostel,88%\nAll,100%\n");
    let ran = attack(&alone, &["--share", "share=50"]);
    assert!(ran.code == 1 && ran.out.contains("Outreach"), "{ran:?}");
    attack(&alone, &["--share", "share=5000"]).ok();
}

const SUMS: &str =
    "service,people,owed\nOutreach,40,900\nHostel,1,*\nMove-on,*,*\nRefuge,*,77\nTotal,60,2000\n";

#[test]
fn sums_are_attacked_beside_the_people_they_are_of() {
    // `Move-on` and `Refuge` are nineteen people, of whom nobody knows how many are where.
    let table = file("t.csv", SUMS);
    let ran = attack(&table, &["--sum", "owed", "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["sums"]["findings"][0]["most"], 1023);
    // With the other sum shown, one household's debt is what is left.
    let table = file("t.csv", SUMS.replace("Move-on,*,*", "Move-on,*,400"));
    let ran = attack(&table, &["--sum", "owed", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["holds"], false);
    assert_eq!(json["sums"]["findings"][0]["least"], 623);
    assert_eq!(
        (json["told"][0]["people"].as_u64(), json["told"][0]["sum"].as_u64()),
        (Some(1), Some(623))
    );
    let ran = attack(&table, &["--sum", "owed"]);
    assert!(ran.out.contains("Sums of one person") && ran.out.contains("623"), "{}", ran.out);
    assert!(ran.err.contains("1 sums are of one person or two"), "{}", ran.err);
    // Nobody owes more than a hundred: of at most nineteen, `Move-on` comes to no more than all of theirs.
    let table = file("t.csv", SUMS.replace("Refuge,*,77", "Refuge,9,77"));
    let ran = attack(&table, &["--sum", "owed", "--cap", "100", "--format", "json"]);
    let found = ran.json()["sums"]["findings"].clone();
    assert_eq!(
        (found[0]["least"].as_u64(), found[0]["most"].as_u64()),
        (Some(23), Some(100)),
        "{found}"
    );
    attack(&table, &["--sum", "paid"]).refused().names("t.csv", "sums");
    let rules = file("rules.toml", "sum = \"owed\"\ncap = 100\n");
    let same = attack(&table, &["--rules", &rules.path, "--format", "json"]);
    assert_eq!(same.out, ran.out);
    let wrong = file("rules.toml", "sum = \"owed\"\nsums = true\n");
    attack(&table, &["--rules", &wrong.path]).refused().names("rules.toml", "every figure");
}

#[test]
fn a_table_of_nothing_but_sums_is_attacked_and_so_are_two_of_them() {
    let may = file(
        "may.csv",
        "service,North,South,All\nOutreach,500,410,910\nHostel,70,30,100\nAll,570,440,1010\n",
    );
    let june = file(
        "june.csv",
        "service,North,South,All\nOutreach,500,410,910\nHostel,70,*,*\nAll,570,*,1043\n",
    );
    let ran = attack(&june, &["--sums", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.json()["sums"]["findings"][0]["least"], 63);
    // Beside the people of both months, the difference is what one newcomer owes.
    let people = [
        "service,people,owed\nOutreach,40,900\nHostel,21,300\nTotal,61,1200\n",
        "service,people,owed\nOutreach,40,900\nHostel,22,725\nTotal,62,1625\n",
    ];
    let [may_too, june_too] = people.map(|text| file("m.csv", text));
    let ran = attack(&june_too, &["--earlier", &may_too.path, "--sum", "owed", "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let told = ran.json()["told"].as_array().unwrap().clone();
    assert!(told.iter().any(|found| found["sum"] == 425 && found["people"] == 1), "{told:?}");
    attack(&may, &["--sums", "--sum", "x"]).refused();
}

#[test]
fn a_last_line_without_a_figure_is_asked_about_unless_it_is_clear() {
    // A known total, and a label that stands in a group: hidden. A note: no part of the table.
    let ran = attack(&file("t.csv", "service,count\nOutreach,40\nHostel,5\nTotal,\n"), &[]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("Total") && ran.out.contains("45"), "{}", ran.out);
    let group = ["--group", "Housed=Hostel;Move-on"];
    let table = "service,count\nOutreach,40\nHoused,12\nHostel,5\nTotal,52\nMove-on,\n";
    let ran = attack(&file("t.csv", table), &group);
    assert!(ran.out.contains("Move-on") && ran.out.contains('7'), "{}", ran.out);
    for note in [
        "Figures are rounded.,\n",
        "Source: the register,\n",
        "\nOur own count,\n",
        "Our own count\n",
    ] {
        let table =
            file("t.csv", format!("service,count\nOutreach,40\nHostel,5\nTotal,45\n{note}"));
        attack(&table, &[]).ok();
    }
    // `Move-on` may be a label or a heading: taken for the wrong one the attack would tell what is not so.
    let table = file("t.csv", "service,count\nTotal,52\nOutreach,40\n\nHostel,5\nMove-on,\n");
    attack(&table, &[]).refused().names("t.csv:6:2", "write `*`");
    let table = file("t.csv", "service,count\nTotal,52\nOutreach,40\nHostel,5\nMove-on,*\n");
    let ran = attack(&table, &[]);
    assert!(ran.out.contains("Move-on") && ran.out.contains('7'), "{}", ran.out);
}

#[test]
fn a_dash_is_asked_about_and_may_be_said_to_be_a_nought_or_hidden() {
    for dash in ["-", "–", "—"] {
        let table = file("t.csv", format!("service,count\nOutreach,{dash}\nHostel,5\nTotal,5\n"));
        attack(&table, &[]).refused().names("t.csv:2:2", "a dash");
        let ran = attack(&table, &["--marker", &format!("{dash}=0..0")]);
        assert_eq!(ran.code, 1, "it comes back: {ran:?}");
        let ran = attack(&table, &["--marker", &format!("{dash}=0.."), "--format", "json"]);
        assert_eq!(ran.json()["audit"]["findings"][0]["most"], 0);
    }
}

#[test]
fn the_sums_that_we_publish_hold_against_our_own_attack() {
    let published = run(&[
        "publish",
        "--spec",
        "examples/specs/arrears.toml",
        "--records",
        "examples/records/arrears.csv",
        "--as-at",
        "2026-11-02",
    ])
    .ok();
    let shipped =
        std::fs::read_to_string(crate::support::root().join("examples/published/arrears.csv"));
    assert_eq!(published.out.replace("\r\n", "\n"), shipped.unwrap());
    let table = file("t.csv", &published.out);
    let ran = attack(&table, &["--sum", "sum", "--cap", "5000", "--format", "json"]).ok().json();
    assert_eq!(ran["holds"], true);
    assert_eq!(ran["told"], serde_json::json!([]));
}
