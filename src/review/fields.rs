//! In: the texts of one object before and after. Out: the fields that differ, each with the way to it.

mod block;
mod common;
mod line;

pub use common::common_lines;

use crate::{
    diagnostic::Diagnostics,
    source::Sources,
    yaml::{self, Content, Node},
};

/// A step on the way to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Key(String),
    /// An item of a list whose items have names.
    Named(String),
    /// A position in any other list.
    Index(usize),
}

/// A field that differs. Absent on the side that lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    pub path: Vec<Step>,
    /// Scalars as text; lists and mappings as YAML.
    pub before: Option<String>,
    pub after: Option<String>,
}

pub(super) fn compare(before: &str, after: &str) -> Vec<FieldChange> {
    if let Some(changes) = line::compare(before, after) {
        return changes;
    }
    match block::compare(before, after) {
        Some(change) => vec![change],
        None => compare_nodes(before, after),
    }
}

/// The writer's own texts are read back: they hold no fault.
fn compare_nodes(before: &str, after: &str) -> Vec<FieldChange> {
    let mut sources = Sources::default();
    let mut read = |text: &str| {
        let file = sources.add(String::new(), text.to_owned());
        yaml::read(text, file, &mut Diagnostics::default())
    };
    let (old, new) = (read(before), read(after));
    let mut changes = Vec::new();
    if let (Some(old), Some(new)) = (old.first(), new.first()) {
        node(Some(old), Some(new), &mut Vec::new(), &mut changes);
    }
    changes
}

fn node(
    before: Option<&Node>,
    after: Option<&Node>,
    path: &mut Vec<Step>,
    changes: &mut Vec<FieldChange>,
) {
    match (before, after) {
        (Some(old), Some(new)) => match (&old.content, &new.content) {
            (Content::Map(_), Content::Map(_)) => mapping(old, new, path, changes),
            (Content::List(olds), Content::List(news)) => list(olds, news, path, changes),
            _ if text(old) == text(new) && old.kind() == new.kind() => {}
            _ => push(before, after, path, changes),
        },
        _ => push(before, after, path, changes),
    }
}

fn push(
    before: Option<&Node>,
    after: Option<&Node>,
    path: &[Step],
    changes: &mut Vec<FieldChange>,
) {
    changes.push(FieldChange {
        path: path.to_vec(),
        before: before.map(text),
        after: after.map(text),
    });
}

/// Keys in the order of the new mapping, then those that are gone.
fn mapping(old: &Node, new: &Node, path: &mut Vec<Step>, changes: &mut Vec<FieldChange>) {
    let gone = old.entries().iter().filter(|entry| new.get(&entry.key).is_none());
    for entry in new.entries().iter().chain(gone) {
        path.push(Step::Key(entry.key.clone()));
        node(old.get(&entry.key), new.get(&entry.key), path, changes);
        path.pop();
    }
}

/// Of a list of texts each one is a line: one that is inserted would move all others by a position.
fn lines(items: &[Node]) -> Option<String> {
    let line = |item: &Node| {
        let is_scalar = !matches!(item.content, Content::List(_) | Content::Map(_));
        is_scalar.then(|| text(item)).filter(|text| !text.contains('\n'))
    };
    let lines: Vec<String> = items.iter().map(line).collect::<Option<_>>()?;
    (lines.len() > 1).then(|| lines.join("\n"))
}

fn list(old: &[Node], new: &[Node], path: &mut Vec<Step>, changes: &mut Vec<FieldChange>) {
    if let (Some(before), Some(after)) = (lines(old), lines(new))
        && before != after
    {
        let (before, after) = (Some(before), Some(after));
        changes.push(FieldChange { path: path.clone(), before, after });
        return;
    }
    if let (Some(olds), Some(news)) = (names(old), names(new)) {
        let gone = olds.iter().filter(|name| !news.contains(name));
        for name in news.iter().chain(gone) {
            let find = |items: &'_ [Node], names: &[&str]| {
                names.iter().position(|found| found == name).filter(|&at| at < items.len())
            };
            let before = find(old, &olds).and_then(|at| old.get(at));
            let after = find(new, &news).and_then(|at| new.get(at));
            path.push(Step::Named((*name).to_owned()));
            node(before, after, path, changes);
            path.pop();
        }
        return;
    }
    for index in 0..old.len().max(new.len()) {
        path.push(Step::Index(index));
        node(old.get(index), new.get(index), path, changes);
        path.pop();
    }
}

/// The names of the items, where all have one and no two the same: then they are told apart by it, as Kubernetes does.
fn names(items: &[Node]) -> Option<Vec<&str>> {
    let names: Option<Vec<&str>> = items.iter().map(|item| item.get("name")?.as_str()).collect();
    let names = names?;
    let unique: std::collections::BTreeSet<&&str> = names.iter().collect();
    (unique.len() == names.len()).then_some(names)
}

fn text(node: &Node) -> String {
    match &node.content {
        Content::Null => "null".to_owned(),
        Content::Bool(value) => value.to_string(),
        Content::Integer(value) => value.to_string(),
        Content::Float(value) => value.to_string(),
        Content::String(text) => text.value.clone(),
        Content::List(_) | Content::Map(_) => yaml::write(&node.to_value()).trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, expected: &str) {
        let show = |change: &FieldChange| {
            let steps = change.path.iter().map(|step| match step {
                Step::Key(key) => format!(".{key}"),
                Step::Named(name) => format!("[{name}]"),
                Step::Index(index) => format!("[{index}]"),
            });
            let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
            format!(
                "{} {} {}",
                steps.collect::<String>(),
                side(&change.before),
                side(&change.after)
            )
        };
        let found: Vec<String> = compare(before, after).iter().map(show).collect();
        assert_eq!(found.join("; "), expected);
    }

    #[test]
    fn one_changed_block_is_found_without_reading_the_rest() {
        let text = |body: &str, end: &str| {
            let body: String = body.lines().map(|line| format!("    {line}\n")).collect();
            format!(
                "kind: ConfigMap\ndata:\n  a.txt: |\n    x: |-\n    y\n  mm2.properties: |{end}\n{body}  z: 1\n"
            )
        };
        let pairs = [
            (text("a=1\nb=2", "-"), text("a=1\nb=3", "-"), true),
            (text("a=1\n\nb=2", ""), text("a=1\n\nb=2\nc=3", ""), true),
            (text("a=1\n  b=2", ""), text("a=0\n  b=2", ""), true),
            (text("a=1\nb=2", "-"), text("a=1\nb=2", ""), false),
            (text("a", ""), text("b", "").replace("z: 1", "z: 2"), false),
            (text("a", ""), text("b", "").replace("    y\n", "    w\n"), false),
            ("a: 1\n".to_owned(), "a: 2\n".to_owned(), false),
            ("- b: |\n    x\n".to_owned(), "- b: |\n    y\n".to_owned(), false),
            ("\"b\": |\n  x\n".to_owned(), "\"b\": |\n  y\n".to_owned(), false),
        ];
        for (before, after, is_found) in pairs {
            let found = block::compare(&before, &after);
            assert_eq!(found.is_some(), is_found, "{before}{after}");
            if let Some(found) = found {
                assert_eq!(vec![found], compare_nodes(&before, &after), "{before}{after}");
            }
        }
    }

    #[test]
    fn one_changed_line_is_found_without_reading_the_rest() {
        let text = |line: &str| {
            format!(
                "metadata:\n  labels:\n    a: x\n{line}    c: z\n  name: n\nspec:\n- a: |\n    b: 1\n"
            )
        };
        let pairs = [
            (text("    b: y\n"), text("    b: z\n"), true),
            (text("    b: \"1\"\n"), text("    b: 1\n"), true),
            (text("    b: 1\n"), text("    b: 1.0\n"), true),
            (text("    b: []\n"), text("    b: x\n"), true),
            (text("    b: y\n"), text("    d: y\n"), false),
            (text("    b: y\n"), text(""), false),
            (text("    b: y\n"), text("    b: y\n    d: z\n"), false),
            (text("    b:\n"), text("    b: y\n"), false),
            (text(""), text("").replace("    b: 1", "    b: 2"), false),
            ("a:\n- b: 1\n".to_owned(), "a:\n- b: 2\n".to_owned(), false),
            ("a:\n- b: 1\n  c: 1\n".to_owned(), "a:\n- b: 1\n  c: 2\n".to_owned(), false),
            ("a: |\n  c: 1\n".to_owned(), "a: |\n  c: 2\n".to_owned(), false),
        ];
        for (before, after, is_found) in pairs {
            let found = line::compare(&before, &after);
            assert_eq!(found.is_some(), is_found, "{before}{after}");
            if let Some(found) = found {
                assert_eq!(found, compare_nodes(&before, &after), "{before}{after}");
            }
        }
    }

    #[test]
    fn every_field_that_differs_is_told_once() {
        check("a: 1\nb: 2\n", "a: 1\nb: 3\n", ".b 2 3");
        check("a: 1\n", "b: 1\n", ".b - 1; .a 1 -");
        check("a: \"1\"\n", "a: 1\n", ".a 1 1");
        check("a:\n- x\n- z\n", "a:\n- x\n", ".a[1] z -");
        check("a:\n- x\n- z\n", "a:\n- x\n- q\n- z\n", ".a x\nz x\nq\nz");
        check("a:\n- x\n- z\n", "a:\n- z\n- x\n", ".a x\nz z\nx");
        check("a:\n- 1\n- z\n", "a:\n- \"1\"\n- z\n", ".a[0] 1 1");
        check("a:\n- x\n- |-\n  q\n  z\n", "a:\n- x\n- q\n- z\n", ".a[1] q\nz q; .a[2] - z");
        check(
            "a:\n- name: x\n  v: 1\n- name: z\n  v: 2\n",
            "a:\n- name: z\n  v: 3\n",
            ".a[z].v 2 3; .a[x] name: x\nv: 1 -",
        );
    }
}
