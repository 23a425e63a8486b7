//! What happened to an entry, in order, and where it stands by it.

use caldicott_calendar::Day;

use crate::{Event, Gone, Keep, Policy, Refused, State, Step, What};

/// The events of one entry, in order.
///
/// Read back and replayed it gives the same state. Of an entry that ended nothing is left in it but how
/// and when.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct History {
    events: Vec<Event>,
    state: State,
}

/// A stored history that cannot be: which event was refused, and why.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("event {place} of the history: {why}")]
pub struct BrokenHistory {
    /// The place of the event, from 1.
    pub place: usize,
    /// Why it is refused.
    pub why: Refused,
}

impl History {
    /// Replays stored events.
    ///
    /// # Errors
    /// [`BrokenHistory`] with the first event that does not follow from those before it.
    pub fn replay(
        events: impl IntoIterator<Item = Event>,
        policy: &Policy<'_>,
    ) -> Result<Self, BrokenHistory> {
        let mut history = Self::default();
        for (place, event) in events.into_iter().enumerate() {
            let place = place + 1;
            let recorded = history.record(event, policy);
            let _step = recorded.map_err(|why| BrokenHistory { place, why })?;
        }
        Ok(history)
    }

    /// What is left of an entry that ended.
    #[must_use]
    pub const fn ended(gone: Gone) -> Self {
        Self { events: Vec::new(), state: State::Gone(gone) }
    }

    /// Records an event, or refuses it and stays as it was. What may not be kept is let go of here as the
    /// host has to let go of it: see [`Step::keep`].
    ///
    /// # Errors
    /// [`Refused`], also where the event is dated before the last one.
    pub fn record(&mut self, event: Event, policy: &Policy<'_>) -> Result<Step, Refused> {
        if let Some(last) = self.last().filter(|last| event.on < *last) {
            return Err(Refused::OutOfOrder { last });
        }
        let step = self.state.apply(&event, policy)?;
        match step.keep() {
            Keep::Event => self.events.push(event),
            Keep::NotTheRecommendation => {
                let last = self.events.iter().rposition(|it| matches!(it.what, What::Recommend(_)));
                if let Some(place) = last {
                    self.events.remove(place);
                }
            }
            Keep::NothingBut(_) => self.events.clear(),
        }
        self.state = step.state().clone();
        Ok(step)
    }

    /// Where the entry stands.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The events that are kept, in order.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The day something was recorded last.
    fn last(&self) -> Option<Day> {
        match &self.state {
            State::Gone(gone) => Some(gone.on),
            State::Blank | State::Recommended(_) | State::Live(_) | State::Archived(_) => {
                self.events.last().map(|event| event.on)
            }
        }
    }
}
