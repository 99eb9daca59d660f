//! What commands share: from arguments to a compilation, and from a compilation to what is said of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use super::{
    args::{InputArguments, OutputArguments},
    exit::Exit,
    outlet::{Words, publish, style},
};
use crate::{
    budget,
    compile::{self, Compilation, File, Loaded, Options, Parsed},
    diagnostic::Diagnostics,
    io::{
        files,
        system::{self, Stopwatch},
        terminal::{self, Stream},
    },
    mm2::simulate::{self, Limits},
    paths,
    report::{
        Report, Summary,
        html::{self, Page},
        json, markdown,
        review::ReviewReport,
        text,
    },
};

const DEFAULT_DESCRIPTOR: &str = "topology.yaml";

/// The inputs of a run, read.
pub(super) struct Session {
    /// Absolute, with forward slashes.
    pub(super) folder: String,
    pub(super) descriptors: Vec<PathBuf>,
    pub(super) options: Options,
}

impl Session {
    /// `tree` is the root of the rendered tree.
    pub(super) fn new(input: &InputArguments, tree: &Path) -> Result<Session> {
        let folder = system::working_folder()?;
        let templates = match &input.templates {
            Some(folder) => files::templates(folder)?,
            None => Vec::new(),
        };
        let options = Options {
            today: system::today(),
            folder: folder.clone(),
            tree: system::slashed(tree),
            templates,
        };
        Ok(Session { folder, descriptors: descriptors(input)?, options })
    }

    /// Reads and compiles the work tree.
    pub(super) fn compile(&self, input: &InputArguments) -> Result<Compilation> {
        Ok(self.inputs(input)?.compile())
    }

    /// Reads the work tree.
    pub(super) fn inputs(&self, input: &InputArguments) -> Result<Inputs> {
        let mut files = Vec::new();
        for path in &self.descriptors {
            files.push(match is_standard_input(path) {
                true => files::standard_input(&input.stdin_filename)?,
                false => files::descriptor(path)?,
            });
        }
        let roots = files.iter().map(|file| files::repository(Path::new(&file.path)));
        let roots: BTreeSet<PathBuf> = roots.collect::<Result<_>>()?;
        Inputs::read(files, &self.options, |paths| Ok(files::referenced(paths, &roots)))
    }
}

/// All that a compilation depends on.
pub(super) struct Inputs {
    descriptors: Vec<File>,
    parsed: Parsed,
    /// The files that the descriptors name, by their paths.
    loaded: BTreeMap<String, Loaded>,
    options: Options,
}

impl Inputs {
    /// `load` gets the files that descriptors name, by their paths.
    pub(super) fn read(
        descriptors: Vec<File>,
        options: &Options,
        load: impl Fn(&BTreeSet<String>) -> Result<BTreeMap<String, Loaded>>,
    ) -> Result<Inputs> {
        let parsed = compile::parse(descriptors.clone());
        let mut loaded = load(&parsed.references())?;
        let neighbours = parsed.neighbours(&loaded);
        if !neighbours.is_empty() {
            loaded.extend(load(&neighbours)?);
        }
        Ok(Inputs { descriptors, parsed, loaded, options: options.clone() })
    }

    /// Whether both compile to the same.
    pub(super) fn is_same(&self, other: &Inputs) -> bool {
        self.descriptors == other.descriptors
            && self.loaded == other.loaded
            && self.options == other.options
    }

    pub(super) fn compile(self) -> Compilation {
        compile::compile(self.parsed, &self.loaded, &self.options)
    }
}

/// Each once, whatever the number of times it is named.
fn descriptors(input: &InputArguments) -> Result<Vec<PathBuf>> {
    let mut paths = input.descriptors.clone();
    if paths.is_empty() {
        if !files::is_file(Path::new(DEFAULT_DESCRIPTOR)) {
            bail!(
                "there is no `{DEFAULT_DESCRIPTOR}` here; name a descriptor, or `-` for standard input"
            );
        }
        paths.push(DEFAULT_DESCRIPTOR.into());
    }
    for path in paths.iter_mut().filter(|path| !is_standard_input(path)) {
        *path = paths::normal(&system::slashed(path)).into();
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}

pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// The counts of a run.
pub(super) fn summary(compilation: &Compilation) -> Summary {
    let mut summary = Summary::count(&compilation.found, &compilation.sources);
    summary.allowed = compilation.accepted.len();
    summary.skipped = compilation.skipped;
    summary.files = compilation.files;
    summary
}

/// The findings for people, coloured as the stream takes it.
pub(super) fn findings_text(
    compilation: &Compilation,
    input: &InputArguments,
    stream: Stream,
) -> String {
    text::write(&report(compilation), style(input, stream))
}

/// As [`findings_text`], of some of the findings.
pub(super) fn some_findings_text(
    compilation: &Compilation,
    found: &Diagnostics,
    input: &InputArguments,
    stream: Stream,
) -> String {
    let report = Report { diagnostics: found, ..report(compilation) };
    text::write(&report, style(input, stream))
}

/// Writes the findings in the formats that were asked for.
pub(super) fn publish_findings(
    compilation: &Compilation,
    input: &InputArguments,
    output: &OutputArguments,
) -> Result<()> {
    let report = report(compilation);
    let words = Words {
        text: &|style| text::write(&report, style),
        json: &|| json::write(&report),
        markdown: &|| markdown::write(&report, None, output.max_bytes),
        html: &|| page(compilation, &report, None),
    };
    publish(&report, &words, input, output)
}

/// The page: topics are simulated for it alone.
pub(super) fn page(
    compilation: &Compilation,
    report: &Report<'_>,
    review: Option<&ReviewReport<'_>>,
) -> String {
    let topologies = &compilation.topologies;
    let simulation = simulate::simulate(topologies, Limits { copies: budget::CHECKED_COPIES });
    html::write(&Page { report, review, topologies, simulation: &simulation })
}

pub(super) fn report(compilation: &Compilation) -> Report<'_> {
    Report {
        sources: &compilation.sources,
        diagnostics: &compilation.found,
        accepted: &compilation.accepted,
        summary: summary(compilation),
    }
}

/// The last line of every run, on standard error.
pub(super) fn conclude(compilation: &Compilation, watch: &Stopwatch, exit: Exit) -> Exit {
    let line = text::summary_line(&summary(compilation), watch.seconds(), exit.code());
    terminal::tell(&format!("{line}\n"));
    exit
}
