//! What the person consented to and refused, read plainly.

use super::{Case, all, any, bit};
use crate::data::DataSet;
use crate::known::{Known, Truth};
use caldicott_calendar::Day;

use crate::request::Consent;
use crate::words::{AskerKind, CapacityFinding, ConsentKind, GivenBy};

impl Case<'_> {
    /// Whether one of these names is the asker's. What is not known of an asker may be any name that
    /// could stand there: a listed organisation's only where they may be of its kind. Who asks for
    /// themselves is of none.
    fn named(&self, to: &[String]) -> Truth {
        let asker = &self.request.asker;
        any(to.iter().map(|name| {
            let listed = self.rulebook.organisations.iter().find(|one| one.id() == name);
            let is = |known: &Known<String>| matches!(known, Known::Known(id) if id == name);
            // A person who bears an organisation's name is not that organisation.
            if is(&asker.organisation) || listed.is_none() && is(&asker.individual) {
                return Truth::True;
            }
            let kind = |kinds: &[AskerKind]| {
                matches!(self.kind(), Known::Known(kind) if kinds.contains(&kind))
            };
            let unknown = |id: &Known<String>| *id == Known::Unknown;
            let open = if let Some(one) = listed {
                let of_another = self.kind() != Known::Unknown && !kind(&[one.kind()]);
                unknown(&asker.organisation) && !of_another
            } else {
                let alone = [
                    AskerKind::Subject,
                    AskerKind::Relative,
                    AskerKind::Friend,
                    AskerKind::MemberOfPublic,
                ];
                unknown(&asker.individual) || unknown(&asker.organisation) && !kind(&alone)
            };
            if open { Truth::Unknown } else { Truth::False }
        }))
    }

    /// Whether a refusal names the asker: a name that is on no list may be theirs, misspelt.
    fn may_be_named(&self, to: &[String]) -> Truth {
        let listed = |name: &String| self.rulebook.organisations.iter().any(|one| one.id() == name);
        let unlisted = !to.iter().all(listed);
        if unlisted { self.named(to).max(Truth::Unknown) } else { self.named(to) }
    }

    /// Whether the person consented: some consent stands, and no refusal since.
    pub(super) fn consented(&self, kind: ConsentKind, explicit: bool, datum: DataSet) -> Truth {
        let Some(consents) = self.on_record() else { return Truth::Unknown };
        any(consents.iter().filter(|one| one.kind == kind).map(|one| {
            let words = one.explicit.truth(|explicit| *explicit);
            let refusals = consents
                .iter()
                .filter(|other| {
                    other.kind == kind
                        || (kind == ConsentKind::Sharing
                            && other.kind == ConsentKind::DataProtection)
                })
                .filter(|other| other.withdrawn >= one.given)
                .map(|other| !self.refuses(other, datum));
            all([self.given(one, datum), if explicit { words } else { Truth::True }, all(refusals)])
        }))
    }

    fn given(&self, consent: &Consent, datum: DataSet) -> Truth {
        let Some(given) = consent.given else { return Truth::False };
        let stands = given <= self.day
            && consent.until.is_none_or(|until| self.day < until)
            && consent.withdrawn.is_none_or(|withdrawn| self.day < withdrawn);
        let form =
            self.rulebook.forms.iter().find(|form| consent.form.as_deref() == Some(form.id()));
        let form_fits = form.map_or(Truth::Unknown, |form| {
            let in_use = form.from.is_none_or(|from| from <= given)
                && form.until.is_none_or(|until| given < until);
            Truth::from(form.kind == consent.kind && in_use && form.covers.contains_all(datum))
                .and(self.request.purpose.truth(|purpose| bit(form.purposes, *purpose as u8)))
        });
        // A consent that names nothing covers nothing, unless its form is for something in particular.
        let own = if consent.covers.is_empty() {
            form.is_some_and(|form| form.covers != DataSet::EVERY)
        } else {
            consent.covers.contains_all(datum)
        };
        let meant = if consent.purposes.is_empty() {
            Truth::False
        } else {
            self.request.purpose.truth(|purpose| consent.purposes.contains(purpose))
        };
        let shown = if consent.evidence.is_some() { Truth::True } else { Truth::Unknown };
        let valid = self.valid(consent, given);
        all([Truth::from(stands && own), self.named(&consent.to), form_fits, meant, shown, valid])
    }

    /// What the person said, and what others decided not to share in their best interests.
    fn on_record(&self) -> Option<Vec<Consent>> {
        let Known::Known(consents) = &self.subject.consents else { return None };
        let mut all = consents.clone();
        for decided in self.subject.best_interests.iter().filter(|one| !one.share) {
            let mut refusal = Consent::new(decided.decision);
            refusal.withdrawn = Some(decided.on);
            refusal.to.clone_from(&decided.to);
            all.push(refusal);
        }
        Some(all)
    }

    /// Whether it was given freely by somebody who was able or allowed to give it.
    fn valid(&self, consent: &Consent, given: Day) -> Truth {
        let untold = consent.told_of_withdrawal == Known::Known(false);
        let forced = consent.freely_given == Known::Known(false);
        if forced || untold && consent.kind == ConsentKind::DataProtection {
            return Truth::False;
        }
        if consent.given_by != GivenBy::Person {
            return if consent.authority.is_none() { Truth::Unknown } else { Truth::True };
        }
        let mut assessed = self.subject.capacity.clone();
        assessed.retain(|one| one.decision == consent.kind && one.on <= given);
        let Some(last) = assessed.iter().map(|one| one.on).max() else { return Truth::True };
        all(assessed.iter().filter(|one| one.on == last).map(|one| match one.finding {
            CapacityFinding::LacksCapacity => Truth::False,
            CapacityFinding::InDoubt => Truth::Unknown,
            CapacityFinding::HasCapacity => Truth::True,
        }))
    }

    /// Whether a refusal or withdrawal is meant for this asker, purpose and datum, by this day.
    fn refuses(&self, other: &Consent, datum: DataSet) -> Truth {
        let meant = self.request.purpose.truth(|purpose| other.purposes.contains(purpose));
        all([
            Truth::from(other.withdrawn.is_some_and(|on| on <= self.day)),
            Truth::from(other.covers.is_empty() || other.covers.contains_all(datum)),
            if other.to.is_empty() { Truth::True } else { self.may_be_named(&other.to) },
            if other.purposes.is_empty() { Truth::True } else { meant },
        ])
    }

    /// Whether some refusal of sharing touches what is asked, with no later consent to all of that.
    pub(super) fn refused(&self) -> Truth {
        let Some(consents) = self.on_record() else { return Truth::Unknown };
        let kinds = [ConsentKind::Sharing, ConsentKind::DataProtection];
        any(consents.iter().filter(|one| kinds.contains(&one.kind)).map(|one| {
            let touched: Vec<DataSet> = self
                .request
                .asked
                .members()
                .filter(|datum| one.covers.is_empty() || one.covers.contains_all(*datum))
                .collect();
            let taken_back = consents.iter().any(|later| {
                later.kind == one.kind
                    && later.given > one.withdrawn
                    && touched.iter().all(|datum| self.given(later, *datum) == Truth::True)
            });
            if taken_back {
                return Truth::False;
            }
            any(touched.iter().map(|datum| self.refuses(one, *datum)))
        }))
    }
}
