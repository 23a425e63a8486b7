//! Who approved and who declined, read plainly.

use super::Case;
use crate::ids::look_alike;
use crate::known::{Known, Truth};
use crate::words::AskerKind;

impl Case<'_> {
    /// Whether this role or one above approved, and nobody's refusal stands.
    pub(super) fn approved(&self, role: usize) -> Truth {
        let asker = &self.request.asker;
        let anybodys =
            asker.kind == Known::Known(AskerKind::TeamMember) && asker.individual == Known::Unknown;
        let same = |known: &Known<String>, by: &str| matches!(known, Known::Known(id) if look_alike(id, by));
        let own = |by: &str| {
            anybodys
                || self.request.handled_by == Known::Unknown
                || same(&self.request.handled_by, by)
                || same(&asker.individual, by)
        };
        let above = |place: usize| self.rulebook.roles.get(place).map_or(0, |role| role.or_above);
        let counted: Vec<(usize, bool)> = self
            .request
            .approvals
            .iter()
            .filter(|one| one.on <= self.day)
            .filter(|one| !one.granted || !own(&one.by))
            .filter_map(|one| Some((self.rulebook.role(&one.role)?, one.granted)))
            .collect();
        let overruled = |by: usize| {
            counted
                .iter()
                .any(|(role, granted)| *granted && *role != by && above(by) & (1 << role) != 0)
        };
        let mine = |place: usize| above(role) & (1 << place) != 0;
        if counted.iter().any(|(place, granted)| !granted && mine(*place) && !overruled(*place)) {
            Truth::False
        } else if self.request.approvals.iter().any(|one| {
            !one.granted && one.on <= self.day && self.rulebook.role(&one.role).is_none()
        }) {
            Truth::Unknown
        } else if counted.iter().any(|(place, granted)| *granted && mine(*place)) {
            Truth::True
        } else {
            Truth::Unknown
        }
    }
}
