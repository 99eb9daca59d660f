//! In: the value of an expression. Out: a tree, paid for from the rendering's budget.

use minijinja::{Value as Dynamic, value::ValueKind};

use crate::{budget, yaml::Value};

use super::expression::{kind, text_of};

/// The memory that a rendering may still take.
#[derive(Debug)]
pub(super) struct Purse(usize);

/// What a value or a step costs, beside its text.
const NODE: usize = size_of::<(String, Value)>();

#[derive(Debug)]
pub(super) enum Refusal {
    Undefined,
    /// The budget is spent: nothing further is rendered.
    Spent,
    Unfit(String),
}

impl Purse {
    pub(super) fn full() -> Purse {
        Purse(budget::TEMPLATE_OUTPUT_BYTES)
    }

    /// Pays for one node that holds this much text.
    pub(super) fn pay(&mut self, text: usize) -> Result<(), Refusal> {
        if text > budget::TEMPLATE_TEXT_BYTES {
            let limit = budget::TEMPLATE_TEXT_BYTES;
            return Err(Refusal::Unfit(format!(
                "gives a text of {text} bytes; {limit} is the limit"
            )));
        }
        self.0 = self.0.checked_sub(NODE + text).ok_or(Refusal::Spent)?;
        Ok(())
    }
}

/// The tree of a value; nothing for `none`, which is left out of lists and maps too.
pub(super) fn convert(value: &Dynamic, purse: &mut Purse) -> Result<Option<Value>, Refusal> {
    convert_at(value, 0, purse)
}

fn convert_at(value: &Dynamic, depth: usize, purse: &mut Purse) -> Result<Option<Value>, Refusal> {
    if depth > budget::DEPTH {
        return Err(Refusal::Unfit(format!("is nested deeper than {} levels", budget::DEPTH)));
    }
    if let Some(text) = value.as_str() {
        purse.pay(text.len())?;
        return Ok(Some(Value::String(text.to_owned())));
    }
    purse.pay(0)?;
    let tree = match value.kind() {
        ValueKind::None => return Ok(None),
        ValueKind::Undefined => return Err(Refusal::Undefined),
        ValueKind::Bool => Value::Bool(value.is_true()),
        ValueKind::Number => number(value)?,
        ValueKind::Seq | ValueKind::Iterable => Value::List(list(value, depth, purse)?),
        ValueKind::Map => Value::Map(map(value, depth, purse)?),
        ValueKind::String | ValueKind::Bytes | ValueKind::Plain | ValueKind::Invalid | _ => {
            return Err(Refusal::Unfit(format!("gives {}, which YAML cannot hold", kind(value))));
        }
    };
    Ok(Some(tree))
}

fn number(value: &Dynamic) -> Result<Value, Refusal> {
    if let Some(integer) = value.as_i64().filter(|_| value.is_integer()) {
        return Ok(Value::Integer(integer));
    }
    let float = f64::try_from(value.clone()).ok().filter(|float| float.is_finite());
    match float {
        Some(float) if !value.is_integer() => Ok(Value::Float(float)),
        Some(_) | None => Err(Refusal::Unfit(format!("gives {value}, which is no 64-bit number"))),
    }
}

fn list(value: &Dynamic, depth: usize, purse: &mut Purse) -> Result<Vec<Value>, Refusal> {
    let mut items = Vec::new();
    for item in value.try_iter().map_err(unfit)?.checked() {
        items.extend(convert_at(&item.map_err(unfit)?, depth + 1, purse)?);
    }
    Ok(items)
}

fn map(value: &Dynamic, depth: usize, purse: &mut Purse) -> Result<Vec<(String, Value)>, Refusal> {
    let mut entries = Vec::new();
    for key in value.try_iter().map_err(unfit)?.checked() {
        let key = key.map_err(unfit)?;
        let Some(name) = text_of(&key) else {
            return Err(Refusal::Unfit(format!("gives a mapping with {} as a key", kind(&key))));
        };
        purse.pay(name.len())?;
        let inner = value.get_item(&key).map_err(unfit)?;
        if let Some(inner) = convert_at(&inner, depth + 1, purse)? {
            entries.push((name.into_owned(), inner));
        }
    }
    Ok(entries)
}

#[expect(clippy::needless_pass_by_value, reason = "its callers hand it to `map_err`")]
fn unfit(error: minijinja::Error) -> Refusal {
    Refusal::Unfit(format!("cannot be evaluated: {error}"))
}
