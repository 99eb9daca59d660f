//! Every finding has a page and a case; the examples on the pages of rules make exactly their rule fire.
#![expect(clippy::disallowed_methods, reason = "the test reads the pages and cases")]

use std::{collections::BTreeMap, fs, path::Path};

use mirrorc::{
    catalogue,
    compile::{self, Compilation, File, Loaded, Options},
    diagnostic::Severity,
    review::changes,
    rules,
};

#[test]
fn pages_have_their_headings() {
    for entry in catalogue::all() {
        let headings: Vec<&str> = entry.page.lines().filter(|line| line.starts_with('#')).collect();
        let own = format!("# {}", entry.id);
        let expected =
            [own.as_str(), "## What it does", "## Why it matters", "## Example", "## How to fix"];
        assert_eq!(headings, expected, "page of {}", entry.id);
    }
}

#[test]
fn every_change_has_a_page_with_the_headings_and_an_id_of_its_own() {
    let known: Vec<&str> = catalogue::all().iter().map(|entry| entry.id).collect();
    for rule in changes::ALL {
        let headings: Vec<&str> = rule.page.lines().filter(|line| line.starts_with('#')).collect();
        let own = format!("# {}", rule.id);
        let expected =
            [own.as_str(), "## What it does", "## Why it matters", "## Example", "## How to fix"];
        assert_eq!(headings, expected, "page of {}", rule.id);
        assert!(!known.contains(&rule.id), "{} is a finding, too", rule.id);
        for twin in rule.twins {
            assert!(rules::ALL.iter().any(|rule| rule.id == *twin && rule.allowable), "{twin}");
        }
    }
    assert!(changes::ALL.windows(2).all(|pair| pair[0].id < pair[1].id), "ALL is not sorted");
}

/// The example on a page is the difference between the two revisions of the first case.
#[test]
fn every_change_has_cases_and_the_page_shows_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/review");
    for rule in changes::ALL {
        let folder = root.join(rule.id);
        let names = names(&folder);
        for wanted in ["fires", "silent"] {
            assert!(names.iter().any(|name| name.starts_with(wanted)), "{} {wanted}", rule.id);
        }
        for name in names {
            let path = folder.join(&name).join("expected/review.txt");
            let report = fs::read_to_string(&path).unwrap();
            let told = report.contains(&format!("[{}]", rule.id));
            assert_eq!(told, name.starts_with("fires"), "{}/{name}", rule.id);
        }
        let read = |path: &str| fs::read_to_string(folder.join("fires").join(path)).unwrap();
        let (before, after) = (read("base/topology.yaml"), read("topology.yaml"));
        let has = |text: &str, line: &str| text.lines().any(|own| own == line);
        let example = rule.page.split("```diff\n").nth(1).and_then(|rest| rest.split("```").next());
        for line in example.expect("a page has an example").lines() {
            let (mark, rest) = line.split_at(1);
            let fits = match mark {
                "-" => has(&before, rest),
                "+" => has(&after, rest),
                _ => has(&before, rest) && has(&after, rest),
            };
            assert!(fits, "{}: `{line}`", rule.id);
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let name =
        |entry: fs::DirEntry| entry.file_name().into_string().expect("cases have plain names");
    entries.map(|entry| name(entry.expect("a folder can be listed"))).collect()
}

#[test]
fn the_page_of_changes_is_the_one_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/changes.md");
    let page = catalogue::changes();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == page, "stale: run BLESS=1 cargo test");
}

#[test]
fn ids_are_unique_and_rules_sorted() {
    let ids: Vec<&str> = catalogue::all().iter().map(|entry| entry.id).collect();
    let mut unique = ids.clone();
    unique.dedup();
    assert_eq!(ids, unique);
    assert!(rules::ALL.windows(2).all(|pair| pair[0].id < pair[1].id), "rules::ALL is not sorted");
}

#[test]
fn every_rule_has_its_files_and_no_file_is_a_stray() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for rule in rules::ALL {
        let stem = rule.id.replace('-', "_");
        for path in [format!("src/rules/{stem}.rs"), format!("src/rules/{stem}.md")] {
            assert!(root.join(&path).is_file(), "{path} is missing");
        }
        let cases = root.join("tests/cases/rules").join(rule.id);
        let names: Vec<String> = fs::read_dir(&cases)
            .unwrap_or_else(|error| panic!("{}: {error}", cases.display()))
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(
            names.iter().any(|name| name.starts_with("fires")),
            "{} has no firing case",
            rule.id
        );
        assert!(
            names.iter().any(|name| name.starts_with("silent")),
            "{} has no near miss",
            rule.id
        );
        for name in names {
            let report = fs::read_to_string(cases.join(&name).join("expected/report.txt")).unwrap();
            let told = report.contains(&format!("[{}]", rule.id));
            assert_eq!(told, name.starts_with("fires"), "{}/{name}", rule.id);
        }
    }
    for entry in fs::read_dir(root.join("src/rules")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".md") else { continue };
        let id = stem.replace('_', "-");
        assert!(rules::ALL.iter().any(|rule| rule.id == id), "src/rules/{name} has no rule");
    }
}

#[test]
fn the_example_on_a_rules_page_makes_that_rule_fire() {
    for rule in rules::ALL {
        let (descriptors, mut beside) = example(rule.page);
        beside.extend(lock(rule.page));
        let compilation = compiled(descriptors, &beside);
        let found: Vec<&str> = compilation.found.iter().map(|finding| finding.rule).collect();
        assert!(found.contains(&rule.id), "the page of {} gives {found:?}", rule.id);
        let others: Vec<_> = compilation
            .found
            .iter()
            .filter(|finding| finding.severity == Severity::Error && finding.rule != rule.id)
            .map(|finding| (finding.rule, &finding.message))
            .collect();
        assert!(others.is_empty(), "the page of {} gives also {others:?}", rule.id);
    }
}

/// A rule is said to need declared topics if, and only if, none of its cases fires without them.
#[test]
fn rules_that_need_topics_are_those_whose_cases_all_declare_some() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rules");
    let declares = |folder: &Path| {
        let files = names(folder).into_iter().map(|name| folder.join(name));
        files.filter(|path| path.is_file()).any(|path| {
            let text = fs::read_to_string(path).unwrap_or_default();
            text.starts_with("topics:") || text.contains("\ntopics:") || text.contains("\"topics\"")
        })
    };
    for rule in rules::ALL {
        let folder = root.join(rule.id);
        let firing = names(&folder).into_iter().filter(|name| name.starts_with("fires"));
        let needs = firing.map(|name| folder.join(name)).all(|case| declares(&case));
        let said = rules::NEEDS.iter().filter(|(input, _)| *input == rules::Input::Topics);
        let is_said = said.flat_map(|(_, rules)| rules.iter()).any(|needing| needing.id == rule.id);
        assert_eq!(needs, is_said, "{}", rule.id);
    }
}

#[test]
fn the_index_is_the_one_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let index = catalogue::index();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &index).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == index, "stale: run BLESS=1 cargo test");
}

#[test]
fn the_page_of_keys_is_the_one_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let page = catalogue::keys();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == page, "stale: run BLESS=1 cargo test");
}

/// The fault that the README shows is what a case reports.
#[test]
fn the_readme_shows_what_is_reported() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let case = "tests/cases/rules/replication-cycle/fires-for-a-declared-topic/expected/report.txt";
    let report = fs::read_to_string(root.join(case)).unwrap();
    let path = root.join("README.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once("A fault looks like this:\n\n```\n").unwrap();
    let (shown, after) = rest.split_once("```\n").unwrap();
    if std::env::var_os("BLESS").is_some() {
        let head = "A fault looks like this:\n\n```\n";
        fs::write(&path, format!("{before}{head}{}\n```\n{after}", report.trim_end())).unwrap();
    } else {
        assert_eq!(shown.trim_end(), report.trim_end(), "stale: run BLESS=1 cargo test");
    }
}

/// The YAML of the page's example; several blocks are several files. A block whose first line names a path in a
/// comment is not a descriptor but a file beside them.
fn example(page: &str) -> (Vec<File>, BTreeMap<String, Loaded>) {
    let section = page.split("## Example").nth(1).unwrap_or_default();
    let section = section.split("## How to fix").next().unwrap_or_default();
    let blocks = section.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let (mut descriptors, mut beside) = (Vec::new(), BTreeMap::new());
    for (number, block) in blocks.enumerate() {
        let bytes = block.as_bytes().to_vec();
        let path = block.lines().next().and_then(|line| line.split_once("# clusters/"));
        match path {
            Some((_, path)) => {
                beside.insert(format!("clusters/{path}"), Loaded::Bytes(bytes));
            }
            None => descriptors.push(File { path: format!("topology-{number}.yaml"), bytes }),
        }
    }
    (descriptors, beside)
}

/// The `mirrorc.lock` beside the example, where the page shows one.
fn lock(page: &str) -> BTreeMap<String, Loaded> {
    let text = page.split("```lock\n").nth(1).and_then(|rest| rest.split("```").next());
    let lock = |text: &str| ("mirrorc.lock".to_owned(), Loaded::Bytes(text.as_bytes().to_vec()));
    text.map(lock).into_iter().collect()
}

fn compiled(files: Vec<File>, beside: &BTreeMap<String, Loaded>) -> Compilation {
    let options = Options {
        today: "2026-11-21".to_owned(),
        folder: "/work".to_owned(),
        tree: "rendered".to_owned(),
        templates: Vec::new(),
    };
    compile::compile(compile::parse(files), beside, &options)
}
