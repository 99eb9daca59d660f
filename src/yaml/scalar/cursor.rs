//! Matching of number patterns. In: a text. Out: whether it has a shape.

/// What is left of a text while it is matched against a pattern.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Cursor<'a> {
        Cursor(text.as_bytes())
    }

    /// Takes one byte of the set, if it is next.
    pub(super) fn one(&mut self, set: &[u8]) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if set.contains(first) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Takes all bytes that belong to the set and counts them.
    pub(super) fn many(&mut self, set: impl Fn(u8) -> bool) -> usize {
        let count = self.0.iter().take_while(|&&byte| set(byte)).count();
        self.0 = self.0.get(count..).unwrap_or_default();
        count
    }

    pub(super) fn digits(&mut self) -> usize {
        self.many(|byte| byte.is_ascii_digit())
    }

    pub(super) fn at_end(self) -> bool {
        self.0.is_empty()
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`: a decimal number for kubectl and the core
/// schema of YAML 1.2.
pub(super) fn is_decimal(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    cursor.one(b"+-");
    let whole = cursor.digits();
    let fraction = if cursor.one(b".") { cursor.digits() } else { 0 };
    if whole + fraction == 0 {
        return false;
    }
    if cursor.one(b"eE") {
        cursor.one(b"+-");
        return cursor.digits() > 0 && cursor.at_end();
    }
    cursor.at_end()
}
