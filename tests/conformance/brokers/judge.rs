//! Compares what was seen with what was expected and predicted. Each difference is a line.

use std::collections::{BTreeMap, BTreeSet};

use mirrorc::mm2::effective::Connector;

use super::{
    compiled::{Compiled, with_addresses},
    play::{Failed, Place, Records, Seen, Settings},
    predict::Prediction,
    scenario::{ByCluster, Committed, Count, Endless, Run},
};

/// Differences between what was written down by hand and what was seen.
pub(super) fn expectations(compiled: &Compiled, run: &Run, seen: &Seen) -> Vec<String> {
    let mut found = seen.errors.clone();
    let failed = seen.failed.iter();
    found.extend(
        failed.map(|Failed { alias, message }| format!("{alias} does not start: {message}")),
    );
    if let Some(expected) = &run.expected {
        found.extend(topics(compiled, expected, run.unbounded, seen));
    }
    found.extend(internal(compiled, run, seen));
    found.extend(synced(compiled, run, seen));
    for (flow, expected) in &run.connectors {
        let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
        let real = seen.connectors.get(flow).into_iter().flat_map(BTreeMap::keys);
        let real: BTreeSet<&str> = real.map(String::as_str).collect();
        found.extend(different(&format!("connectors of {flow}"), &expected, &real));
    }
    found
}

/// Differences between what was written down by hand and what mirrorc says.
pub(super) fn written(compiled: &Compiled, run: &Run, prediction: &Prediction) -> Vec<String> {
    let mut found = Vec::new();
    let Some(expected) = &run.expected else { return found };
    if run.unbounded != prediction.is_unbounded {
        found.push(format!(
            "it is unbounded: {}, predicted {}",
            run.unbounded, prediction.is_unbounded
        ));
    }
    let none = BTreeMap::new();
    for (broker, predicted) in &prediction.topics {
        let alias = compiled.alias(*broker).expect("only clusters have topics");
        let expected = expected.get(alias).unwrap_or(&none);
        for (name, count) in expected {
            let other = predicted.get(name);
            if !other.is_some_and(|other| count.agrees(*other)) {
                found.push(format!("{alias}: {name} has {count:?}, predicted {other:?}"));
            }
        }
        let more = predicted.keys().filter(|name| !expected.contains_key(*name));
        let more: Vec<&str> = more.filter(|name| !is_internal(name)).map(String::as_str).collect();
        if !run.unbounded && !more.is_empty() {
            found.push(format!("{alias}: also {} predicted", more.join(", ")));
        }
        if let Some(expected) = run.internal.get(alias) {
            let expected = expected.iter().map(String::as_str).collect();
            let predicted = predicted.keys().map(String::as_str).filter(|name| is_internal(name));
            found.extend(different(
                &format!("predicted internal topics of {alias}"),
                &expected,
                &predicted.collect(),
            ));
        }
    }
    found
}

/// Those that users have. What MirrorMaker 2 keeps for itself counts only where it is expected.
fn topics(
    compiled: &Compiled,
    expected: &ByCluster<BTreeMap<String, Count>>,
    unbounded: bool,
    seen: &Seen,
) -> Vec<String> {
    let mut found = Vec::new();
    let none = BTreeMap::new();
    for cluster in &compiled.topology.clusters {
        let alias = &cluster.alias.value;
        let broker = compiled.broker(alias);
        let expected = expected.get(alias).unwrap_or(&none);
        found.extend(counts(alias, broker, expected, seen));
        let more = seen.second.get(broker).into_iter().flat_map(BTreeMap::keys);
        let more = more.filter(|name| !expected.contains_key(*name) && !is_internal(name));
        let more: Vec<&str> = more.map(String::as_str).collect();
        if !unbounded && !more.is_empty() {
            found.push(format!("{alias} has more topics: {}", more.join(", ")));
        }
    }
    if unbounded && names(&seen.first) == names(&seen.second) {
        found.push("there are no more and more topics".to_owned());
    }
    found
}

fn counts(
    alias: &str,
    broker: usize,
    expected: &BTreeMap<String, Count>,
    seen: &Seen,
) -> Vec<String> {
    let (Some(first), Some(second)) = (seen.first.get(broker), seen.second.get(broker)) else {
        return Vec::new();
    };
    let count = |(name, count): (&String, &Count)| record_count(alias, name, *count, first, second);
    expected.iter().filter_map(count).collect()
}

/// Differences between what mirrorc says and what was seen: all topics, also the internal ones.
pub(super) fn predictions(
    compiled: &Compiled,
    prediction: &Prediction,
    seen: &Seen,
) -> Vec<String> {
    let mut found = Vec::new();
    let none = BTreeMap::new();
    for (broker, real) in seen.second.iter().enumerate() {
        let Some(alias) = compiled.alias(broker) else { continue };
        let predicted = prediction.topics.get(&broker).unwrap_or(&none);
        found.extend(counts(alias, broker, predicted, seen));
        if !prediction.is_unbounded {
            let predicted = predicted.keys().map(String::as_str).collect();
            let real = real.keys().map(String::as_str).collect();
            found.extend(different(&format!("topics of {alias}"), &predicted, &real));
        }
    }
    if prediction.is_unbounded && names(&seen.first) == names(&seen.second) {
        found.push("there are no more and more topics".to_owned());
    }
    found.into_iter().map(|line| format!("prediction: {line}")).collect()
}

fn record_count(
    alias: &str,
    name: &str,
    expected: Count,
    first: &Records,
    second: &Records,
) -> Option<String> {
    let (Some(before), Some(after)) = (first.get(name), second.get(name)) else {
        return Some(format!("{alias} has no topic {name}"));
    };
    let is_right = match expected {
        Count::Exactly(count) => *before == u64::from(count) && before == after,
        Count::Endless(Endless::Grows) => after > before,
        Count::Endless(Endless::Any) => true,
    };
    let all =
        format!("{alias}: {name} has {before} records and {after} a while later, {expected:?}");
    (!is_right).then_some(all)
}

fn names(seen: &[Records]) -> Vec<BTreeSet<&String>> {
    seen.iter().map(|topics| topics.keys().collect()).collect()
}

/// As the Java side sees it: what MirrorMaker 2 writes for itself.
pub(super) fn is_internal(name: &str) -> bool {
    name.ends_with("heartbeats") || name.contains("mm2-") || name.contains("checkpoints")
}

fn internal(compiled: &Compiled, run: &Run, seen: &Seen) -> Vec<String> {
    let mut found = Vec::new();
    for (alias, expected) in &run.internal {
        let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
        let real = seen.second.get(compiled.broker(alias)).into_iter().flat_map(BTreeMap::keys);
        let real = real.map(String::as_str).filter(|name| is_internal(name)).collect();
        found.extend(different(&format!("internal topics of {alias}"), &expected, &real));
    }
    found
}

fn different(what: &str, expected: &BTreeSet<&str>, real: &BTreeSet<&str>) -> Vec<String> {
    let list = |names: &BTreeSet<&str>, less: &BTreeSet<&str>| {
        names.difference(less).copied().collect::<Vec<_>>().join(", ")
    };
    let (missing, more) = (list(expected, real), list(real, expected));
    let mut found = Vec::new();
    if !missing.is_empty() {
        found.push(format!("{what}: there is no {missing}"));
    }
    if !more.is_empty() {
        found.push(format!("{what}: there is also {more}"));
    }
    found
}

fn synced(compiled: &Compiled, run: &Run, seen: &Seen) -> Vec<String> {
    let mut found = Vec::new();
    for (alias, groups) in &run.synced {
        for Committed { group, topic, offset } in groups {
            let groups = seen.groups.get(compiled.broker(alias));
            let offsets = groups.and_then(|groups| groups.get(group));
            let real = offsets.and_then(|offsets| offsets.get(&format!("{topic}-0")));
            if real != Some(&i64::from(*offset)) {
                found.push(format!(
                    "{alias}: {group} is at {real:?} of {topic}, expected {offset}; all: {offsets:?}"
                ));
            }
        }
    }
    found
}

/// Each connector that runs has the settings that we compute, and no other one runs. Also tells how many are equal.
pub(super) fn settings(
    place: &Place<'_>,
    compiled: &Compiled,
    run: &Run,
    prediction: &Prediction,
    seen: &Seen,
) -> (usize, Vec<String>) {
    let (mut compared, mut found) = (0, Vec::new());
    let none = BTreeMap::new();
    for instance in compiled.effective() {
        let target = &instance.target().alias.value;
        for pair in instance.pairs() {
            let worker = instance.worker_config(pair.from);
            let topic = worker.get("config.storage.topic").expect("every worker has one");
            // Settings of other workers are copied into those of this one.
            if prediction.overwritten.contains(&(compiled.broker(target), topic.to_owned())) {
                continue;
            }
            let flow = format!("{}->{target}", compiled.topology.alias(pair.from));
            let real = seen.connectors.get(&flow).unwrap_or(&none);
            for connector in Connector::ALL {
                let Some(real) = real.get(connector.name()) else {
                    if !run.connectors.contains_key(&flow) {
                        found.push(format!("{flow}: there is no {}", connector.name()));
                    }
                    continue;
                };
                let predicted: Settings = instance
                    .connector_config(pair.from, connector)
                    .values
                    .iter()
                    .map(|(key, value)| (key.clone(), with_addresses(&value.text, place.brokers)))
                    .collect();
                let unequal = unequal(&format!("{flow} {}", connector.name()), &predicted, real);
                compared += predicted.len() - unequal.len().min(predicted.len());
                found.extend(unequal);
            }
        }
    }
    (compared, found)
}

fn unequal(what: &str, predicted: &Settings, real: &Settings) -> Vec<String> {
    let keys: BTreeSet<&String> = predicted.keys().chain(real.keys()).collect();
    let unequal = keys.into_iter().filter(|key| predicted.get(*key) != real.get(*key));
    let line = |key: &String| {
        format!("{what}: {key} is {:?}, predicted {:?}", real.get(key), predicted.get(key))
    };
    unequal.map(line).collect()
}
