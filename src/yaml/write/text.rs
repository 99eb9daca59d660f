//! How strings are spelled. In: a string. Out: plain where it is a string for every reader, a
//! literal block where it has lines, double-quoted elsewhere.

/// A string as a value, and the newline after it; lines of a literal block start `column` columns
/// in.
pub(super) fn write(out: &mut String, text: &str, column: usize) {
    if let Some(header) = block_header(text) {
        out.push_str(header);
        out.push('\n');
        write_lines(out, text, column);
    } else {
        write_on_one_line(out, text);
        out.push('\n');
    }
}

/// A string where it must not take more than one line: as a key, or as a whole document.
pub(super) fn write_on_one_line(out: &mut String, text: &str) {
    if is_plain(text) { out.push_str(text) } else { write_quoted(out, text) }
}

pub(super) fn indent(out: &mut String, columns: usize) {
    const SPACES: &str = "                                                                ";
    let mut left = columns;
    while left > 0 {
        let part = SPACES.get(..left).unwrap_or(SPACES);
        out.push_str(part);
        left -= part.len();
    }
}

/// The header of the literal block that carries this text exactly for every reader; none where
/// there is no such block.
fn block_header(text: &str) -> Option<&'static str> {
    let body = text.trim_end_matches('\n');
    // Editors strip blanks at the end of a file, and readers disagree about tabs where indentation
    // could be.
    if !text.contains('\n') || body.is_empty() || body.ends_with([' ', '\t']) {
        return None;
    }
    let first = body.trim_start_matches('\n').chars().next();
    if first == Some('\t') || has_hidden(text) {
        return None;
    }
    Some(match (text.len() - body.len(), first == Some(' ')) {
        (0, false) => "|-",
        (0, true) => "|2-",
        (1, false) => "|",
        (1, true) => "|2",
        (_, false) => "|+",
        (_, true) => "|2+",
    })
}

fn write_lines(out: &mut String, text: &str, column: usize) {
    let margin = " ".repeat(column);
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        if end > start {
            out.push_str(&margin);
        }
        out.push_str(text.get(start..=end).expect("lines end between characters"));
        start = end + 1;
    }
    if let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        out.push_str(&margin);
        out.push_str(rest);
        out.push('\n');
    }
}

/// Whether the text has a character, other than the end of a line and the tab, that is not shown, or
/// that some reader refuses or takes for the end of a line.
fn has_hidden(text: &str) -> bool {
    let is_control = |byte| (byte < b' ' && byte != b'\n' && byte != b'\t') || byte == 0x7f;
    let control = text.bytes().fold(false, |found, byte| found | is_control(byte));
    control || (!text.is_ascii() && text.chars().any(|c| !c.is_ascii() && is_hidden(c)))
}

/// Controls; marks that change the direction of text or have no width; line and paragraph
/// separators; byte order marks, tags and non-characters.
fn is_hidden(c: char) -> bool {
    let marks = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
    let breaks = matches!(c, '\u{2028}' | '\u{2029}');
    let invisible = matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{206f}');
    let special = matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}');
    let tag = matches!(c, '\u{e0000}'..='\u{e007f}');
    c.is_control() || marks || breaks || invisible || special || tag
}

/// Whether the text is provably one string for every reader when it stands bare.
fn is_plain(text: &str) -> bool {
    starts_plain(text) && continues_plain(text) && !is_word(text) && !is_like_number(text)
}

fn starts_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.first() {
        None => false,
        Some(b'-') => !matches!(bytes.get(1), None | Some(b' ')) && !text.starts_with("---"),
        Some(b'.') => !text.starts_with("..."),
        Some(first) if first.is_ascii() => !b" ?:,[]{}#&*!|>'\"%@`".contains(first),
        Some(_) => !text.starts_with(char::is_whitespace),
    }
}

fn continues_plain(text: &str) -> bool {
    // Folded without an early end, which the compiler turns into a few instructions for many bytes.
    let is_calm = |byte| byte > b'#' && byte < 0x7f;
    let calm = text.bytes().fold(true, |calm, byte| calm & is_calm(byte));
    !text.ends_with(':') && (calm || has_no_mark(text))
}

fn has_no_mark(text: &str) -> bool {
    let mut previous = 0;
    for byte in text.bytes() {
        let marks = match byte {
            b' ' => previous == b':',
            b'#' => previous == b' ',
            _ => byte < b' ' || byte == 0x7f,
        };
        if marks {
            return false;
        }
        previous = byte;
    }
    !text.ends_with(char::is_whitespace) && !has_hidden(text)
}

/// The words that some reader takes for null, a boolean, a merge or a default key, in any case.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "~", "=", "<<", "y", "n", "on", "no", "off", "yes", "null", "true", "false", ".nan",
        ".inf", "+.inf", "-.inf",
    ];
    text.len() <= 5
        && text.starts_with([
            '~', '=', '<', '.', '+', '-', 'y', 'Y', 'n', 'N', 'o', 'O', 't', 'T', 'f', 'F',
        ])
        && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the text has only what numbers, dates and times are made of. No number has two points.
fn is_like_number(text: &str) -> bool {
    if !text.starts_with(|first: char| matches!(first, '0'..='9' | '+' | '-' | '.' | '_')) {
        return false;
    }
    let unsigned = text.trim_start_matches(['+', '-', '_']);
    // A prefix such as `0x` may have underscores in it.
    let letters = if unsigned.starts_with('0') { "abcdefoxtz" } else { "etz" };
    let fits = |c: char| {
        c.is_ascii_digit() || "+-._,: ".contains(c) || letters.contains(c.to_ascii_lowercase())
    };
    text.chars().all(fits) && text.bytes().filter(|&byte| byte == b'.').count() < 2
}

fn write_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some((at, c)) = rest.char_indices().find(|&(_, c)| needs_escape(c)) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        write_escape(out, c);
        rest = from.get(c.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
    out.push('"');
}

fn needs_escape(c: char) -> bool {
    if c.is_ascii() { c == '"' || c == '\\' || c.is_ascii_control() } else { is_hidden(c) }
}

fn write_escape(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        _ => write_code_point(out, u32::from(c)),
    }
}

fn write_code_point(out: &mut String, code: u32) {
    let (letter, digits) = if code > 0xffff { ('U', 8) } else { ('u', 4) };
    out.push('\\');
    out.push(letter);
    for digit in (0..digits).rev() {
        let nibble = (code >> (digit * 4)) & 0xf;
        out.extend(char::from_digit(nibble, 16));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::scalar::oracle::spellings;
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        write_on_one_line(&mut out, text);
        assert_eq!(out, expected);
    }

    #[test]
    fn nothing_stands_bare_that_some_reader_takes_for_anything_but_text() {
        for spelling in spellings() {
            assert!(!is_plain(&spelling.text) || spelling.is_text(), "{spelling:?}");
        }
    }

    #[test]
    fn everyday_text_stands_bare() {
        let texts = [
            "a",
            "mirror-maker",
            "apps/v1",
            "app.kubernetes.io/name",
            "quay.io/a/b:1.2@sha256:00ff",
            "10.0.0.1",
            "3.7.0",
            "500m",
            "1Gi",
            "2a",
            "-v",
            "--clusters",
            "/etc/mm2",
            "http://a:80",
            "us-east->us-west",
            "a, b",
            "a b",
            "a'b",
            "it's",
            "${a}",
            "C#",
            "日本",
            "_a",
            ".gitignore",
        ];
        for text in texts {
            check(text, text);
        }
    }

    #[test]
    fn what_could_be_something_else_is_quoted() {
        let texts = [
            "",
            " ",
            " a",
            "a ",
            "a:",
            "a: b",
            "a #b",
            "#a",
            "- a",
            "-",
            "---",
            "--- a",
            "...",
            "? a",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "[a]",
            "{a}",
            "'a'",
            ",a",
            ":a",
            "~",
            "=",
            "<<",
            "true",
            "No",
            "y",
            "NULL",
            "1",
            "0x1F",
            "1_000",
            "1e3",
            "1:30",
            "2001-01-01",
            "1,000",
            "+1",
            ".5",
            ".inf",
            "-.INF",
            "0O7",
            "10:0.5",
            "\u{a0}a",
        ];
        for text in texts {
            check(text, &format!("\"{text}\""));
        }
    }

    #[test]
    fn what_is_not_shown_is_escaped() {
        check("a\"b\\c\t\r\n", r#""a\"b\\c\t\r\n""#);
        check("\0\u{1b}\u{7f}\u{85}", r#""\u0000\u001b\u007f\u0085""#);
        check("é\u{2028}\u{202e}\u{feff}\u{200b}", r#""é\u2028\u202e\ufeff\u200b""#);
        check("😀\u{e0041}", r#""😀\U000e0041""#);
    }
}
