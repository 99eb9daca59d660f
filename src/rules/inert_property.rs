use super::{Context, Findings, Rule, standings::lines};
use crate::{
    diagnostic::{Diagnostic, Severity},
    mm2::keys::{Inert, Standing, Why},
    topology::Setting,
};

pub(super) static RULE: Rule = Rule {
    id: "inert-property",
    severity: Severity::Error,
    summary: "a property that nothing reads where it stands",
    page: include_str!("inert_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in lines(context) {
        let Standing::Inert(inert) = line.standing else { continue };
        let Some((what, reason)) = words(inert.why) else { continue };
        let finding =
            findings.report(line.setting.key_span, format!("`{}` {what}", line.setting.key));
        finding.subject(&line.setting.key).reason(reason).help(help(line.setting, &inert));
        relate(&inert, finding);
    }
}

/// What is wrong with the line, and why; nothing where it only stands on the wrong side.
fn words(why: Why<'_>) -> Option<(&'static str, &'static str)> {
    let nothing = "is read by nothing at the top level";
    let no_flow = "is read by nothing where it stands";
    Some(match why {
        Why::NotFromTop => (
            nothing,
            "from the top level the connectors take only keys that each of them defines, and this is none of them",
        ),
        Why::ClientAtTop => (
            nothing,
            "clients take their settings from the keys of a cluster or of a flow, so the line is dropped",
        ),
        Why::WorkerOfTarget => (
            no_flow,
            "workers take it from the keys of the cluster into which they write, so the line is dropped",
        ),
        Why::ConnectorOfNoCluster => (
            no_flow,
            "connectors take their own settings from the top level and from flows; from a cluster they take only how \
             to connect, and clients",
        ),
        Why::ProcessOnly => {
            (no_flow, "the process reads it once for all flows, without an alias before it")
        }
        Why::NoClient => (no_flow, "it is a setting of a client, but the key names no client"),
        Why::ClientBefore28 => (
            no_flow,
            "before Kafka 2.8 the clients of the connectors know neither the keys of clusters nor those of sides",
        ),
        Why::OffsetSyncsOnly => (
            "does not reach the producer of the records",
            "it tunes only the producer that writes offset syncs; records are written by the worker's producer",
        ),
        Why::ConnectionOnly => (
            no_flow,
            "clients take only how to connect from `source.cluster.` and `target.cluster.`",
        ),
        Why::ConnectionOfNoFlow => (
            no_flow,
            "clients take how to connect from the keys of a cluster, so a flow's own key is not used",
        ),
        Why::Shadowed(_) => ("never counts", "the other line always wins"),
        Why::NoTarget | Why::NoSource => return None,
    })
}

fn help(setting: &Setting, inert: &Inert<'_>) -> String {
    let lines: Vec<String> =
        inert.write.iter().map(|key| format!("`{key}={}`", setting.value.trim())).collect();
    match lines.is_empty() {
        true => "remove the line".to_owned(),
        false => format!("write {}", lines.join(" or ")),
    }
}

fn relate(inert: &Inert<'_>, finding: &mut Diagnostic) {
    if let Why::Shadowed(winner) = inert.why {
        finding.related(winner.key_span, "this line wins");
    }
}
