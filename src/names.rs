//! Names that Kubernetes takes, and path-safe ones made from those that it does not; digests, and texts as fields of a line.

mod digest;
mod escape;

pub use digest::Digest;
pub use escape::{escape, unescape};

/// The longest DNS-1123 label, and so the longest name of a Service or value of a label.
pub const LABEL_LENGTH: usize = 63;
/// The longest name of a CronJob, to which the names of its jobs add.
pub const CRON_JOB_LENGTH: usize = 52;
/// The longest DNS-1123 subdomain, and so the longest name of most objects.
pub const SUBDOMAIN_LENGTH: usize = 253;

/// A DNS-1123 label: lower-case letters, digits and `-`, with a letter or digit at both ends.
pub fn is_label(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() <= LABEL_LENGTH
        && name.bytes().all(inner)
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.is_empty()
}

/// A DNS-1123 subdomain: parts like labels, of any length, with dots between them.
pub fn is_subdomain(name: &str) -> bool {
    let is_part = |part: &str| {
        let ends = part.starts_with(is_alphanumeric) && part.ends_with(is_alphanumeric);
        ends && part.chars().all(|found| is_alphanumeric(found) || found == '-')
    };
    name.len() <= SUBDOMAIN_LENGTH && name.split('.').all(is_part)
}

/// Whether a text may name an image: host, repository, tag and digest hold these signs only, and a repository no
/// upper-case letters.
pub fn is_image(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"._-:/@".contains(&byte);
    let repository = text.split('@').next().unwrap_or(text);
    let repository = match repository.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => repository,
        _ => repository,
    };
    let last = repository.rsplit('/').next().unwrap_or(repository);
    let is_whole = |text: &str| {
        text.starts_with(|sign: char| sign.is_ascii_alphanumeric())
            && text.ends_with(|sign: char| sign.is_ascii_alphanumeric())
    };
    text.bytes().all(inner)
        && is_whole(last)
        && !last.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.starts_with(|sign: char| sign.is_ascii_alphanumeric())
        && !text.ends_with([':', '@', '/'])
}

fn is_alphanumeric(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit()
}

/// Lower-case letters, digits and single `-` from any text; empty where it holds no letter or digit.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        let lower = character.to_ascii_lowercase();
        if lower.is_ascii_lowercase() || lower.is_ascii_digit() {
            slug.push(lower);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The name of an instance and of its objects: `<prefix>-<alias>`. It depends on these two only, so that another
/// cluster never renames it; an alias that Kubernetes does not take is shortened to a slug and told apart by a digest.
pub fn instance_name(prefix: &str, alias: &str) -> String {
    if is_label(alias) {
        return format!("{prefix}-{alias}");
    }
    let slug = slug(alias);
    let short = slug.get(..slug.len().min(SLUG_LENGTH)).unwrap_or(&slug);
    let digest = digest(alias);
    if short.is_empty() {
        format!("{prefix}-{digest}")
    } else {
        format!("{prefix}-{short}-{digest}")
    }
}

/// The name of the volume of a Secret, whose own name may be longer than a volume's and hold dots.
pub fn volume_name(secret: &str) -> String {
    let name = format!("secret-{secret}");
    if is_label(&name) { name } else { format!("secret-{}", digest(secret)) }
}

/// The value of a label: the text itself where it can be one, else its digest.
pub fn label_value(text: &str) -> String {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let ends = text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric());
    if ends && text.len() <= LABEL_LENGTH && text.bytes().all(inner) {
        text.to_owned()
    } else {
        digest(text)
    }
}

/// How much of a slug stands in a name, so that prefix and digest find room.
const SLUG_LENGTH: usize = 40;

/// The first eight hexadecimal digits of the SHA-256.
fn digest(text: &str) -> String {
    Digest::of(text.as_bytes()).to_string().chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_subdomains() {
        for name in ["a", "kafka", "k8s-1", "0", &"a".repeat(63)] {
            assert!(is_label(name) && is_subdomain(name), "{name}");
        }
        for name in ["", "-a", "a-", "A", "a_b", "a/b", "..", &"a".repeat(254)] {
            assert!(!is_label(name) && !is_subdomain(name), "{name}");
        }
        assert!(is_subdomain(&"a".repeat(64)) && !is_label(&"a".repeat(64)));
        assert!(is_subdomain("a.b-c.d") && !is_label("a.b"));
    }

    #[test]
    fn names_of_objects_hold_no_character_that_kubernetes_refuses() {
        assert_eq!(instance_name("mm2", "kafka1-new"), "mm2-kafka1-new");
        for alias in ["DC_1", "us.west", "_", &"a".repeat(100)] {
            let name = instance_name("mm2", alias);
            assert!(is_label(&name), "{alias} gives {name}");
        }
        assert_ne!(instance_name("mm2", "DC_1"), instance_name("mm2", "DC-1"));
        assert_eq!(volume_name("mm2-weu"), "secret-mm2-weu");
        assert!(is_label(&volume_name("a.b")) && is_label(&volume_name(&"a".repeat(63))));
        assert_eq!(label_value("us.west_1"), "us.west_1");
        assert_ne!(label_value("_x"), label_value("_y"));
    }

    #[test]
    fn images_have_no_spaces() {
        for image in [
            "kafka",
            "apache/kafka:4.1.0",
            "localhost:5000/a/b",
            "registry.example.com:443/Team/k8s:1.34_X",
            "alpine/k8s@sha256:0123456789abcdef",
            "alpine/k8s:1.34.1@sha256:0123456789abcdef",
        ] {
            assert!(is_image(image), "{image}");
        }
        for text in ["", "foo bar", "alpine/k8s:", "alpine/K8s:1", ":1", "a/", "/a", "https://é"] {
            assert!(!is_image(text), "{text}");
        }
    }

    #[test]
    fn slugs_are_labels() {
        for (text, slugged) in [
            ("kubernetes-admin@pke-aws-kafka-eun1", "kubernetes-admin-pke-aws-kafka-eun1"),
            ("arn:aws:eks:eu:1:cluster/Prod", "arn-aws-eks-eu-1-cluster-prod"),
            ("../../etc", "etc"),
            ("__", ""),
        ] {
            assert_eq!(slug(text), slugged);
        }
    }
}
