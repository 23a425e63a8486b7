//! What the section `require` asks for.

use caldicott_model::document::Reader;

use super::RecordDimension;
use crate::Criterion;

/// What the section `require` asks for.
pub(super) struct Required<'d> {
    k: Option<u64>,
    of: Vec<(Reader<'d>, RequiredOf<'d>)>,
}

struct RequiredOf<'d> {
    field: Option<&'d str>,
    l: Option<u64>,
    c: Option<f64>,
    others: [Option<f64>; 6],
}

impl<'d> Required<'d> {
    pub(super) fn ask(mut reader: Reader<'d>) -> Self {
        const MOST: i64 = 1 << 32;
        let k = reader.optional_number("k", 1, MOST).map(i64::unsigned_abs);
        let ask = |mut of: Reader<'d>| {
            let asked = RequiredOf {
                field: of.text("field"),
                l: of.optional_number("l", 1, MOST).map(i64::unsigned_abs),
                c: decimal(&mut of, "c"),
                others: OTHERS.map(|key| decimal(&mut of, key)),
            };
            (of, asked)
        };
        Self { k, of: reader.tables("of").into_iter().map(ask).collect() }
    }

    pub(super) fn criteria(self, dimensions: &[RecordDimension]) -> Vec<Criterion> {
        let mut criteria: Vec<Criterion> = self.k.map(Criterion::K).into_iter().collect();
        for (reader, RequiredOf { field, l, c, others }) in self.of {
            let Some(field) = field else { continue };
            let Some(dimension) = dimensions.iter().find(|one| one.name() == field) else {
                reader.fault("field", "no dimension has this field");
                continue;
            };
            let of = || field.to_owned();
            let distance = dimension.distance.clone();
            let [alpha, beta, delta, enhanced, entropy, t] = others;
            let all = [
                ("c", c.map(|c| Criterion::Recursive { of: of(), c, l: l.unwrap_or(2) })),
                ("l", l.filter(|_| c.is_none()).map(|l| Criterion::DistinctL { of: of(), l })),
                ("alpha", alpha.map(|most| Criterion::Alpha { of: of(), most })),
                ("beta", beta.map(|most| Criterion::Beta { of: of(), most })),
                ("delta", delta.map(|below| Criterion::Delta { of: of(), below })),
                ("enhanced-beta", enhanced.map(|most| Criterion::EnhancedBeta { of: of(), most })),
                ("entropy-l", entropy.map(|l| Criterion::EntropyL { of: of(), l })),
                ("t", t.map(|most| Criterion::T { of: of(), most, distance })),
            ];
            for (key, criterion) in all {
                let Some(criterion) = criterion else { continue };
                if criterion.is_sound() {
                    criteria.push(criterion);
                } else {
                    reader.fault(key, "a bound that nothing or everything meets");
                }
            }
        }
        criteria
    }
}

/// Bounds with a fraction.
const OTHERS: [&str; 6] = ["alpha", "beta", "delta", "enhanced-beta", "entropy-l", "t"];

/// A number with a fraction, written as text.
fn decimal(reader: &mut Reader<'_>, key: &'static str) -> Option<f64> {
    let text = reader.optional_text(key)?;
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let read = text.parse::<f64>().ok().filter(|number| plain && number.is_finite());
    if read.is_none() {
        reader.fault(key, "a number is written `0.25`");
    }
    read
}
