//! Plain scalars that mean different things to different readers. In: a plain scalar. Out: who
//! reads it otherwise.

use std::fmt;

use super::readers::{Reading, yaml_1_1, yaml_1_2};
use super::resolve;

/// Two readings of one scalar. Its words: "`012`: the number 10 for kubectl and the number 12 for
/// YAML 1.2 readers".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ambiguity<'a> {
    text: &'a str,
    kubectl: Reading,
    other: Reading,
    reader: &'static str,
}

impl fmt::Display for Ambiguity<'_> {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        let Ambiguity { text, kubectl, other, reader } = self;
        write!(out, "`{text}`: {kubectl} for kubectl and {other} for {reader}")
    }
}

/// A reader that sees another value in this plain scalar than kubectl does: one of YAML 1.2 with
/// its core schema, else `PyYAML` for YAML 1.1.
pub fn ambiguous(text: &str) -> Option<Ambiguity<'_>> {
    // Nothing else begins a word, a number or a date.
    if !text.starts_with(|c: char| c.is_ascii_digit() || "+-.=<~nNtTfFyYoO".contains(c)) {
        return None;
    }
    let kubectl = Reading::from(resolve(text));
    let others =
        [(yaml_1_2(text), "YAML 1.2 readers"), (yaml_1_1(text), "YAML 1.1 readers such as PyYAML")];
    let (other, reader) = others.into_iter().find(|&(other, _)| !kubectl.agrees(other))?;
    Some(Ambiguity { text, kubectl, other, reader })
}

#[cfg(test)]
mod tests {
    use super::super::oracle::spellings;
    use super::*;

    fn check(text: &str, expected: &str) {
        let words = ambiguous(text).map(|ambiguity| ambiguity.to_string());
        assert_eq!(words.unwrap_or_default(), expected, "`{text}`");
    }

    #[test]
    fn a_spelling_is_ambiguous_where_the_answers_of_the_readers_differ() {
        for spelling in spellings() {
            let differ = !spelling.kubectl.agrees(spelling.core)
                || !spelling.kubectl.agrees(spelling.pyyaml);
            assert_eq!(ambiguous(&spelling.text).is_some(), differ, "{spelling:?}");
        }
    }

    #[test]
    fn words_hold_the_answers_of_the_readers() {
        for spelling in spellings() {
            let Some(Ambiguity { kubectl, other, reader, .. }) = ambiguous(&spelling.text) else {
                continue;
            };
            let answer =
                if reader.starts_with("YAML 1.2") { spelling.core } else { spelling.pyyaml };
            assert!(kubectl.agrees(spelling.kubectl), "{spelling:?}: {kubectl:?}");
            let impossible_date = other == Reading::Date && answer == Reading::Error;
            assert!(other.agrees(answer) || impossible_date, "{spelling:?}: {other:?}");
        }
    }

    #[test]
    fn words_name_both_values_and_the_other_reader() {
        check("012", "`012`: the number 10 for kubectl and the number 12 for YAML 1.2 readers");
        check("no", "`no`: false for kubectl and text for YAML 1.2 readers");
        check(
            "1:30",
            "`1:30`: text for kubectl and the number 90 for YAML 1.1 readers such as PyYAML",
        );
        check(
            "2001-01-01",
            "`2001-01-01`: text for kubectl and a date for YAML 1.1 readers such as PyYAML",
        );
        check(
            "1e3",
            "`1e3`: the number 1000 for kubectl and text for YAML 1.1 readers such as PyYAML",
        );
        check("1e400", "`1e400`: text for kubectl and infinite for YAML 1.2 readers");
    }

    #[test]
    fn what_all_read_alike_is_not_ambiguous() {
        for text in [
            "true", "12", "null", "~", "", "1.5", "0.10", "1.0", "-0x", ".inf", "500m", "a:b",
            "3.7.0",
        ] {
            check(text, "");
        }
    }
}
