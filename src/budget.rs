//! How much of anything one run takes, in one place. A limit that is hit is told with its number.

/// Bytes of one file.
pub const FILE_BYTES: usize = 16 * 1024 * 1024;
/// Nodes of one file.
pub const NODES: usize = 2_000_000;
/// Levels of nesting.
pub const DEPTH: usize = 64;
/// Documents in one file.
pub const DOCUMENTS: usize = 10_000;
/// Findings that are told; the rest is counted.
pub const FINDINGS: usize = 200;
/// Annotations of one level that GitHub shows for a step.
pub const ANNOTATIONS: usize = 10;
/// Results of one SARIF run that GitHub keeps.
pub const SARIF_RESULTS: usize = 5000;
/// Bytes of one compiled list of patterns, and levels of groups and classes in it.
pub const PATTERN_BYTES: usize = 8 * 1024 * 1024;
pub const PATTERN_DEPTH: usize = 64;
/// Entries of a list for which a name is looked for.
pub const PATTERN_SAMPLES: usize = 1000;
/// Rounds of counted repetition in each other, where a pattern is walked.
pub const PATTERN_ROUNDS: usize = 1000;
/// States of patterns, when a name is looked for that several of them match.
pub const PATTERN_STEPS: usize = 5000;
/// Bytes of one template, and steps of one template expression.
pub const TEMPLATE_BYTES: usize = 64 * 1024;
pub const TEMPLATE_FUEL: u64 = 100_000;
/// Bytes of one template expression: minijinja's parser recurses for each operator of a chain.
pub const EXPRESSION_BYTES: usize = 1000;
/// Bytes of one text that a template gives, and of all that one rendering of it holds in memory.
pub const TEMPLATE_TEXT_BYTES: usize = 4 * 1024 * 1024;
pub const TEMPLATE_OUTPUT_BYTES: usize = 256 * 1024 * 1024;
/// Bytes of one ConfigMap's data; the API server refuses more.
pub const CONFIG_MAP_BYTES: usize = 1024 * 1024;
/// Bytes of one object's annotations, keys included; the API server refuses more.
pub const ANNOTATION_BYTES: usize = 256 * 1024;
/// Files and folders in the rendered tree.
pub const TREE_ENTRIES: usize = 100_000;
/// Copies of topics that `mirrorc topics` lists.
pub const SIMULATED_COPIES: usize = 1_100_000;
/// Copies of topics that rules look at.
pub const CHECKED_COPIES: usize = 100_000;
/// Copies of topics that a review compares, in each revision.
pub const REVIEWED_COPIES: usize = 20_000;
