//! What the person consented to and refused.

use caldicott_sharing::Truth;

use super::{Case, all, among, any, known, lasts};
use crate::request::Consent;
use crate::rules::Date;
use crate::words::Data;

fn ended(consent: &Consent) -> Option<Date> {
    consent.withdrawn.or(consent.refused)
}

fn covers_or_all(consent: &Consent, datum: usize) -> bool {
    let covers = Data::of(&consent.categories);
    covers.is_empty() || covers.has(datum)
}

impl Case<'_> {
    /// Whether one of these names is the asker's.
    fn named(&self, names: &[String]) -> Truth {
        let asker = &self.request.asker;
        let kinds = &self.frame.kinds;
        any(names.iter().map(|name| {
            let is = |id: &Option<String>| id.as_ref().is_some_and(|id| id == name);
            let listed = kinds.get(name);
            // A person who bears an organisation's name is not that organisation.
            if is(&asker.organisation) || listed.is_none() && is(&asker.individual) {
                return Truth::True;
            }
            // A name on no list may be that of an asker of whom one half is not known. Some have no
            // organisation: they ask for themselves.
            let alone = ["friend", "member-of-public", "relative", "subject"];
            let alone = self.kind().is_some_and(|kind| alone.contains(&kind.as_str()));
            let open = asker.individual.is_none() || asker.organisation.is_none() && !alone;
            match listed {
                None if open => Truth::Unknown,
                Some(listed) if asker.organisation.is_none() => {
                    known(self.kind().filter(|kind| *kind != listed).map(|_| false))
                }
                _ => Truth::False,
            }
        }))
    }

    /// Whether a refusal names the asker: a name that is on no list may be theirs, misspelt.
    fn may_be_named(&self, names: &[String]) -> Truth {
        let unlisted = names.iter().any(|name| !self.frame.kinds.contains_key(name));
        if unlisted { self.named(names).or(Truth::Unknown) } else { self.named(names) }
    }

    /// Whether some consent stands on the day, and nothing was refused or withdrawn since it was given.
    pub(super) fn consented(&self, kind: &str, explicit: bool, datum: usize) -> Truth {
        let Some(consents) = &self.on_record() else { return Truth::Unknown };
        let mine = consents.iter().filter(|one| one.kind == kind && one.given.is_some());
        any(mine.map(|one| {
            let words = if explicit { known(one.explicit) } else { Truth::True };
            let since = consents.iter().filter(|other| {
                let about =
                    other.kind == kind || (kind == "sharing" && other.kind == "data-protection");
                about && ended(other) >= one.given
            });
            let refused = any(since.map(|other| self.refuses(other, datum)));
            all([self.stands(one, datum), words, !refused])
        }))
    }

    fn stands(&self, consent: &Consent, datum: usize) -> Truth {
        let Some(given) = consent.given else { return Truth::False };
        let (request, day) = (self.request, self.request.day);
        let lasting = lasts(day, Some(given), consent.until)
            && consent.withdrawn.is_none_or(|withdrawn| day < withdrawn);
        let all_forms = &self.frame.rules.form;
        let form = all_forms.iter().find(|form| consent.form.as_ref() == Some(&form.id));
        let on_form = form.map_or(Truth::Unknown, |form| {
            let fits = form.kind == consent.kind
                && lasts(given, form.from, form.until)
                && Data::of(&form.covers).has(datum);
            among(request.purpose.as_ref(), &form.purposes).and(fits.into())
        });
        // What names no data is about what its form is about, if that is anything in particular.
        let in_particular =
            || form.is_some_and(|form| Data::of(&form.covers) != Data::named("every"));
        let covers = Data::of(&consent.categories);
        let covered = if covers.is_empty() { in_particular() } else { covers.has(datum) };
        let meant = match consent.purposes.as_slice() {
            [] => Truth::False,
            purposes => among(request.purpose.as_ref(), purposes),
        };
        let shown = if consent.evidence.is_some() { Truth::True } else { Truth::Unknown };
        let named = self.named(&consent.to);
        all([(lasting && covered).into(), named, on_form, meant, shown, self.valid(consent, given)])
    }

    /// What the person said; and what was decided in their best interests not to share, as a refusal.
    fn on_record(&self) -> Option<Vec<Consent>> {
        let decided = self.subject.best_interests.iter().filter(|one| one.decision == "withhold");
        let refusals = decided.map(|one| Consent {
            kind: one.about.clone(),
            refused: Some(one.on),
            to: one.to.clone(),
            ..Consent::default()
        });
        Some(self.subject.consents.iter().flatten().cloned().chain(refusals).collect())
            .filter(|_| self.subject.consents.is_some())
    }

    /// Whether it was given freely (C-002), by somebody who could give it (CN-01, CN-07), told first that it
    /// may be withdrawn (CN-02).
    fn valid(&self, consent: &Consent, given: Date) -> Truth {
        let untold = consent.told_of_withdrawal == Some(false) && consent.kind == "data-protection";
        if consent.freely_given == Some(false) || untold {
            return Truth::False;
        }
        if consent.given_by.as_deref().is_some_and(|by| by != "person") {
            return if consent.authority.is_some() { Truth::True } else { Truth::Unknown };
        }
        let found = self.subject.capacity.iter();
        let found = found.filter(|one| one.decision == consent.kind && one.on <= given);
        let found: Vec<_> = found.collect();
        let last = found.iter().map(|one| one.on).max();
        all(found.iter().filter(|one| Some(one.on) == last).map(|one| match one.finding.as_str() {
            "has-capacity" => Truth::True,
            "in-doubt" => Truth::Unknown,
            "lacks-capacity" => Truth::False,
            other => panic!("a finding `{other}` is not translated"),
        }))
    }

    fn refuses(&self, refusal: &Consent, datum: usize) -> Truth {
        let begun = ended(refusal).is_some_and(|on| on <= self.request.day);
        all([
            Truth::from(begun && covers_or_all(refusal, datum)),
            if refusal.to.is_empty() { Truth::True } else { self.may_be_named(&refusal.to) },
            if refusal.purposes.is_empty() {
                Truth::True
            } else {
                among(self.request.purpose.as_ref(), &refusal.purposes)
            },
        ])
    }

    /// Whether a refusal of sharing touches what is asked, and no later consent takes all of that back.
    pub(super) fn refused(&self) -> Truth {
        let Some(consents) = &self.on_record() else { return Truth::Unknown };
        let about = |one: &&Consent| ["sharing", "data-protection"].contains(&one.kind.as_str());
        any(consents.iter().filter(about).map(|refusal| {
            let touched: Vec<usize> =
                self.asked.places().filter(|datum| covers_or_all(refusal, *datum)).collect();
            let taken_back = consents.iter().any(|later| {
                later.kind == refusal.kind
                    && later.given > ended(refusal)
                    && touched.iter().all(|datum| self.stands(later, *datum) == Truth::True)
            });
            if taken_back {
                return Truth::False;
            }
            any(touched.iter().map(|datum| self.refuses(refusal, *datum)))
        }))
    }
}
