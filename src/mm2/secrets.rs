//! Which settings hold a secret that is written out. In: a setting. Out: what kind of secret its value is.

use crate::topology::{Setting, Topology};
use crate::{descriptor::is_placeholder, source::Span};

/// What gives a secret away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// The key says that its value is one.
    Key,
    /// The value is a private key in PEM form.
    PrivateKey,
    /// The value is a URL with a user and a password.
    Url,
}

/// Parts of keys whose values are secret.
const SECRET_WORDS: [&str; 9] = [
    "password",
    "secret",
    "token",
    "credential",
    "jaas",
    "passphrase",
    "user.info",
    "api.key",
    "access.key",
];

/// Ends of keys that have a secret word but name a place, a class or a number.
const PLAIN_ENDS: [&str; 8] =
    [".location", ".type", ".class", ".path", ".url", ".ms", ".seconds", ".mechanism"];

/// Whether the key is of a secret, wherever its value comes from.
pub fn is_secret_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let named = SECRET_WORDS.iter().any(|word| key.contains(word)) || key.ends_with("keystore.key");
    named && !PLAIN_ENDS.iter().any(|end| key.ends_with(end))
}

/// The secret that a setting writes out; nothing for references, placeholders and empty values.
pub fn literal(setting: &Setting) -> Option<Literal> {
    let value = setting.value.trim();
    if value.is_empty() || is_placeholder(value) {
        return None;
    }
    if value.contains("-----BEGIN") && value.contains("PRIVATE KEY") {
        return Some(Literal::PrivateKey);
    }
    if is_secret_key(&setting.key) && !is_reference(&setting.key, value) {
        return Some(Literal::Key);
    }
    has_password_in_url(value).then_some(Literal::Url)
}

/// The places of all secrets that are written out, so that no report shows them.
pub fn spans(topology: &Topology) -> Vec<Span> {
    let entries = topology.settings.entries.iter();
    entries.filter(|setting| literal(setting).is_some()).map(|setting| setting.value_span).collect()
}

/// A login module's options are references when each secret one among them is.
fn is_reference(key: &str, value: &str) -> bool {
    if !key.ends_with("jaas.config") {
        return is_only_references(value);
    }
    // Blanks round the `=` of an option mean nothing.
    let joined = value.split('=').map(str::trim).collect::<Vec<_>>().join("=");
    let mut options = joined.split_whitespace().filter_map(|option| option.split_once('='));
    options.all(|(name, value)| {
        let plain = value.trim_end_matches(';').trim_matches(['"', '\'']);
        !is_secret_key(name) || plain.is_empty() || is_only_references(plain)
    })
}

/// One or more `${…}` and nothing beside them.
fn is_only_references(value: &str) -> bool {
    let mut rest = value;
    while let Some(inner) = rest.strip_prefix("${") {
        let Some((_, after)) = inner.split_once('}') else { return false };
        rest = after;
    }
    rest.is_empty()
}

/// `scheme://user:password@host`
fn has_password_in_url(value: &str) -> bool {
    value.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', ',', ' ']).next().unwrap_or_default();
        let user = authority.rsplit_once('@').map(|(user, _)| user);
        user.and_then(|user| user.split_once(':'))
            .is_some_and(|(_, password)| !password.is_empty() && !password.starts_with("${"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_secrets() {
        for key in ["ssl.key.password", "a.sasl.jaas.config", "x.ssl.keystore.key", "client.secret"]
        {
            assert!(is_secret_key(key), "{key}");
        }
        for key in ["ssl.keystore.location", "topics", "sasl.oauthbearer.token.endpoint.url"] {
            assert!(!is_secret_key(key), "{key}");
        }
    }

    #[test]
    fn references_are_no_secrets() {
        assert!(is_reference("ssl.key.password", "${dir:/a:b}"));
        assert!(!is_reference("ssl.key.password", "hunter2"));
        assert!(!is_reference("ssl.key.password", "${x}hunter2${y}"));
        let module = |options: &str| format!("org.example.Module required {options};");
        let key = "a.sasl.jaas.config";
        assert!(is_reference(key, &module("username=\"u\" password=\"${dir:/a:b}\"")));
        for options in
            ["password=\"hunter2\"", "password = \"hunter2\"", "password=\"${dir:x:y}hunter2\""]
        {
            assert!(!is_reference(key, &module(options)), "{options}");
        }
        assert!(
            has_password_in_url("https://u:p@host/x") && !has_password_in_url("https://host:1/x")
        );
    }
}
