//! What two texts have in common at their ends. In: the texts. Out: lengths, of whole lines.

/// Compared at once.
const CHUNK: usize = 64;

/// The lengths of the lines that both texts begin with, and of those that the rest of both ends with.
pub fn common_lines(before: &str, after: &str) -> (usize, usize) {
    let (old, new) = (before.as_bytes(), after.as_bytes());
    let same = old.get(..same_at_start(old, new)).unwrap_or_default();
    let start = same.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let (left, right) =
        (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let same = same_at_end(left, right);
    let tail = left.get(left.len() - same..).unwrap_or_default();
    let begins_line = |text: &[u8]| {
        let (head, _) = text.split_at(text.len() - same);
        head.is_empty() || head.ends_with(b"\n")
    };
    if begins_line(left) && begins_line(right) {
        return (start, same);
    }
    let part = tail.iter().position(|&byte| byte == b'\n').map_or(tail.len(), |at| at + 1);
    (start, same - part)
}

fn same_at_start(old: &[u8], new: &[u8]) -> usize {
    let chunks = old.chunks_exact(CHUNK).zip(new.chunks_exact(CHUNK));
    let same = chunks.take_while(|(old, new)| old == new).count() * CHUNK;
    let rest = old.iter().skip(same).zip(new.iter().skip(same));
    same + rest.take_while(|(old, new)| old == new).count()
}

fn same_at_end(old: &[u8], new: &[u8]) -> usize {
    let chunks = old.rchunks_exact(CHUNK).zip(new.rchunks_exact(CHUNK));
    let same = chunks.take_while(|(old, new)| old == new).count() * CHUNK;
    let rest = old.iter().rev().skip(same).zip(new.iter().rev().skip(same));
    same + rest.take_while(|(old, new)| old == new).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str, start: &str, end: &str) {
        assert_eq!(common_lines(before, after), (start.len(), end.len()), "{before:?} {after:?}");
    }

    #[test]
    fn only_whole_lines_are_common() {
        check("a\nb\nc\n", "a\nx\nc\n", "a\n", "c\n");
        check("a\nb1\nc\n", "a\nb2\nc\n", "a\n", "c\n");
        check("a\n1b\nc\n", "a\n2b\nc\n", "a\n", "c\n");
        check("a\nc\n", "a\nb\nc\n", "a\n", "c\n");
        check("a\na\n", "a\na\na\n", "a\na\n", "");
        check("a\n", "a\n", "a\n", "");
        check("", "a\n", "", "");
        check("b", "ab", "", "");
        let long = "x".repeat(99) + "\n";
        let texts = ["1\n", "2\n"].map(|own| [&long, &long, own, &long].concat());
        check(&texts[0], &texts[1], &(long.clone() + &long), &long);
    }
}
