use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    topology::{heap_bytes, quantity_bytes},
};

pub(super) static RULE: Rule = Rule {
    id: "tight-memory-limit",
    severity: Severity::Warning,
    summary: "a memory limit that leaves little beside the Java heap",
    page: include_str!("tight_memory_limit.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let workload = &topology.workload;
        let limits = workload.resources.value.limits.as_ref();
        let Some(limit) = limits.and_then(|limits| limits.get("memory")) else { continue };
        let bytes = heap_bytes(&workload.heap.value).zip(quantity_bytes(&limit.value));
        let Some((heap, bytes)) = bytes else { continue };
        // One that does not even hold the heap is the business of `heap-above-memory-limit`.
        if heap < bytes && u128::from(bytes) * 10 < u128::from(heap) * 13 {
            let least = heap.saturating_mul(13).div_ceil(10).div_ceil(1 << 20);
            findings
                .report(limit.span, format!("the memory limit `{}` leaves little beside the heap of `{}`", limit.value, workload.heap.value))
                .subject("mirrorMaker2Spec")
                .reason("threads, classes and the buffers of connections lie outside of the heap; at the limit the kernel ends the process")
                .help(format!("write `{least}Mi` or more, or lower `-Xmx` in `kafkaHeapOpts`"));
        }
    }
}
