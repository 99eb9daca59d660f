//! Markdown, read as a host reads it: of every third review, and of texts that try to be more than text; in pages of several
//! sizes.

use std::path::Path;

use mirrorc::{
    diagnostic::{Diagnostic, Severity},
    report::{Report, markdown, review::ReviewReport},
    review::{self, Change, Class, Concerned, Review, Weight},
    source::{Sources, Span},
};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{Run, case, files};

/// What the page says of itself; all other HTML would be the user's.
const OWN_HTML: [&str; 5] =
    ["<!-- mirrorc -->", "<details>", "</details>", "<summary>", "</summary>"];

/// The headings of a page, in which there are no links, no pictures and no HTML but ours.
fn headings(page: &str) -> usize {
    let mut headings = 0;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        if let Event::Start(tag) = &event {
            headings += usize::from(matches!(tag, Tag::Heading { .. }));
            let is_foreign =
                matches!(tag, Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough);
            assert!(!is_foreign, "{tag:?} in {page}");
        }
        if let Event::Html(html) | Event::InlineHtml(html) = event {
            let rest = OWN_HTML.iter().fold(html.to_string(), |rest, own| rest.replace(own, ""));
            assert!(!rest.contains('<'), "{rest} in {page}");
        }
    }
    headings
}

/// A page of Markdown is within its limit, and nothing in it is torn.
fn check_page(page: &str, most: usize) {
    let is_hidden = |letter: char| letter != '\n' && letter.is_control() || letter == '\u{202e}';
    assert!(!page.contains(is_hidden), "{page:?}");
    assert!(page.len() <= most, "{} of {most} bytes", page.len());
    let count = |start: &str| page.lines().filter(|line| line.starts_with(start)).count();
    assert!(count("```") % 2 == 0, "a fence is open: {page}");
    assert_eq!(count("<details>"), count("</details>"), "{page}");
    assert!(page.starts_with("<!-- mirrorc -->\n## mirrorc: "), "{page}");
    assert!(headings(page) > 0, "{page}");
}

/// The line with the totals.
fn title(page: &str) -> Option<&str> {
    page.lines().find(|line| line.starts_with("## "))
}

/// A review that has one change, of which every text is the same.
fn review_of(text: &str, weight: Weight, place: Span) -> Review<'static> {
    let change = Change {
        rule: "flow-added",
        class: Class::Safe,
        weight,
        subject: text.to_owned(),
        message: format!("it is {text}"),
        consequence: Some(text.to_owned()),
        concerned: vec![Concerned {
            what: text.to_owned(),
            names: vec![text.to_owned(); 3],
            are_samples: false,
        }],
        instead: Some(text.to_owned()),
        before: None,
        after: Some(place),
        acknowledged: None,
        twins: &[],
    };
    Review { changes: vec![change], ..Review::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_more_than_text(
        text in r"([ -~é日]|\n|\r\n|\x1b|\t|\u{202e}|```|~~~|<details>|</summary>|-->|\]\(|https://a\.b/|\n# |\n- |\n    ){1,30}",
        name in r"[a-z<`|*]{1,8}",
        most in 600..3000usize,
    ) {
        let (mut run, file) = Run::of(&name, "one\ntwo\n");
        let place = Span::new(file, 0..3);
        run.found.push(Diagnostic::new("some-rule", Severity::Error, place, text.clone()))
            .reason(text.clone())
            .help(text.clone());
        for weight in [Weight::Block, Weight::Note] {
            let review = review_of(&text, weight, place);
            let nothing = Sources::default();
            let told =
                ReviewReport { review: &review, against: &text, before: &nothing, after: &run.sources };
            let page = markdown::write(&run.report(), Some(&told), 65_000);
            check_page(&page, 65_000);
            prop_assert_eq!(headings(&page), 3, "{}", page);
            let short = markdown::write(&run.report(), Some(&told), most);
            check_page(&short, most);
        }
    }
}

#[test]
fn markdown_is_whole_within_any_limit() {
    let reviews = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/review");
    let folders = files::below(&reviews)
        .into_keys()
        .filter_map(|path| path.strip_suffix("/base/topology.yaml").map(str::to_owned));
    let mut shortened = 0;
    for folder in folders.step_by(3) {
        let folder = reviews.join(folder);
        let (before, after) =
            (case::compile(&case::read(&folder.join("base"))), case::compile(&case::read(&folder)));
        let review = review::review(&before.revision(), &after.revision(), case::TODAY);
        let told = ReviewReport {
            review: &review,
            against: "base",
            before: &before.sources,
            after: &after.sources,
        };
        let report = Report::of(&after.sources, &after.found);
        for most in [65_000, 1_200, 700] {
            let page = markdown::write(&report, Some(&told), most);
            check_page(&page, most);
            let whole = markdown::write(&report, Some(&told), 10_000_000);
            assert_eq!(title(&page), title(&whole), "what does not fit is no other result");
            shortened += usize::from(page.contains(" more: run `mirrorc`"));
            check_page(&markdown::write(&report, None, most), most);
        }
    }
    assert!(shortened > 3, "hardly any page had to be shortened");
}
