//! Expressions: minijinja's, with limits. In: the text of one. Out: a [`Formula`] that gives a value for a scope.
//!
//! A template is trusted like code, but a slip must not take the machine down: what could make huge values from small
//! ones is bounded or left out (`format`, `indent`, `batch`, `slice`, `pprint`, `debug`, `namespace`).

use std::{borrow::Cow, fmt, ops::Range, sync::LazyLock};

use minijinja::{
    Environment, Error, ErrorKind, Expression, UndefinedBehavior, Value, value::ValueKind,
};

use crate::{
    budget,
    diagnostic::{Diagnostics, Fault},
    nearest::nearest,
    render::faults,
    source::Span,
    yaml::Text,
};

pub(super) struct Formula {
    code: Code,
    /// The scalar in which the expression stands, and where.
    text: Text,
    range: Range<usize>,
    scalar: Span,
}

enum Code {
    /// Names with points between them, as most are: minijinja would make room for 128 instructions for each.
    Path,
    Expression(Expression<'static, 'static>),
}

/// Why an expression gave no value.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) fault: &'static Fault,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(budget::TEMPLATE_FUEL));
    environment.set_debug(true); // else errors have no place
    for filter in ["format", "indent", "batch", "slice", "pprint"] {
        environment.remove_filter(filter);
    }
    for function in ["debug", "namespace"] {
        environment.remove_global(function);
    }
    environment.add_filter("replace", replace);
    environment.add_filter("join", join);
    environment.add_filter("string", string);
    environment
}

impl Formula {
    /// Compiles a range of a scalar's text; faults are reported.
    pub(super) fn compile(
        text: &Text,
        range: Range<usize>,
        scalar: Span,
        found: &mut Diagnostics,
    ) -> Option<Formula> {
        let code = text.value.get(range.clone()).expect("a range of this text");
        let span = text.span(range.clone(), scalar);
        if code.len() > budget::EXPRESSION_BYTES {
            let message = format!(
                "an expression of {} bytes is longer than {} bytes",
                code.len(),
                budget::EXPRESSION_BYTES
            );
            found
                .report(&faults::TEMPLATE_SYNTAX, span, message)
                .help("split the expression, or make the value in the descriptor");
            return None;
        }
        let formula =
            |code| Some(Formula { code, text: text.clone(), range: range.clone(), scalar });
        if is_path_of_names(code.trim()) {
            return formula(Code::Path);
        }
        match ENVIRONMENT.compile_expression_owned(code.to_owned()) {
            Ok(expression) => formula(Code::Expression(expression)),
            Err(error) => {
                let message = format!("`{}` is no expression: {}", code.trim(), told(&error));
                let place = error_place(&error, text, &range, scalar).unwrap_or(span);
                found.report(&faults::TEMPLATE_SYNTAX, place, message);
                None
            }
        }
    }

    pub(super) fn span(&self) -> Span {
        let code = self.text.value.get(self.range.clone()).unwrap_or("");
        let start = self.range.start + (code.len() - code.trim_start().len());
        self.text.span(start..start + code.trim().len(), self.scalar)
    }

    pub(super) fn code(&self) -> &str {
        self.text.value.get(self.range.clone()).unwrap_or("").trim()
    }

    /// Whether this only picks a value that exists already, such as `instance.name`.
    pub(super) fn is_path(&self) -> bool {
        self.code().bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
    }

    pub(super) fn evaluate(&self, scope: &Value) -> Result<Value, Trouble> {
        let value = match &self.code {
            Code::Path => {
                let names = self.code().split('.');
                Ok(names
                    .fold(scope.clone(), |holder, name| holder.get_attr(name).unwrap_or_default()))
            }
            Code::Expression(expression) => expression.eval(scope),
        };
        match value {
            Ok(value) if value.is_undefined() => Err(self.undefined(scope)),
            Ok(value) => Ok(value),
            Err(error) => Err(self.failed(&error, scope)),
        }
    }

    pub(super) fn trouble(&self, message: impl Into<String>) -> Trouble {
        Trouble {
            fault: &faults::TEMPLATE_FAILED,
            span: self.span(),
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn undefined_inside(&self) -> Trouble {
        let message = format!("`{}` holds a value that is not defined", self.code());
        Trouble { fault: &faults::TEMPLATE_UNDEFINED, ..self.trouble(message) }
    }

    fn undefined(&self, scope: &Value) -> Trouble {
        let help = if self.is_path() { self.known_names(scope) } else { None };
        let message = format!("`{}` is not defined", self.code());
        Trouble { fault: &faults::TEMPLATE_UNDEFINED, span: self.span(), message, help }
    }

    fn failed(&self, error: &Error, scope: &Value) -> Trouble {
        let undefined = error.kind() == ErrorKind::UndefinedError;
        if undefined && self.is_path() {
            return self.undefined(scope);
        }
        let fault = if undefined { &faults::TEMPLATE_UNDEFINED } else { &faults::TEMPLATE_FAILED };
        let span = error_place(error, &self.text, &self.range, self.scalar);
        let message = format!("`{}` cannot be evaluated: {}", self.code(), told(error));
        Trouble { fault, span: span.unwrap_or_else(|| self.span()), message, help: None }
    }

    /// What stands beside the first name of the path that does not exist.
    fn known_names(&self, scope: &Value) -> Option<String> {
        let mut holder = scope.clone();
        let mut path = "the template".to_owned();
        let mut missing = "";
        for (start, name) in steps(self.code()) {
            let inner = holder.get_attr(name).ok()?;
            if inner.is_undefined() {
                missing = name;
                break;
            }
            path = format!("`{}`", self.code().get(..start + name.len())?);
            holder = inner;
        }
        let names: Vec<String> = holder.try_iter().ok()?.map(|name| name.to_string()).collect();
        if let Some(near) = nearest(missing, names.iter().map(String::as_str)) {
            return Some(format!("write `{near}`"));
        }
        let quoted: Vec<String> = names.iter().take(40).map(|name| format!("`{name}`")).collect();
        (!quoted.is_empty()).then(|| format!("use a name that {path} has: {}", quoted.join(", ")))
    }
}

/// Whether the code is names with points between them. One name alone may be that of a function.
fn is_path_of_names(code: &str) -> bool {
    const WORDS: [&str; 13] = [
        "and", "else", "false", "if", "in", "is", "none", "not", "or", "true", "False", "None",
        "True",
    ];
    let is_name = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && !WORDS.contains(&name)
    };
    code.contains('.') && code.split('.').all(is_name)
}

/// The names of a path, each with its offset.
fn steps(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = std::iter::once(0).chain(path.match_indices('.').map(|(dot, _)| dot + 1));
    starts.zip(path.split('.'))
}

impl fmt::Debug for Formula {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "${{ {} }}", self.code())
    }
}

fn told(error: &Error) -> String {
    error.detail().map_or_else(|| error.kind().to_string(), str::to_owned)
}

fn error_place(
    error: &Error,
    text: &Text,
    expression: &Range<usize>,
    scalar: Span,
) -> Option<Span> {
    let inside = error.range()?;
    let start = expression.start + inside.start.min(expression.len());
    let end = expression.start + inside.end.min(expression.len());
    (start < end).then(|| text.span(start..end, scalar))
}

fn too_large() -> Error {
    let limit = budget::TEMPLATE_TEXT_BYTES;
    Error::new(ErrorKind::InvalidOperation, format!("the text is longer than {limit} bytes"))
}

/// As minijinja's, but bounded.
fn replace(value: &str, from: &str, to: &str) -> Result<String, Error> {
    let grown = value.matches(from).count().saturating_mul(to.len()).saturating_add(value.len());
    if grown > budget::TEMPLATE_TEXT_BYTES { Err(too_large()) } else { Ok(value.replace(from, to)) }
}

/// As minijinja's without its attribute, but bounded; a list or nothing among the items is an error.
fn join(items: &Value, joiner: Option<&str>) -> Result<String, Error> {
    let mut text = String::new();
    for (index, item) in items.try_iter()?.checked().enumerate() {
        let item = item?;
        let scalar = text_of(&item).ok_or_else(|| {
            Error::new(ErrorKind::InvalidOperation, format!("{} cannot be joined", kind(&item)))
        })?;
        if index > 0 {
            text.push_str(joiner.unwrap_or(""));
        }
        text.push_str(&scalar);
        if text.len() > budget::TEMPLATE_TEXT_BYTES {
            return Err(too_large());
        }
    }
    Ok(text)
}

/// A string, number or boolean as text; booleans as YAML and Kafka write them, not as Python does.
pub(super) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    if let Some(text) = value.as_str() {
        return Some(Cow::Borrowed(text));
    }
    if value.kind() == ValueKind::Bool {
        return Some(Cow::Borrowed(if value.is_true() { "true" } else { "false" }));
    }
    value.is_number().then(|| Cow::Owned(value.to_string()))
}

/// What a value is, in the words of messages.
pub(super) fn kind(value: &Value) -> &'static str {
    match value.kind() {
        ValueKind::Undefined => "undefined",
        ValueKind::None => "none",
        ValueKind::Bool => "a boolean",
        ValueKind::Number => "a number",
        ValueKind::String => "text",
        ValueKind::Seq | ValueKind::Iterable => "a list",
        ValueKind::Map => "a mapping",
        ValueKind::Bytes | ValueKind::Plain | ValueKind::Invalid | _ => "an object",
    }
}

fn string(value: &Value) -> String {
    text_of(value).map_or_else(|| value.to_string(), Cow::into_owned)
}
