pub enum Scalar {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String,
    NoJson,
}
pub fn resolve(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" => Scalar::Null,
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        _ => text.parse().map_or(Scalar::String, Scalar::Integer),
    }
}
pub fn ambiguous(text: &str) -> Option<String> {
    (text == "no").then(|| format!("`{text}`"))
}
