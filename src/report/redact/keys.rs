//! The words that announce a secret, and the values that are none. In: a key, a value. Out: what
//! they are.

use super::HIDDEN;

/// What the value of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Plain,
    Secret,
    /// Holds secrets under keys of any name, such as `stringData`.
    Secrets,
    /// Says where a secret is: a name, a path, an address.
    Reference,
}

/// Parts of a key, written together, that announce a secret.
const SECRET_PARTS: &[&str] = &[
    "accesskey",
    "accountkey",
    "apikey",
    "authorization",
    "bearer",
    "clientkeydata",
    "connectionstring",
    "credential",
    "encryptionkey",
    "keystorekey",
    "masterkey",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "sharedkey",
    "signingkey",
    "token",
    "userinfo",
];

/// Words that announce a secret only when they stand alone.
const SECRET_WORDS: &[&str] = &["pass", "pwd"];

/// Last words of keys that say where a secret is, or how it is handled.
const REFERENCE_ENDS: &[&str] = &[
    "algorithm",
    "class",
    "enabled",
    "endpoint",
    "file",
    "location",
    "mechanism",
    "ms",
    "name",
    "namespace",
    "path",
    "ref",
    "refs",
    "seconds",
    "type",
    "uri",
    "url",
];

/// Keys that are fine beside a secret in a mapping of references.
const REFERENCE_KEYS: &[&str] = &[
    "certificate",
    "certificateAndKey",
    "configMapKeyRef",
    "defaultMode",
    "items",
    "key",
    "mechanism",
    "mode",
    "name",
    "namespace",
    "optional",
    "path",
    "protocol",
    "secretKeyRef",
    "type",
    "user",
    "username",
    "valueFrom",
];

/// Options of login modules that are no secrets; every other option is taken for one.
const LOGIN_OPTIONS: &[&str] = &[
    "clientId",
    "debug",
    "doNotPrompt",
    "keyTab",
    "principal",
    "refreshKrb5Config",
    "renewTGT",
    "scope",
    "serviceName",
    "storeKey",
    "useKeyTab",
    "useTicketCache",
    "username",
];

/// Words of which the keys of a Secret are made: `user.password`, `ca.crt`.
const KEY_NAME_WORDS: &[&str] = &[
    "ca",
    "cert",
    "client",
    "crt",
    "jks",
    "kafka",
    "key",
    "keystore",
    "p12",
    "password",
    "pem",
    "sasl",
    "secret",
    "ssl",
    "store",
    "tls",
    "token",
    "truststore",
    "user",
];

pub(super) fn classify(key: &str) -> Key {
    let words = words(key);
    let together: String = words.concat();
    if together == "stringdata" {
        return Key::Secrets;
    }
    let announces = SECRET_PARTS.iter().any(|part| together.contains(part))
        || words.iter().any(|word| SECRET_WORDS.contains(&word.as_str()));
    if !announces {
        return Key::Plain;
    }
    let last = words.last().map_or("", String::as_str);
    if REFERENCE_ENDS.contains(&last) || together.ends_with("passwordkey") {
        return Key::Reference;
    }
    Key::Secret
}

pub(super) fn is_reference(key: &str) -> bool {
    REFERENCE_KEYS.contains(&key)
}

pub(super) fn is_login_option(key: &str) -> bool {
    LOGIN_OPTIONS.contains(&key)
}

/// A value that gives nothing away: nothing, a boolean, or a reference that is resolved where the
/// program runs.
pub(super) fn is_harmless(value: &str) -> bool {
    let resolved_later = |open: &str, close: &str| {
        let name = value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        name.is_some_and(is_name)
    };
    matches!(value, "" | "~" | "null" | "true" | "false" | HIDDEN | "{}" | "[]")
        || resolved_later("${", "}")
        || resolved_later("$(", ")")
}

/// A name, path or address: one word of harmless characters.
pub(super) fn is_name(value: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/:".contains(&byte);
    (1..=253).contains(&value.len()) && value.bytes().all(allowed)
}

/// The name of a Secret made of several short words, such as `weu-cluster-ca`; what looks random is
/// none.
pub(super) fn is_secret_name(value: &str) -> bool {
    let is_part = |part: &str| {
        let letters = part.bytes().take_while(u8::is_ascii_lowercase).count();
        let digits = part.len() - letters;
        let rest_is_digits = part.bytes().skip(letters).all(|byte| byte.is_ascii_digit());
        (1..=12).contains(&part.len()) && rest_is_digits && digits <= 2
    };
    value.contains('-') && value.len() <= 63 && value.split(['-', '.']).all(is_part)
}

/// The key inside a Secret under which a password stands, such as `user.password`.
pub(super) fn is_key_name(value: &str) -> bool {
    value.split(['-', '.', '_']).all(|word| KEY_NAME_WORDS.contains(&word))
}

/// The words of a key in lower case: `ssl.keyPassword` is `ssl`, `key`, `password`.
fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut starts_word = true;
    let mut lower_before = false;
    for letter in key.chars() {
        if !letter.is_ascii_alphanumeric() {
            starts_word = true;
            continue;
        }
        let letter_starts = starts_word || (lower_before && letter.is_ascii_uppercase());
        lower_before = !letter.is_ascii_uppercase();
        starts_word = false;
        match words.last_mut() {
            Some(word) if !letter_starts => word.push(letter.to_ascii_lowercase()),
            Some(_) | None => words.push(letter.to_ascii_lowercase().to_string()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_announce_secrets() {
        for (key, expected) in [
            ("ssl.keystore.password", Key::Secret),
            ("SSL_KEY_PASSWORD", Key::Secret),
            ("clientSecret", Key::Secret),
            ("apiKey", Key::Secret),
            ("ssl.keystore.key", Key::Secret),
            ("basic.auth.user.info", Key::Secret),
            ("db.pass", Key::Secret),
            ("--token", Key::Secret),
            ("stringData", Key::Secrets),
            ("passwordKey", Key::Reference),
            ("secretName", Key::Reference),
            ("sasl.oauthbearer.token.endpoint.url", Key::Reference),
            ("secretKeyRef", Key::Reference),
            ("bypass", Key::Plain),
            ("ssl.truststore.location", Key::Plain),
            ("key", Key::Plain),
        ] {
            assert_eq!(classify(key), expected, "{key}");
        }
    }

    #[test]
    fn names_of_secrets_look_like_words() {
        for (value, expected) in [
            ("weu-cluster-ca", true),
            ("mm2-weu", true),
            ("mm2-weu.v1", true),
            ("hunter2", false),
            ("a8f3k-9x2bq", false),
            ("Correct-Horse", false),
        ] {
            assert_eq!(is_secret_name(value), expected, "{value}");
        }
    }
}
