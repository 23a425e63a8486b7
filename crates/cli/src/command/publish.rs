//! being written
use crate::args::Publish;
use crate::stop::Stop;
pub(crate) fn run(_a: &Publish) -> Result<(), Stop> {
    Ok(())
}
