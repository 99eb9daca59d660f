//! A scenario: a folder with a descriptor, what is on the clusters before, and what comes of it.

use std::{collections::BTreeMap, fs, path::Path};

use mirrorc::{
    diagnostic::Diagnostics,
    source::Sources,
    topology::Version,
    yaml::{self, Node},
};
use serde::Deserialize;

pub(super) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/scenarios");

/// Something for each cluster, by its alias.
pub(super) type ByCluster<T> = BTreeMap<String, T>;

pub(super) struct Scenario {
    pub(super) name: String,
    /// Of one that is made from a seed.
    pub(super) seed: Option<u64>,
    /// Later ones find what the earlier ones have left.
    pub(super) steps: Vec<Step>,
}

pub(super) struct Step {
    pub(super) descriptor: String,
    /// The text of the runs.
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
}

/// What is done and seen with some releases of MirrorMaker 2.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Run {
    /// The first release that it holds for.
    #[serde(default)]
    from: Option<String>,
    /// The first release that it does not hold for any more.
    #[serde(default)]
    before: Option<String>,
    /// Records by topic.
    pub(super) produced: ByCluster<BTreeMap<String, u32>>,
    #[serde(default)]
    pub(super) committed: ByCluster<Vec<Committed>>,
    /// All topics, except those that MirrorMaker 2 keeps for itself. Without it, only the prediction is compared.
    #[serde(default)]
    pub(super) expected: Option<ByCluster<BTreeMap<String, Count>>>,
    /// There are more and more topics; the expected ones are only some.
    #[serde(default)]
    pub(super) unbounded: bool,
    /// The topics that MirrorMaker 2 keeps for itself, where that is what matters.
    #[serde(default)]
    pub(super) internal: ByCluster<Vec<String>>,
    /// What mirrorc does not know yet, so that its prediction differs. To be taken away when it knows.
    #[serde(default)]
    pub(super) mispredicted: Option<String>,
    /// Offsets that groups get.
    #[serde(default)]
    pub(super) synced: ByCluster<Vec<Committed>>,
    /// The connectors that there are, by flow, where that is what matters.
    #[serde(default)]
    pub(super) connectors: BTreeMap<String, Vec<String>>,
}

/// An offset in partition 0.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Committed {
    pub(super) group: String,
    pub(super) topic: String,
    pub(super) offset: u32,
}

/// How many records there are in a topic in the end.
#[derive(Deserialize, Clone, Copy, PartialEq, Debug)]
#[serde(untagged)]
pub(super) enum Count {
    Exactly(u32),
    Endless(Endless),
}

#[derive(Deserialize, Clone, Copy, PartialEq, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) enum Endless {
    /// More and more, with nobody producing any.
    Grows,
    /// It is not known how many.
    Any,
}

impl Count {
    /// Whether both can be true.
    pub(super) fn agrees(self, other: Count) -> bool {
        let any = Count::Endless(Endless::Any);
        self == other || self == any || other == any
    }
}

impl Step {
    pub(super) fn run(&self, version: Version) -> Option<&Run> {
        self.runs.iter().find(|run| run.holds_for(version))
    }
}

impl Run {
    fn holds_for(&self, version: Version) -> bool {
        let bound = |text: &String| Version::parse(text).expect("a bound is a version");
        self.from.as_ref().is_none_or(|from| version >= bound(from))
            && self.before.as_ref().is_none_or(|before| version < bound(before))
    }

    /// Whether something is expected not to end.
    pub(super) fn grows(&self) -> bool {
        let mut counts = self.expected.iter().flat_map(BTreeMap::values).flat_map(BTreeMap::values);
        self.unbounded || counts.any(|count| *count == Count::Endless(Endless::Grows))
    }
}

/// Those whose name contains one of the texts, which have commas between them.
pub(super) fn all(wanted: &str) -> Vec<Scenario> {
    let mut names: Vec<String> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| wanted.split(',').any(|part| name.contains(part)))
        .collect();
    names.sort();
    names.into_iter().map(|name| read(&Path::new(FOLDER).join(&name), name)).collect()
}

fn read(folder: &Path, name: String) -> Scenario {
    let mut steps = Vec::new();
    let mut folder = folder.to_path_buf();
    while folder.is_dir() {
        let text = |file: &str| {
            let path = folder.join(file);
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let (descriptor, text) = (text("topology.yaml"), text("run.yaml"));
        steps.push(Step { descriptor, runs: runs(&name, &text), text });
        folder.push("then");
    }
    Scenario { name, seed: None, steps }
}

/// One for each document.
pub(super) fn runs(name: &str, text: &str) -> Vec<Run> {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let file = sources.add("run.yaml".to_owned(), text.to_owned());
    let nodes = yaml::read(text, file, &mut found);
    assert!(found.iter().next().is_none(), "{name}: {found:?}");
    let run = |node: &Node| yaml::typed(node).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    nodes.iter().map(run).collect()
}
