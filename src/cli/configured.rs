//! In: what was typed. Out: [`Arguments`] in which `mirrorc.toml` has said what was not typed.
//!
//! Its values become the defaults of the flags, so that they are checked, shown by `--help` and overridden like any
//! default.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::{ArgMatches, FromArgMatches, error::ErrorKind};

use super::args::{Arguments, Command, command};
use crate::{
    config::{self, Config, Place},
    diagnostic::Diagnostics,
    io::{
        self,
        system::{Stopwatch, slashed, working_folder},
        terminal::{self, Colour, Stream},
    },
    paths,
    report::{Report, text},
    source::Sources,
};

/// Why nothing is run.
pub(super) enum Refused {
    Usage(clap::Error),
    /// The configuration has faults, which have been told.
    Config,
    Impossible(anyhow::Error),
}

pub(super) fn configured(watch: &Stopwatch) -> Result<(Arguments, Config), Refused> {
    let typed = command().try_get_matches().map_err(Refused::Usage)?;
    let config = match typed.subcommand() {
        Some((name, typed)) if reads_config(name, typed) => read(typed.get_one("config"), watch)?,
        Some(_) | None => Config::default(),
    };
    let matches = match config.iter().next() {
        Some(_) => {
            let name = typed.subcommand_name().unwrap_or_default();
            with_defaults(command(), name, &config).try_get_matches()
        }
        None => Ok(typed),
    };
    let arguments = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = arguments.map_err(Refused::Usage)?;
    match twice(&arguments) {
        Some(file) => {
            let message = format!("two outputs go to `{}`\n", slashed(file));
            Err(Refused::Usage(command().error(ErrorKind::ValueValidation, message)))
        }
        None => Ok((arguments, config)),
    }
}

/// A file to which two outputs go: only the last would be left.
fn twice(arguments: &Arguments) -> Option<&Path> {
    let output = match &arguments.command {
        Command::Check(arguments) => &arguments.output,
        Command::Render(arguments) => &arguments.output,
        Command::Diff(arguments) => &arguments.output,
        Command::Topics(_)
        | Command::Graph(_)
        | Command::Alias(_)
        | Command::Explain(_)
        | Command::Schema(_)
        | Command::Init(_)
        | Command::Completions(_)
        | Command::Man => return None,
    };
    let mut seen = BTreeSet::new();
    let files = output.output.iter().map(|output| output.file.as_path());
    files.into_iter().find(|file| !seen.insert(paths::normal(&slashed(file))))
}

/// Whether a command reads a configuration; `explain` does for a flow only.
fn reads_config(name: &str, typed: &ArgMatches) -> bool {
    let command = command();
    // Only a build for debugging tells a flag that is not there from one that was not typed.
    let has = |id: &str| {
        let known = command.find_subcommand(name).into_iter();
        known.flat_map(clap::Command::get_arguments).any(|flag| flag.get_id() == id)
    };
    has("config") && (!has("flow") || typed.get_one::<String>("flow").is_some())
}

fn read(named: Option<&PathBuf>, watch: &Stopwatch) -> Result<Config, Refused> {
    let working = working_folder().map_err(Refused::Impossible)?;
    let Some(file) = io::config::read(named, &working).map_err(Refused::Impossible)? else {
        return Ok(Config::default());
    };
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let id = sources.add(file.name, file.text.clone());
    let place = Place { folder: &file.folder, root: &file.root, working: &working };
    let config = config::read(&file.text, id, &place, &mut found);
    if found.is_empty() {
        return Ok(config);
    }
    found.sort();
    tell(&sources, &found, watch);
    Err(Refused::Config)
}

/// Where findings go is what the configuration would say, so these are told to people.
fn tell(sources: &Sources, found: &Diagnostics, watch: &Stopwatch) {
    let report = Report::of(sources, found);
    let style = match terminal::is_coloured(Colour::Auto, Stream::Error) {
        true => text::Style::Colour,
        false => text::Style::Plain,
    };
    let code = super::exit::Exit::Usage.code();
    let told = text::write(&report, style);
    let line = text::summary_line(&report.summary, watch.seconds(), code);
    terminal::tell(&format!("{told}{line}\n"));
}

fn with_defaults(command: clap::Command, name: &str, config: &Config) -> clap::Command {
    command.mut_subcommand(name, |mut subcommand| {
        for (key, values) in config.iter() {
            let id = key.name.replace('-', "_");
            let is_taken = key.commands.is_empty() || key.commands.contains(&name);
            if is_taken && subcommand.get_arguments().any(|found| found.get_id() == id.as_str()) {
                let values = values.to_vec();
                subcommand = subcommand.mut_arg(id, |flag| flag.default_values(values));
            }
        }
        subcommand
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{KEYS, Kind};

    /// The flag of a key in each command that takes it.
    fn flags(key: &config::Key) -> Vec<clap::Arg> {
        let id = key.name.replace('-', "_");
        let commands: Vec<clap::Command> = command().get_subcommands().cloned().collect();
        let takes = commands
            .iter()
            .filter(|found| key.commands.is_empty() || key.commands.contains(&found.get_name()));
        let flag = |found: &clap::Command| {
            found.get_arguments().find(|flag| flag.get_id() == id.as_str()).cloned()
        };
        takes.filter_map(flag).collect()
    }

    #[test]
    fn every_key_is_a_flag_with_the_same_values() {
        for key in &KEYS {
            let flags = flags(key);
            assert!(!flags.is_empty(), "no command has the flag of `{}`", key.name);
            for flag in flags.iter().filter(|_| key.name != "descriptors") {
                assert_eq!(flag.get_long(), Some(key.name));
                let values: Vec<String> = flag
                    .get_possible_values()
                    .iter()
                    .map(|value| value.get_name().to_owned())
                    .collect();
                if let Kind::Choice(known) = key.kind {
                    assert_eq!(values, known, "`{}`", key.name);
                }
            }
        }
    }
}
