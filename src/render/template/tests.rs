use serde_json::json;

use super::*;
use crate::{
    source::Sources,
    yaml::{self, Content, Node},
};

fn plain(node: &Node) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Bool(value) => Value::Bool(*value),
        Content::Integer(value) => Value::Integer(*value),
        Content::Float(value) => Value::Float(*value),
        Content::String(text) => Value::String(text.value.clone()),
        Content::List(items) => Value::List(items.iter().map(plain).collect()),
        Content::Map(entries) => Value::Map(
            entries.iter().map(|entry| (entry.key.clone(), plain(&entry.value))).collect(),
        ),
    }
}

fn read(sources: &mut Sources, text: &str) -> Vec<Node> {
    let mut found = Diagnostics::default();
    let file = sources.add("a.yaml".into(), text.into());
    let nodes = yaml::read(text, file, &mut found);
    assert!(found.is_empty(), "{found:?}\n{text}");
    nodes
}

fn compiled(text: &str) -> (Option<Template>, Sources, Diagnostics) {
    let mut sources = Sources::default();
    let nodes = read(&mut sources, text);
    let mut found = Diagnostics::default();
    let template = compile(&nodes, &sources, &mut found);
    (template, sources, found)
}

fn scope() -> Scope {
    Scope::from(minijinja::value::Serde(json!({
        "instance": {
            "name": "mm2", "replicas": 3, "ratio": 1.5, "on": true, "nothing": null,
            "labels": { "z": "1", "a": "2" },
            "aliases": ["east", "west"],
            "env": [ { "name": "A", "value": "1" }, { "name": "B", "value": null } ],
            "tls": { "secret": "ca" },
            "unset": { "a": null, "b": [null, 1] },
            "empty": [],
            "big": u64::MAX,
            "long": "x".repeat(3_000_000),
        },
    })))
}

fn check(template: &str, expected: &str) {
    let (compiled, mut sources, mut found) = compiled(template);
    let documents = compiled.expect("compiles").render(&scope(), &mut found);
    assert!(found.is_empty(), "{found:#?}\n{template}");
    let objects: Vec<Value> = documents.into_iter().map(|document| document.object).collect();
    let expected: Vec<Value> = read(&mut sources, expected).iter().map(plain).collect();
    assert_eq!(objects, expected, "{template}");
}

/// `expected` holds a line for each fault: rule, the text of its place, message.
fn check_faults(template: &str, expected: &str) {
    let (compiled, sources, mut found) = compiled(template);
    if let Some(compiled) = compiled {
        assert_eq!(compiled.render(&scope(), &mut found), Vec::new(), "{template}");
    }
    let told: Vec<String> = found
        .iter()
        .map(|fault| {
            let place = sources.text(fault.primary.span);
            format!("{} [{}] {}", fault.rule, place.trim_end(), fault.message)
        })
        .collect();
    assert_eq!(told.join("\n"), expected, "{template}");
}

#[test]
fn a_whole_scalar_keeps_the_type_of_its_value() {
    check("a: ${ instance.name }", "a: mm2");
    check("a: ${ instance.replicas }", "a: 3");
    check("a: ${ instance.on }", "a: true");
    check("a: '${ instance.replicas + 1 }'", "a: 4");
    check("a: ${ instance.aliases }", "a: [east, west]");
    check("a: ${ instance.labels }", "a: { z: '1', a: '2' }");
    check("a: '${ {\"k\": instance.aliases[0]} }'", "a: { k: east }");
    check("a: ${ range(3) }", "a: [0, 1, 2]");
    check("a: |\n  ${ instance.name }", "a: \"mm2\\n\"");
}

#[test]
fn a_float_stays_a_float() {
    let (template, _, mut found) = compiled("a: ${ instance.ratio }");
    let documents = template.expect("compiles").render(&scope(), &mut found);
    assert_eq!(documents[0].object.get("a"), Some(&Value::Float(1.5)));
}

#[test]
fn text_around_an_expression_gives_text() {
    check("a: x-${ instance.replicas }", "a: x-3");
    check("a: ${ instance.name }-${ instance.on }-${ instance.ratio }", "a: mm2-true-1.5");
    check("a: $${ instance.name }", "a: '${ instance.name }'");
    check("a: $(HOME)", "a: $(HOME)");
    check("a: ${ instance.on | string }", "a: 'true'");
    check("a: ${ [instance.on, 1] | join('-') }", "a: true-1");
}

#[test]
fn filters_are_those_of_minijinja() {
    check("a: ${ instance.aliases | join(',') | upper }", "a: EAST,WEST");
    check("a: ${ instance.name | replace('m', 'n') }", "a: nn2");
    check("a: ${ instance.nope | default('d') }", "a: d");
    check("a: ${ instance.labels | items | map('first') | list }", "a: [z, a]");
}

#[test]
fn none_leaves_out_the_key_or_the_item() {
    check("a: ${ instance.nothing }\nb: 1", "b: 1");
    check("a: ['${ instance.nothing }', 1]", "a: [1]");
    check("a: ${ instance.unset }", "a: { b: [1] }");
    check("a: ~", "a: ~");
}

#[test]
fn a_condition_keeps_or_drops_its_mapping() {
    check("a: { $if: instance.tls, b: 1 }", "a: { b: 1 }");
    check("a: { $if: instance.nothing, b: 1 }\nc: 1", "c: 1");
    check("a:\n- $if: not instance.on\n  b: 1\n- c", "a: [c]");
    check("$if: instance.nothing\na: 1\n---\na: 2", "a: 2");
    check("a: { $if: false, b: 1 }", "{}");
    check("a: { $if: instance.nothing, b: '${ instance.nothing.deeper }' }", "{}");
}

#[test]
fn what_loses_every_entry_is_left_out_and_what_is_written_empty_stays() {
    check("a: { b: '${ instance.nothing }' }\nc: 1", "c: 1");
    check("a: ['${ instance.nothing }']\nc: 1", "c: 1");
    check("a: { b: { c: '${ instance.nothing }' } }\nc: 1", "c: 1");
    check("a: {}\nb: []", "a: {}\nb: []");
    check("a: { $if: instance.on }", "a: {}");
}

#[test]
fn a_loop_repeats_items_and_documents() {
    let env = "env:
- first
- $for: variable in instance.env
  name: ${ variable.name }
  value: ${ variable.value }
  of: ${ instance.name }
- last";
    check(env, "env: [first, { name: A, value: '1', of: mm2 }, { name: B, of: mm2 }, last]");
    check("$for: alias in instance.aliases\na: ${ alias }", "a: east\n---\na: west");
    check("a:\n- { $for: x in instance.empty, b: 1 }\nc: 1", "c: 1");
    check(
        "a:\n- $for: x in instance.labels | items\n  k: ${ x[0] }\n  v: ${ x[1] }",
        "a: [{ k: z, v: '1' }, { k: a, v: '2' }]",
    );
}

#[test]
fn a_condition_is_asked_for_each_round() {
    check("a:\n- $for: v in instance.env\n  $if: v.value\n  name: ${ v.name }", "a: [{ name: A }]");
}

#[test]
fn inner_loops_see_and_hide_outer_names() {
    check(
        "$for: x in [1, 2]\na:\n- $for: y in [x * 10]\n  b: ${ x + y }\n- $for: x in ['in']\n  b: ${ x }",
        "a: [{ b: 11 }, { b: in }]\n---\na: [{ b: 22 }, { b: in }]",
    );
}

#[test]
fn what_is_no_template_language_is_refused() {
    check_faults("a: ${ instance.name", "template-syntax [${] `${` is never closed");
    check_faults(
        "$while: x\na: 1",
        "template-syntax [$while] `$while` is no part of the template language",
    );
    check_faults(
        "a: { $for: x in y }",
        "template-syntax [$for] `$for` cannot repeat the value of a key",
    );
    check_faults("${x}: 1", "template-syntax [${x}] the key `${x}` holds an expression");
    check_faults("$if: 1", "template-syntax [1] `$if` needs an expression, not a number");
    check_faults("$if: ${ x }", "template-syntax [${ x }] `$if` and `$for` take a bare expression");
    check_faults(
        "$for: [a]",
        "template-syntax [[a]] `$for` needs a name and an expression, not a list",
    );
    for wrong in ["x", "x of y", "1x in y", "not in y", "a, b in y"] {
        let message = format!("`$for: {wrong}` does not name what it repeats");
        check_faults(&format!("$for: {wrong}"), &format!("template-syntax [{wrong}] {message}"));
    }
    check_faults("- a", "template-syntax [- a] a template's document is a mapping, not a list");
}

#[test]
fn faulty_expressions_are_told_at_their_place() {
    check_faults(
        "a: x ${ instance.name + }",
        "template-syntax [+] `instance.name +` is no expression: unexpected end of input, expected expression",
    );
    check_faults(
        "a: \"x\\t${ 'é' ~ instance.name | nope }\"",
        "template-failed [nope] `'é' ~ instance.name | nope` cannot be evaluated: filter nope is unknown",
    );
    check_faults(
        "a: |\n  b\n  ${ 1 / instance.name }\n",
        "template-failed [1 / instance.name] `1 / instance.name` cannot be evaluated: tried to use / operator on unsupported types number and string",
    );
}

#[test]
fn undefined_names_are_errors_everywhere() {
    check_faults("a: ${ nope }", "template-undefined [nope] `nope` is not defined");
    check_faults(
        "a: ${ instance.nope }",
        "template-undefined [instance.nope] `instance.nope` is not defined",
    );
    check_faults(
        "a: ${ instance.nope.x }",
        "template-undefined [instance.nope.x] `instance.nope.x` is not defined",
    );
    check_faults("a: x${ nope }", "template-undefined [nope] `nope` is not defined");
    check_faults("a: { $if: nope }", "template-undefined [nope] `nope` is not defined");
    check_faults(
        "a: { $if: not nope }",
        "template-undefined [not nope] `not nope` cannot be evaluated: `nope` is undefined",
    );
    check_faults("a: [{ $for: x in nope }]", "template-undefined [nope] `nope` is not defined");
    check_faults(
        "a: '${ [nope] }'",
        "template-undefined [[nope]] `[nope]` holds a value that is not defined",
    );
    check_faults(
        "a: ${ nope ~ 'x' }",
        "template-undefined [nope ~ 'x'] `nope ~ 'x'` cannot be evaluated: `nope` is undefined",
    );
}

#[test]
fn the_help_names_what_exists() {
    let text = "$for: x in instance.env\na: ${ x.nmae }\nb: ${ this.name }\nc: ${ x.one.two }";
    let (template, _, mut found) = compiled(text);
    template.expect("compiles").render(&scope(), &mut found);
    let helps: Vec<_> = found.iter().filter_map(|fault| fault.help.as_deref()).collect();
    let expected = [
        "write `name`",
        "use a name that the template has: `x`, `instance`",
        "use a name that `x` has: `name`, `value`",
    ];
    assert_eq!(helps, expected);
}

#[test]
fn values_that_do_not_fit_their_place_are_errors() {
    check_faults(
        "a: x${ instance.aliases }",
        "template-failed [instance.aliases] `instance.aliases` is a list in the middle of a text",
    );
    check_faults(
        "a: x${ instance.nothing }",
        "template-failed [instance.nothing] `instance.nothing` is none in the middle of a text",
    );
    check_faults(
        "a: [{ $for: x in instance.name }]",
        "template-failed [instance.name] `$for` needs a list; `instance.name` is text",
    );
    check_faults(
        "a: ${ instance.big }",
        "template-failed [instance.big] `instance.big` gives 18446744073709551615, which is no 64-bit number",
    );
    check_faults(
        "a: ${ 1e300 * 1e300 }",
        "template-failed [1e300 * 1e300] `1e300 * 1e300` gives inf, which is no 64-bit number",
    );
    check_faults(
        "a: ${ range }",
        "template-failed [range] `range` gives an object, which YAML cannot hold",
    );
}

#[test]
fn a_loop_tells_a_fault_once() {
    check_faults(
        "a:\n- $for: x in range(1000)\n  b: ${ x.nope }",
        "template-undefined [x.nope] `x.nope` is not defined",
    );
}

#[test]
fn long_expressions_and_templates_are_refused() {
    let chain = format!("a: ${{ {}true }}", "not ".repeat(100_000));
    let (template, _, found) = compiled(&chain);
    assert!(template.is_none());
    let messages: Vec<_> = found.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the template has 400012 bytes; 65536 is the limit",
            "an expression of 400006 bytes is longer than 1000 bytes",
        ]
    );
    check(&format!("a: ${{ {}true }}", "not ".repeat(240)), "a: true");
    check(&format!("a: ${{ {}1 }}", "-".repeat(990)), "a: 1");
}

#[test]
fn hostile_templates_stop_at_a_limit() {
    check_faults(
        "a: ${ instance.long ~ instance.long }",
        "template-failed [instance.long ~ instance.long] `instance.long ~ instance.long` gives a text of 6000000 bytes; 4194304 is the limit",
    );
    check_faults(
        "a: ${ instance.long }${ instance.long }",
        "template-failed [instance.long] `instance.long` gives a text of 6000000 bytes; 4194304 is the limit",
    );
    check_faults(
        "a: ${ instance.long | replace('x', 'yy') }",
        "template-failed [replace('x', 'yy')] `instance.long | replace('x', 'yy')` cannot be evaluated: the text is longer than 4194304 bytes",
    );
    check_faults(
        "a: ${ range(1000) | join(instance.long) }",
        "template-failed [join(instance.long)] `range(1000) | join(instance.long)` cannot be evaluated: the text is longer than 4194304 bytes",
    );
    check_faults(
        "a: ${ 'x' | indent(18446744073709551615) }",
        "template-failed [indent(18446744073709551615)] `'x' | indent(18446744073709551615)` cannot be evaluated: filter indent is unknown",
    );
    let mut doubling = "a:\n- $for: x in ['xxxxxxxx']\n  b:\n".to_owned();
    for level in 1..30 {
        let indent = "  ".repeat(level);
        doubling += &[&indent, "- $for: x in [x ~ x]\n", &indent, "  b:\n"].concat();
    }
    doubling += &["  ".repeat(30).as_str(), "- ${ x }\n"].concat();
    check_faults(
        &doubling,
        "template-failed [[x ~ x]] `[x ~ x]` gives a text of 8388608 bytes; 4194304 is the limit",
    );
    let squares = "a:\n- $for: x in range(10000)\n  b:\n  - { $for: y in range(10000), c: 'some text', d: 2 }";
    let message =
        format!("template-failed [{squares}] the template gives more than 268435456 bytes");
    check_faults(squares, &message);
}

#[test]
fn threads_share_one_template() {
    let (template, ..) = compiled("a: ${ instance.name }");
    let template = template.expect("compiles");
    let render = || template.render(&scope(), &mut Diagnostics::default());
    let (left, right) = rayon::join(render, render);
    assert_eq!(left, right);
    assert_eq!(left.len(), 1);
}

#[test]
fn documents_know_where_they_were_written() {
    let (template, sources, mut found) = compiled("a: 1\n---\n$for: x in [1, 2]\nb: 1\n");
    let documents = template.expect("compiles").render(&scope(), &mut found);
    let lines: Vec<usize> =
        documents.iter().map(|document| sources.start(document.span).line).collect();
    assert_eq!(lines, [1, 3, 3]);
}
