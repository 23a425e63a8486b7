//! What the person is told.

use crate::{Live, Subject};

/// What a letter needs besides the entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LetterDetails {
    /// The organisation.
    pub organisation: String,
    /// Whether the entry is about the person or about where they live.
    pub about: Subject,
    /// How to reach the service director: an address, a number, a page.
    pub challenge_to: String,
}

impl Live {
    /// The letter in plain English: that an entry is held, what it means, when it is reviewed, and how to
    /// challenge it (H-013). It says nothing of what happened, for others may open it.
    ///
    /// The host records it as sent with [`What::LetterSent`](crate::What::LetterSent) and the day of
    /// review that it states.
    #[must_use]
    pub fn letter(&self, details: &LetterDetails) -> String {
        let held = match details.about {
            Subject::Person => "your name",
            Subject::Premises => "your address",
        };
        let LetterDetails { organisation, challenge_to, .. } = details;
        let (since, review) = (self.since.in_words(), self.review_by.in_words());
        format!(
            "{organisation} holds {held} on its caution register.\n\n\
             The register helps our staff to visit and meet people safely. It does not take any service \
             away from you. {held_again} has been on it since {since}.\n\n\
             We will look at this again by {review} at the latest. If there is no risk by then, we take \
             it off the list that staff see.\n\n\
             You can ask us to look at it earlier, or tell us if you think that it is wrong: that it \
             should not be there, that something did not happen as we say, or that a precaution is not \
             needed. Write to or call the service director: {challenge_to}. The director will answer in \
             writing within ten working days, and may keep the entry, change it or delete it. You can \
             also ask for a copy of what we hold about you.\n",
            held_again = capital(held),
        )
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
