//! Pages, read as a browser reads them: whatever a user wrote stays text, and what is left out is counted.

use std::path::Path;

use mirrorc::{
    diagnostic::{Diagnostic, Severity},
    mm2::{
        carried::{Carried, Naming},
        simulate::{Limits, simulate},
    },
    names::Digest,
    report::{
        Report,
        html::{self, Page},
        review::ReviewReport,
    },
    review::{
        self, Change, Class, ClusterFate, Concerned, DrawnCluster, DrawnFlow, FlowFate,
        ObjectChange, Objects, Review, Weight,
    },
    source::Span,
    yaml::{self, Value},
};
use proptest::prelude::*;
use scraper::{Html, Selector};

use super::{Run, case, files};

/// A page in which every text of a user is the same one.
fn page(text: &str) -> String {
    let (mut run, file) = Run::of(text, "one\n");
    let span = Span::new(file, 0..3);
    let said = || Some(text.to_owned());
    run.found
        .push(Diagnostic::new("some-rule", Severity::Error, span, text))
        .label(text)
        .related(span, text)
        .reason(text)
        .help(text);
    let change = Change {
        rule: "some-change",
        class: Class::RecordsLost,
        weight: Weight::Block,
        subject: text.to_owned(),
        message: text.to_owned(),
        consequence: said(),
        concerned: vec![Concerned {
            what: text.to_owned(),
            names: vec![text.to_owned(); 12],
            are_samples: true,
        }],
        instead: said(),
        before: None,
        after: Some(span),
        acknowledged: None,
        twins: &[],
    };
    let accepted = Change { acknowledged: said(), ..change.clone() };
    let mut review = Review { changes: vec![change, accepted], ..Review::default() };
    review.findings.new = vec![0];
    review.drawing.clusters = [ClusterFate::Renamed { was: text.to_owned() }, ClusterFate::Added]
        .into_iter()
        .map(|fate| DrawnCluster {
            alias: text.to_owned(),
            region: said(),
            kubernetes_cluster: said(),
            fate,
        })
        .collect();
    let carried = Carried {
        naming: Naming::Class(text.to_owned()),
        topics: text.to_owned(),
        exclude: said(),
    };
    review.drawing.flows = vec![DrawnFlow {
        from: 0,
        to: 1,
        fate: FlowFate::Changed,
        before: None,
        after: Some(carried),
    }];
    let path = format!("{text}/object.yaml");
    let manifests = [false, true].map(|is_other| manifest(text, is_other));
    review.objects = Some(objects(text, &path, &manifests));
    let told =
        ReviewReport { review: &review, against: text, before: &run.sources, after: &run.sources };
    write(&run.report(), Some(&told))
}

fn objects<'a>(text: &str, path: &'a str, [one, other]: &'a [String; 2]) -> Objects<'a> {
    let sides = [(None, Some(one)), (Some(one), None), (Some(one), Some(other))];
    let object = |(before, after): (Option<&'a String>, Option<&'a String>)| ObjectChange {
        path,
        before: before.map(String::as_str),
        after: after.map(String::as_str),
    };
    Objects { clusters: [(text.to_owned(), sides.map(object).into())].into() }
}

/// An object as it is written, with fields that differ from those of the other one.
fn manifest(text: &str, is_other: bool) -> String {
    let string = |text: &str| Value::String(text.to_owned());
    let field = |name: &str, value: Value| {
        Value::Map(vec![("name".to_owned(), string(name)), ("value".to_owned(), value)])
    };
    let items = [
        field(text, string(&if is_other { format!("x\n{text}") } else { text.to_owned() })),
        field("y", string(if is_other { "x" } else { text })),
        field("z", if is_other { string(text) } else { Value::Null }),
    ];
    let named = Value::Map(vec![(text.to_owned(), Value::List(items.into()))]);
    yaml::write(&named)
}

fn write(report: &Report<'_>, review: Option<&ReviewReport<'_>>) -> String {
    let simulation = simulate(&[], Limits { copies: 10 });
    html::write(&Page { report, review, topologies: &[], simulation: &simulation })
}

/// The elements in their order, each with the names of its attributes; the values too where none is made of a text.
fn structure(page: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    assert_eq!(html.errors, Vec::<String>::new());
    let all = Selector::parse("*").unwrap();
    let element = |element: scraper::ElementRef<'_>| {
        let value = element.value();
        let attribute = |(name, value): (&str, &str)| match name {
            "class" | "id" | "href" | "content" | "type" | "data-item" => format!("{name}={value}"),
            name => name.to_owned(),
        };
        let attributes: Vec<String> = value.attrs().map(attribute).collect();
        format!("{} {}", value.name(), attributes.join(" "))
    };
    html.select(&all).map(element).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Nothing that a user writes adds an element, an attribute, or a value of one that does something.
    #[test]
    fn a_text_never_becomes_markup(
        text in r#"x([ -_a-~é日]|</script>|<script>|<img src=x onerror=alert\(1\)>|</style>|<!--|-->|</title>|"|'|&lt;|&#0;|\]\]>|</pre>|</svg>|\x00|\x1b|\u{202e}|\u{2066}|\r){1,12}x"#,
    ) {
        prop_assume!(!text.contains('`'));
        let page = page(&text);
        prop_assert_eq!(structure(&page), structure(&self::page("x plain x")));
        let is_obeyed = |letter: char| letter.is_control() && letter != '\n' || ('\u{202a}'..='\u{202e}').contains(&letter) || ('\u{2066}'..='\u{2069}').contains(&letter);
        prop_assert!(!page.contains(is_obeyed), "{}", page);
    }
}

#[test]
fn a_page_runs_and_shows_only_its_own() {
    let text = page("x");
    let html = Html::parse_document(&text);
    let all = |selector: &str| -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector).map(|element| element.text().collect()).collect()
    };
    let [(style, style_word), (script, script_word)] =
        [("style", "style-src"), ("script", "script-src")].map(|(name, word)| (all(name), word));
    let policy = Selector::parse("meta[http-equiv]").unwrap();
    let policy = html.select(&policy).next().unwrap().attr("content").unwrap().to_owned();
    for (texts, word) in [(style, style_word), (script, script_word)] {
        let [text] = texts.as_slice() else { panic!("{} of {word}", texts.len()) };
        let digest = Digest::of(text.as_bytes()).base64();
        assert!(policy.contains(&format!("{word} 'sha256-{digest}'")), "{policy}");
    }
    assert!(policy.starts_with("default-src 'none'; "));
    let addresses = Selector::parse("[src], link, iframe, object, embed, base, [style]").unwrap();
    assert_eq!(html.select(&addresses).count(), 0, "nothing is asked for");
}

#[test]
fn no_secret_reaches_a_page() {
    let secret = "Tr0ub4dor";
    for text in [
        format!("`password={secret}` is bad"),
        format!("sasl.jaas.config=x password=\"{secret}\";"),
        format!("east.ssl.key.password={secret}"),
    ] {
        let page = page(&text);
        let leak = page.find("Tr0ub").map(|at| &page[at.saturating_sub(200)..at + 20]);
        assert_eq!(leak, None, "{text}");
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let (mut run, file) = Run::of("a.yaml", "one\n");
    for at in 0..1000 {
        let span = Span::new(file, 0..3);
        let found = Diagnostic::new("some-rule", Severity::Note, span, format!("fault {at}"));
        run.found.push(found);
    }
    let page = write(&run.report(), None);
    assert_eq!(page.matches("<article ").count(), 200);
    assert!(page.contains("800 findings more are not shown"), "{page}");
}

/// Each case makes a page that is well formed; the same input gives the same bytes.
#[test]
fn pages_of_reviews_are_well_formed() {
    let reviews = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/review");
    let folders = files::below(&reviews)
        .into_keys()
        .filter_map(|path| path.strip_suffix("/base/topology.yaml").map(str::to_owned));
    for folder in folders.step_by(12) {
        let folder = reviews.join(folder);
        let (before, after) =
            (case::compile(&case::read(&folder.join("base"))), case::compile(&case::read(&folder)));
        let review = review::review(&before.revision(), &after.revision(), case::TODAY);
        let (before, sources) = (&before.sources, &after.sources);
        let told = ReviewReport { review: &review, against: "base", before, after: sources };
        let report = Report::of(&after.sources, &after.found);
        let page = || {
            let simulation = simulate(&after.topologies, Limits { copies: 1000 });
            html::write(&Page {
                report: &report,
                review: Some(&told),
                topologies: &after.topologies,
                simulation: &simulation,
            })
        };
        let text = page();
        assert!(structure(&text).len() > 50, "{}", folder.display());
        assert_eq!(text, page(), "{}", folder.display());
    }
}
