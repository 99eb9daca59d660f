use super::Node;
use crate::{diagnostic::Diagnostics, source::{FileId, Sources}};

pub fn read(_sources: &Sources, _file: FileId, _found: &mut Diagnostics) -> Vec<Node> {
    Vec::new()
}
