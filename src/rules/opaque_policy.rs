use super::{
    Context, Findings, Rule,
    policy_class_not_available::{classes, missing},
};
use crate::{
    diagnostic::Severity,
    mm2::policy::{DEFAULT_CLASS, IDENTITY_CLASS},
};

pub(super) static RULE: Rule = Rule {
    id: "opaque-policy",
    severity: Severity::Note,
    summary: "a replication policy that is not Kafka's own",
    page: include_str!("opaque_policy.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (topology, setting) in classes(context) {
        let class = setting.value.trim();
        let is_kafkas = [DEFAULT_CLASS, IDENTITY_CLASS].contains(&class);
        let is_missing = missing(class, topology.workload.version).is_some();
        if class.is_empty() || is_kafkas || is_missing || !topology.renames.is_empty() {
            continue;
        }
        findings
            .report(setting.value_span, format!("how `{class}` names topics is not known here"))
            .subject(&setting.key)
            .reason("what depends on the names of copies is not checked: cycles, aliases in names, topics that are never replicated")
            .help("say what it makes of topics in `renames:` of the descriptor, or remove the line to have the prefixes of DefaultReplicationPolicy");
    }
}
