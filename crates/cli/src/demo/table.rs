//! Stage 5 (being written).
use super::Setting;
use crate::report;
use crate::stop::Stop;
pub(crate) fn publish(_s: &Setting) -> Result<report::Publication, Stop> {
    Ok(report::Publication {
        title: String::new(),
        table_html: String::new(),
        facts: vec![],
        naive_title: String::new(),
        naive_heads: vec![],
        naive_rows: vec![],
        told: vec![],
    })
}
pub(crate) fn summary(_p: &report::Publication) -> String {
    String::new()
}
pub(crate) fn show(_p: &report::Publication) -> Result<(), Stop> {
    Ok(())
}
