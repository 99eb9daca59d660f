use std::path::Path;

use anyhow::Result;

use crate::{
    cli::{
        args::CheckArguments,
        exit::Exit,
        session::{Session, conclude, publish_findings},
    },
    io::system::Stopwatch,
};

pub(in crate::cli) fn run(arguments: &CheckArguments, watch: &Stopwatch) -> Result<Exit> {
    let input = &arguments.input;
    let mut compilation = Session::new(input, Path::new("rendered"))?.compile(input)?;
    for update in &compilation.locks {
        if let Some(lock) = &update.before {
            lock.tell_stale(&update.after, &mut compilation.found);
        }
    }
    compilation.found.sort();
    publish_findings(&compilation, input, &arguments.output)?;
    Ok(conclude(&compilation, watch, Exit::of(&compilation.found, input.fail_on)))
}
