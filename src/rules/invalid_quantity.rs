use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::quantity_bytes};

pub(super) static RULE: Rule = Rule {
    id: "invalid-quantity",
    severity: Severity::Error,
    summary: "an amount that Kubernetes does not take",
    page: include_str!("invalid_quantity.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let resources = &topology.workload.resources.value;
        let amounts = [&resources.requests, &resources.limits].into_iter().flatten().flatten();
        for (name, amount) in amounts.filter(|(_, amount)| quantity_bytes(&amount.value).is_none())
        {
            findings
                .report(amount.span, format!("`{}` is no amount of `{name}`", amount.value))
                .subject(name)
                .reason("the API server refuses the Deployment")
                .help("write a number with a unit of Kubernetes, such as `500m` or `2Gi`");
        }
    }
}
