//! The letters that a request needs, in plain words. They name nobody: the reference tells whose they are.

use caldicott::calendar::CalendarError;
use caldicott::calendar::clock::{Acknowledgement, ExtensionReason, RightsDue};
use caldicott::model::Day;
use caldicott::rights::request::{
    About, Actor, Awaited, Clock, Event, Kind, Letter, LetterPart, Open, Policy, RefusalGround,
    Refusing, Role, State, What,
};
use clap::ValueEnum;

/// Which letter.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(super) enum Which {
    /// That the request came in, and by when it is answered.
    Receipt,
    /// What we need to know who asks.
    Identity,
    /// What we need to answer somebody who asks for the person.
    Authority,
    /// Which of their data the person means.
    Question,
    /// That two further months are needed because the request is complex.
    ExtensionComplexity,
    /// That two further months are needed because there are many requests.
    ExtensionNumber,
    /// That the request is refused, why, and where the person can go.
    Refusal,
    /// What goes with an answer that leaves something out, and where the person can go.
    Answer,
}

/// Who writes, about what and when.
pub(super) struct Sender<'s> {
    pub(super) organisation: &'s str,
    pub(super) contact: &'s str,
    pub(super) regulator: &'s str,
    pub(super) reference: &'s str,
    pub(super) on: Day,
}

/// Why there is no such letter.
pub(super) enum NoLetter {
    /// The calendar does not know a day.
    Calendar(CalendarError),
    /// Where the request stands asks for no such letter.
    State(String),
}

impl From<CalendarError> for NoLetter {
    fn from(error: CalendarError) -> Self {
        Self::Calendar(error)
    }
}

/// The letter that is asked for, or the one that is next.
pub(super) fn write(
    state: &State,
    which: Option<Which>,
    sender: &Sender<'_>,
    policy: &Policy<'_>,
) -> Result<String, NoLetter> {
    let never = |what: &str| Err(NoLetter::State(what.to_owned()));
    let received = match state {
        State::Open(open) => open.received.day,
        State::Refusing(refusing) => refusing.request.received.day,
        State::Blank => return never("nothing was received yet"),
        State::Closed(_) => return never("the request is at its end: no letter is owed"),
    };
    if sender.on < received {
        return never("the letter is dated before the request came in");
    }
    let body = match (state, which) {
        (State::Refusing(refusing), None | Some(Which::Refusal)) => refusal(refusing, sender),
        (State::Refusing(_), Some(_)) => {
            return never("the request is refused: the letter that is owed says so");
        }
        (State::Open(_), Some(Which::Refusal)) => {
            return never("it is not decided that the request is refused: record `refuse` first");
        }
        (State::Open(open), which) => {
            let which = which.unwrap_or_else(|| next(open));
            open_letter(state, open, which, sender, policy)?
        }
        (State::Blank | State::Closed(_), _) => String::new(),
    };
    Ok(format!(
        "{}\n{}\n\n{}\nOur reference: {}\n\n{body}",
        sender.organisation,
        sender.contact,
        sender.on.in_words(),
        sender.reference
    ))
}

fn next(open: &Open) -> Which {
    match open.awaited() {
        Some(Awaited::Identity) => Which::Identity,
        Some(Awaited::Authority) => Which::Authority,
        None => {
            let asked = |(about, _, answered): &(About, Day, Option<Day>)| {
                *about == About::Information && answered.is_none()
            };
            if open.questions.iter().any(asked) { Which::Question } else { Which::Receipt }
        }
    }
}

fn open_letter(
    state: &State,
    open: &Open,
    which: Which,
    sender: &Sender<'_>,
    policy: &Policy<'_>,
) -> Result<String, NoLetter> {
    let what = asked(open.kind());
    let came = open.received.day.in_words();
    if which == Which::Answer && open.awaited().is_some() {
        let message = "nothing is answered while it is not known who asks (RT-07, RT-08)";
        return Err(NoLetter::State(message.to_owned()));
    }
    Ok(match which {
        Which::Receipt => receipt(open, &what, sender, policy)?,
        Which::Identity => format!(
            "On {came} you {what}.\n\n\
             We must not give anybody's data to somebody else, and we could not tell from your request that \
             it is from you. Please show us who you are: tell us something about your time with us that \
             others would not know, or show us a document, in person if that is easier. We do not keep a \
             copy of a document longer than it takes to look at it.\n\n\
             The time we have for our answer begins on the day we have this. Tell us if you cannot show it, \
             and we will find another way.\n"
        ),
        Which::Authority => format!(
            "On {came} you {what} for somebody else.\n\n\
             Please send us what shows that they want you to do this, or that you may decide for them: a \
             note signed by them, a power of attorney, an order of a court. The time we have for our answer \
             begins on the day we have it.\n"
        ),
        Which::Question => format!(
            "On {came} you {what}.\n\n\
             We hold a great deal of information about you. Please tell us which of it you mean: from which \
             time, about what, or from which of our services. You do not have to narrow it down: if you want \
             everything, say so. The days from our question to your answer are not counted in the time we \
             have.\n"
        ),
        Which::ExtensionComplexity => {
            extension(state, open, ExtensionReason::Complexity, sender, policy)?
        }
        Which::ExtensionNumber => {
            extension(state, open, ExtensionReason::NumberOfRequests, sender, policy)?
        }
        Which::Answer => format!(
            "On {came} you {what}. Here is our answer.\n\n\
             Where something is left out, the law protects it, because of another person or for another \
             reason; where that was within a text, the text says so. If you think that something is missing \
             or wrong, tell us: {}.\n\n{}",
            sender.contact,
            ways(&Letter::required_on(sender.on), sender)
        ),
        Which::Refusal => String::new(),
    })
}

fn receipt(
    open: &Open,
    what: &str,
    sender: &Sender<'_>,
    policy: &Policy<'_>,
) -> Result<String, NoLetter> {
    let came = open.received.day.in_words();
    let promise = match open.clock(policy)? {
        Clock::Rights(due) => match due.day() {
            Some(day) => format!("We will answer by {} at the latest, and sooner if we can.", day.in_words()),
            None => "The time we have for our answer has not begun, or stands still, because we asked you \
                     for something. It goes on when we have it."
                .to_owned(),
        },
        Clock::Complaint(Acknowledgement::By(_) | Acknowledgement::NotRequired { .. }) => {
            "We look into it without delay, keep you informed and tell you what came of it.".to_owned()
        }
        Clock::None => String::new(),
    };
    let free = if open.kind() == Kind::Complaint { "" } else { " It costs you nothing." };
    Ok(format!(
        "On {came} you {what}. Thank you; you did not have to put it in writing, and you do not have to say \
         why.{free}\n\n{promise}\n\n\
         If you have a question, or need this in another form, in larger print or in another language, tell \
         us: {}.\n",
        sender.contact
    ))
}

/// The notice says until when by asking the machine what the same notice would lead to.
fn extension(
    state: &State,
    open: &Open,
    reason: ExtensionReason,
    sender: &Sender<'_>,
    policy: &Policy<'_>,
) -> Result<String, NoLetter> {
    let never = |what: &str| Err(NoLetter::State(what.to_owned()));
    let Clock::Rights(RightsDue::Running(before)) = open.clock(policy)? else {
        return never("no time runs that could be extended");
    };
    if sender.on > before.notice_by() {
        return Err(NoLetter::State(format!(
            "the notice would be too late and extend nothing: it had to be sent by {} (RT-03)",
            before.notice_by()
        )));
    }
    let by = Actor::new(Role::Manager, "letter");
    let event = Event { on: sender.on, by, what: What::Extend { reason: Some(reason) } };
    let step = state.apply(&event, policy).map_err(|why| NoLetter::State(why.to_string()))?;
    let Some(until) = step.state().clock(policy)?.day().filter(|day| *day > before.day()) else {
        return never("the notice would extend nothing (RT-03)");
    };
    let because = match reason {
        ExtensionReason::Complexity => {
            "answering it is complex: it needs more looking through and more care for other people than \
             fits into that time"
        }
        ExtensionReason::NumberOfRequests => "you made several requests that we answer together",
    };
    Ok(format!(
        "On {} you {}. We had until {} to answer.\n\n\
         We need longer, because {because}. We will answer by {} at the latest, and give you sooner what is \
         ready sooner.\n\n{}",
        open.received.day.in_words(),
        asked(open.kind()),
        before.day().in_words(),
        until.in_words(),
        ways(&Letter::required_on(sender.on), sender)
    ))
}

fn refusal(refusing: &Refusing, sender: &Sender<'_>) -> String {
    let open = &refusing.request;
    let because = match refusing.ground {
        RefusalGround::ManifestlyUnfounded => {
            "it is plain from what you wrote that it is not about your data but meant to cause trouble"
        }
        RefusalGround::Excessive => {
            "it goes plainly beyond what is reasonable: most of it repeats what we answered shortly before"
        }
        RefusalGround::RightDoesNotApply => {
            "the law gives this right for some uses of data, and ours is not one of them"
        }
        RefusalGround::AllExempt => {
            "the law protects all of the information that you asked for, each part for a reason of its own"
        }
        RefusalGround::IdentityNotShown => "you could not show us that it is your data",
        RefusalGround::AuthorityNotShown => {
            "we were not shown that you may ask for the person whose data it is"
        }
    };
    format!(
        "On {} you {}. We do not do what you asked, because {because}.\n\n{}",
        open.received.day.in_words(),
        asked(open.kind()),
        ways(&Letter::required_on(sender.on), sender)
    )
}

/// Where the person can go, as the law of the day demands.
fn ways(letter: &Letter, sender: &Sender<'_>) -> String {
    let mut text = String::from("If you do not agree:\n");
    for part in letter.parts() {
        let line = match part {
            LetterPart::ComplaintToController => format!(
                "- complain to us: {}. We acknowledge it within 30 days and tell you what came of it;",
                sender.contact
            ),
            LetterPart::ComplaintToRegulator => format!("- complain to the {};", sender.regulator),
            LetterPart::JudicialRemedy => "- go to court.".to_owned(),
            LetterPart::Reasons | _ => continue,
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// What the person did, in the past tense.
fn asked(kind: Kind) -> String {
    match kind {
        Kind::Access => "asked to see the data we hold about you",
        Kind::Rectification => "asked us to correct data we hold about you",
        Kind::Erasure => "asked us to erase data we hold about you",
        Kind::Restriction => "asked us to restrict what we do with your data",
        Kind::Portability => "asked for your data in a form that machines read",
        Kind::Objection => "objected to what we do with your data",
        Kind::AutomatedDecision => {
            "asked that a person look at a decision made about you without one"
        }
        Kind::Complaint => "complained about how we handled your data",
    }
    .to_owned()
}
