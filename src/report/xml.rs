//! Text and attributes of XML. In: any text. Out: what an XML reader gives back as that text.

/// Characters that XML cannot have at all are replaced.
pub(super) fn escaped(text: &str) -> String {
    let escape = |letter: char| match letter {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        '\n' | '\t' | ' '.. if !matches!(letter, '\u{fffe}' | '\u{ffff}') => letter.to_string(),
        _ => '\u{fffd}'.to_string(),
    };
    text.chars().map(escape).collect()
}
