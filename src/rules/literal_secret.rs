use super::{Context, Findings, Rule};
use crate::{
    diagnostic::{Diagnostic, Severity},
    mm2::secrets::{self, Literal, Secret},
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
    for topology in context.topologies {
        for (secret, setting) in secrets::in_settings(topology) {
            let what = what(secret.kind).unwrap_or("its value");
            let message = format!("`{}` has {what} written out", setting.key);
            report(&secret, message, findings).subject(&setting.key).help(
                "move it into a Secret and name that in the cluster's `security:`, or write a reference such as \
                 `${file:/path/secrets.properties:key}`; then change the secret itself",
            );
        }
        for secret in secrets::in_comments(topology) {
            let what = what(secret.kind).unwrap_or("a secret");
            report(&secret, format!("this comment has {what} written out"), findings)
                .help("remove it, then change the secret itself");
        }
    }
}

/// What the value shows by itself; nothing where only the key tells it.
fn what(kind: Literal) -> Option<&'static str> {
    match kind {
        Literal::Key => None,
        Literal::PrivateKey => Some("a private key"),
        Literal::Url => Some("a password in a URL"),
        Literal::Option => Some("a password"),
    }
}

fn report<'a>(
    secret: &Secret,
    message: String,
    findings: &'a mut Findings<'_>,
) -> &'a mut Diagnostic {
    let finding = findings.report(secret.place, message);
    finding.reason("git keeps it for ever, and everyone who reads the repository has it")
}
