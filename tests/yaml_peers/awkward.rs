//! Values that writers of YAML get wrong.

use std::collections::BTreeSet;

/// Plain scalars, with what readers make of each.
pub(crate) const SCALARS: &str = include_str!("../oracle/yaml/scalars.jsonl");

/// Characters that mean something to a reader, or nothing good.
const CHARACTERS: &str = "-?:,[]{}#&*!|>'\"%@`~=<_.+/\\$^();0aY \t\n\r\0\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}\
    \u{1f}\u{7f}\u{80}\u{85}\u{9f}\u{a0}\u{ad}é\u{300}\u{61c}\u{180e}\u{200b}\u{200d}\u{200e}\u{200f}\
    \u{2003}\u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{3000}日\u{d7ff}\u{e000}\u{fe0f}\
    \u{feff}\u{fff9}\u{fffd}\u{fffe}\u{ffff}\u{1f600}\u{1fffe}\u{e0041}\u{10ffff}";

const TEXTS: [&str; 72] = [
    "- a",
    "-",
    "--",
    "---",
    "--- a",
    "---a",
    "...",
    "... a",
    "....",
    "key: v",
    "key:",
    "key :",
    ": v",
    ":",
    "::",
    ":a",
    "a:b",
    "a: b: c",
    "http://a:80/b",
    "a #b",
    "a#b",
    "#x",
    "# x",
    "a:#b",
    "? ",
    "? a",
    "?",
    "?a",
    "[a]",
    "{a}",
    "{a: b}",
    "[a, b]",
    "a]",
    "a}",
    "a, b",
    "&a",
    "*a",
    "&a b",
    "!a",
    "!!str a",
    "%YAML 1.1",
    "@a",
    "`a`",
    "|",
    ">",
    "|-",
    "|\na",
    ">-\n a",
    "'",
    "''",
    "'a'",
    "\"",
    "\"a\"",
    "a\"b",
    "a'b",
    "\\",
    "\\n",
    "a\\",
    "~",
    "~a",
    "<<",
    "=",
    "<<: *a",
    "${a}",
    "{{ .a }}",
    "a\u{301}",
    "👨‍👩‍👧",
    "مرحبا",
    "שלום",
    "a\u{202e}b",
    "\u{feff}a",
    "a  b",
];

const LINES: [&str; 48] = [
    "a\nb",
    "a\nb\n",
    "a\nb\n\n",
    "a\nb\n\n\n",
    "\na",
    "\n\na\n",
    "\n",
    "\n\n",
    "\n\n\n",
    " a\nb",
    " a\n b\n",
    "  a\n\nb\n\n",
    "a\n b\n  c\n",
    "\n a\n",
    "\n\n  a\nb",
    "\ta\nb",
    "\ta\n\tb\n",
    "\n\ta\n",
    "a\n\tb\n",
    " \ta\nb",
    "a \nb \n",
    "a\t\nb\t\n",
    "a\n \nb",
    "a\n   \nb\n",
    "a\n\t\nb\n",
    " \na",
    "  \n a\n",
    "\n \na",
    "a\n ",
    "a\n\t",
    "a\n \n",
    "a\n\n ",
    "a\n \n\n",
    " \n",
    "\t\n",
    " \n \n",
    "a\r\nb\r\n",
    "a\rb",
    "a\n\rb",
    "# a\nb\n",
    "- a\n- b\n",
    "a: b\nc: d\n",
    "---\na\n",
    "a\n---\nb\n",
    "a\n...\nb\n",
    "a\n\u{2028}b\n",
    "a\u{85}b\nc",
    "日\n\u{a0}本\n\u{3000}\n",
];

pub(crate) fn strings() -> BTreeSet<String> {
    let scalars = SCALARS.lines().map(scalar);
    let texts = TEXTS.iter().chain(&LINES).map(|&text| text.to_owned());
    scalars.chain(texts).chain(CHARACTERS.chars().flat_map(around)).chain(long()).collect()
}

fn scalar(line: &str) -> String {
    let line: serde_json::Value = serde_json::from_str(line).expect("a line is an object");
    let text = line.get("text").and_then(serde_json::Value::as_str);
    text.expect("a spelling is a string").to_owned()
}

/// A character in every place where it can matter.
fn around(c: char) -> Vec<String> {
    let forms = [
        "c",
        "cc",
        "ca",
        "ac",
        "acb",
        "c a",
        "a c",
        "a c b",
        " c",
        "c ",
        "c\na",
        "a\nc",
        "a\nc\n",
        "a\n c\n",
        "ac\nb\n",
        "c\n\na\n\n",
    ];
    forms.iter().map(|form| form.replace('c', &c.to_string())).collect()
}

fn long() -> Vec<String> {
    let words = "lorem ipsum ".repeat(100);
    vec![
        "a: ".repeat(24_000),
        "a".repeat(999),
        "a".repeat(1_000),
        "a".repeat(1_001),
        "é".repeat(1_030),
        "\u{1}".repeat(300),
        " ".repeat(1_100),
        "\"\\\t".repeat(500),
        words.trim_end().to_owned(),
        words,
        "key=value # a: b\n".repeat(4_200),
    ]
}

pub(crate) fn integers() -> Vec<i64> {
    vec![0, 1, -1, 7, 8, 10, 100, -100, 1_000_000, 1 << 53, (1 << 53) + 1, i64::MAX, i64::MIN]
}

pub(crate) fn floats() -> Vec<f64> {
    let tens = (-320..=308).filter_map(|power| format!("1e{power}").parse().ok());
    let others = [
        0.0,
        -0.0,
        0.1,
        1.0,
        1.5,
        -1.5,
        1.1,
        100.0,
        123_456.789,
        1e15,
        1e16,
        12e16,
        1.5e300,
        1.5e-7,
        0.000_01,
        1e-5,
        9_007_199_254_740_993.0,
        9.3e18,
        18_446_744_073_709_551_616.0,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        f64::EPSILON,
        5e-324,
        std::f64::consts::PI,
        4_611_686_018_427_387_905.0,
    ];
    tens.chain(others).collect()
}
