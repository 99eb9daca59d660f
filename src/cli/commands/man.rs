use std::io;

use anyhow::{Context, Result};

use crate::{
    cli::{args, exit::Exit},
    io::terminal,
};

/// One page: the program, then every command.
pub(in crate::cli) fn run() -> Result<Exit> {
    let mut command = args::command();
    command.build();
    let mut written = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut written).context("cannot write the page")?;
    add_commands(&command, "", &mut written).context("cannot write the page")?;
    terminal::print(&String::from_utf8_lossy(&written))?;
    Ok(Exit::Fine)
}

/// One section for each command that has no commands of its own.
fn add_commands(command: &clap::Command, above: &str, written: &mut Vec<u8>) -> io::Result<()> {
    for subcommand in command.get_subcommands().filter(|found| found.get_name() != "help") {
        let name = format!("{above}{}", subcommand.get_name());
        if subcommand.has_subcommands() {
            add_commands(subcommand, &format!("{name} "), written)?;
            continue;
        }
        let page = clap_mangen::Man::new(subcommand.clone());
        written.extend(format!(".SH {}\n", name.to_uppercase()).bytes());
        page.render_synopsis_section(written)?;
        page.render_options_section(written)?;
    }
    Ok(())
}
