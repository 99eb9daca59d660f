use super::*;
use crate::render::Origin;
use crate::source::Sources;

/// What a case looks like: `wanted` and `listed` are pairs of path and text, `found` of path and entry.
struct Case<'a> {
    wanted: &'a [(&'a str, &'a str)],
    listed: &'a [(&'a str, &'a str)],
    found: &'a [(&'a str, Entry)],
}

fn file(text: &str) -> Entry {
    Entry::File(text.as_bytes().to_vec())
}

fn manifests(wanted: &[(&str, &str)], sources: &mut Sources) -> Manifests {
    let text: String = wanted.iter().flat_map(|(path, _)| [path, "\n"]).collect();
    let descriptor = sources.add("topology.yaml".into(), text.clone());
    let files = wanted.iter().map(|(path, content)| {
        let start = text.find(&format!("{path}\n")).expect("each path is a line");
        let origin = Origin {
            descriptor: "../topology.yaml".into(),
            owner: "kafka2".into(),
            span: Span::new(descriptor, start..start + path.len()),
        };
        ((*path).to_owned(), ManifestFile { text: (*content).to_owned(), origin })
    });
    Manifests { files: files.collect(), ..Manifests::default() }
}

fn lines(listed: &[(&str, &str)]) -> BTreeMap<String, Vec<Line>> {
    let mut lines: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for (path, text) in listed {
        let (cluster, _) = path.split_once('/').expect("a path has a folder");
        lines.entry(cluster.to_owned()).or_default().push(Line {
            path: (*path).to_owned(),
            digest: Digest::of(text.as_bytes()),
            descriptor: "../topology.yaml".into(),
            owner: "kafka2".into(),
        });
    }
    lines
}

fn ledgers(listed: &[(&str, &str)], sources: &mut Sources) -> Ledgers {
    let mut diagnostics = Diagnostics::default();
    let mut read = |(cluster, lines): (String, Vec<Line>)| {
        let file = sources.add(ledger_path(&cluster), ledger::write(lines));
        let ledger = ledger::parse(sources, file, &cluster, &mut diagnostics);
        (cluster, ledger)
    };
    lines(listed).into_iter().map(&mut read).collect()
}

impl Case<'_> {
    fn run(&self) -> (Comparison, Diagnostics, Sources) {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let manifests = manifests(self.wanted, &mut sources);
        let ledgers = ledgers(self.listed, &mut sources);
        let attributes = (ATTRIBUTES.to_owned(), Entry::Other);
        let found = self.found.iter().map(|(path, entry)| ((*path).to_owned(), entry.clone()));
        let snapshot = Snapshot { entries: found.chain([attributes]).collect() };
        let comparison = compare(&manifests, &ledgers, &snapshot, "rendered", &mut diagnostics);
        (comparison, diagnostics, sources)
    }

    fn check(&self, states: &[(&str, State)], messages: &[&str]) {
        let (comparison, diagnostics, sources) = self.run();
        let files: Vec<(&str, State)> =
            comparison.files.iter().map(|(path, state)| (path.as_str(), *state)).collect();
        assert_eq!(files, states);
        let found: Vec<String> = diagnostics
            .iter()
            .map(|found| {
                let span = found.primary.span;
                format!("{} @ {}:{}", found.message, sources.name(span), sources.start(span).line)
            })
            .collect();
        assert_eq!(found, messages);
        let blocked = comparison.files.values().any(|state| state.blocks());
        assert_eq!(diagnostics.has_errors(), blocked);
    }
}

/// One path in every combination of what is wanted, listed and found.
fn check(
    wanted: Option<&str>,
    listed: Option<&str>,
    found: Option<Entry>,
    state: Option<State>,
    message: Option<&str>,
) {
    // A neighbour that never changes keeps the folder ours.
    let path = "weu/b";
    let wanted: Vec<_> =
        [("weu/a", "a")].into_iter().chain(wanted.map(|text| (path, text))).collect();
    let listed: Vec<_> =
        [("weu/a", "a")].into_iter().chain(listed.map(|text| (path, text))).collect();
    let entries = [("weu", Entry::Folder), ("weu/a", file("a"))];
    let found: Vec<_> = entries.into_iter().chain(found.map(|entry| (path, entry))).collect();
    let states = [("weu/a", State::Unchanged)].into_iter().chain(state.map(|state| (path, state)));
    Case { wanted: &wanted, listed: &listed, found: &found }
        .check(&states.collect::<Vec<_>>(), message.as_slice());
}

#[test]
fn a_path_is_judged_by_what_is_wanted_listed_and_found() {
    use State::{Create, Remove, Replace, Unchanged};
    check(Some("new"), None, None, Some(Create), None);
    check(Some("new"), Some("old"), None, Some(Create), None);
    check(None, Some("old"), None, None, None);
    check(Some("new"), Some("new"), Some(file("new")), Some(Unchanged), None);
    check(Some("new"), Some("old"), Some(file("old")), Some(Replace), None);
    check(None, Some("old"), Some(file("old")), Some(Remove), None);
}

#[test]
fn a_file_with_the_wanted_bytes_is_unchanged_whatever_the_ledger_says() {
    check(Some("new"), Some("old"), Some(file("new")), Some(State::Unchanged), None);
    check(Some("new"), None, Some(file("new")), Some(State::Unchanged), None);
}

#[test]
fn a_file_edited_by_hand_names_the_line_that_makes_it() {
    let message = "`rendered/weu/b` was edited by hand @ topology.yaml:2";
    check(Some("new"), Some("old"), Some(file("mine")), Some(State::Edited), Some(message));
    let message = "`rendered/weu/b` holds git conflict markers @ topology.yaml:2";
    let conflict = file("a\n<<<<<<< HEAD\nb\n");
    check(Some("new"), Some("old"), Some(conflict), Some(State::Edited), Some(message));
    let message = "`rendered/weu/b` was edited by hand @ .mirrorc/weu.ledger:3";
    check(None, Some("old"), Some(file("mine")), Some(State::Edited), Some(message));
}

#[test]
fn what_is_not_ours_is_told_and_left_alone() {
    let message = "`rendered/weu/b` is not mirrorc's and is left alone @ topology.yaml:1";
    for entry in [Entry::Other, Entry::Link, Entry::Folder] {
        check(None, None, Some(entry), Some(State::Foreign), Some(message));
    }
}

#[test]
fn what_is_in_the_way_is_an_error() {
    let occupied = |entry, what: &str| {
        let message = format!("`rendered/weu/b` {what} @ topology.yaml:2");
        check(Some("new"), None, Some(entry), Some(State::Occupied), Some(&message));
    };
    occupied(file("mine"), "exists and is not mirrorc's");
    occupied(Entry::Other, "exists and is not mirrorc's");
    occupied(Entry::Folder, "is a folder, but a file belongs there");
}

#[test]
fn a_link_at_our_path_is_an_error() {
    let message = "`rendered/weu/b` is a symbolic link, which mirrorc does not write through";
    let wanted = format!("{message} @ topology.yaml:2");
    check(Some("new"), None, Some(Entry::Link), Some(State::Link), Some(&wanted));
    let listed = format!("{message} @ .mirrorc/weu.ledger:3");
    check(None, Some("old"), Some(Entry::Link), Some(State::Link), Some(&listed));
}

#[test]
fn a_folder_of_ours_that_is_none_is_told_once() {
    let wanted = [("weu/a", "a"), ("weu/b", "b")];
    let creates = [("weu/a", State::Create), ("weu/b", State::Create)];
    let check = |entry, state, message| {
        let states = [&[("weu", state)], &creates[..]].concat();
        Case { wanted: &wanted, listed: &[], found: &[("weu", entry)] }.check(&states, &[message]);
    };
    check(
        Entry::Link,
        State::Link,
        "`rendered/weu` is a symbolic link, which mirrorc does not write through @ topology.yaml:1",
    );
    check(
        Entry::Other,
        State::Occupied,
        "`rendered/weu` is no folder, but one belongs there @ topology.yaml:1",
    );
}

#[test]
fn what_a_killed_run_left_under_a_temporary_name_is_removed() {
    let found = [("weu/.mirrorc-Ab3xYz.tmp", Entry::Other), (".mirrorc-Ab3xYz.tmp", Entry::Other)];
    let states = [
        (".mirrorc-Ab3xYz.tmp", State::Remove),
        ("weu/.mirrorc-Ab3xYz.tmp", State::Remove),
        ("weu/a", State::Create),
    ];
    Case { wanted: &[("weu/a", "a")], listed: &[], found: &found }.check(&states, &[]);
}

#[test]
fn a_kubernetes_cluster_that_leaves_takes_its_files_and_its_ledger_with_it() {
    let case = Case {
        wanted: &[("weu/a", "a")],
        listed: &[("eun/a", "a"), ("weu/a", "a")],
        found: &[
            ("eun", Entry::Folder),
            ("eun/a", file("a")),
            ("eun/mine", Entry::Other),
            ("weu", Entry::Folder),
            ("weu/a", file("a")),
        ],
    };
    let states =
        [("eun/a", State::Remove), ("eun/mine", State::Foreign), ("weu/a", State::Unchanged)];
    let message = "`rendered/eun/mine` is not mirrorc's and is left alone @ .mirrorc/eun.ledger:2";
    case.check(&states, &[message]);
    let removed = LedgerChange { state: State::Remove, first: None, last: None };
    assert_eq!(case.run().0.ledgers, BTreeMap::from([(".mirrorc/eun.ledger".into(), removed)]));
}

#[test]
fn control_characters_of_a_name_are_not_printed() {
    let found = [("weu/\u{1b}[31m", Entry::Other)];
    let states = [("weu/\u{1b}[31m", State::Foreign), ("weu/a", State::Create)];
    let message =
        "`rendered/weu/\u{fffd}[31m` is not mirrorc's and is left alone @ topology.yaml:1";
    Case { wanted: &[("weu/a", "a")], listed: &[], found: &found }.check(&states, &[message]);
}

/// The ledger that is written before any file, and the one after all of them.
fn check_ledger(
    listed: &[(&str, &str)],
    first: Option<&[(&str, &str)]>,
    last: Option<&[(&str, &str)]>,
) {
    let case = Case { wanted: &[("weu/a", "new"), ("weu/b", "b")], listed, found: &[] };
    let text = |listed: &[(&str, &str)]| lines(listed).remove("weu").map(ledger::write);
    let change = case.run().0.ledgers.remove(".mirrorc/weu.ledger");
    let (found_first, found_last) =
        change.map_or((None, None), |change| (change.first, change.last));
    assert_eq!(found_first, first.and_then(text));
    assert_eq!(found_last, last.and_then(text));
}

#[test]
fn the_ledger_knows_old_and_new_files_until_all_are_written() {
    let wanted = [("weu/a", "new"), ("weu/b", "b")];
    check_ledger(&wanted, None, None);
    check_ledger(&[], Some(&wanted), None);
    check_ledger(&[("weu/a", "new")], Some(&wanted), None);
    let old = [("weu/a", "old"), ("weu/c", "c")];
    let both = [("weu/a", "old"), ("weu/c", "c"), ("weu/a", "new"), ("weu/b", "b")];
    check_ledger(&old, Some(&both), Some(&wanted));
    check_ledger(&both, None, Some(&wanted));
}

#[test]
fn either_digest_of_a_path_that_is_listed_twice_makes_the_file_ours() {
    for left in ["old", "new"] {
        let listed = [("weu/a", "old"), ("weu/a", "new")];
        let found = [("weu", Entry::Folder), ("weu/a", file(left))];
        Case { wanted: &[("weu/a", "newest")], listed: &listed, found: &found }
            .check(&[("weu/a", State::Replace)], &[]);
    }
}

#[test]
fn what_is_stale_is_listed_by_path_with_one_word() {
    let case = Case {
        wanted: &[("weu/a", "new"), ("weu/b", "b"), ("xeu/a", "a")],
        listed: &[("weu/a", "old"), ("weu/c", "c"), ("eun/a", "a")],
        found: &[
            ("eun/a", file("a")),
            ("weu/a", file("old")),
            ("weu/c", file("c")),
            ("xeu/a", file("a")),
        ],
    };
    let expected = [
        (".mirrorc/eun.ledger", "obsolete"),
        (".mirrorc/weu.ledger", "outdated"),
        (".mirrorc/xeu.ledger", "missing"),
        ("eun/a", "obsolete"),
        ("weu/a", "outdated"),
        ("weu/b", "missing"),
        ("weu/c", "obsolete"),
    ];
    assert_eq!(case.run().0.stale(), expected);
}
