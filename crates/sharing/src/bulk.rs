//! One recipient over many people.

use caldicott_calendar::Day;

use crate::judge::{Standing, Verdict};
use crate::request::{Request, SubjectState};
use crate::resolve::{Facts, Scope};
use crate::rulebook::{Rulebook, Rules};

/// Somebody who asks the same about many people: who they are is worked out once.
#[derive(Debug)]
pub struct Recipient<'r> {
    rules: &'r Rules,
    request: &'r Request,
    scope: Scope,
    day: Day,
}

impl<'r> Recipient<'r> {
    /// A request whose own `subject` is left aside.
    #[must_use]
    pub fn new(rulebook: &'r Rulebook, request: &'r Request, day: Day) -> Self {
        let rules = &*rulebook.rules;
        Self { rules, request, scope: Scope::of_asker(rules, request), day }
    }

    /// What may go about one person: what [`judge`](crate::judge) says of the request with this
    /// subject.
    pub fn judge(&self, subject: &SubjectState) -> Verdict {
        let mut facts = Facts::new(&self.scope.for_person(subject), self.rules, self.day);
        facts.add_stated(self.rules, self.request, subject);
        self.rules.judge_request(self.request, subject, &mut facts, &mut Standing::default())
    }
}

/// The people about whom all that is asked may go to one recipient: for a list, a mailing, an export.
///
/// Whoever is referred is left out, as whoever is withheld.
///
/// ```
/// # use caldicott_model::document::{Echo, Faults, Located, Node, Place, Reader, Table};
/// # use caldicott_sharing::{Request, Rulebook, SubjectState, filter};
/// # let at = Place::new(1, 1);
/// # let text = |text: &str| Located::new(Node::Text(text.into()), at);
/// # let (mut role, mut sharing, mut table) = (Table::default(), Table::default(), Table::default());
/// # role.insert("name", at, text("line-manager"));
/// # sharing.insert("refer_to", at, text("line-manager"));
/// # table.insert("role", at, Located::new(Node::List(vec![Located::new(Node::Table(role), at)]), at));
/// # table.insert("sharing", at, Located::new(Node::Table(sharing), at));
/// # let faults = Faults::new("rules.toml", Echo::Shown);
/// # let rulebook = Rulebook::read(&mut Reader::new(&table, at, &faults)).ok_or("faults")?;
/// let request = Request::from_json(r#"{"asker": {"kind": "gp"}, "categories": ["health"]}"#)
///     .ok_or("not read")?;
/// let people = [("p-1", SubjectState::default()), ("p-2", SubjectState::default())];
/// let day = "2026-03-02".parse()?;
/// let told = filter(&rulebook, &request, day, people.iter().map(|(id, state)| (id, state)));
/// assert_eq!(told.count(), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn filter<'p, P>(
    rulebook: &'p Rulebook,
    request: &'p Request,
    day: Day,
    people: impl IntoIterator<Item = (P, &'p SubjectState)> + 'p,
) -> impl Iterator<Item = P> + 'p
where
    P: 'p,
{
    let recipient = Recipient::new(rulebook, request, day);
    people
        .into_iter()
        .filter(move |(_, subject)| recipient.judge(subject).released() == request.asked)
        .map(|(person, _)| person)
}
