use super::{
    Context, Findings, Rule,
    stated::{literal, stated},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "errors-tolerance-all",
    severity: Severity::Error,
    summary: "records that fail are dropped",
    page: include_str!("errors_tolerance_all.md"),
    allowable: true,
    check,
};

const KEY: &str = "errors.tolerance";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in stated(context, |topology, flow| topology.flow_setting(flow, KEY)) {
        let setting = line.setting;
        if literal(setting) == Some("all") {
            findings
                .report(setting.value_span, format!("`{}=all` drops records that fail", setting.key))
                .subject(&setting.key)
                .reason("Connect goes on behind a record that cannot be converted or sent, and does not come back to it")
                .help(format!("remove the line, or write `{}=none`", setting.key));
        }
    }
}
