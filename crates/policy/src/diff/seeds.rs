//! Requests that satisfy the gateways an entry has to do with, and changes of them by one fact.

use caldicott_calendar::Day;
use caldicott_sharing::{
    AskerKind, ConsentKind, Direction, Fact, OrderKind, SharingPurpose, Verification,
};

use super::case::{Case, Consenting, is_stated};
use super::{ChangedEntry, Side};
use crate::Rulebook;
use crate::written::Entry;

/// A request that satisfies a gateway, and the gateway's id.
#[derive(Clone, Debug)]
pub(super) struct Seed {
    pub(super) gateway: String,
    pub(super) case: Case,
}

/// The requests with which the difference in one entry would show.
pub(super) fn seeds(
    old: Side<'_>,
    new: Side<'_>,
    entry: &ChangedEntry,
    recorded: Day,
) -> Vec<Seed> {
    let mut found = Vec::new();
    if entry.section == "sharing" {
        // Whoever asks out of the blue: who hears what is set here.
        for (_, kind) in AskerKind::NAMES {
            let mut case = Case::plain(*kind, SharingPurpose::Tracing, Direction::Asked, recorded);
            found.push(Seed { gateway: String::new(), case: case.clone() });
            case.verification = Some(Verification::None);
            found.push(Seed { gateway: String::new(), case });
        }
    }
    for side in [old, new] {
        let rulebook = side.rulebook;
        let bar = (entry.section == "bar")
            .then(|| rulebook.entries("bar").into_iter().find(|bar| bar.text("id") == entry.id))
            .flatten();
        for gateway in rulebook.entries("gateway") {
            if !concerns(old, new, entry, gateway) {
                continue;
            }
            of_gateway(old, new, rulebook, entry, gateway, bar, recorded, &mut found);
        }
    }
    found
}

/// Whether a difference in the entry can change what the gateway does.
fn concerns(old: Side<'_>, new: Side<'_>, entry: &ChangedEntry, gateway: Entry<'_>) -> bool {
    let id = gateway.text("id");
    let needs = gateway.texts("needs");
    let either = |section: &str, key: &str, test: &dyn Fn(Entry<'_>) -> bool| {
        [old, new].into_iter().any(|side| {
            let entries = side.rulebook.entries(section);
            entries.into_iter().any(|one| one.text(key) == entry.id && test(one))
        })
    };
    match entry.section {
        "gateway" => id == entry.id,
        "bar" => {
            either("bar", "id", &|bar| {
                let spared = bar.texts("spares").contains(&id);
                let kind = gateway.text("kind");
                let beats = bar.texts("beats");
                !spared && beats.iter().any(|name| [id, kind, "every"].contains(name))
            }) || either("bar", "id", &|bar| bar.texts("spares").contains(&id))
        }
        "agreement" => either("agreement", "id", &|one| one.texts("gateways").contains(&id)),
        "form" => either("form", "id", &|form| {
            let kind = form.text("kind");
            needs.iter().any(|need| need.rsplit_once(':').is_some_and(|(_, of)| of == kind))
        }),
        "processor" => {
            gateway.text("necessity") == "processing"
                || needs.contains(&"processing-agreement")
                || needs.contains(&"transfer-allowed")
        }
        "organisation" => either("organisation", "id", &|one| {
            let who = gateway.texts("who");
            who.is_empty() || who.contains(&one.text("kind"))
        }),
        "role" | "sharing" => true,
        _ => false,
    }
}

#[expect(clippy::too_many_arguments, reason = "everything that a request is made of")]
fn of_gateway(
    old: Side<'_>,
    new: Side<'_>,
    rulebook: &Rulebook,
    entry: &ChangedEntry,
    gateway: Entry<'_>,
    bar: Option<Entry<'_>>,
    recorded: Day,
    found: &mut Vec<Seed>,
) {
    let mut kinds = words(gateway, bar, "who", AskerKind::NAMES);
    let mut purposes = words(gateway, bar, "purposes", SharingPurpose::NAMES);
    if matches!(entry.section, "role" | "sharing") {
        // It concerns every gateway, and whoever asks: one of each is enough.
        kinds.truncate(1);
        purposes.truncate(1);
    }
    let directions = gateway.texts("direction");
    let direction =
        directions.first().and_then(|name| Direction::from_name(name)).unwrap_or(Direction::Asked);
    for (kind, purpose) in pairs(&kinds, &purposes) {
        for organisation in organisations(old, new, entry, gateway, kind) {
            let mut case = Case::plain(kind, purpose, direction, recorded);
            case.organisation = organisation;
            if direction == Direction::OwnInitiative {
                case.verification = Some(Verification::ContactedByUs);
            }
            let mut limited = Vec::new();
            for need in gateway.texts("needs") {
                satisfy(&mut case, need, &mut limited);
            }
            for basis in gateway.tables("basis") {
                match basis.text("on") {
                    "recognised-safeguarding" => state(&mut case, Fact::AtRisk, true),
                    "recognised-public-task-request" => {
                        state(&mut case, Fact::PublicTaskStatement, true);
                    }
                    "consent" => limited.push("data-protection".to_owned()),
                    _ => {}
                }
            }
            for mut case in consenting(rulebook, &case, &limited) {
                if case.agreement.is_some() {
                    // Any agreement that names the gateway will do for one who must name theirs.
                    let named = rulebook.entries("agreement").into_iter().find(|one| {
                        one.texts("gateways").contains(&gateway.text("id"))
                            && (entry.section != "agreement" || one.text("id") == entry.id)
                    });
                    case.agreement = named.map(|one| one.text("id").to_owned());
                }
                if let Some(bar) = bar {
                    for condition in bar.texts("when") {
                        satisfy(&mut case, condition, &mut Vec::new());
                    }
                    if bar.flag("third_party_only") {
                        case.third_party = Some(true);
                    }
                }
                variants(old, new, gateway, &case, found);
            }
        }
    }
}

/// The same request with and without a reason for lacking consent, and with every approval there is.
fn variants(old: Side<'_>, new: Side<'_>, gateway: Entry<'_>, case: &Case, found: &mut Vec<Seed>) {
    let mut without = case.clone();
    state(&mut without, Fact::NoConsentReason, true);
    state(&mut without, Fact::CannotConsent, true);
    for case in [case.clone(), without] {
        let mut approved = case.clone();
        approved.roles = roles(old, new);
        let gateway = gateway.text("id").to_owned();
        let more = approved.roles != case.roles;
        found.push(Seed { gateway: gateway.clone(), case });
        if more {
            found.push(Seed { gateway, case: approved });
        }
    }
}

/// The roles of both rulebooks.
pub(super) fn roles(old: Side<'_>, new: Side<'_>) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for side in [old, new] {
        for role in side.rulebook.entries("role") {
            let name = role.text("name").to_owned();
            if !roles.contains(&name) {
                roles.push(name);
            }
        }
    }
    roles
}

/// The words that both the gateway and the bar name, where they name any.
fn words<T: Copy>(
    gateway: Entry<'_>,
    bar: Option<Entry<'_>>,
    key: &str,
    names: &[(&'static str, T)],
) -> Vec<T> {
    let here = gateway.texts(key);
    let there = bar.map(|bar| bar.texts(key)).unwrap_or_default();
    names
        .iter()
        .filter(|(name, _)| here.is_empty() || here.contains(name))
        .filter(|(name, _)| there.is_empty() || there.contains(name))
        .map(|(_, word)| *word)
        .collect()
}

/// Every pair, or, of very many, every kind and every purpose at least once.
fn pairs(kinds: &[AskerKind], purposes: &[SharingPurpose]) -> Vec<(AskerKind, SharingPurpose)> {
    let (Some(kind), Some(purpose)) = (kinds.first(), purposes.first()) else {
        return Vec::new();
    };
    if kinds.len() * purposes.len() <= MOST_PAIRS {
        return kinds
            .iter()
            .flat_map(|kind| purposes.iter().map(move |purpose| (*kind, *purpose)))
            .collect();
    }
    let across = kinds.iter().map(|kind| (*kind, *purpose));
    across.chain(purposes.iter().skip(1).map(|purpose| (*kind, *purpose))).collect()
}

/// The organisations of a kind that it may matter to tell apart.
fn organisations(
    old: Side<'_>,
    new: Side<'_>,
    entry: &ChangedEntry,
    gateway: Entry<'_>,
    kind: AskerKind,
) -> Vec<Option<String>> {
    let mut ids: Vec<String> = Vec::new();
    for side in [old, new] {
        for one in side.rulebook.entries("organisation") {
            let id = one.text("id").to_owned();
            if one.text("kind") == kind.name() && !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    let needs = gateway.texts("needs");
    let each = matches!(entry.section, "agreement" | "processor" | "organisation")
        || matches!(gateway.text("necessity"), "agreement" | "processing")
        || needs.iter().any(|need| matches!(*need, "agreement" | "processing-agreement"));
    ids.truncate(if each { MOST_ORGANISATIONS } else { 1 });
    if ids.is_empty() { vec![None] } else { ids.into_iter().map(Some).collect() }
}

/// Makes a written need hold.
fn satisfy(case: &mut Case, need: &str, limited: &mut Vec<String>) {
    if let Some(role) = need.strip_prefix("approval:") {
        case.roles.push(role.to_owned());
        return;
    }
    if let Some(kind) = need.strip_prefix("explicit-consent:").or(need.strip_prefix("consent:")) {
        limited.push(kind.to_owned());
        return;
    }
    let (name, value) = need.strip_prefix("not:").map_or((need, true), |name| (name, false));
    if let Some(fact) = Fact::from_name(name) {
        state(case, fact, value);
    }
}

/// States a fact, or what it follows from.
pub(super) fn state(case: &mut Case, fact: Fact, value: bool) {
    if is_stated(fact) {
        case.facts.insert(fact, value);
        return;
    }
    if fact == Fact::Anonymous {
        case.anonymous = Some(value);
        // Whoever says so has looked (F-002): a gateway takes no one's word for it.
        if let Some(checked) = Fact::from_name("anonymity-checked").filter(|one| is_stated(*one)) {
            case.facts.insert(checked, value);
        }
    } else if fact == Fact::Routine {
        case.routine = Some(value);
    } else if fact == Fact::ConsentRefused {
        case.refused = value;
    } else if fact == Fact::ClaimsAgreement {
        // Which one is chosen once the gateway is known.
        case.agreement = value.then(String::new);
    } else if fact == Fact::Verified {
        case.verification =
            Some(if value { Verification::CallBack } else { Verification::Doubted });
    } else if let Some(kind) = OrderKind::from_name(fact.name()) {
        case.order = value.then_some(kind);
    }
}

/// The request under each form that takes the consents it needs.
fn consenting(rulebook: &Rulebook, case: &Case, kinds: &[String]) -> Vec<Case> {
    let mut cases = vec![case.clone()];
    for name in kinds {
        let Some(kind) = ConsentKind::from_name(name) else { continue };
        let mut forms: Vec<Option<String>> = rulebook
            .entries("form")
            .into_iter()
            .filter(|form| form.text("kind") == name)
            .map(|form| Some(form.text("id").to_owned()))
            .collect();
        if forms.is_empty() {
            forms.push(None);
        }
        cases = cases
            .into_iter()
            .flat_map(|case| {
                forms.clone().into_iter().map(move |form| {
                    let mut case = case.clone();
                    case.consents.push(Consenting { kind, form });
                    case
                })
            })
            .collect();
    }
    cases
}

/// What to change in a request, one respect at a time.
#[derive(Debug)]
pub(super) struct Turns {
    facts: Vec<Fact>,
    roles: Vec<String>,
    orders: Vec<OrderKind>,
    agreements: Vec<String>,
}

impl Turns {
    /// All that either rulebook mentions.
    pub(super) fn of(old: Side<'_>, new: Side<'_>) -> Self {
        let mut mentioned: Vec<Fact> = vec![Fact::NoConsentReason, Fact::CannotConsent];
        mentioned.extend(Fact::from_name("anonymity-checked"));
        let mut agreements: Vec<String> = Vec::new();
        for side in [old, new] {
            let entries = side.rulebook.entries("gateway").into_iter();
            for entry in entries.chain(side.rulebook.entries("bar")) {
                for key in ["needs", "when", "unless"] {
                    let names = entry.texts(key).into_iter();
                    let facts = names.filter_map(|need| {
                        Fact::from_name(need.strip_prefix("not:").unwrap_or(need))
                    });
                    mentioned.extend(facts);
                }
            }
            let ids = side.rulebook.entries("agreement").into_iter();
            agreements.extend(ids.map(|one| one.text("id").to_owned()));
        }
        mentioned.sort_unstable();
        mentioned.dedup();
        agreements.sort_unstable();
        agreements.dedup();
        // An order of a kind that nobody mentions may still open what asks for no kind.
        let orders = OrderKind::NAMES.iter().map(|(_, kind)| *kind).collect();
        let facts = mentioned.into_iter().filter(|fact| is_stated(*fact)).collect();
        agreements.truncate(MOST_ORGANISATIONS);
        Self { facts, roles: roles(old, new), orders, agreements }
    }

    /// Every request that differs from this one in one respect.
    pub(super) fn of_case(&self, case: &Case) -> Vec<Case> {
        let mut all = Vec::new();
        let mut with = |change: &dyn Fn(&mut Case)| {
            let mut other = case.clone();
            change(&mut other);
            all.push(other);
        };
        for fact in &self.facts {
            let value = case.facts.get(fact).copied();
            for other in [None, Some(true), Some(false)] {
                if other != value {
                    with(&|case| match other {
                        Some(value) => {
                            case.facts.insert(*fact, value);
                        }
                        None => {
                            case.facts.remove(fact);
                        }
                    });
                }
            }
        }
        with(&|case| case.roles.clear());
        for role in &self.roles {
            with(&|case| case.roles = vec![role.clone()]);
        }
        for kind in &self.orders {
            for narrow in [false, true] {
                with(&|case| (case.order, case.narrow) = (Some(*kind), narrow));
            }
        }
        with(&|case| case.order = None);
        for id in &self.agreements {
            with(&|case| case.agreement = Some(id.clone()));
        }
        with(&|case| case.agreement = None);
        for how in [None, Some(Verification::None), Some(Verification::Doubted)] {
            with(&|case| case.verification = how);
        }
        for flag in [None, Some(true), Some(false)] {
            with(&|case| case.routine = flag);
            with(&|case| case.anonymous = flag);
            with(&|case| case.necessary = flag);
            with(&|case| case.third_party = flag);
        }
        with(&|case| state(case, Fact::Anonymous, true));
        with(&|case| case.refused = !case.refused);
        with(&|case| case.consents.clear());
        with(&|case| case.organisation = None);
        for direction in [Direction::OwnInitiative, Direction::Asked] {
            with(&|case| case.direction = direction);
        }
        all
    }
}

/// Beyond so many pairs, every kind and every purpose is taken once.
const MOST_PAIRS: usize = 240;
/// How many organisations of one kind are told apart.
const MOST_ORGANISATIONS: usize = 12;
