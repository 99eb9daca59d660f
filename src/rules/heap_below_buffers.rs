use super::{Context, Findings, Rule, tasks};
use crate::{
    diagnostic::Severity,
    mm2::{
        effective::{self, Client, Config, Role, Side, client_config, records_producer},
        simulate::{Flow, FlowId, Simulation},
    },
    topology::heap_bytes,
};

pub(super) static RULE: Rule = Rule {
    id: "heap-below-buffers",
    severity: Severity::Warning,
    summary: "the buffers of all tasks together are larger than the Java heap",
    page: include_str!("heap_below_buffers.md"),
    allowable: true,
    check,
};

/// What a producer keeps at most, and what a consumer fetches at most, where no line says otherwise; in bytes.
const BUFFER_MEMORY: u64 = 32 << 20;
const FETCH_MAX_BYTES: u64 = 50 << 20;
const KEYS: [&str; 2] = ["buffer.memory", "fetch.max.bytes"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let partitions = tasks::partitions(context.simulation);
    let mut settings = context.topologies.iter().flat_map(|topology| &topology.settings.entries);
    let is_stated = settings.any(|setting| KEYS.iter().any(|key| setting.key.ends_with(key)));
    // To put together what clients get takes longer than the rest of this rule.
    let buffers = if is_stated { buffers } else { |_: &Flow<'_>| BUFFER_MEMORY + FETCH_MAX_BYTES };
    for flows in tasks::by_instance(context) {
        let tasks_of = |(id, flow): &(FlowId, &Flow<'_>)| {
            Some(tasks::most(flow)?.min(partitions.get(id)?.declared))
        };
        let tasks: u64 = flows.iter().filter_map(tasks_of).sum();
        if let Some((_, flow)) = flows.first() {
            report(context.simulation, flow, (tasks, buffers), findings);
        }
    }
}

/// Most flows of an instance have the buffers of the others: those of the first stand for all.
fn report(
    simulation: &Simulation<'_>,
    flow: &Flow<'_>,
    (tasks, buffers): (u64, impl Fn(&Flow<'_>) -> u64),
    findings: &mut Findings<'_>,
) {
    let workload = &flow.topology.workload;
    let Some(heap) = heap_bytes(&workload.heap.value) else { return };
    let pods = u64::from(workload.replicas.min.max(1));
    let tasks = tasks.div_ceil(pods);
    if tasks == 0 {
        return;
    }
    let needed = tasks.saturating_mul(buffers(flow));
    if needed <= heap {
        return;
    }
    let mebibytes = needed.div_ceil(1 << 20);
    findings
        .report(
            workload.heap.span,
            format!(
                "{tasks} tasks in a pod of `{}` may fill {mebibytes} MiB, and the heap is `{}`",
                simulation.place(flow.to).alias(),
                workload.heap.value
            ),
        )
        .subject("mirrorMaker2Spec")
        .reason(
            "each task has a consumer that fetches up to `fetch.max.bytes` and a producer that keeps up to \
             `buffer.memory`; after an outage all of them are full at once",
        )
        .help(format!("write `kafkaHeapOpts: -Xmx{mebibytes}M`, or lower `tasks.max`"));
}

/// What one task keeps at most.
fn buffers(flow: &Flow<'_>) -> u64 {
    let (from, to) = (flow.pair.from, flow.pair.to);
    let worker = effective::worker_config(flow.topology, from, to);
    let connector = effective::connector_config(flow.topology, from, to);
    let number =
        |config: &Config<'_>, key| config.get(key).and_then(|text| text.trim().parse().ok());
    let producer = records_producer(&worker, &connector);
    let consumer = client_config(
        &connector,
        Client { side: Side::Source, role: Role::Consumer, label: "replication-consumer" },
    );
    let [buffer, fetch] = KEYS;
    let buffer: Option<u64> = number(&producer, buffer);
    let fetch: Option<u64> = number(&consumer, fetch);
    buffer.unwrap_or(BUFFER_MEMORY).saturating_add(fetch.unwrap_or(FETCH_MAX_BYTES))
}
