//! Progress of long stages: bars on a terminal, silence elsewhere.

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
