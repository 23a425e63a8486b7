//! Reading a rulebook, with every fault in it.

use caldicott_calendar::{Day, Rule};
use caldicott_model::digest::Sha256;
use caldicott_model::document::{Located, Node, Reader, nearest};
use caldicott_model::law::{Article9Condition, LawfulBasis};

use super::parts::{
    Agreement, Bar, Form, Gateway, Ground, Organisation, Processor, Role, Transfer,
};
use super::terms::{Limit, Needs, Term, any_or, kind_bit, purpose_bit};
use super::{Rulebook, check};
use crate::bits::RuleBits;
use crate::catalogue;
use crate::compiled::Compiled;
use crate::data::{DataSet, Detail};
use crate::duty::Duty;
use crate::fact::Fact;
use crate::words::{
    AgreementKind, AskerKind, ConfidenceGround, ConsentKind, Direction, GatewayKind, Necessity,
    RestrictionPurpose, SharingPurpose, Then, TransferMechanism,
};

impl Rulebook {
    /// Reads the parts of a merged rulebook that are about sharing; the caller lets other keys pass.
    ///
    /// Gives nothing back, and has every fault reported to the reader, when anything is wrong.
    pub fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut faulty = false;
        let hash = hash(reader);
        let roles = roles(reader, &mut faulty);
        let organisations = list(reader, "organisation", &mut faulty, organisation);
        let mut names = Names { roles, organisations, gateways: Vec::new() };
        unique(reader, "organisation", names.organisations.iter().map(|one| &*one.id), &mut faulty);
        let settings = settings(reader, &names, &mut faulty);
        let forms = list(reader, "form", &mut faulty, form);
        unique(reader, "form", forms.iter().map(|form| &*form.id), &mut faulty);
        let processors = list(reader, "processor", &mut faulty, |one| processor(one, &names));
        let gateways = list(reader, "gateway", &mut faulty, |one| {
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
        let agreements = list(reader, "agreement", &mut faulty, |one| agreement(one, &names));
        unique(reader, "agreement", agreements.iter().map(|one| &*one.id), &mut faulty);
        let kinds: Vec<_> = gateways.iter().map(|gateway| gateway.kind).collect();
        let serves: Vec<_> = gateways.iter().map(|gateway| gateway.serves).collect();
        let bars = list(reader, "bar", &mut faulty, |one| bar(one, &names, &kinds, &serves));
        unique(reader, "bar", bars.iter().map(|bar| &*bar.id), &mut faulty);
        for (key, count, limit) in [
            ("role", names.roles.len(), 64),
            ("gateway", gateways.len(), RuleBits::LIMIT),
            ("bar", bars.len(), 64),
            ("organisation", names.organisations.len(), 65_000),
            ("agreement", agreements.len(), 65_000),
        ] {
            if count > limit {
                reader.fault(key, format!("more than {limit} of `{key}`"));
                faulty = true;
            }
        }
        if faulty {
            return None;
        }
        let compiled =
            Compiled::new(&names.organisations, &processors, &agreements, &gateways, &bars);
        Some(Self {
            roles: names.roles,
            organisations: names.organisations,
            forms,
            processors,
            agreements,
            gateways,
            bars,
            refer_to: settings.refer_to?,
            private_kinds: settings.private_kinds,
            hash,
            compiled,
        })
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
}

/// Reads the tables of a list, each whole or not at all.
fn list<T>(
    reader: &mut Reader<'_>,
    key: &'static str,
    faulty: &mut bool,
    mut read: impl FnMut(&mut Reader<'_>) -> Option<T>,
) -> Vec<T> {
    let before = matches!(reader.raw(key), Some(found) if !matches!(found.node, Node::List(_)));
    *faulty |= before;
    let mut all = Vec::new();
    for mut one in reader.tables(key) {
        match read(&mut one) {
            Some(found) => all.push(found),
            None => *faulty = true,
        }
    }
    all
}

fn unique<'n>(
    reader: &Reader<'_>,
    key: &'static str,
    names: impl Iterator<Item = &'n str>,
    faulty: &mut bool,
) {
    let mut seen: Vec<&str> = names.collect();
    seen.sort_unstable();
    for pair in seen.windows(2) {
        if let [one, other] = pair
            && one == other
        {
            reader.fault(key, format!("two of `{key}` are called `{one}`"));
            *faulty = true;
        }
    }
}

fn settings(reader: &mut Reader<'_>, names: &Names, faulty: &mut bool) -> Settings {
    let mut found = Settings { refer_to: None, secrecy_owed: false, private_kinds: 0 };
    let Some(mut table) = reader.table("sharing") else {
        reader.fault("sharing", "`sharing` is missing: it names the role to refer to");
        *faulty = true;
        return found;
    };
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

/// Reads the roles and closes "above" over them.
fn roles(reader: &mut Reader<'_>, faulty: &mut bool) -> Vec<Role> {
    let mut above: Vec<Vec<String>> = Vec::new();
    let mut roles = list(reader, "role", faulty, |one| {
        let name = one.name("name")?;
        above.push(one.texts("below").into_iter().map(|(text, _)| text.to_owned()).collect());
        let place = u32::try_from(above.len()).unwrap_or(u32::MAX) - 1;
        let own = 1_u64.checked_shl(place).unwrap_or_default();
        Some(Role { name: name.into(), or_above: own })
    });
    unique(reader, "role", roles.iter().map(|role| &*role.name), faulty);
    let place_of: Vec<String> = roles.iter().map(|role| role.name.to_string()).collect();
    let mut direct: Vec<Vec<usize>> = Vec::new();
    for names in &above {
        let mut places = Vec::new();
        for name in names {
            match place_of.iter().position(|known| known == name) {
                Some(place) => places.push(place),
                None => {
                    reader
                        .fault("role", unknown("role", name, place_of.iter().map(String::as_str)));
                    *faulty = true;
                }
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
    for (one, role) in roles.iter().enumerate() {
        let circular = roles.iter().enumerate().any(|(other, them)| {
            one < other
                && other < 64
                && role.or_above & (1 << other) != 0
                && them.or_above & (1 << one) != 0
        });
        if circular {
            reader.fault("role", format!("the role `{}` stands above itself", role.name));
            *faulty = true;
        }
    }
    roles
}

fn unknown<'n>(kind: &str, found: &str, names: impl Iterator<Item = &'n str>) -> String {
    let shown = caldicott_model::document::printable(found);
    match nearest(found, names) {
        Some(near) => format!("unknown {kind} `{shown}`; did you mean `{near}`?"),
        None => format!("unknown {kind} `{shown}`"),
    }
}

impl Names {
    fn role(&self, reader: &Reader<'_>, key: &str, name: &str) -> Option<usize> {
        let found = self.roles.iter().position(|role| &*role.name == name);
        if found.is_none() {
            let names = self.roles.iter().map(|role| &*role.name);
            reader.fault(key, unknown("role", name, names));
        }
        found
    }

    fn organisation(&self, reader: &Reader<'_>, key: &str, name: &str) -> Option<usize> {
        let found = self.organisations.iter().position(|one| &*one.id == name);
        if found.is_none() {
            let names = self.organisations.iter().map(|one| &*one.id);
            reader.fault(key, unknown("organisation", name, names));
        }
        found
    }

    fn gateway(&self, reader: &Reader<'_>, key: &str, name: &str) -> Option<usize> {
        let found = self.gateways.iter().position(|known| known == name);
        if found.is_none() {
            reader.fault(key, unknown("gateway", name, self.gateways.iter().map(String::as_str)));
        }
        found
    }

    /// Reads a list of needs; `None` when one of them is wrong.
    fn needs(&self, reader: &mut Reader<'_>, key: &'static str) -> Option<Needs> {
        let mut needs = Needs::default();
        let mut whole = true;
        for (text, _) in reader.texts(key) {
            match self.term(reader, key, text) {
                Some(term) => needs = needs.and(term),
                None => whole = false,
            }
        }
        if needs.yes & needs.no != 0 {
            reader.fault(key, "a fact cannot both hold and not hold");
            whole = false;
        }
        whole.then_some(needs)
    }

    fn term(&self, reader: &Reader<'_>, key: &str, text: &str) -> Option<Term> {
        if let Some(role) = text.strip_prefix("approval:") {
            return self.role(reader, key, role).map(Term::Approval);
        }
        if let Some(limit) = Limit::all().find(|limit| limit.name() == text) {
            return Some(Term::Limit(limit));
        }
        let (name, holds) = text.strip_prefix("not:").map_or((text, true), |name| (name, false));
        let found = Fact::from_name(name);
        if found.is_none() {
            let facts = Fact::NAMES.iter().map(|(name, _)| *name);
            let limits = Limit::all().map(Limit::name).collect::<Vec<_>>();
            let message = unknown("need", name, facts.chain(limits.iter().copied()));
            reader.fault(key, message);
        }
        found.map(|fact| Term::Fact(fact, holds))
    }
}

/// Some of these names, or `None` when one is wrong.
fn some_of<T: Copy>(
    reader: &mut Reader<'_>,
    key: &'static str,
    kind: &str,
    names: &[(&'static str, T)],
) -> Option<Vec<T>> {
    let found = reader.some_of(key, kind, names);
    (well_formed_list(reader, key) && found.len() == reader.texts(key).len()).then_some(found)
}

/// Whether the key is missing or a list of texts only.
fn well_formed_list(reader: &mut Reader<'_>, key: &'static str) -> bool {
    reader.raw(key).is_none_or(|found| match &found.node {
        Node::List(items) => items.iter().all(|item| text_of(item).is_some()),
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Fraction | Node::Day(_) => false,
        Node::Text(_) | Node::Table(_) => false,
    })
}

fn text_of(found: &Located) -> Option<&str> {
    match &found.node {
        Node::Text(text) => Some(text),
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Fraction | Node::Day(_) => None,
        Node::List(_) | Node::Table(_) => None,
    }
}

/// A list of categories and details; missing is the empty set, `every` is everything.
pub(crate) fn data(reader: &mut Reader<'_>, key: &'static str) -> Option<DataSet> {
    let mut names: Vec<(&'static str, DataSet)> = caldicott_model::Category::ALL
        .iter()
        .map(|category| (category.name(), DataSet::from(*category)))
        .chain(Detail::NAMES.iter().map(|(name, detail)| (*name, DataSet::from(*detail))))
        .collect();
    names.push(("every", DataSet::EVERY));
    names.push(("special", DataSet::of(caldicott_model::CategorySet::SPECIAL)));
    some_of(reader, key, "category", &names).map(|sets| sets.into_iter().collect())
}

fn cites(reader: &mut Reader<'_>, key: &'static str) -> Option<Vec<Rule>> {
    let mut rules = Vec::new();
    let mut whole = well_formed_list(reader, key);
    for (id, _) in reader.texts(key) {
        if let Some(rule) = catalogue::rule(id) {
            rules.push(rule);
        } else {
            reader.fault(key, catalogue::not_citable(id));
            whole = false;
        }
    }
    whole.then_some(rules)
}

/// At least one rule.
fn cite(reader: &mut Reader<'_>) -> Option<Vec<Rule>> {
    let rules = cites(reader, "cite")?;
    if rules.is_empty() {
        reader.fault("cite", "`cite` names no rule: what obeys none may not decide");
        return None;
    }
    Some(rules)
}

fn duties(reader: &mut Reader<'_>) -> Option<u32> {
    some_of(reader, "duties", "duty", Duty::NAMES)
        .map(|duties| duties.iter().fold(0, |sum, duty| sum | duty.bit()))
}

fn purposes(reader: &mut Reader<'_>, key: &'static str) -> Option<u64> {
    some_of(reader, key, "purpose", SharingPurpose::NAMES).map(|found| any_or(&found, purpose_bit))
}

fn who(reader: &mut Reader<'_>) -> Option<u64> {
    some_of(reader, "who", "kind of asker", AskerKind::NAMES).map(|found| any_or(&found, kind_bit))
}

/// A day that may be there; `None` when it is and is wrong.
#[expect(clippy::option_option, reason = "there, not there, or wrong")]
fn optional_day(reader: &mut Reader<'_>, key: &'static str) -> Option<Option<Day>> {
    if !reader.has(key) {
        return Some(None);
    }
    reader.optional_day(key).map(Some)
}

/// From and until; `None` when one is wrong or nothing lies between.
fn time(reader: &mut Reader<'_>) -> Option<(Option<Day>, Option<Day>)> {
    let from = optional_day(reader, "from");
    let until = optional_day(reader, "until");
    let (from, until) = (from?, until?);
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        reader.fault("until", "`until` is not after `from`: no day lies between");
        return None;
    }
    Some((from, until))
}

fn flag(reader: &mut Reader<'_>, key: &'static str) -> Option<bool> {
    if !reader.has(key) {
        return Some(false);
    }
    reader.optional_flag(key)
}

fn organisation(reader: &mut Reader<'_>) -> Option<Organisation> {
    let id = reader.name("id");
    let kind = reader.one_of("kind", "kind of asker", AskerKind::NAMES);
    Some(Organisation { id: id?.into(), kind: kind? })
}

fn form(reader: &mut Reader<'_>) -> Option<Form> {
    let id = reader.name("id");
    let kind = reader.one_of("kind", "kind of consent", ConsentKind::NAMES);
    let covers = data(reader, "covers");
    let purposes = purposes(reader, "purposes");
    let time = time(reader);
    let covers = covers?;
    if covers.is_empty() {
        reader.fault("covers", "`covers` names nothing");
        return None;
    }
    let (from, until) = time?;
    Some(Form { id: id?.into(), kind: kind?, covers, purposes: purposes?, from, until })
}

fn processor(reader: &mut Reader<'_>, names: &Names) -> Option<Processor> {
    let of = reader.name("organisation");
    let organisation = of.and_then(|name| names.organisation(reader, "organisation", name));
    let engaged_by = match reader.optional_name("engaged_by") {
        Some(name) => Some(names.organisation(reader, "engaged_by", name)?),
        None if reader.has("engaged_by") => return None,
        None => None,
    };
    let purposes = purposes(reader, "purposes");
    let covers = data(reader, "covers");
    let from = reader.day("from");
    let until = optional_day(reader, "until");
    let abroad = flag(reader, "abroad");
    let mut faulty = false;
    let transfers = list(reader, "transfer", &mut faulty, |one| {
        let mechanism = one.one_of("mechanism", "transfer mechanism", TransferMechanism::NAMES);
        let from = one.day("from");
        let until = optional_day(one, "until");
        let assessed = one.optional_text("assessment").is_some();
        Some(Transfer { mechanism: mechanism?, from: from?, until: until?, assessed })
    });
    if faulty {
        return None;
    }
    Some(Processor {
        organisation: organisation?,
        engaged_by,
        purposes: purposes?,
        covers: covers?,
        from: from?,
        until: until?,
        abroad: abroad?,
        transfers,
    })
}

fn agreement(reader: &mut Reader<'_>, names: &Names) -> Option<Agreement> {
    let id = reader.name("id");
    let kind = reader.one_of("kind", "kind of agreement", AgreementKind::NAMES);
    let mut parties = Vec::new();
    let mut whole = true;
    for (name, _) in reader.texts("with") {
        match names.organisation(reader, "with", name) {
            Some(place) => parties.push(place),
            None => whole = false,
        }
    }
    let purposes = purposes(reader, "purposes");
    let covers = data(reader, "covers");
    let mut gateways = RuleBits::default();
    let mut any = false;
    for (name, _) in reader.texts("gateways") {
        match names.gateway(reader, "gateways", name) {
            Some(place) => {
                gateways.set(place);
                any = true;
            }
            None => whole = false,
        }
    }
    let from = reader.day("from");
    let until = optional_day(reader, "until");
    let review_by = reader.day("review_by");
    let cite = cite(reader);
    let covers = covers?;
    for (empty, key) in
        [(parties.is_empty(), "with"), (covers.is_empty(), "covers"), (!any, "gateways")]
    {
        if empty {
            reader.fault(key, format!("`{key}` names nothing: the agreement would permit nothing"));
            whole = false;
        }
    }
    if !reader.has("purposes") {
        reader.fault("purposes", "an agreement names its purposes");
        whole = false;
    }
    let agreement = Agreement {
        id: id?.into(),
        kind: kind?,
        parties,
        purposes: purposes?,
        covers,
        gateways,
        from: from?,
        until: until?,
        review_by: review_by?,
        cite: cite?,
    };
    whole.then_some(agreement)
}

fn gateway(reader: &mut Reader<'_>, names: &Names) -> Option<Gateway> {
    let id = reader.name("id");
    let says = reader.text("says");
    let kind = reader.one_of("kind", "kind of gateway", GatewayKind::NAMES);
    let who = who(reader);
    let purposes = purposes(reader, "purposes");
    let directions = some_of(reader, "direction", "direction", Direction::NAMES);
    let needs = names.needs(reader, "needs");
    let necessity = reader.one_of("necessity", "necessity", Necessity::NAMES);
    let covers = data(reader, "covers");
    let grounds = grounds(reader);
    let article9 = optional(reader, "article9", "Art 9 condition", &Article9Condition::NAMES);
    let schedule1 = paragraph(reader, "schedule1");
    let article10 = paragraph(reader, "article10");
    let confidence = reader.one_of("confidence", "ground of confidence", ConfidenceGround::NAMES);
    let weighed = cites(reader, "weighed_by");
    let serves = some_of(reader, "serves", "restriction purpose", RestrictionPurpose::NAMES);
    let then =
        optional(reader, "then", "outcome", &[("release", Then::Release), ("refer", Then::Refer)]);
    let refer = refer(reader, names);
    let duties = duties(reader);
    let cite = cite(reader);
    let time = time(reader);
    let mut needs = needs?;
    let necessity = necessity?;
    let consent = ConsentKind::NAMES
        .iter()
        .map(|(_, kind)| *kind)
        .find(|kind| needs.limits.contains(Limit::Consent(*kind)));
    let limit = match necessity {
        Necessity::Agreement => Some(Limit::Agreement),
        Necessity::Assessed => Some(Limit::Necessary),
        Necessity::Consent | Necessity::Fixed => None,
        Necessity::Order => Some(Limit::Order),
        Necessity::Processing => Some(Limit::Processing),
    };
    if let Some(limit) = limit {
        needs = needs.and(Term::Limit(limit));
    }
    let directions = directions?;
    let directions = if directions.is_empty() {
        1 << Direction::Asked as u8 | 1 << Direction::OwnInitiative as u8
    } else {
        directions.iter().fold(0_u8, |sum, one| sum | 1 << *one as u8)
    };
    let (from, until) = time?;
    Some(Gateway {
        id: id?.into(),
        says: says?.into(),
        kind: kind?,
        who: who?,
        purposes: purposes?,
        directions,
        needs,
        consent,
        necessity,
        covers: covers?,
        grounds: grounds?,
        article9: article9?,
        schedule1: schedule1?,
        article10: article10?,
        confidence: confidence?,
        weighed: weighed?,
        serves: serves?.iter().fold(0, |sum, one| sum | 1 << *one as u8),
        then: then?.unwrap_or(Then::Release),
        refer: refer?,
        duties: duties?,
        cite: cite?,
        from,
        until,
    })
}

/// One of these names; `None` when it is there and wrong.
#[expect(clippy::option_option, reason = "there, not there, or wrong")]
fn optional<T: Copy>(
    reader: &mut Reader<'_>,
    key: &'static str,
    kind: &str,
    names: &[(&'static str, T)],
) -> Option<Option<T>> {
    if !reader.has(key) {
        return Some(None);
    }
    reader.optional_one_of(key, kind, names).map(Some)
}

#[expect(clippy::option_option, reason = "there, not there, or wrong")]
fn paragraph(reader: &mut Reader<'_>, key: &'static str) -> Option<Option<u8>> {
    if !reader.has(key) {
        return Some(None);
    }
    let number = reader.optional_number(key, 1, 37)?;
    u8::try_from(number).ok().map(Some)
}

#[expect(clippy::option_option, reason = "there, not there, or wrong")]
fn refer(reader: &mut Reader<'_>, names: &Names) -> Option<Option<usize>> {
    if !reader.has("refer") {
        return Some(None);
    }
    let name = reader.optional_name("refer")?;
    names.role(reader, "refer", name).map(Some)
}

fn grounds(reader: &mut Reader<'_>) -> Option<Vec<Ground>> {
    let mut faulty = false;
    let found = list(reader, "basis", &mut faulty, |one| {
        let basis = one.one_of("on", "lawful basis", &LawfulBasis::NAMES);
        let time = time(one);
        let (basis, (from, until)) = (basis?, time?);
        if !from.is_none_or(|from| basis.in_force(from))
            || (from.is_none() && !basis.in_force(caldicott_model::law::GDPR_APPLIES))
        {
            one.fault("on", format!("{basis} is not law on the first day it is relied on (LB-06)"));
            return None;
        }
        Some(Ground { basis, from, until })
    });
    if found.is_empty() && !faulty {
        reader.fault("basis", "a gateway gives the power only: it names its Art 6 basis (RG-09)");
        return None;
    }
    (!faulty).then_some(found)
}

fn bar(
    reader: &mut Reader<'_>,
    names: &Names,
    kinds: &[GatewayKind],
    serves: &[u8],
) -> Option<Bar> {
    let id = reader.name("id");
    let says = reader.text("says");
    let who = who(reader);
    let purposes = purposes(reader, "purposes");
    let when = names.needs(reader, "when");
    let unless = names.needs(reader, "unless");
    let removes = data(reader, "removes");
    let leaves = data(reader, "leaves");
    let third_party_only = flag(reader, "third_party_only");
    let only_objectionable = flag(reader, "only_objectionable");
    let mut whole = true;
    let mut beats = RuleBits::default();
    for (name, _) in reader.texts("beats") {
        let kind = GatewayKind::from_name(name);
        if name == "every" || kind.is_some() {
            for (place, found) in kinds.iter().enumerate() {
                if kind.is_none_or(|kind| kind == *found) {
                    beats.set(place);
                }
            }
        } else if let Some(place) = names.gateway(reader, "beats", name) {
            beats.set(place);
        } else {
            whole = false;
        }
    }
    if beats == RuleBits::default() && whole {
        reader.fault("beats", "a bar names the gateways it beats");
        whole = false;
    }
    let mut spared = RuleBits::default();
    for (name, _) in reader.texts("spares") {
        match names.gateway(reader, "spares", name) {
            Some(place) => spared.set(place),
            None => whole = false,
        }
    }
    let serving =
        some_of(reader, "spares_serving", "restriction purpose", RestrictionPurpose::NAMES);
    for purpose in serving.iter().flatten() {
        for (place, found) in serves.iter().enumerate() {
            if found & (1 << *purpose as u8) != 0 {
                spared.set(place);
            }
        }
    }
    serving?;
    let mut left = RuleBits::default();
    beats.iter().filter(|place| !spared.has(*place)).for_each(|place| left.set(place));
    let then = optional(
        reader,
        "then",
        "outcome",
        &[("withhold", Then::Withhold), ("refer", Then::Refer)],
    );
    let refer = refer(reader, names);
    let note = flag(reader, "note");
    let duties = duties(reader);
    let cite = cite(reader);
    let time = time(reader);
    let (when, unless) = (when?, unless?);
    let removes = removes?.minus(leaves?);
    if removes.is_empty() {
        reader.fault("removes", "a bar names what it removes");
        whole = false;
    }
    if when.limits != super::terms::LimitSet::NONE
        || unless.limits != super::terms::LimitSet::NONE
        || when.roles != 0
        || unless.no != 0
    {
        reader.fault("when", "a bar stands on facts, and is lifted by facts or approvals");
        whole = false;
    }
    let (from, until) = time?;
    let bar = Bar {
        id: id?.into(),
        says: says?.into(),
        who: who?,
        purposes: purposes?,
        when,
        unless,
        removes,
        third_party_only: third_party_only?,
        only_objectionable: only_objectionable?,
        beats: left,
        then: then?.unwrap_or(Then::Withhold),
        refer: refer?,
        note: note?,
        duties: duties?,
        cite: cite?,
        from,
        until,
    };
    whole.then_some(bar)
}

/// A hash of what the rulebook says about sharing, whatever the order of keys and of rules.
fn hash(reader: &mut Reader<'_>) -> Sha256 {
    let mut text = String::from("caldicott-sharing rulebook 1\n");
    for key in Rulebook::TOP_LEVEL_KEYS {
        text.push_str(key);
        text.push('=');
        if let Some(found) = reader.raw(key) {
            canonical(found, true, &mut text);
        }
        text.push('\n');
    }
    Sha256::of(text.as_bytes())
}

/// Writes a value so that equal meanings give equal text. Lists are sets of rules or of names.
fn canonical(found: &Located, sort: bool, text: &mut String) {
    match &found.node {
        Node::Null => text.push_str("null"),
        Node::Fraction => text.push_str("fraction"),
        Node::Flag(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Node::Number(number) => text.push_str(&number.to_string()),
        Node::Day(day) => text.push_str(&format!("{:?}", day.to_string())),
        Node::Text(string) => text.push_str(&format!("{string:?}")),
        Node::List(items) => {
            let mut parts: Vec<String> = items
                .iter()
                .map(|item| {
                    let mut part = String::new();
                    canonical(item, sort, &mut part);
                    part
                })
                .collect();
            if sort {
                parts.sort_unstable();
            }
            text.push('[');
            text.push_str(&parts.join(","));
            text.push(']');
        }
        Node::Table(table) => {
            let mut keys: Vec<&str> = table.keys().map(|(key, _)| key).collect();
            keys.sort_unstable();
            text.push('{');
            for key in keys {
                text.push_str(&format!("{key:?}:"));
                if let Some(value) = table.get(key) {
                    canonical(value, sort, text);
                }
                text.push(',');
            }
            text.push('}');
        }
    }
}
