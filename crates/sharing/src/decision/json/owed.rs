//! The claim and what is due, as JSON.

use super::super::Decision;
use super::{comma, day, names, quote, text, truth};

impl Decision {
    pub(super) fn write_claim(&self, out: &mut String) {
        out.push_str(",\"claim\":");
        let Some(claim) = self.claim() else {
            out.push_str("null");
            return;
        };
        out.push_str("{\"gateway\":");
        quote(out, &claim.gateway);
        out.push_str(if claim.known { ",\"known\":true" } else { ",\"known\":false" });
        out.push_str(",\"holds\":");
        truth(out, claim.holds);
        out.push_str(",\"releases\":");
        names(out, claim.releases.names());
        for (key, list) in [(",\"amiss\":[", &claim.amiss), (",\"instead\":[", &claim.instead)] {
            out.push_str(key);
            let mut first = true;
            for name in list {
                comma(out, &mut first);
                quote(out, name);
            }
            out.push(']');
        }
        out.push('}');
    }

    pub(super) fn write_due(&self, out: &mut String) {
        out.push_str(",\"due\":[");
        let mut first = true;
        for due in self.due() {
            comma(out, &mut first);
            out.push_str("{\"duty\":\"");
            out.push_str(due.duty.name());
            out.push_str("\",\"by\":");
            match due.by {
                Some(by) => day(out, by),
                None => out.push_str("null"),
            }
            out.push_str(",\"within\":");
            text(out, due.within.as_deref());
            out.push_str(",\"after\":\"");
            out.push_str(due.after.name());
            out.push_str("\",\"hours\":");
            match due.hours {
                Some(hours) => out.push_str(&hours.to_string()),
                None => out.push_str("null"),
            }
            out.push_str(",\"who\":");
            text(out, due.who.as_deref());
            out.push_str(",\"projected\":");
            out.push_str(if due.projected { "true" } else { "false" });
            out.push_str(",\"rules\":[");
            let mut first = true;
            for rule in &due.rules {
                comma(out, &mut first);
                quote(out, rule.id());
            }
            out.push_str("]}");
        }
        out.push(']');
    }
}
