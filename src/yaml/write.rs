use super::Value;

pub fn write(value: &Value) -> String {
    format!("{value:?}")
}

pub fn write_documents(values: &[Value]) -> String {
    format!("{values:?}")
}
