//! Reading a rulebook, with every fault in it.

mod hash;
mod parties;
mod rules;
mod values;

use std::sync::{Arc, OnceLock};

use caldicott_model::document::{Place, Reader};

use super::parts::{Bar, Gateway, Organisation, Role};
use super::terms::{Needs, kind_bit};
use super::{Cites, Manner, Rulebook, Rules, check};
use crate::bits::RuleBits;
use crate::compiled::Compiled;
use crate::fact::Fact;
use crate::hash as index;
use crate::words::{AskerKind, ConfidenceGround};

use parties::{agreement, form, organisation, processor};
use rules::{bar, gateway};
use values::{text_of, unique};

pub(crate) use values::data;
pub(super) use values::{cites, list, time, unknown};

impl Rulebook {
    /// Reads the parts of a merged rulebook that are about sharing; the caller lets other keys pass.
    ///
    /// Gives nothing back, and has every fault reported to the reader, when anything is wrong.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut faulty = false;
        let hash = hash::hash(reader);
        let roles = roles(reader, &mut faulty);
        let organisations = list(reader, "organisation", &mut faulty, organisation);
        let mut names = Names { roles, organisations, gateways: Vec::new() };
        unique(reader, "organisation", names.organisations.iter().map(|one| &*one.id), &mut faulty);
        let settings = settings(reader, &names, &mut faulty);
        let forms = list(reader, "form", &mut faulty, form);
        unique(reader, "form", forms.iter().map(|form| &*form.id), &mut faulty);
        let processors = list(reader, "processor", &mut faulty, |one| processor(one, &names));
        let mut gateways = list(reader, "gateway", &mut faulty, |one| {
            let found = gateway(one, &names)?;
            check::gateway(one, &found, settings.secrecy_owed).then_some(found)
        });
        unique(reader, "gateway", gateways.iter().map(|gateway| &*gateway.id), &mut faulty);
        // Names of faulty gateways still count, so that one slip is not reported at every use.
        names.gateways = reader
            .tables("gateway")
            .into_iter()
            .map(|mut one| {
                one.allow_other_keys();
                one.raw("id").and_then(text_of).unwrap_or_default().into()
            })
            .collect();
        let (agreements, cited): (Vec<_>, Vec<_>) =
            list(reader, "agreement", &mut faulty, |one| agreement(one, &names))
                .into_iter()
                .unzip();
        unique(reader, "agreement", agreements.iter().map(|one| &*one.id), &mut faulty);
        let kinds: Vec<_> = gateways.iter().map(|gateway| gateway.kind).collect();
        let serves: Vec<_> = gateways.iter().map(|gateway| gateway.serves).collect();
        let mut anonymous = RuleBits::default();
        for (place, gateway) in gateways.iter().enumerate() {
            if gateway.needs.yes & Fact::Anonymous.bit() != 0 {
                anonymous.set(place);
            }
        }
        let bars =
            list(reader, "bar", &mut faulty, |one| bar(one, &names, &kinds, &serves, anonymous));
        unique(reader, "bar", bars.iter().map(|bar| &*bar.id), &mut faulty);
        for (key, count, limit) in [
            ("role", names.roles.len(), 64),
            ("gateway", gateways.len(), RuleBits::LIMIT),
            ("bar", bars.len(), 64),
            ("organisation", names.organisations.len(), index::Names::LIMIT),
            ("agreement", agreements.len(), index::Names::LIMIT),
        ] {
            if count > limit {
                reader.fault(key, format!("more than {limit} of `{key}`"));
                faulty = true;
            }
        }
        if faulty {
            return None;
        }
        hear_refusals(&mut gateways, &bars);
        let compiled = Compiled::new(
            &names.organisations,
            &agreements,
            &processors,
            &gateways,
            &bars,
            &settings.manner,
        );
        let cites = Cites::of(&gateways, &bars, &cited, compiled.limbs());
        let rules = Rules {
            roles: names.roles,
            organisations: names.organisations,
            forms,
            processors,
            agreements,
            gateways,
            bars,
            refer_to: settings.refer_to?,
            private_kinds: settings.private_kinds,
            manner: settings.manner,
            hash,
            compiled,
            cites,
            texts: OnceLock::new(),
        };
        Some(Self { rules: Arc::new(rules) })
    }
}

struct Names {
    roles: Vec<Role>,
    organisations: Vec<Organisation>,
    gateways: Vec<String>,
}

struct Settings {
    refer_to: Option<usize>,
    secrecy_owed: bool,
    private_kinds: u64,
    manner: Manner,
}

fn settings(reader: &mut Reader<'_>, names: &Names, faulty: &mut bool) -> Settings {
    let mut found = Settings {
        refer_to: None,
        secrecy_owed: false,
        private_kinds: 0,
        manner: Manner::default(),
    };
    let Some(mut table) = reader.table("sharing") else {
        reader.fault("sharing", "`sharing` is missing: it names the role to refer to");
        *faulty = true;
        return found;
    };
    found.manner = Manner::read(&mut table, faulty);
    let role = table.name("refer_to");
    found.refer_to = role.and_then(|name| names.role(&table, "refer_to", name));
    if let Some(name) = table.optional_name("secrecy_owed_by") {
        found.secrecy_owed = names.role(&table, "secrecy_owed_by", name).is_some();
        *faulty |= !found.secrecy_owed;
    }
    let kinds = table.some_of("neither_confirm_nor_deny", "kind of asker", AskerKind::NAMES);
    *faulty |= kinds.len() != table.texts("neither_confirm_nor_deny").len();
    found.private_kinds = kinds.iter().fold(0, |sum, kind| sum | 1 << kind_bit(*kind));
    *faulty |= found.refer_to.is_none();
    found
}

/// Whoever was told with whom we share may still refuse, and then nothing lifts confidence (CN-02, C-002).
/// Where neither the gateway nor a bar says so, the gateway is as if it did.
fn hear_refusals(gateways: &mut [Gateway], bars: &[Bar]) {
    let refused = Needs { yes: Fact::ConsentRefused.bit(), ..Needs::default() };
    for (place, gateway) in gateways.iter_mut().enumerate() {
        let heard = bars.iter().any(|bar| {
            bar.beats.has(place)
                && (bar.when, bar.unless) == (refused, Needs::default())
                && gateway.who & !bar.who == 0
                && gateway.purposes & !bar.purposes == 0
                && bar.removes.contains_all(gateway.covers)
                && !bar.third_party_only
                && !bar.only_objectionable
                && (bar.from, bar.until) == (None, None)
        });
        let informed = gateway.confidence == ConfidenceGround::Consent && gateway.consent.is_none();
        if informed && !heard {
            gateway.needs.no |= Fact::ConsentRefused.bit();
        }
    }
}

/// Reads the roles and closes "above" over them.
fn roles(reader: &mut Reader<'_>, faulty: &mut bool) -> Vec<Role> {
    let mut above: Vec<Vec<(String, Place)>> = Vec::new();
    let mut stands: Vec<Place> = Vec::new();
    let mut roles = list(reader, "role", faulty, |one| {
        let name = one.name("name")?;
        stands.push(one.place_of("name"));
        above
            .push(one.texts("below").into_iter().map(|(text, at)| (text.to_owned(), at)).collect());
        let place = u32::try_from(above.len()).unwrap_or(u32::MAX) - 1;
        let own = 1_u64.checked_shl(place).unwrap_or_default();
        Some(Role { name: name.into(), or_above: own })
    });
    unique(reader, "role", roles.iter().map(|role| &*role.name), faulty);
    let place_of: Vec<String> = roles.iter().map(|role| role.name.to_string()).collect();
    let mut direct: Vec<Vec<usize>> = Vec::new();
    for names in &above {
        let mut places = Vec::new();
        for (name, at) in names {
            if let Some(place) = place_of.iter().position(|known| known == name) {
                places.push(place);
            } else {
                let message = unknown("role", name, place_of.iter().map(String::as_str));
                reader.fault_at(*at, "role", message);
                *faulty = true;
            }
        }
        direct.push(places);
    }
    // As many rounds as there are roles reach every role above.
    for _ in 0..roles.len() {
        let now: Vec<u64> = roles.iter().map(|role| role.or_above).collect();
        for (role, above) in roles.iter_mut().zip(&direct) {
            for place in above {
                role.or_above |= now.get(*place).copied().unwrap_or_default();
            }
        }
    }
    for ((one, role), at) in roles.iter().enumerate().zip(stands) {
        let circular = roles.iter().enumerate().any(|(other, them)| {
            one < other
                && other < 64
                && role.or_above & (1 << other) != 0
                && them.or_above & (1 << one) != 0
        });
        if circular {
            reader.fault_at(at, "role", format!("the role `{}` stands above itself", role.name));
            *faulty = true;
        }
    }
    roles
}
