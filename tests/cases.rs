//! Runs every case: a folder with a `topology.yaml`, other descriptors beside it, and the files that they name below it.
//!
//! `expected/report.txt` is what a terminal shows. Below `tests/cases/render/` the whole tree is expected as well, in
//! `expected/rendered/`, and the lock; of other cases the lock only where one was there. Below `tests/cases/graph/` the
//! picture is expected in every format, below `tests/cases/topics/` what `mirrorc topics` prints, below
//! `tests/cases/loss/` what it prints with `--loss`, and in `why.txt` what it answers to each line of the case's `why`.
//! Of a case with a folder `base`, which holds the old revision, `review.txt` is expected. A file `html` asks for the
//! page as well. `BLESS=1 cargo test` writes what is expected; read the difference before you commit it.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::unnecessary_wraps,
    reason = "a harness reads folders, may stop at once, and has the signature that its runner asks for"
)]

#[path = "support/blessed.rs"]
mod blessed;
#[path = "support/case.rs"]
mod case;
#[path = "support/files.rs"]
mod files;

use std::{collections::BTreeMap, fs, path::Path};

use mirrorc::{
    compile::Compilation,
    mm2::simulate::{Limits, simulate},
    report::{
        self, graph,
        html::{self, Page},
        loss::LossReport,
        markdown,
        review::ReviewReport,
        text,
        topics::{self, TopicsReport},
    },
    review::{self, ChangeKind, Review},
};

fn test(descriptor: &Path) -> datatest_stable::Result<()> {
    let folder = descriptor.parent().expect("a file has a folder");
    // The old revision of a review is no case of its own.
    if folder.file_name() != Some("base".as_ref()) {
        run(folder);
    }
    Ok(())
}

datatest_stable::harness! {
    { test = test, root = "tests/cases", pattern = r"/topology\.yaml$" },
}

fn run(folder: &Path) {
    let compilation = case::compile(&case::read(folder));
    let mut actual = BTreeMap::from([("report.txt".to_owned(), report_text(&compilation))]);
    if folder.join("base").is_dir() {
        actual.extend(review_texts(folder, &compilation));
    }
    if folder.join("html").exists() && !folder.join("base").is_dir() {
        actual.insert("report.html".to_owned(), page(&compilation, None));
    }
    let is_below = |name: &str| folder.components().any(|step| step.as_os_str() == name);
    if is_below("graph") {
        actual.extend(pictures(&compilation));
    }
    if is_below("loss") {
        actual.extend(loss_texts(&compilation));
    }
    if is_below("topics") {
        actual.extend(topics_texts(folder, &compilation));
    }
    if let Some(manifests) = compilation.manifests.as_ref().filter(|_| is_below("render")) {
        for (path, file) in &manifests.files {
            actual.insert(format!("rendered/{path}"), file.text.clone());
        }
    }
    let locks = compilation.locks.iter();
    for update in locks.filter(|update| is_below("render") || update.before.is_some()) {
        actual.insert(update.path.clone(), mirrorc::lock::write(&update.after));
    }
    blessed::compare(&folder.join("expected"), &actual);
}

fn report_text(compilation: &Compilation) -> String {
    text::write(&report_of(compilation), text::Style::Plain)
}

fn report_of(compilation: &Compilation) -> report::Report<'_> {
    let report = report::Report::of(&compilation.sources, &compilation.found);
    report::Report { accepted: &compilation.accepted, ..report }
}

/// What `mirrorc diff` tells of the edit from `base/`: as text without the fields of objects, as Markdown of as many
/// bytes as each line of a file `markdown` says, and as a page where there is a file `html`.
fn review_texts(folder: &Path, after: &Compilation) -> BTreeMap<String, String> {
    let before = case::compile(&case::read(&folder.join("base")));
    assert!(before.is_readable() && after.is_readable(), "{}", folder.display());
    let mut review = review::review(&before.revision(), &after.revision(), case::TODAY);
    let sizes = fs::read_to_string(folder.join("markdown")).unwrap_or_default();
    let mut texts: BTreeMap<String, String> = sizes
        .lines()
        .map(|size| {
            let most = size.parse().unwrap();
            let page =
                markdown::write(&report_of(after), Some(&told(&review, &before, after)), most);
            (format!("review-{size}.md"), page)
        })
        .collect();
    if folder.join("html").exists() {
        let told = told(&review, &before, after);
        texts.insert("review.html".to_owned(), page(after, Some(&told)));
    }
    let objects = review.objects.iter_mut().flat_map(|objects| objects.clusters.values_mut());
    // The cases of rules do not pin how objects look.
    for object in objects.flatten().filter(|object| object.kind() == ChangeKind::Changed) {
        object.before = object.after;
    }
    texts.insert(
        "review.txt".to_owned(),
        report::review::text(&told(&review, &before, after), false),
    );
    texts
}

/// With few copies so that a limit shows.
fn page(compilation: &Compilation, review: Option<&ReviewReport<'_>>) -> String {
    let topologies = &compilation.topologies;
    let simulation = simulate(topologies, Limits { copies: 1000 });
    let report = report_of(compilation);
    html::write(&Page { report: &report, review, topologies, simulation: &simulation })
}

fn told<'a>(
    review: &'a Review<'a>,
    before: &'a Compilation,
    after: &'a Compilation,
) -> ReviewReport<'a> {
    ReviewReport { review, against: "base", before: &before.sources, after: &after.sources }
}

/// What `mirrorc topics --loss` prints.
fn loss_texts(compilation: &Compilation) -> BTreeMap<String, String> {
    let simulation = simulate(&compilation.topologies, Limits { copies: 1000 });
    let losses = mirrorc::loss::expected(&simulation);
    let report = LossReport { simulation: &simulation, losses: &losses };
    BTreeMap::from([
        ("loss.txt".to_owned(), report::loss::text(&report)),
        ("loss.json".to_owned(), report::loss::json(&report)),
    ])
}

/// Every form of the output, with few copies so that a limit shows.
fn topics_texts(folder: &Path, compilation: &Compilation) -> BTreeMap<String, String> {
    let simulation = simulate(&compilation.topologies, Limits { copies: 1000 });
    let report = |shows_internal| TopicsReport {
        sources: &compilation.sources,
        simulation: &simulation,
        shows_internal,
    };
    let mut texts = BTreeMap::from([
        ("topics.txt".to_owned(), topics::table(&report(false))),
        ("tree.txt".to_owned(), topics::tree(&report(false))),
    ]);
    if folder.join("json").exists() {
        let mut json = Vec::new();
        topics::json(&report(true), &mut json).unwrap();
        texts.insert("topics.json".to_owned(), String::from_utf8(json).unwrap());
        texts.insert("internal.txt".to_owned(), topics::table(&report(true)));
    }
    if let Ok(asked) = fs::read_to_string(folder.join("why")) {
        let answer = |line: &str| {
            let (name, alias) = line.split_once('@').unwrap();
            topics::why(&report(true), name, simulation.by_alias(alias).unwrap())
        };
        texts
            .insert("why.txt".to_owned(), asked.lines().map(answer).collect::<Vec<_>>().join("\n"));
    }
    texts
}

fn pictures(compilation: &Compilation) -> [(String, String); 3] {
    let graph = graph::graph(&compilation.topologies, &compilation.found);
    [
        ("graph.mmd".to_owned(), graph::mermaid::write(&graph)),
        ("graph.dot".to_owned(), graph::dot::write(&graph)),
        ("graph.svg".to_owned(), graph::svg::write(&graph)),
    ]
}
