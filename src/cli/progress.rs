//! How far a long work is: a bar on a terminal, a line a minute elsewhere.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::counted;
use super::output::Ui;
use crate::input::Meter;
use crate::pipeline::Counts;

/// How often a line is printed where there is no terminal.
const EVERY: Duration = Duration::from_secs(60);

/// Shows how far reading and storing is.
pub struct Progress<'a> {
    ui: &'a Ui,
    meter: Meter,
    total: Option<u64>,
    bar: Option<ProgressBar>,
    started: Instant,
    told: Instant,
}

impl<'a> Progress<'a> {
    /// Begins; `total` is how many bytes the meter will count, if known.
    pub fn new(ui: &'a Ui, meter: Meter, total: Option<u64>) -> Progress<'a> {
        let draws = std::io::stderr().is_terminal() && !ui.is_quiet();
        let bar = draws.then(|| {
            let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr_with_hz(5));
            let template = match total {
                Some(_) => "{bar:24} {bytes}/{total_bytes} · {binary_bytes_per_sec} · {msg} · {eta} left",
                None => "{spinner} {bytes} · {binary_bytes_per_sec} · {msg}",
            };
            bar.set_style(
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar
        });
        let now = Instant::now();
        Progress { ui, meter, total, bar, started: now, told: now }
    }

    /// Shows the counts so far.
    pub fn show(&mut self, counts: Counts) {
        if let Some(bar) = &self.bar {
            bar.set_message(said(counts));
            bar.set_position(self.meter.bytes());
        } else if self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            let line = line(counts, self.meter.bytes(), self.total, self.started.elapsed());
            self.ui.status(line);
        }
    }

    /// Runs `print` with the bar out of the way.
    pub fn aside(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn said(counts: Counts) -> String {
    let mut text = counted(counts.n_added, "document", "documents");
    if counts.n_known > 0 {
        let _ = write!(text, ", {} known", counts.n_known);
    }
    if counts.n_failed > 0 {
        let _ = write!(text, ", {} bad", counts.n_failed);
    }
    text
}

/// "1,200 documents, 3 bad; 20 a second; 40% read, 3 min left."
fn line(counts: Counts, n_bytes: u64, total: Option<u64>, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    let mut text = format!("{}; {:.0} a second", said(counts), counts.n_read() as f64 / seconds);
    if let Some(total) = total.filter(|total| *total > 0) {
        let share = (n_bytes as f64 / total as f64).min(1.0);
        let _ = write!(text, "; {:.0}% read", 100.0 * share);
        if share > 0.0 {
            let _ = write!(text, ", {:.0} min left", (seconds / share - seconds) / 60.0);
        }
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_rate_and_time_left() {
        let counts = Counts { n_added: 1200, n_failed: 3, ..Counts::default() };
        let minute = Duration::from_secs(60);
        assert_eq!(
            line(counts, 25, Some(100), minute),
            "1,200 documents, 3 bad; 20 a second; 25% read, 3 min left."
        );
        assert_eq!(line(counts, 25, None, minute), "1,200 documents, 3 bad; 20 a second.");
    }
}
