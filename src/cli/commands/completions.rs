use anyhow::Result;

use crate::{
    cli::{
        args::{self, CompletionsArguments},
        exit::Exit,
    },
    io::terminal,
};

pub(in crate::cli) fn run(arguments: &CompletionsArguments) -> Result<Exit> {
    let mut written = Vec::new();
    clap_complete::generate(arguments.shell, &mut args::command(), "mirrorc", &mut written);
    terminal::print(&String::from_utf8_lossy(&written))?;
    Ok(Exit::Fine)
}
