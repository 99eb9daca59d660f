use super::{Context, Findings, Rule};
use crate::{
    descriptor::{Protocol, Security, StoreType, TlsClient, TlsTrust},
    diagnostic::Severity,
    source::Span,
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "incomplete-security",
    severity: Severity::Error,
    summary: "a `security` that leaves out what its protocol needs, or states what it does not use",
    page: include_str!("incomplete_security.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let clusters = context.topologies.iter().flat_map(|topology| &topology.clusters);
    for cluster in clusters {
        let Some(security) = &cluster.security else { continue };
        let alias = &cluster.alias.value;
        for (span, message, help) in faults(security) {
            findings.report(span, format!("{message} of `{alias}`")).subject(alias).help(help);
        }
    }
}

type Fault = (Span, String, &'static str);

fn faults(security: &Spanned<Security>) -> Vec<Fault> {
    let Security { protocol, tls, sasl } = &security.value;
    let (encrypts, with_user) = match protocol.value {
        Protocol::Plaintext => (false, false),
        Protocol::Ssl => (true, false),
        Protocol::SaslPlaintext => (false, true),
        Protocol::SaslSsl => (true, true),
    };
    let mut faults = Vec::new();
    match sasl {
        None if with_user => faults.push((
            protocol.span,
            "`sasl` is missing in the security".to_owned(),
            "add `sasl: { mechanism: SCRAM-SHA-512, secret: … }`, or choose `SSL`",
        )),
        Some(sasl) if !with_user => faults.push((
            sasl.span,
            "the protocol does not use the `sasl`".to_owned(),
            "choose `SASL_SSL`, or remove `sasl`",
        )),
        _ => {}
    }
    let Some(tls) = tls else { return faults };
    if !encrypts {
        let message = "the protocol does not use the `tls`".to_owned();
        faults.push((tls.span, message, "choose `SSL` or `SASL_SSL`, or remove `tls`"));
    }
    faults.extend(tls.value.trust.as_ref().and_then(trust_fault));
    faults.extend(tls.value.client.as_ref().and_then(client_fault));
    faults
}

fn is_store(stated: Option<&Spanned<StoreType>>) -> bool {
    stated.is_some_and(|found| found.value != StoreType::Pem)
}

fn trust_fault(trust: &Spanned<TlsTrust>) -> Option<Fault> {
    let store = is_store(trust.value.store_type.as_ref());
    match (store, trust.value.password_key.is_some()) {
        (true, false) => Some((
            trust.span,
            "the password of the truststore is missing in the security".to_owned(),
            "add `passwordKey:` with the key of the Secret that holds it",
        )),
        (false, true) => Some((
            trust.span,
            "a PEM file has no password, but `passwordKey` is stated in the security".to_owned(),
            "remove `passwordKey`, or add `type: JKS` or `type: PKCS12`",
        )),
        _ => None,
    }
}

fn client_fault(client: &Spanned<TlsClient>) -> Option<Fault> {
    let TlsClient { certificate, password_key, store_type, .. } = &client.value;
    let (message, help) = match (is_store(store_type.as_ref()), certificate, password_key) {
        (true, Some(_), _) => (
            "a keystore holds the certificate itself, but `certificate` is stated in the security",
            "remove `certificate`, or `type`",
        ),
        (true, None, None) => (
            "the password of the keystore is missing in the security",
            "add `passwordKey:` with the key of the Secret that holds it",
        ),
        (false, None, _) => (
            "the certificate of the client is missing in the security",
            "add `certificate: tls.crt`, or `type: JKS` or `type: PKCS12`",
        ),
        (false, Some(_), Some(_)) => (
            "PEM files have no store password, but `passwordKey` is stated in the security",
            "remove `passwordKey`; the password of the private key itself is `keyPasswordKey`",
        ),
        _ => return None,
    };
    Some((client.span, message.to_owned(), help))
}
