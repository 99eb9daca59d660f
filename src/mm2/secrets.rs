//! Which settings hold a secret that is written out. In: a setting. Out: what kind of secret its value is.

use crate::{
    descriptor::is_placeholder,
    properties,
    source::Span,
    topology::{Comment, Setting, Topology},
};

/// What gives a secret away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// The key says that its value is one.
    Key,
    /// The value is a private key in PEM form.
    PrivateKey,
    /// The value is a URL with a user and a password.
    Url,
    /// The value holds a secret option of a login module.
    Option,
}

/// A secret that a block of properties writes out.
#[derive(Debug, Clone, Copy)]
pub struct Secret {
    pub kind: Literal,
    /// The key; of a comment the whole.
    pub place: Span,
    /// What no report shows.
    pub hidden: Span,
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

/// Whether no report may show the value of a setting.
pub fn is_secret(setting: &Setting) -> bool {
    is_secret_key(&setting.key) || literal(&setting.key, &setting.value).is_some()
}

/// The secrets that the settings of a topology write out, each with its setting.
pub fn in_settings(topology: &Topology) -> impl Iterator<Item = (Secret, &Setting)> {
    topology.settings.entries.iter().filter_map(|setting| {
        let kind = literal(&setting.key, &setting.value)?;
        Some((Secret { kind, place: setting.key_span, hidden: setting.value_span }, setting))
    })
}

/// The secrets that its comments write out.
pub fn in_comments(topology: &Topology) -> impl Iterator<Item = Secret> {
    topology.settings.comments.iter().filter_map(|comment| {
        let kind = commented(comment)?;
        Some(Secret { kind, place: comment.span, hidden: comment.span })
    })
}

/// The places of all secrets that are written out, so that no report shows them.
pub fn spans(topology: &Topology) -> Vec<Span> {
    let settings = in_settings(topology).map(|(secret, _)| secret.hidden);
    settings.chain(in_comments(topology).map(|secret| secret.hidden)).collect()
}

/// The secret in a value; nothing for references, placeholders and empty values.
pub fn literal(key: &str, value: &str) -> Option<Literal> {
    let value = value.trim();
    if value.is_empty() || is_placeholder(value) {
        return None;
    }
    let by_key = is_secret_key(key) && !is_reference(key, value);
    let found = keyless(value);
    if found == Some(Literal::PrivateKey) || !by_key { found } else { Some(Literal::Key) }
}

/// The secret in a value whose key tells nothing.
fn keyless(value: &str) -> Option<Literal> {
    if value.contains("-----BEGIN") && value.contains("PRIVATE KEY") {
        Some(Literal::PrivateKey)
    } else if has_password_in_url(value) {
        Some(Literal::Url)
    } else {
        has_secret_option(value).then_some(Literal::Option)
    }
}

/// A comment may be a setting that was taken out; but most are prose, which has a colon or blank behind a word.
fn commented(comment: &Comment) -> Option<Literal> {
    let read = properties::read(&comment.text);
    let entry = read.entries.first()?;
    let between = comment.text.get(entry.key_range.end..entry.value_range.start);
    let value = entry.value.trim();
    let is_setting = between.is_some_and(|between| between.contains('='))
        || (entry.key.contains('.') && !value.contains(char::is_whitespace));
    let is_left_out = value.chars().all(|found| matches!(found, '.' | '*' | '…'));
    let own = (is_setting && !is_left_out).then(|| literal(&entry.key, value)).flatten();
    own.or_else(|| keyless(&comment.text))
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

/// `password="…"`, as it stands where a login module goes on in the next line.
fn has_secret_option(value: &str) -> bool {
    value.match_indices('=').any(|(at, _)| {
        let (name, rest) = value.split_at(at);
        let name = name.trim_end();
        let word = name.rsplit(|found: char| !(found.is_ascii_alphanumeric() || found == '.'));
        let rest = rest.trim_start_matches(['=', ' ', '\t', '\\']);
        let inner = rest.strip_prefix(['"', '\'']).and_then(|rest| rest.split(['"', '\'']).next());
        let plain = inner.map_or("", |inner| inner.trim_end_matches('\\'));
        word.take(1).any(is_secret_key)
            && !plain.is_empty()
            && !is_only_references(plain)
            && !is_placeholder(plain)
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
    fn comments_hold_secrets() {
        let check = |text: &str, expected: Option<Literal>| {
            let mut sources = crate::source::Sources::default();
            let span = Span::new(sources.add("a".to_owned(), text.to_owned()), 0..text.len());
            assert_eq!(commented(&Comment { text: text.to_owned(), span }), expected, "{text}");
        };
        check("west.ssl.key.password=hunter2", Some(Literal::Key));
        check("west.ssl.key.password : hunter2", Some(Literal::Key));
        check("password=hunter2", Some(Literal::Key));
        check("  username=\"mm2\" password=\"hunter2\";", Some(Literal::Option));
        check("see https://mm2:hunter2@example.com/", Some(Literal::Url));
        check("-----BEGIN PRIVATE KEY----- MIIE", Some(Literal::PrivateKey));
        for prose in [
            "password: the one in the vault",
            "the secret of west is mm2-west",
            "west.ssl.key.password is in the vault",
            "west.ssl.key.password=…",
            "west.ssl.key.password=${dir:/a:b}",
            "west.ssl.key.password=<password>",
            "username=\"mm2\" password=\"${dir:/a:b}\";",
            "",
        ] {
            check(prose, None);
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
