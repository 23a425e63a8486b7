//! The whole answer in one value that copies: the mask, its reasons as sets, what is owed and what a
//! person should look at.

use caldicott_calendar::Day;

use super::{Warning, explain};
use crate::bits::ones;
use crate::data::DataSet;
use crate::duty::Duty;
use crate::fact::Fact;
use crate::judge::{Standing, Verdict};
use crate::known::{Known, Truth};
use crate::request::Request;
use crate::resolve::{Facts, Scope};
use crate::rulebook::{Rulebook, Rules};
use crate::words::{AskerKind, Channel, Direction};

/// A decision without its words: everything that follows at once, in a value that copies and allocates
/// nothing.
///
/// [`decide`](crate::decide) gives the same and all that takes longer: what would change it, who
/// decides, how long it stands, and the words for it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "a ruling that nobody reads is a breach waiting to happen"]
pub struct Ruling {
    pub(super) day: Day,
    pub(super) verdict: Verdict,
    pub(super) answer: Answer,
    pub(super) duties: u32,
    pub(super) warnings: u32,
    pub(super) noted: DataSet,
}

/// The kinds of outcome.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Answer {
    Disclose,
    DisclosePart,
    NeitherConfirmNorDeny,
    Refer,
    Refuse,
}

impl Answer {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Disclose => "disclose",
            Self::DisclosePart => "disclose-part",
            Self::NeitherConfirmNorDeny => "neither-confirm-nor-deny",
            Self::Refer => "refer",
            Self::Refuse => "refuse",
        }
    }
}

/// Decides as [`decide`](crate::decide) does, and gives what needs no words.
#[inline(never)]
pub fn weigh(rulebook: &Rulebook, request: &Request, day: Day) -> Ruling {
    let rules = &*rulebook.rules;
    let mut facts = Facts::new(&Scope::of(rules, request), rules, day);
    facts.add_stated(rules, request, &request.subject);
    let mut standing = Standing::default();
    let verdict = rules.judge_request(request, &request.subject, &mut facts, &mut standing);
    Ruling::of(rules, request, &facts, &verdict, standing)
}

impl Ruling {
    pub(super) fn of(
        rules: &Rules,
        request: &Request,
        facts: &Facts,
        verdict: &Verdict,
        standing: Standing,
    ) -> Self {
        let answer = answer(rules, facts, verdict);
        let warnings = explain::warnings(rules, request, facts, verdict, standing);
        let noted = explain::noted(rules, facts, verdict, standing);
        let mut duties = explain::duties(rules, request, facts, verdict, standing);
        if !noted.is_empty() {
            duties |= Duty::NoteWithheld.bit();
        }
        if warnings & Warning::AgreementUnreviewed.bit() != 0 {
            duties |= Duty::ReviewAgreement.bit() | Duty::ConsultChiefExecutive.bit();
        }
        if warnings & Warning::ConsentWithoutCapacity.bit() != 0
            && !request.subject.best_interests.iter().any(|one| one.on <= facts.day)
        {
            duties |= Duty::RecordBestInterests.bit();
        }
        if answer == Answer::NeitherConfirmNorDeny {
            duties |= Duty::TakeMessage.bit();
        }
        if is_to_be_confirmed(request, facts, answer) {
            duties |= Duty::ConfirmInWriting.bit();
        }
        Self { day: facts.day, verdict: *verdict, answer, duties, warnings, noted }
    }

    /// The day it is for.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// The mask, with the gateways and bars that made it.
    pub const fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The name of the outcome, as [`Outcome::name`](super::Outcome::name) gives it.
    #[must_use]
    pub const fn outcome(&self) -> &'static str {
        self.answer.name()
    }

    /// What staff must do.
    pub fn duties(&self) -> impl Iterator<Item = Duty> + use<> {
        ones(self.duties.into()).filter_map(Duty::at)
    }

    /// What a person should look at.
    pub fn warnings(&self) -> impl Iterator<Item = Warning> + use<> {
        ones(self.warnings.into()).filter_map(Warning::at)
    }
}

/// The outcome follows from the mask, and from whether the asker may know that we know the person.
fn answer(rules: &Rules, facts: &Facts, verdict: &Verdict) -> Answer {
    if verdict.released == facts.asked {
        return Answer::Disclose;
    }
    if !verdict.released.is_empty() {
        return Answer::DisclosePart;
    }
    let asked =
        !matches!(facts.direction, Known::Known(Direction::Offered | Direction::OwnInitiative));
    let may_know = facts.truth(Fact::Verified) == Truth::True
        && matches!(facts.kind, Known::Known(kind) if !rules.is_private(kind));
    if asked && !may_know {
        return Answer::NeitherConfirmNorDeny;
    }
    if verdict.referred.is_empty() { Answer::Refuse } else { Answer::Refer }
}

/// Whether a request by word of mouth is given something or passed on, and so is to stand on paper.
fn is_to_be_confirmed(request: &Request, facts: &Facts, answer: Answer) -> bool {
    matches!(request.channel, Known::Known(channel) if Channel::is_spoken(channel))
        && facts.direction == Known::Known(Direction::Asked)
        && matches!(answer, Answer::Disclose | Answer::DisclosePart | Answer::Refer)
        && !matches!(
            facts.kind,
            Known::Known(AskerKind::TeamMember | AskerKind::Subject) | Known::Unknown
        )
}
