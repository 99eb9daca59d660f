//! Patterns that are simple enough to be compared with each other. In: an item of a list. Out: a [`Plain`].

/// One name, or all names with a beginning and an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain {
    pub start: String,
    /// Absent for a name.
    pub end: Option<String>,
}

/// What a dot without a backslash is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dot {
    /// Any character, so that the pattern is not plain.
    Any,
    /// Itself, which is what is mostly meant by it.
    Itself,
}

impl Plain {
    /// Nothing where a pattern is more than a plain text with at most one `.*` in it.
    pub fn read(pattern: &str, dot: Dot) -> Option<Plain> {
        match pattern.split_once(".*") {
            Some((start, end)) => {
                Some(Plain { start: plain(start, dot)?, end: Some(plain(end, dot)?) })
            }
            None => Some(Plain { start: plain(pattern, dot)?, end: None }),
        }
    }

    /// Whether the other matches all names that this one matches.
    pub fn is_within(&self, other: &Plain) -> bool {
        let Some(limit) = &other.end else { return self == other };
        let name = || self.start.len() >= other.start.len() + limit.len();
        let (end, fits) = match &self.end {
            Some(end) => (end, true),
            None => (&self.start, name()),
        };
        fits && self.start.starts_with(&other.start) && end.ends_with(limit)
    }

    /// Whether no name is matched by both, as far as their beginnings tell.
    fn is_disjoint(&self, other: &Plain) -> bool {
        let begins = |whole: &Plain, part: &Plain| whole.start.starts_with(&part.start);
        match (&self.end, &other.end) {
            (None, None) => self.start != other.start,
            (Some(_), None) => !begins(other, self),
            (None, Some(_)) => !begins(self, other),
            (Some(_), Some(_)) => !begins(self, other) && !begins(other, self),
        }
    }
}

/// Whether two values of `topics` can never select the same topic.
///
/// Decided only where every entry is plain; anything else is answered with no.
pub fn provably_disjoint(a: &str, b: &str) -> bool {
    let read = |list: &str| -> Option<Vec<Plain>> {
        list.split(',').map(|item| Plain::read(item.trim(), Dot::Any)).collect()
    };
    let (Some(a), Some(b)) = (read(a), read(b)) else { return false };
    a.iter().all(|left| b.iter().all(|right| left.is_disjoint(right)))
}

/// The text that a pattern without any signs stands for.
fn plain(pattern: &str, dot: Dot) -> Option<String> {
    let mut text = String::new();
    let mut rest = pattern.chars();
    while let Some(character) = rest.next() {
        let character = match character {
            '\\' => rest.next().filter(|next| matches!(next, '.' | '-' | '_'))?,
            '.' if dot == Dot::Any => return None,
            character => character,
        };
        let in_name = character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
        text.push(Some(character).filter(|_| in_name)?);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pattern_is_within_another() {
        let check = |a: &str, b: &str, expected: bool| {
            let [a, b] = [a, b].map(|text| Plain::read(text, Dot::Any).unwrap());
            assert_eq!(a.is_within(&b), expected, "{a:?} {b:?}");
        };
        check("connect-s3", "connect-.*", true);
        check("connect-s3-.*", "connect-.*", true);
        check("connect.*", "connect-.*", false);
        check("a", "a", true);
        check("a.*", "a", false);
        check(r"a\.replica", r".*\.replica", true);
        check(r".*-x\.replica", r".*\.replica", true);
        check("ab", "ab.*b", false);
        check("abb", "ab.*b", true);
    }

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
