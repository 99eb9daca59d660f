use std::path::Path;

use anyhow::Result;

use crate::{
    cli::{
        args::RenderArguments,
        exit::Exit,
        outlet::{Words, publish, write_files},
        session::{Session, conclude, findings_text, page, publish_findings, report},
    },
    compile::Compilation,
    io::{
        self,
        system::{self, Stopwatch},
        terminal::{self, Stream},
    },
    report::{json, markdown, text, tree as tree_report},
};

pub(in crate::cli) fn run(arguments: &RenderArguments, watch: &Stopwatch) -> Result<Exit> {
    let input = &arguments.input;
    let mut compilation = Session::new(input, &arguments.out)?.compile(input)?;
    if arguments.stdout {
        return stream(arguments, &compilation, watch);
    }
    let Some(manifests) = compilation.manifests.take() else {
        publish_findings(&compilation, input, &arguments.output)?;
        return Ok(conclude(&compilation, watch, Exit::Findings));
    };
    let locks = std::mem::take(&mut compilation.locks);
    let Compilation { sources, found, .. } = &mut compilation;
    let comparison = io::tree::compare(&arguments.out, &manifests, sources, found)?;
    let comparison = comparison.unwrap_or_default();
    compilation.found.sort();
    let blocked = compilation.found.has_errors();
    if !arguments.check && !blocked {
        io::tree::apply(&arguments.out, &comparison, &manifests)?;
        // Last, so that a run that fails leaves the history as it was.
        for update in &locks {
            if let Some(text) = update.text() {
                io::lock::write(Path::new(&update.path), &text)?;
            }
        }
    }
    let told = tree_report::Tree {
        root: &system::slashed(&arguments.out),
        comparison: &comparison,
        locks: locks.iter().map(|update| (update.path.as_str(), update.state())).collect(),
        written: !arguments.check && !blocked,
        command: command(arguments),
    };
    let findings = report(&compilation);
    let words = Words {
        text: &|style| {
            let changes = if blocked { String::new() } else { tree_report::text(&told) };
            text::write(&findings, style) + &changes
        },
        json: &|| json::write_tree(&findings, &told),
        markdown: &|| markdown::write(&findings, None, arguments.output.max_bytes),
        html: &|| page(&compilation, &findings, None),
    };
    publish(&findings, &words, input, &arguments.output)?;
    let exit = match blocked {
        true => Exit::Findings,
        false => Exit::of(&compilation.found, input.fail_on),
    };
    let different = (arguments.check || arguments.exit_code) && told.is_stale();
    Ok(conclude(&compilation, watch, exit.or_different(different)))
}

/// All objects as one stream of documents; findings go to standard error.
fn stream(
    arguments: &RenderArguments,
    compilation: &Compilation,
    watch: &Stopwatch,
) -> Result<Exit> {
    let input = &arguments.input;
    terminal::tell(&findings_text(compilation, input, Stream::Error));
    let findings = report(compilation);
    let words = Words {
        text: &|style| text::write(&findings, style),
        json: &|| json::write(&findings),
        markdown: &|| markdown::write(&findings, None, arguments.output.max_bytes),
        html: &|| page(compilation, &findings, None),
    };
    write_files(&findings, &words, input, &arguments.output)?;
    let Some(manifests) = &compilation.manifests else {
        return Ok(conclude(compilation, watch, Exit::Findings));
    };
    let mut stream = String::new();
    for (path, file) in &manifests.files {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name != "kustomization.yaml" && name != "required-secrets.txt" {
            stream.push_str("---\n# ");
            stream.push_str(path);
            stream.push('\n');
            stream.push_str(&file.text);
        }
    }
    terminal::print(&stream)?;
    Ok(conclude(compilation, watch, Exit::of(&compilation.found, input.fail_on)))
}

/// The command that brings the tree up to date.
fn command(arguments: &RenderArguments) -> String {
    let mut command = "mirrorc render".to_owned();
    for descriptor in &arguments.input.descriptors {
        command.push(' ');
        command.push_str(&system::slashed(descriptor));
    }
    if arguments.out != Path::new("rendered") {
        command.push_str(" --out ");
        command.push_str(&system::slashed(&arguments.out));
    }
    if let Some(templates) = &arguments.input.templates {
        command.push_str(" --templates ");
        command.push_str(&system::slashed(templates));
    }
    command
}
