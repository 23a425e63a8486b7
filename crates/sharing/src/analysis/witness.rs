//! One case of the enumeration, and the request that it comes to.

use caldicott_calendar::Day;

use crate::bits::ones;
use crate::compiled::Limb;
use crate::data::DataSet;
use crate::fact::{Fact, Stated};
use crate::known::{Known, Truth};
use crate::request::{Approval, Consent, FactSet, Order, Request};
use crate::resolve::{Facts, ORDERS, Resolved};
use crate::rulebook::{Form, Limit, Rulebook, Rules, order_fact};
use crate::words::{AskerKind, ConsentKind, Direction, OrderKind, SharingPurpose, Verification};

/// Which organisation asks.
#[derive(Clone, Debug)]
pub(super) enum Party {
    /// One of the rulebook's.
    Listed(usize, String),
    /// One that the rulebook does not list.
    Unlisted,
    /// None is named.
    Unnamed,
}

impl Party {
    pub(super) fn named(rules: &Rules, id: &str) -> Self {
        rules.organisation(id).map_or(Self::Unlisted, |place| Self::Listed(place, id.to_owned()))
    }

    pub(super) const fn listed(&self) -> Option<usize> {
        match self {
            Self::Listed(place, _) => Some(*place),
            Self::Unlisted | Self::Unnamed => None,
        }
    }
}

/// Facts and approvals that are taken to be so.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Assumed {
    yes: u64,
    no: u64,
    roles: u64,
}

/// A limb, for an asker, a purpose, a direction, a thing and a day.
pub(super) struct Case<'c> {
    pub(super) rules: &'c Rules,
    pub(super) limb: &'c Limb,
    pub(super) kind: AskerKind,
    /// What is so in every request.
    pub(super) known: FactSet,
    /// Whether the person has agreed to nothing.
    pub(super) unconsented: bool,
    pub(super) party: &'c Party,
    pub(super) purpose: SharingPurpose,
    pub(super) direction: Direction,
    pub(super) datum: DataSet,
    pub(super) day: Day,
}

/// One day for each time in which nothing that is written in the rulebook begins or ends.
pub(super) fn days(rules: &Rules, from: Day, until: Day, party: Option<usize>) -> Vec<Day> {
    let mut days: Vec<Day> = vec![from];
    days.extend(rules.compiled.era_days());
    days.extend(rules.compiled.processor_days());
    days.extend(rules.forms.iter().flat_map(|form| [form.from, form.until]).flatten());
    let theirs = party.map_or(&[][..], |party| rules.compiled.agreements_of(party));
    for agreement in theirs.iter().filter_map(|place| rules.agreements.get(usize::from(*place))) {
        days.push(agreement.from);
        days.extend(agreement.dead_from());
    }
    days.retain(|day| from <= *day && *day < until);
    days.sort_unstable();
    days.dedup();
    days
}

/// Whether at most one order is shown: a request shows no two.
pub(super) const fn one_order(yes: u64) -> bool {
    (yes & ORDERS).count_ones() <= 1
}

impl Assumed {
    /// The same and one fact more, unless they contradict.
    fn and(self, fact: Fact, holds: bool) -> Option<Self> {
        let mut more = self;
        if holds {
            more.yes |= fact.bit();
        } else {
            more.no |= fact.bit();
        }
        more.is_sound().then_some(more)
    }

    const fn is_sound(self) -> bool {
        self.yes & self.no == 0 && one_order(self.yes)
    }
}

impl Case<'_> {
    /// What the limb itself needs; `None`, and why, when it can never be met here.
    pub(super) fn start(&self, blocked: &mut Vec<String>) -> Option<Assumed> {
        let needs = self.limb.needs;
        let mut assumed = Assumed {
            yes: needs.yes | self.known.yes,
            no: needs.no | self.known.no,
            roles: needs.roles,
        };
        if !assumed.is_sound() {
            let amiss = (assumed.yes & assumed.no) | (assumed.yes & ORDERS);
            blocked.extend(ones(amiss).filter_map(Fact::at).map(|fact| fact.name().to_owned()));
            return None;
        }
        if !self.can_be(&assumed) {
            let settled = [Fact::TransferAllowed, Fact::Verified];
            let asked = |fact: &Fact| (assumed.yes | assumed.no) & fact.bit() != 0;
            blocked.extend(settled.into_iter().filter(asked).map(|fact| fact.name().to_owned()));
            return None;
        }
        // What the rulebook alone settles is looked up as a decision looks it up.
        let mut request = self.asked_by(Known::Known(Verification::CallBack));
        request.routine = Known::Known(false);
        let facts = Resolved::of(self.rules, &request).on(self.rules, self.day);
        let before = blocked.len();
        for limit in Limit::of(needs.limits) {
            let met = match limit {
                Limit::Agreement => {
                    let lasting = {
                        request.routine = Known::Known(true);
                        let routine = Resolved::of(self.rules, &request).on(self.rules, self.day);
                        self.rules.agreed(self.limb.gateway, &routine).sure
                    };
                    let once = self.rules.agreed(self.limb.gateway, &facts).sure;
                    if !lasting.contains_all(self.datum) && once.contains_all(self.datum) {
                        // Only an agreement for one transfer is there (B-040).
                        match assumed.and(Fact::Routine, false) {
                            Some(more) => assumed = more,
                            None => blocked.push(limit.name().to_owned()),
                        }
                    }
                    once.contains_all(self.datum)
                }
                Limit::Processing => facts.span(limit).sure.contains_all(self.datum),
                Limit::Consent(kind) | Limit::ExplicitConsent(kind) => {
                    !self.unconsented && self.form(kind).is_some()
                }
                Limit::Necessary | Limit::Order => true,
            };
            if !met {
                blocked.push(limit.name().to_owned());
            }
        }
        (blocked.len() == before).then_some(assumed)
    }

    /// The bars that stand in the way of the thing.
    pub(super) fn bars(&self) -> Vec<usize> {
        let facts =
            Resolved::of(self.rules, &self.asked_by(Known::Unknown)).on(self.rules, self.day);
        ones(self.rules.compiled.bars_alive(&facts) & self.limb.bars)
            .filter(|place| {
                let bar = self.rules.compiled.bar(*place);
                bar.is_some_and(|bar| bar.removes.contains_all(self.datum))
            })
            .collect()
    }

    /// Whether a bar is known not to stand.
    pub(super) fn is_lifted(&self, place: usize, assumed: &Assumed) -> bool {
        let granted = self.rules.granted_with(assumed.roles);
        self.rules.compiled.bar(place).is_none_or(|bar| {
            bar.when.yes & assumed.no != 0
                || bar.when.no & assumed.yes != 0
                || bar.unless.yes & assumed.yes != 0
                || bar.unless.roles & granted != 0
                // Nothing need come from third parties, which is known once the asker is verified.
                || (bar.third_party_only && assumed.yes & Fact::Verified.bit() != 0)
        })
    }

    /// Every way past a bar that does not contradict what is assumed.
    pub(super) fn ways_past(&self, place: usize, assumed: &Assumed) -> Vec<Assumed> {
        let Some(bar) = self.rules.compiled.bar(place) else { return vec![*assumed] };
        let mut ways: Vec<Assumed> = Vec::new();
        ways.extend(bar.when.facts().filter_map(|(fact, holds)| assumed.and(fact, !holds)));
        ways.extend(bar.unless.facts().filter_map(|(fact, holds)| assumed.and(fact, holds)));
        if bar.third_party_only {
            ways.extend(assumed.and(Fact::Verified, true));
        }
        ways.extend(
            ones(bar.unless.roles)
                .map(|role| Assumed { roles: assumed.roles | 1 << role, ..*assumed }),
        );
        ways.retain(|way| self.can_be(way));
        ways
    }

    /// Whether what the request cannot choose is as assumed.
    fn can_be(&self, assumed: &Assumed) -> bool {
        let request = self.asked_by(Known::Known(Verification::CallBack));
        let facts = Resolved::of(self.rules, &request).on(self.rules, self.day);
        let settled = |fact: Fact, wanted: bool| {
            let truth = facts.truth(fact);
            if wanted { truth == Truth::True } else { truth == Truth::False }
        };
        let asked = |fact: Fact| match (assumed.yes & fact.bit(), assumed.no & fact.bit()) {
            (0, 0) => None,
            (0, _) => Some(false),
            _ => Some(true),
        };
        asked(Fact::TransferAllowed).is_none_or(|wanted| settled(Fact::TransferAllowed, wanted))
            && (asked(Fact::Verified) != Some(true) || settled(Fact::Verified, true))
    }

    /// A form on which the consent may be given, and the day.
    fn form(&self, kind: ConsentKind) -> Option<(&Form, Day)> {
        self.rules.forms.iter().find_map(|form| {
            let last = form.until.and_then(|until| until.plus_days(-1)).unwrap_or(self.day);
            let given = last.min(self.day);
            let fits = form.kind == kind
                && form.covers.contains_all(self.datum)
                && form.purposes & (1 << self.purpose as u8) != 0
                && form.in_force(given);
            fits.then_some((form, given))
        })
    }

    /// A request of which only the asker, the purpose and the direction are known.
    fn asked_by(&self, verification: Known<Verification>) -> Request {
        let mut request = Request::default();
        request.asker.kind = Known::Known(self.kind);
        request.asker.individual = Known::Known("asker".to_owned());
        request.asker.verification = verification;
        request.asker.organisation = match self.party {
            Party::Listed(_, id) => Known::Known(id.clone()),
            Party::Unlisted => Known::Known("not-listed-anywhere".to_owned()),
            Party::Unnamed => Known::Unknown,
        };
        request.purpose = Known::Known(self.purpose);
        request.direction = Known::Known(self.direction);
        request.asked = self.datum;
        request
    }

    /// The request, if it is decided as it should be. Only what refers is let off releasing.
    pub(super) fn request(
        &self,
        rulebook: &Rulebook,
        assumed: &Assumed,
        reaching_is_enough: bool,
    ) -> Option<Request> {
        let is = |fact: Fact| match (assumed.yes & fact.bit(), assumed.no & fact.bit()) {
            (0, 0) => Known::Unknown,
            (0, _) => Known::Known(false),
            _ => Known::Known(true),
        };
        let verification = if is(Fact::Verified) == Known::Known(false) {
            Verification::None
        } else {
            Verification::CallBack
        };
        let mut request = self.asked_by(Known::Known(verification));
        request.day = Some(self.day);
        request.necessary = Known::Known(DataSet::EVERY);
        request.handled_by = Known::Known("handler".to_owned());
        request.anonymous = is(Fact::Anonymous);
        request.routine = is(Fact::Routine);
        request.subject.third_party_confidential = Known::Known(DataSet::NONE);
        for (_, fact) in Fact::NAMES {
            match fact.stated() {
                Stated::Case => request.facts.set(*fact, is(*fact)),
                Stated::Subject => request.subject.facts.set(*fact, is(*fact)),
                Stated::Derived => {}
            }
        }
        for role in ones(assumed.roles) {
            let role = self.rules.role_name(role).to_owned();
            request.approvals.push(Approval::new(role, "approver".to_owned(), self.day, true));
        }
        request.order = self.order(assumed);
        request.subject.consents =
            Known::Known(self.consents(is(Fact::ConsentRefused), &mut request.asked));
        if is(Fact::ClaimsAgreement) == Known::Known(true) {
            request.agreement = Some(self.agreement_named());
        }
        // A fact that no rule here needs may still be needed to be known: it is tried as unknown, and as
        // not holding.
        for deny in [false, true] {
            let mut tried = request.clone();
            if deny {
                for (_, fact) in Fact::NAMES {
                    let set = match fact.stated() {
                        Stated::Case => &mut tried.facts,
                        Stated::Subject => &mut tried.subject.facts,
                        Stated::Derived => continue,
                    };
                    if set.value(*fact) == Known::Unknown {
                        set.set(*fact, Known::Known(false));
                    }
                }
            }
            let verdict = crate::judge(rulebook, &tried, self.day);
            let reached = reaching_is_enough
                && (verdict.permitting.has(self.limb.gateway)
                    || verdict.undecided.has(self.limb.gateway));
            let released = !reaching_is_enough && verdict.released.contains_all(self.datum);
            if reached || released {
                return Some(tried);
            }
        }
        None
    }

    /// The order that is shown; where only its scope matters, one that was not seen.
    fn order(&self, assumed: &Assumed) -> Option<Order> {
        let kinds = || OrderKind::NAMES.iter().map(|(_, kind)| *kind);
        let shown = kinds().find(|kind| assumed.yes & order_fact(*kind).bit() != 0);
        let needed = self.limb.needs.limits.contains(Limit::Order);
        let kind = shown.or_else(|| kinds().next().filter(|_| needed))?;
        let mut order = Order::new(kind);
        order.seen = Known::Known(shown.is_some());
        order.scope = Known::Known(DataSet::EVERY);
        Some(order)
    }

    /// The consents that the limb needs, and a refusal of something else where one is wanted.
    fn consents(&self, refused: Known<bool>, asked: &mut DataSet) -> Vec<Consent> {
        let mut found = Vec::new();
        for limit in Limit::of(self.limb.needs.limits) {
            let (Limit::Consent(kind) | Limit::ExplicitConsent(kind)) = limit else { continue };
            let Some((form, given)) = self.form(kind) else { continue };
            let mut consent = Consent::new(kind);
            consent.form = Some(form.id().to_owned());
            consent.to = vec!["asker".to_owned()];
            consent.covers = self.datum;
            consent.purposes = vec![self.purpose];
            consent.given = Some(given);
            consent.explicit = Known::Known(true);
            consent.evidence = Some("file".to_owned());
            found.push(consent);
        }
        if refused == Known::Known(true) {
            let other = DataSet::from(caldicott_model::Category::Premises);
            let other = if self.datum.intersects(other) {
                DataSet::from(caldicott_model::Category::Administrative)
            } else {
                other
            };
            let mut refusal = Consent::new(ConsentKind::Sharing);
            refusal.covers = if found.is_empty() { DataSet::NONE } else { other };
            refusal.withdrawn = Some(self.day);
            found.push(refusal);
            *asked = asked.union(other);
        }
        found
    }

    fn agreement_named(&self) -> String {
        let theirs =
            self.party.listed().map_or(&[][..], |it| self.rules.compiled.agreements_of(it));
        theirs
            .iter()
            .filter_map(|place| self.rules.agreements.get(usize::from(*place)))
            .find(|agreement| {
                agreement.gateways.has(self.limb.gateway)
                    && agreement.is_live(self.day)
                    && agreement.covers.contains_all(self.datum)
                    && agreement.purposes & (1 << self.purpose as u8) != 0
            })
            .map_or_else(|| "named-by-the-asker".to_owned(), |agreement| agreement.id().to_owned())
    }
}

impl Rules {
    /// The roles whose approval counts when these approve: theirs and those below.
    pub(super) fn granted_with(&self, roles: u64) -> u64 {
        let granted = self.roles.iter().enumerate().filter(|(_, role)| role.or_above & roles != 0);
        granted.fold(0, |sum, (place, _)| sum | 1 << place)
    }
}

impl Facts {
    /// Facts of which only the day is known.
    pub(super) fn nothing_known(rules: &Rules, day: Day) -> Self {
        Resolved::of(rules, &Request::default()).on(rules, day)
    }

    /// Facts of which only the day and the kind of asker are known.
    pub(super) fn of_kind(rules: &Rules, day: Day, kind: AskerKind) -> Self {
        let mut request = Request::default();
        request.asker.kind = Known::Known(kind);
        Resolved::of(rules, &request).on(rules, day)
    }
}
