use super::{
    Context, Findings, Rule,
    stated::{Stated, says, stated},
};
use crate::{diagnostic::Severity, mm2::gates, topology::Setting};

pub(super) static RULE: Rule = Rule {
    id: "offset-sync-settings-without-syncs",
    severity: Severity::Error,
    summary: "settings of offset syncs that are switched off",
    page: include_str!("offset_sync_settings_without_syncs.md"),
    allowable: true,
    check,
};

/// Keys that start so have to be absent.
const SYNCS: [&str; 2] = ["offset-syncs.topic.", "offset-syncs-"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let lines = stated(context, |topology, flow| {
        let version = topology.workload.version;
        let found = topology.flow_setting(flow, "emit.offset-syncs.enabled");
        found.filter(|_| gates::offset_syncs_switch(version))
    });
    for line in lines.iter().filter(|line| says(Some(line.setting), "false")) {
        for setting in settings(line) {
            report(line, setting, findings);
        }
    }
}

fn settings<'a>(line: &Stated<'a>) -> Vec<&'a Setting> {
    let settings = &line.topology.settings;
    let own = SYNCS.map(|start| format!("{}.{start}", line.flow_name()));
    let mut found: Vec<&Setting> = Vec::new();
    for start in SYNCS.into_iter().map(str::to_owned).chain(own) {
        found.extend(
            settings
                .entries
                .iter()
                .filter(|setting| setting.key.starts_with(&start) && settings.holds(setting)),
        );
    }
    found
}

fn report(line: &Stated<'_>, setting: &Setting, findings: &mut Findings<'_>) {
    findings
        .report(setting.key_span, format!("`{}` stands although offset syncs are off", setting.key))
        .subject(&setting.key)
        .related(line.setting.key_span, "here they are switched off")
        .reason("Kafka 3.9 and later refuse the source connector for that, so nothing is copied")
        .help(format!("remove `{}={}`", setting.key, setting.value.trim()));
}
