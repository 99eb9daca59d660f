//! The JSON Schema of the descriptor: generated from the types, committed, compiled in.

use std::sync::LazyLock;

use serde_json::Value;

/// The schema as it is published.
pub static TEXT: &str = include_str!("../../schemas/descriptor.schema.json");

/// Read only where it is asked about.
static ROOT: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(TEXT).expect("a test keeps the committed schema readable")
});

#[jsonschema::validator(path = "schemas/descriptor.schema.json")]
struct Validator;

/// The keys that a mapping at this path may have. The path may hold list positions; one that leads nowhere has none.
pub fn keys(path: &[String]) -> Vec<String> {
    let root: &Value = &ROOT;
    let place = find(root, path);
    let properties = place.and_then(|place| place.get("properties")).and_then(Value::as_object);
    properties.map(|names| names.keys().cloned().collect()).unwrap_or_default()
}

/// The page of a field, its keys joined by dots; nothing where there is no such field.
pub fn field_page(field: &str) -> Option<String> {
    let root: &Value = &ROOT;
    let path: Vec<String> = field.split('.').map(str::to_owned).collect();
    let (name, parents) = path.split_last()?;
    let parent = find(root, parents)?;
    let stated = parent.get("properties")?.get(name)?;
    let meant = resolve(root, stated);
    let words = |place: &Value| place.get("description").and_then(Value::as_str).map(str::to_owned);
    let required = parent.get("required").and_then(Value::as_array);
    let required = required.is_some_and(|names| names.iter().any(|found| found == name.as_str()));
    let mut parts = vec![
        format!("# {field}"),
        words(stated).or_else(|| words(meant)).unwrap_or_default(),
        if required { "Required." } else { "Optional." }.to_owned(),
    ];
    parts.extend(values(meant).map(|values| format!("One of: {values}")));
    let children: Vec<String> = keys(&path)
        .into_iter()
        .map(|child| {
            let place = meant.get("properties").and_then(|properties| properties.get(&child));
            let words =
                place.and_then(|place| words(place).or_else(|| words(resolve(root, place))));
            format!("- `{child}`: {}", words.unwrap_or_default().replace('\n', " "))
        })
        .collect();
    if !children.is_empty() {
        parts.push(format!("Keys:\n\n{}", children.join("\n")));
    }
    Some(parts.join("\n\n") + "\n")
}

fn values(place: &Value) -> Option<String> {
    let options = place.get("enum").or_else(|| place.get("oneOf"))?.as_array()?;
    let shown = options.iter().map(|option| {
        let value = option.get("const").unwrap_or(option);
        value.as_str().map_or_else(|| value.to_string(), |text| format!("`{text}`"))
    });
    Some(shown.collect::<Vec<_>>().join(", "))
}

/// All fields, their keys joined by dots, in the order of the schema.
pub fn fields() -> Vec<String> {
    let root: &Value = &ROOT;
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(parent) = open.pop() {
        let path: Vec<String> =
            parent.split('.').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        let place = find(root, &path);
        let properties = place.and_then(|place| place.get("properties")).and_then(Value::as_object);
        for name in properties.into_iter().flat_map(|properties| properties.keys()) {
            let field = if parent.is_empty() { name.clone() } else { format!("{parent}.{name}") };
            open.push(field.clone());
            found.push(field);
        }
    }
    found.sort();
    found
}

fn find<'a>(root: &'a Value, path: &[String]) -> Option<&'a Value> {
    let mut place = resolve(root, root);
    for step in path.iter().filter(|step| step.parse::<usize>().is_err()) {
        place = resolve(root, place.get("properties")?.get(step)?);
    }
    Some(place)
}

/// Follows references, choices and lists down to the part that has properties.
fn resolve<'a>(root: &'a Value, mut place: &'a Value) -> &'a Value {
    loop {
        let reference = place.get("$ref").and_then(Value::as_str);
        let next = match reference.and_then(|reference| reference.strip_prefix('#')) {
            Some(pointer) => root.pointer(pointer),
            None => place.pointer("/anyOf/0").or_else(|| place.get("items")),
        };
        match next {
            Some(next) => place = next,
            None => return place,
        }
    }
}

/// Something in a document that the schema forbids.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Violation {
    /// The way to the place, as keys and list positions.
    pub path: Vec<String>,
    pub kind: ViolationKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum ViolationKind {
    UnknownKeys(Vec<String>),
    MissingKey(String),
    /// The types that are allowed, in JSON's words.
    WrongType(Vec<String>),
    /// The values that are allowed.
    NotOneOf(Vec<String>),
    /// What is asked of the value, in words.
    Invalid(String),
}

pub(super) fn violations(document: &Value) -> Vec<Violation> {
    let mut found = Vec::new();
    for error in Validator::iter_errors(document) {
        collect(&error, &mut found);
    }
    found
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's enum is open")]
fn collect(error: &jsonschema::ValidationError<'_>, found: &mut Vec<Violation>) {
    use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
    let path = steps(error);
    let kind = match error.kind() {
        Kind::AdditionalProperties { unexpected } => ViolationKind::UnknownKeys(unexpected.clone()),
        Kind::Required { property } => {
            ViolationKind::MissingKey(property.as_str().unwrap_or_default().to_owned())
        }
        Kind::Type { kind: TypeKind::Single(name) } => {
            ViolationKind::WrongType(vec![name.to_string()])
        }
        Kind::Type { kind: TypeKind::Multiple(names) } => {
            ViolationKind::WrongType(names.iter().map(|name| name.to_string()).collect())
        }
        Kind::Enum { options } => ViolationKind::NotOneOf(words(options)),
        Kind::Constant { expected_value } => ViolationKind::NotOneOf(words(expected_value)),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            return collect_branch(&path, context, found);
        }
        _ => ViolationKind::Invalid(demand(error)),
    };
    found.push(Violation { path, kind });
}

/// An optional part is a choice of the part and nothing: what is wrong with the part is what the user wants to hear.
fn collect_branch(
    path: &[String],
    branches: &[Vec<jsonschema::ValidationError<'_>>],
    found: &mut Vec<Violation>,
) {
    let mut types = Vec::new();
    let mut values = Vec::new();
    for branch in branches {
        let mut inner = Vec::new();
        for error in branch {
            collect(error, &mut inner);
        }
        match inner.as_slice() {
            [Violation { path: place, kind: ViolationKind::WrongType(names) }] if place == path => {
                types.extend(names.iter().cloned());
            }
            [Violation { path: place, kind: ViolationKind::NotOneOf(names) }] if place == path => {
                values.extend(names.iter().cloned());
            }
            _ => return found.extend(inner),
        }
    }
    let kind = if values.is_empty() {
        ViolationKind::WrongType(types)
    } else {
        ViolationKind::NotOneOf(values)
    };
    found.push(Violation { path: path.to_vec(), kind });
}

fn steps(error: &jsonschema::ValidationError<'_>) -> Vec<String> {
    let pointer = error.instance_path().as_str();
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

fn words(options: &Value) -> Vec<String> {
    let one = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match options.as_array() {
        Some(options) => options.iter().map(one).collect(),
        None => vec![one(options)],
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the library's enum is open")]
fn demand(error: &jsonschema::ValidationError<'_>) -> String {
    use jsonschema::error::ValidationErrorKind as Kind;
    match error.kind() {
        Kind::Pattern { pattern } if pattern == r"\S" => "must not be empty".to_owned(),
        Kind::Pattern { pattern } => format!("does not have the form `{pattern}`"),
        Kind::Minimum { limit } => format!("must be {limit} or more"),
        Kind::Maximum { limit } => format!("must be {limit} or less"),
        _ => "is not what the schema allows".to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test reads and blesses the committed schema")]
mod tests {
    use schemars::{SchemaGenerator, generate::SchemaSettings};

    use crate::descriptor::Descriptor;

    #[test]
    fn the_committed_schema_is_the_one_of_the_types() {
        let generator: SchemaGenerator = SchemaSettings::draft2020_12().into_generator();
        let mut schema = generator.into_root_schema_for::<Descriptor>();
        schema.insert("$id".into(), "https://mirrorc.dev/schemas/descriptor.schema.json".into());
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/descriptor.schema.json");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        assert!(std::fs::read_to_string(path).unwrap() == text, "stale: run BLESS=1 cargo test");
    }
}
