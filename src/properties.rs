//! Java properties. In: the text of a `.properties` block. Out: its entries with byte ranges, as
//! `java.util.Properties` reads them; and back, escaped as it needs. What keys mean is not known
//! here.
//!
//! The reader does what JDK 17 does, corners included; `tests/oracle/properties` holds the answers
//! of that JDK. Two things differ by nature:
//!
//! * Kafka loads the file as ISO-8859-1, so that Java sees each character outside ASCII as several
//!   wrong ones. Here they stay as they are written. No such byte is a separator or a line break,
//!   so keys, values and ranges are cut at the same places.
//! * Java strings may hold half of a surrogate pair, which UTF-8 cannot: each lone half that was
//!   written as `\uXXXX` becomes U+FFFD.

mod read;
mod write;

use std::ops::Range;

pub use read::read;
pub use write::write_entry;

/// What a text says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties {
    /// In the order of the text. Keys that repeat are all here; Java keeps the last.
    pub entries: Vec<Entry>,
    /// Each `\u` without four hexadecimal digits, with the digits it has. Java refuses the whole
    /// text at the first of them; here the backslash is dropped and reading goes on.
    pub malformed: Vec<Range<usize>>,
    /// Each comment, from its `#` or `!` to the end of its line.
    pub comments: Vec<Range<usize>>,
}

/// One `key=value`; ranges are byte ranges of the text that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// With escapes undone.
    pub key: String,
    pub value: String,
    /// The key as it is written, escapes and line continuations included.
    pub key_range: Range<usize>,
    /// The value as it is written, from its first character to its last, escapes and line
    /// continuations included; where there is no value, empty at the end of the key.
    pub value_range: Range<usize>,
    /// False where the value was copied unchanged, so that offsets into `value` are offsets into
    /// `value_range`.
    pub escaped: bool,
}
