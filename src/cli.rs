//! The command line. In: arguments. Out: an exit code.
//!
//! 0 fine · 1 findings at or above `--fail-on` · 2 usage or configuration · 3 the work could not be done · 4 differences, when asked for.

mod args;
mod commands;
mod configured;
mod exit;
mod outlet;
mod session;

use std::process::ExitCode;

use args::Command;
use configured::{Refused, configured};
use exit::Exit;

use crate::io::{system::Stopwatch, terminal};

pub use args::command;

/// Runs the program.
pub fn main() -> ExitCode {
    let watch = Stopwatch::start();
    let (arguments, config) = match configured(&watch) {
        Ok(configured) => configured,
        Err(Refused::Usage(error)) => return usage(&error),
        Err(Refused::Config) => return Exit::Usage.into(),
        Err(Refused::Impossible(error)) => return impossible(&error),
    };
    let ran = match arguments.command {
        Command::Check(arguments) => commands::check::run(&arguments, &watch),
        Command::Render(arguments) => commands::render::run(&arguments, &watch),
        Command::Diff(arguments) => commands::diff::run(&arguments, &watch),
        Command::Topics(arguments) => commands::topics::run(&arguments, &watch),
        Command::Graph(arguments) => commands::graph::run(&arguments, &watch),
        Command::Alias(arguments) => commands::alias::run(&arguments.command, &watch),
        Command::Explain(arguments) => commands::explain::run(&arguments, &config, &watch),
        Command::Schema(arguments) => commands::schema::run(&arguments),
        Command::Init(arguments) => commands::init::run(&arguments),
        Command::Completions(arguments) => commands::completions::run(&arguments),
        Command::Man => commands::man::run(),
    };
    match ran {
        Ok(exit) => exit.into(),
        Err(error) => impossible(&error),
    }
}

fn impossible(error: &anyhow::Error) -> ExitCode {
    terminal::tell(&format!("mirrorc: {error:#} (exit 3)\n"));
    Exit::Impossible.into()
}

/// Help and version go to standard output and are no fault; the rest is clap's own message.
fn usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        drop(error.print());
        return Exit::Usage.into();
    }
    match terminal::print(&error.render().to_string()) {
        Ok(()) => Exit::Fine.into(),
        Err(_) => Exit::Impossible.into(),
    }
}
