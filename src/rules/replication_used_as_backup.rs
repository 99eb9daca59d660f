use super::{Context, Findings, Rule, objectives::asked};
use crate::{descriptor::Disaster, diagnostic::Severity, loss::Loss};

pub(super) static RULE: Rule = Rule {
    id: "replication-used-as-backup",
    severity: Severity::Error,
    summary: "only copies protect from mistakes, and they repeat them",
    page: include_str!("replication_used_as_backup.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for asked in asked(context).iter().filter(|asked| asked.disaster == Disaster::Mistake) {
        let mut leaving = asked.topology.flows.iter().filter(|flow| flow.from == asked.cluster.id);
        let (Some(flow), Some(whose)) =
            (leaving.next(), asked.whose(|loss| loss == Loss::Everything))
        else {
            continue;
        };
        findings
            .report(asked.span, format!("nothing but copies protects {whose} from mistakes"))
            .subject(asked.alias())
            .related(flow.span, "the copies")
            .reason("a copy repeats a mistake: MirrorMaker 2 copies wrong records and tombstones within seconds, and synchronised settings cut the copies down as well")
            .help(format!("add an entry to `backups` with `cluster: {}`", asked.alias()));
    }
}
