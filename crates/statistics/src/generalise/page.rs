//! What was found, as a page for people inside: the levels, the combinations, the classes before and after.

mod plot;

use std::fmt::Write as _;

use super::{Generalisation, Generalise};
use crate::measures::Measures;
use crate::page::{INSIDE, page};
use crate::release::Escaped;
use crate::{Distance, Diversity, Microdata, Roles, TableError};

/// The most combinations of levels that are drawn: more would be dust.
pub(super) const DRAWN: usize = 1024;

impl Generalisation {
    /// What was found as a page for a browser, which needs nothing else: the level of each field, the
    /// combinations of levels, the sizes of the classes and the risks before and after. Without a
    /// population: what the roles say of one is left aside.
    ///
    /// # Errors
    /// As [`Generalisation::apply`] and [`Microdata::measure`].
    pub fn page(
        &self,
        title: &str,
        data: &Microdata,
        plan: &Generalise,
        roles: &Roles,
    ) -> Result<String, TableError> {
        let made = self.apply(data, plan)?;
        let roles = Roles { population: None, ..roles.clone() };
        let coarser = self.roles(plan, &roles);
        let (before, after) = (data.measure(&roles)?, made.measure(&coarser)?);
        let sizes = (data.class_sizes(&roles)?, made.class_sizes(&coarser)?);
        let heading = format!("What must be made coarser: {title}");
        let mut body = format!("<h1>{}</h1>\n{INSIDE}", Escaped(&heading));
        self.summary(plan, &mut body);
        self.levels_table(plan, &mut body);
        self.combinations_table(&mut body);
        body.push_str("<h2>How many look alike</h2>\n");
        body.push_str(&plot::classes(&sizes.0, &sizes.1));
        risks(&before, &after, &mut body);
        Ok(page("What must be made coarser", &body))
    }

    /// The roles in the records as they are made coarser: what is above the level found is how far apart
    /// two groups of it are.
    fn roles(&self, plan: &Generalise, roles: &Roles) -> Roles {
        let mut coarser = roles.clone();
        for (name, distance) in &mut coarser.sensitive {
            let mut at = self.levels.iter().zip(plan.variables());
            if let (Some(((_, level), (_, hierarchy))), Distance::Hierarchical(_)) =
                (at.find(|((other, _), _)| other == name), &distance)
            {
                *distance = Distance::Hierarchical(hierarchy.above(*level));
            }
        }
        coarser
    }

    fn summary(&self, plan: &Generalise, body: &mut String) {
        let required: Vec<String> = plan.criteria().iter().map(ToString::to_string).collect();
        let (counted, all) = self.effort();
        let facts = [
            ("Required of every class", required.join("; ")),
            ("Records", self.records.to_string()),
            ("Records left out", self.suppressed.to_string()),
            ("Classes left", self.classes.to_string()),
            ("Loss", format!("{} ({})", self.loss, plan.loss)),
            (
                "Proof",
                format!(
                    "no other of {all} combinations of levels loses less; {counted} had to be counted"
                ),
            ),
        ];
        body.push_str("<dl>\n");
        for (name, value) in facts {
            let _ = writeln!(body, "<dt>{name}</dt><dd>{}</dd>", Escaped(&value));
        }
        body.push_str("</dl>\n");
    }

    fn levels_table(&self, plan: &Generalise, body: &mut String) {
        body.push_str(
            "<h2>The level of each field</h2>\n<table>\n<caption>From the values as they are (0) to the \
             coarsest; the one found is marked</caption>\n<thead><tr><th scope=\"col\">Field</th>\
             <th scope=\"col\">Level</th><th scope=\"col\">Groups</th><th scope=\"col\">For example</th>\
             <th scope=\"col\">Found</th></tr></thead>\n<tbody>\n",
        );
        for ((name, found), (_, hierarchy)) in self.levels.iter().zip(plan.variables()) {
            for level in 0..hierarchy.levels() {
                let labels = hierarchy.labels(level);
                let example = labels.first().map_or("", String::as_str);
                let mark = if level == *found { "<strong>found</strong>" } else { "" };
                let _ = writeln!(
                    body,
                    "<tr><th scope=\"row\">{}</th><td>{level}</td><td>{}</td><td>{}</td><td>{mark}</td></tr>",
                    Escaped(name),
                    labels.len(),
                    Escaped(example)
                );
            }
        }
        body.push_str("</tbody>\n</table>\n");
    }

    fn combinations_table(&self, body: &mut String) {
        body.push_str("<h2>The combinations of levels</h2>\n");
        let (_, all) = self.effort();
        if self.lattice.is_empty() {
            let _ = writeln!(body, "<p>There are {all}: too many to be drawn.</p>");
            return;
        }
        let found: Vec<usize> = self.levels.iter().map(|(_, level)| *level).collect();
        let rows = plot::by_height(&self.lattice);
        body.push_str(&plot::lattice(&rows, &found));
        body.push_str(
            "<table>\n<caption>By how many steps a combination lies above the values as they are</caption>\n\
             <thead><tr><th scope=\"col\">Steps</th><th scope=\"col\">Meets what is required</th>\
             <th scope=\"col\">Does not</th><th scope=\"col\">Need not be known</th></tr></thead>\n<tbody>\n",
        );
        for (steps, row) in rows.iter().enumerate() {
            let of = |state| row.iter().filter(|(_, known)| *known == state).count();
            let _ = writeln!(
                body,
                "<tr><th scope=\"row\">{steps}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                of(Some(true)),
                of(Some(false)),
                of(None)
            );
        }
        body.push_str("</tbody>\n</table>\n");
    }
}

fn risks(before: &Measures, after: &Measures, body: &mut String) {
    body.push_str("<h2>Risks before and after</h2>\n");
    let whole = |pick: fn(&Measures) -> u64| [pick(before).to_string(), pick(after).to_string()];
    let share = |pick: fn(&Measures) -> f64| {
        [before, after].map(|measured| format!("{:.2}%", pick(measured) * 100.0))
    };
    let rows = [
        ("Records", whole(|m| m.records)),
        ("Different combinations of values", whole(|m| m.classes)),
        ("Smallest class (k)", whole(|m| m.k)),
        ("Largest class", whole(|m| m.largest)),
        ("Records that nobody else looks like", whole(|m| m.uniques)),
        ("Risk for one known to be here (prosecutor)", share(|m| m.prosecutor)),
        ("Share that linking everybody gets right (marketer)", share(|m| m.marketer)),
    ];
    compared("How far records stand out", &rows, body);
    for (one, other) in before.sensitive.iter().zip(&after.sensitive) {
        let caption = format!("What a class tells of {}, at worst", one.name);
        compared(&caption, &told(one, other), body);
    }
}

fn told(before: &Diversity, after: &Diversity) -> [(&'static str, [String; 2]); 7] {
    let both = |pick: fn(&Diversity) -> f64| [before, after].map(|one| format!("{:.4}", pick(one)));
    [
        ("Different values (l)", [before.l.to_string(), after.l.to_string()]),
        ("Equally frequent values that would be as uncertain (entropy l)", both(|d| d.entropy_l)),
        ("Largest share of one value (alpha)", both(|d| d.alpha)),
        ("Distance from all records (t)", both(|d| d.t)),
        ("Gain of a value (beta)", both(|d| d.beta)),
        ("The same or the rarity (enhanced beta)", both(|d| d.beta_enhanced)),
        ("Logarithm of a share over that in all records (delta)", both(|d| d.delta)),
    ]
}

fn compared(caption: &str, rows: &[(&str, [String; 2])], body: &mut String) {
    let _ = writeln!(
        body,
        "<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">Measure</th><th scope=\"col\">Before\
         </th><th scope=\"col\">After</th></tr></thead>\n<tbody>",
        Escaped(caption)
    );
    for (name, [before, after]) in rows {
        let _ = writeln!(
            body,
            "<tr><th scope=\"row\">{name}</th><td>{before}</td><td>{after}</td></tr>"
        );
    }
    body.push_str("</tbody>\n</table>\n");
}

#[cfg(test)]
mod tests;
