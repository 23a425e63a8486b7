//! A decision as JSON, put together from pieces that are written once for a rulebook.
//!
//! It is what `serde` writes, byte for byte: the law `what_is_written_fast_is_what_is_written` says so.

mod owed;
mod texts;

pub(crate) use texts::Texts;

use super::reasons::{Need, Owner, Reasons, cited_by};
use super::{Decision, Fate, Warning, explain};
use crate::data::DataSet;
use crate::duty::Duty;
use crate::fact::Fact;
use crate::known::Truth;

impl Decision {
    /// The decision as JSON: what `serde_json` writes, some ten times faster.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(8192);
        self.write_json(&mut out);
        out
    }

    /// Adds the decision as JSON to a text, as [`Decision::to_json`] writes it.
    pub fn write_json(&self, out: &mut String) {
        let texts = self.rules.texts.get_or_init(|| Texts::of(&self.rules));
        let reasons = self.reasons();
        out.push_str("{\"day\":");
        day(out, self.ruling.day);
        out.push_str(",\"outcome\":\"");
        out.push_str(self.ruling.answer.name());
        for (key, data) in [
            ("\",\"released\":", self.ruling.verdict.released),
            (",\"withheld\":", self.ruling.verdict.withheld),
            (",\"referred\":", self.ruling.verdict.referred),
        ] {
            out.push_str(key);
            names(out, data.names());
        }
        out.push_str(",\"refer_to\":");
        match self.refer_to() {
            Some(role) => quote(out, role),
            None => out.push_str("null"),
        }
        out.push_str(",\"each\":[");
        let (mut first, facts, standing) = (true, &self.facts, self.standing);
        explain::fates(&self.rules, facts, &self.ruling.verdict, standing, |datum, fate, by| {
            comma(out, &mut first);
            each(texts, out, datum, fate, by);
        });
        self.write_reasons(&reasons, texts, out);
        out.push_str(",\"duties\":");
        names(out, self.ruling.duties().map(Duty::name));
        out.push_str(",\"what_would_change_it\":[");
        let mut first = true;
        for set in self.what_would_change_it() {
            comma(out, &mut first);
            out.push('[');
            let mut first = true;
            for missing in set {
                comma(out, &mut first);
                out.push_str(texts.missing(*missing));
            }
            out.push(']');
        }
        out.push_str("],\"warnings\":");
        names(out, self.ruling.warnings().map(Warning::name));
        self.write_claim(out);
        self.write_due(out);
        let holds = self.holds_between();
        for (key, bound) in [(",\"holds\":{\"from\":", holds.from), (",\"until\":", holds.until)] {
            out.push_str(key);
            match bound {
                Some(bound) => day(out, bound),
                None => out.push_str("null"),
            }
        }
        out.push_str("},\"rules\":[");
        let mut first = true;
        self.rules_by_place(&reasons, |place| {
            comma(out, &mut first);
            out.push_str(texts.rules.get(usize::from(place)).map_or("", String::as_str));
        });
        out.push_str("],\"rulebook\":\"");
        out.push_str(&texts.hash);
        out.push_str("\"}");
    }

    /// From the end of what becomes of each thing to the end of the bars.
    fn write_reasons(&self, reasons: &Reasons, texts: &Texts, out: &mut String) {
        out.push_str("],\"gateways\":[");
        let dead = self.facts.truth(Fact::Deceased) == Truth::True;
        let limbs = if dead { &texts.limbs_of_the_dead } else { &texts.limbs };
        let mut first = true;
        for reason in &reasons.gateways {
            comma(out, &mut first);
            out.push_str(texts.gateways.get(reason.gateway).map_or("", String::as_str));
            truth(out, reason.holds);
            let conditions = reasons.conditions_of_gateway(reason);
            self.write_conditions(conditions, Owner::Gateway(reason.gateway), texts, out);
            if let Some([middle, end]) = limbs.get(reason.limb) {
                out.push_str(middle);
                names(out, reason.releases.names());
                out.push_str(end);
            }
        }
        out.push_str("],\"bars\":[");
        let mut first = true;
        for reason in &reasons.bars {
            comma(out, &mut first);
            out.push_str(texts.bars.get(reason.bar).map_or("", String::as_str));
            truth(out, reason.holds);
            let conditions = reasons.conditions_of_bar(reason);
            self.write_conditions(conditions, Owner::Bar(reason.bar), texts, out);
            let bites = if reason.bites { "true" } else { "false" };
            out.push_str(",\"bites\":");
            out.push_str(bites);
            out.push_str(",\"rules\":");
            out.push_str(texts.bar_rules.get(reason.bar).map_or("[]", String::as_str));
            out.push('}');
        }
        out.push(']');
    }

    fn write_conditions(
        &self,
        conditions: &[(Need, Truth)],
        owner: Owner,
        texts: &Texts,
        out: &mut String,
    ) {
        out.push_str(",\"conditions\":[");
        let mut first = true;
        for (need, value) in conditions {
            comma(out, &mut first);
            if let Some(whole) = texts.condition(*need, *value) {
                out.push_str(whole);
                continue;
            }
            out.push_str("{\"need\":");
            out.push_str(texts.need(*need));
            out.push_str(",\"value\":");
            truth(out, *value);
            out.push_str(",\"rules\":");
            let known = match (*need, owner) {
                (Need::Approval(_) | Need::UnlessApproval(_), Owner::Gateway(place)) => {
                    texts.gateway_rules.get(place)
                }
                (Need::Approval(_) | Need::UnlessApproval(_), Owner::Bar(place)) => {
                    texts.bar_rules.get(place)
                }
                (Need::Basis | Need::Fact(..) | Need::Limit(_) | Need::UnlessFact(..), _) => None,
            };
            if let Some(known) = known {
                out.push_str(known);
            } else {
                // An agreement's own rules come to those of the limit: each once.
                let mut cited: Vec<u16> = Vec::new();
                cited_by(&self.rules, &self.facts, *need, owner, |places| {
                    for place in places {
                        if !cited.contains(place) {
                            cited.push(*place);
                        }
                    }
                });
                out.push('[');
                let mut first = true;
                for place in cited {
                    comma(out, &mut first);
                    out.push_str(texts.rules.get(usize::from(place)).map_or("", String::as_str));
                }
                out.push(']');
            }
            out.push('}');
        }
        out.push(']');
    }
}

fn each(texts: &Texts, out: &mut String, datum: DataSet, fate: Fate, by: &[explain::Actor]) {
    out.push_str("{\"data\":\"");
    out.push_str(datum.names().next().unwrap_or_default());
    out.push_str(match fate {
        Fate::Released => "\",\"fate\":\"released\",\"by\":[",
        Fate::Referred => "\",\"fate\":\"referred\",\"by\":[",
        Fate::Withheld => "\",\"fate\":\"withheld\",\"by\":[",
    });
    let mut first = true;
    for actor in by {
        comma(out, &mut first);
        let id = match *actor {
            explain::Actor::Gateway(place) => texts.gateway_ids.get(place),
            explain::Actor::Bar(place) => texts.bar_ids.get(place),
        };
        out.push_str(id.map_or("\"\"", String::as_str));
    }
    out.push_str("]}");
}

fn text(out: &mut String, text: Option<&str>) {
    match text {
        Some(text) => quote(out, text),
        None => out.push_str("null"),
    }
}

fn comma(out: &mut String, first: &mut bool) {
    if !core::mem::take(first) {
        out.push(',');
    }
}

/// Words of this crate, which need no escape.
pub(super) fn names(out: &mut String, names: impl Iterator<Item = &'static str>) {
    out.push('[');
    let mut first = true;
    for name in names {
        comma(out, &mut first);
        out.push('"');
        out.push_str(name);
        out.push('"');
    }
    out.push(']');
}

fn truth(out: &mut String, truth: Truth) {
    out.push_str(match truth {
        Truth::False => "\"false\"",
        Truth::Unknown => "\"unknown\"",
        Truth::True => "\"true\"",
    });
}

fn day(out: &mut String, day: caldicott_calendar::Day) {
    let (year, month, of_month) = day.ymd();
    out.push('"');
    digits(out, year, &[1000, 100, 10, 1]);
    out.push('-');
    digits(out, month.into(), &[10, 1]);
    out.push('-');
    digits(out, of_month.into(), &[10, 1]);
    out.push('"');
}

fn digits(out: &mut String, number: i32, units: &[i32]) {
    for unit in units {
        let digit = u32::try_from(number / unit % 10).unwrap_or_default();
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    quote(&mut out, text);
    out
}

/// A JSON string, escaped as `serde_json` does.
pub(crate) fn quote(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\')
    {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        let (special, after) = from.split_at(1);
        match special {
            "\"" => out.push_str("\\\""),
            "\\" => out.push_str("\\\\"),
            "\n" => out.push_str("\\n"),
            "\r" => out.push_str("\\r"),
            "\t" => out.push_str("\\t"),
            "\u{8}" => out.push_str("\\b"),
            "\u{c}" => out.push_str("\\f"),
            _ => {
                let byte = special.bytes().next().unwrap_or_default();
                out.push_str(&format!("\\u{byte:04x}"));
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out.push('"');
}
