//! Structural templates: YAML whose leaves may be expressions. In: the tree of a template, read once. Out: a [`Template`] that
//! gives objects for any number of scopes; text is never pasted into text.
//!
//! Expressions are minijinja's. Its `~` writes booleans as Python does (`True`), so text is made by expressions inside text.
//!
//! `scan` splits a scalar into text and expressions, `expression` is minijinja with limits, `compile` makes the template,
//! `fill` renders it and `convert` turns the values of expressions into trees.

mod compile;
mod convert;
mod expression;
mod fill;
mod scan;

use minijinja::Value as Scope;

use crate::{diagnostic::Diagnostics, source::Span, yaml::Value};

use expression::Formula;

pub use compile::compile;

/// A compiled template. It may be rendered by many threads at once.
#[derive(Debug)]
pub struct Template {
    documents: Vec<(Span, Mapping)>,
}

/// An object with the place of the template's document that it was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub span: Span,
    pub object: Value,
}

/// A mapping of the template, with what decides whether and how often it is written.
#[derive(Debug, Default)]
struct Mapping {
    repeat: Option<Repeat>,
    condition: Option<Formula>,
    entries: Vec<(String, Part)>,
}

/// `$for: name in list`.
#[derive(Debug)]
struct Repeat {
    name: String,
    list: Formula,
}

#[derive(Debug)]
enum Part {
    Constant(Value),
    /// A whole scalar: the value keeps its type.
    Expression(Formula),
    /// Text around expressions.
    Text(Vec<Segment>),
    List(Vec<Part>),
    Map(Box<Mapping>),
}

#[derive(Debug)]
enum Segment {
    Literal(String),
    Expression(Formula),
}

impl Template {
    /// Fills the template; gives nothing if anything failed.
    pub fn render(&self, scope: &Scope, found: &mut Diagnostics) -> Vec<Document> {
        fill::documents(&self.documents, scope, found)
    }
}

#[cfg(test)]
mod tests;
