mod anywhere;

use super::*;
use crate::diagnostic::Diagnostics;
use crate::report::terminal::columns;

/// Adds a file; `⟦…⟧` are its places, in their order.
fn add(sources: &mut Sources, name: &str, marked: &str) -> Vec<Span> {
    let mut text = String::new();
    let mut ranges = Vec::new();
    for part in marked.split('⟦') {
        let start = text.len();
        let (inside, rest) = part.split_once('⟧').unwrap_or(("", part));
        text.push_str(inside);
        if part.contains('⟧') {
            ranges.push(start..text.len());
        }
        text.push_str(rest);
    }
    let file = sources.add(name.to_owned(), text);
    ranges.into_iter().map(|range| Span::new(file, range)).collect()
}

fn shown(sources: &Sources, diagnostics: &Diagnostics) -> String {
    write(&Report::of(sources, diagnostics), Style::Plain)
}

/// One error whose first place is primary; the lines below its title are compared.
fn check(files: &[(&str, &str)], expected: &str) {
    let mut sources = Sources::default();
    let spans: Vec<Span> =
        files.iter().flat_map(|(name, marked)| add(&mut sources, name, marked)).collect();
    let mut diagnostics = Diagnostics::default();
    let (primary, related) = spans.split_first().unwrap();
    let found =
        diagnostics.push(Diagnostic::new("some-rule", Severity::Error, *primary, "`b` is taken"));
    found.label("taken here");
    for (number, span) in related.iter().enumerate() {
        found.related(*span, format!("use {}", number + 1));
    }
    let shown = shown(&sources, &diagnostics);
    let body = shown.strip_prefix("error[some-rule]: `b` is taken\n").unwrap();
    assert_eq!(body.trim_end_matches('\n'), expected.trim_matches('\n'), "\n{shown}");
    assert!(shown.lines().all(|line| columns(line) <= WIDTH), "\n{shown}");
}

fn check_one(marked: &str, expected: &str) {
    check(&[("topology.yaml", marked)], expected);
}

#[test]
fn one_place() {
    check_one(
        "a: 1\nb: ⟦eun1⟧\n",
        r"
 --> topology.yaml:2:4
  |
2 | b: eun1
  |    ^^^^ taken here",
    );
}

#[test]
fn several_places_of_one_file() {
    check_one(
        "a: ⟦b⟧\nb: c\nc: ⟦d⟧ e ⟦f⟧\n\n\n\n\n\n\nx: ⟦y⟧",
        r"
  --> topology.yaml:1:4
   |
 1 | a: b
   |    ^ taken here
 2 | b: c
 3 | c: d e f
   |    -   - use 2
   |    |
   |    use 1
...
10 | x: y
   |    - use 3",
    );
}

#[test]
fn places_of_two_files() {
    check(
        &[("topology.yaml", "a: ⟦eun1⟧\n"), ("clusters/weu/kafka.yaml", "x: 1\ny: ⟦eun1⟧\n")],
        r"
 --> topology.yaml:1:4
  |
1 | a: eun1
  |    ^^^^ taken here
  |
 ::: clusters/weu/kafka.yaml:2:4
  |
2 | y: eun1
  |    ---- use 1",
    );
}

#[test]
fn place_of_several_lines() {
    check_one(
        "one:\n  ⟦- a\n  - b\n  ⟧- c\n",
        r"
 --> topology.yaml:2:3
  |
2 | /   - a
3 | |   - b
  | |_____^ taken here",
    );
}

#[test]
fn place_of_many_lines_is_shown_by_its_first() {
    check_one(
        "⟦one:\n  - 1\n  - 2\n  - 3\n  - 4\n  - 5\n  - 6\n⟧",
        r"
 --> topology.yaml:1:1
  |
1 | one:
  | ^^^^ taken here",
    );
}

#[test]
fn long_line_is_cut_around_its_places() {
    let many = "key: value, ".repeat(2000);
    check_one(
        &format!("{{ {many}⟦alias⟧: weu, {many} }}\n"),
        r"
 --> topology.yaml:1:24003
  |
1 | ...: value, key: value, key: value, key: value, key: value, alias: weu, k...
  |                                                             ^^^^^ taken here",
    );
    check_one(
        &format!("⟦a⟧: {many}⟦z⟧"),
        r"
 --> topology.yaml:1:1
  |
1 | a: key: value, key: value, key: value, key: value, key: value, key: value...
  | ^ taken here
  |
 ::: topology.yaml:1:24004
  |
1 | ...alue, key: value, key: value, key: value, key: value, key: value, z
  |                                                                      - use 1",
    );
}

#[test]
fn tabs_and_line_breaks_of_other_systems() {
    check_one(
        "\ta:\t⟦b⟧\r\nb: c\rc: ⟦d⟧\r\n",
        r"
 --> topology.yaml:1:5
  |
1 |     a:    b
  |           ^ taken here
2 | b: c
3 | c: d
  |    - use 1",
    );
}

#[test]
fn byte_order_mark_and_wide_characters() {
    check_one(
        "\u{feff}日本: ⟦日本⟧ é ⟦x⟧",
        r"
 --> topology.yaml:1:5
  |
1 | 日本: 日本 é x
  |       ^^^^   - use 1
  |       |
  |       taken here",
    );
}

#[test]
fn ends_of_files() {
    let nothing = |place: &str, line: usize| {
        format!(" --> topology.yaml:{place}\n  |\n{line} |\n  | ^ taken here")
    };
    check_one("⟦⟧", &nothing("1:1", 1));
    check_one("a: b\n⟦⟧", &nothing("2:1", 2));
    check_one("a\n\n⟦⟧\n", &nothing("3:1", 3));
    check_one("a: b⟦⟧", " --> topology.yaml:1:5\n  |\n1 | a: b\n  |     ^ taken here");
    check_one("a: b⟦\n⟧", " --> topology.yaml:1:5\n  |\n1 | a: b\n  |     ^ taken here");
}

#[test]
fn nothing_reaches_the_terminal_raw() {
    check(
        &[("a\u{1b}[31m\n.yaml", "a: \0⟦\u{1b}[31m⟧\u{9b}\u{202e}\n")],
        "
 --> a␛[31m␊.yaml:1:5
  |
1 | a: ␀␛[31m\u{fffd}\u{fffd}
  |     ^^^^^ taken here",
    );
}

#[test]
fn secrets_are_hidden_and_places_stay() {
    check_one(
        "{ password: ⟦hunter2⟧, ⟦b⟧: c }\n",
        r"
 --> topology.yaml:1:13
  |
1 | { password: <hidden>, b: c }
  |             ^^^^^^^^  - use 1
  |             |
  |             taken here",
    );
}

#[test]
fn known_secrets_are_hidden() {
    let mut sources = Sources::default();
    let spans = add(&mut sources, "a.yaml", "x: ⟦é⟦yz⟧\n");
    sources.hide(Span::new(spans[0].file, 4..6));
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(Diagnostic::new("some-rule", Severity::Note, spans[0], "n"));
    let expected =
        "note[some-rule]: n\n --> a.yaml:1:5\n  |\n1 | x: <hidden>z\n  |    ^^^^^^^^^\n\n";
    assert_eq!(shown(&sources, &diagnostics), expected);
}

#[test]
fn confidential_file_shows_no_line() {
    let mut sources = Sources::default();
    let spans = add(&mut sources, "topology.yaml", "a: ⟦weu⟧\n");
    let file = sources.add_confidential("weu.kubeconfig".into(), "a: b\nname: abc\n".into());
    let mut diagnostics = Diagnostics::default();
    let place = Span::new(file, 11..14);
    diagnostics
        .push(Diagnostic::new("some-rule", Severity::Warning, place, "first"))
        .label("this context")
        .related(spans[0], "this cluster");
    diagnostics
        .push(Diagnostic::new("some-rule", Severity::Error, spans[0], "second"))
        .related(place, "this context");
    let expected = "\
warning[some-rule]: first
 --> weu.kubeconfig:2:7
  |
 ::: topology.yaml:1:4
  |
1 | a: weu
  |    --- this cluster
  |
  = note: weu.kubeconfig:2:7: this context

error[some-rule]: second
 --> topology.yaml:1:4
  |
1 | a: weu
  |    ^^^
  |
  = note: weu.kubeconfig:2:7: this context

";
    assert_eq!(shown(&sources, &diagnostics), expected);
}

#[test]
fn everything_is_folded_at_eighty_columns() {
    let mut sources = Sources::default();
    let spans = add(&mut sources, "topology.yaml", "flows:\n  - { from: ⟦weu⟧, to: ⟦eun1⟧ }\n");
    let mut diagnostics = Diagnostics::default();
    let message = "records of `orders` loop from `weu` to `eun1` and back, as no flow leaves \
                   them out";
    diagnostics
        .push(Diagnostic::new("replication-cycle", Severity::Error, spans[0], message))
        .label("`weu` copies everything that comes from `eun1`, its own records included")
        .related(spans[1], "`eun1` copies everything that comes from `weu`, its own too")
        .reason(
            "the identity policy keeps the name of a topic, so that a record that comes back is \
             copied again without end",
        )
        .help("set the policy, or leave the topic out:\n  topics: [\"(?!orders).*\"]");
    let expected = r#"error[replication-cycle]: records of `orders` loop from `weu` to `eun1` and
                          back, as no flow leaves them out
 --> topology.yaml:2:13
  |
2 |   - { from: weu, to: eun1 }
  |             ^^^      ----
  |             |        |
  |             |        `eun1` copies everything that comes from `weu`, its own
  |             |        too
  |             `weu` copies everything that comes from `eun1`, its own records
  |             included
  |
  = why: the identity policy keeps the name of a topic, so that a record that
         comes back is copied again without end
  = help: set the policy, or leave the topic out:
            topics: ["(?!orders).*"]

"#;
    let shown = shown(&sources, &diagnostics);
    assert_eq!(shown, expected, "\n{shown}");
}

#[test]
fn the_worst_are_told_where_there_are_too_many() {
    let mut sources = Sources::default();
    let spans = add(&mut sources, "a.yaml", "⟦a⟧");
    let mut diagnostics = Diagnostics::default();
    for number in 0..budget::FINDINGS + 3 {
        let severity = if number % 2 == 0 { Severity::Warning } else { Severity::Error };
        diagnostics.push(Diagnostic::new("r", severity, spans[0], format!("number {number}")));
    }
    diagnostics.push(Diagnostic::new("r", Severity::Error, spans[0], "last"));
    let shown = shown(&sources, &diagnostics);
    assert_eq!(shown.matches("error[r]").count(), 102);
    assert_eq!(shown.matches("warning[r]").count(), 98);
    assert!(shown.ends_with("\n\n… and 4 more (4 warnings): `--format json` tells them all\n"));
}

#[test]
fn many_related_places_are_counted() {
    let mut sources = Sources::default();
    let spans = add(&mut sources, "a.yaml", "⟦a⟧");
    let mut diagnostics = Diagnostics::default();
    let found = diagnostics.push(Diagnostic::new("r", Severity::Error, spans[0], "m"));
    for _ in 0..RELATED + 2 {
        found.related(spans[0], "again");
    }
    let shown = shown(&sources, &diagnostics);
    assert!(shown.ends_with("\n  = note: and 2 more places\n\n"), "\n{shown}");
}

#[test]
fn colour_only_adds_to_the_text() {
    let mut sources = Sources::default();
    let spans = add(&mut sources, "a.yaml", "x: ⟦a⟧\n");
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(Diagnostic::new("r", Severity::Error, spans[0], "m")).label("l").help("h");
    let report = Report::of(&sources, &diagnostics);
    let coloured = write(&report, Style::Colour);
    assert!(coloured.contains('\u{1b}'));
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(stripped, write(&report, Style::Plain));
}

#[test]
fn summary_lines() {
    let check = |summary: Summary, seconds: f64, exit_code: u8, expected: &str| {
        assert_eq!(summary_line(&summary, seconds, exit_code), expected);
    };
    check(
        Summary { errors: 2, warnings: 1, files: 14, ..Summary::default() },
        0.0042,
        1,
        "mirrorc: 2 errors, 1 warning, 14 files, 0.004 s (exit 1)",
    );
    check(
        Summary { notes: 1, allowed: 1, skipped: 2, files: 1, ..Summary::default() },
        1.5,
        0,
        "mirrorc: 0 errors, 0 warnings, 1 note, 1 accepted, 2 rules skipped, 1 file, 1.500 s \
         (exit 0)",
    );
}
