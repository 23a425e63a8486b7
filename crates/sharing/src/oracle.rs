//! The slow, plain reading of a rulebook, kept for ever beside the compiled one.
//!
//! It takes one category at a time through every gateway and every bar, from the request itself, with
//! nothing prepared. A compiled form was once seen to let through what its own interpreter refused;
//! here the two are compared on every test run, and a host may compare them on its own rulebook.
//!
//! ```
//! # use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
//! # use caldicott_sharing::{Request, Rulebook, judge, oracle};
//! # let at = Place::new(1, 1);
//! # let text = |text: &str| Located::new(Node::Text(text.into()), at);
//! # let (mut role, mut sharing, mut table) = (Table::default(), Table::default(), Table::default());
//! # role.insert("name", at, text("line-manager"));
//! # sharing.insert("refer_to", at, text("line-manager"));
//! # table.insert("role", at, Located::new(Node::List(vec![Located::new(Node::Table(role), at)]), at));
//! # table.insert("sharing", at, Located::new(Node::Table(sharing), at));
//! # let faults = Faults::new("rules.toml", Echo::Shown);
//! # let rulebook = Rulebook::read(&mut Reader::new(&table, at, &faults)).ok_or("faults")?;
//! # let request = Request::default();
//! # let day = "2026-03-02".parse()?;
//! let fast = judge(&rulebook, &request, day);
//! let slow = oracle::judge(&rulebook, &request, day);
//! assert_eq!(fast.released(), slow.released);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod approvals;
mod consents;
mod law;
mod partners;

use caldicott_calendar::Day;
use caldicott_model::Category;

use crate::data::DataSet;
use crate::fact::Fact;
use crate::known::{Known, Truth};
use crate::request::{Request, SubjectState};
use crate::rulebook::{Bar, Limit, Needs, Organisation, Rulebook, Rules};
use crate::words::{AskerKind, Channel, GatewayKind, OrderKind, Then, Verification};

/// What may go, what may not and what somebody has to decide.
#[expect(clippy::exhaustive_structs, reason = "a partition in three")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Plain {
    /// What may go.
    pub released: DataSet,
    /// What may not.
    pub withheld: DataSet,
    /// What somebody has to decide.
    pub referred: DataSet,
}

/// Takes each category and detail asked for through every gateway and bar.
#[must_use]
pub fn judge(rulebook: &Rulebook, request: &Request, day: Day) -> Plain {
    let unknown = SubjectState::default();
    let rulebook = &*rulebook.rules;
    let mut case = Case { rulebook, request, subject: &unknown, day };
    if case.verified() == Truth::True {
        case.subject = &request.subject;
    }
    let mut plain =
        Plain { released: DataSet::NONE, withheld: DataSet::NONE, referred: DataSet::NONE };
    for datum in request.asked.members() {
        let best = (0..rulebook.gateways.len())
            .map(|place| case.through(place, datum))
            .fold(Truth::False, Truth::or);
        let fate = match best {
            Truth::True => &mut plain.released,
            Truth::Unknown => &mut plain.referred,
            Truth::False => &mut plain.withheld,
        };
        *fate = fate.union(datum);
    }
    plain
}

struct Case<'c> {
    rulebook: &'c Rules,
    request: &'c Request,
    subject: &'c SubjectState,
    day: Day,
}

fn bit(word: u64, place: u8) -> bool {
    word & (1 << place) != 0
}

fn all(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().fold(Truth::True, Truth::and)
}

fn any(truths: impl IntoIterator<Item = Truth>) -> Truth {
    truths.into_iter().fold(Truth::False, Truth::or)
}

impl Case<'_> {
    /// Whether a datum goes through a gateway, bars included.
    fn through(&self, place: usize, datum: DataSet) -> Truth {
        let Some(gateway) = self.rulebook.gateways.get(place) else { return Truth::False };
        let Some(basis) = gateway.basis_on(self.day) else { return Truth::False };
        let started = gateway.from.is_none_or(|from| from <= self.day);
        let ended = gateway.until.is_some_and(|until| until <= self.day);
        let scope = all([
            Truth::from(started && !ended && gateway.covers.contains_all(datum)),
            self.kind().truth(|kind| bit(gateway.who, *kind as u8)),
            self.request.purpose.truth(|purpose| bit(gateway.purposes, *purpose as u8)),
            self.request.direction.truth(|way| bit(gateway.directions.into(), *way as u8)),
        ]);
        let needs = self.needs(gateway.needs, gateway.kind, place, datum);
        let mut through = scope.and(needs).and(self.basis(basis, datum));
        if gateway.needs.yes & Fact::Anonymous.bit() == 0 {
            through = through.and(self.special(gateway, datum)).and(self.criminal(gateway, datum));
        } else if DataSet::TELLING.contains_all(datum) {
            through = through.and(self.fact(Fact::AnonymityChecked)).and(self.verified());
        }
        for bar in &self.rulebook.bars {
            if !self.rulebook.beats(bar, place, self.day) {
                continue;
            }
            let bites = self.bites(bar, datum);
            through = through.and(match (bar.then, bites) {
                (_, Truth::False) => Truth::True,
                (Then::Withhold, Truth::True) => Truth::False,
                (Then::Refer | Then::Release, Truth::True) | (_, Truth::Unknown) => Truth::Unknown,
            });
        }
        if gateway.then == Then::Release { through } else { through.and(Truth::Unknown) }
    }

    fn needs(&self, needs: Needs, kind: GatewayKind, gateway: usize, datum: DataSet) -> Truth {
        let facts = Fact::NAMES.iter().map(|(_, fact)| {
            if needs.yes & fact.bit() != 0 {
                self.fact(*fact)
            } else if needs.no & fact.bit() != 0 {
                !self.fact(*fact)
            } else {
                Truth::True
            }
        });
        let roles = (0..self.rulebook.roles.len()).map(|role| {
            if needs.roles & (1 << role) == 0 {
                return Truth::True;
            }
            let approved = self.approved(role);
            // A duty may be passed up, never declined.
            if kind == GatewayKind::Duty { approved.max(Truth::Unknown) } else { approved }
        });
        let limits = Limit::all()
            .filter(|limit| needs.limits.contains(*limit))
            .map(|limit| self.within(limit, gateway, datum));
        all(facts.chain(roles).chain(limits))
    }

    fn bites(&self, bar: &Bar, datum: DataSet) -> Truth {
        let started = bar.from.is_none_or(|from| from <= self.day);
        let ended = bar.until.is_some_and(|until| until <= self.day);
        let when = Fact::NAMES.iter().map(|(_, fact)| {
            if bar.when.yes & fact.bit() != 0 {
                self.fact(*fact)
            } else if bar.when.no & fact.bit() != 0 {
                !self.fact(*fact)
            } else {
                Truth::True
            }
        });
        let lifted = Fact::NAMES
            .iter()
            .filter(|(_, fact)| bar.unless.yes & fact.bit() != 0)
            .map(|(_, fact)| self.fact(*fact));
        let approved = (0..self.rulebook.roles.len())
            .filter(|role| bar.unless.roles & (1 << role) != 0)
            .map(|role| self.approved(role));
        let concerned = if bar.third_party_only {
            self.subject.third_party_confidential.truth(|data| data.contains_all(datum))
        } else {
            Truth::True
        };
        all([
            Truth::from(started && !ended && bar.removes.contains_all(datum)),
            self.kind().truth(|kind| bit(bar.who, *kind as u8)),
            self.request.purpose.truth(|purpose| bit(bar.purposes, *purpose as u8)),
            all(when),
            !any(lifted.chain(approved)),
            concerned,
        ])
    }

    fn listed(&self) -> Option<AskerKind> {
        let Known::Known(id) = &self.request.asker.organisation else { return None };
        self.rulebook.organisations.iter().find(|one| one.id() == id).map(Organisation::kind)
    }

    fn kind(&self) -> Known<AskerKind> {
        match (self.request.asker.kind, self.listed()) {
            (Known::Unknown, listed) => listed.into(),
            (Known::Known(said), Some(listed)) if said != listed => Known::Unknown,
            (said, _) => said,
        }
    }

    /// Whether somebody who comes to us in this way can have been verified in that one.
    fn could_be_verified_so(&self) -> bool {
        let Known::Known(channel) = self.request.channel else { return true };
        let ways: &[Channel] = match self.request.asker.verification {
            Known::Known(Verification::CredentialsSeen) => &[Channel::InPerson, Channel::Meeting],
            Known::Known(Verification::KnownInPerson) => {
                &[Channel::InPerson, Channel::Meeting, Channel::Telephone]
            }
            Known::Known(Verification::SystemLogin) => &[Channel::System],
            Known::Known(_) | Known::Unknown => return true,
        };
        ways.contains(&channel)
    }

    fn verified(&self) -> Truth {
        let lied = self.kind() == Known::Unknown && self.listed().is_some();
        if self.kind() == Known::Known(AskerKind::Unidentified) {
            return Truth::False;
        }
        let how = self.request.asker.verification;
        let failed = [Verification::Doubted, Verification::None];
        let open = [Known::Unknown, Known::Known(Verification::WrittenRequest)];
        if matches!(how, Known::Known(how) if failed.contains(&how)) {
            Truth::False
        } else if lied || open.contains(&how) || !self.could_be_verified_so() {
            Truth::Unknown
        } else {
            Truth::True
        }
    }

    fn fact(&self, fact: Fact) -> Truth {
        let request = self.request;
        let stated = |known: Known<bool>| known.truth(|value| *value);
        let about_case = || stated(request.facts.value(fact));
        let about_person_of = |fact: Fact| stated(self.subject.facts.value(fact));
        let about_person = || about_person_of(fact);
        match fact {
            Fact::Verified => self.verified(),
            Fact::Anonymous => stated(request.anonymous),
            Fact::Routine => stated(request.routine),
            Fact::ClaimsAgreement => request.agreement.is_some().into(),
            Fact::CoronerNotice => self.shown(OrderKind::CoronerNotice),
            Fact::CourtOrder => self.shown(OrderKind::CourtOrder),
            Fact::ProductionNotice => self.shown(OrderKind::ProductionNotice),
            Fact::ProductionOrder => self.shown(OrderKind::ProductionOrder),
            Fact::RegulatorNotice => self.shown(OrderKind::RegulatorNotice),
            Fact::SafeguardingBoardRequest => self.shown(OrderKind::SafeguardingBoardRequest),
            Fact::SearchAfterArrest => self.shown(OrderKind::SearchAfterArrest),
            Fact::SearchWarrant => self.shown(OrderKind::SearchWarrant),
            Fact::StatutoryRequirement => self.shown(OrderKind::StatutoryRequirement),
            // What an asker shows is known completely.
            Fact::PublicTaskStatement => Truth::from(about_case() == Truth::True),
            Fact::ConfidentialPatientInformation => {
                let care = [
                    Category::Genetic,
                    Category::Health,
                    Category::SupportNeeds,
                    Category::Safeguarding,
                    Category::ContactRecord,
                    Category::AgencyAndReferral,
                ];
                let none = !care.iter().any(|one| request.asked.categories().contains(*one));
                let opted_out = about_person_of(Fact::OptedOut);
                match (about_case(), none) {
                    (Truth::Unknown, true) => Truth::False,
                    // Care data of somebody who opted out is what they opted out of.
                    (Truth::False, false) => opted_out,
                    (Truth::Unknown, false) if opted_out == Truth::True => Truth::True,
                    (said, _) => said,
                }
            }
            Fact::ConsentRefused => self.refused(),
            Fact::TransferAllowed => self.transfer(),
            Fact::CannotConsent => {
                let missing = stated(self.subject.facts.value(Fact::ReportedMissingByUs));
                if missing == Truth::True { Truth::True } else { about_person() }
            }
            // The dead have no rights under data protection law: their confidence is kept (SC-11).
            Fact::Objected | Fact::Restricted => {
                let dead = about_person_of(Fact::Deceased) == Truth::True;
                if dead { Truth::False } else { about_person() }
            }
            Fact::AtRisk
            | Fact::Consulted
            | Fact::Deceased
            | Fact::FailingRegister
            | Fact::InformedOfSharing
            | Fact::OnOffenderRegister
            | Fact::OptedOut
            | Fact::ReportedMissingByUs
            | Fact::SeenWhileMissing
            | Fact::SeriousCriminalHistory
            | Fact::ThirdPartyConsents
            | Fact::UnwillingToSeekHelp
            | Fact::WishesToStayHidden => about_person(),
            Fact::AboutToVisit
            | Fact::AnonymityChecked
            | Fact::Arrested
            | Fact::AskedInWriting
            | Fact::AssessedForDisclosure
            | Fact::Documents
            | Fact::EvidenceAtRisk
            | Fact::HealthSafetyOrRisk
            | Fact::HousingBenefitDirect
            | Fact::LifeAtRisk
            | Fact::LikelyPoliceAction
            | Fact::NoConsentReason
            | Fact::Proportionate
            | Fact::PublicInterest
            | Fact::RelatesToCrime
            | Fact::Risk
            | Fact::SecrecyCondition
            | Fact::ServiceRegulated => about_case(),
        }
    }

    fn shown(&self, kind: OrderKind) -> Truth {
        match &self.request.order {
            Some(order) if order.kind == kind => {
                let begun = order.from.is_none_or(|from| from <= self.day);
                let over = order.until.is_some_and(|until| until <= self.day);
                order.seen.truth(|seen| *seen).and(Truth::from(begun && !over))
            }
            Some(_) | None => Truth::False,
        }
    }

    fn within(&self, limit: Limit, gateway: usize, datum: DataSet) -> Truth {
        match limit {
            Limit::Agreement => self.agreed(gateway, datum),
            Limit::Consent(kind) => self.consented(kind, false, datum),
            Limit::ExplicitConsent(kind) => self.consented(kind, true, datum),
            Limit::Necessary => self.request.necessary.truth(|needed| needed.contains_all(datum)),
            Limit::Order => {
                self.request.order.as_ref().map_or(Truth::False, |order| {
                    order.scope.truth(|scope| scope.contains_all(datum))
                })
            }
            Limit::Processing => self.processed(datum),
        }
    }
}
