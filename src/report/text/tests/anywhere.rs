//! What holds for any text and any places in it, or beside it.

use proptest::prelude::*;

use super::*;

/// A report of one finding whose places are anywhere, in the texts or not.
fn anywhere(text: &str, places: &[(u32, u32)], label: &str, style: Style) -> String {
    let (shown, _) = anywhere_in_both(text, places, label, style);
    shown
}

/// The same, as text and as JSON.
fn anywhere_in_both(
    text: &str,
    places: &[(u32, u32)],
    label: &str,
    style: Style,
) -> (String, String) {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml".to_owned(), text.to_owned());
    let span = |&(start, end): &(u32, u32)| Span { file, start, end };
    let mut diagnostics = Diagnostics::default();
    let (first, rest) = places.split_first().unwrap();
    let found = diagnostics.push(Diagnostic::new("r", Severity::Error, span(first), label));
    found.label(label).help(label);
    for place in rest {
        found.related(span(place), label);
    }
    let report = Report::of(&sources, &diagnostics);
    (write(&report, style), crate::report::json::write(&report))
}

fn places(longest: u32) -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((0..longest, 0..longest), 1..5)
}

proptest! {
    #[test]
    fn any_text_and_any_place(
        text in r"(?s)(.|[ab \t\r\n]|\r\n|日|\u{301}|\u{feff}|\x00|password: ){0,80}",
        places in places(120),
        label in "(?s).{0,100}",
    ) {
        let plain = anywhere(&text, &places, &label, Style::Plain);
        prop_assert!(plain.chars().all(|letter| letter == '\n' || !letter.is_control()), "{plain}");
        anywhere(&text, &places, &label, Style::Colour);
    }

    #[test]
    fn eighty_columns_are_enough(
        text in "([a-z]{1,9}: [a-z ]{1,60}\n){1,9}([a-z]{1,9}: ){0,400}",
        places in places(3000),
        label in "([a-z]{1,9} ){0,20}",
    ) {
        let shown = anywhere(&text, &places, &label, Style::Plain);
        prop_assert!(shown.lines().all(|line| columns(line) <= WIDTH), "\n{shown}");
    }

    #[test]
    fn secrets_are_never_shown(
        before in "(?s)([a-z{}:, \n]){0,60}",
        key in prop::sample::select(&["a.password=", "password: ", "token: |\n  ", "\"apiKey\": "]),
        secret in "[A-Z][A-Za-z0-9+/]{12,90}",
        places in places(160),
    ) {
        let text = format!("{before}\n{key}{secret}\nmore: text\n");
        let label = format!("`password={secret}` is a secret");
        let (plain, json) = anywhere_in_both(&text, &places, &label, Style::Plain);
        for part in 0..secret.len() - 5 {
            prop_assert!(!plain.contains(&secret[part..part + 6]), "\n{plain}");
        }
        prop_assert!(!json.contains(&secret), "\n{json}");
    }
}
