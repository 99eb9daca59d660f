use super::{Context, Findings, Rule};
use crate::{
    diagnostic::Severity,
    mm2::secrets::{self, Literal},
};

pub(super) static RULE: Rule = Rule {
    id: "literal-secret",
    severity: Severity::Error,
    summary: "a secret that is written out in the properties",
    page: include_str!("literal_secret.md"),
    allowable: false,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let settings = context.topologies.iter().flat_map(|topology| &topology.settings.entries);
    for setting in settings {
        let Some(kind) = secrets::literal(setting) else { continue };
        let what = match kind {
            Literal::Key => "its value",
            Literal::PrivateKey => "a private key",
            Literal::Url => "a password in a URL",
        };
        findings
            .report(setting.key_span, format!("`{}` has {what} written out", setting.key))
            .subject(&setting.key)
            .reason("git keeps it for ever, and everyone who reads the repository has it")
            .help(
                "move it into a Secret and name that in the cluster's `security:`, or write a reference such as \
                 `${file:/path/secrets.properties:key}`; then change the secret itself",
            );
    }
}
