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
    for subcommand in command.get_subcommands().filter(|found| found.get_name() != "help") {
        let page = clap_mangen::Man::new(subcommand.clone());
        written.extend(format!(".SH {}\n", subcommand.get_name().to_uppercase()).bytes());
        page.render_synopsis_section(&mut written).context("cannot write the page")?;
        page.render_options_section(&mut written).context("cannot write the page")?;
    }
    terminal::print(&String::from_utf8_lossy(&written))?;
    Ok(Exit::Fine)
}
