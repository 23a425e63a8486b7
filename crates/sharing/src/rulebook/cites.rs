//! Which rules each part of a rulebook cites, found once.

use std::collections::HashMap;

use caldicott_calendar::Rule;
use caldicott_model::law::Paragraph;

use super::{Bar, Gateway, Limit};
use crate::catalogue::rule;
use crate::compiled::Limb;
use crate::decision::Warning;
use crate::duty::Duty;
use crate::fact::Fact;

/// Rules by their places in a table of all that may be cited.
pub(crate) type Places = Box<[u16]>;

/// Which rules each part cites. Each list names a rule once.
#[derive(Debug, Default)]
pub(crate) struct Cites {
    table: Vec<Rule>,
    pub(crate) facts: Vec<Places>,
    pub(crate) limits: Vec<Places>,
    pub(crate) duties: Vec<Places>,
    pub(crate) warnings: Vec<Places>,
    /// For each limb what its gateway obeys on its basis.
    pub(crate) limbs: Vec<Places>,
    /// For each limb what its gateway obeys about somebody who has died: data protection law is about
    /// the living, and confidence stays (SC-11).
    pub(crate) limbs_of_the_dead: Vec<Places>,
    pub(crate) gateways: Vec<Places>,
    pub(crate) bars: Vec<Places>,
    /// For each agreement which of the lists is its own: most cite what others do.
    agreements: Box<[u16]>,
    lists: Vec<Places>,
    pub(crate) no_basis: Places,
}

impl Cites {
    pub(super) fn of(
        gateways: &[Gateway],
        bars: &[Bar],
        agreements: &[Vec<Rule>],
        limbs: &[Limb],
    ) -> Self {
        let mut cites = Self::default();
        let mut lists = HashMap::new();
        let named = |ids: &[&str]| -> Vec<Rule> { ids.iter().filter_map(|id| rule(id)).collect() };
        cites.facts =
            Fact::NAMES.iter().map(|(_, fact)| cites.places(&named(fact.rules()))).collect();
        cites.limits = Limit::all().map(|limit| cites.places(&named(limit.rules()))).collect();
        cites.duties =
            Duty::NAMES.iter().map(|(_, duty)| cites.places(&named(duty.rules()))).collect();
        cites.warnings =
            Warning::NAMES.iter().map(|(_, one)| cites.places(&named(one.rules()))).collect();
        cites.gateways = gateways.iter().map(|gateway| cites.places(&gateway.cite)).collect();
        cites.bars = bars.iter().map(|bar| cites.places(&bar.cite)).collect();
        cites.agreements = agreements.iter().map(|rules| cites.list(rules, &mut lists)).collect();
        cites.no_basis = cites.places(&named(&["RG-09", "RG-01"]));
        cites.limbs = limbs
            .iter()
            .map(|limb| {
                let Some(gateway) = gateways.get(limb.gateway) else { return Places::default() };
                let mut rules: Vec<Rule> =
                    gateway.cite.iter().chain(&gateway.weighed).copied().collect();
                rules.extend(limb.basis.map(caldicott_model::law::LawfulBasis::rule));
                for paragraph in [gateway.schedule1, gateway.article10].into_iter().flatten() {
                    rules.extend(Paragraph::new(paragraph).ok().map(|found| found.row().rule()));
                }
                rules.extend(named(&["RG-09"]));
                cites.places(&rules)
            })
            .collect();
        cites.limbs_of_the_dead = limbs
            .iter()
            .map(|limb| {
                let Some(gateway) = gateways.get(limb.gateway) else { return Places::default() };
                let mut rules: Vec<Rule> =
                    gateway.cite.iter().chain(&gateway.weighed).copied().collect();
                rules.extend(named(&["SC-11"]));
                cites.places(&rules)
            })
            .collect();
        cites
    }

    /// What the gateway of a limb obeys.
    pub(crate) fn of_limb(&self, limb: usize, dead: bool) -> &[u16] {
        let limbs = if dead { &self.limbs_of_the_dead } else { &self.limbs };
        limbs.get(limb).map_or(&[], |places| places)
    }

    /// What an agreement obeys.
    pub(crate) fn of_agreement(&self, agreement: usize) -> &[u16] {
        let list =
            self.agreements.get(agreement).and_then(|list| self.lists.get(usize::from(*list)));
        list.map_or(&[], |places| places)
    }

    /// The rule at a place.
    pub(crate) fn rule(&self, place: u16) -> Option<Rule> {
        self.table.get(usize::from(place)).copied()
    }

    /// How many rules may be cited.
    pub(crate) const fn count(&self) -> usize {
        self.table.len()
    }

    /// The rules at these places.
    pub(crate) fn set<'p>(
        &self,
        places: impl IntoIterator<Item = &'p u16>,
    ) -> caldicott_calendar::RuleSet {
        places.into_iter().filter_map(|place| self.rule(*place)).collect()
    }

    /// The list of these rules, made when it is the first of its kind.
    fn list(&mut self, rules: &[Rule], known: &mut HashMap<Places, u16>) -> u16 {
        let places = self.places(rules);
        if let Some(list) = known.get(&places) {
            return *list;
        }
        // INVARIANT: there are no more lists than agreements, and of those a place fits.
        let list = u16::try_from(self.lists.len()).unwrap_or(u16::MAX);
        self.lists.push(places.clone());
        known.insert(places, list);
        list
    }

    fn places(&mut self, rules: &[Rule]) -> Places {
        let mut places: Vec<u16> = Vec::new();
        for rule in rules {
            let known = self.table.iter().position(|known| known == rule);
            let place = known.unwrap_or_else(|| {
                self.table.push(*rule);
                self.table.len() - 1
            });
            // INVARIANT: rules come from the crate's own lists, which hold a few hundred.
            let Ok(place) = u16::try_from(place) else { continue };
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places.into()
    }
}
