//! Another common case, fast: of two objects one line differs. In: the writer's own texts. Out: the fields, as reading
//! both would find them; nothing where more differs or the way to them is not plain.

use super::{FieldChange, block, common::common_lines, compare_nodes};

pub(super) fn compare(before: &str, after: &str) -> Option<Vec<FieldChange>> {
    let (start, end) = common_lines(before, after);
    let line = |text: &'_ str| -> Option<String> {
        let line = text.get(start..text.len().checked_sub(end)?)?.strip_suffix('\n')?;
        is_entry(line).then(|| line.to_owned())
    };
    let (old, new) = (line(before)?, line(after)?);
    let indent = block::indent(&old);
    if key(&old) != key(&new) || indent != block::indent(&new) {
        return None;
    }
    let path = block::path(before, start, indent)?;
    let mut changes = compare_nodes(old.trim_start(), new.trim_start());
    for change in &mut changes {
        change.path.splice(0..0, path.iter().cloned());
    }
    Some(changes)
}

/// A plain key and, on the same line, its whole value.
fn is_entry(line: &str) -> bool {
    let value = line.split_once(": ").map(|(_, value)| value);
    let is_whole = value.is_some_and(|value| !value.starts_with(['|', '>']));
    key(line).is_some_and(block::is_plain) && is_whole && !line.contains('\n')
}

fn key(line: &str) -> Option<&str> {
    line.trim_start_matches(' ').split_once(": ").map(|(key, _)| key)
}
