use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{heap_bytes, quantity_bytes},
};

pub(super) static RULE: Rule = Rule {
    id: "heap-above-memory-limit",
    severity: Severity::Error,
    summary: "a Java heap that does not fit into the memory limit",
    page: include_str!("heap_above_memory_limit.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let workload = &topology.workload;
        let limits = workload.resources.value.limits.as_ref();
        let Some(limit) = limits.and_then(|limits| limits.get("memory")) else { continue };
        let bytes = heap_bytes(&workload.heap.value).zip(quantity_bytes(&limit.value));
        if bytes.is_some_and(|(heap, limit)| heap >= limit) {
            let heap = &workload.heap.value;
            findings
                .report(limit.span, format!("the heap of `{heap}` does not fit into the memory limit `{}`", limit.value))
                .related(workload.heap.span, "the heap")
                .subject("mirrorMaker2Spec")
                .reason("the kernel ends the process once the heap has grown, in the middle of its work")
                .help("raise the limit to at least 1.3 times `-Xmx`, or lower `-Xmx` in `kafkaHeapOpts`");
        }
    }
}
