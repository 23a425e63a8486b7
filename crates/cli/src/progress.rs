//! Progress of long stages: bars on a terminal, silence elsewhere.

use std::io::{self, Read};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar for a stage of known length; hidden unless standard error is a terminal.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar of this many steps.
    pub(crate) fn new(what: &str, steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(
            Some(steps as u64),
            // Hides itself when standard error is no terminal.
            ProgressDrawTarget::stderr_with_hz(8),
        );
        let style = ProgressStyle::with_template("  {msg} {bar:30} {pos}/{len} {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what.to_owned());
        Self(bar)
    }

    /// A bar for reading so many bytes.
    pub(crate) fn of_bytes(what: &str, bytes: u64) -> Self {
        let bar = Self::new(what, 0);
        bar.0.set_length(bytes);
        let style = ProgressStyle::with_template("  {msg} {bar:30} {bytes}/{total_bytes} {eta}");
        bar.0.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar
    }

    /// The same bytes, counted as they are read; the bar goes with the reader.
    pub(crate) fn through<R: Read>(self, from: R) -> impl Read + use<R> {
        Counted { from, bar: self }
    }

    /// Moves the bar.
    pub(crate) fn at(&self, step: usize) {
        self.0.set_position(step as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

struct Counted<R> {
    from: R,
    bar: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.bar.0.inc(read as u64);
        Ok(read)
    }
}
