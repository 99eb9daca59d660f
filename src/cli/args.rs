//! The arguments; their comments are the help.

use std::{path::PathBuf, str::FromStr};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::{config, io::terminal::Colour, lock, scaffold};

const EXIT_CODES: &str = "Exit codes: 0 fine, 1 findings at or above --fail-on, 2 usage or \
                          configuration, 3 the work could not be done, \
                          4 differences (render --check, render and diff --exit-code).";

/// The compiler for Apache Kafka replication topologies.
///
/// Reads a topology descriptor, finds its faults, and writes the Kubernetes manifests of MirrorMaker 2 for every cluster.
/// Works offline: it talks to no cluster and opens no connection.
#[derive(Debug, Parser)]
#[command(name = "mirrorc", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Find the faults of a topology.
    Check(CheckArguments),
    /// Write the manifests of every cluster into a tree.
    Render(RenderArguments),
    /// Show what a change does to the data, and to the objects.
    Diff(DiffArguments),
    /// Show which topics there will be on every cluster, and why.
    Topics(TopicsArguments),
    /// Draw the clusters and the flows between them.
    Graph(GraphArguments),
    /// Look after the history of aliases in `mirrorc.lock`.
    Alias(AliasArguments),
    /// Print the page of a rule or of a field of the descriptor, or the settings of a flow.
    Explain(ExplainArguments),
    /// Print the JSON Schema of the descriptor, or of `mirrorc.toml`.
    Schema(SchemaArguments),
    /// Begin a repository: a descriptor, `mirrorc.toml`, and what hosts, Argo CD and Flux need.
    ///
    /// Files that are there already are left as they are.
    Init(InitArguments),
    /// Print the completions for a shell.
    Completions(CompletionsArguments),
    /// Print the manual page.
    Man,
}

/// What is compiled, and how it is told.
#[derive(Debug, Args)]
pub(super) struct InputArguments {
    /// Descriptor files, YAML or JSON; `-` is standard input. `topology.yaml` when absent.
    #[arg(value_name = "DESCRIPTOR")]
    pub(super) descriptors: Vec<PathBuf>,
    /// What messages call standard input; paths in the descriptor start from its folder.
    #[arg(long, value_name = "NAME", default_value = "topology.yaml")]
    pub(super) stdin_filename: String,
    /// A folder of templates that replace built-in ones of the same path, or add objects.
    #[arg(long, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    /// The configuration; `mirrorc.toml` in this folder or above it, up to the root of the repository, when absent.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The least severe finding that makes the run fail.
    #[arg(long, value_enum, default_value_t = FailOn::Error)]
    pub(super) fail_on: FailOn,
    /// When text is coloured.
    #[arg(long, value_enum, default_value_t = ColourChoice::Auto)]
    pub(super) color: ColourChoice,
}

/// How findings are written, and where.
#[derive(Debug, Args)]
pub(super) struct OutputArguments {
    /// How standard output is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(super) format: Format,
    /// Write a file as well, such as `sarif=mirrorc.sarif`; as often as wanted.
    #[arg(long, value_name = "FORMAT=FILE")]
    pub(super) output: Vec<Output>,
    /// The most bytes that Markdown may have; hosts refuse longer comments.
    #[arg(long, value_name = "BYTES", default_value_t = 65_000)]
    pub(super) max_bytes: usize,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

#[derive(Debug, Args)]
pub(super) struct RenderArguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// The root of the tree.
    #[arg(long, value_name = "DIR", default_value = "rendered")]
    pub(super) out: PathBuf,
    /// Write nothing; say what in the tree is not up to date.
    #[arg(long, conflicts_with = "stdout")]
    pub(super) check: bool,
    /// Exit with 4 when anything was written, for hooks: git does not count new files as a change.
    #[arg(long, conflicts_with_all = ["check", "stdout"])]
    pub(super) exit_code: bool,
    /// Write all objects to standard output, as one stream of documents.
    #[arg(long, conflicts_with = "format")]
    pub(super) stdout: bool,
}

#[derive(Debug, Args)]
pub(super) struct DiffArguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// The git revision to compare with; the merge base with the main branch when absent.
    #[arg(long, value_name = "REV", conflicts_with = "against_dir")]
    pub(super) against: Option<String>,
    /// A folder that holds the descriptors to compare with, under the same paths.
    #[arg(long, value_name = "DIR")]
    pub(super) against_dir: Option<PathBuf>,
    /// Show whole files line by line instead of fields.
    #[arg(long)]
    pub(super) unified: bool,
    /// Show and count only the findings that the change brings.
    #[arg(long)]
    pub(super) new_only: bool,
    /// Exit with 4 when there are differences.
    #[arg(long)]
    pub(super) exit_code: bool,
}

#[derive(Debug, Args)]
pub(super) struct TopicsArguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    /// How standard output is written.
    #[arg(long, value_enum, default_value_t = PlainFormat::Text)]
    pub(super) format: PlainFormat,
    /// Show a tree of clusters, topics and the records in them.
    #[arg(long, conflicts_with = "format")]
    pub(super) tree: bool,
    /// Show the topics that MirrorMaker 2 makes for itself as well; JSON always has them.
    #[arg(long)]
    pub(super) internal: bool,
    /// Tell how a topic got to a cluster, or which flow refuses it and by which test.
    #[arg(long, value_name = "TOPIC@ALIAS", conflicts_with = "tree")]
    pub(super) why: Option<String>,
    /// Show what is lost of each topic when a broker, its replicas, the cluster or the region goes, and by a mistake.
    #[arg(long, conflicts_with_all = ["tree", "why", "internal"])]
    pub(super) loss: bool,
}

#[derive(Debug, Args)]
pub(super) struct AliasArguments {
    #[command(subcommand)]
    pub(super) command: AliasCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum AliasCommand {
    /// Make a retired alias free for another cluster.
    ///
    /// Only when nothing that carries the alias is left on any cluster: neither topics nor positions. An active alias
    /// is refused.
    Forget(ForgetArguments),
}

#[derive(Debug, Args)]
pub(super) struct ForgetArguments {
    /// The alias, as it stands in the lock.
    #[arg(value_name = "ALIAS")]
    pub(super) alias: String,
    /// The lock.
    #[arg(long, value_name = "FILE", default_value = lock::FILE)]
    pub(super) lock: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct GraphArguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    /// The language of the picture.
    #[arg(long, value_enum, default_value_t = GraphFormat::Mermaid)]
    pub(super) format: GraphFormat,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// A rule, such as `replication-cycle`, or a field, such as `kafkaClusters.alias`; all rules when absent. With
    /// `--flow`: a key, such as `topics`, and descriptors, which end in `.yaml`, `.yml` or `.json`, or are `-`.
    #[arg(value_name = "RULE | FIELD | KEY | DESCRIPTOR")]
    pub(super) subjects: Vec<String>,
    /// Show the settings that count for a flow, such as `east->west`, and the line that gives each.
    #[arg(long, value_name = "FLOW")]
    pub(super) flow: Option<String>,
    /// What messages call standard input; paths in the descriptor start from its folder.
    #[arg(long, value_name = "NAME", default_value = "topology.yaml", requires = "flow")]
    pub(super) stdin_filename: String,
    /// The configuration; `mirrorc.toml` in this folder or above it, up to the root of the repository, when absent.
    #[arg(long, value_name = "FILE", requires = "flow")]
    pub(super) config: Option<PathBuf>,
    /// How standard output is written.
    #[arg(long, value_enum, default_value_t = PlainFormat::Text, requires = "flow")]
    pub(super) format: PlainFormat,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// What is described.
    #[arg(value_enum, default_value_t = SchemaSubject::Descriptor)]
    pub(super) subject: SchemaSubject,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaSubject {
    /// The descriptor of a topology.
    Descriptor,
    /// `mirrorc.toml`.
    Config,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// The root of the repository.
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
    /// Write `.gitattributes`, so that files have the same bytes on every machine.
    #[arg(long)]
    pub(super) attributes: bool,
    /// Write `.pre-commit-config.yaml`: faults and a stale tree are told before each commit.
    #[arg(long)]
    pub(super) hook: bool,
    /// Write a workflow that runs mirrorc's action, such as `team/mirrorc@v0.1.0`.
    #[arg(long, value_name = "ACTION", value_parser = checked("OWNER/REPOSITORY@REVISION", scaffold::is_action))]
    pub(super) github: Option<String>,
    /// Write jobs for GitLab that run in this container image.
    #[arg(long, value_name = "IMAGE", value_parser = checked("the name of an image", scaffold::is_address))]
    pub(super) gitlab: Option<String>,
    /// Write an Argo CD `ApplicationSet` that reads this repository.
    #[arg(long, value_name = "URL", value_parser = checked("an address", scaffold::is_address))]
    pub(super) argocd: Option<String>,
    /// Write a Flux `Kustomization` for this folder of the rendered tree; once for each Kubernetes cluster.
    #[arg(long, value_name = "CLUSTER", value_parser = checked("the name of a folder", scaffold::is_cluster))]
    pub(super) flux: Vec<String>,
}

/// Reads a value that goes into a file as it is.
fn checked(
    form: &'static str,
    is_sound: fn(&str) -> bool,
) -> impl Fn(&str) -> Result<String, String> + Clone + Send + Sync + 'static {
    move |text: &str| match is_sound(text) {
        true => Ok(text.to_owned()),
        false => Err(format!("write {form}, in letters, digits and `-._/:@+~`")),
    }
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For a comment below a pull request, of at most `--max-bytes`.
    Markdown,
    /// A page for a browser, in one file that asks for nothing else.
    Html,
    /// For programs; `schemas/report.schema.json` describes it.
    Json,
    /// SARIF 2.1.0, for GitHub's code scanning and others.
    Sarif,
    /// Workflow commands, which GitHub shows beside the lines.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// `JUnit` XML: a suite for each file.
    Junit,
    /// Diagnostics for reviewdog.
    Rdjson,
}

/// A file that is written beside standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) format: Format,
    pub(super) file: PathBuf,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Output, String> {
        let Some((format, file)) = text.split_once('=').filter(|(_, file)| !file.is_empty()) else {
            return Err("write it as FORMAT=FILE, such as sarif=mirrorc.sarif".to_owned());
        };
        if file == "-" {
            return Err(format!("standard output is written with --format {format}"));
        }
        let format = Format::from_str(format, false).map_err(|_| {
            format!("`{format}` is no format; there are {}", config::FORMATS.join(", "))
        })?;
        Ok(Output { format, file: file.into() })
    }
}

/// The formats of what is no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PlainFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// Text that GitHub, GitLab and others draw inside Markdown.
    Mermaid,
    /// Text for Graphviz.
    Dot,
    /// A picture, laid out.
    Svg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColourChoice {
    Auto,
    Always,
    Never,
}

impl From<ColourChoice> for Colour {
    fn from(choice: ColourChoice) -> Colour {
        match choice {
            ColourChoice::Auto => Colour::Auto,
            ColourChoice::Always => Colour::Always,
            ColourChoice::Never => Colour::Never,
        }
    }
}

/// The whole command line, for completions and the manual page.
pub fn command() -> clap::Command {
    Arguments::command()
}
