//! Markdown of every third review, in pages of several sizes.

use std::path::Path;

use mirrorc::{
    report::{Report, markdown, review::ReviewReport},
    review,
};

use super::{case, files};

/// A page of Markdown is within its limit, and nothing in it is torn.
fn check_page(page: &str, most: usize) {
    assert!(page.len() <= most, "{} of {most} bytes", page.len());
    let count = |start: &str| page.lines().filter(|line| line.starts_with(start)).count();
    assert!(count("```") % 2 == 0, "a fence is open: {page}");
    assert_eq!(count("<details>"), count("</details>"), "{page}");
    assert!(page.starts_with("<!-- mirrorc -->\n## mirrorc: "), "{page}");
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
            shortened += usize::from(page.contains(" more: run `mirrorc`"));
            check_page(&markdown::write(&report, None, most), most);
        }
    }
    assert!(shortened > 3, "hardly any page had to be shortened");
}
