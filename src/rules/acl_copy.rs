use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::boolean};

pub(super) static RULE: Rule = Rule {
    id: "acl-copy",
    severity: Severity::Note,
    summary: "rights of topics that are copied in part",
    page: include_str!("acl_copy.md"),
    allowable: true,
    check,
};

const KEY: &str = "sync.topic.acls.enabled";

/// Told only where a line asks for the copy: who does so may expect all.
fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let stated = topology.flows.iter().filter_map(|flow| topology.flow_setting(flow, KEY));
        let mut lines: Vec<_> = stated.filter(|setting| boolean(setting.value.trim())).collect();
        lines.sort_by_key(|setting| setting.key_span);
        lines.dedup_by_key(|setting| setting.key_span);
        for setting in lines {
            findings
                .report(setting.key_span, "MirrorMaker 2 copies only a part of the ACLs")
                .subject(&setting.key)
                .reason(
                    "it copies those of single topics, never those of prefixes, groups, transactional ids or the \
                     cluster, no right to write, and of `All` only the right to read",
                )
                .help("create the others on the target, and keep users there under the same names");
        }
    }
}
