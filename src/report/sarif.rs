//! SARIF 2.1.0, as GitHub's code scanning and others read it. In: a [`Report`]. Out: one JSON document.
//!
//! Paths are relative to the root of the repository, and nothing in it differs from run to run. A finding that follows a
//! way, such as a replication cycle, has it as a code flow. `log` has the types.

mod log;

use std::collections::BTreeMap;

use log::{
    Artifact, CodeFlow, Configuration, Details, Driver, Fingerprints, Invocation, Location, Log,
    Multiformat, Notification, Physical, Properties, Region, Result, Rule, Run, Step, Suppression,
    Text, ThreadFlow, Tool,
};

use crate::{
    budget,
    catalogue::{self, Entry},
    diagnostic::{Diagnostic, Label, Severity},
    report::{
        Report,
        fingerprint::fingerprints,
        repository::Repository,
        words::{counts, sentence, whole},
    },
    source::{Sources, Span},
};

/// Other places of one result, and steps of one way.
const PLACES: usize = 1000;

pub fn write(report: &Report, repository: Repository<'_>) -> String {
    let known = fingerprints(report, repository);
    let open = report.diagnostics.iter().map(|finding| (finding, None));
    let accepted = report.accepted.iter();
    let accepted = accepted.map(|accepted| (&accepted.finding, Some(accepted.reason.as_str())));
    let mut found: Vec<Found<'_>> = open
        .chain(accepted)
        .zip(known)
        .map(|((finding, accepted), known)| Found { finding, accepted, known })
        .collect();
    if found.len() > budget::SARIF_RESULTS {
        found.sort_by_key(|found| (found.accepted.is_some(), found.finding.severity));
    }
    let rest = found.split_off(found.len().min(budget::SARIF_RESULTS));
    let rules = rules(found.iter().map(|found| found.finding.rule));
    let index: BTreeMap<&str, usize> =
        rules.iter().enumerate().map(|(at, rule)| (rule.id, at)).collect();
    let context = Context { sources: report.sources, repository };
    let result = |found: &Found<'_>| context.result(found, index.get(found.finding.rule).copied());
    let run = Run {
        results: found.iter().map(result).collect(),
        tool: Tool {
            driver: Driver { name: "mirrorc", version: env!("CARGO_PKG_VERSION"), rules },
        },
        invocations: vec![Invocation {
            execution_successful: true,
            tool_execution_notifications: notifications(&rest),
        }],
        automation_details: Details { id: "mirrorc/" },
        column_kind: "unicodeCodePoints",
    };
    let log = Log { schema: log::SCHEMA, version: "2.1.0", runs: vec![run] };
    serde_json::to_string_pretty(&log).expect("the log holds nothing that JSON cannot") + "\n"
}

/// A finding, and what it is known by.
struct Found<'a> {
    finding: &'a Diagnostic,
    /// The reason for which the descriptor accepts it.
    accepted: Option<&'a str>,
    known: String,
}

/// A host takes so many results only; which ones are left out is not its to say.
fn notifications(rest: &[Found<'_>]) -> Vec<Notification> {
    if rest.is_empty() {
        return Vec::new();
    }
    let left: Vec<&Diagnostic> = rest.iter().map(|found| found.finding).collect();
    let counts = counts(&left);
    let text = format!("{} more findings are not in this file ({counts}).", rest.len());
    vec![Notification { level: "warning", message: Text { text } }]
}

/// The kinds of finding that occur, by their ids, each with its page as help.
fn rules<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<Rule> {
    let entries: BTreeMap<&str, Entry> =
        catalogue::all().into_iter().map(|entry| (entry.id, entry)).collect();
    let used: std::collections::BTreeSet<&str> = ids.collect();
    used.into_iter().filter_map(|id| entries.get(id)).map(rule).collect()
}

fn rule(entry: &Entry) -> Rule {
    let name = entry.id.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        format!("{}{rest}", first.to_uppercase())
    });
    let (level, problem) = (level(entry.severity), problem(entry.severity));
    Rule {
        id: entry.id,
        name: name.collect(),
        short_description: Text { text: sentence_of(entry.summary) },
        full_description: Text { text: paragraph(entry.page, "What it does") },
        help: Multiformat { text: entry.page.to_owned(), markdown: entry.page.to_owned() },
        default_configuration: Configuration { level },
        properties: Properties { tags: ["kafka", "replication"], precision: "very-high", problem },
    }
}

/// A summary as a sentence of its own.
fn sentence_of(summary: &str) -> String {
    let mut letters = summary.chars();
    let first: String =
        letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// What stands under a heading of a page.
fn paragraph(page: &str, heading: &str) -> String {
    let after = page.split(&format!("## {heading}\n")).nth(1).unwrap_or_default();
    after.split("\n## ").next().unwrap_or_default().trim().to_owned()
}

struct Context<'a> {
    sources: &'a Sources,
    repository: Repository<'a>,
}

impl Context<'_> {
    fn result(&self, found: &Found<'_>, rule_index: Option<usize>) -> Result {
        let Found { finding, accepted, known } = found;
        let related = finding.related.iter().take(PLACES).enumerate();
        Result {
            rule_id: finding.rule,
            rule_index,
            level: level(finding.severity),
            message: Text { text: plain(&whole(finding)) },
            locations: vec![self.location(None, &finding.primary)],
            related_locations: related
                .map(|(at, label)| self.location(Some(at + 1), label))
                .collect(),
            code_flows: self.way(finding).into_iter().collect(),
            partial_fingerprints: Fingerprints {
                line: format!("{}:1", known.get(..16).unwrap_or(known)),
                own: known.clone(),
            },
            suppressions: accepted.map(suppression).into_iter().collect(),
        }
    }

    /// From the first hop to the last, and back to the first.
    fn way(&self, finding: &Diagnostic) -> Option<CodeFlow> {
        let hops = finding.related.get(..finding.hops).filter(|hops| !hops.is_empty())?;
        let way = [&finding.primary].into_iter().chain(hops.iter().take(PLACES - 2));
        let back = Label { text: "and round again".to_owned(), ..finding.primary.clone() };
        let steps = way.chain([&back]).map(|label| Step { location: self.location(None, label) });
        Some(CodeFlow { thread_flows: vec![ThreadFlow { locations: steps.collect() }] })
    }

    fn location(&self, id: Option<usize>, label: &Label) -> Location {
        let text = plain(&sentence(&label.text));
        Location {
            id,
            physical: Physical {
                artifact_location: Artifact {
                    uri: uri(&self.repository.path(self.sources.name(label.span))),
                },
                region: self.region(label.span),
            },
            message: (!text.is_empty()).then_some(Text { text }),
        }
    }

    fn region(&self, span: Span) -> Region {
        let (start, end) = (self.sources.start(span), self.sources.end(span));
        Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

/// An accepted finding stays in the file: a host would take one that is gone for mended.
fn suppression(reason: &str) -> Suppression {
    Suppression { kind: "inSource", justification: plain(&sentence(reason)) }
}

fn level(severity: Severity) -> &'static str {
    severity.name()
}

/// GitHub's word for a severity.
fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "recommendation",
    }
}

/// Brackets before a parenthesis would be a link, and a link may lead anywhere.
fn plain(text: &str) -> String {
    match text.contains("](") {
        true => text.replace('[', "\\[").replace(']', "\\]"),
        false => text.to_owned(),
    }
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(byte).collect()
}
