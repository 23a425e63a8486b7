//! Which agreements an organisation is a party to.

use crate::rulebook::Agreement;

/// The agreements of every organisation in one list, in which each organisation has a run.
#[derive(Clone, Debug)]
pub(super) struct Partners {
    /// For each organisation where its run ends; it begins where the one before ends.
    ends: Box<[u32]>,
    agreements: Box<[u16]>,
}

impl Partners {
    pub(super) fn of(organisations: usize, agreements: &[Agreement]) -> Self {
        let mut pairs: Vec<(u16, u16)> = (0_u16..)
            .zip(agreements)
            .flat_map(|(place, agreement)| {
                agreement.parties.iter().map(move |party| (*party, place))
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let end = |party: usize| pairs.partition_point(|(of, _)| usize::from(*of) <= party);
        Self {
            ends: (0..organisations).map(|party| u32::try_from(end(party)).unwrap_or(0)).collect(),
            agreements: pairs.iter().map(|(_, place)| *place).collect(),
        }
    }

    #[inline]
    pub(super) fn agreements_of(&self, organisation: usize) -> &[u16] {
        let end = |place: usize| self.ends.get(place).map_or(0, |end| *end as usize);
        let start = organisation.checked_sub(1).map_or(0, end);
        self.agreements.get(start..end(organisation)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use caldicott_calendar::Day;

    use super::Partners;
    use crate::bits::RuleBits;
    use crate::data::DataSet;
    use crate::rulebook::Agreement;
    use crate::words::AgreementKind;

    fn with(parties: &[u16]) -> Agreement {
        Agreement {
            id: "agreement".into(),
            kind: AgreementKind::Protocol,
            parties: parties.into(),
            purposes: 1,
            covers: DataSet::EVERY,
            gateways: RuleBits::NONE,
            from: Day::MIN,
            until: None,
            review_by: Day::MAX,
        }
    }

    #[test]
    fn every_party_has_its_agreements_in_the_order_of_the_file_and_each_once() {
        let agreements = [with(&[3, 1]), with(&[1]), with(&[3, 3, 0]), with(&[3])];
        let partners = Partners::of(5, &agreements);
        for party in 0..7_u16 {
            let theirs = (0_u16..).zip(&agreements).filter(|(_, one)| one.parties.contains(&party));
            let theirs: Vec<u16> = theirs.map(|(place, _)| place).collect();
            assert_eq!(partners.agreements_of(party.into()), theirs, "party {party}");
        }
    }
}
