//! Who approved, by the places of their roles.

use caldicott_calendar::Day;

use crate::bits::ones;
use crate::ids::look_alike;
use crate::known::Known;
use crate::request::Request;
use crate::rulebook::{Approvals, Rules};
use crate::words::AskerKind;

/// An approval that counts, or a refusal, by the place of its role; a refusal may come from a role that
/// nobody knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Approved {
    role: Option<usize>,
    pub(super) on: Day,
    granted: bool,
}

/// A refusal stands unless a role strictly above has granted. An approval of a later day is none yet.
pub(super) fn approvals_on(
    all: impl Iterator<Item = Approved>,
    rules: &Rules,
    day: Day,
) -> Approvals {
    let (mut granted_by, mut declined_by) = (0_u64, 0_u64);
    let mut declined_by_unknown = false;
    for approval in all.filter(|approval| approval.on <= day) {
        let by = if approval.granted { &mut granted_by } else { &mut declined_by };
        match approval.role {
            Some(role) => *by |= 1 << role,
            None => declined_by_unknown |= !approval.granted,
        }
    }
    let mut approvals = Approvals::default();
    if granted_by | declined_by == 0 {
        return approvals;
    }
    let above = |place: usize| rules.roles.get(place).map_or(0, |role| role.or_above);
    let standing: u64 = ones(declined_by)
        .filter(|role| granted_by & above(*role) & !(1 << role) == 0)
        .fold(0, |sum, role| sum | 1 << role);
    for place in 0..rules.roles.len() {
        if standing & above(place) != 0 {
            approvals.declined |= 1 << place;
        } else if granted_by & above(place) != 0 && !declined_by_unknown {
            // Whether a role that nobody knows stands above is for somebody to find out.
            approvals.granted |= 1 << place;
        }
    }
    approvals
}

/// Who approved and who declined. Nobody approves a request of their own; anybody may decline one.
pub(super) fn approvals<'r>(
    rules: &'r Rules,
    request: &'r Request,
) -> impl Iterator<Item = Approved> + 'r {
    let one_of_us = request.asker.kind == Known::Known(AskerKind::TeamMember);
    // Which of us asks is not known, so any approver may be the asker.
    let anybodys = one_of_us && request.asker.individual == Known::Unknown;
    let handler = match &request.handled_by {
        Known::Known(handler) if !anybodys => Some(handler),
        Known::Known(_) | Known::Unknown => None,
    };
    let own = move |by: &str| {
        handler.is_none_or(|handler| look_alike(by, handler))
            || matches!(&request.asker.individual, Known::Known(them) if look_alike(by, them))
    };
    request.approvals.iter().filter(move |approval| !approval.granted || !own(&approval.by)).map(
        |approval| {
            let role = rules.role(&approval.role);
            Approved { role, on: approval.on, granted: approval.granted }
        },
    )
}
