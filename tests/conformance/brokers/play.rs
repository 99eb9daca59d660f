//! Runs one step of a scenario: from what mirrorc makes of it to what was seen.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    compiled::{Compiled, with_addresses},
    predict::Topics,
    processes::MirrorMaker,
    scenario::{ByCluster, Committed, Count, Endless, Run},
};

const PATIENCE_SECONDS: u32 = 120;
/// Longer than a topic takes from one cluster to the next.
const QUIET_SECONDS: u32 = 4;

/// Settings by key.
pub(super) type Settings = BTreeMap<String, String>;
/// Records by topic.
pub(super) type Records = BTreeMap<String, u64>;

/// Where a step runs.
pub(super) struct Place<'a> {
    pub(super) mirror_maker: &'a MirrorMaker,
    pub(super) slot: usize,
    /// The addresses of the slot's own brokers.
    pub(super) brokers: &'a [String],
    /// For the files of this scenario alone.
    pub(super) folder: &'a Path,
}

/// What was seen; lists go by broker.
#[derive(Deserialize)]
pub(super) struct Seen {
    /// What failed that has nothing to do with the scenario.
    pub(super) errors: Vec<String>,
    /// Instances that did not start.
    #[serde(default)]
    pub(super) failed: Vec<Failed>,
    #[serde(default)]
    pub(super) first: Vec<Records>,
    /// A while later.
    #[serde(default)]
    pub(super) second: Vec<Records>,
    /// Offsets by `topic-partition`, by group.
    #[serde(default)]
    pub(super) groups: Vec<BTreeMap<String, BTreeMap<String, i64>>>,
    /// Settings by connector, by flow.
    #[serde(default)]
    pub(super) connectors: BTreeMap<String, BTreeMap<String, Settings>>,
}

#[derive(Deserialize)]
pub(super) struct Failed {
    pub(super) alias: String,
    pub(super) message: String,
}

/// What is waited for.
pub(super) struct Awaited {
    /// Records by topic, by broker.
    pub(super) topics: Topics,
    /// There is more to come, so it is looked at twice.
    pub(super) grows: bool,
    /// There will be more topics.
    pub(super) unbounded: bool,
}

pub(super) fn play(
    place: &Place<'_>,
    compiled: &Compiled,
    run: &Run,
    awaited: &Awaited,
    is_first: bool,
) -> Seen {
    let instances = compiled.instances.iter().map(|instance| {
        let file = place.folder.join(format!("{}.properties", instance.alias));
        fs::write(&file, with_addresses(&instance.properties, place.brokers)).unwrap();
        json!({ "alias": instance.alias, "file": file })
    });
    let broker = |alias: &str| compiled.broker(alias);
    let order = json!({
        "slot": place.slot,
        "brokers": place.brokers,
        "log": place.folder.join("log"),
        "clear": is_first,
        "topics": produced(run, &broker),
        "groups": offsets(&run.committed, &broker),
        "instances": instances.collect::<Vec<_>>(),
        "workers": workers(compiled),
        "expected": expected(awaited),
        "expectedGroups": offsets(&run.synced, &broker),
        "grows": awaited.grows,
        "unbounded": awaited.unbounded,
        "patienceSeconds": PATIENCE_SECONDS,
        "quietSeconds": QUIET_SECONDS,
    });
    let answer = place.mirror_maker.ask(place.slot, &order);
    fs::write(place.folder.join("seen.json"), format!("{answer:#}\n")).unwrap();
    serde_json::from_value(answer).expect("an answer has the form of an answer")
}

/// Where each worker keeps the settings of its connectors.
fn workers(compiled: &Compiled) -> Vec<Value> {
    let mut workers = Vec::new();
    for instance in compiled.effective() {
        let target = &instance.target().alias.value;
        for pair in instance.pairs() {
            let worker = instance.worker_config(pair.from);
            let topic = worker.get("config.storage.topic").expect("every worker has one");
            let flow = format!("{}->{target}", compiled.topology.alias(pair.from));
            workers
                .push(json!({ "broker": compiled.broker(target), "flow": flow, "topic": topic }));
        }
    }
    workers
}

fn produced(run: &Run, broker: &dyn Fn(&str) -> usize) -> Vec<Value> {
    let topics = run.produced.iter().flat_map(|(alias, topics)| {
        topics.iter().map(move |(name, records)| (broker(alias), name, records))
    });
    let topic = |(broker, name, records): (usize, &String, &u32)| json!({ "broker": broker, "name": name, "partitions": 1, "records": records });
    topics.map(topic).collect()
}

fn offsets(groups: &ByCluster<Vec<Committed>>, broker: &dyn Fn(&str) -> usize) -> Vec<Value> {
    let groups = groups.iter().flat_map(|(alias, groups)| {
        groups.iter().map(move |group| {
            let Committed { group, topic, offset } = group;
            json!({ "broker": broker(alias), "name": group, "topic": topic, "offset": offset })
        })
    });
    groups.collect()
}

fn expected(awaited: &Awaited) -> Vec<Value> {
    let topics = awaited.topics.iter().flat_map(|(broker, topics)| {
        topics.iter().map(move |(name, count)| {
            let (records, grows) = match count {
                Count::Exactly(records) => (Some(*records), false),
                Count::Endless(endless) => (None, *endless == Endless::Grows),
            };
            json!({ "broker": broker, "name": name, "records": records, "grows": grows })
        })
    });
    topics.collect()
}
