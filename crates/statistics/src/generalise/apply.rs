//! The records as they are after generalisation.

use std::cmp::Ordering;

use super::judge::{Judge, Scratch};
use super::{Generalisation, Generalise};
use crate::column::Column;
use crate::{CodeList, Microdata, TableError, Variable};

impl Generalisation {
    /// The records with each variable at its level, without those that are left out, in an order that
    /// tells nothing of the order they came in.
    ///
    /// # Errors
    /// [`TableError`] when the data or the plan is not what this was found for.
    pub fn apply(&self, data: &Microdata, plan: &Generalise) -> Result<Microdata, TableError> {
        let judge = Judge::new(data, plan)?;
        let same = self.records == data.rows() as u64
            && self.levels.iter().map(|(name, _)| name).eq(plan.by.iter().map(|(name, _)| name));
        if !same {
            return Err(TableError::Shape);
        }
        let mut variables = Vec::with_capacity(data.variables().len());
        let mut columns: Vec<Vec<u32>> = Vec::with_capacity(data.variables().len());
        for (place, variable) in data.variables().iter().enumerate() {
            let column = data.column(place).ok_or(TableError::UnknownDimension)?;
            let codes = (0..data.rows()).filter_map(|row| column.code(row));
            let name = variable.tag().name();
            let ladder = plan.by.iter().zip(&self.levels).find(|((by, _), _)| by == name);
            let Some(((_, hierarchy), (_, level))) = ladder else {
                columns.push(codes.collect());
                variables.push(variable.clone());
                continue;
            };
            if *level >= hierarchy.levels() {
                return Err(TableError::Shape);
            }
            let groups = hierarchy.groups(*level);
            let up = |code: u32| groups.get(code as usize).copied().unwrap_or(u32::MAX);
            columns.push(codes.map(up).collect());
            let list =
                CodeList::new(name, hierarchy.labels(*level)).map_err(|_| TableError::Shape)?;
            let made = Variable::new(variable.tag().clone(), list, variable.nulls());
            variables.push(made.map_err(|_| TableError::Shape)?);
        }
        let kept = judge.kept(self)?;
        let mut order: Vec<u32> =
            (0_u32..).zip(&kept).filter(|(_, k)| **k).map(|(r, _)| r).collect();
        order.sort_unstable_by(|one, other| {
            let code = |column: &Vec<u32>, row: &u32| column.get(*row as usize).copied();
            let pairs = columns.iter().map(|column| code(column, one).cmp(&code(column, other)));
            pairs.fold(Ordering::Equal, Ordering::then)
        });
        let columns = variables.iter().zip(&columns).map(|(variable, codes)| {
            let mut column = Column::below(variable.leaves());
            let sorted = order.iter().filter_map(|row| codes.get(*row as usize));
            sorted.for_each(|code| column.push(*code));
            column
        });
        let columns = columns.collect();
        Microdata::joined(variables, columns, order.len()).ok_or(TableError::Overflow)
    }
}

impl Judge<'_> {
    /// Which rows are in a good class.
    fn kept(&self, found: &Generalisation) -> Result<Vec<bool>, TableError> {
        let short = |level: usize| u8::try_from(level).unwrap_or(u8::MAX);
        let node: Vec<u8> = found.levels.iter().map(|(_, level)| short(*level)).collect();
        let (cells, joint) = self.cells(&node)?;
        let mut good: Vec<Vec<u16>> = Vec::new();
        let mut scratch = Scratch::default();
        cells.each_class(|class| {
            let first = class.start;
            if self.class(&cells, class, &joint, &mut scratch).0 {
                good.push(
                    cells.groups.iter().filter_map(|column| column.get(first)).copied().collect(),
                );
            }
        });
        // Classes come in ascending order, so a row's is found by halving.
        let rows = self.rows_at(&node)?;
        let mut key = Vec::with_capacity(node.len());
        let records = usize::try_from(self.records()).unwrap_or(usize::MAX);
        Ok((0..records)
            .map(|row| {
                key.clear();
                key.extend(rows.iter().filter_map(|column| column.get(row)).copied());
                good.binary_search(&key).is_ok()
            })
            .collect())
    }
}
