use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{
    cli::{
        args::DiffArguments,
        exit::Exit,
        outlet::{Words, publish},
        session::{Inputs, Session, conclude, is_standard_input, page, report, some_findings_text},
    },
    compile::{Compilation, File, Loaded, Options},
    diagnostic::{Diagnostics, Severity},
    io::{
        files, git,
        system::{self, Stopwatch},
        terminal::{self, Stream},
    },
    lock::Lock,
    render::{Manifests, TemplateFile},
    report::{
        Report, json, markdown,
        review::{self as review_report, ReviewReport},
    },
    review::{self, Review, Revision},
    source::Sources,
};

pub(in crate::cli) fn run(arguments: &DiffArguments, watch: &Stopwatch) -> Result<Exit> {
    let input = &arguments.input;
    let session = Session::new(input, Path::new("rendered"))?;
    let (inputs, base) = rayon::join(|| session.inputs(input), || base(arguments, &session));
    let (mut compilation, base) = compile(inputs?, base?);
    if let Content::Other(base) = &base.content {
        review::start_at_edit(&base.topologies, &compilation.topologies, &mut compilation.found);
    }
    let nothing = Nothing::default();
    let mut found = compilation.found.clone();
    let mut review = compilation.is_readable().then(|| {
        let before = base.revision(&compilation).unwrap_or_else(|| nothing.revision());
        review::review(&before, &compilation.revision(), &session.options.today)
    });
    let findings = match &mut review {
        Some(review) => separated(review, &mut found, arguments.new_only),
        None => vec![found.clone()],
    };
    for (position, found) in findings.iter().enumerate() {
        if position > 0 && !found.is_empty() {
            terminal::tell(&format!("{} finding(s) were there before:\n\n", found.len()));
        }
        terminal::tell(&some_findings_text(&compilation, found, input, Stream::Error));
    }
    publish_review(review.as_ref(), &base, (&compilation, &found), arguments)?;
    let exit = match review {
        Some(review) => Exit::of(&found, input.fail_on)
            .or(Exit::of_review(&review, input.fail_on))
            .or_different(arguments.exit_code && !review.is_empty()),
        None => Exit::Findings,
    };
    compilation.found = found;
    Ok(conclude(&compilation, watch, exit))
}

fn publish_review(
    review: Option<&Review<'_>>,
    base: &Base,
    (compilation, found): (&Compilation, &Diagnostics),
    arguments: &DiffArguments,
) -> Result<()> {
    let (input, output) = (&arguments.input, &arguments.output);
    let findings = Report { diagnostics: found, ..report(compilation) };
    let Some(review) = review else {
        terminal::tell("the descriptors have errors, so there is nothing to compare\n");
        let words = Words {
            text: &|_| String::new(),
            json: &|| json::write(&findings),
            markdown: &|| markdown::write_uncompared(&findings, output.max_bytes),
            html: &|| page(compilation, &findings, None),
        };
        return publish(&findings, &words, input, output);
    };
    let nothing = Sources::default();
    let before = base.compilation(compilation).map_or(&nothing, |base| &base.sources);
    let told = ReviewReport { review, against: &base.name, before, after: &compilation.sources };
    let words = Words {
        text: &|_| review_report::text(&told, arguments.unified),
        json: &|| json::write_review(&findings, &told),
        markdown: &|| markdown::write(&findings, Some(&told), output.max_bytes),
        html: &|| page(compilation, &findings, Some(&told)),
    };
    let with_changes = told.as_findings(&findings);
    let hosts =
        Report { diagnostics: &with_changes.open, accepted: &with_changes.accepted, ..findings };
    publish(&hosts, &words, input, output)
}

/// The findings that the edit brings, then those that were there before. With `only_new` the others count for nothing.
fn separated(review: &mut Review<'_>, found: &mut Diagnostics, only_new: bool) -> Vec<Diagnostics> {
    let Review { findings, needless, .. } = review;
    findings.new.extend((found.len()..).take(needless.len()));
    found.append(std::mem::take(needless));
    let (new, old) = (findings.only_new(found), findings.only_old(found));
    if only_new {
        findings.hide_old();
        found.clone_from(&new);
        return vec![new];
    }
    vec![new, old]
}

/// What is compared with.
struct Base {
    /// As the report calls it.
    name: String,
    content: Content,
}

enum Content {
    /// None of the descriptors was there.
    Nothing,
    /// What is there now.
    Same,
    Other(Box<Compilation>),
}

/// Compiles both sides; once, where nothing differs.
fn compile(now: Inputs, (name, was): Found) -> (Compilation, Base) {
    let (compilation, content) = match was {
        None => (now.compile(), Content::Nothing),
        Some(was) if was.is_same(&now) => (now.compile(), Content::Same),
        Some(was) => {
            let (now, was) = rayon::join(|| now.compile(), || was.compile());
            (now, Content::Other(Box::new(was)))
        }
    };
    (compilation, Base { name, content })
}

impl Base {
    /// `now` is what is there now.
    fn compilation<'a>(&'a self, now: &'a Compilation) -> Option<&'a Compilation> {
        match &self.content {
            Content::Nothing => None,
            Content::Same => Some(now),
            Content::Other(compilation) => Some(compilation),
        }
    }

    /// From a base with errors nothing can be rendered: that is told, and everything counts as added.
    fn revision<'a>(&'a self, now: &'a Compilation) -> Option<Revision<'a>> {
        let compilation = self.compilation(now)?;
        if compilation.is_readable() {
            return Some(compilation.revision());
        }
        let errors = compilation.found.count(Severity::Error);
        terminal::tell(&format!(
            "{} has {errors} error(s) and renders nothing: everything counts as added\n",
            self.name
        ));
        None
    }
}

/// A revision in which there is nothing.
#[derive(Default)]
struct Nothing {
    sources: Sources,
    locks: BTreeMap<String, Lock>,
    found: Diagnostics,
    manifests: Manifests,
}

impl Nothing {
    fn revision(&self) -> Revision<'_> {
        Revision {
            sources: &self.sources,
            topologies: &[],
            locks: &self.locks,
            found: &self.found,
            manifests: Some(&self.manifests),
        }
    }
}

/// The name of the base, and what was there if anything was.
type Found = (String, Option<Inputs>);

fn base(arguments: &DiffArguments, session: &Session) -> Result<Found> {
    if session.descriptors.iter().any(|path| is_standard_input(path))
        && arguments.against_dir.is_none()
    {
        bail!("standard input has no history; name the descriptor's file, or use `--against-dir`");
    }
    match &arguments.against_dir {
        Some(folder) => from_folder(folder, session),
        None => {
            let templates = arguments.input.templates.as_deref();
            from_git(arguments.against.as_deref(), templates, session)
        }
    }
}

fn from_git(wanted: Option<&str>, templates: Option<&Path>, session: &Session) -> Result<Found> {
    let first = session.descriptors.first().map_or(Path::new("."), PathBuf::as_path);
    let revision = git::revision(&files::repository(first)?, wanted)?;
    let paths = session.descriptors.iter().map(|path| system::slashed(path)).collect();
    let found = revision.read(&session.folder, &paths)?;
    let descriptors: Vec<File> = found
        .into_iter()
        .filter_map(|(path, loaded)| match loaded {
            Loaded::Bytes(bytes) => Some(File { path, bytes }),
            Loaded::Folder(_) | Loaded::Missing | Loaded::Refused(_) => None,
        })
        .collect();
    let name = describe(&revision);
    let options = Options {
        templates: templates_of(&revision, templates, session)?,
        ..session.options.clone()
    };
    inputs(name, descriptors, &options, |paths| revision.read(&session.folder, paths))
}

/// The user's templates as they were; a folder outside of the repository has no history, so today's are taken.
fn templates_of(
    revision: &git::Revision,
    folder: Option<&Path>,
    session: &Session,
) -> Result<Vec<TemplateFile>> {
    let Some(folder) = folder.map(system::slashed) else { return Ok(Vec::new()) };
    let Some(names) = revision.list(&session.folder, &folder)? else {
        return Ok(session.options.templates.clone());
    };
    let paths = names.iter().filter(|name| files::is_yaml(Path::new(name)));
    let paths = paths.map(|name| format!("{folder}/{name}")).collect();
    let mut templates = Vec::new();
    for (name, loaded) in revision.read(&session.folder, &paths)? {
        let Loaded::Bytes(bytes) = loaded else { continue };
        let Ok(text) = String::from_utf8(bytes) else { bail!("`{name}` was no UTF-8") };
        let path = name.strip_prefix(&format!("{folder}/")).unwrap_or(&name).to_owned();
        templates.push(TemplateFile { path, name, text });
    }
    Ok(templates)
}

fn describe(revision: &git::Revision) -> String {
    let short = revision.commit.get(..12).unwrap_or(&revision.commit);
    format!("{} ({short})", revision.name)
}

/// The descriptors keep the paths by which they are named, so that both sides make the same names.
fn from_folder(folder: &Path, session: &Session) -> Result<Found> {
    if !files::is_folder(folder) {
        bail!(
            "`{}` is no folder; `--against-dir` takes the folder of the other descriptors",
            system::slashed(folder)
        );
    }
    let roots = [files::repository(&folder.join("topology.yaml"))?].into();
    let mut descriptors = Vec::new();
    for path in &session.descriptors {
        let below = folder.join(path);
        let beside = folder.join(path.file_name().unwrap_or_default());
        let Some(old) = [below, beside].into_iter().find(|old| files::is_file(old)) else {
            continue;
        };
        let bytes = files::descriptor(&old)?.bytes;
        descriptors.push((path.clone(), old, bytes));
    }
    let moved = descriptors
        .iter()
        .map(|(path, _, bytes)| File { path: system::slashed(path), bytes: bytes.clone() });
    inputs(system::slashed(folder), moved.collect(), &session.options, |paths| {
        let mut loaded = BTreeMap::new();
        for path in paths {
            let old = files::referenced(&[system::slashed(&folder.join(path))].into(), &roots);
            loaded.extend(old.into_values().map(|found| (path.clone(), found)));
        }
        Ok(loaded)
    })
}

fn inputs(
    name: String,
    descriptors: Vec<File>,
    options: &Options,
    load: impl Fn(&BTreeSet<String>) -> Result<BTreeMap<String, Loaded>>,
) -> Result<Found> {
    if descriptors.is_empty() {
        return Ok((format!("{name}, which has no such descriptor"), None));
    }
    Ok((name, Some(Inputs::read(descriptors, options, load)?)))
}
