use anyhow::Result;

use crate::{
    cli::{
        args::{Format, RenderArguments},
        exit::Exit,
        session::{Session, conclude, findings_text, print_findings, report},
    },
    compile::Compilation,
    io::{
        self,
        system::{self, Stopwatch},
        terminal::{self, Stream},
    },
    report::{json, tree as tree_report},
};

pub(in crate::cli) fn run(arguments: &RenderArguments, watch: &Stopwatch) -> Result<Exit> {
    let input = &arguments.input;
    let mut compilation = Session::new(input, &arguments.out)?.compile(input)?;
    if arguments.stdout {
        return stream(arguments, &compilation, watch);
    }
    let Some(manifests) = compilation.manifests.take() else {
        print_findings(&compilation, input, arguments.format)?;
        return Ok(conclude(&compilation, watch, Exit::Findings));
    };
    let Compilation { sources, found, .. } = &mut compilation;
    let comparison = io::tree::compare(&arguments.out, &manifests, sources, found)?;
    let comparison = comparison.unwrap_or_default();
    compilation.found.sort();
    let blocked = compilation.found.has_errors();
    if !arguments.check && !blocked {
        io::tree::apply(&arguments.out, &comparison, &manifests)?;
    }
    let told = tree_report::Tree {
        root: &system::slashed(&arguments.out),
        comparison: &comparison,
        written: !arguments.check && !blocked,
        command: command(arguments),
    };
    terminal::print(&match arguments.format {
        Format::Text => {
            let changes = if blocked { String::new() } else { tree_report::text(&told) };
            findings_text(&compilation, input, Stream::Output) + &changes
        }
        Format::Json => json::write_tree(&report(&compilation), &told),
    })?;
    let exit = match blocked {
        true => Exit::Findings,
        false => Exit::of(&compilation.found, input.fail_on),
    };
    let stale = arguments.check && !comparison.stale().is_empty();
    Ok(conclude(&compilation, watch, exit.or_different(stale)))
}

/// All objects as one stream of documents; findings go to standard error.
fn stream(
    arguments: &RenderArguments,
    compilation: &Compilation,
    watch: &Stopwatch,
) -> Result<Exit> {
    let input = &arguments.input;
    terminal::tell(&findings_text(compilation, input, Stream::Error));
    let Some(manifests) = &compilation.manifests else {
        return Ok(conclude(compilation, watch, Exit::Findings));
    };
    let mut text = String::new();
    for (path, file) in &manifests.files {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name != "kustomization.yaml" && name != "required-secrets.txt" {
            text.push_str("---\n# ");
            text.push_str(path);
            text.push('\n');
            text.push_str(&file.text);
        }
    }
    terminal::print(&text)?;
    Ok(conclude(compilation, watch, Exit::of(&compilation.found, input.fail_on)))
}

/// The command that brings the tree up to date.
fn command(arguments: &RenderArguments) -> String {
    let mut command = "mirrorc render".to_owned();
    for descriptor in &arguments.input.descriptors {
        command.push(' ');
        command.push_str(&system::slashed(descriptor));
    }
    if arguments.out != std::path::Path::new("rendered") {
        command.push_str(" --out ");
        command.push_str(&system::slashed(&arguments.out));
    }
    if let Some(templates) = &arguments.input.templates {
        command.push_str(" --templates ");
        command.push_str(&system::slashed(templates));
    }
    command
}
