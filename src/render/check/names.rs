//! Kubernetes' rules for names. In: a name. Out: the rule that it breaks, if any.

use crate::names::{CRON_JOB_LENGTH, LABEL_LENGTH, SUBDOMAIN_LENGTH, is_label};

/// For most objects: parts like labels, with dots between them. The API server limits the whole, not each part.
pub(super) fn subdomain_fault(name: &str) -> Option<&'static str> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let part = |part: &str| has_form(part, SUBDOMAIN_LENGTH, allowed);
    let fits = name.len() <= SUBDOMAIN_LENGTH && name.split('.').all(part);
    (!fits).then_some(
        "a name has at most 253 lower-case letters, digits, `-` and `.`, with a letter or digit \
         at the ends of each part",
    )
}

/// For namespaces: one DNS-1123 label.
pub(super) fn namespace_fault(name: &str) -> Option<&'static str> {
    (!is_label(name)).then_some(
        "a namespace has at most 63 lower-case letters, digits and `-`, with a letter or digit \
         at both ends",
    )
}

/// For CronJobs, whose jobs and pods have longer names.
pub(super) fn cron_job_fault(name: &str) -> Option<&'static str> {
    (name.len() > CRON_JOB_LENGTH || subdomain_fault(name).is_some()).then_some(
        "the name of a CronJob has at most 52 lower-case letters, digits and `-`, with a letter \
         or digit at both ends",
    )
}

/// For Services: a label of RFC 1035.
pub(super) fn service_fault(name: &str) -> Option<&'static str> {
    let fits = is_label(name) && name.starts_with(|first: char| first.is_ascii_lowercase());
    (!fits).then_some(
        "the name of a Service has at most 63 lower-case letters, digits and `-`, begins with a \
         letter and does not end with `-`",
    )
}

/// For keys of labels and annotations: a name, after a DNS subdomain and `/` if there is one.
pub(super) fn qualified_name_fault(key: &str) -> Option<&'static str> {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if prefix.is_some_and(|prefix| subdomain_fault(prefix).is_some()) {
        return Some("what stands before `/` must be a DNS subdomain");
    }
    (!has_form(name, LABEL_LENGTH, is_word)).then_some(
        "a key has at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both \
         ends",
    )
}

pub(super) fn label_value_fault(value: &str) -> Option<&'static str> {
    (!value.is_empty() && !has_form(value, LABEL_LENGTH, is_word)).then_some(
        "a label's value has at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit \
         at both ends",
    )
}

pub(super) fn config_map_key_fault(key: &str) -> Option<&'static str> {
    let fits = (1..=SUBDOMAIN_LENGTH).contains(&key.len())
        && key.bytes().all(is_word)
        && key != "."
        && !key.starts_with("..");
    (!fits).then_some(
        "a key has at most 253 letters, digits, `-`, `_` and `.`, and is neither `.` nor begins \
         with `..`",
    )
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Allowed characters only, with a letter or digit at both ends.
fn has_form(name: &str, limit: usize, allowed: fn(u8) -> bool) -> bool {
    let end = |character: char| character.is_ascii_alphanumeric();
    (1..=limit).contains(&name.len())
        && name.bytes().all(allowed)
        && name.starts_with(end)
        && name.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&str) -> Option<&'static str>, good: &[&str], bad: &[&str]) {
        for name in good {
            assert_eq!(rule(name), None, "{name}");
        }
        for name in bad {
            assert!(rule(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_follow_the_rules_of_kubernetes() {
        let long = "a".repeat(64);
        let label = "a".repeat(63);
        let subdomain = ["a"; 127].join(".");
        let longer = ["a"; 128].join(".");
        check(
            subdomain_fault,
            &["a", "1", "a-b", "a.b", &long, &subdomain],
            &["", "A", "-a", "a-", "a_b", "a..b", ".a", "a.", "é", "a b", &longer],
        );
        check(namespace_fault, &["a", "1a", &label], &["", "a.b", "A", "a-", "-a", &long]);
        check(service_fault, &["a", "a1", "a-1"], &["", "1a", "a.b", "a-", &long]);
    }

    #[test]
    fn keys_and_values_follow_the_rules_of_kubernetes() {
        let long = "a".repeat(64);
        check(
            qualified_name_fault,
            &["a", "A_b.c-d", "app.kubernetes.io/name", "a/B"],
            &["", "/a", "a/", "a/b/c", "A/b", "-a", "a b", &long],
        );
        check(label_value_fault, &["", "a", "A_b.c-1"], &["-a", "a-", "a b", "a/b", &long]);
        check(
            config_map_key_fault,
            &["a", "mm2.properties", ".a", "-"],
            &["", ".", "..", "..a", "a/b"],
        );
    }
}
