//! Real brokers and the real MirrorMaker 2: the scenarios below `scenarios/` are played with each release, with the
//! files that mirrorc renders, and what comes of them is compared with what is written down and with what mirrorc says.

use std::{
    collections::BTreeMap,
    fs,
    ops::Range,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use mirrorc::topology::Version;

use super::peer;

mod compiled;
mod judge;
mod play;
mod predict;
mod processes;
mod random;
mod scenario;

use compiled::Compiled;
use play::{Awaited, Place, Records};
use predict::{Prediction, Topics};
use processes::{Brokers, MirrorMaker};
use scenario::{Count, Endless, Run, Scenario};

/// The releases of MirrorMaker 2, newest first; those of one release of brokers stand together.
const VERSIONS: &str = "4.3.1,3.9.1,3.4.1";
/// Those whose predictions are compared with what is written, without Java.
const PREDICTED: [&str; 4] = ["2.8.2", "3.9.1", "4.3.1", "4.4.0"];
/// The newest brokers that speak with every release of MirrorMaker 2 before 4.0.
const OLD_BROKERS: &str = "3.9.1";
/// As many scenarios are played side by side; they mostly wait.
const SLOTS: usize = 4;
const BROKERS_A_SLOT: usize = 4;
/// Of the random topologies.
const SEEDS: &str = "1..9";

#[test]
fn real_mirror_maker_does_what_is_written_and_predicted() {
    if super::is_skipped() {
        return;
    }
    let folder = tempfile::Builder::new()
        .prefix("brokers-")
        .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .unwrap();
    let mut scenarios = scenario::all(&variable("MIRRORC_SCENARIOS", ""));
    let seeds = variable("MIRRORC_SEEDS", SEEDS);
    peer::tell(&format!("brokers: MIRRORC_SEEDS={seeds}"));
    scenarios.extend(seeds_of(&seeds).map(random::scenario));
    assert!(!scenarios.is_empty(), "no scenario has such a name");
    let versions = variable("MIRRORC_KAFKA_VERSIONS", VERSIONS);
    let mut brokers: Option<(String, Brokers)> = None;
    let mut failed = Vec::new();
    for version in versions.split(',') {
        let of = if version.starts_with("3.9") || parsed(version).major > 3 {
            version
        } else {
            OLD_BROKERS
        };
        if brokers.as_ref().is_none_or(|(running, _)| running != of) {
            drop(brokers.take());
            let count = SLOTS * BROKERS_A_SLOT;
            brokers = Some((of.to_owned(), Brokers::start(folder.path(), of, count)));
        }
        let (_, brokers) = brokers.as_ref().expect("they were just started");
        failed.extend(play_all(folder.path(), version, brokers, &scenarios));
    }
    if !variable("MIRRORC_KEEP", "").is_empty() {
        peer::tell(&format!("brokers: logs and files are in {}", folder.keep().display()));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Needs no Java, so it is always run: what is written down of the scenarios is what mirrorc predicts.
#[test]
fn predictions_are_what_is_written() {
    let scenarios = scenario::all("");
    let found: Vec<String> = thread::scope(|scope| {
        let scenarios = &scenarios;
        let threads = PREDICTED.map(|version| scope.spawn(move || unlike(scenarios, version)));
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Predictions that are not what is written.
fn unlike(scenarios: &[Scenario], version: &str) -> Vec<String> {
    let mut found = Vec::new();
    for scenario in scenarios {
        let mut left = vec![Records::new(); BROKERS_A_SLOT];
        for (number, step) in scenario.steps.iter().enumerate() {
            let Some(run) = step.run(parsed(version)) else { continue };
            let compiled = compiled::compile(&step.descriptor, version, &run.produced, &mut left);
            let prediction = predict::predict(&compiled, &left, number == 0);
            if run.mispredicted.is_none() {
                let lines = judge::written(&compiled, run, &prediction).into_iter();
                found.extend(lines.map(|line| format!("{} {version}: {line}", scenario.name)));
            }
            left = prediction.records(BROKERS_A_SLOT);
        }
    }
    found
}

fn variable(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.to_owned())
}

/// `17`, `100..140` without the last, or `none`.
fn seeds_of(text: &str) -> Range<u64> {
    let number = |text: &str| text.parse::<u64>().expect("a seed is a number");
    match text.split_once("..") {
        Some((first, end)) => number(first)..number(end),
        None if text == "none" => 0..0,
        None => number(text)..number(text) + 1,
    }
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
        "brokers: MirrorMaker {version}: {} steps played, {} topics and {} settings of connectors compared, {} steps \
         known to be mispredicted, {} scenarios failed, {} s",
        outcomes.steps,
        outcomes.topics,
        outcomes.settings,
        outcomes.mispredicted,
        outcomes.failed.len(),
        start.elapsed().as_secs(),
    ));
    outcomes.failed
}

#[derive(Default)]
struct Outcomes {
    steps: usize,
    topics: usize,
    settings: usize,
    mispredicted: usize,
    failed: Vec<String>,
}

impl Outcomes {
    fn add(&mut self, other: Outcomes) {
        self.steps += other.steps;
        self.topics += other.topics;
        self.settings += other.settings;
        self.mispredicted += other.mispredicted;
        self.failed.extend(other.failed);
    }
}

fn play_one(place: &Place<'_>, version: &str, scenario: &Scenario) -> Outcomes {
    let start = Instant::now();
    let mut outcome = Outcomes::default();
    let mut found = Vec::new();
    let mut left = vec![Records::new(); place.brokers.len()];
    for (number, step) in scenario.steps.iter().enumerate() {
        let Some(run) = step.run(parsed(version)) else { continue };
        let compiled = compiled::compile(&step.descriptor, version, &run.produced, &mut left);
        let prediction = predict::predict(&compiled, &left, number == 0);
        let awaited = awaited(&compiled, run, &prediction);
        let seen = play::play(place, &compiled, run, &awaited, number == 0);
        let (settings, different) = judge::settings(place, &compiled, run, &prediction, &seen);
        found.extend(judge::expectations(&compiled, run, &seen));
        let unlike = judge::predictions(&compiled, &prediction, &seen);
        match run.mispredicted {
            None => found.extend(unlike),
            Some(_) if unlike.is_empty() => {
                found.push("the prediction is right: take `mispredicted` away".to_owned());
            }
            Some(_) => outcome.mispredicted += 1,
        }
        found.extend(different);
        outcome.steps += 1;
        outcome.settings += settings;
        outcome.topics += seen.second.iter().map(BTreeMap::len).sum::<usize>();
        if !seen.second.is_empty() {
            left = seen.second;
        }
    }
    let seconds = start.elapsed().as_secs();
    peer::tell(&format!("  {} {version}: {} differences, {seconds} s", scenario.name, found.len()));
    if !found.is_empty() {
        let name = format!("{} with MirrorMaker {version}", scenario.name);
        let (kept, log) = (keep(scenario), last_words(place.folder));
        outcome.failed.push(format!("{name}:\n  {}\n{kept}{log}", found.join("\n  ")));
    }
    outcome
}

/// Writes down a topology that came from a seed, so that it can become a scenario.
fn keep(scenario: &Scenario) -> String {
    let Some(seed) = scenario.seed else { return String::new() };
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("conformance/kept/seed-{seed}"));
    fs::create_dir_all(&folder).unwrap();
    for step in &scenario.steps {
        fs::write(folder.join("topology.yaml"), &step.descriptor).unwrap();
        fs::write(folder.join("run.yaml"), &step.text).unwrap();
    }
    format!("  to run it alone: MIRRORC_SEEDS={seed}; as a scenario: {}\n", folder.display())
}

/// What is expected and what is predicted.
fn awaited(compiled: &Compiled, run: &Run, prediction: &Prediction) -> Awaited {
    let mut topics = match run.mispredicted {
        None => prediction.topics.clone(),
        Some(_) => Topics::new(),
    };
    let expected = run.expected.iter().flatten();
    for (alias, expected) in expected {
        topics.entry(compiled.broker(alias)).or_default().extend(expected.clone());
    }
    for (alias, names) in &run.internal {
        let topics = topics.entry(compiled.broker(alias)).or_default();
        for name in names {
            topics.entry(name.clone()).or_insert(Count::Endless(Endless::Any));
        }
    }
    Awaited {
        topics,
        grows: run.grows() || prediction.grows(),
        unbounded: run.unbounded || prediction.is_unbounded,
    }
}

/// The end of the log, shortened.
fn last_words(folder: &Path) -> String {
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    let faults = log.lines().filter(|line| line.contains("ERROR") || line.contains("WARN"));
    let faults: Vec<&str> = faults.collect();
    let start = faults.len().saturating_sub(12);
    faults.iter().skip(start).map(|line| format!("    {line:.300}\n")).collect()
}
