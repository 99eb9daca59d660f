//! The writer. In: a key and a value. Out: the line that Java reads as them.

use std::fmt::Write;

/// Writes `key=value` and a line feed, in ASCII, so that the encoding of the file does not matter.
///
/// Escaped is only what Java, or a reader of ISO-8859-1, would take for something else: keys such
/// as `a->b.enabled` and values such as `${dir:/etc/x:ca.crt}` stay as they are.
pub fn write_entry(key: &str, value: &str) -> String {
    let mut line = String::with_capacity(key.len() + value.len() + 2);
    if key.starts_with(['#', '!']) {
        line.push('\\');
    }
    push(&mut line, key, |byte| matches!(byte, b' ' | b'=' | b':'));
    line.push('=');
    if value.starts_with(' ') {
        line.push('\\');
    }
    push(&mut line, value, |_| false);
    line.push('\n');
    line
}

/// Text that needs no escape, which is most, is copied as a whole.
fn push(line: &mut String, text: &str, special: impl Fn(u8) -> bool) {
    let stays = |byte| matches!(byte, b' '..=b'~') && byte != b'\\' && !special(byte);
    // Folded without an early end, which the compiler turns into a few instructions for many bytes.
    if text.bytes().fold(true, |all, byte| all & stays(byte)) {
        line.push_str(text);
        return;
    }
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) if stays(byte) => line.push(character),
            _ => push_escaped(line, character),
        }
    }
}

fn push_escaped(line: &mut String, character: char) {
    match character {
        '\t' => line.push_str("\\t"),
        '\n' => line.push_str("\\n"),
        '\r' => line.push_str("\\r"),
        '\u{c}' => line.push_str("\\f"),
        ' '..='~' => line.extend(['\\', character]),
        _ => push_code_units(line, character),
    }
}

fn push_code_units(line: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        write!(line, "\\u{unit:04X}").expect("a String takes what is written");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::properties::read;

    fn check(key: &str, value: &str, line: &str) {
        assert_eq!(write_entry(key, value), format!("{line}\n"));
    }

    #[test]
    fn what_java_reads_as_it_is_stays_readable() {
        check("a->b.enabled", "true", "a->b.enabled=true");
        check("a.ca", "${dir:/etc/x:ca.crt}", "a.ca=${dir:/etc/x:ca.crt}");
        check("a.servers", "k1:9092, k2:9092", "a.servers=k1:9092, k2:9092");
        check("a.jaas", "X required u=\"v\";", "a.jaas=X required u=\"v\";");
        check("a#b!c", "#d", "a#b!c=#d");
        check("a", "b ", "a=b ");
        check("a", "", "a=");
        check("", "", "=");
    }

    #[test]
    fn what_java_would_read_otherwise_is_escaped() {
        check("#a", "b", "\\#a=b");
        check("!", "b", "\\!=b");
        check("a b=c:d", "e", "a\\ b\\=c\\:d=e");
        check("a", "  b", "a=\\  b");
        check("a", r"\d+\", r"a=\\d+\\");
        check("a\t", "\tb\nc\rd\u{c}", "a\\t=\\tb\\nc\\rd\\f");
        check("a", "\0\u{7f}é→😀", "a=\\u0000\\u007F\\u00E9\\u2192\\uD83D\\uDE00");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            entries in prop::collection::vec((text(), text()), 0..4),
        ) {
            let written: String =
                entries.iter().map(|(key, value)| write_entry(key, value)).collect();
            let properties = read(&written);
            prop_assert!(written.is_ascii());
            prop_assert!(properties.malformed.is_empty());
            let pairs: Vec<_> =
                properties.entries.into_iter().map(|entry| (entry.key, entry.value)).collect();
            prop_assert_eq!(pairs, entries);
        }

        #[test]
        fn any_text_is_read_to_ordered_ranges(text in text()) {
            let mut end = 0;
            for entry in read(&text).entries {
                prop_assert!(end <= entry.key_range.start);
                prop_assert!(text.get(entry.key_range.clone()).is_some());
                prop_assert!(entry.key_range.end <= entry.value_range.start);
                let value = text.get(entry.value_range.clone()).expect("on characters");
                prop_assert_eq!(entry.escaped, value != entry.value);
                end = entry.value_range.end;
            }
        }
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[\\\\=:#! \t\n\r\x0cu0DE8a\u{e9}\u{1f600}]{0,24}"]
    }
}
