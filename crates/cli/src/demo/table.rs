//! Stage 5: publish a table of two protected characteristics by service, and show what a careless one
//! would have told.

use std::collections::BTreeMap;

use caldicott::model::Purpose;
use caldicott::policy::{SourceFile, read_file};
use caldicott::statistics::{FreqTable, Microdata, Publication, Shown, Spec, naive};

use super::Setting;
use super::book::{self, failed};
use crate::command::protect;
use crate::output::{self, grouped};
use crate::progress::Progress;
use crate::report::{self, NaiveCell};
use crate::stop::Stop;

/// The specification that ships with the program.
const SPEC: &str = include_str!("../../packs/specs/monitoring.toml");

pub(crate) fn publish(setting: &Setting) -> Result<report::Publication, Stop> {
    let file = SourceFile { name: "monitoring.toml".to_owned(), text: SPEC.to_owned() };
    let spec = read_file(&file, Spec::read)?;
    let names: Vec<String> =
        spec.variables().iter().map(|variable| variable.tag().name().to_owned()).collect();

    let store = book::open(setting)?;
    let ids = store.record_ids("client").map_err(failed)?;
    let progress = Progress::new("counting", ids.len());
    let mut data = Microdata::of(spec.variables().to_vec());
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (place, id) in ids.iter().enumerate() {
        // Only the three fields that are counted are opened.
        let record = store
            .get_fields("client", id, |field| names.iter().any(|name| name == field))
            .map_err(failed)?
            .ok_or_else(|| failed("a record is gone"))?;
        let mut values: Vec<String> = Vec::with_capacity(names.len());
        for name in &names {
            let value = record.value(name, Purpose::STATISTICS).map_err(failed)?;
            values.push(value.text().unwrap_or_default().to_owned());
        }
        // Whoever did not say is missing, and counted as such.
        let said = |value: &String| value != "Not stated";
        data.row(values.iter().map(|value| said(value).then_some(value.as_str())));
        *counts.entry(values).or_default() += 1;
        progress.at(place);
    }
    drop(progress);
    let data = data.finish().map_err(|faults| failed(format!("{faults:?}")))?;
    let by: Vec<&str> = names.iter().map(String::as_str).collect();
    let table = FreqTable::count(&data, &by).map_err(failed)?;

    let careless = naive(&table, spec.profile());
    let told = told(&careless);
    let (naive_heads, naive_rows) = naive_table(&counts);
    let about = format!("{}, {}", spec.title(), setting.as_at);
    let (title, table_html, facts) = match protect(&spec, &table, setting.as_at) {
        Ok(publication) => {
            let csv = publication.release.to_csv();
            output::write_file(&setting.path("table.csv"), csv.as_bytes())?;
            let title = format!(
                "{about}, {} people. Every hidden figure was attacked and none was found out.",
                grouped(ids.len())
            );
            (title, publication.release.to_html(), facts(&publication))
        }
        // That no safe table can be had is an answer, and with few people the usual one.
        Err(Stop::Failed(refusal)) => {
            let fact = ("Why".to_owned(), refusal);
            (format!("{about}. Nothing is published."), String::new(), vec![fact])
        }
        Err(stop) => return Err(stop),
    };
    Ok(report::Publication {
        title,
        table_html,
        facts,
        naive_title: format!(
            "With names removed and nothing else, {} of the counts are of one person alone. With only \
             small counts hidden, {} of {} hidden counts come back exactly by subtraction.",
            careless.alone.len(),
            careless.recovered.len(),
            careless.small
        ),
        naive_heads,
        naive_rows,
        told,
    })
}

pub(crate) fn summary(publication: &report::Publication) -> String {
    let fact = |name: &str| {
        publication
            .facts
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    };
    if publication.table_html.is_empty() {
        return "nothing published: no safe table can be had".to_owned();
    }
    format!("{} cells hidden, {} found out by attack", fact(HIDDEN), fact(FOUND))
}

pub(crate) fn show(publication: &report::Publication) -> Result<(), Stop> {
    let mut text = format!("Published table\n  {}\n", publication.title);
    for (name, value) in &publication.facts {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    text.push_str(&format!("  careless: {}\n", publication.naive_title));
    for line in publication.told.iter().take(3) {
        text.push_str(&format!("    {line}\n"));
    }
    output::print(&format!("{text}\n"))
}

const HIDDEN: &str = "Cells hidden";
const FOUND: &str = "Hidden counts the attack found out";

fn facts(publication: &Publication) -> Vec<(String, String)> {
    let report = &publication.report;
    let hidden =
        publication.release.cells().iter().filter(|cell| !matches!(cell, Shown::Figure(_))).count();
    let proof = if report.is_proved() {
        "proved to be the fewest".to_owned()
    } else {
        format!("at least {} are needed", report.at_least)
    };
    let interval = report
        .attack
        .smallest_interval
        .map_or_else(|| "none hidden".to_owned(), |width| format!("{} values", width + 1));
    let rules: Vec<_> = report.rules.ids().collect();
    [
        ("Method", report.method.clone()),
        ("Cells in all, totals included", report.cells.to_string()),
        (HIDDEN, hidden.to_string()),
        ("Hidden because small", report.hidden_as_small.to_string()),
        ("Hidden to protect those", format!("{} ({proof})", report.hidden_for_small)),
        ("The attacker knows", report.attack.knows.join("; ")),
        ("Not tried", report.attack.not_tried.join("; ")),
        (FOUND, report.attack.recovered.to_string()),
        ("Smallest range an attacker is left with", interval),
        ("Rules", rules.join(", ")),
        ("Content hash", report.content.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

fn told(careless: &caldicott::statistics::InternalFinding) -> Vec<String> {
    let alone = careless.alone.iter().map(|labels| {
        format!(
            "one person alone is {}: whoever knows two of these learns the third",
            labels.join(", ")
        )
    });
    let recovered = careless.recovered.iter().map(|found| {
        format!("{} was hidden and is {} by subtraction", found.cell.join(", "), found.count)
    });
    alone.take(12).chain(recovered.take(12)).collect()
}

/// The same counts as a careless table would show them: a row for each service and ethnic group, a
/// column for each religion.
fn naive_table(counts: &BTreeMap<Vec<String>, usize>) -> (Vec<String>, Vec<Vec<NaiveCell>>) {
    let distinct = |place: usize| {
        let mut values: Vec<&String> = counts.keys().filter_map(|key| key.get(place)).collect();
        values.sort();
        values.dedup();
        values
    };
    let religions = distinct(2);
    let mut heads = vec!["service, ethnicity".to_owned()];
    heads.extend(religions.iter().map(|religion| (*religion).clone()));
    let mut rows = Vec::new();
    for service in distinct(0) {
        for ethnicity in distinct(1) {
            let mut row =
                vec![NaiveCell { text: format!("{service}, {ethnicity}"), identifies: false }];
            for religion in &religions {
                let key = vec![service.clone(), ethnicity.clone(), (*religion).clone()];
                let count = counts.get(&key).copied().unwrap_or_default();
                row.push(NaiveCell { text: count.to_string(), identifies: count == 1 });
            }
            rows.push(row);
        }
    }
    (heads, rows)
}
