use std::path::Path;

use anyhow::Result;

use crate::{
    budget,
    cli::{
        args::{PlainFormat, TopicsArguments},
        exit::Exit,
        session::{Session, conclude, findings_text},
    },
    io::{
        system::Stopwatch,
        terminal::{self, Stream},
    },
    loss,
    mm2::simulate::{self, Limits, PlaceId, Simulation},
    nearest::nearest,
    report::{
        self,
        loss::LossReport,
        topics::{self, TopicsReport},
    },
};

pub(in crate::cli) fn run(arguments: &TopicsArguments, watch: &Stopwatch) -> Result<Exit> {
    let input = &arguments.input;
    let compilation = Session::new(input, Path::new("rendered"))?.compile(input)?;
    if !compilation.is_readable() && arguments.format == PlainFormat::Text {
        terminal::tell(&findings_text(&compilation, input, Stream::Error));
        terminal::tell("the descriptors have errors, so nothing is predicted\n");
        return Ok(conclude(&compilation, watch, Exit::of(&compilation.found, input.fail_on)));
    }
    let limits = Limits { copies: budget::SIMULATED_COPIES };
    let simulation = simulate::simulate(&compilation.topologies, limits);
    if arguments.loss {
        terminal::print(&losses(&simulation, arguments.format))?;
        terminal::tell(&findings_text(&compilation, input, Stream::Error));
        return Ok(conclude(&compilation, watch, Exit::of(&compilation.found, input.fail_on)));
    }
    let report = TopicsReport {
        sources: &compilation.sources,
        simulation: &simulation,
        shows_internal: arguments.internal,
    };
    let text = match &arguments.why {
        Some(asked) => match place(asked, &simulation) {
            Ok((name, place)) => match arguments.format {
                PlainFormat::Text => topics::why(&report, name, place),
                PlainFormat::Json => topics::why_json(&report, name, place),
            },
            Err(message) => {
                terminal::tell(&format!("mirrorc: {message} (exit 2)\n"));
                return Ok(Exit::Usage);
            }
        },
        None => match (arguments.tree, arguments.format) {
            (true, _) => topics::tree(&report),
            (false, PlainFormat::Text) => topics::table(&report),
            (false, PlainFormat::Json) => {
                terminal::print_with(|output| topics::json(&report, output))?;
                String::new()
            }
        },
    };
    terminal::print(&text)?;
    terminal::tell(&findings_text(&compilation, input, Stream::Error));
    Ok(conclude(&compilation, watch, Exit::of(&compilation.found, input.fail_on)))
}

fn losses(simulation: &Simulation<'_>, format: PlainFormat) -> String {
    let losses = loss::expected(simulation);
    let report = LossReport { simulation, losses: &losses };
    match format {
        PlainFormat::Text => report::loss::text(&report),
        PlainFormat::Json => report::loss::json(&report),
    }
}

/// `topic@alias`; an alias may hold an `@`, if only in error, and a topic cannot.
fn place<'a>(asked: &'a str, simulation: &Simulation<'_>) -> Result<(&'a str, PlaceId), String> {
    let Some((name, alias)) = asked.split_once('@').filter(|(name, _)| !name.is_empty()) else {
        return Err(format!("`{asked}` is no topic of a cluster; write it as `topic@alias`"));
    };
    if let Some(place) = simulation.by_alias(alias) {
        return Ok((name, place));
    }
    let aliases = simulation.places.iter().flat_map(|place| &place.aliases);
    Err(match nearest(alias, aliases.map(String::as_str)) {
        Some(near) => format!("no cluster has the alias `{alias}`; did you mean `{near}`?"),
        None => format!("no cluster has the alias `{alias}`"),
    })
}
