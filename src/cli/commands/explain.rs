mod flow;

use anyhow::Result;

use crate::{
    catalogue,
    cli::{args::ExplainArguments, exit::Exit},
    config::Config,
    descriptor::schema,
    io::{system::Stopwatch, terminal},
    nearest::nearest,
    report, review,
};

pub(in crate::cli) fn run(
    arguments: &ExplainArguments,
    config: &Config,
    watch: &Stopwatch,
) -> Result<Exit> {
    if let Some(flow) = &arguments.flow {
        return flow::run(flow, arguments, config, watch);
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
    catalogue::page(id).map(report::page::text)
}

/// Every id with its severity and its line.
fn contents() -> String {
    let entries = catalogue::all();
    let ids = entries.iter().map(|entry| entry.id);
    let ids = ids.chain(review::changes::ALL.iter().map(|rule| rule.id));
    let width = ids.map(str::len).max().unwrap_or(0);
    let line = |entry: &catalogue::Entry| {
        format!("{:width$}  {:7}  {}\n", entry.id, entry.severity.name(), entry.summary)
    };
    let changes = review::changes::ALL.iter();
    let change = |rule: &&review::ChangeRule| {
        format!("{:width$}  {:7}  {}\n", rule.id, rule.weight.name(), rule.summary)
    };
    entries.iter().map(line).chain(changes.map(change)).collect()
}

fn unknown(subject: &str) -> String {
    let changes = review::changes::ALL.iter().map(|rule| rule.id);
    let ids: Vec<&str> =
        catalogue::all().into_iter().map(|entry| entry.id).chain(changes).collect();
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
