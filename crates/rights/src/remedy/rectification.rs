//! Putting right what is wrong, or attaching what the person says of it.

use caldicott_calendar::{Day, RuleSet};
use caldicott_model::{CategorySet, Personal, Purpose};

use crate::pack::Field;
use crate::rules;
use caldicott_model::words;

words! {
    /// How what is wrong is put right.
    #[expect(clippy::exhaustive_enums, reason = "the law and the policy know three")]
    Correction {
        /// It is changed.
        Correct = "correct",
        /// It is completed.
        Complete = "complete",
        /// It goes.
        Erase = "erase",
    }
}

words! {
    /// Whether somebody who was given the data can be told (RT-18).
    #[expect(clippy::exhaustive_enums, reason = "the article knows two excuses")]
    Telling {
        /// They can.
        Possible = "possible",
        /// They cannot be told.
        Impossible = "impossible",
        /// It would take a disproportionate effort.
        Disproportionate = "disproportionate",
    }
}

/// Somebody who was given the data, from the host's ledger of disclosures.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "who, and whether they can be told")]
pub struct Recipient {
    /// The host's id.
    pub id: String,
    /// Whether they can be told.
    pub telling: Telling,
}

/// What the person says of data that was not changed, and the decision not to change it. It travels with
/// the data wherever that goes (G-021).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attachment {
    statement: Personal<String>,
    reasons: Personal<String>,
    decided_on: Day,
}

/// An attachment that is none.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AttachmentError {
    /// The person's view is not there.
    #[error("the person's own view is not there (G-021)")]
    NoStatement,
    /// The decision gives no reasons.
    #[error("the decision not to alter the data gives no reasons (G-021)")]
    NoReasons,
}

impl Attachment {
    /// A person's view and the reasons of the decision.
    ///
    /// # Errors
    /// [`AttachmentError`] where either says nothing.
    pub fn new(statement: &str, reasons: &str, decided_on: Day) -> Result<Self, AttachmentError> {
        let said = |text: &str| text.chars().any(char::is_alphanumeric);
        if !said(statement) {
            return Err(AttachmentError::NoStatement);
        }
        if !said(reasons) {
            return Err(AttachmentError::NoReasons);
        }
        let own = |text: &str| Personal::new(text.trim().to_owned());
        Ok(Self { statement: own(statement), reasons: own(reasons), decided_on })
    }

    /// The person's view.
    #[must_use]
    pub fn statement(&self, purpose: Purpose) -> &str {
        self.statement.expose(purpose)
    }

    /// The reasons of the decision.
    #[must_use]
    pub fn reasons(&self, purpose: Purpose) -> &str {
        self.reasons.expose(purpose)
    }

    /// The fields that go into a pack beside the data.
    #[must_use]
    pub fn fields(&self, categories: CategorySet) -> [Field; 2] {
        const READING: Purpose = Purpose::DISCLOSURE;
        let decision = format!("{}: {}", self.decided_on, self.reasons.expose(READING));
        [
            // It is their own: they know it.
            Field::new("Your view", self.statement.expose(READING), categories).already_known(),
            Field::new("Why we did not change it", &decision, categories).already_known(),
        ]
    }
}

/// What has to be done about data that somebody says is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "recipients who are not told go on using what is wrong"]
pub struct RectificationPlan {
    /// How it is put right; `None` where it is not.
    pub correction: Option<Correction>,
    /// What is attached where it is not.
    pub attachment: Option<Attachment>,
    /// Who is told.
    pub tell: Vec<String>,
    /// Who is not, and why: the person is told who they are if they ask.
    pub untold: Vec<Recipient>,
    /// The rules applied.
    pub rules: RuleSet,
}

/// What follows from a decision on a request for rectification (RT-16, RT-18, G-020, G-021): `Ok` with how
/// it is put right, or `Err` with what is attached because it is not.
///
/// ```
/// use caldicott_calendar::Day;
/// use caldicott_rights::remedy::{Attachment, Correction, Recipient, Telling, rectify};
///
/// let given = |id: &str, telling| Recipient { id: id.into(), telling };
/// let recipients = [given("council", Telling::Possible), given("closed-hostel", Telling::Impossible)];
/// let plan = rectify(Ok(Correction::Erase), &recipients);
/// assert_eq!(plan.tell, ["council"]);
/// // What is refused travels with the person's view.
/// let attachment = Attachment::new("I was not there", "two logs agree", Day::literal(2026, 3, 2))?;
/// let plan = rectify(Err(attachment), &recipients);
/// assert!(plan.attachment.is_some() && plan.rules.cites("G-021"));
/// # Ok::<(), caldicott_rights::remedy::AttachmentError>(())
/// ```
pub fn rectify(
    decided: Result<Correction, Attachment>,
    recipients: &[Recipient],
) -> RectificationPlan {
    let mut rules: RuleSet = [rules::RT_16].into_iter().collect();
    let (correction, attachment) = match decided {
        Ok(correction) => {
            rules.cite(rules::G_020);
            rules.cite(rules::RT_18);
            (Some(correction), None)
        }
        Err(attachment) => {
            rules.cite(rules::G_021);
            (None, Some(attachment))
        }
    };
    // Whoever has the data has it with the person's view too.
    let (tell, untold) = split(recipients);
    RectificationPlan { correction, attachment, tell, untold, rules }
}

/// Who is told, and who is not.
pub(super) fn split(recipients: &[Recipient]) -> (Vec<String>, Vec<Recipient>) {
    let mut tell = Vec::new();
    let mut untold = Vec::new();
    for recipient in recipients {
        match recipient.telling {
            Telling::Possible => tell.push(recipient.id.clone()),
            Telling::Impossible | Telling::Disproportionate => untold.push(recipient.clone()),
        }
    }
    tell.sort_unstable();
    tell.dedup();
    (tell, untold)
}
