use anyhow::Result;

use crate::{cli::exit::Exit, descriptor::schema, io::terminal};

pub(in crate::cli) fn run() -> Result<Exit> {
    terminal::print(schema::TEXT)?;
    Ok(Exit::Fine)
}
