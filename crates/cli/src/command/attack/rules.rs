//! How published tables are to be read, as options and as a file.

use std::str::FromStr;

use caldicott::model::document::Reader;
use caldicott::statistics::{Reading, Share, ShareBase};

/// A file of rules: the keys of `caldicott schema attack`.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) reading: Reading,
    pub(super) people: Vec<String>,
    pub(super) tables: Vec<Further>,
}

/// A further table.
#[derive(Debug)]
pub(super) struct Further {
    pub(super) file: String,
    pub(super) people: Vec<String>,
}

/// What a symbol stands for.
#[derive(Clone, Debug)]
pub(super) struct Marker {
    pub(super) text: String,
    pub(super) least: u64,
    pub(super) most: Option<u64>,
}

/// A label that is the sum of others.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) label: String,
    pub(super) below: Vec<String>,
}

/// A column of shares as an option tells it.
#[derive(Clone, Debug)]
pub(super) struct ShareOption(pub(super) Share);

impl FromStr for ShareOption {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        const WRONG: &str = "a column of percentages and what they are shares of are wanted, such as `%=500`, \
             `%:count=total` or `%:count=everybody`";
        let (head, base) = text.rsplit_once('=').ok_or(WRONG)?;
        let (head, counts) =
            head.rsplit_once(':').map_or((head, None), |(head, counts)| (head, Some(counts)));
        let base = base.trim();
        if [head, base].into_iter().chain(counts).any(|part| part.trim().is_empty()) {
            return Err(WRONG);
        }
        let base = match base.parse() {
            Ok(number) if (1..=MOST.unsigned_abs()).contains(&number) => ShareBase::Number(number),
            Ok(_) => return Err("nobody or too many to have a share of"),
            Err(_) if base == "total" => ShareBase::Total,
            Err(_) => ShareBase::Column(base.to_owned()),
        };
        let share = Share::of(head, base);
        Ok(Self(counts.map_or(share.clone(), |counts| share.narrowing(counts))))
    }
}

impl FromStr for Marker {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        const WRONG: &str = "a symbol and its range are wanted, such as `*=1..7` or `c=1..`";
        let (text, range) = text.rsplit_once('=').ok_or(WRONG)?;
        let (least, most) = range.split_once("..").ok_or(WRONG)?;
        let least = least.trim().parse().map_err(|_| WRONG)?;
        let most = match most.trim() {
            "" => None,
            most => Some(most.parse().map_err(|_| WRONG)?),
        };
        if most.is_some_and(|most| most < least) {
            return Err("the range ends before it begins");
        }
        Ok(Self { text: text.to_owned(), least, most })
    }
}

impl FromStr for Group {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        const WRONG: &str =
            "a label and its parts are wanted, such as `White=White British;White Irish`";
        let (label, below) = text.split_once('=').ok_or(WRONG)?;
        let below: Vec<String> = below.split(';').map(|part| part.trim().to_owned()).collect();
        if label.trim().is_empty() || below.iter().any(String::is_empty) {
            return Err(WRONG);
        }
        Ok(Self { label: label.trim().to_owned(), below })
    }
}

/// The largest count that a rule may name.
const MOST: i64 = 1_000_000_000;

impl Rules {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut reading = Reading::new();
        let zeros = reader.optional_flag("zeros-hidden").unwrap_or(false);
        if let Some(most) = reader.optional_number("threshold", 1, MOST) {
            let most = most.unsigned_abs();
            reading = if zeros {
                reading.with_threshold_and_zeros(most)
            } else {
                reading.with_threshold(most)
            };
        }
        if let Some(base) = reader.optional_number("rounding", 2, MOST) {
            reading = reading.with_rounding(base.unsigned_abs());
        }
        for (label, _) in reader.texts("totals") {
            reading = reading.with_total(label);
        }
        for (head, _) in reader.texts("skip") {
            reading = reading.without_column(head);
        }
        if let Some(columns) = reader.optional_number("label-columns", 1, 8) {
            reading = reading.with_label_columns(usize::try_from(columns).unwrap_or(1));
        }
        if let Some(name) = reader.optional_text("across") {
            reading = reading.with_across(name);
        }
        for mut marker in reader.tables("marker") {
            let text = marker.text("text");
            let least = marker.optional_number("least", 0, MOST).unwrap_or(0).unsigned_abs();
            let most = marker.optional_number("most", 0, MOST).map(i64::unsigned_abs);
            if most.is_some_and(|most| most < least) {
                marker.fault("most", "the range ends before it begins");
            }
            reading = reading.with_marker(text?, least, most);
        }
        for mut group in reader.tables("group") {
            let dimension = group.optional_text("dimension");
            let label = group.text("label");
            let below: Vec<&str> = group.texts("codes").into_iter().map(|(code, _)| code).collect();
            if below.is_empty() {
                group.fault("codes", "a group is the sum of at least one label");
            }
            reading = reading.with_group(dimension, label?, below);
        }
        for mut section in reader.tables("share") {
            reading = reading.with_share(share(&mut section)?);
        }
        let sum = reader.optional_text("sum").map(str::to_owned);
        let sums = reader.optional_flag("sums").unwrap_or(false);
        if sums && sum.is_some() {
            reader.fault("sums", "either one column holds sums, or every figure is one");
        }
        if let Some(head) = &sum {
            reading = reading.with_sum(head);
        } else if sums {
            reading = reading.of_sums();
        }
        if let Some(cap) = reader.optional_number("cap", 1, 1 << 40) {
            reading = reading.with_cap(cap.unsigned_abs());
        }
        let people = people_of(reader);
        let mut tables = Vec::new();
        for mut further in reader.tables("table") {
            let file = further.text("file").map(str::to_owned);
            let people = people_of(&mut further);
            tables.push(Further { file: file?, people });
        }
        let named = tables.iter().filter(|table| !table.people.is_empty()).count();
        let all = named == tables.len() && !people.is_empty();
        if !all && (named > 0 || !people.is_empty()) && !tables.is_empty() {
            reader.fault("people", "either every table names the parts of the population, or none");
        }
        Some(Self { reading, people, tables })
    }
}

fn share(reader: &mut Reader<'_>) -> Option<Share> {
    let column = reader.text("column");
    let counts = reader.optional_text("counts");
    let decimals = reader.optional_number("decimals", 0, i64::from(Share::MOST_DECIMALS));
    let whole = reader.optional_number("out-of", 1, 1_000_000);
    let bases = [
        reader.optional_number("base", 1, MOST).map(|base| ShareBase::Number(base.unsigned_abs())),
        reader.optional_text("base-column").map(|column| ShareBase::Column(column.to_owned())),
        reader.optional_flag("base-total").filter(|total| *total).map(|_| ShareBase::Total),
        reader.optional_text("base-total-of").map(|name| ShareBase::TotalOf(name.to_owned())),
    ];
    let mut bases = bases.into_iter().flatten();
    let (Some(base), None) = (bases.next(), bases.next()) else {
        let wanted = "one of `base`, `base-column`, `base-total` and `base-total-of` says what of";
        reader.fault("base", wanted);
        return None;
    };
    let mut share = Share::of(column?, base);
    if let Some(counts) = counts {
        share = share.narrowing(counts);
    }
    if let Some(decimals) = decimals.and_then(|decimals| u8::try_from(decimals).ok()) {
        share = share.to_decimals(decimals);
    }
    if let Some(whole) = whole {
        share = share.per(whole.unsigned_abs());
    }
    Some(share)
}

fn people_of(reader: &mut Reader<'_>) -> Vec<String> {
    reader.texts("people").into_iter().map(|(part, _)| part.to_owned()).collect()
}
