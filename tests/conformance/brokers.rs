//! Real brokers and the real MirrorMaker 2: the scenarios below `scenarios/` are played with each release, with the
//! files that mirrorc renders, and what comes of them is compared with what is written down and with what mirrorc says.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use mirrorc::{mm2::effective::Instance, topology::Version};

use super::peer;

mod compiled;
mod judge;
mod play;
mod processes;
mod scenario;

use compiled::Compiled;
use play::{Awaited, Place};
use processes::{Brokers, MirrorMaker};
use scenario::{Count, Endless, Run, Scenario};

/// The releases of MirrorMaker 2, newest first; those of one release of brokers stand together.
const VERSIONS: &str = "4.3.1,3.9.1,3.4.1";
/// The newest brokers that speak with every release of MirrorMaker 2 before 4.0.
const OLD_BROKERS: &str = "3.9.1";
/// As many scenarios are played side by side; they mostly wait.
const SLOTS: usize = 6;
const BROKERS_A_SLOT: usize = 4;

#[test]
fn real_mirror_maker_does_what_is_written_and_predicted() {
    if super::is_skipped() {
        return;
    }
    let folder = tempfile::Builder::new()
        .prefix("brokers-")
        .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .unwrap();
    let scenarios = scenario::all(&variable("MIRRORC_SCENARIOS", ""));
    assert!(!scenarios.is_empty(), "no scenario has such a name");
    let versions = variable("MIRRORC_KAFKA_VERSIONS", VERSIONS);
    let mut brokers: Option<(String, Brokers)> = None;
    let mut failed = Vec::new();
    for version in versions.split(',') {
        let of = if version.starts_with("3.9") || parsed(version).major > 3 { version } else { OLD_BROKERS };
        if brokers.as_ref().is_none_or(|(running, _)| running != of) {
            drop(brokers.take());
            let count = SLOTS * BROKERS_A_SLOT;
            brokers = Some((of.to_owned(), Brokers::start(folder.path(), of, count)));
        }
        let (_, brokers) = brokers.as_ref().expect("they were just started");
        failed.extend(play_all(folder.path(), version, brokers, &scenarios));
    }
    if variable("MIRRORC_KEEP", "") != "" {
        peer::tell(&format!("brokers: logs and files are in {}", folder.keep().display()));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn variable(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.to_owned())
}

fn parsed(version: &str) -> Version {
    Version::parse(version).expect("a version has two or three numbers")
}

/// Returns what failed.
fn play_all(
    folder: &Path,
    version: &str,
    brokers: &Brokers,
    scenarios: &[Scenario],
) -> Vec<String> {
    let start = Instant::now();
    let mirror_maker = MirrorMaker::start(folder, version, SLOTS);
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Outcomes::default());
    thread::scope(|scope| {
        for (slot, brokers) in brokers.addresses.chunks(BROKERS_A_SLOT).enumerate() {
            let (mirror_maker, next, outcomes) = (&mirror_maker, &next, &outcomes);
            scope.spawn(move || {
                while let Some(scenario) = scenarios.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let folder = folder.join(version).join(&scenario.name);
                    fs::create_dir_all(&folder).unwrap();
                    let place = Place { mirror_maker, slot, brokers, folder: &folder };
                    let outcome = play_one(&place, version, scenario);
                    outcomes.lock().unwrap().add(outcome);
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap();
    peer::tell(&format!(
        "brokers: MirrorMaker {version}: {} steps played, {} settings of connectors equal, {} failed, {} s",
        outcomes.steps,
        outcomes.settings,
        outcomes.failed.len(),
        start.elapsed().as_secs(),
    ));
    outcomes.failed
}

#[derive(Default)]
struct Outcomes {
    steps: usize,
    settings: usize,
    failed: Vec<String>,
}

impl Outcomes {
    fn add(&mut self, other: Outcomes) {
        self.steps += other.steps;
        self.settings += other.settings;
        self.failed.extend(other.failed);
    }
}

fn play_one(place: &Place<'_>, version: &str, scenario: &Scenario) -> Outcomes {
    let start = Instant::now();
    let mut outcome = Outcomes::default();
    let mut found = Vec::new();
    for (number, step) in scenario.steps.iter().enumerate() {
        let Some(run) = step.run(parsed(version)) else { continue };
        let compiled = compiled::compile(&step.descriptor, version);
        let awaited = awaited(&compiled, run);
        let seen = play::play(place, &compiled, run, &awaited, number == 0);
        let (settings, different) = judge::settings(&compiled, run, place.brokers, &seen);
        found.extend(judge::expectations(&compiled, run, &seen));
        found.extend(different);
        if !seen.settled {
            found.push(format!("not all came that was expected: {:?}", seen.second));
        }
        outcome.steps += 1;
        outcome.settings += settings;
    }
    let seconds = start.elapsed().as_secs();
    peer::tell(&format!("  {} {version}: {} differences, {seconds} s", scenario.name, found.len()));
    if !found.is_empty() {
        let name = format!("{} with MirrorMaker {version}", scenario.name);
        outcome.failed.push(format!("{name}:\n  {}\n{}", found.join("\n  "), last_words(place.folder)));
    }
    outcome
}

/// What is waited for: what is expected, and a sign of life of each worker.
fn awaited(compiled: &Compiled, run: &Run) -> Awaited {
    let mut awaited = run.expected.clone().unwrap_or_default();
    for instance in &compiled.instances {
        if run.fails.contains_key(&instance.alias) {
            continue;
        }
        let topology = &compiled.topology;
        let target = topology.by_alias(&instance.alias).expect("an instance is beside a cluster");
        let topics: &mut BTreeMap<String, Count> = awaited.entry(instance.alias.clone()).or_default();
        for pair in Instance::new(topology, target).pairs() {
            let status = format!("mm2-status.{}.internal", topology.alias(pair.from));
            for name in [status, "heartbeats".to_owned()] {
                topics.entry(name).or_insert(Count::Endless(Endless::Any));
            }
        }
    }
    awaited
}

/// The end of the log, shortened.
fn last_words(folder: &Path) -> String {
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    let faults = log.lines().filter(|line| line.contains("ERROR") || line.contains("WARN"));
    let faults: Vec<&str> = faults.collect();
    let start = faults.len().saturating_sub(12);
    faults.iter().skip(start).map(|line| format!("    {line:.300}\n")).collect()
}
