use super::{Context, Findings, Rule, volumes::backups};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "zookeeper-not-backed-up",
    severity: Severity::Warning,
    summary: "a backup of brokers whose metadata is in ZooKeeper",
    page: include_str!("zookeeper_not_backed_up.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for (backup, cluster) in context.topologies.iter().flat_map(backups) {
        let Some(zookeeper) = cluster.storage.zookeeper else { continue };
        let name = &backup.name.value;
        findings
            .report(backup.name.span, format!("`{name}` does not hold ZooKeeper"))
            .subject(name)
            .related(zookeeper, "which keeps the topics and the id of the cluster")
            .reason("a broker alone comes back from its snapshot; a whole cluster without ZooKeeper does not, for its volumes belong to another cluster id")
            .help("make snapshots of the claims of ZooKeeper as well, by the tool that runs it, or move the cluster to KRaft");
    }
}
