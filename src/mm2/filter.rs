//! What can be said of topic filters without running them.

/// Whether two values of `topics` can never select the same topic.
///
/// Decided only where every entry is a plain name, or a plain beginning followed by `.*`; anything else is answered
/// with no.
pub fn provably_disjoint(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (plain_entries(a), plain_entries(b)) else { return false };
    a.iter().all(|left| b.iter().all(|right| left.is_disjoint(right)))
}

/// A name, or the beginning of names.
struct Entry {
    text: String,
    open: bool,
}

impl Entry {
    fn is_disjoint(&self, other: &Entry) -> bool {
        match (self.open, other.open) {
            (false, false) => self.text != other.text,
            (true, false) => !other.text.starts_with(&self.text),
            (false, true) => !self.text.starts_with(&other.text),
            (true, true) => {
                !self.text.starts_with(&other.text) && !other.text.starts_with(&self.text)
            }
        }
    }
}

fn plain_entries(filter: &str) -> Option<Vec<Entry>> {
    filter.split(',').map(str::trim).map(plain_entry).collect()
}

fn plain_entry(pattern: &str) -> Option<Entry> {
    let (begin, open) = match pattern.strip_suffix(".*") {
        Some(begin) => (begin, true),
        None => (pattern, false),
    };
    let text = begin.replace("\\.", "\u{0}");
    let plain = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '\u{0}')
    };
    text.chars().all(plain).then(|| Entry { text: text.replace('\u{0}', "."), open })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expected: bool) {
        assert_eq!(provably_disjoint(a, b), expected, "{a} | {b}");
        assert_eq!(provably_disjoint(b, a), expected, "{b} | {a}");
    }

    #[test]
    fn only_what_is_certain_is_disjoint() {
        check("eu-.*", "us-.*", true);
        check("eu-.*", "eu-west-.*", false);
        check("orders", "payments, invoices", true);
        check("orders", "orders", false);
        check("orders", "ord.*", false);
        check(".*", "orders", false);
        check("a.b", "c", false);
        check("a\\.b", "a\\.c", true);
        check("(eu|us)-.*", "jp-.*", false);
    }
}
