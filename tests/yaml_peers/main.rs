//! What the canonical writer writes, read back by our own reader, by `PyYAML` (its own parser and
//! libyaml's) and by the libraries of kubectl.
//!
//! The others are asked where they are installed; kubectl's, which Go has to build, only where
//! `MIRRORC_PEERS` is set. `MIRRORC_PEERS=require` makes a missing one a failure.

mod awkward;
#[path = "../support/files.rs"]
#[expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "reads the committed trees")]
mod files;
#[path = "../support/rendered.rs"]
mod manifests;
mod peers;
mod rendered;

use mirrorc::yaml::{Value, write, write_documents};
use proptest::prelude::*;

use peers::{Answer, Peer};

/// Documents that stand in one text.
type Case = Vec<Value>;

/// A string wherever a string can stand.
fn document(text: &str) -> Value {
    let string = || Value::String(text.to_owned());
    let map = |key: &str, value: Value| Value::Map(vec![(key.to_owned(), value)]);
    let list = Value::List(vec![string(), Value::List(vec![string()]), map(text, string())]);
    Value::Map(vec![("a".to_owned(), map(text, list)), ("b".to_owned(), string())])
}

fn strings() -> Vec<Case> {
    let strings = awkward::strings();
    strings.into_iter().map(|text| vec![document(&text), Value::String(text)]).collect()
}

fn numbers() -> Vec<Case> {
    let list = |numbers: Vec<Value>| Value::Map(vec![("numbers".to_owned(), Value::List(numbers))]);
    let integers = awkward::integers().into_iter().map(Value::Integer).collect();
    let floats = awkward::floats().into_iter().map(Value::Float).collect();
    vec![vec![list(integers), list(floats)]]
}

fn shapes() -> Vec<Case> {
    let empty = [Value::List(Vec::new()), Value::Map(Vec::new())];
    let nested = empty.iter().cloned().map(|inner| Value::List(vec![inner.clone(), inner]));
    let leaves = [Value::Bool(true), Value::Bool(false), Value::Integer(0)];
    let deep = (0..60).fold(Value::String("x\ny\n".to_owned()), |inner, level| {
        if level % 2 == 0 {
            Value::List(vec![inner, Value::Null])
        } else {
            Value::Map(vec![("a".to_owned(), inner)])
        }
    });
    vec![empty.iter().cloned().chain(nested).chain(leaves).chain([deep]).collect()]
}

fn cases() -> Vec<Case> {
    [strings(), numbers(), shapes()].concat()
}

/// Has a reader of many documents read every case.
fn check_documents(peer: &dyn Fn(&[String]) -> Vec<Answer>) {
    let cases = cases();
    let texts: Vec<String> = cases.iter().map(|case| write_documents(case)).collect();
    let answers = peer(&texts);
    assert_eq!(answers.len(), texts.len());
    for ((case, text), answer) in cases.iter().zip(&texts).zip(&answers) {
        let expected = Value::List(case.clone());
        assert!(
            peers::is_same(&expected, answer),
            "wrote:\n{}\nwas read as {answer:?}",
            head(text)
        );
    }
}

fn head(text: &str) -> String {
    text.chars().take(2_000).collect()
}

#[test]
fn our_own_reader_reads_what_is_written() {
    check_documents(&|texts| texts.iter().map(|text| peers::ours(text)).collect());
}

#[test]
fn pyyaml_reads_what_is_written() {
    for parser in ["python", "libyaml"] {
        if let Some(peer) = Peer::pyyaml(parser) {
            check_documents(&|texts| peer.ask(texts));
        }
    }
}

#[test]
fn kubectl_reads_what_is_written() {
    let Some(peer) = Peer::kubectl() else { return };
    let values = cases().concat();
    let texts: Vec<String> = values.iter().map(write).collect();
    for ((value, text), answer) in values.iter().zip(&texts).zip(&peer.ask(&texts)) {
        assert!(peers::is_same(value, answer), "wrote:\n{}\nwas read as {answer:?}", head(text));
    }
}

#[test]
fn the_stored_answers_about_plain_scalars_are_what_the_readers_say_today() {
    if let Some(answers) = peers::scalars() {
        assert!(answers == awkward::SCALARS, "run tests/oracle/yaml/scalars.py");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_value_is_read_back(values in prop::collection::vec(value(), 1..4)) {
        let text = write_documents(&values);
        let answer = peers::ours(&text);
        prop_assert!(peers::is_same(&Value::List(values), &answer), "{text}\n{answer:?}");
    }
}

/// No null, for as a whole document our reader leaves it out.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Float),
        text().prop_map(Value::String),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let map = prop::collection::btree_map(text(), inner.clone(), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::List),
            map.prop_map(|entries| Value::Map(entries.into_iter().collect())),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-?:,\\[\\]{}#&*!|>'\"%@` \t\r\na0.~=<_\u{85}\u{a0}\u{2028}\u{202e}\u{feff}é😀]{0,20}",
        "[ \t\n#:a-]{0,12}",
        "[-+.:_eExob0178]{0,6}",
    ]
}
