use super::{Context, Findings, Rule};
use crate::{
    descriptor::{TaintEffect, Toleration, TolerationOperator},
    diagnostic::Severity,
};

pub(super) static RULE: Rule = Rule {
    id: "invalid-toleration",
    severity: Severity::Error,
    summary: "a toleration that Kubernetes refuses",
    page: include_str!("invalid_toleration.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for toleration in &topology.workload.tolerations {
            if let Some((what, help)) = fault(&toleration.value) {
                findings
                    .report(toleration.span, what)
                    .subject("mirrorMaker2Spec")
                    .reason("the API server refuses the Deployment")
                    .help(help);
            }
        }
    }
}

/// What is wrong, and what to do.
fn fault(toleration: &Toleration) -> Option<(&'static str, &'static str)> {
    let has_text = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let exists = matches!(toleration.operator, Some(TolerationOperator::Exists));
    let stays = !matches!(toleration.effect, Some(TaintEffect::NoExecute));
    if exists && has_text(&toleration.value) {
        Some((
            "a toleration with the operator `Exists` has no `value`",
            "remove `value:`, or write `operator: Equal`",
        ))
    } else if !exists && !has_text(&toleration.key) {
        Some((
            "a toleration without a `key` needs the operator `Exists`",
            "add `key:`, or write `operator: Exists`",
        ))
    } else if stays && toleration.toleration_seconds.is_some() {
        Some((
            "only a toleration of `NoExecute` has `tolerationSeconds`",
            "remove `tolerationSeconds:`, or write `effect: NoExecute`",
        ))
    } else {
        None
    }
}
