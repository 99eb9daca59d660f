use super::{
    Context, Findings, Rule,
    stated::{literal, stated},
};
use crate::diagnostic::Severity;

pub(super) static RULE: Rule = Rule {
    id: "converter-not-bytes",
    severity: Severity::Error,
    summary: "a converter that does not leave records as they are",
    page: include_str!("converter_not_bytes.md"),
    allowable: true,
    check,
};

const CONVERTERS: [&str; 3] = ["key.converter", "value.converter", "header.converter"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for key in CONVERTERS {
        let lines = stated(context, |topology, flow| {
            let own = || topology.settings.get(&format!("{}.{key}", topology.alias(flow.to)));
            topology.flow_setting(flow, key).or_else(own)
        });
        for line in lines {
            let setting = line.setting;
            let Some(class) = literal(setting).filter(|class| !keeps_bytes(class)) else {
                continue;
            };
            findings
                .report(setting.value_span, format!("`{}` is `{class}`, which does not leave records as they are", setting.key))
                .subject(&setting.key)
                .reason("MirrorMaker 2 hands over bytes, and only `ByteArrayConverter` writes bytes as they are")
                .help("remove the line");
        }
    }
}

fn keeps_bytes(class: &str) -> bool {
    let name = class.rsplit('.').next().unwrap_or(class);
    matches!(name, "ByteArrayConverter" | "ByteArray")
}
