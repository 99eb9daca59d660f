//! The ledger of a Kubernetes cluster: which files of its folder are ours. In: the text of one. Out:
//! its lines with spans; and back, sorted, so that branches merge line by line.
//!
//! A line is `<sha256>  <path below the root>  <descriptor>#<owner>`. Blanks, control characters, `%`
//! and, before the last `#`, `#` are written as `%` and two digits, so that two blanks always
//! separate. A path may be listed twice, by a run that was killed or a merge that kept both sides:
//! either digest makes the file ours.

use super::{faults, is_plain};
use crate::diagnostic::Diagnostics;
use crate::names::{Digest, escape, unescape};
use crate::source::{FileId, Sources, Span};

const HEADER: &str = "# made by mirrorc; do not edit\n";
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// A ledger as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    pub file: FileId,
    pub text: String,
    pub lines: Vec<Line>,
    /// Of each line.
    pub spans: Vec<Span>,
}

/// One file that is ours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    pub path: String,
    pub digest: Digest,
    pub descriptor: String,
    pub owner: String,
}

/// Reads the ledger of a Kubernetes cluster. Nothing may be compared with one that has an error.
pub fn parse(
    sources: &Sources,
    file: FileId,
    cluster: &str,
    diagnostics: &mut Diagnostics,
) -> Ledger {
    let source = sources.get(file);
    let mut ledger =
        Ledger { file, text: source.text.clone(), lines: Vec::new(), spans: Vec::new() };
    let mut start = 0;
    let mut conflict = false;
    for line in source.text.split_inclusive('\n') {
        let text = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(file, start..start + text.len());
        start += line.len();
        if MARKERS.iter().any(|marker| text.starts_with(marker)) {
            if !conflict {
                report_conflict(&source.name, span, diagnostics);
            }
            conflict = true;
        } else if !text.is_empty() && !text.starts_with('#') {
            match parse_line(text, cluster) {
                Ok(line) => {
                    ledger.lines.push(line);
                    ledger.spans.push(span);
                }
                Err(why) => report_line(&source.name, &why, span, diagnostics),
            }
        }
    }
    ledger
}

/// The text of a ledger; the lines may come in any order.
pub fn write(mut lines: Vec<Line>) -> String {
    lines.sort_unstable();
    lines.dedup_by(|later, earlier| (&later.path, later.digest) == (&earlier.path, earlier.digest));
    let lines = lines.iter().map(|line| {
        let path = escape(&line.path, "");
        let descriptor = escape(&line.descriptor, "#");
        let owner = escape(&line.owner, "#");
        format!("{}  {path}  {descriptor}#{owner}\n", line.digest)
    });
    std::iter::once(HEADER.to_owned()).chain(lines).collect()
}

fn parse_line(text: &str, cluster: &str) -> Result<Line, String> {
    let fields: Vec<&str> = text.split("  ").collect();
    let &[digest, path, origin] = fields.as_slice() else {
        return Err("it has not the three fields digest, path and origin".into());
    };
    let digest = Digest::parse(digest).ok_or("it does not begin with a SHA-256 digest")?;
    let path = unescape(path).filter(|path| is_plain(path) && in_folder(path, cluster));
    let path = path.ok_or_else(|| format!("its path is not one in `{cluster}/`"))?;
    let origin = origin
        .rsplit_once('#')
        .and_then(|(descriptor, owner)| Some((unescape(descriptor)?, unescape(owner)?)));
    let (descriptor, owner) =
        origin.ok_or("it does not end with a descriptor, `#` and an owner")?;
    Ok(Line { path, digest, descriptor, owner })
}

fn in_folder(path: &str, folder: &str) -> bool {
    path.split_once('/').is_some_and(|(first, _)| first == folder)
}

fn report_conflict(name: &str, span: Span, diagnostics: &mut Diagnostics) {
    diagnostics
        .report(&faults::CORRUPT_LEDGER, span, format!("`{name}` holds git conflict markers"))
        .label("the first marker")
        .help(format!(
            "keep the lines of both sides: delete the marker lines from `{name}`, then render again"
        ));
}

fn report_line(name: &str, why: &str, span: Span, diagnostics: &mut Diagnostics) {
    diagnostics
        .report(&faults::CORRUPT_LEDGER, span, format!("`{name}` has a broken line: {why}"))
        .help(format!(
            "restore the file with `git checkout HEAD -- {}`, then render again",
            crate::paths::quoted(name)
        ));
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn read(text: &str) -> (Ledger, Sources, Diagnostics) {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let file = sources.add("rendered/.mirrorc/weu.ledger".into(), text.into());
        let ledger = parse(&sources, file, "weu", &mut diagnostics);
        (ledger, sources, diagnostics)
    }

    fn line(path: &str, bytes: &str, descriptor: &str, owner: &str) -> Line {
        Line {
            path: path.into(),
            digest: Digest::of(bytes.as_bytes()),
            descriptor: descriptor.into(),
            owner: owner.into(),
        }
    }

    fn check_round_trip(line: &Line, expected: &str) {
        let text = write(vec![line.clone()]);
        assert_eq!(text, format!("{HEADER}{expected}\n"));
        let (ledger, sources, diagnostics) = read(&text);
        assert_eq!(diagnostics, Diagnostics::default());
        assert_eq!(ledger.lines, std::slice::from_ref(line));
        assert_eq!(sources.text(ledger.spans[0]), expected);
    }

    #[test]
    fn what_is_written_is_read_back() {
        check_round_trip(
            &line("weu/a.yaml", "", "../topology.yaml", "kafka2"),
            &format!("{EMPTY}  weu/a.yaml  ../topology.yaml#kafka2"),
        );
        check_round_trip(
            &line("weu/a b%.yaml", "", "../my  #1.yaml", "kafka2#ü\u{a0}"),
            &format!("{EMPTY}  weu/a%20b%25.yaml  ../my%20%20%231.yaml#kafka2%23ü%c2%a0"),
        );
    }

    #[test]
    fn lines_are_sorted_and_said_once() {
        let [a, b] = ["weu/a.yaml", "weu/b.yaml"].map(|path| line(path, "", "t.yaml", "kafka2"));
        let again = line("weu/a.yaml", "", "t.yaml", "kafka3");
        let sorted = write(vec![a.clone(), b.clone()]);
        assert_eq!(write(vec![b, again, a]), sorted);
    }

    /// The fault's message and the text that it points at.
    fn check(text: &str, expected: &[(&str, &str)]) {
        let (_, sources, diagnostics) = read(text);
        let found: Vec<(&str, &str)> = diagnostics
            .iter()
            .map(|found| (found.message.as_str(), sources.text(found.primary.span)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn comments_blank_lines_and_windows_line_ends_are_read() {
        check("", &[]);
        check(&format!("# a\r\n\r\n{EMPTY}  weu/a.yaml  t.yaml#x\r\n"), &[]);
        check(&format!("{EMPTY}  weu/a.yaml  t.yaml#x"), &[]);
    }

    #[test]
    fn a_broken_line_says_what_is_wrong_with_it() {
        let check = |line: &str, why: &str| {
            let name = "`rendered/.mirrorc/weu.ledger` has a broken line";
            check(&format!("{HEADER}{line}\n"), &[(&format!("{name}: {why}"), line)]);
        };
        let fields = "it has not the three fields digest, path and origin";
        check("weu/a.yaml", fields);
        check(&format!("{EMPTY} weu/a.yaml t.yaml#x"), fields);
        check(&format!("{EMPTY}  weu/a.yaml  t.yaml#x  y"), fields);
        let digest = "it does not begin with a SHA-256 digest";
        check("e3b0  weu/a.yaml  t.yaml#x", digest);
        check(&format!("{}  weu/a.yaml  t.yaml#x", EMPTY.to_uppercase()), digest);
        let path = "its path is not one in `weu/`";
        let outside =
            ["eun/a.yaml", "weu", "weu/", "/weu/a", "weu/../b", "weu//a", "weu/a%2", "weu/%ff"];
        for outside in outside {
            check(&format!("{EMPTY}  {outside}  t.yaml#x"), path);
        }
        let origin = "it does not end with a descriptor, `#` and an owner";
        check(&format!("{EMPTY}  weu/a.yaml  t.yaml"), origin);
    }

    #[test]
    fn conflict_markers_are_named_once() {
        let [a, b] = ["1", "2"]
            .map(|bytes| format!("{}  weu/a.yaml  t.yaml#x", Digest::of(bytes.as_bytes())));
        let text = format!("{HEADER}<<<<<<< HEAD\n{a}\n=======\n{b}\n>>>>>>> other\n");
        let message = "`rendered/.mirrorc/weu.ledger` holds git conflict markers";
        check(&text, &[(message, "<<<<<<< HEAD")]);
        let without: String =
            text.split_inclusive('\n').filter(|line| line.contains("  ")).collect();
        check(&without, &[]);
        assert_eq!(read(&without).0.lines.len(), 2);
    }
}
