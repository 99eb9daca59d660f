//! `JUnit` XML. In: a [`Report`]. Out: a suite for each file that was read, a test for each finding in it; a file in which
//! nothing was found has one test that passed.

use super::xml::escaped;
use crate::{
    diagnostic::{Diagnostic, Severity},
    report::{
        Report,
        repository::Repository,
        words::{details, sentence},
    },
    source::{Source, Sources},
};

/// `least` is the least severe finding that is a failure: what fails here fails the run. No time is measured, so that the
/// same input gives the same bytes; the attribute is there since some readers ask for it.
pub fn write(report: &Report, repository: Repository<'_>, least: Option<Severity>) -> String {
    let fails = |finding: &Diagnostic| least.is_some_and(|least| finding.severity <= least);
    let files = report.sources.iter().take(report.summary.files);
    let suites: Vec<Suite> =
        files.map(|file| Suite::of(file, report, repository, &fails)).collect();
    let total = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    let (tests, failures) = (total(|suite| suite.tests), total(|suite| suite.failures));
    let body: String = suites.iter().map(Suite::text).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"mirrorc\" tests=\"{tests}\" \
         failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0\">\n{body}</testsuites>\n"
    )
}

struct Suite {
    name: String,
    tests: usize,
    failures: usize,
    cases: String,
}

impl Suite {
    fn of(
        file: &Source,
        report: &Report,
        repository: Repository<'_>,
        fails: &dyn Fn(&Diagnostic) -> bool,
    ) -> Suite {
        let name = repository.path(&file.name);
        let own = |finding: &&Diagnostic| {
            std::ptr::eq(report.sources.get(finding.primary.span.file), file)
        };
        let found: Vec<&Diagnostic> = report.diagnostics.iter().filter(own).collect();
        let cases = match found.is_empty() {
            true => format!(
                "    <testcase classname={0} name=\"no findings\" file={0} time=\"0\"/>\n",
                attribute(&name)
            ),
            false => found
                .iter()
                .map(|finding| case(&name, report.sources, finding, fails(finding)))
                .collect(),
        };
        let failures = found.iter().filter(|finding| fails(finding)).count();
        Suite { name, tests: found.len().max(1), failures, cases }
    }

    fn text(&self) -> String {
        format!(
            "  <testsuite name={} tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" time=\"0\">\n{}  \
             </testsuite>\n",
            attribute(&self.name),
            self.tests,
            self.failures,
            self.cases
        )
    }
}

/// What does not fail the run passes, with its words in the output.
fn case(path: &str, sources: &Sources, finding: &Diagnostic, fails: bool) -> String {
    let start = sources.start(finding.primary.span);
    let message = sentence(&finding.message);
    let place = format!("{path}:{}:{}", start.line, start.column);
    let words =
        [Some(place), details(finding)].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let inner = match fails {
        true => format!(
            "<failure type=\"{}\" message={}>{}</failure>",
            finding.severity.name(),
            attribute(&message),
            escaped(&words)
        ),
        false => {
            format!("<system-out>{}: {}</system-out>", finding.severity.name(), escaped(&words))
        }
    };
    format!(
        "    <testcase classname={} name={} file={} line=\"{}\" time=\"0\">{inner}</testcase>\n",
        attribute(path),
        attribute(&format!("{}: {message}", finding.rule)),
        attribute(path),
        start.line
    )
}

fn attribute(text: &str) -> String {
    format!("\"{}\"", escaped(text).replace('\n', "&#10;").replace('\t', "&#9;"))
}
