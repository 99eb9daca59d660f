use super::{Context, Findings, Rule};
use crate::{diagnostic::Severity, topology::amount};

pub(super) static RULE: Rule = Rule {
    id: "requests-above-limits",
    severity: Severity::Error,
    summary: "a container that asks for more than it may have",
    page: include_str!("requests_above_limits.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        let resources = &topology.workload.resources.value;
        let limits = resources.limits.as_ref();
        for (name, request) in resources.requests.iter().flatten() {
            let Some(limit) = limits.and_then(|limits| limits.get(name)) else { continue };
            let amounts = amount(&request.value).zip(amount(&limit.value));
            if amounts.is_some_and(|(request, limit)| request > limit) {
                findings
                    .report(
                        request.span,
                        format!(
                            "the request for `{name}` of `{}` is above the limit",
                            request.value
                        ),
                    )
                    .related(limit.span, "the limit")
                    .subject(name)
                    .reason("the API server refuses the Deployment")
                    .help(format!(
                        "write a request of `{}` or less, or raise the limit",
                        limit.value
                    ));
            }
        }
    }
}
