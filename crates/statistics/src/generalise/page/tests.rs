use caldicott_model::{Category, FieldTag, Identifiability};

use super::*;
use crate::{CodeList, Criterion, Hierarchy, Loss, NullPolicy, Variable};

fn variable(name: &'static str, codes: &[&str]) -> Variable {
    let tag = FieldTag::new(name.into(), Category::Health.into(), Identifiability::Quasi);
    let list = CodeList::new(name, codes.iter().copied()).unwrap();
    Variable::new(tag, list, NullPolicy::OwnCategory).unwrap()
}

/// Six people of four kinds, two fields to make coarser; the need has an order of its own.
fn world() -> (Microdata, Generalise, Roles) {
    let a = variable("a", &["1", "2", "3", "4"]);
    let b = variable("b", &["<x>", "y & z"]);
    let need = variable("need", &["low", "middle", "high"]);
    let bands = Hierarchy::of(a.codes()).cut_at(&[1, 3]).unwrap().everything().unwrap();
    let all = Hierarchy::of(b.codes()).everything().unwrap();
    let tree = Hierarchy::of(need.codes()).level(&[("some", &["middle", "high"])]).unwrap();
    let tree = tree.everything().unwrap();
    let columns = vec![vec![0, 1, 0, 1, 2, 3], vec![0, 0, 0, 0, 1, 1], vec![0, 1, 2, 0, 1, 2]];
    let data = Microdata::from_codes(vec![a, b, need], columns).unwrap();
    let plan = Generalise::by([("a", bands), ("b", all), ("need", tree.clone())])
        .requiring(Criterion::K(2))
        .minimising(Loss::LossMetric);
    let roles = Roles::of(["a", "b", "need"]).sensitive("need", Distance::Hierarchical(tree));
    (data, plan, roles)
}

#[test]
fn the_page_says_what_was_found_and_nothing_of_it_is_markup() {
    let (data, plan, roles) = world();
    let found = data.generalise(&plan, &mut |_| {}).unwrap().unwrap();
    // At (1, 0, 1) the groups are 1-2 with low twice and some twice, and 3+ with some twice.
    assert_eq!(found.levels().iter().map(|(_, level)| *level).collect::<Vec<_>>(), [1, 0, 1]);
    let page = found.page("A & B", &data, &plan, &roles).unwrap();
    for said in [
        "<title>What must be made coarser</title>",
        "<h1>What must be made coarser: A &amp; B</h1>",
        "<dt>Required of every class</dt><dd>k at least 2</dd>",
        "<dt>Records left out</dt><dd>0</dd>",
        "<tr><th scope=\"row\">a</th><td>1</td><td>2</td><td>1-2</td><td><strong>found</strong></td></tr>",
        "<tr><th scope=\"row\">b</th><td>0</td><td>2</td><td>&lt;x&gt;</td><td><strong>found</strong></td></tr>",
        "<tr><th scope=\"row\">need</th><td>2</td><td>1</td><td>*</td><td></td></tr>",
        "In classes of 1: 6 records before, 0 after. In classes of 2: 0 records before, 6 after.",
        "<tr><th scope=\"row\">Smallest class (k)</th><td>1</td><td>2</td></tr>",
        "<tr><th scope=\"row\">Records that nobody else looks like</th><td>6</td><td>0</td></tr>",
        "<caption>What a class tells of need, at worst</caption>",
        "one mark for each of 18 combinations".replacen("one", "One", 1).as_str(),
        "The one found is 2 steps above the values as they are.",
        "need not be known",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert!(!page.contains("<x>"));
    assert_eq!(
        page.matches("stroke-width=\"2\"/>").count(),
        page.matches("<circle").count() + page.matches("8m0 -8l-8 8").count()
            - page.matches("r=\"2\"").count()
    );
}

#[test]
fn distances_in_coarser_records_are_those_of_the_levels_above() {
    let (data, plan, roles) = world();
    let found = data.generalise(&plan, &mut |_| {}).unwrap().unwrap();
    let made = found.apply(&data, &plan).unwrap();
    let coarser = found.roles(&plan, &roles);
    let measured = made.measure(&coarser).unwrap();
    // Two of three have some need, one of three low: by a and b, 1-2 is half and half, 3+ some alone. From
    // a third each way, the parent being the top, which is one level away.
    let third = measured.sensitive[0].t;
    assert!((third - 1.0 / 3.0).abs() < 1e-12, "{third}");
}

#[test]
fn many_combinations_are_counted_and_not_drawn() {
    let numbers: Vec<String> = (0..12).map(|n| n.to_string()).collect();
    let codes: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let variables: Vec<Variable> = names.iter().map(|name| variable(name, &codes)).collect();
    let ladder = |v: &Variable| {
        let bands = Hierarchy::of(v.codes()).bands(2).unwrap().bands(4).unwrap();
        bands.everything().unwrap()
    };
    let by: Vec<_> = variables.iter().map(|v| (v.tag().name().to_owned(), ladder(v))).collect();
    let plan = Generalise::by(by).requiring(Criterion::K(2));
    let data = Microdata::from_codes(variables, vec![vec![0, 1]; 7]).unwrap();
    let found = data.generalise(&plan, &mut |_| {}).unwrap().unwrap();
    let page = found.page("many", &data, &plan, &Roles::of(names)).unwrap();
    assert!(page.contains("There are 16384: too many to be drawn."), "{page}");
    assert!(!page.contains("lattice-title"));
}
