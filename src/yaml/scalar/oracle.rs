//! What real readers made of plain scalars; `tests/oracle/yaml/scalars.py` asked them.

use serde_json::Value;

use super::Scalar;
use super::readers::Reading;

#[derive(Debug)]
pub(in crate::yaml) struct Spelling {
    pub(in crate::yaml) text: String,
    pub(super) kubectl: Reading,
    pub(super) pyyaml: Reading,
    pub(super) core: Reading,
}

impl Spelling {
    pub(super) fn kubectl_scalar(&self) -> Scalar {
        match self.kubectl {
            Reading::Null => Scalar::Null,
            Reading::Bool(value) => Scalar::Bool(value),
            Reading::Integer(value) => Scalar::Integer(value),
            Reading::Float(value) => Scalar::Float(value),
            Reading::String => Scalar::String,
            Reading::NotFinite => Scalar::NoJson,
            Reading::Date | Reading::Error => panic!("kubectl has no dates: {self:?}"),
        }
    }

    /// Whether every reader takes it for a string.
    pub(in crate::yaml) fn is_text(&self) -> bool {
        [self.kubectl, self.pyyaml, self.core].iter().all(|reading| *reading == Reading::String)
    }
}

pub(in crate::yaml) fn spellings() -> Vec<Spelling> {
    let lines = include_str!("../../../tests/oracle/yaml/scalars.jsonl").lines();
    lines.map(|line| spelling(&serde_json::from_str(line).expect("a line is an object"))).collect()
}

fn spelling(line: &Value) -> Spelling {
    let field = |name: &str| line[name].as_str().expect("every answer is a string");
    Spelling {
        text: field("text").to_owned(),
        kubectl: reading(field("kubectl")),
        pyyaml: reading(field("pyyaml")),
        core: reading(field("core")),
    }
}

fn reading(answer: &str) -> Reading {
    match answer {
        "null" => Reading::Null,
        "true" => Reading::Bool(true),
        "false" => Reading::Bool(false),
        "text" => Reading::String,
        "date" => Reading::Date,
        "infinite" => Reading::NotFinite,
        "error" => Reading::Error,
        _ => number(answer.strip_prefix("number ").expect("the other answers are numbers")),
    }
}

fn number(digits: &str) -> Reading {
    if let Ok(integer) = digits.parse() {
        return Reading::Integer(integer);
    }
    let float: f64 = digits.parse().expect("a number that is no integer is a double");
    if float.is_finite() { Reading::Float(float) } else { Reading::NotFinite }
}
