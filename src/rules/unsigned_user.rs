use super::{Context, Findings, Rule};
use crate::{
    descriptor::{CertificateSigner, KafkaUser},
    diagnostic::Severity,
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "unsigned-user",
    severity: Severity::Error,
    summary: "a user whose certificate nobody, or not one authority, would sign",
    page: include_str!("unsigned_user.md"),
    allowable: false,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let topologies = context.topologies.iter();
    let users =
        topologies.flat_map(|topology| &topology.clusters).flat_map(|cluster| &cluster.users);
    for user in users {
        if let Some(signer) = &user.value.signer {
            check_signer(&user.value, signer, findings);
        }
    }
}

fn check_signer(
    user: &KafkaUser,
    signer: &Spanned<CertificateSigner>,
    findings: &mut Findings<'_>,
) {
    let name = &user.name.value;
    match (&signer.value.k8s_csr, &signer.value.cert_manager) {
        (None, None) => findings
            .report(signer.span, format!("the signer of `{name}` is empty"))
            .subject(name)
            .reason("the operator asks one authority for the certificate")
            .help("write `k8sCsr: csr.banzaicloud.io/privateca`, or remove `signer:`"),
        (Some(request), Some(issuer)) => findings
            .report(issuer.name.span, format!("`{name}` has two signers"))
            .related(request.span, "the other one")
            .subject(name)
            .reason("the operator asks one authority for the certificate")
            .help("remove `k8sCsr:` or `certManager:`"),
        (None, Some(issuer)) => {
            let Some(lifetime) = &user.lifetime_seconds else { return };
            findings
                .report(lifetime.span, "cert-manager does not read `lifetimeSeconds`")
                .related(issuer.name.span, "cert-manager signs the certificate")
                .subject(name)
                .reason("only the CSR operator reads the annotation that this becomes")
                .help("remove `lifetimeSeconds:`, or let `k8sCsr:` sign")
        }
        (Some(_), None) => return,
    };
}
