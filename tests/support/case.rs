//! A case: a folder with descriptors and perhaps their `mirrorc.lock`, the files that they name below it, and the user's
//! templates in `templates/`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use mirrorc::{
    compile::{self, Compilation, File, Loaded, Options},
    lock,
    render::TemplateFile,
};

use crate::files;

/// `YYYY-MM-DD`
pub(crate) const TODAY: &str = "2026-11-21";

/// What a run reads.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) folder: PathBuf,
    pub(crate) descriptors: Vec<File>,
    pub(crate) templates: Vec<TemplateFile>,
    pub(crate) lock: Option<Vec<u8>>,
}

pub(crate) fn read(folder: &Path) -> Case {
    let is_descriptor =
        |path: &PathBuf| path.extension().is_some_and(|found| found == "yaml" || found == "json");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let descriptors = paths.into_iter().filter(is_descriptor).map(|path| File {
        path: path.file_name().unwrap().to_str().unwrap().to_owned(),
        bytes: fs::read(&path).unwrap(),
    });
    let templates = files::below(&folder.join("templates"))
        .into_iter()
        .map(|(path, text)| TemplateFile { name: format!("templates/{path}"), path, text });
    Case {
        folder: folder.to_path_buf(),
        descriptors: descriptors.collect(),
        templates: templates.collect(),
        lock: fs::read(folder.join(lock::FILE)).ok(),
    }
}

pub(crate) fn compile(case: &Case) -> Compilation {
    let parsed = compile::parse(case.descriptors.clone());
    let load = |path: String| {
        let found = match path.as_str() {
            lock::FILE => case.lock.clone().map_or(Loaded::Missing, Loaded::Bytes),
            path => load(&case.folder, path),
        };
        (path, found)
    };
    let mut loaded: BTreeMap<String, Loaded> = parsed.references().into_iter().map(load).collect();
    loaded.extend(parsed.neighbours(&loaded).into_iter().map(load));
    let options = Options {
        today: TODAY.to_owned(),
        folder: "/work".to_owned(),
        tree: "rendered".to_owned(),
        templates: case.templates.clone(),
    };
    compile::compile(parsed, &loaded, &options)
}

fn load(folder: &Path, path: &str) -> Loaded {
    let place = folder.join(path);
    if !place.is_dir() {
        return fs::read(place).map_or(Loaded::Missing, Loaded::Bytes);
    }
    let inside = files::below(&place).into_iter();
    Loaded::Folder(
        inside
            .map(|(name, text)| File { path: format!("{path}/{name}"), bytes: text.into_bytes() })
            .collect(),
    )
}
