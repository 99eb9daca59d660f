//! Descriptors made at random, all without a fault.

use proptest::{prelude::*, sample::subsequence};

#[derive(Debug, Clone)]
pub(crate) struct Made {
    clusters: Vec<MadeCluster>,
    flows: Vec<(usize, usize)>,
    spec: Vec<String>,
    /// The pods talk to each other, so there may be several.
    rest: bool,
}

#[derive(Debug, Clone)]
struct MadeCluster {
    alias: String,
    kubernetes_cluster: usize,
    namespace: String,
    security: Option<&'static str>,
}

const SECURITIES: [&str; 4] = [
    "{ protocol: SSL, tls: { trust: { secret: ca, key: ca.crt } } }",
    "{ protocol: SSL, tls: { trust: { secret: ca, key: ca.crt }, client: { secret: mm2, certificate: tls.crt, \
     key: tls.key } } }",
    "{ protocol: SSL, tls: { trust: { secret: stores.example.com, key: trust.p12, passwordKey: password, \
     type: PKCS12 } } }",
    "{ protocol: SASL_SSL, tls: { trust: { secret: ca, key: ca.crt } }, sasl: { mechanism: SCRAM-SHA-512, \
     secret: mm2 } }",
];

const SPECS: [&str; 8] = [
    "kafkaHeapOpts: -Xms512M -Xmx1G",
    "nodeSelector: { pool: streaming }",
    "tolerations: [{ key: dedicated, operator: Exists, effect: NoSchedule }]",
    "affinity: { podAntiAffinity: {} }",
    "imagePullSecrets: [registry]",
    "priorityClassName: high",
    "istioControlPlane: { name: icp, namespace: istio-system }",
    "metrics: { image: \"example.com/jmx:1.5.0\", jar: /agent.jar }",
];

pub(crate) fn any() -> impl Strategy<Value = Made> {
    (2..7_usize).prop_flat_map(|count| {
        let cluster = (
            0..count,
            prop::sample::select(vec!["kafka", "streaming", "a-b"]),
            prop::option::of(prop::sample::select(SECURITIES.to_vec())),
        );
        let pairs: Vec<(usize, usize)> = (0..count)
            .flat_map(|from| (0..count).map(move |to| (from, to)))
            .filter(|(from, to)| from != to)
            .collect();
        let version = prop::sample::select(vec!["3.6.2", "3.7.1", "3.8.0", "3.9.1", "4.3.1"]);
        (
            prop::collection::vec(cluster, count),
            subsequence(pairs.clone(), 1..=pairs.len()),
            subsequence(SPECS.to_vec(), 0..=SPECS.len()),
            version,
            prop::option::of((1..4_u32, 0..3_u32)),
        )
            .prop_map(|(clusters, flows, spec, version, pods)| {
                let mut spec: Vec<String> = spec.into_iter().map(str::to_owned).collect();
                spec.push(format!("kafkaVersion: \"{version}\""));
                spec.push(format!("image: registry.example.com/kafka:{version}"));
                spec.push(
                    "resources: { requests: { cpu: 1, memory: 4Gi }, limits: { memory: 4Gi } }"
                        .to_owned(),
                );
                if let Some((least, more)) = pods {
                    spec.push(format!("minReplicas: {least}"));
                    spec.push(format!("maxReplicas: {}", least + more));
                }
                let clusters = clusters.into_iter().zip(["eu", "us", "ap", "af", "sa", "oc"]);
                let clusters = clusters.map(|((place, namespace, security), alias)| MadeCluster {
                    alias: alias.to_owned(),
                    kubernetes_cluster: place,
                    namespace: namespace.to_owned(),
                    security,
                });
                Made { clusters: clusters.collect(), flows, spec, rest: pods.is_some() }
            })
    })
}

pub(crate) fn descriptor(made: &Made) -> String {
    let mut text = "kafkaClusters:\n".to_owned();
    for cluster in &made.clusters {
        text.push_str(&entry(cluster));
    }
    let spec = made.spec.iter().map(|line| format!("  {line}\n"));
    let rest = made.rest.then(|| "  dedicated.mode.enable.internal.rest=true\n".to_owned());
    let alias = |at: usize| made.clusters.get(at).map_or("", |cluster| &cluster.alias);
    let flows = made
        .flows
        .iter()
        .map(|&(from, to)| format!("  {}->{}.enabled=true\n", alias(from), alias(to)));
    text.push_str("mirrorMaker2Spec:\n");
    text.extend(spec);
    text.push_str("mirrorMaker2Properties: |\n");
    text.extend(rest.into_iter().chain(flows));
    text
}

fn entry(cluster: &MadeCluster) -> String {
    let MadeCluster { alias, kubernetes_cluster, namespace, security } = cluster;
    let security = security.map(|security| format!("    security: {security}\n"));
    format!(
        "  - alias: {alias}\n    name: {alias}\n    namespace: {namespace}\n    \
         kubernetesConfigContext: k{kubernetes_cluster}\n    \
         bootstrapServers: {{ internal: \"{alias}.svc:9092\", external: \"{alias}.com:9094\" }}\n{}",
        security.unwrap_or_default()
    )
}
