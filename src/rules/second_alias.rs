use super::{
    Context, Findings, Rule,
    past::{Index, Named, Past, pasts},
    retired::declared,
};
use crate::{
    diagnostic::Severity,
    lock::{Claim, Likeness, Line},
    topology::Cluster,
};

pub(super) static RULE: Rule = Rule {
    id: "second-alias",
    severity: Severity::Error,
    summary: "a cluster that gets another alias than `mirrorc.lock` remembers",
    page: include_str!("second_alias.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let declared = declared(context);
    for past in pasts(context) {
        let index = Index::of(past.lock);
        for Named { cluster, claim, line } in past.clusters() {
            if line.is_some() {
                continue;
            }
            let is_first = |(alias, line): &(&str, &Line)| {
                // A new cluster may stand where one was that is declared as lost; it never has its `clusterId`.
                let is_replaced = declared.contains_key(*alias)
                    && line.entry.likeness(&claim) == Likeness::SamePlace;
                // Two aliases at once are the business of `one-cluster-two-aliases`.
                !past.holds(alias, line) && !is_replaced
            };
            if let Some((first, line)) = index.aliases(&claim).into_iter().find(is_first) {
                report(
                    &past,
                    (cluster, &claim),
                    (first, line, declared.contains_key(first)),
                    findings,
                );
            }
        }
    }
}

fn report(
    past: &Past<'_>,
    (cluster, claim): (&Cluster, &Claim),
    (first, line, is_declared): (&str, &Line, bool),
    findings: &mut Findings<'_>,
) {
    let alias = &cluster.alias.value;
    let is_sure = line.entry.likeness(claim) == Likeness::SameCluster;
    let keep = format!("write `alias: {first}`, and the same in the keys of its flows");
    let help = match (is_sure, is_declared) {
        (true, true) => format!("{keep}; and remove `{first}` from `retiredAliases`"),
        (true, false) => keep,
        (false, _) => format!(
            "{keep}; if `{first}` is lost and this is a new cluster in its place, add \
             `retiredAliases: [{{ alias: {first}, replacedBy: {alias} }}]`"
        ),
    };
    findings
        .report(cluster.alias.span, format!("`{alias}` is the cluster that was `{first}`"))
        .subject(alias)
        .related(line.span, if is_sure { "the same `clusterId`" } else { "the same place" })
        .reason(consequence(past, cluster, first))
        .help(help);
}

fn consequence(past: &Past<'_>, cluster: &Cluster, first: &str) -> String {
    let alias = &cluster.alias.value;
    let (into, out_of) = past.flows(cluster);
    if let Some(flow) = out_of.first() {
        let to = past.topology.alias(flow.to);
        return match (past.copy(flow, alias), past.copy(flow, first)) {
            (Some(new), Some(old)) => format!(
                "positions are kept under the alias, so MirrorMaker 2 copies every topic to `{to}` once more, as \
                 `{new}` and the like, while nothing is written to `{old}` any more"
            ),
            (None, _) | (_, None) => format!(
                "positions are kept under the alias, so MirrorMaker 2 copies every topic to `{to}` once more, and each \
                 record stands there twice"
            ),
        };
    }
    if let Some(flow) = into.first() {
        return format!(
            "the mapping of offsets that `{}` keeps for this cluster carries its alias, so the positions of groups are \
             not translated from before the change",
            past.topology.alias(flow.from)
        );
    }
    "MirrorMaker 2 knows a cluster by its alias only, so it would take this one for a new cluster"
        .to_owned()
}
