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
}
