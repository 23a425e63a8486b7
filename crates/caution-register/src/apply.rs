//! What each event does in each state.

use caldicott_calendar::clock::{
    IncidentKind, caution_decision_by, caution_letter_by, caution_review_by,
};
use caldicott_calendar::{Certainty, Day, Rule, RuleSet, rules as clock_rules};

use crate::state::remove_on;
use crate::{
    Again, Archived, Challenge, ChallengeTo, Decided, Duty, Ended, Event, Gone, Grounds, HoldKind,
    InArchive, Keep, Letter, Live, Policy, Recommended, Refused, ReviewPeriod, Reviewed, Role,
    State, Step, ToDo, What, rules,
};

/// The roles that may do something; the first is named to whoever may not.
pub(crate) const fn may(what: &What, policy: &Policy<'_>) -> &'static [Role] {
    match what {
        What::Recommend(_) => &[Role::Manager, Role::ServiceManager],
        What::Approve { .. } | What::Reject | What::LetterWithheld { .. } => &[Role::HeadOfService],
        What::LetterSent { .. } | What::LetterHeld => {
            &[Role::HeadOfService, Role::ServiceManager, Role::Manager]
        }
        What::Incident { .. } => &[Role::ServiceManager],
        What::Challenge { .. } => &[Role::Subject],
        What::Decide(_) => &[Role::Director],
        What::Review(_) => reviewers(policy.reviewer),
        What::Hold(_) | What::Release(_) => &[Role::DataProtectionOfficer, Role::HeadOfService],
        What::Remove => &[Role::Keeper],
    }
}

/// Only those who may decide about an entry can be chosen to review it.
const fn reviewers(chosen: Role) -> &'static [Role] {
    match chosen {
        Role::Director => &[Role::Director],
        Role::ServiceManager => &[Role::ServiceManager],
        Role::Manager
        | Role::HeadOfService
        | Role::Subject
        | Role::Frontline
        | Role::Contractor
        | Role::Keeper
        | Role::DataProtectionOfficer
        | Role::Auditor => &[Role::HeadOfService],
    }
}

/// A step in the making.
struct Next {
    duties: Vec<Duty>,
    rules: RuleSet,
}

impl Next {
    fn citing(cited: &[Rule]) -> Self {
        Self { duties: Vec::new(), rules: cited.iter().copied().collect() }
    }

    fn owe(&mut self, what: ToDo, who: Role, by: Option<(Day, Certainty)>) {
        let certainty = by.map_or(Certainty::Known, |(_, certainty)| certainty);
        let duty = Duty::new(what, who, by.map(|(day, _)| day), what.cites());
        self.duties.push(duty.projected(certainty));
        self.rules.cite(what.cites());
    }

    fn to(self, state: State) -> Step {
        Step { state, duties: self.duties, keep: Keep::Event, rules: self.rules }
    }

    /// Nothing is left but that it ended.
    fn end(mut self, how: Ended, on: Day) -> Step {
        self.owe(ToDo::Destroy, Role::Keeper, None);
        self.rules.cite(rules::D_012);
        let gone = Gone { how, on };
        let keep = Keep::NothingBut(gone);
        Step { state: State::Gone(gone), duties: self.duties, keep, rules: self.rules }
    }
}

impl State {
    /// What an event leads to.
    ///
    /// # Errors
    /// [`Refused`] where the actor may not do this, or it does not happen in this state: the refusal
    /// names the role that could. The state is as it was.
    pub fn apply(&self, event: &Event, policy: &Policy<'_>) -> Result<Step, Refused> {
        let could = may(&event.what, policy);
        if !could.contains(&event.by.role) {
            let could = could.first().copied().unwrap_or(Role::HeadOfService);
            return Err(Refused::Role { role: event.by.role, could });
        }
        match &event.what {
            What::Recommend(grounds) => self.recommend(grounds, event, policy),
            What::Approve { review_in } => self.approve(*review_in, event, policy),
            What::Reject => self.reject(event),
            What::LetterSent { review_day_stated } => self.sent(*review_day_stated, event),
            What::LetterWithheld { because } => self.letter(event, |_| {
                let cited = [rules::C_012, rules::H_014, rules::H_015];
                (Letter::Withheld { because: *because }, Next::citing(&cited))
            }),
            What::LetterHeld => self.letter(event, |on| {
                let mut next = Next::citing(&[rules::H_016]);
                next.owe(ToDo::TellAtNextInteraction, Role::ServiceManager, None);
                (Letter::Held { since: on }, next)
            }),
            What::Incident { happened, kind } => self.incident(*happened, *kind, event, policy),
            What::Challenge { to } => self.challenge(*to, event, policy),
            What::Decide(decided) => self.decide(decided, event, policy),
            What::Review(reviewed) => self.review(reviewed, event, policy),
            What::Hold(hold) => self.hold(*hold, event, true),
            What::Release(hold) => self.hold(*hold, event, false),
            What::Remove => self.remove(event),
        }
    }

    fn never(&self, event: &Event) -> Refused {
        Refused::State { what: event.what.name(), state: self.name() }
    }

    /// Nothing is destroyed that somebody still needs.
    fn is_free(&self) -> Result<(), Refused> {
        self.holds().first().map_or(Ok(()), |hold| Err(Refused::Held { hold: *hold }))
    }

    fn recommend(
        &self,
        grounds: &Grounds,
        event: &Event,
        policy: &Policy<'_>,
    ) -> Result<Step, Refused> {
        let mut next = Next::citing(&[rules::H_008, rules::H_021, rules::H_003, rules::H_006]);
        let decide_by = decide_by(event.on, policy)?;
        let recommender = event.by.id.clone();
        let state = match self {
            Self::Blank => Self::Recommended(Recommended {
                grounds: grounds.clone(),
                recommender,
                since: event.on,
                decide_by: decide_by.map(|(day, _)| day),
                incidents: Vec::new(),
                holds: Vec::new(),
            }),
            Self::Archived(archived) if archived.again.is_none() => {
                let decide_by = decide_by.map(|(day, _)| day);
                let again =
                    Again { grounds: grounds.clone(), recommender, by_incident: false, decide_by };
                Self::Archived(Archived { again: Some(again), ..archived.clone() })
            }
            Self::Recommended(_) | Self::Live(_) | Self::Archived(_) => {
                return Err(Refused::Duplicate);
            }
            Self::Gone(_) => return Err(self.never(event)),
        };
        next.owe(ToDo::DecideRecommendation, Role::HeadOfService, decide_by);
        Ok(next.to(state))
    }

    fn approve(
        &self,
        review_in: ReviewPeriod,
        event: &Event,
        policy: &Policy<'_>,
    ) -> Result<Step, Refused> {
        let (grounds, recommender, incidents, holds, challenge) = match self {
            Self::Recommended(it) => (&it.grounds, &it.recommender, &it.incidents, &it.holds, None),
            Self::Archived(it) => {
                let Some(again) = &it.again else { return Err(self.never(event)) };
                let challenge = it.challenge.clone();
                (&again.grounds, &again.recommender, &it.incidents, &it.holds, challenge)
            }
            Self::Blank | Self::Live(_) | Self::Gone(_) => return Err(self.never(event)),
        };
        if *recommender == event.by.id {
            return Err(Refused::OwnDecision);
        }
        let mut next = Next::citing(&[rules::H_009, rules::H_005, rules::H_028]);
        let (by, review_by) = stand(&mut next, review_in, event, policy)?;
        Ok(next.to(Self::Live(Live {
            grounds: grounds.clone(),
            approver: event.by.id.clone(),
            since: event.on,
            review_by,
            letter: Letter::Owed { by },
            challenge,
            incidents: incidents.clone(),
            holds: holds.clone(),
        })))
    }

    fn reject(&self, event: &Event) -> Result<Step, Refused> {
        match self {
            Self::Recommended(_) => {
                self.is_free()?;
                let cited = [rules::H_009, rules::H_011, rules::D_008];
                Ok(Next::citing(&cited).end(Ended::Rejected, event.on))
            }
            Self::Archived(Archived { again: Some(again), .. }) => {
                // An incident stays attached, so its rejection is kept with it.
                let keep = if again.by_incident { Keep::Event } else { Keep::NotTheRecommendation };
                let mut state = self.clone();
                if let Self::Archived(archived) = &mut state {
                    archived.again = None;
                }
                let cited = [rules::H_009, rules::H_011, rules::D_008];
                Ok(Step { keep, ..Next::citing(&cited).to(state) })
            }
            Self::Blank | Self::Live(_) | Self::Archived(_) | Self::Gone(_) => {
                Err(self.never(event))
            }
        }
    }

    fn sent(&self, stated: Day, event: &Event) -> Result<Step, Refused> {
        let Self::Live(live) = self else { return Err(self.never(event)) };
        if matches!(live.letter, Letter::Withheld { .. }) && event.by.role != Role::HeadOfService {
            // It was kept back by a Head of Service, who alone says that it goes after all.
            return Err(Refused::Role { role: event.by.role, could: Role::HeadOfService });
        }
        if stated != live.review_by {
            return Err(Refused::AnotherReviewDay { review_by: live.review_by });
        }
        self.letter(event, |on| {
            (Letter::Sent { on }, Next::citing(&[rules::C_011, rules::H_012, rules::H_013]))
        })
    }

    fn letter(
        &self,
        event: &Event,
        becomes: impl FnOnce(Day) -> (Letter, Next),
    ) -> Result<Step, Refused> {
        let Self::Live(live) = self else { return Err(self.never(event)) };
        let (letter, next) = becomes(event.on);
        // What was told cannot be untold.
        if matches!(live.letter, Letter::Sent { .. }) && !matches!(letter, Letter::Sent { .. }) {
            return Err(Refused::State { what: event.what.name(), state: "told to the person" });
        }
        Ok(next.to(Self::Live(Live { letter, ..live.clone() })))
    }

    fn incident(
        &self,
        happened: Day,
        kind: IncidentKind,
        event: &Event,
        policy: &Policy<'_>,
    ) -> Result<Step, Refused> {
        if happened > event.on {
            return Err(Refused::Future);
        }
        let mut next = Next::citing(&[rules::H_023]);
        let with = |incidents: &[(Day, IncidentKind)]| {
            incidents.iter().copied().chain([(happened, kind)]).collect::<Vec<_>>()
        };
        let state = match self {
            Self::Recommended(it) => {
                let incidents = with(&it.incidents);
                Self::Recommended(Recommended { incidents, ..it.clone() })
            }
            Self::Live(it) => Self::Live(Live { incidents: with(&it.incidents), ..it.clone() }),
            Self::Archived(it) => {
                let incidents = with(&it.incidents);
                let remove_on = remove_on(it.since, &incidents, policy)?;
                for cited in [clock_rules::D_010, clock_rules::D_011, clock_rules::RE_13] {
                    next.rules.cite(cited);
                }
                next.owe(ToDo::Remove, Role::Keeper, Some((remove_on, Certainty::Known)));
                let mut again = it.again.clone();
                match policy.in_archive {
                    InArchive::Consider => {
                        next.owe(ToDo::ConsiderRecommending, Role::ServiceManager, None);
                    }
                    InArchive::Recommend if again.is_none() => {
                        let by = decide_by(event.on, policy)?;
                        next.owe(ToDo::DecideRecommendation, Role::HeadOfService, by);
                        again = Some(Again {
                            grounds: it.grounds.clone(),
                            recommender: event.by.id.clone(),
                            by_incident: true,
                            decide_by: by.map(|(day, _)| day),
                        });
                    }
                    InArchive::Recommend => {}
                }
                Self::Archived(Archived { remove_on, again, incidents, ..it.clone() })
            }
            Self::Blank | Self::Gone(_) => return Err(self.never(event)),
        };
        Ok(next.to(state))
    }

    fn challenge(
        &self,
        to: ChallengeTo,
        event: &Event,
        policy: &Policy<'_>,
    ) -> Result<Step, Refused> {
        let open = match self {
            Self::Live(it) => &it.challenge,
            Self::Archived(it) => &it.challenge,
            Self::Blank | Self::Recommended(_) | Self::Gone(_) => return Err(self.never(event)),
        };
        let mut next =
            Next::citing(&[rules::G_023, rules::H_018, rules::H_030, clock_rules::H_019]);
        let (decide_by, certainty) = policy.ten_working_days(event.on, caution_decision_by)?;
        let challenge = match open {
            None => {
                next.owe(ToDo::DecideChallenge, Role::Director, Some((decide_by, certainty)));
                Challenge { since: event.on, decide_by, to: vec![to] }
            }
            // A further point does not give the director more time for the first.
            Some(open) => {
                let mut challenge = open.clone();
                if !challenge.to.contains(&to) {
                    challenge.to.push(to);
                }
                challenge
            }
        };
        Ok(next.to(match self.clone() {
            Self::Live(it) => Self::Live(Live { challenge: Some(challenge), ..it }),
            Self::Archived(it) => Self::Archived(Archived { challenge: Some(challenge), ..it }),
            other @ (Self::Blank | Self::Recommended(_) | Self::Gone(_)) => other,
        }))
    }

    fn decide(
        &self,
        decided: &Decided,
        event: &Event,
        _policy: &Policy<'_>,
    ) -> Result<Step, Refused> {
        let (approver, open) = match self {
            Self::Live(it) => (&it.approver, &it.challenge),
            Self::Archived(it) => (&it.approver, &it.challenge),
            Self::Blank | Self::Recommended(_) | Self::Gone(_) => return Err(self.never(event)),
        };
        if open.is_none() {
            return Err(self.never(event));
        }
        if *approver == event.by.id {
            return Err(Refused::OwnDecision);
        }
        let mut next = Next::citing(&[rules::H_018, rules::H_020]);
        // The director decides and writes within the same ten days, so the writing is owed at once.
        next.owe(ToDo::WriteDecision, Role::Director, None);
        let amended = match decided {
            Decided::Confirm => None,
            Decided::Amend(grounds) => Some(grounds.clone()),
            Decided::Delete => {
                self.is_free()?;
                next.owe(ToDo::UpdateCopies, Role::Keeper, None);
                return Ok(next.end(Ended::Deleted, event.on));
            }
        };
        if amended.is_some() {
            next.owe(ToDo::UpdateCopies, Role::Keeper, None);
        }
        Ok(next.to(match self.clone() {
            Self::Live(it) => {
                let grounds = amended.unwrap_or_else(|| it.grounds.clone());
                Self::Live(Live { challenge: None, grounds, ..it })
            }
            Self::Archived(it) => {
                let grounds = amended.unwrap_or_else(|| it.grounds.clone());
                Self::Archived(Archived { challenge: None, grounds, ..it })
            }
            other @ (Self::Blank | Self::Recommended(_) | Self::Gone(_)) => other,
        }))
    }

    fn review(
        &self,
        reviewed: &Reviewed,
        event: &Event,
        policy: &Policy<'_>,
    ) -> Result<Step, Refused> {
        let Self::Live(live) = self else { return Err(self.never(event)) };
        match reviewed {
            Reviewed::StillARisk { review_in } => {
                let mut next = Next::citing(&[rules::D_009, rules::H_029]);
                let (by, review_by) = if policy.letter_after_review {
                    stand(&mut next, *review_in, event, policy)?
                } else {
                    let mut unsaid = Next::citing(&[]);
                    let days = stand(&mut unsaid, *review_in, event, policy)?;
                    next.duties.extend(
                        unsaid.duties.into_iter().filter(|duty| duty.what() == ToDo::Review),
                    );
                    days
                };
                let letter = match live.letter {
                    // A letter that was kept back is decided about anew, and not for ever.
                    Letter::Withheld { .. } => {
                        next.duties.retain(|duty| duty.what() != ToDo::WriteToPerson);
                        next.owe(
                            ToDo::ReconsiderLetter,
                            Role::HeadOfService,
                            Some((by, Certainty::Known)),
                        );
                        Letter::Owed { by }
                    }
                    Letter::Sent { .. } if policy.letter_after_review => Letter::Owed { by },
                    kept @ (Letter::Sent { .. } | Letter::Owed { .. } | Letter::Held { .. }) => {
                        kept
                    }
                };
                Ok(next.to(Self::Live(Live { review_by, letter, ..live.clone() })))
            }
            Reviewed::NoLongerARisk => {
                let cited = [rules::D_009, rules::H_031, clock_rules::D_010, clock_rules::RE_12];
                let mut next = Next::citing(&cited);
                let remove_on = remove_on(event.on, &live.incidents, policy)?;
                next.owe(ToDo::Remove, Role::Keeper, Some((remove_on, Certainty::Known)));
                let live = live.clone();
                Ok(next.to(Self::Archived(Archived {
                    grounds: live.grounds,
                    approver: live.approver,
                    since: event.on,
                    remove_on,
                    again: None,
                    challenge: live.challenge,
                    incidents: live.incidents,
                    holds: live.holds,
                })))
            }
        }
    }

    fn hold(&self, hold: HoldKind, event: &Event, placed: bool) -> Result<Step, Refused> {
        let mut state = self.clone();
        let Some(holds) = state.holds_mut() else { return Err(self.never(event)) };
        if holds.contains(&hold) == placed {
            return Err(Refused::NoSuchHold { hold });
        }
        if placed {
            holds.push(hold);
        } else {
            holds.retain(|known| *known != hold);
        }
        Ok(Next::citing(&[rules::RE_14]).to(state))
    }

    fn remove(&self, event: &Event) -> Result<Step, Refused> {
        let Self::Archived(archived) = self else { return Err(self.never(event)) };
        if event.on < archived.remove_on {
            return Err(Refused::TooEarly { remove_on: archived.remove_on });
        }
        self.is_free()?;
        // An open challenge or recommendation is somebody's question that still has no answer.
        if archived.challenge.is_some() || archived.again.is_some() {
            return Err(Refused::State { what: event.what.name(), state: "under decision" });
        }
        let cited = [rules::H_032, clock_rules::D_010, clock_rules::D_011];
        Ok(Next::citing(&cited).end(Ended::Removed, event.on))
    }
}

fn decide_by(on: Day, policy: &Policy<'_>) -> Result<Option<(Day, Certainty)>, Refused> {
    if !policy.decide_in_ten_days {
        return Ok(None);
    }
    Ok(Some(policy.ten_working_days(on, caution_letter_by)?))
}

fn review_by(on: Day, review_in: ReviewPeriod) -> Result<Day, Refused> {
    let deadline = caution_review_by(on, review_in.get()).map_err(|_| Refused::OutOfRange)?;
    Ok(deadline.day())
}

/// The letter and the review that an entry which stands from now on owes.
fn stand(
    next: &mut Next,
    review_in: ReviewPeriod,
    event: &Event,
    policy: &Policy<'_>,
) -> Result<(Day, Day), Refused> {
    if review_in > policy.longest_review {
        return Err(Refused::ReviewTooLate { longest: policy.longest_review.get() });
    }
    let (by, certainty) = policy.ten_working_days(event.on, caution_letter_by)?;
    next.owe(ToDo::WriteToPerson, Role::HeadOfService, Some((by, certainty)));
    next.rules.cite(rules::H_013);
    next.rules.cite(clock_rules::H_017);
    let review_by = review_by(event.on, review_in)?;
    let reviewer = reviewers(policy.reviewer).first().copied().unwrap_or(Role::HeadOfService);
    next.owe(ToDo::Review, reviewer, Some((review_by, Certainty::Known)));
    next.rules.cite(clock_rules::H_010);
    Ok((by, review_by))
}
