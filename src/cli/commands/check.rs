use std::path::Path;

use anyhow::Result;

use crate::{
    cli::{
        args::CheckArguments,
        exit::Exit,
        session::{Session, conclude, print_findings},
    },
    io::system::Stopwatch,
};

pub(in crate::cli) fn run(arguments: &CheckArguments, watch: &Stopwatch) -> Result<Exit> {
    let input = &arguments.input;
    let compilation = Session::new(input, Path::new("rendered"))?.compile(input)?;
    print_findings(&compilation, input, arguments.format)?;
    Ok(conclude(&compilation, watch, Exit::of(&compilation.found, input.fail_on)))
}
