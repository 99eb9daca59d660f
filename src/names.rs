//! Names that Kubernetes takes, and path-safe ones made from those that it does not.

/// The longest DNS-1123 label, and so the longest name of a Service or value of a label.
pub const LABEL_LENGTH: usize = 63;
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

/// A DNS-1123 subdomain: labels with dots between them.
pub fn is_subdomain(name: &str) -> bool {
    name.len() <= SUBDOMAIN_LENGTH && name.split('.').all(is_label)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_subdomains() {
        for name in ["a", "kafka", "k8s-1", "0", &"a".repeat(63)] {
            assert!(is_label(name) && is_subdomain(name), "{name}");
        }
        for name in ["", "-a", "a-", "A", "a_b", "a/b", "..", &"a".repeat(64)] {
            assert!(!is_label(name) && !is_subdomain(name), "{name}");
        }
        assert!(is_subdomain("a.b-c.d") && !is_label("a.b"));
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
