//! What happened to a request, in order, and where it stands by it.

use super::{Event, Policy, Refused, State, Step};

/// The events of one request, in order. Read back and replayed it gives the same state.
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
        for (place, event) in (1..).zip(events) {
            let recorded = history.record(event, policy);
            let _step = recorded.map_err(|why| BrokenHistory { place, why })?;
        }
        Ok(history)
    }

    /// Records an event, or refuses it and stays as it was.
    ///
    /// # Errors
    /// [`Refused`], also where the event is dated before the last one.
    pub fn record(&mut self, event: Event, policy: &Policy<'_>) -> Result<Step, Refused> {
        if let Some(last) = self.events.last().map(|last| last.on).filter(|last| event.on < *last) {
            return Err(Refused::OutOfOrder { last });
        }
        let step = self.state.apply(&event, policy)?;
        self.events.push(event);
        self.state = step.state().clone();
        Ok(step)
    }

    /// Where the request stands.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The events, in order.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }
}
