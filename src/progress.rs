//! How a build gets on: a bar on a terminal, and the time that each phase took.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use depeche::{Observer, Phase};
use indicatif::{ProgressBar, ProgressStyle};

/// Watches a build.
pub struct Progress {
    bar: ProgressBar,
    starts: Mutex<Vec<(Phase, Instant)>>,
    begin: Instant,
}

/// How long each phase took.
pub struct Timings {
    phases: Vec<(Phase, Duration)>,
    total: Duration,
}

impl Progress {
    /// Begins to watch, with a bar where `show` says so.
    pub fn start(show: bool) -> Self {
        let bar = if show { ProgressBar::new(0) } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{msg:10} {wide_bar} {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        Self { bar, starts: Mutex::default(), begin: Instant::now() }
    }

    /// Ends the bar and counts the time.
    pub fn finish(self) -> Timings {
        self.bar.finish_and_clear();
        let end = Instant::now();
        let starts = self.starts.into_inner().unwrap_or_default();
        let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([end]);
        let phases = starts.iter().zip(ends).map(|((phase, start), end)| (*phase, end - *start)).collect();
        Timings { phases, total: end - self.begin }
    }
}

impl Observer for Progress {
    fn phase(&self, phase: Phase, items: usize) {
        self.bar.set_message(phase.name());
        self.bar.set_position(0);
        self.bar.set_length(items as u64);
        if let Ok(mut starts) = self.starts.lock() {
            starts.push((phase, Instant::now()));
        }
    }

    fn item_done(&self) {
        self.bar.inc(1);
    }
}

impl Timings {
    /// The whole time.
    pub fn total(&self) -> Duration {
        self.total
    }

    /// A line a phase, in milliseconds.
    pub fn table(&self) -> String {
        use std::fmt::Write;
        let mut table = String::new();
        let lines =
            self.phases.iter().map(|(phase, time)| (phase.name(), *time)).chain([("total", self.total)]);
        for (name, time) in lines {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{name:10} {:>9.1} ms", time.as_secs_f64() * 1000.0);
        }
        table
    }
}
