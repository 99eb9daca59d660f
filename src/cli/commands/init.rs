//! `init`: nothing that is there is touched.

use anyhow::Result;

use crate::{
    cli::{args::InitArguments, exit::Exit},
    config,
    io::{files, output, system::slashed, terminal},
    paths,
    scaffold::{self, DESCRIPTOR, Wanted},
};

pub(in crate::cli) fn run(arguments: &InitArguments) -> Result<Exit> {
    let wanted = Wanted {
        attributes: arguments.attributes,
        hook: arguments.hook,
        github: arguments.github.clone(),
        gitlab: arguments.gitlab.clone(),
        argocd: arguments.argocd.clone(),
        flux: arguments.flux.clone(),
    };
    // A configuration names descriptors of its own.
    let is_configured = files::is_file(&arguments.folder.join(config::FILE));
    let mut told = String::new();
    for file in scaffold::files(&wanted) {
        if file.path == DESCRIPTOR && is_configured {
            continue;
        }
        let path = arguments.folder.join(&file.path);
        let word = match output::create(&path, &file.text)? {
            true => "created",
            false => "exists",
        };
        let line = format!("{word:8}  {}\n", paths::normal(&slashed(&path)));
        told.push_str(&line);
    }
    terminal::print(&told)?;
    let folder = paths::normal(&slashed(&arguments.folder));
    let enter = match folder.as_str() {
        "" | "." => String::new(),
        folder => format!("cd {} && ", paths::quoted(folder)),
    };
    terminal::tell(&format!(
        "next: put your clusters into the descriptor, then run: {enter}mirrorc check && mirrorc render\n"
    ));
    Ok(Exit::Fine)
}
