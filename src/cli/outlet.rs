//! Where findings go: standard output in one format, and files in others.

use anyhow::Result;

use super::args::{FailOn, Format, InputArguments, OutputArguments};
use crate::{
    diagnostic::Severity,
    io::{
        self,
        system::{self, working_folder},
        terminal::{self, Stream},
    },
    report::{Report, Repository, github, gitlab, junit, rdjson, sarif, text::Style},
};

/// What a command says in the formats that have a place for more than findings.
pub(super) struct Words<'a> {
    pub(super) text: &'a dyn Fn(Style) -> String,
    pub(super) json: &'a dyn Fn() -> String,
    pub(super) markdown: &'a dyn Fn() -> String,
    pub(super) html: &'a dyn Fn() -> String,
}

/// Writes the files, then standard output.
pub(super) fn publish(
    report: &Report<'_>,
    words: &Words<'_>,
    input: &InputArguments,
    arguments: &OutputArguments,
) -> Result<()> {
    write_files(report, words, input, arguments)?;
    let style = style(input, Stream::Output);
    terminal::print(&written(arguments.format, style, report, words, input)?)
}

/// Writes the files only: standard output is for something else.
pub(super) fn write_files(
    report: &Report<'_>,
    words: &Words<'_>,
    input: &InputArguments,
    arguments: &OutputArguments,
) -> Result<()> {
    for output in &arguments.output {
        io::output::write(
            &output.file,
            &written(output.format, Style::Plain, report, words, input)?,
        )?;
    }
    Ok(())
}

/// Colour as the stream takes it.
pub(super) fn style(input: &InputArguments, stream: Stream) -> Style {
    match terminal::is_coloured(input.color.into(), stream) {
        true => Style::Colour,
        false => Style::Plain,
    }
}

fn written(
    format: Format,
    style: Style,
    report: &Report<'_>,
    words: &Words<'_>,
    input: &InputArguments,
) -> Result<String> {
    let working = working_folder()?;
    let root = system::slashed(&io::files::repository(std::path::Path::new("."))?);
    let repository = Repository { root: &root, working: &working };
    Ok(match format {
        Format::Text => (words.text)(style),
        Format::Markdown => (words.markdown)(),
        Format::Html => (words.html)(),
        Format::Json => (words.json)(),
        Format::Sarif => sarif::write(report, repository),
        Format::Github => github::write(report, repository),
        Format::Gitlab => gitlab::write(report, repository),
        Format::Junit => junit::write(report, repository, least(input.fail_on)),
        Format::Rdjson => rdjson::write(report, repository),
    })
}

/// The least severe finding that fails the run.
fn least(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Note => Some(Severity::Note),
        FailOn::Never => None,
    }
}
