//! Java properties. In: the text of a `.properties` block. Out: its entries with byte ranges, exactly as
//! `java.util.Properties` reads them; and back, escaped as it needs. Knows nothing of MirrorMaker 2.

use std::ops::Range;

/// One `key=value` as the reader of Java sees it; ranges are byte ranges of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// With escapes undone.
    pub key: String,
    pub value: String,
    /// The key as it is written, escapes included.
    pub key_range: Range<usize>,
    /// The value as it is written, from its first character to the end of its last logical line; empty at the end of
    /// the key where there is no value.
    pub value_range: Range<usize>,
    /// False where the value was copied unchanged, so that offsets into `value` are offsets into `value_range`.
    pub escaped: bool,
}
