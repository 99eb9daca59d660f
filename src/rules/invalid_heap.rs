use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::heap_bytes};

pub(super) static RULE: Rule = Rule {
    id: "invalid-heap",
    severity: Severity::Error,
    summary: "options of Java that no shell and no Java would take",
    page: include_str!("invalid_heap.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let heap = &topology.workload.heap;
        let is_plain = |found: char| found.is_ascii_alphanumeric() || " -+=:.,/_%".contains(found);
        let fault = if !heap.value.chars().all(is_plain) {
            "holds a character that the start script would not pass on"
        } else if heap_bytes(&heap.value).is_none() {
            "has no `-Xmx` that can be read"
        } else {
            continue;
        };
        findings
            .report(heap.span, format!("`kafkaHeapOpts` {fault}"))
            .subject("mirrorMaker2Spec")
            .help("write something like `kafkaHeapOpts: -Xms256M -Xmx2G`");
    }
}
