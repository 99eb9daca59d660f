use proptest::prelude::*;

use super::*;
use crate::{diagnostic::Diagnostics, names::Digest, source::Sources};

fn read(text: &str) -> (Lock, Sources, Diagnostics) {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add(FILE.to_owned(), text.to_owned());
    let lock = parse(&sources, file, &mut found);
    (lock, sources, found)
}

fn place(text: &str) -> Place {
    Place::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn claim(id: Option<&str>, text: &str) -> Claim {
    Claim { cluster_id: id.map(str::to_owned), place: place(text), also: Vec::new() }
}

/// An entry, `a.yaml` for one that is active there and `-` for one that is retired.
fn entry(id: Option<&str>, text: &str, descriptors: &str) -> Entry {
    let state = match descriptors {
        "-" => State::Retired { replaced_by: None },
        names => State::Active { descriptors: names.split(',').map(str::to_owned).collect() },
    };
    Entry { state, cluster_id: id.map(str::to_owned), place: place(text), also: BTreeSet::new() }
}

fn sha(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

#[test]
fn what_is_written_is_read_back() {
    let replaced = State::Retired { replaced_by: Some("kafka1-new".to_owned()) };
    let entries = BTreeMap::from([
        (
            "kafka1".to_owned(),
            Entry { state: replaced, ..entry(None, "admin@eun1/kafka/kafka", "-") },
        ),
        ("kafka1-new".to_owned(), entry(Some("4L6g3nShT"), "a b%/kafka/kafka", "a.yaml,b c.yaml")),
        ("vms".to_owned(), entry(None, "a.example.com:9092,b.example.com:9092", "a.yaml")),
        ("<<<<<<< x".to_owned(), entry(None, "arn:aws:eks:eu:1:cluster/prod/kafka/kafka", "-")),
        (
            "hub".to_owned(),
            Entry {
                also: [place("a:9092,b:9092"), place("ci@hub/kafka/kafka")].into(),
                ..entry(None, "hub/kafka/kafka", "a.yaml")
            },
        ),
        ("#1".to_owned(), entry(None, "SSL://a:9092", "a.yaml")),
    ]);
    let text = write(&entries);
    let (lock, sources, found) = read(&text);
    assert_eq!(found, Diagnostics::default(), "{text}");
    assert_eq!(lock.entries(), entries);
    let digest = sha("admin@eun1/kafka/kafka");
    let line =
        format!("kafka1  retired  {digest}  admin@eun1/kafka/kafka  replaced-by=kafka1-new\n");
    assert!(text.contains(&line), "{text}");
    assert_eq!(sources.text(lock.lines["kafka1"].span), "kafka1  retired");
    assert!(lock.says(&text) && read(&text.replace('\n', "\r\n")).0.says(&text));
}

/// The message of each fault and the text that it points at.
fn check(text: &str, expected: &[(&str, &str)]) {
    let (_, sources, found) = read(text);
    let told: Vec<(&str, &str)> = found
        .iter()
        .map(|found| (found.message.as_str(), sources.text(found.primary.span)))
        .collect();
    assert_eq!(told, expected, "{text}");
}

#[test]
fn a_broken_line_says_what_is_wrong_with_it() {
    let digest = sha("eun1/kafka/kafka");
    let good = format!("kafka1  active  {digest}  eun1/kafka/kafka  in=topology.yaml");
    check("", &[]);
    check(&format!("# a\r\n\r\n{good}\r\n{good}"), &[]);
    let check_line = |line: &str, why: &str| {
        let message = format!("`mirrorc.lock` has a broken line: {why}");
        check(&format!("# a\n{line}\n"), &[(&message, line)]);
    };
    let four = "it has not the four fields alias, state, digest and place";
    check_line("kafka1", four);
    check_line(&good.replace("  ", " "), four);
    check_line(&good.replace("kafka1  ", "%2  "), "it does not begin with an alias");
    check_line(
        &good.replace("  active", "  used"),
        "its second field is neither `active` nor `retired`",
    );
    check_line(&good.replace(&digest.to_string(), "e3b0"), "its third field is no SHA-256");
    check_line(
        &good.replace("eun1/kafka/kafka", "eun1"),
        "its fourth field is neither `context/namespace/name` nor `host:port`",
    );
    check_line(
        &good.replace("  in=topology.yaml", ""),
        "it does not say `in=` which descriptor the alias stands",
    );
    check_line(&format!("{good},"), "`` is no value");
    check_line(&format!("{good}  x"), "`x` is no field `name=value`");
    check_line(&format!("{good}  in=b.yaml"), "its field `in=` stands twice");
    check_line(&format!("{good}  replaced-by=b"), "its field `replaced-by=` has no meaning here");
    check_line(&good.replace("active", "retired"), "its field `in=` has no meaning here");
}

#[test]
fn an_edited_line_does_not_match_its_digest() {
    let digest = sha("eun1/kafka/kafka");
    let line =
        |place: &str, more: &str| format!("kafka1  active  {digest}  {place}{more}  in=t.yaml");
    let message = "the line of `kafka1` in `mirrorc.lock` does not match its digest";
    let edited = line("euw1/kafka/kafka", "");
    check(&edited, &[(message, &edited)]);
    let edited = line("eun1/kafka/kafka", "  clusterId=x");
    check(&edited, &[(message, &edited)]);
    check(&line("eun1/kafka/kafka", ""), &[]);
}

#[test]
fn a_merge_leaves_markers_or_two_lines() {
    let entries = |alias: &str, context: &str| {
        let entry = entry(None, &format!("{context}/kafka/kafka"), "t.yaml");
        write(&BTreeMap::from([(alias.to_owned(), entry)]))
    };
    let (ours, theirs) = (entries("kafka3", "eun1"), entries("kafka3", "euw1"));
    let merged = format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n");
    let two = "`kafka3` has two lines in `mirrorc.lock`";
    let second = "kafka3  active";
    let markers = ("`mirrorc.lock` holds git conflict markers", "<<<<<<< HEAD");
    check(&merged, &[(two, second), markers]);
    check(&format!("{ours}{theirs}"), &[(two, second)]);
    check(&format!("{ours}{ours}"), &[]);
}

#[test]
fn an_id_proves_more_than_a_place() {
    let check = |entry: Entry, claim: Claim, expected: Likeness| {
        assert_eq!(entry.likeness(&claim), expected, "{entry:?} {claim:?}");
    };
    let old = |id| entry(id, "eun1/kafka/kafka", "t.yaml");
    check(old(Some("a")), claim(Some("a"), "euw1/kafka/kafka"), Likeness::SameCluster);
    check(old(Some("a")), claim(Some("b"), "eun1/kafka/kafka"), Likeness::Different);
    check(old(Some("a")), claim(None, "eun1/kafka/kafka"), Likeness::SamePlace);
    check(old(None), claim(Some("b"), "eun1/kafka/kafka"), Likeness::SamePlace);
    check(old(None), claim(Some("b"), "euw1/kafka/kafka"), Likeness::Different);
    let servers = entry(None, "a:9092,b:9092", "t.yaml");
    check(servers.clone(), claim(None, "b:9092,c:9092"), Likeness::SamePlace);
    check(servers.clone(), claim(None, "c:9092"), Likeness::Different);
    let managed = Claim { also: vec![place("a:9092")], ..claim(None, "eun1/kafka/kafka") };
    check(servers, managed, Likeness::SamePlace);
}

/// `(alias, entry)` before, `(alias, descriptor, claim)` in a run of `a.yaml` while `gone.yaml` is gone, and after.
fn check_update(
    before: &[(&str, Entry)],
    claims: &[(&str, &str, Claim)],
    expected: &[(&str, Entry)],
) {
    let entries = |entries: &[(&str, Entry)]| -> BTreeMap<String, Entry> {
        entries.iter().map(|(alias, entry)| ((*alias).to_owned(), entry.clone())).collect()
    };
    let known = Known {
        claims: claims
            .iter()
            .map(|(alias, name, claim)| ((*alias).to_owned(), (*name).to_owned(), claim.clone()))
            .collect(),
        settled: BTreeSet::from(["a.yaml".to_owned(), "gone.yaml".to_owned()]),
        replaced_by: BTreeMap::new(),
    };
    let after = update(&entries(before), &known);
    assert_eq!(after, entries(expected));
    assert_eq!(update(&after, &known), after, "a second run changes nothing");
}

#[test]
fn an_alias_is_retired_when_it_leaves_the_last_descriptor() {
    let (at, here) = ("eun1/kafka/kafka", claim(None, "eun1/kafka/kafka"));
    let east = |descriptors| ("east", entry(None, at, descriptors));
    check_update(&[], &[("east", "a.yaml", here.clone())], &[east("a.yaml")]);
    check_update(&[east("a.yaml")], &[], &[east("-")]);
    check_update(&[east("gone.yaml")], &[], &[east("-")]);
    check_update(&[east("a.yaml,b.yaml")], &[], &[east("b.yaml")]);
    check_update(&[east("b.yaml")], &[("east", "a.yaml", here.clone())], &[east("a.yaml,b.yaml")]);
    check_update(&[east("-")], &[], &[east("-")]);
    check_update(&[east("-")], &[("east", "a.yaml", here)], &[east("a.yaml")]);
}

#[test]
fn an_id_is_taken_up_and_kept_while_the_place_stays() {
    let east = |id, at: &str| ("east", entry(id, at, "a.yaml"));
    let check = |before, id: Option<&str>, at: &str, after| {
        check_update(&[before], &[("east", "a.yaml", claim(id, at))], &[after]);
    };
    let (here, there) = ("eun1/kafka/kafka", "euw1/kafka/kafka");
    check(east(None, here), Some("x"), here, east(Some("x"), here));
    check(east(Some("x"), here), None, here, east(Some("x"), here));
    check(east(Some("x"), here), Some("x"), there, east(Some("x"), there));
    check(east(Some("x"), here), None, there, east(None, there));
    let both = [("east", "a.yaml", claim(None, there)), ("east", "a.yaml", claim(Some("x"), here))];
    let also = BTreeSet::from([place(there)]);
    check_update(&[], &both, &[("east", Entry { also, ..entry(Some("x"), here, "a.yaml") })]);
}

#[test]
fn a_cluster_that_is_managed_in_one_descriptor_and_an_address_in_another() {
    let (managed, servers) = ("eun1/kafka/kafka", "a:9092,b:9092");
    let hub = |names| Entry { also: [place(servers)].into(), ..entry(None, managed, names) };
    let (ours, theirs) = (claim(None, managed), claim(None, servers));
    let both = [("hub", "a.yaml", theirs.clone()), ("hub", "a.yaml", ours.clone())];
    check_update(&[], &both, &[("hub", hub("a.yaml"))]);
    // The other descriptor is not part of the run, so its words are kept.
    let before = [("hub", hub("a.yaml,b.yaml"))];
    check_update(&before, &[("hub", "a.yaml", ours.clone())], &before);
    check_update(
        &[("hub", hub("a.yaml"))],
        &[("hub", "a.yaml", ours)],
        &[("hub", entry(None, managed, "a.yaml"))],
    );
    assert_eq!(hub("a.yaml").likeness(&theirs), Likeness::SamePlace);
}

proptest! {
    /// Whatever an editor or a merge leaves: a finding at most, and what is read without one is written back.
    #[test]
    fn any_text_is_read(cuts in prop::collection::vec((0usize..400, "[ =#<>%,a-f0-9\n/é:]{0,4}"), 0..4)) {
        let entries = BTreeMap::from([
            ("east".to_owned(), entry(Some("id"), "eun1/kafka/kafka", "a.yaml,b.yaml")),
            ("vms".to_owned(), entry(None, "a:9092,b:9092", "-")),
        ]);
        let mut text = write(&entries);
        for (at, put) in cuts {
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            text.insert_str(at, &put);
        }
        let (lock, _, found) = read(&text);
        if found.is_empty() {
            prop_assert_eq!(read(&write(&lock.entries())).0.entries(), lock.entries());
        }
    }
}
