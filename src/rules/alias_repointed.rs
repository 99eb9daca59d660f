use super::{
    Context, Findings, Rule,
    past::{Index, Named, Past, pasts, remembered},
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
        for Named { cluster, claim, line } in past.clusters() {
            let Some((line, Likeness::Different)) = line else { continue };
            if !line.entry.is_retired() {
                let free = taken.successor(&cluster.alias.value);
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
        None => help(line, claim, (alias, free)),
    };
    let finding = findings.report(
        cluster.alias.span,
        format!("the alias `{alias}` means another cluster than before"),
    );
    finding
        .subject(alias)
        .related(line.span, remembered(line, claim))
        .reason(past.consequence(cluster))
        .help(help);
    if let Some((known, line)) = known {
        finding.related(line.span, format!("the cluster that it means now is `{known}`"));
    }
}

fn help(line: &Line, claim: &Claim, (alias, free): (&str, &str)) -> String {
    let rename = format!("write `alias: {free}`, and the same in the keys of its flows");
    if line.entry.cluster_id.is_some() && claim.cluster_id.is_some() {
        return rename;
    }
    format!(
        "{rename}; if it is the same cluster at another place, accept this once: add `rule: alias-repointed`, \
         `subject: {alias}` and a `reason:` to `allow`, then run `mirrorc render`"
    )
}
