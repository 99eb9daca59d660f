use super::duplicate_property::repeated;
use super::{Context, Findings, Rule};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "contradicting-property",
    severity: Severity::Error,
    summary: "a property that stands twice with different values",
    page: include_str!("contradicting_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        for (first, again) in repeated(topology) {
            if first.value != again.value {
                findings
                    .report(first.key_span, format!("`{}` has two values", again.key))
                    .label("this line has no effect")
                    .related(again.key_span, "this later line wins")
                    .subject(&again.key)
                    .reason("Java keeps the last line and drops the others without a word")
                    .help("remove the line that is not meant");
            }
        }
    }
}
