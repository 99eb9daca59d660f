//! A page as a terminal shows it. In: Markdown. Out: the same, its prose folded; code, tables and titles are left alone.

use super::terminal::{WIDTH, wrap};

pub fn text(markdown: &str) -> String {
    let mut is_code = false;
    let mut paragraph = String::new();
    let mut text = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        let is_prose = !(is_code || is_fence || line.is_empty() || line.starts_with(['|', '#']));
        if !is_prose || !marker(line).is_empty() {
            end(&mut paragraph, &mut text);
        }
        if is_prose {
            let blank = if paragraph.is_empty() { "" } else { " " };
            paragraph.push_str(blank);
            paragraph.push_str(line.trim());
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    end(&mut paragraph, &mut text);
    text
}

/// Folds the lines of a paragraph; what continues an item of a list stands below its text.
fn end(paragraph: &mut String, text: &mut String) {
    if paragraph.is_empty() {
        return;
    }
    let marker = marker(paragraph);
    let rest = paragraph.get(marker.len()..).unwrap_or_default();
    let margin = " ".repeat(marker.len());
    for (number, line) in wrap(rest, WIDTH - marker.len()).iter().enumerate() {
        text.push_str(if number == 0 { marker } else { &margin });
        text.push_str(line);
        text.push('\n');
    }
    paragraph.clear();
}

/// What an item of a list begins with.
fn marker(line: &str) -> &str {
    let marker = line.find(' ').map_or("", |end| line.get(..=end).unwrap_or_default());
    let number = marker.trim_end().trim_end_matches('.');
    let is_item = matches!(marker, "- " | "* ")
        || marker.ends_with(". ") && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_item { marker } else { "" }
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
        check("a\nb\n\n- c\n  d\n- e\n1. f\ng\n", "a b\n\n- c d\n- e\n1. f g\n");
        for kept in
            [format!("# {words}\n"), format!("```\n{words}\n```\n"), format!("| {words} |\n")]
        {
            check(&kept, &kept);
        }
    }
}
