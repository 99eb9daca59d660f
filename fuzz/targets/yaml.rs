//! YAML: no text stops the reader, places are in the text, what is told can be shown, and what is read without fault is
//! written and read back as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mirrorc::{
    diagnostic::Diagnostics,
    report,
    source::{Sources, Span},
    yaml::{self, Content, Node, Value},
};

fuzz_target!(|text: &str| {
    let (sources, found, documents) = read(text);
    documents.iter().for_each(|document| check_places(text, document));
    if !found.is_empty() {
        let report = report::Report::of(&sources, &found);
        assert!(!report::text::write(&report, report::text::Style::Plain).is_empty());
    }
    if found.has_errors() {
        return;
    }
    for document in &documents {
        let written = yaml::write(&document.to_value());
        let (_, found, again) = read(&written);
        assert!(!found.has_errors(), "{found:?}\n{written}");
        let again: Vec<Value> = again.iter().map(Node::to_value).collect();
        assert_eq!(again.iter().map(yaml::write).collect::<Vec<_>>(), [written]);
        // A number that is none equals nothing, itself included.
        assert_eq!(format!("{again:?}"), format!("{:?}", [document.to_value()]));
    }
});

fn read(text: &str) -> (Sources, Diagnostics, Vec<Node>) {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add("text.yaml".to_owned(), text.to_owned());
    let documents = yaml::read(text, file, &mut found);
    (sources, found, documents)
}

fn check_places(text: &str, node: &Node) {
    check_place(text, node.span);
    match &node.content {
        Content::List(items) => items.iter().for_each(|item| check_places(text, item)),
        Content::Map(entries) => {
            for entry in entries {
                check_place(text, entry.key_span);
                check_places(text, &entry.value);
            }
        }
        Content::String(string) => {
            for (at, _) in string.value.char_indices() {
                check_place(text, string.span(at..at, node.span));
            }
        }
        Content::Null | Content::Bool(_) | Content::Integer(_) | Content::Float(_) => {}
    }
}

fn check_place(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?}");
}
