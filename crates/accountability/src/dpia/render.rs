//! An assessment for people: Markdown and HTML.

use caldicott_model::law::transfer::{Mechanism, Transfer};

use super::parts::{Dpia, Level, Measure, RecipientKind, Signed};
use super::read::NECESSITY;
use crate::finding::{Review, weight_name};
use crate::text::Outline;

impl Dpia {
    /// The assessment in Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        self.outline(None).markdown()
    }

    /// The assessment as a page of its own, and what a review found in it where one is given.
    ///
    /// The page needs no script and nothing from elsewhere, and reads in order without its style.
    #[must_use]
    pub fn to_html(&self, review: Option<&Review>) -> String {
        self.outline(review).html()
    }

    fn outline(&self, review: Option<&Review>) -> Outline {
        let mut out = Outline::new(&self.title);
        self.heads(&mut out);
        self.body(&mut out);
        self.rated(&mut out);
        self.signed(&mut out);
        if let Some(review) = review {
            out.heading("What a check found");
            let rows = review.findings().iter().map(|found| {
                let rule = found.rule().id().to_owned();
                let weight = weight_name(found.weight()).to_owned();
                vec![rule, weight, found.says().to_owned(), found.instead().to_owned()]
            });
            let head = ["Rule", "Weight", "What is wrong", "What is right"];
            out.table("Findings", &head, rows.collect());
            if review.findings().is_empty() {
                out.words("Nothing.");
            }
        }
        out
    }

    fn heads(&self, out: &mut Outline) {
        out.facts(&[
            ("Form", Some(self.template.name().to_owned())),
            ("Version", self.version.clone()),
            ("Day", self.written.map(|day| day.to_string())),
            ("Controller", self.controller_name.clone()),
            ("Contact", self.contact.clone()),
            ("Data protection officer", self.officer.as_ref().map(|officer| officer.post.clone())),
            ("The officer is also", self.officer.as_ref().and_then(|officer| officer.also.clone())),
        ]);
        if let Some(project) = &self.project {
            out.heading("The project");
            out.facts(&[
                ("Name", Some(project.name.clone())),
                ("Directorate", project.directorate.clone()),
                ("Sponsor", project.sponsor.clone()),
                ("Manager", project.manager.clone()),
                ("Start", project.start.clone()),
                ("End", project.end.clone()),
                ("Goes live", project.go_live.clone()),
                ("Third parties", project.no_third_parties.map(|none| yes(!none))),
                ("Several projects", project.several.map(yes)),
                ("Description", project.description.clone()),
            ]);
        }
        if let Some(need) = &self.need {
            out.heading("Why an assessment is needed");
            out.facts(&[("Reason", need.says.clone())]);
            out.list(need.criteria.iter().map(|one| one.name().to_owned()).collect());
        }
    }

    fn body(&self, out: &mut Outline) {
        if let Some(it) = &self.processing {
            out.heading("The processing");
            let joined = |list: &[String]| (!list.is_empty()).then(|| list.join("; "));
            out.facts(&[
                ("Nature", it.nature.clone()),
                ("Scope", it.scope.clone()),
                ("Context", it.context.clone()),
                ("Purposes", joined(&it.purposes)),
                ("About whom", joined(&it.subjects)),
                ("Sources", joined(&it.sources)),
                ("Kinds of data", Some(it.categories.to_string())),
                ("People", it.people.map(|people| people.to_string())),
                ("Area", it.area.clone()),
                ("Gathered before for", it.reused_from.clone()),
            ]);
        }
        let rows = self.activities.iter().map(|it| {
            let basis = it.ground.as_ref().map_or_else(
                || "none stated".to_owned(),
                |ground| {
                    let condition = ground.condition().map_or("", |condition| condition.name());
                    format!("{} {condition}", ground.basis()).trim_end().to_owned()
                },
            );
            vec![it.name.clone(), it.purposes.join("; "), basis]
        });
        out.table("Activities", &["Activity", "Purposes", "Ground"], rows.collect());
        let rows = self.recipients.iter().map(|it| {
            let kind = match it.kind {
                RecipientKind::Processor => "processor",
                RecipientKind::ThirdParty => "third party",
            };
            let agreement = it.agreement.clone().unwrap_or_else(|| "none".to_owned());
            vec![it.name.clone(), it.role.clone().unwrap_or_default(), kind.to_owned(), agreement]
        });
        out.table("Recipients", &["Recipient", "Role", "Kind", "Agreement"], rows.collect());
        let rows = self.transfers.iter().map(|it| {
            let recipient = it.recipient.clone().unwrap_or_default();
            let mechanisms = it.ways.iter().filter_map(Transfer::mechanism);
            let names: Vec<_> = mechanisms.map(Mechanism::name).collect();
            vec![recipient, it.to.clone(), names.join("; ")]
        });
        out.table("Transfers", &["Recipient", "To", "Rests on"], rows.collect());
        let rows = self.retention.iter().map(|(_, what, period)| {
            vec![what.clone(), period.clone().unwrap_or_else(|| "no period stated".to_owned())]
        });
        out.table("How long data is kept", &["What", "Period"], rows.collect());
        if let Some(it) = &self.consultation {
            out.heading("Consultation");
            out.facts(&[
                ("The people concerned", Some(it.people.name().to_owned())),
                ("Reason", it.reason.clone()),
                ("With", (!it.with.is_empty()).then(|| it.with.join("; "))),
                ("Advice", it.advice.clone()),
            ]);
        }
        if !self.necessity.is_empty() {
            out.heading("Necessity and proportion");
            let facts: Vec<_> = self
                .necessity
                .iter()
                .filter_map(|(key, answer)| {
                    let (_, question) = NECESSITY.iter().find(|(known, _)| known == key)?;
                    Some((*question, Some(answer.clone())))
                })
                .collect();
            out.facts(&facts);
        }
    }

    fn rated(&self, out: &mut Outline) {
        out.heading("Risks");
        let rows = self.risks.iter().map(|risk| {
            let measures: Vec<_> = risk.measures.iter().map(measure).collect();
            let mut measures = measures.join("; ");
            if let Some(why) = &risk.accepted {
                measures.push_str(if measures.is_empty() { "accepted: " } else { "; accepted: " });
                measures.push_str(why);
            }
            let level = |level: &Option<Level>| {
                level.as_ref().map_or_else(|| "not stated".to_owned(), |level| self.level(level))
            };
            let number = risk.number.to_string();
            vec![number, risk.what.clone(), level(&risk.before), measures, level(&risk.after)]
        });
        let caption = format!("Risks by the grid {}", self.grid);
        out.table(&caption, &["Number", "Risk", "Before", "Measures", "After"], rows.collect());
        if let Some((_, band, reason)) = &self.overall {
            out.facts(&[("The whole", Some(band.clone())), ("Because", reason.clone())]);
        }
    }

    fn level(&self, level: &Level) -> String {
        let word = |words: &[String], place: Option<usize>| {
            place.and_then(|place| words.get(place)).cloned()
        };
        let sides = word(self.grid.impacts(), level.impact)
            .zip(word(self.grid.likelihoods(), level.likelihood))
            .map(|(impact, likelihood)| format!("{impact} and {likelihood}"));
        let score = level.score.map(|score| score.to_string());
        let parts: Vec<_> = [sides, score, level.band.clone()].into_iter().flatten().collect();
        parts.join(", ")
    }

    fn signed(&self, out: &mut Outline) {
        if let Some(security) = &self.security {
            out.heading("Security");
            out.facts(&[
                ("Cleared", Some(yes(security.cleared))),
                ("By", security.by.clone()),
                ("Comments", security.comments.clone()),
            ]);
        }
        let entry = &self.sign_off;
        let by = |signed: &Option<Signed>| {
            let signed = signed.as_ref()?;
            let on = signed.on.map(|on| format!(", {on}")).unwrap_or_default();
            Some(format!("{}{on}", signed.by))
        };
        out.heading("Sign-off");
        let answer = entry.answer.as_ref().map(|answer| {
            let word = if answer.overruled { "overruled" } else { "accepted" };
            let by = answer.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            let why = answer.reasons.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            format!("{word}{by}{why}")
        });
        out.facts(&[
            ("Measures approved", by(&entry.measures)),
            ("Residual risks approved", by(&entry.residual)),
            ("Advice of the officer", by(&entry.advice)),
            ("Summary of the advice", entry.advice_summary.clone()),
            ("Advice accepted or overruled", answer),
            ("Comments on the advice", entry.advice_comments.clone()),
            ("Consultation reviewed", by(&entry.consultation)),
            ("Why the decision departs from views", entry.departs_because.clone()),
            ("Comments on the consultation", entry.consultation_comments.clone()),
            ("Kept under review", by(&entry.review)),
            ("Next review by", self.review_by().map(|day| day.to_string())),
        ]);
        if let Some(regulator) = &self.regulator {
            out.facts(&[
                ("Regulator asked", Some(regulator.asked.to_string())),
                ("Answered", regulator.answered.map(|day| day.to_string())),
                ("Says", regulator.says.map(|says| says.name().to_owned())),
            ]);
        }
    }
}

fn measure(measure: &Measure) -> String {
    let approved = match measure.approved {
        Some(true) => ", approved",
        Some(false) => ", not approved",
        None => "",
    };
    format!("{} ({}{approved})", measure.what, measure.effect)
}

fn yes(yes: bool) -> String {
    if yes { "yes".to_owned() } else { "no".to_owned() }
}
