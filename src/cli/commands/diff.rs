use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};

use crate::{
    cli::{
        args::DiffArguments,
        exit::Exit,
        outlet::{Words, publish},
        session::{Session, compile_with, conclude, findings_text, is_standard_input, report},
    },
    compile::{Compilation, File, Loaded, Options},
    diagnostic::Severity,
    io::{
        files,
        git::{self, Revision},
        system::{self, Stopwatch},
        terminal::{self, Stream},
    },
    render::{Manifests, TemplateFile},
    report::{diff as diff_report, json},
    review,
};

pub(in crate::cli) fn run(arguments: &DiffArguments, watch: &Stopwatch) -> Result<Exit> {
    let input = &arguments.input;
    let session = Session::new(input, Path::new("rendered"))?;
    let compilation = session.compile(input)?;
    let base = base(arguments, &session)?;
    terminal::tell(&findings_text(&compilation, input, Stream::Error));
    let findings = report(&compilation);
    let Some(after) = &compilation.manifests else {
        terminal::tell("the descriptors have errors, so there is nothing to compare\n");
        let words = Words { text: &|_| String::new(), json: &|| json::write(&findings) };
        publish(&findings, &words, input, &arguments.output)?;
        return Ok(conclude(&compilation, watch, Exit::Findings));
    };
    let before = base.manifests();
    let review = review::compare(before.as_ref().unwrap_or(&Manifests::default()), after);
    let words = Words {
        text: &|_| match arguments.unified {
            true => diff_report::unified(&review, &base.name),
            false => diff_report::text(&review, &base.name),
        },
        json: &|| json::write_diff(&findings, &review, &base.name),
    };
    publish(&findings, &words, input, &arguments.output)?;
    let different = arguments.exit_code && !review.is_empty();
    let exit = Exit::of(&compilation.found, input.fail_on).or_different(different);
    Ok(conclude(&compilation, watch, exit))
}

/// What is compared with.
struct Base {
    /// As the report calls it.
    name: String,
    /// Absent where none of the descriptors was there.
    compilation: Option<Compilation>,
}

impl Base {
    /// From a base with errors nothing can be rendered: that is told, and everything counts as added.
    fn manifests(&self) -> Option<Manifests> {
        let compilation = self.compilation.as_ref()?;
        if compilation.manifests.is_none() {
            let errors = compilation.found.count(Severity::Error);
            terminal::tell(&format!(
                "{} has {errors} error(s) and renders nothing: every object counts as added\n",
                self.name
            ));
        }
        compilation.manifests.clone()
    }
}

fn base(arguments: &DiffArguments, session: &Session) -> Result<Base> {
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

fn from_git(wanted: Option<&str>, templates: Option<&Path>, session: &Session) -> Result<Base> {
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
    compiled(name, descriptors, &options, |paths| revision.read(&session.folder, paths))
}

/// The user's templates as they were; a folder outside of the repository has no history, so today's are taken.
fn templates_of(
    revision: &Revision,
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

fn describe(revision: &Revision) -> String {
    let short = revision.commit.get(..12).unwrap_or(&revision.commit);
    format!("{} ({short})", revision.name)
}

/// The descriptors keep the paths by which they are named, so that both sides make the same names.
fn from_folder(folder: &Path, session: &Session) -> Result<Base> {
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
    compiled(system::slashed(folder), moved.collect(), &session.options, |paths| {
        let mut loaded = BTreeMap::new();
        for path in paths {
            let old = files::referenced(&[system::slashed(&folder.join(path))].into(), &roots);
            loaded.extend(old.into_values().map(|found| (path.clone(), found)));
        }
        Ok(loaded)
    })
}

fn compiled(
    name: String,
    descriptors: Vec<File>,
    options: &Options,
    load: impl Fn(&std::collections::BTreeSet<String>) -> Result<BTreeMap<String, Loaded>>,
) -> Result<Base> {
    if descriptors.is_empty() {
        return Ok(Base {
            name: format!("{name}, which has no such descriptor"),
            compilation: None,
        });
    }
    let compilation = compile_with(descriptors, options, load)?;
    Ok(Base { name, compilation: Some(compilation) })
}
