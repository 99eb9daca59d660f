//! In: a compiled template and a scope. Out: its documents.

use std::{collections::BTreeSet, sync::Arc};

use minijinja::{
    Value as Scope,
    value::{Enumerator, Object, ValueKind},
};

use crate::{
    budget, diagnostic::Diagnostics, render::faults::TEMPLATE_FAILED, source::Span, yaml::Value,
};

use super::{
    Document, Mapping, Part, Repeat, Segment,
    convert::{Purse, Refusal, convert},
    expression::{Formula, Trouble, kind, text_of},
};

pub(super) fn documents(
    mappings: &[(Span, Mapping)],
    scope: &Scope,
    found: &mut Diagnostics,
) -> Vec<Document> {
    let Some(&(first, _)) = mappings.first() else { return Vec::new() };
    let mut filling = Filling {
        found,
        told: BTreeSet::new(),
        purse: Purse::full(),
        spent: false,
        document: first,
    };
    let mut made = Vec::new();
    for (span, mapping) in mappings {
        filling.document = *span;
        let mut objects = Vec::new();
        filling.rounds(mapping, scope, &mut objects);
        made.extend(objects.into_iter().map(|object| Document { span: *span, object }));
    }
    if filling.told.is_empty() { made } else { Vec::new() }
}

struct Filling<'a> {
    found: &'a mut Diagnostics,
    /// Places that have been reported: a loop tells a fault once.
    told: BTreeSet<Span>,
    purse: Purse,
    /// The purse is empty: nothing further is filled.
    spent: bool,
    document: Span,
}

/// A scope with one name more; the outer scope is not copied.
#[derive(Debug)]
struct Bound {
    name: Arc<str>,
    value: Scope,
    outer: Scope,
}

impl Object for Bound {
    fn get_value(self: &Arc<Self>, key: &Scope) -> Option<Scope> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Scope> {
        if key == &*self.name {
            return Some(self.value.clone());
        }
        self.outer.get_attr(key).ok().filter(|value| !value.is_undefined())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let outer = self.outer.try_iter().into_iter().flatten();
        Enumerator::Values(std::iter::once(Scope::from(self.name.clone())).chain(outer).collect())
    }
}

impl Filling<'_> {
    /// Fills a mapping as often as its `$for` says.
    fn rounds(&mut self, mapping: &Mapping, scope: &Scope, made: &mut Vec<Value>) {
        let Some(repeat) = &mapping.repeat else {
            made.extend(self.mapping(mapping, scope));
            return;
        };
        let name: Arc<str> = Arc::from(repeat.name.as_str());
        for value in self.items(repeat, scope) {
            if self.spent {
                return;
            }
            let bound = Bound { name: name.clone(), value, outer: scope.clone() };
            made.extend(self.mapping(mapping, &Scope::from_object(bound)));
        }
    }

    fn items(&mut self, repeat: &Repeat, scope: &Scope) -> Vec<Scope> {
        let Some(list) = self.evaluate(&repeat.list, scope) else { return Vec::new() };
        let iterable = matches!(list.kind(), ValueKind::Seq | ValueKind::Iterable | ValueKind::Map);
        let Some(items) = list.try_iter().ok().filter(|_| iterable) else {
            let message =
                format!("`$for` needs a list; `{}` is {}", repeat.list.code(), kind(&list));
            self.tell(repeat.list.trouble(message));
            return Vec::new();
        };
        let mut collected = Vec::new();
        for item in items.checked() {
            match item {
                Ok(item) if self.pays(&item, &repeat.list) => collected.push(item),
                Ok(_) => return Vec::new(),
                Err(error) => {
                    self.tell(repeat.list.trouble(error.to_string()));
                    return Vec::new();
                }
            }
        }
        collected
    }

    /// An item that the expression has made counts like output: nested loops could double it at each level.
    fn pays(&mut self, item: &Scope, list: &Formula) -> bool {
        let paid = if list.is_path() {
            self.purse.pay(0)
        } else {
            convert(item, &mut self.purse).map(drop)
        };
        paid.map_err(|refusal| self.refuse(refusal, list)).is_ok()
    }

    /// Nothing where the condition drops the mapping.
    fn mapping(&mut self, mapping: &Mapping, scope: &Scope) -> Option<Value> {
        self.spend(0)?;
        if let Some(condition) = &mapping.condition {
            self.evaluate(condition, scope).filter(Scope::is_true)?;
        }
        let mut entries = Vec::with_capacity(mapping.entries.len());
        for (key, part) in &mapping.entries {
            self.spend(key.len())?;
            if let Some(value) = self.part(part, scope) {
                entries.push((key.clone(), value));
            }
        }
        Some(Value::Map(entries))
    }

    /// Nothing where the part is left out, or has failed and been told. What loses every entry to conditions is left out,
    /// for an empty rest would show as drift on a cluster; what the template writes empty, such as `emptyDir: {}`, stays.
    fn part(&mut self, part: &Part, scope: &Scope) -> Option<Value> {
        match part {
            Part::Constant(value) => {
                self.spend(value.as_str().map_or(0, str::len))?;
                Some(value.clone())
            }
            Part::Expression(formula) => {
                let value = self.evaluate(formula, scope)?;
                let converted = convert(&value, &mut self.purse);
                converted.map_err(|refusal| self.refuse(refusal, formula)).ok()?
            }
            Part::Text(segments) => self.text(segments, scope).map(Value::String),
            Part::List(items) => {
                let filled = self.list(items, scope)?;
                (items.is_empty() || !filled.is_empty()).then_some(Value::List(filled))
            }
            Part::Map(mapping) => {
                let filled = self.mapping(mapping, scope)?;
                let kept = mapping.entries.is_empty() || filled != Value::Map(Vec::new());
                kept.then_some(filled)
            }
        }
    }

    fn list(&mut self, items: &[Part], scope: &Scope) -> Option<Vec<Value>> {
        self.spend(0)?;
        let mut filled = Vec::with_capacity(items.len());
        for item in items {
            if let Part::Map(mapping) = item {
                self.rounds(mapping, scope, &mut filled);
            } else {
                filled.extend(self.part(item, scope));
            }
        }
        Some(filled)
    }

    fn text(&mut self, segments: &[Segment], scope: &Scope) -> Option<String> {
        let mut text = String::new();
        for segment in segments {
            match segment {
                Segment::Literal(literal) => text.push_str(literal),
                Segment::Expression(formula) => self.insert(formula, scope, &mut text)?,
            }
        }
        Some(text)
    }

    fn insert(&mut self, formula: &Formula, scope: &Scope, text: &mut String) -> Option<()> {
        let value = self.evaluate(formula, scope)?;
        let Some(inner) = text_of(&value) else {
            let message =
                format!("`{}` is {} in the middle of a text", formula.code(), kind(&value));
            self.tell(formula.trouble(message));
            return None;
        };
        let paid = self.purse.pay(text.len() + inner.len());
        paid.map_err(|refusal| self.refuse(refusal, formula)).ok()?;
        text.push_str(&inner);
        Some(())
    }

    fn evaluate(&mut self, formula: &Formula, scope: &Scope) -> Option<Scope> {
        if self.spent {
            return None;
        }
        formula.evaluate(scope).map_err(|trouble| self.tell(trouble)).ok()
    }

    fn spend(&mut self, text: usize) -> Option<()> {
        if self.purse.pay(text).is_err() {
            self.exhausted();
        }
        (!self.spent).then_some(())
    }

    fn refuse(&mut self, refusal: Refusal, formula: &Formula) {
        match refusal {
            Refusal::Undefined => self.tell(formula.undefined_inside()),
            Refusal::Unfit(why) => {
                self.tell(formula.trouble(format!("`{}` {why}", formula.code())));
            }
            Refusal::Spent => self.exhausted(),
        }
    }

    fn exhausted(&mut self) {
        self.spent = true;
        let limit = budget::TEMPLATE_OUTPUT_BYTES;
        let message = format!("the template gives more than {limit} bytes");
        let fault = &TEMPLATE_FAILED;
        self.tell(Trouble { fault, span: self.document, message, help: None });
    }

    fn tell(&mut self, trouble: Trouble) {
        if self.told.insert(trouble.span) {
            let diagnostic = self.found.report(trouble.fault, trouble.span, trouble.message);
            diagnostic.help = trouble.help;
        }
    }
}
