//! Java properties: no text stops the reader, ranges are in the text, and an entry is written and read back as the same.
#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use mirrorc::properties;

fuzz_target!(|text: &str| {
    let read = properties::read(text);
    read.malformed.iter().chain(&read.comments).for_each(|range| assert_inside(text, range));
    for entry in &read.entries {
        assert_inside(text, &entry.key_range);
        assert_inside(text, &entry.value_range);
        let raw = &text[entry.value_range.clone()];
        assert!(entry.escaped || raw == entry.value, "{entry:?}");
        for (at, letter) in entry.value.char_indices() {
            assert_inside(raw, &properties::raw_range(raw, at..at + letter.len_utf8()));
        }
        let again = properties::read(&properties::write_entry(&entry.key, &entry.value));
        assert!(again.malformed.is_empty() && again.comments.is_empty(), "{again:?}");
        let again: Vec<_> = again.entries.iter().map(|entry| (&entry.key, &entry.value)).collect();
        assert_eq!(again, [(&entry.key, &entry.value)]);
    }
});

fn assert_inside(text: &str, range: &Range<usize>) {
    assert!(text.get(range.clone()).is_some(), "{range:?}");
}
