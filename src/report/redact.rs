//! Keeps secrets out of reports. In: a text. Out: the text with [`HIDDEN`] where a secret stands,
//! whatever its length.
//!
//! The guard is lexical, so that it holds for YAML, JSON, properties, JAAS and command lines alike,
//! and for texts that do not parse. In doubt it hides. `keys` says which words announce a secret,
//! `scan` finds what they announce, `context` tells a Secret's name from a secret.

mod context;
mod extent;
mod keys;
mod scan;

use std::borrow::Cow;
use std::ops::Range;

use crate::source::Source;

/// Stands for every secret.
pub const HIDDEN: &str = "<hidden>";

/// A text of several lines, such as a file or a difference, without its secrets.
pub fn redact(text: &str) -> Cow<'_, str> {
    replace(text, &scan::file(text))
}

/// A sentence of ours without secrets that it may quote. A colon announces nothing here: it is
/// punctuation.
pub fn redact_message(text: &str) -> Cow<'_, str> {
    replace(text, &scan::message(text))
}

/// The ranges of a source that must not be shown, ascending and disjoint: those that are known and
/// those that look it.
pub(super) fn secrets(source: &Source) -> Vec<Range<usize>> {
    let text = &source.text;
    let mut ranges = scan::file(text);
    ranges.extend(source.secrets.iter().map(|known| {
        let start = (0..=known.start.min(text.len())).rev().find(|&at| text.is_char_boundary(at));
        let end = (known.end.min(text.len())..=text.len()).find(|&at| text.is_char_boundary(at));
        start.unwrap_or(0)..end.unwrap_or(text.len())
    }));
    ranges.retain(|range| !range.is_empty());
    disjoint(ranges)
}

fn disjoint(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            Some(_) | None => merged.push(range),
        }
    }
    merged
}

fn replace<'a>(text: &'a str, secrets: &[Range<usize>]) -> Cow<'a, str> {
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets {
        shown.push_str(text.get(at..secret.start).expect("secrets lie between ASCII characters"));
        shown.push_str(HIDDEN);
        at = secret.end;
    }
    shown.push_str(text.get(at..).expect("secrets lie between ASCII characters"));
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `⟦` and `⟧` stand around what must be hidden.
    fn check(marked: &str) {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut expected = String::new();
        for part in marked.split('⟦') {
            match part.split_once('⟧') {
                Some((_, rest)) => expected.extend([HIDDEN, rest]),
                None => expected.push_str(part),
            }
        }
        assert_eq!(redact(&text), expected);
    }

    #[test]
    fn properties() {
        check("ssl.keystore.password=⟦hunter2⟧\na.b=c");
        check("ssl.key.password = ⟦my secret, pass⟧\n");
        check("ssl.key.password ⟦hunter2⟧\n");
        check("ssl.key.password:⟦hunter2⟧\n");
        check("ssl.key.password=⟦one\\\n  two⟧\nssl.protocol=TLS");
        check("ssl.key.password=⟦\"a\" b⟧\r\nnext=1");
        check("ssl.key.pass\\\n  word=⟦hunter2⟧\nnext=1");
        check("ssl.key.\\\r\n    pass\\\r\n  word = ⟦hunter2⟧\r\nnext=1");
        check("# ssl.key.password=⟦hunter2⟧\nnext=1");
        check("ssl.keystore.location=/etc/keys/secret.jks");
        check("sasl.oauthbearer.token.endpoint.url=https://idp/token");
        check("ssl.key.password=\nssl.protocol=TLS");
        check("a.password=${secrets:kafka/mm2:password}");
        check("a.password=${env:PASSWORD}\nb.password=⟦${env:A} b⟧");
    }

    #[test]
    fn login_modules() {
        let module = "sasl.jaas.config=org.apache.kafka.ScramLoginModule required ";
        check(&format!("{module}username=\"u\" password=\"⟦p;w⟧\";\nnext=1"));
        check(&format!("{module}username=\"u\" unknown=⟦x⟧;\nnext=1"));
        check(&format!("{module}password=\"${{file:/a/b:password}}\";"));
        check(r#""sasl.jaas.config": "a.LoginModule required password=\"⟦a⟧\";","#);
        check(r#""sasl.jaas.config": "a.LoginModule required password=\"⟦a\\\"b\";",⟧"#);
    }

    #[test]
    fn yaml() {
        check("password: ⟦hunter2⟧\nname: a");
        check("- password: ⟦hunter2\n    more⟧\n  name: a");
        check("password: \"⟦hunter2⟧\"\n");
        check("password: '⟦it''s⟧' # why\n");
        check("password: |-\n  ⟦one\n\n  two⟧\nname: a");
        check("password: ⟦>hunter2⟧\n");
        check("password:\n  ⟦hunter2⟧\nname: a");
        check("tokens:\n⟦- a\n- b⟧\nname: a");
        check("tokens: [⟦a, b⟧]\nname: a");
        check("{ user: a, password: ⟦hunter2⟧, port: 1 }");
        check("credentials:\n  user: bob\n  pin: ⟦1234⟧\nport: 1");
        check("env:\n- name: DB_PASSWORD\n  value: ⟦hunter2⟧\n- name: A\n  value: b");
        check("data:\n  ⟦key: aHVudGVyMg==⟧\nkind: Secret\n");
        check("stringData: {⟦ a: b ⟧}\nkind: ConfigMap");
        check("password: null\ntoken: ''\nsecret: ~\nautomountServiceAccountToken: false");
    }

    #[test]
    fn json() {
        check(r#"{"password":"⟦hunter2⟧","name":"a"}"#);
        check("{\n  \"password\":\n    \"⟦hunter2⟧\",\n  \"name\": \"a\"\n}");
        check(r#"{"kind":"Secret","data":{⟦"a":"b"⟧}}"#);
        check(r#"{"a": "--password=⟦hunter2⟧"}"#);
    }

    #[test]
    fn references_by_name() {
        check("volumes:\n- secret:\n    secretName: mm2-weu\n    defaultMode: 288\n");
        check("passwordSecret: { secretName: mm2-weu, password: user.password }");
        check("secretKeyRef:\n  name: mm2-weu\n  key: password\n");
        check("imagePullSecrets:\n- name: registry\n");
        check(
            "security:\n  tls:\n    trust: { secret: weu-cluster-ca, key: ca.crt }\n  \
             sasl: { mechanism: PLAIN, secret: mm2-weu, username: username, password: password }",
        );
        check("security:\n  sasl:\n    secret: mm2-weu   # ours\n    password: password\n");
        check("security:\n  sasl:\n    secret: ⟦Xk29fjQ⟧\n    password: ⟦hunter2⟧\n");
        check(
            "trust: { secret: weu-ca, passwordKey: ca.password }"
                .replace("weu-ca", "⟦weu-ca⟧")
                .as_str(),
        );
        check("password: ⟦password⟧\n");
    }

    #[test]
    fn secrets_without_a_key() {
        check("-----BEGIN PRIVATE KEY-----⟦\nMIIE\nAAAA\n⟧-----END PRIVATE KEY-----\nname: a");
        check("-----BEGIN PRIVATE KEY-----⟦\nMIIE⟧");
        check("x ⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln⟧ y");
        check("https://user:⟦hunter2⟧@host/path");
        check("https://⟦token⟧@host/path");
        check("https://host:8080/path");
    }

    #[test]
    fn command_lines() {
        check("tool --password ⟦hunter2⟧ --verbose");
        check("tool --password=⟦hunter2⟧ --verbose");
        check("args: [\"--password\", \"⟦hunter2⟧\"]");
        check("- --token\n- ⟦hunter2⟧\n- --verbose");
        check("KAFKA_PASSWORD=⟦hunter2⟧");
    }

    #[test]
    fn sentences_keep_their_colons() {
        assert_eq!(
            redact_message("no password: add `secret: mm2`"),
            "no password: add `secret: mm2`"
        );
        assert_eq!(
            redact_message("`password=hunter2` is a secret"),
            "`password=<hidden>` is a secret"
        );
        assert_eq!(redact_message("password=\"a\""), "password=\"<hidden>\"");
    }

    fn keys() -> impl Strategy<Value = &'static str> {
        prop::sample::select(&[
            "ssl.keystore.password=",
            "ssl.keystore.password = ",
            "password: ",
            "  password: ",
            "- clientSecret: ",
            "\"apiKey\": ",
            "SASL_PASSWORD=",
            "tool --token ",
            "tool --token=",
            "credentials:\n  any: ",
            "token: |\n  ",
            "secret: ",
            "x: { passphrase: ",
            "sasl.jaas.config=a.LoginModule required anything=",
            "url: https://user:",
        ])
    }

    proptest! {
        #[test]
        fn planted_secrets_vanish(
            before in "(?s).{0,60}",
            key in keys(),
            quote in prop::sample::select(&["", "\"", "'"]),
            secret in "[A-Z][A-Za-z0-9+/]{12,40}",
            after in "(?s).{0,60}",
        ) {
            let at = if key.contains("://") { "@host" } else { "" };
            let quote = if at.is_empty() { quote } else { "" };
            let text = format!("{before}\n{key}{quote}{secret}{quote}{at}\n{after}");
            let shown = redact(&text);
            prop_assert!(!shown.contains(&secret), "{text:?} became {shown:?}");
        }

        #[test]
        fn any_text_is_accepted(
            text in r#"(?s)([ -~\n]|[{}\[\]"':=|>#&$/@\\-]|password|token|-----BEGIN |.){0,60}"#,
        ) {
            let once = redact(&text).into_owned();
            redact_message(&text);
            prop_assert!(once.len() <= text.len() * 10);
        }
    }
}
