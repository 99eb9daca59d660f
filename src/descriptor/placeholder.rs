//! What a template leaves for its reader to fill in: `{target-kubeconfig.yaml}`, `<path>`, `…`.

use super::faults::UNFILLED_PLACEHOLDER;
use crate::{
    diagnostic::{Diagnostics, Severity},
    yaml::{Content, Node, Text},
};

/// Whether a whole value stands for one that is still to come.
pub fn is_placeholder(text: &str) -> bool {
    let inner = |open, close| {
        text.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close)).is_some_and(
            |inner: &str| inner.starts_with(char::is_alphabetic) && !inner.contains([open, close]),
        )
    };
    matches!(text, "…" | "...") || inner('{', '}') || inner('<', '>')
}

/// Tells every placeholder below a node, and makes text of those that YAML reads as a mapping (`{name}`).
pub(super) fn tell(document: &mut Node, found: &mut Diagnostics) {
    if let Content::Map(entries) = &mut document.content {
        for entry in entries {
            let names_only = entry.key == "kubernetesConfigs";
            visit(&mut entry.value, names_only, found);
        }
    }
}

/// Below `kubernetesConfigs` a placeholder is a warning: the entries are names that nothing depends on.
fn visit(node: &mut Node, names_only: bool, found: &mut Diagnostics) {
    if let Some(text) = written(node) {
        let severity = if names_only { Severity::Warning } else { UNFILLED_PLACEHOLDER.severity };
        let fault = found.report(
            &UNFILLED_PLACEHOLDER,
            node.span,
            format!("`{text}` is a placeholder that nobody filled in"),
        );
        fault.severity = severity;
        fault.help("write the value that it stands for");
        node.content = Content::String(Text { value: text, stretches: Vec::new() });
        return;
    }
    match &mut node.content {
        Content::List(items) => {
            for item in items {
                visit(item, names_only, found);
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                visit(&mut entry.value, names_only, found);
            }
        }
        Content::Null
        | Content::Bool(_)
        | Content::Integer(_)
        | Content::Float(_)
        | Content::String(_) => {}
    }
}

/// The text of a placeholder; `{name}` without quotes is a mapping of one key without a value.
fn written(node: &Node) -> Option<String> {
    match (&node.content, node.entries()) {
        (Content::String(text), _) => is_placeholder(&text.value).then(|| text.value.clone()),
        (Content::Map(_), [entry]) if entry.value.content == Content::Null => {
            let braces = entry.key_span.start > node.span.start;
            braces.then(|| format!("{{{}}}", entry.key))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_whole_values_in_braces_or_angles() {
        for text in ["{truststore password}", "<path>", "…", "{pke-aws-kafka-eun1-kubeconfig.yaml}"]
        {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["a{1,3}", "{1,3}", "", "<", "${dir:/a:b}", "{a}->{b}", "orders.*", "<a><b>"] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
