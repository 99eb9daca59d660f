use super::{Context, Findings, Rule};
use crate::{
    descriptor::{KafkaUser, is_placeholder},
    diagnostic::Severity,
    names,
    source::Span,
    topology::{Backup, Cluster, Engine, Restore, Snapshot, SnapshotKind, Topology},
    yaml::Spanned,
};

pub(super) static RULE: Rule = Rule {
    id: "illegal-name",
    severity: Severity::Error,
    summary: "a name that Kubernetes does not take",
    page: include_str!("illegal_name.md"),
    allowable: false,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for topology in context.topologies {
        check_topology(topology, findings);
        for backup in &topology.backups {
            check_backup(backup, findings);
        }
        for snapshot in &topology.snapshots {
            check_snapshot(snapshot, findings);
        }
        for restore in &topology.restores {
            check_restore(restore, findings);
        }
        for cluster in &topology.clusters {
            check_cluster(topology, cluster, findings);
        }
    }
}

fn check_topology(topology: &Topology, findings: &mut Findings<'_>) {
    let name = &topology.name;
    expect(
        names::is_label(&name.value),
        name.span,
        &name.value,
        "the name of the topology",
        findings,
    );
    for cluster in &topology.kubernetes_clusters {
        let folder = &cluster.folder;
        let fits = names::is_subdomain(folder);
        expect(fits, cluster.span, folder, "the name of the Kubernetes cluster", findings);
    }
    let workload = &topology.workload;
    check_image(&workload.image, findings);
    let place = workload.replicas.span;
    for secret in &workload.image_pull_secrets {
        expect(names::is_subdomain(secret), place, secret, "the name of a Secret", findings);
    }
    if let Some(class) = &workload.priority_class_name {
        expect(names::is_subdomain(class), place, class, "the name of a priority class", findings);
    }
    if let Some(istio) = &workload.istio {
        let revision = format!("{}.{}", istio.name, istio.namespace);
        let fits = names::label_value(&revision) == revision;
        expect(fits, place, &revision, "the revision of the control plane", findings);
    }
}

fn check_cluster(topology: &Topology, cluster: &Cluster, findings: &mut Findings<'_>) {
    if let Some(home) = &cluster.home {
        let namespace = &home.namespace;
        let fits = names::is_label(&namespace.value);
        expect(fits, namespace.span, &namespace.value, "the namespace", findings);
        let fits = names::is_subdomain(&home.name.value);
        expect(fits, home.name.span, &home.name.value, "the name of the Kafka cluster", findings);
        let instance = names::instance_name(&topology.name.value, &cluster.alias.value);
        if names::is_label(&topology.name.value) && !names::is_label(&instance) {
            let message =
                format!("the name `{instance}` of the instance has {} characters", instance.len());
            findings
                .report(cluster.alias.span, message)
                .subject(&cluster.alias.value)
                .reason(format!(
                    "a Service and the value of a label have at most {}",
                    names::LABEL_LENGTH
                ))
                .help("shorten the alias, or `metadata.name`");
        }
    }
    for user in &cluster.users {
        check_user(&user.value, findings);
    }
    for (name, is_key) in secrets(cluster) {
        let fits =
            if is_key { is_secret_key(&name.value) } else { names::is_subdomain(&name.value) };
        let what = if is_key { "a key of a Secret" } else { "the name of a Secret" };
        expect(fits, name.span, &name.value, what, findings);
    }
}

/// Kubernetes adds eleven characters to the name of a CronJob for the pods that it starts.
fn check_backup(backup: &Backup, findings: &mut Findings<'_>) {
    let name = &backup.name;
    let fits = names::is_label(&name.value) && name.value.len() <= names::CRON_JOB_LENGTH;
    expect(fits, name.span, &name.value, "the name of a backup", findings);
    expect_subdomain(&backup.snapshot_class, SNAPSHOT_CLASS, findings);
    match &backup.engine {
        Engine::Velero(velero) => {
            let fits = names::is_label(&velero.namespace);
            expect(fits, backup.engine_span, &velero.namespace, "the namespace", findings);
            if let Some(location) = &velero.storage_location {
                expect_subdomain(location, "the name of a storage location", findings);
            }
        }
        Engine::CronJob { image } => check_image(image, findings),
        Engine::KafkaBackup { .. } | Engine::SnapScheduler => {}
    }
}

const SNAPSHOT_CLASS: &str = "the name of a class of snapshots";

fn check_snapshot(snapshot: &Snapshot, findings: &mut Findings<'_>) {
    match &snapshot.kind {
        SnapshotKind::Single { class, claims } => {
            expect_subdomain(class, SNAPSHOT_CLASS, findings);
            for claim in claims {
                expect_subdomain(&claim.name, "the name of a claim", findings);
            }
        }
        SnapshotKind::Group { class } => expect_subdomain(class, SNAPSHOT_CLASS, findings),
    }
}

fn check_restore(restore: &Restore, findings: &mut Findings<'_>) {
    if let Some(class) = &restore.snapshot_class {
        expect_subdomain(class, SNAPSHOT_CLASS, findings);
    }
    for volume in &restore.volumes {
        expect_subdomain(&volume.snapshot, "the name of a snapshot", findings);
        expect_subdomain(&volume.claim, "the name of a claim", findings);
        if let Some(class) = &volume.storage_class {
            expect_subdomain(class, "the name of a storage class", findings);
        }
    }
}

fn check_image(image: &Spanned<String>, findings: &mut Findings<'_>) {
    let text = &image.value;
    if !names::is_image(text) && !is_placeholder(text) {
        let joined = text.split_whitespace().collect::<Vec<_>>().join(":");
        let help = match names::is_image(&joined) {
            true => format!("write something like `{joined}`"),
            false => "write the repository, `:` and the tag".to_owned(),
        };
        findings
            .report(image.span, format!("`{text}` cannot be the name of an image"))
            .subject(text)
            .reason("no pod would start: the name of an image is written without spaces, with `:` and a tag at its end")
            .help(help);
    }
}

fn expect_subdomain(name: &Spanned<String>, what: &str, findings: &mut Findings<'_>) {
    if !is_placeholder(&name.value) {
        expect(names::is_subdomain(&name.value), name.span, &name.value, what, findings);
    }
}

fn check_user(user: &KafkaUser, findings: &mut Findings<'_>) {
    let name = &user.name;
    expect(
        names::is_subdomain(&name.value),
        name.span,
        &name.value,
        "the name of a user",
        findings,
    );
    if let Some(namespace) = &user.namespace {
        let fits = names::is_label(&namespace.value);
        expect(fits, namespace.span, &namespace.value, "the namespace", findings);
    }
    if let Some(secret) = &user.secret {
        let fits = names::is_subdomain(&secret.value);
        expect(fits, secret.span, &secret.value, "the name of a Secret", findings);
    }
}

fn expect(fits: bool, span: Span, name: &str, what: &str, findings: &mut Findings<'_>) {
    if !fits {
        let message = match name {
            "" => format!("{what} is empty"),
            _ => format!("`{name}` cannot be {what}"),
        };
        findings
            .report(span, message)
            .subject(name)
            .reason("the API server takes lower-case letters, digits and `-`, with a letter or digit at both ends")
            .help(match names::slug(name) {
                _ if name.is_empty() => "write a name of letters, digits and `-`".to_owned(),
                slug if slug.is_empty() || slug == name => "write a shorter name of letters, digits and `-`".to_owned(),
                slug => format!("write something like `{slug}`"),
            });
    }
}

/// Every name of a Secret and of a key in one; true marks a key.
fn secrets(cluster: &Cluster) -> Vec<(&Spanned<String>, bool)> {
    let mut found = Vec::new();
    let Some(security) = cluster.security.as_ref().map(|security| &security.value) else {
        return found;
    };
    if let Some(tls) = security.tls.as_ref().map(|tls| &tls.value) {
        if let Some(trust) = tls.trust.as_ref().map(|trust| &trust.value) {
            found.push((&trust.secret, false));
            found.push((&trust.key, true));
            found.extend(trust.password_key.as_ref().map(|key| (key, true)));
        }
        if let Some(client) = tls.client.as_ref().map(|client| &client.value) {
            found.push((&client.secret, false));
            found.push((&client.key, true));
            let keys = [&client.certificate, &client.password_key, &client.key_password_key];
            found.extend(keys.into_iter().flatten().map(|key| (key, true)));
        }
    }
    if let Some(sasl) = security.sasl.as_ref().map(|sasl| &sasl.value) {
        found.push((&sasl.secret, false));
        let keys = [&sasl.username, &sasl.password];
        found.extend(keys.into_iter().flatten().map(|key| (key, true)));
    }
    found
}

fn is_secret_key(key: &str) -> bool {
    let inner = |found: char| found.is_ascii_alphanumeric() || "-._".contains(found);
    (1..=names::SUBDOMAIN_LENGTH).contains(&key.len())
        && key.chars().all(inner)
        && !key.starts_with("..")
}
