use std::path::Path;

use anyhow::Result;

use crate::{
    cli::{
        args::{GraphArguments, GraphFormat},
        exit::Exit,
        session::{Session, conclude, findings_text},
    },
    io::{
        system::Stopwatch,
        terminal::{self, Stream},
    },
    report::graph::{dot, graph, mermaid, svg},
};

/// A faulty topology is drawn as well, with its faults.
pub(in crate::cli) fn run(arguments: &GraphArguments, watch: &Stopwatch) -> Result<Exit> {
    let input = &arguments.input;
    let compilation = Session::new(input, Path::new("rendered"))?.compile(input)?;
    terminal::tell(&findings_text(&compilation, input, Stream::Error));
    let graph = graph(&compilation.topologies, &compilation.found);
    terminal::print(&match arguments.format {
        GraphFormat::Mermaid => mermaid::write(&graph),
        GraphFormat::Dot => dot::write(&graph),
        GraphFormat::Svg => svg::write(&graph),
    })?;
    Ok(conclude(&compilation, watch, Exit::of(&compilation.found, input.fail_on)))
}
