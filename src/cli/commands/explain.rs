mod flow;

use anyhow::Result;

use crate::{
    catalogue,
    cli::{args::ExplainArguments, exit::Exit},
    descriptor::schema,
    io::{system::Stopwatch, terminal},
    nearest::nearest,
};

pub(in crate::cli) fn run(arguments: &ExplainArguments, watch: &Stopwatch) -> Result<Exit> {
    if let Some(flow) = &arguments.flow {
        return flow::run(flow, arguments, watch);
    }
    let text = match arguments.subjects.as_slice() {
        [] => contents(),
        [_, second, ..] => {
            terminal::tell(&format!(
                "mirrorc: one subject at a time, and `{second}` is the second; a key of a flow needs `--flow` (exit 2)\n"
            ));
            return Ok(Exit::Usage);
        }
        [subject] => match page(subject).or_else(|| schema::field_page(subject)) {
            Some(page) => page,
            None => {
                terminal::tell(&format!("mirrorc: {} (exit 2)\n", unknown(subject)));
                return Ok(Exit::Usage);
            }
        },
    };
    terminal::print(&text)?;
    Ok(Exit::Fine)
}

fn page(id: &str) -> Option<String> {
    catalogue::all().into_iter().find(|entry| entry.id == id).map(|entry| entry.page.to_owned())
}

/// Every id with its severity and its line.
fn contents() -> String {
    let entries = catalogue::all();
    let width = entries.iter().map(|entry| entry.id.len()).max().unwrap_or(0);
    let line = |entry: &catalogue::Entry| {
        format!("{:width$}  {:7}  {}\n", entry.id, entry.severity.name(), entry.summary)
    };
    entries.iter().map(line).collect()
}

fn unknown(subject: &str) -> String {
    let ids: Vec<&str> = catalogue::all().into_iter().map(|entry| entry.id).collect();
    let fields = schema::fields();
    let is_end = |field: &&String| field.rsplit('.').next() == Some(subject);
    let full: Vec<String> =
        fields.iter().filter(is_end).map(|field| format!("`mirrorc explain {field}`")).collect();
    if !full.is_empty() {
        return format!("there is no field `{subject}` by itself; run {}", full.join(" or "));
    }
    let known = ids.iter().copied().chain(fields.iter().map(String::as_str));
    match nearest(subject, known) {
        Some(name) => {
            format!("there is no rule and no field `{subject}`; run `mirrorc explain {name}`")
        }
        None => {
            format!("there is no rule and no field `{subject}`; `mirrorc explain` lists the rules")
        }
    }
}
