//! What an organisation's policy says about requests, held against the law.

use caldicott_calendar::{Day, Nation, rules as clock_rules};
use caldicott_model::document::Reader;
use caldicott_model::review::{Review, Spot, Weight};
use caldicott_model::words;

use crate::pack::Body;
use crate::{request, rules};

words! {
    /// When a policy charges for access.
    #[expect(clippy::exhaustive_enums, reason = "each is in order or it is not")]
    Charges {
        /// Never.
        Never = "never",
        /// For requests that are shown to be unfounded or excessive, and for further copies.
        WhenExcessive = "when-excessive",
        /// For every request.
        Always = "always",
    }
}

words! {
    /// What a policy keeps back as a whole, without looking at the item.
    #[non_exhaustive]
    Blanket {
        /// Whatever somebody finds sensitive.
        SensitiveMaterial = "sensitive-material",
        /// Whatever a doctor or a social worker wrote.
        ProfessionalsWords = "professionals-words",
    }
}

/// What an organisation's policy says about requests by the people whose data it holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Practice {
    spot: Spot,
    complaints: Spot,
    body: Body,
    nation: Nation,
    contact: String,
    demands_writing: bool,
    charges: Charges,
    keeps_back: Vec<Blanket>,
    complaints_to: Option<String>,
    acknowledge_within: u8,
}

impl Practice {
    /// Reads `[rights]` and `[complaints]` of a rulebook; nothing where there is no `[rights]`.
    ///
    /// What the policy asks for and the law does not allow is read like the rest: [`Practice::check`]
    /// says so.
    #[must_use]
    pub fn read(top: &mut Reader<'_>) -> Option<Self> {
        let complaints = top.table("complaints").map(|mut table| {
            let to = table.text("to").map(str::to_owned);
            let days = table.optional_number("acknowledge-within-days", 1, 30);
            table.texts("cites");
            let days = days.and_then(|days| u8::try_from(days).ok()).unwrap_or(30);
            (Spot::of(&table), to, days)
        });
        let mut table = top.table("rights")?;
        let body = table.one_of("body", "kind of body", Body::NAMES);
        let nation = table.one_of("nation", "nation", &Nation::NAMES);
        let contact = table.text("contact").map(str::to_owned);
        let demands_writing = table.optional_flag("demands-writing").unwrap_or(false);
        let charges = table.optional_one_of("charges", "way of charging", Charges::NAMES);
        let keeps_back = table.some_of("keeps-back", "thing kept back", Blanket::NAMES);
        table.texts("cites");
        let (complaints, complaints_to, acknowledge_within) = match complaints {
            Some((spot, to, days)) => (spot, Some(to?), days),
            None => (Spot::named("complaints"), None, 30),
        };
        Some(Self {
            spot: Spot::of(&table),
            complaints,
            body: body?,
            nation: nation?,
            contact: contact?,
            demands_writing,
            charges: charges.unwrap_or(Charges::Never),
            keeps_back,
            complaints_to,
            acknowledge_within,
        })
    }

    /// What a policy asks for that the law does not allow, and what it lacks, on a day.
    pub fn check(&self, day: Day) -> Review {
        let mut review = Review::default();
        let at = |key: &str| self.spot.below(key);
        review.require(!self.demands_writing, rules::SE_08, &at("demands-writing"), || {
            wrong("a request is asked for in writing", "any request counts, spoken or written")
        });
        let free = self.charges != Charges::Always;
        review.require(free, rules::RT_10, &at("charges"), || {
            wrong("every request is charged for", "free, but for what is shown to be excessive")
        });
        for blanket in &self.keeps_back {
            let rule = match blanket {
                Blanket::SensitiveMaterial => rules::EX_14,
                Blanket::ProfessionalsWords => rules::SE_09,
            };
            review.require(false, rule, &at("keeps-back"), || {
                wrong(
                    format!("`{blanket}` is kept back as a whole"),
                    "each item is tested, and an exemption is named for each that stays back",
                )
            });
        }
        let stage = day >= clock_rules::COMPLAINTS_STAGE;
        let named = self.complaints_to.is_some() || !stage;
        review.weigh(named, Weight::Fault, rules::CP_01, &self.complaints, || {
            wrong("nothing says where to complain", "`[complaints]` with whom to turn to")
        });
        review
    }

    /// The policy that requests run under.
    #[must_use]
    pub fn policy(&self) -> request::Policy<'static> {
        request::Policy::of(self.nation)
    }

    /// What kind of body it is.
    #[must_use]
    pub const fn body(&self) -> Body {
        self.body
    }

    /// Whom to ask.
    #[must_use]
    pub fn contact(&self) -> &str {
        &self.contact
    }

    /// Whether the policy tells people to write. It is recorded and has no effect on any clock.
    #[must_use]
    pub const fn demands_writing(&self) -> bool {
        self.demands_writing
    }

    /// When it charges.
    #[must_use]
    pub const fn charges(&self) -> Charges {
        self.charges
    }

    /// Whom to complain to.
    #[must_use]
    pub fn complaints_to(&self) -> Option<&str> {
        self.complaints_to.as_deref()
    }

    /// Within how many days it promises to acknowledge a complaint: thirty, or fewer.
    #[must_use]
    pub const fn acknowledge_within_days(&self) -> u8 {
        self.acknowledge_within
    }
}

fn wrong(says: impl Into<String>, instead: &str) -> (String, String) {
    (says.into(), instead.to_owned())
}
