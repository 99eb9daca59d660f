//! "Did you mean": the known name that is nearest to a misspelt one.

/// The nearest of the known names, if any is near enough to be meant; the first of equals in the given order.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    nearest_from(0.7, word, known)
}

/// The nearest of the known names, if there is little between them but a slip of the finger.
pub fn slip<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    nearest_from(0.9, word, known)
}

fn nearest_from<'a>(
    least: f32,
    word: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let mut best: Option<(&str, f32)> = None;
    for name in known {
        let ratio = similarity(&lower, &name.to_lowercase());
        if ratio >= least && best.is_none_or(|(_, found)| ratio > found) {
            best = Some((name, ratio));
        }
    }
    best.map(|(name, _)| name)
}

/// From 0 (nothing in common) to 1 (equal).
fn similarity(a: &str, b: &str) -> f32 {
    if a.len().abs_diff(b.len()) > a.len().max(b.len()) / 2 {
        return 0.0;
    }
    similar::TextDiff::from_chars(a, b).ratio()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, known: &[&str], expected: Option<&str>) {
        assert_eq!(nearest(word, known.iter().copied()), expected, "{word}");
    }

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_finds_none() {
        check("namspace", &["name", "namespace"], Some("namespace"));
        check("Alias", &["alias", "name"], Some("alias"));
        check("kafka-1", &["kafka1", "kafka2"], Some("kafka1"));
        check("colour", &["alias", "name"], None);
        check("", &["alias"], None);
        assert_eq!(slip("topics.exclde", ["topics.exclude"].into_iter()), Some("topics.exclude"));
        assert_eq!(slip("topics.sites", ["topics.exclude"].into_iter()), None);
    }
}
