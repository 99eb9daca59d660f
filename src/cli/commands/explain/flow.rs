//! `explain --flow`: the settings that count for a flow. A flow or a key that there is not is usage.

use std::path::Path;

use anyhow::Result;

use crate::{
    cli::{
        args::{ColourChoice, ExplainArguments, FailOn, InputArguments, PlainFormat},
        exit::Exit,
        session::{Session, conclude, findings_text},
    },
    compile::Compilation,
    config::Config,
    io::{
        system::Stopwatch,
        terminal::{self, Stream},
    },
    mm2::effective::{self, Cause, Instance, Pair, Section},
    nearest::nearest,
    report::settings::{self, FlowSettings},
    topology::{ClusterId, Topology},
};

pub(super) fn run(
    flow: &str,
    arguments: &ExplainArguments,
    config: &Config,
    watch: &Stopwatch,
) -> Result<Exit> {
    let (descriptors, keys): (Vec<&String>, Vec<&String>) =
        arguments.subjects.iter().partition(|subject| is_descriptor(subject));
    if let [_, second, ..] = keys.as_slice() {
        return Ok(usage(&format!(
            "one key at a time, and `{second}` is the second; a descriptor ends in `.yaml`, `.yml` or `.json`"
        )));
    }
    let descriptors = match descriptors.is_empty() {
        true => config.get("descriptors").iter().collect(),
        false => descriptors,
    };
    let input = InputArguments {
        descriptors: descriptors.into_iter().map(Into::into).collect(),
        stdin_filename: arguments.stdin_filename.clone(),
        templates: None,
        config: None,
        fail_on: FailOn::Error,
        color: ColourChoice::Auto,
    };
    let compilation = Session::new(&input, Path::new("rendered"))?.compile(&input)?;
    terminal::tell(&findings_text(&compilation, &input, Stream::Error));
    let found = match find(flow, &compilation) {
        Ok(found) => found,
        Err(message) => return Ok(usage(&message)),
    };
    let told = match told(&compilation, found, keys.first().map(|key| key.as_str())) {
        Ok(told) => told,
        Err(message) => return Ok(usage(&message)),
    };
    terminal::print(&match arguments.format {
        PlainFormat::Text => settings::text(&told),
        PlainFormat::Json => settings::json(&told),
    })?;
    Ok(conclude(&compilation, watch, Exit::of(&compilation.found, FailOn::Error)))
}

fn is_descriptor(subject: &str) -> bool {
    let ends = [".yaml", ".yml", ".json"];
    subject == "-" || ends.iter().any(|end| subject.ends_with(end))
}

fn usage(message: &str) -> Exit {
    terminal::tell(&format!("mirrorc: {message} (exit 2)\n"));
    Exit::Usage
}

/// A pair of clusters of one of the topologies.
#[derive(Clone, Copy)]
struct Found<'a> {
    topology: &'a Topology,
    from: ClusterId,
    to: ClusterId,
}

/// The first topology that runs the pair, else the first that has both clusters.
fn find<'a>(flow: &str, compilation: &'a Compilation) -> Result<Found<'a>, String> {
    let Some(ends) = flow.split_once("->").filter(|(from, to)| from != to) else {
        return Err(format!(
            "`{flow}` is no flow; write it as `from->to`, in quotes for the shell"
        ));
    };
    // An alias may hold an arrow itself, if only in error.
    let (from, to) = (ends.0.trim(), ends.1.trim());
    let found = compilation.topologies.iter().filter_map(|topology| {
        Some(Found { topology, from: topology.by_alias(from)?, to: topology.by_alias(to)? })
    });
    let found: Vec<Found<'_>> = found.collect();
    let running = found.iter().find(|found| pair(found).is_some());
    running.or(found.first()).copied().ok_or_else(|| unknown_flow(flow, (from, to), compilation))
}

fn unknown_flow(flow: &str, (from, to): (&str, &str), compilation: &Compilation) -> String {
    let clusters = compilation.topologies.iter().flat_map(|topology| &topology.clusters);
    let aliases: Vec<&str> = clusters.map(|cluster| cluster.alias.value.as_str()).collect();
    let missing = [from, to].into_iter().find(|end| !aliases.contains(end));
    let Some(missing) = missing else {
        return format!("no descriptor has both clusters of `{flow}`");
    };
    match nearest(missing, aliases.into_iter()) {
        Some(near) => format!("no cluster has the alias `{missing}`; did you mean `{near}`?"),
        None => format!("no cluster has the alias `{missing}`"),
    }
}

/// Nothing runs for a cluster that is not managed, or into which nothing flows.
fn pair(found: &Found<'_>) -> Option<Pair> {
    let mut targets = found.topology.targets().into_iter();
    targets.find(|(target, _)| target.id == found.to)?;
    Instance::new(found.topology, found.to).pair(found.from)
}

fn told<'a>(
    compilation: &'a Compilation,
    found: Found<'a>,
    key: Option<&str>,
) -> Result<FlowSettings<'a>, String> {
    let Found { topology, from, to } = found;
    let instance = Instance::new(topology, to);
    let all = effective::sections(&instance, from);
    let unread = match key {
        Some(key) => effective::unread(&instance, from, key, &all),
        None => Vec::new(),
    };
    let pair = pair(&found);
    let told = FlowSettings {
        sources: &compilation.sources,
        flow: format!("{}->{}", topology.alias(from), topology.alias(to)),
        kafka: instance.version().to_string(),
        state: state(pair),
        line: pair.and_then(|pair| pair.line),
        key: key.map(str::to_owned),
        sections: match key {
            Some(key) => with_key(&all, key),
            None => all.clone(),
        },
        unread,
    };
    let known = effective::known_keys(instance.version());
    match key {
        Some(key) if told.sections.is_empty() && told.unread.is_empty() && !known.contains(key) => {
            let keys = all.iter().flat_map(|section| &section.rows).map(|row| row.key.as_str());
            Err(unknown_key(key, keys.chain(known)))
        }
        Some(_) | None => Ok(told),
    }
}

fn unknown_key<'a>(key: &str, known: impl Iterator<Item = &'a str>) -> String {
    match nearest(key, known) {
        Some(near) => format!("nothing reads a key `{key}`; did you mean `{near}`?"),
        None => format!("nothing reads a key `{key}`; without a key, all that count are shown"),
    }
}

fn state(pair: Option<Pair>) -> String {
    let Some(pair) = pair else {
        return "does not run; these settings would count if it were enabled".to_owned();
    };
    let heartbeats = if pair.heartbeats { "emits heartbeats" } else { "emits no heartbeats" };
    match (pair.enabled, pair.cause) {
        (true, _) => format!("copies records and {heartbeats}"),
        (false, Cause::Enabled | Cause::Heartbeats | Cause::Always) => {
            format!("copies no records and {heartbeats}")
        }
    }
}

/// The places where a key counts, by its name there or by its name in the file.
fn with_key<'a>(sections: &[Section<'a>], key: &str) -> Vec<Section<'a>> {
    let narrow = |section: &Section<'a>| {
        let rows = section.rows.iter().filter(|row| row.key == key || row.comes_from(key));
        Section { title: section.title.clone(), rows: rows.cloned().collect() }
    };
    sections.iter().map(narrow).filter(|section| !section.rows.is_empty()).collect()
}
