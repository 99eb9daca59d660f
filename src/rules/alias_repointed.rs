use super::{
    Context, Findings, Rule,
    past::{Index, Past, pasts, remembered},
    suggestion::Taken,
};
use crate::{
    diagnostic::Severity,
    lock::{Claim, Likeness, Line},
    topology::Cluster,
};

pub(super) static RULE: Rule = Rule {
    id: "alias-repointed",
    severity: Severity::Error,
    summary: "an alias that means another cluster than `mirrorc.lock` remembers",
    page: include_str!("alias_repointed.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    for past in pasts(context) {
        let index = Index::of(past.lock);
        for (cluster, claim, line) in past.clusters() {
            let Some(line) = line.filter(|line| !line.entry.is_retired()) else { continue };
            if line.entry.likeness(&claim) == Likeness::Different {
                let free = taken.free_alias(&cluster.alias.value);
                report(&past, (cluster, &claim), line, (&index, &free), findings);
            }
        }
    }
}

fn report(
    past: &Past<'_>,
    (cluster, claim): (&Cluster, &Claim),
    line: &Line,
    (index, free): (&Index<'_>, &str),
    findings: &mut Findings<'_>,
) {
    let alias = &cluster.alias.value;
    let known = index.aliases(claim).into_iter().next();
    let help = match known {
        Some((known, _)) => {
            format!("write `alias: {known}` for this cluster, and leave its flows as they were")
        }
        None => format!(
            "write `alias: {free}`, and the same in the keys of its flows; if it is the same cluster in another place, \
             accept this once with `allow: [{{ rule: alias-repointed, subject: {alias}, reason: … }}]` and render"
        ),
    };
    let finding = findings.report(
        cluster.alias.span,
        format!("the alias `{alias}` means another cluster than before"),
    );
    finding
        .subject(alias)
        .related(line.span, remembered(line, claim))
        .reason(consequence(past, cluster))
        .help(help);
    if let Some((known, line)) = known {
        finding.related(line.span, format!("the cluster that it means now is `{known}`"));
    }
}

fn consequence(past: &Past<'_>, cluster: &Cluster) -> String {
    let alias = &cluster.alias.value;
    let (into, out_of) = past.flows(cluster);
    let read = out_of.first().map(|flow| {
        format!(
            "`{}` goes on at the positions of the old cluster, so that the first records of each longer topic are \
             skipped, and the records of the new cluster mix with those of the old one in its copies",
            past.topology.flow_name(flow)
        )
    });
    let written = into.first().map(|flow| {
        format!(
            "`{}` fills the new cluster from the start, while what `{}` knows about offsets is still about the old one, \
             so that positions of groups may be translated wrongly",
            past.topology.flow_name(flow),
            past.topology.alias(flow.from)
        )
    });
    let told: Vec<String> = read.into_iter().chain(written).collect();
    if told.is_empty() {
        return format!(
            "MirrorMaker 2 knows a cluster by its alias only, so what it keeps under `{alias}` would be applied to \
             another cluster"
        );
    }
    told.join("; ")
}
