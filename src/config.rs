//! `mirrorc.toml`. In: its text. Out: [`Config`], the values that it gives to flags; and what is wrong with it.
//!
//! A flag that is typed wins over the file, and the file over the default. Paths start from the folder of the file and
//! stay in the repository, so that a run does the same on every machine.

pub mod faults;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub use read::read;

/// Stands in the working folder or one above it, up to the root of the git repository.
pub const FILE: &str = "mirrorc.toml";

/// The formats of findings.
pub const FORMATS: [&str; 9] =
    ["text", "markdown", "html", "json", "sarif", "github", "gitlab", "junit", "rdjson"];

/// A key: the name of a flag, or `descriptors`.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub about: &'static str,
    pub kind: Kind,
    /// The commands that take it; all that have the flag when empty.
    pub commands: &'static [&'static str],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Path,
    Paths,
    Text,
    Choice(&'static [&'static str]),
    /// Texts of the form `FORMAT=FILE`.
    Outputs,
}

const FINDINGS: [&str; 3] = ["check", "render", "diff"];

/// Every key, in the order in which they are listed.
pub static KEYS: [Key; 8] = [
    Key {
        name: "descriptors",
        about: "The descriptors that are read where none is named.",
        kind: Kind::Paths,
        commands: &[],
    },
    Key { name: "out", about: "The root of the tree.", kind: Kind::Path, commands: &[] },
    Key {
        name: "templates",
        about: "A folder of templates that replace built-in ones of the same path, or add objects.",
        kind: Kind::Path,
        commands: &[],
    },
    Key {
        name: "fail-on",
        about: "The least severe finding that makes a run fail.",
        kind: Kind::Choice(&["error", "warning", "note", "never"]),
        commands: &[],
    },
    Key {
        name: "against",
        about: "The git revision that `diff` compares with.",
        kind: Kind::Text,
        commands: &[],
    },
    Key {
        name: "format",
        about: "How `check`, `render` and `diff` write standard output.",
        kind: Kind::Choice(&FORMATS),
        commands: &FINDINGS,
    },
    Key {
        name: "output",
        about: "Files that `check`, `render` and `diff` write as well, each as FORMAT=FILE.",
        kind: Kind::Outputs,
        commands: &FINDINGS,
    },
    Key {
        name: "color",
        about: "When text is coloured.",
        kind: Kind::Choice(&["auto", "always", "never"]),
        commands: &[],
    },
];

/// What the file says: for each key that it has, the values, as they could be typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    values: BTreeMap<&'static str, Vec<String>>,
}

impl Config {
    /// The keys that are set, and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Key, &[String])> {
        let value = |key: &'static Key| Some((key, self.values.get(key.name)?.as_slice()));
        KEYS.iter().filter_map(value)
    }

    /// The values of a key; none where it is not set.
    pub fn get(&self, key: &str) -> &[String] {
        self.values.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Where paths start, and what they must not leave; all absolute, with forward slashes.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The folder of the file.
    pub folder: &'a str,
    /// The root of the repository.
    pub root: &'a str,
    /// The working folder: the values name paths from here.
    pub working: &'a str,
}

/// The JSON Schema of the file.
pub fn schema() -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    let property = |key: &Key| {
        let mut value = match key.kind {
            Kind::Path | Kind::Text => text.clone(),
            Kind::Paths => json!({ "type": "array", "items": text, "minItems": 1 }),
            Kind::Choice(values) => json!({ "enum": values }),
            Kind::Outputs => {
                let pattern = format!("^({})=.+$", FORMATS.join("|"));
                json!({ "type": "array", "items": { "type": "string", "pattern": pattern } })
            }
        };
        let about = key.about.into();
        value
            .as_object_mut()
            .expect("it was made as a mapping")
            .insert("description".into(), about);
        (key.name.to_owned(), value)
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://mirrorc.dev/schemas/mirrorc-toml.schema.json",
        "title": FILE,
        "type": "object",
        "properties": KEYS.iter().map(property).collect::<serde_json::Map<_, _>>(),
        "additionalProperties": false,
    })
}
