//! Finds secrets in a text. In: a text. Out: the ranges of its secrets, ascending and disjoint.
//!
//! One pass from word to word. A word that announces a secret and is followed by a separator hides
//! its value; PEM bodies, JSON Web Tokens and passwords in addresses are hidden wherever they
//! stand.

use std::ops::Range;

use super::context;
use super::extent::{Text, is_blank, is_break, is_word};
use super::keys::{self, Key};

/// What the text is: in a file a colon separates key and value, in a sentence it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Message,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Colon,
    Equals,
    /// Blanks after a key of a properties file.
    Blank,
    /// Whatever follows an option of a command line.
    Option,
}

/// Bytes of a line before its first key.
const DEEPEST_KEY: usize = 512;

/// Bytes of an address that may name a user.
const LONGEST_ADDRESS: usize = 256;
/// References whose surroundings are looked at; those after them are hidden.
const REFERENCES: usize = 10_000;

struct Scan<'a> {
    text: Text<'a>,
    kind: Kind,
    at: usize,
    line_start: usize,
    /// Open braces on this line.
    braces: usize,
    /// Up to here every key is taken for a secret's: the mapping below a key such as `credentials`.
    all_secret_until: usize,
    /// Between the name of a login module and its semicolon.
    in_login: bool,
    /// The text has an object of kind Secret, whose `data` is no ordinary data.
    has_secret_object: bool,
    /// The end of the last `name: DB_PASSWORD`: the `value` beside it is the secret.
    named_secret: Option<usize>,
    /// How often surroundings were looked at.
    references: usize,
    secrets: Vec<Range<usize>>,
}

pub(super) fn file(text: &str) -> Vec<Range<usize>> {
    scan(text, Kind::File)
}

pub(super) fn message(text: &str) -> Vec<Range<usize>> {
    scan(text, Kind::Message)
}

fn scan(text: &str, kind: Kind) -> Vec<Range<usize>> {
    let has_secret_object = ["kind: Secret", "\"kind\": \"Secret\"", "\"kind\":\"Secret\""]
        .iter()
        .any(|kind| text.contains(kind));
    let mut scan = Scan {
        text: Text(text),
        kind,
        at: 0,
        line_start: 0,
        braces: 0,
        all_secret_until: 0,
        in_login: false,
        has_secret_object,
        named_secret: None,
        references: 0,
        secrets: Vec::new(),
    };
    while scan.at < text.len() {
        scan.step();
    }
    scan.secrets
}

impl<'a> Scan<'a> {
    fn step(&mut self) {
        let Some(byte) = self.text.byte(self.at) else { return };
        match byte {
            b'\n' | b'\r' => {
                self.line_start = self.at + 1;
                self.braces = 0;
            }
            b'{' => self.braces += 1,
            b'}' => self.braces = self.braces.saturating_sub(1),
            b';' => self.in_login = false,
            b'$' if self.text.starts_with(self.at, "${") => return self.skip_reference(),
            b':' if self.text.starts_with(self.at, "://") => return self.address(),
            b'-' if self.text.starts_with(self.at, "-----BEGIN ") => return self.pem(),
            _ if is_word(byte) => return self.word(),
            _ => {}
        }
        self.at += 1;
    }

    fn hide(&mut self, range: Range<usize>) {
        let end = range.end.max(self.at);
        if !range.is_empty() {
            self.secrets.push(range);
        }
        self.move_to(end);
    }

    fn move_to(&mut self, end: usize) {
        let passed = self.text.0.as_bytes().get(self.at..end).unwrap_or_default();
        if let Some(last) = passed.iter().rposition(|&byte| is_break(byte)) {
            self.line_start = self.at + last + 1;
            self.braces = 0;
        }
        self.at = end;
    }

    /// `${provider:path:key}` names a secret and is none.
    fn skip_reference(&mut self) {
        let end =
            self.text.find(self.at + 2, |byte| !is_word(byte) && byte != b':' && byte != b'/');
        self.at = if self.text.byte(end) == Some(b'}') { end + 1 } else { self.at + 2 };
    }

    /// The password in `scheme://user:password@host`, or the token in `scheme://token@host`.
    fn address(&mut self) {
        let start = self.at + 3;
        self.at = start;
        let rest = self.text.0.as_bytes().get(start..).unwrap_or_default();
        let near = rest.get(..LONGEST_ADDRESS).unwrap_or(rest);
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`<>".contains(byte);
        let address = near.split(ends).next().unwrap_or_default();
        let Some(at_sign) = address.iter().rposition(|&byte| byte == b'@') else { return };
        let colon = address.iter().take(at_sign).position(|&byte| byte == b':');
        let secret = start + colon.map_or(0, |colon| colon + 1)..start + at_sign;
        if !keys::is_harmless(self.text.slice(secret.clone())) {
            self.hide(secret);
        }
    }

    fn pem(&mut self) {
        let label = self.at + "-----BEGIN ".len();
        let rest = self.text.slice(label..self.text.0.len());
        let start = rest.find("-----").map_or(label, |dashes| label + dashes + 5);
        let body = self.text.slice(start..self.text.0.len());
        let end = body.find("-----END").map_or(self.text.0.len(), |dashes| start + dashes);
        self.hide(start..end);
        self.move_to(self.text.find(end, |byte| byte != b'-'));
    }

    fn word(&mut self) {
        let start = self.at;
        let end = self.text.find(start, |byte| !is_word(byte));
        self.at = end;
        let word = self.text.slice(start..end);
        if !word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            return;
        }
        if let Some(token) = word.find("eyJ").filter(|token| word.len() - token >= 16) {
            return self.hide(start + token..end);
        }
        if word.ends_with("LoginModule") {
            self.in_login = true;
        }
        let Some((separator, value)) = self.separator(start, end) else { return };
        let key = self.judge(start..end, separator);
        if key == Key::Plain {
            return self.remember_name(start..end, value);
        }
        self.at = value;
        self.value(key, start..end, separator);
    }

    /// The separator after a key, and the first place that is not a blank after it.
    fn separator(&self, start: usize, end: usize) -> Option<(Separator, usize)> {
        let quote = match self.text.byte(end) {
            Some(b'"' | b'\'') => 1,
            Some(b'\\') if self.text.byte(end + 1) == Some(b'"') => 2,
            _ => 0,
        };
        let next = self.text.find(end + quote, |byte| !is_blank(byte));
        let after = |place: usize| self.text.find(place, |byte| !is_blank(byte));
        let starts_line = self.starts_line(start);
        match self.text.byte(next) {
            Some(b'=') => Some((Separator::Equals, after(next + 1))),
            _ if self.kind == Kind::Message => None,
            Some(b':') if self.text.starts_with(next, "://") => None,
            Some(b':') => {
                let follows = self.text.byte(next + 1);
                let spaced = follows
                    .is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'\\".contains(&byte));
                let separates = quote > 0 || spaced || starts_line;
                separates.then(|| (Separator::Colon, after(next + 1)))
            }
            _ if self.text.starts_with(start, "--") => {
                Some((Separator::Option, self.argument(end + quote)))
            }
            Some(byte) if starts_line && next > end + quote && !is_break(byte) => {
                let dotted = self.text.slice(start..end).contains('.');
                dotted.then_some((Separator::Blank, next))
            }
            _ => None,
        }
    }

    /// Where the argument of an option starts, in a shell or in a list of arguments.
    fn argument(&self, at: usize) -> usize {
        let next = self.text.find(at, |byte| !is_blank(byte) && byte != b',' && byte != b'\\');
        let line = self.text.find(next, |byte| !byte.is_ascii_whitespace());
        match self.text.byte(next) {
            Some(byte) if !is_break(byte) => next,
            _ if self.text.starts_with(line, "- ") => line + 2,
            _ if next > at => line,
            _ => next,
        }
    }

    fn column(&self, key: usize) -> usize {
        self.text.slice(self.line_start..key).trim_end_matches(['"', '\'']).len()
    }

    fn starts_line(&self, at: usize) -> bool {
        let before = self.text.slice(self.line_start..at);
        before.len() <= DEEPEST_KEY
            && before.bytes().all(|byte| is_blank(byte) || b"-\"'?".contains(&byte))
    }

    fn judge(&self, key: Range<usize>, separator: Separator) -> Key {
        let start = key.start;
        let key = &*self.text.torn_word(key);
        let beside_name = self.named_secret.is_some_and(|end| start.saturating_sub(end) < 300);
        if key == "value" && beside_name {
            return Key::Secret;
        }
        if key == "data" && self.has_secret_object {
            return Key::Secrets;
        }
        let in_login = self.in_login && separator == Separator::Equals;
        if in_login && !keys::is_login_option(key) {
            return Key::Secret;
        }
        match keys::classify(key) {
            Key::Plain if start >= self.all_secret_until => Key::Plain,
            Key::Plain if keys::is_reference(key) => Key::Reference,
            Key::Plain => Key::Secret,
            known @ (Key::Secret | Key::Secrets | Key::Reference) => known,
        }
    }

    /// Remembers `name: DB_PASSWORD`.
    fn remember_name(&mut self, key: Range<usize>, value: usize) {
        if !matches!(self.text.slice(key), "name" | "key") {
            return;
        }
        let start = self.text.find(value, |byte| byte != b'"' && byte != b'\'');
        let end = self.text.find(start, |byte| !is_word(byte));
        let names_secret = keys::classify(self.text.slice(start..end)) == Key::Secret;
        self.named_secret = names_secret.then_some(end);
    }

    fn value(&mut self, key: Key, word: Range<usize>, separator: Separator) {
        let start = self.at;
        let colon = separator == Separator::Colon;
        match self.text.byte(start) {
            None => {}
            Some(byte) if is_break(byte) && colon => self.below(key, word.start),
            Some(byte) if is_break(byte) => {}
            Some(b'|' | b'>') if colon && self.text.is_block_header(start) => {
                let from = self.text.line_end(start);
                let end = self.text.indented_end(self.column(word.start), from);
                let text = self.text.find(from, |byte| !byte.is_ascii_whitespace());
                self.hide(text.min(end)..end);
            }
            Some(b'{') if colon && key == Key::Secrets => {
                self.hide(start + 1..self.text.closing(start));
            }
            Some(b'{') if colon && word.start < self.all_secret_until => {}
            Some(b'{') if colon => self.all_secret_until = self.text.closing(start),
            Some(b'[') if colon => self.hide(start + 1..self.text.closing(start)),
            Some(_) => self.scalar(key, word, separator),
        }
    }

    fn scalar(&mut self, key: Key, word: Range<usize>, separator: Separator) {
        let start = self.at;
        // The value of a property is the whole line, quotation marks included.
        let is_property = self.kind == Kind::File
            && separator == Separator::Equals
            && self.starts_line(word.start)
            && !self.in_login;
        let is_quoted = matches!(self.text.byte(start), Some(b'"' | b'\''))
            || self.text.starts_with(start, "\\\"");
        let value = if is_quoted && !is_property {
            self.text.quoted(start)
        } else {
            start..self.unquoted_end(word.start, separator, start)
        };
        let shown = self.text.slice(value.clone());
        let shown = if separator == Separator::Colon { without_comment(shown) } else { shown };
        if !self.is_shown(key, word, separator, shown.trim_end_matches([',', ' '])) {
            self.hide(value);
        }
    }

    fn is_shown(
        &mut self,
        key: Key,
        word: Range<usize>,
        separator: Separator,
        value: &str,
    ) -> bool {
        let start = word.start;
        if keys::is_harmless(value) {
            return true;
        }
        if key == Key::Reference {
            return keys::is_name(value);
        }
        if separator != Separator::Colon {
            return false;
        }
        match self.text.slice(word) {
            "secret" => {
                keys::is_secret_name(value) && self.keys_around(start).contains(&"security")
            }
            "password" if keys::is_key_name(value) => {
                let around = self.keys_around(start);
                around.contains(&"secret") || around.contains(&"secretName")
            }
            _ => false,
        }
    }

    fn keys_around(&mut self, word: usize) -> Vec<&'a str> {
        self.references += 1;
        if self.references > REFERENCES {
            return Vec::new();
        }
        context::keys_around(self.text.0, self.line_start, word)
    }

    fn unquoted_end(&self, word: usize, separator: Separator, start: usize) -> usize {
        let until = |ends: &[u8]| self.text.find(start, |byte| ends.contains(&byte));
        let is_option = self.text.starts_with(word, "--");
        let before = word.checked_sub(1).and_then(|before| self.text.byte(before));
        match separator {
            _ if self.kind == Kind::Message => until(b" \t\r\n`\"',;"),
            Separator::Equals if self.in_login => until(b" \t\r\n;"),
            Separator::Equals if is_option && before == Some(b'"') => until(b"\"\r\n"),
            Separator::Equals if is_option && before == Some(b'\'') => until(b"'\r\n"),
            Separator::Equals if is_option => until(b" \t\r\n"),
            Separator::Option => until(b" \t\r\n\"'"),
            Separator::Colon if self.braces > 0 => until(b",}"),
            Separator::Colon => {
                self.text.indented_end(self.column(word), self.text.continued_end(start))
            }
            Separator::Equals | Separator::Blank => self.text.continued_end(start),
        }
    }

    /// What stands below a key without a value of its own.
    fn below(&mut self, key: Key, word: usize) {
        let end_of_line = self.text.line_end(self.at);
        let start = self.text.find(end_of_line, |byte| !byte.is_ascii_whitespace());
        if let Some(b'"' | b'\'') = self.text.byte(start) {
            let value = self.text.quoted(start);
            let follows = self.text.find(value.end + 1, |byte| !is_blank(byte));
            if self.text.byte(follows) != Some(b':') {
                return self.hide(value);
            }
        }
        if word < self.all_secret_until && key != Key::Secrets {
            return;
        }
        let end = self.text.indented_end(self.column(word), end_of_line);
        if end <= start {
            return;
        }
        if key != Key::Secrets && self.text.slice(start..end).lines().all(context::is_mapping_line)
        {
            self.all_secret_until = end;
        } else {
            self.hide(start..end);
        }
    }
}

fn without_comment(value: &str) -> &str {
    value.split_once(" #").map_or(value, |(value, _)| value).trim_end()
}
