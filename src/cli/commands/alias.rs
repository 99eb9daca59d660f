use std::path::Path;

use anyhow::{Result, bail};

use crate::{
    cli::{
        args::{AliasCommand, ForgetArguments},
        exit::Exit,
    },
    diagnostic::Diagnostics,
    io::{
        self,
        system::{self, Stopwatch},
        terminal,
    },
    lock::{self, Lock},
    nearest::nearest,
    report::{Report, text},
    source::Sources,
};

pub(in crate::cli) fn run(command: &AliasCommand, watch: &Stopwatch) -> Result<Exit> {
    match command {
        AliasCommand::Forget(arguments) => forget(arguments, watch),
    }
}

/// Removes the line of a retired alias.
fn forget(arguments: &ForgetArguments, watch: &Stopwatch) -> Result<Exit> {
    let path = system::slashed(&arguments.lock);
    let text = io::lock::read(Path::new(&path))?;
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add(path.clone(), text);
    let lock = lock::parse(&sources, file, &mut found);
    if found.has_errors() {
        return tell_corrupt(&sources, &found, watch);
    }
    let alias = &arguments.alias;
    let Some(line) = lock.lines.get(alias) else {
        terminal::tell(&format!("mirrorc: {} (exit 2)\n", unknown(alias, &lock)));
        return Ok(Exit::Usage);
    };
    if !line.entry.is_retired() {
        bail!(
            "`{alias}` is active in `{path}`: remove its cluster from the descriptor and run `mirrorc render` first"
        );
    }
    let mut entries = lock.entries();
    entries.remove(alias);
    io::lock::write(Path::new(&path), &lock::write(&entries))?;
    terminal::print(&format!(
        "forgot `{alias}`, which was `{}`: any cluster may have this alias now\n",
        line.entry.place
    ))?;
    Ok(Exit::Fine)
}

fn tell_corrupt(sources: &Sources, found: &Diagnostics, watch: &Stopwatch) -> Result<Exit> {
    let report = Report::of(sources, found);
    terminal::print(&text::write(&report, text::Style::Plain))?;
    let exit = Exit::Findings;
    let line = text::summary_line(&report.summary, watch.seconds(), exit.code());
    terminal::tell(&format!("{line}\n"));
    Ok(exit)
}

fn unknown(alias: &str, lock: &Lock) -> String {
    let retired = lock.lines.iter().filter(|(_, line)| line.entry.is_retired());
    let known = retired.map(|(alias, _)| alias.as_str());
    let path = &lock.path;
    match nearest(alias, known) {
        Some(name) => {
            format!("there is no alias `{alias}` in `{path}`; run `mirrorc alias forget {name}`")
        }
        None => format!("there is no alias `{alias}` in `{path}`"),
    }
}
