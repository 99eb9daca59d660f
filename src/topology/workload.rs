//! How the instances run, with every default applied.

use std::collections::BTreeMap;

use super::Version;
use crate::{
    descriptor::{self, faults::MISSING_KEY},
    diagnostic::Diagnostics,
    source::Span,
    yaml::Spanned,
};

/// The release that runs where the descriptor names none.
const DEFAULT_VERSION: Version = Version::new(4, 3, 1);
const DEFAULT_HEAP: &str = "-Xms256M -Xmx2G";

#[derive(Debug, Clone)]
pub struct Workload {
    pub heap: Spanned<String>,
    pub resources: Spanned<descriptor::Resources>,
    pub node_selector: BTreeMap<String, String>,
    pub tolerations: Vec<Spanned<descriptor::Toleration>>,
    pub affinity: Option<Spanned<serde_json::Value>>,
    pub replicas: Replicas,
    pub istio: Option<IstioRevision>,
    /// Of MirrorMaker 2.
    pub version: Version,
    /// `kafkaVersion`, or the image whose tag is the version; absent where it is the default.
    pub version_span: Option<Span>,
    pub image: Spanned<String>,
    /// No image is stated, so Apache's runs.
    pub image_is_default: bool,
    pub image_pull_secrets: Vec<String>,
    pub priority_class_name: Option<String>,
    pub service_account_annotations: BTreeMap<String, String>,
    pub metrics: Option<descriptor::Metrics>,
}

/// How many pods an instance has.
#[derive(Debug, Clone, Copy)]
pub struct Replicas {
    pub min: u32,
    pub max: u32,
    /// The place that asks for the larger number.
    pub span: Span,
}

/// The control plane whose mesh the pods join.
#[derive(Debug, Clone)]
pub struct IstioRevision {
    pub name: String,
    pub namespace: String,
}

pub(super) fn resolve(
    written: Option<&Spanned<descriptor::Workload>>,
    fallback: Span,
    found: &mut Diagnostics,
) -> Workload {
    let span = written.map_or(fallback, |written| written.span);
    let spec = written.map(|written| &written.value);
    let image = spec.and_then(|spec| spec.image.clone());
    let (version, version_span) = version(spec, image.as_ref());
    let image_is_default = image.is_none();
    let apache = || Spanned { value: format!("apache/kafka:{version}"), span };
    Workload {
        heap: spec
            .and_then(|spec| spec.kafka_heap_opts.clone())
            .unwrap_or_else(|| Spanned { value: DEFAULT_HEAP.to_owned(), span }),
        resources: spec
            .and_then(|spec| spec.resources.clone())
            .unwrap_or_else(|| Spanned { value: descriptor::Resources::default(), span }),
        node_selector: spec.and_then(|spec| spec.node_selector.clone()).unwrap_or_default(),
        tolerations: spec.and_then(|spec| spec.tolerations.clone()).unwrap_or_default(),
        affinity: spec.and_then(|spec| spec.affinity.clone()),
        replicas: replicas(spec, span),
        istio: spec.and_then(|spec| istio(spec.istio_control_plane.as_ref()?, found)),
        version,
        version_span,
        image: image.unwrap_or_else(apache),
        image_is_default,
        image_pull_secrets: spec
            .and_then(|spec| spec.image_pull_secrets.as_ref())
            .map(|names| names.iter().map(|name| name.value.clone()).collect())
            .unwrap_or_default(),
        priority_class_name: spec
            .and_then(|spec| spec.priority_class_name.as_ref())
            .map(|name| name.value.clone()),
        service_account_annotations: spec
            .and_then(|spec| spec.service_account.as_ref()?.annotations.clone())
            .unwrap_or_default(),
        metrics: spec.and_then(|spec| Some(spec.metrics.as_ref()?.value.clone())),
    }
}

/// Stated, else the tag of the image where that is a version, else the default; and what says it.
fn version(
    spec: Option<&descriptor::Workload>,
    image: Option<&Spanned<String>>,
) -> (Version, Option<Span>) {
    let stated = spec.and_then(|spec| spec.kafka_version.as_ref());
    let stated = stated.and_then(|stated| Some((Version::parse(&stated.value)?, stated.span)));
    let tag = || image.and_then(|image| Some((tag_version(&image.value)?, image.span)));
    match stated.or_else(tag) {
        Some((version, span)) => (version, Some(span)),
        None => (DEFAULT_VERSION, None),
    }
}

/// The version of Kafka that the tag of an image tells. Only an image that is called `kafka` counts: others have
/// versions of their own.
pub fn tag_version(image: &str) -> Option<Version> {
    let (repository, tag) = image.split('@').next()?.rsplit_once(':')?;
    if repository.rsplit('/').next() != Some("kafka") {
        return None;
    }
    // Strimzi's tags are its own version, then `-kafka-` and Kafka's; others add their build behind it, or have Scala's
    // version before it.
    let version = tag.rsplit_once("kafka-").map_or(tag, |(_, version)| version);
    let mut of_scala = ["2.11-", "2.12-", "2.13-"].into_iter();
    let version = of_scala.find_map(|scala| version.strip_prefix(scala)).unwrap_or(version);
    Version::parse(version.split('-').next()?)
}

fn replicas(spec: Option<&descriptor::Workload>, span: Span) -> Replicas {
    let min = spec.and_then(|spec| spec.min_replicas.as_ref());
    let max = spec.and_then(|spec| spec.max_replicas.as_ref());
    let least = min.map_or(1, |min| min.value);
    let most = max.map_or(least, |max| max.value);
    let asks = if most > least { max } else { min.or(max) };
    Replicas { min: least, max: most, span: asks.map_or(span, |asks| asks.span) }
}

/// Both parts empty, as in a template of the seeds, is as good as absent.
fn istio(
    written: &Spanned<descriptor::IstioControlPlane>,
    found: &mut Diagnostics,
) -> Option<IstioRevision> {
    let plane = &written.value;
    match (&plane.name, &plane.namespace) {
        (Some(name), Some(namespace)) => {
            Some(IstioRevision { name: name.value.clone(), namespace: namespace.value.clone() })
        }
        (None, None) => None,
        (name, _) => {
            let missing = if name.is_some() { "namespace" } else { "name" };
            let message = format!("the {missing} of the Istio control plane is missing");
            found
                .report(&MISSING_KEY, written.span, message)
                .help(format!("add `{missing}:`, or remove `istioControlPlane`"));
            None
        }
    }
}

/// The bytes of the last `-Xmx` among the options of Java; nothing where there is none that can be read.
pub fn heap_bytes(options: &str) -> Option<u64> {
    let text = options.split_whitespace().rev().find_map(|option| option.strip_prefix("-Xmx"))?;
    let split = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(split)?;
    let shift = match unit.to_ascii_lowercase().as_str() {
        "" => 0,
        "k" => 10,
        "m" => 20,
        "g" => 30,
        "t" => 40,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(1 << shift)
}

/// The bytes of a quantity as Kubernetes writes it, rounded up; nothing where it is none.
pub fn quantity_bytes(quantity: &descriptor::Quantity) -> Option<u64> {
    let bytes = amount(quantity)?.ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be in range"
    )]
    (0.0..1.8e19).contains(&bytes).then_some(bytes as u64)
}

/// A quantity as a number, such as 0.5 for `500m`; nothing where it is none. Exact for amounts that people write.
pub fn amount(quantity: &descriptor::Quantity) -> Option<f64> {
    let text = match quantity {
        descriptor::Quantity::Integer(value) => value.to_string(),
        descriptor::Quantity::Float(value) => value.to_string(),
        descriptor::Quantity::Text(text) => text.clone(),
    };
    let split =
        text.find(|character: char| !matches!(character, '0'..='9' | '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(split)?;
    let factor = match unit {
        "n" => 1e-9,
        "u" => 1e-6,
        "m" => 1e-3,
        "" => 1.0,
        "k" => 1e3,
        "M" => 1e6,
        "G" => 1e9,
        "T" => 1e12,
        "P" => 1e15,
        "E" => 1e18,
        "Ki" => 1024.0,
        "Mi" => 1024.0_f64.powi(2),
        "Gi" => 1024.0_f64.powi(3),
        "Ti" => 1024.0_f64.powi(4),
        "Pi" => 1024.0_f64.powi(5),
        "Ei" => 1024.0_f64.powi(6),
        exponent => 10.0_f64.powi(exponent.strip_prefix(['e', 'E'])?.parse().ok()?),
    };
    Some(number.parse::<f64>().ok()? * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_the_version_of_images_of_kafka() {
        let check = |image: &str, expected: Option<&str>| {
            assert_eq!(tag_version(image), expected.and_then(Version::parse), "{image}");
        };
        check("apache/kafka:3.9.1", Some("3.9.1"));
        check("registry.example.com:5000/kafka:3.9.1@sha256:0123", Some("3.9.1"));
        check("quay.io/strimzi/kafka:0.45.0-kafka-3.9.0", Some("3.9.0"));
        check("bitnami/kafka:3.9.0-debian-12-r5", Some("3.9.0"));
        check("ghcr.io/banzaicloud/kafka:2.13-3.4.1", Some("3.4.1"));
        check("ghcr.io/adobe/koperator/kafka:2.13-3.9.1-1", Some("3.9.1"));
        check("confluentinc/cp-kafka:7.6.0", None);
        check("registry.example.com/mm2:1.2.3", None);
        check("registry.example.com:5000/kafka", None);
        check("apache/kafka:latest", None);
    }

    #[test]
    fn heaps_and_quantities_are_bytes() {
        assert_eq!(heap_bytes("-Xms256M -Xmx2G"), Some(2 << 30));
        assert_eq!(heap_bytes("-Xmx512m"), Some(512 << 20));
        assert_eq!(heap_bytes("-Xmx1g -Xmx3g"), Some(3 << 30));
        assert_eq!(heap_bytes("-Xms256M"), None);
        for (text, bytes) in
            [("2Gi", 2 << 30), ("1500M", 1_500_000_000), ("1e3", 1000), ("0.5Ki", 512), ("100m", 1)]
        {
            assert_eq!(
                quantity_bytes(&descriptor::Quantity::Text(text.into())),
                Some(bytes),
                "{text}"
            );
        }
        assert_eq!(quantity_bytes(&descriptor::Quantity::Text("2GB".into())), None);
    }
}
