use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, mm2::simulate::Kind, source::Span, topology::TopicFacts};

pub(super) static RULE: Rule = Rule {
    id: "internal-topic-shape",
    severity: Severity::Error,
    summary: "a declared topic is one of MirrorMaker 2's own, and has not the shape that it needs",
    page: include_str!("internal_topic_shape.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let simulation = context.simulation;
    for seed in &simulation.seeds {
        if simulation.topics.kind(seed.topic) == Kind::Internal
            && let Some(facts) = simulation.facts(seed)
            && let Some(span) = simulation.declared_at(seed.topic)
        {
            let name = simulation.topics.name(seed.topic);
            check_policy(name, span, facts, findings);
            check_partitions(name, span, facts, findings);
        }
    }
}

/// Workers refuse a store that is not compacted alone; of the other topics old records would be missed.
fn check_policy(name: &str, span: Span, facts: &TopicFacts, findings: &mut Findings<'_>) {
    let policy = facts.configs.get("cleanup.policy").map(|policy| policy.trim());
    let Some(policy) = policy.filter(|policy| *policy != "compact") else { return };
    let finding = findings.report(span, format!("`{name}` has the cleanup policy `{policy}`"));
    finding
        .subject(name)
        .help("write `cleanup.policy: compact`, or let MirrorMaker 2 make the topic");
    if is_store(name) {
        finding.reason(
            "a Connect worker does not start on a topic that is not compacted alone, so no flow of the pair runs",
        );
    } else {
        finding.severity = Severity::Warning;
        finding.reason(
            "positions are deleted with old segments, and translation starts from nothing for what is left",
        );
    }
}

fn check_partitions(name: &str, span: Span, facts: &TopicFacts, findings: &mut Findings<'_>) {
    let is_config = name.starts_with("mm2-configs.");
    let Some(count) = facts.partitions.filter(|&count| is_config && count != 1) else { return };
    findings
        .report(span, format!("`{name}` has {count} partitions"))
        .subject(name)
        .reason(
            "a Connect worker takes its settings from a topic of one partition only, and does not start otherwise",
        )
        .help("write `partitions: 1`, or let MirrorMaker 2 make the topic");
}

/// What workers keep their state in, by the names that MirrorMaker 2 gives.
fn is_store(name: &str) -> bool {
    ["mm2-configs.", "mm2-offsets.", "mm2-status."].iter().any(|start| name.starts_with(start))
}
