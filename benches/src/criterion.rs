//! The contests under criterion, by the thread's processor time.

use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{Criterion, Throughput};

use crate::contest::Contest;

/// The processor time of the measuring thread: what other work on the machine takes is not counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThreadCpu;

impl Measurement for ThreadCpu {
    type Intermediate = ThreadTime;
    type Value = Duration;

    fn start(&self) -> ThreadTime {
        ThreadTime::now()
    }

    fn end(&self, start: ThreadTime) -> Duration {
        start.elapsed()
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        value.as_secs_f64() * 1e9
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

/// Runs every contestant of these contests.
pub fn run(group: &str, contests: Vec<Contest>) {
    let mut criterion = Criterion::default()
        .with_measurement(ThreadCpu)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
        .configure_from_args();
    for contest in contests {
        let mut group = criterion.benchmark_group(format!("{group}: {}", contest.name));
        for mut one in contest.contestants {
            group.throughput(Throughput::Elements(one.units));
            group.bench_function(&one.name, |bench| bench.iter(&mut one.run));
        }
        group.finish();
    }
    criterion.final_summary();
}
