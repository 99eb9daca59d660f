//! The table: a block for each cluster, then what is worth knowing.

use super::{TopicsReport, count, notes};
use crate::{
    mm2::simulate::{PlaceId, TopicId},
    report::terminal::{WIDTH, clean, columns, wrap},
};

const INDENT: &str = "  ";
/// Names and origins that are longer do not widen their columns.
const WIDEST: usize = 40;

/// Every cluster with its topics, where each comes from and over which clusters.
pub fn table(report: &TopicsReport<'_>) -> String {
    let mut lines = Vec::new();
    if report.simulation.is_sampled {
        let words = "No topics are declared, so the names below are samples that the filters accept; \
                     `topics:` in the descriptor declares them.";
        lines.extend(wrap(words, WIDTH));
        lines.push(String::new());
    }
    for (place, topics) in report.clusters() {
        block(report, place, &topics, &mut lines);
        lines.push(String::new());
    }
    lines.extend(notes::notes(report));
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}

fn block(report: &TopicsReport<'_>, place: PlaceId, topics: &[TopicId], lines: &mut Vec<String>) {
    let shown: Vec<TopicId> =
        topics.iter().copied().filter(|&topic| report.is_shown(topic)).collect();
    let hidden = topics.len() - shown.len();
    let aliases = &report.simulation.place(place).aliases;
    let also = match aliases.get(1..) {
        Some([]) | None => String::new(),
        Some(others) => format!(" (also {})", others.join(", ")),
    };
    let more = match hidden {
        0 => String::new(),
        _ => format!(", and {hidden} that MirrorMaker 2 makes for itself"),
    };
    let head = format!("{}{also}: {}{more}", report.alias(place), count(shown.len(), "topic"));
    lines.extend(wrap(&clean(&head), WIDTH));
    let rows: Vec<[String; 3]> = shown.into_iter().map(|topic| row(report, topic)).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell));
        cells.filter(|&width| width <= WIDEST).max().unwrap_or(0)
    };
    let widths = [width(0), width(1)];
    lines.extend(rows.iter().flat_map(|row| row_lines(row, widths)));
}

/// Name, origin and way.
fn row(report: &TopicsReport<'_>, topic: TopicId) -> [String; 3] {
    let simulation = report.simulation;
    let origin = simulation.origin(topic);
    let is_copy = simulation.topics.hops(topic) > 0;
    let origin = match is_copy || simulation.is_remote(topic) {
        true => format!("{}@{}", origin.topic, origin.alias),
        false => String::new(),
    };
    let way = if is_copy { report.way(topic) } else { String::new() };
    [simulation.topics.name(topic).to_owned(), origin, way].map(|cell| clean(&cell))
}

/// One line where it fits, else one more for each part that does not.
fn row_lines([name, origin, way]: &[String; 3], [first, second]: [usize; 2]) -> Vec<String> {
    if origin.is_empty() {
        return vec![format!("{INDENT}{name}")];
    }
    let pad = |cell: &str, width: usize| " ".repeat(width.saturating_sub(columns(cell)));
    let head = format!("{INDENT}{name}{}{INDENT}{origin}", pad(name, first));
    let whole = format!("{head}{}{INDENT}{way}", pad(origin, second));
    if columns(&whole) <= WIDTH {
        return vec![whole.trim_end().to_owned()];
    }
    let mut lines = match columns(&head) <= WIDTH {
        true => vec![head],
        false => vec![format!("{INDENT}{name}"), format!("{INDENT}{INDENT}{origin}")],
    };
    let folded = wrap(way, WIDTH - 3 * INDENT.len());
    lines.extend(folded.into_iter().map(|line| format!("{INDENT}{INDENT}{INDENT}{line}")));
    lines
}
