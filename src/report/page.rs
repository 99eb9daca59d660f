//! A page as a terminal shows it. In: Markdown. Out: the same, its prose folded; code, tables and titles are left alone.

use super::terminal::{WIDTH, wrap};

pub fn text(markdown: &str) -> String {
    let mut is_code = false;
    let mut text = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence || line.starts_with(['|', '#']) {
            text.push_str(line);
        } else {
            text.push_str(&folded(line));
        }
        text.push('\n');
    }
    text
}

/// What continues an item of a list stands below its text.
fn folded(line: &str) -> String {
    let marker = line.find(' ').map_or("", |end| line.get(..=end).unwrap_or_default());
    let number = marker.trim_end().trim_end_matches('.');
    let is_item = matches!(marker, "- " | "* ")
        || marker.ends_with(". ") && number.bytes().all(|byte| byte.is_ascii_digit());
    let (marker, rest) = line.split_at(if is_item { marker.len() } else { 0 });
    let margin = format!("\n{}", " ".repeat(marker.len()));
    format!("{marker}{}", wrap(rest, WIDTH - marker.len()).join(&margin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(text(markdown), expected);
    }

    #[test]
    fn prose_is_folded_and_nothing_else_is() {
        let words = "nine letters ".repeat(8);
        let words = words.trim_end();
        let line = "nine letters ".repeat(6);
        let line = line.trim_end();
        check(&format!("{words}\n"), &format!("{line}\nnine letters nine letters\n"));
        check(&format!("- {words}\n"), &format!("- {line}\n  nine letters nine letters\n"));
        for kept in
            [format!("# {words}\n"), format!("```\n{words}\n```\n"), format!("| {words} |\n")]
        {
            check(&kept, &kept);
        }
    }
}
