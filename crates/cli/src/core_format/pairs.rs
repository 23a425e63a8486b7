//! The labels of codes, out of two exports of the same lettings.

use std::io::Read;

use caldicott::model::document::Fault;
use caldicott::model::tagger::{self, FieldDescription};
use caldicott::model::{Identifiability, Purpose};

use super::{CoreFile, Layout};

/// A code is short; what is longer was written by somebody.
const LONGEST_CODE: usize = 4;
/// A column with more values than this has no code list.
const MOST_VALUES: usize = 400;

pub(super) fn learn<R: Read, S: Read>(
    codes: CoreFile<R>,
    labels: CoreFile<S>,
) -> Result<Vec<FieldDescription>, Vec<Fault>> {
    let fault = |message: &str| {
        vec![Fault {
            file: String::new(),
            at: None,
            path: String::new(),
            message: message.to_owned(),
        }]
    };
    if codes.layout != Layout::CodedExport || labels.layout != Layout::LabelledExport {
        return Err(fault("a coded and a labelled export are needed, in this order"));
    }
    let names = |fields: &[FieldDescription]| -> Vec<String> {
        fields.iter().map(|field| field.name.clone()).collect()
    };
    if names(&codes.fields) != names(&labels.fields) {
        return Err(fault("the two exports have different columns"));
    }
    let mut fields = codes.fields.clone();
    // A label out of a column that identifies would be somebody's name or address.
    let listable: Vec<bool> = fields
        .iter()
        .map(|field| {
            let found = tagger::suggest(field);
            found.identifiability != Identifiability::Direct && !found.free_text
        })
        .collect();
    let mut faults = Vec::new();
    let mut labels = labels.rows();
    for row in codes.rows() {
        let (code_row, label_row) = match (row, labels.next()) {
            (Ok(code), Some(Ok(label))) => (code, label),
            (Err(fault), _) | (_, Some(Err(fault))) => {
                faults.push(fault);
                continue;
            }
            (Ok(_), None) => return Err(fault("the labelled export has fewer lettings")),
        };
        let purpose = Purpose::named("learning the labels of codes");
        let pairs = code_row.cells(purpose).iter().zip(label_row.cells(purpose));
        for ((field, listable), (code, label)) in fields.iter_mut().zip(&listable).zip(pairs) {
            let is_code =
                *listable && !code.is_empty() && code != label && code.len() <= LONGEST_CODE;
            if !is_code || field.values.len() >= MOST_VALUES {
                continue;
            }
            match field.values.iter().find(|(other, _)| other == code) {
                None => field.values.push((code.clone(), label.clone())),
                Some((_, known)) if known == label => {}
                Some(_) => {
                    let message = format!(
                        "a code of `{}` has two labels, the second in line {}: the exports are not of the same lettings",
                        field.name, label_row.at.line
                    );
                    return Err(fault(&message));
                }
            }
        }
    }
    if labels.next().is_some() {
        return Err(fault("the labelled export has more lettings"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(fields)
}
