use std::collections::BTreeSet;

use super::{Context, Findings, Rule, suggestion::Taken};
use crate::{
    descriptor::is_placeholder,
    diagnostic::Severity,
    topology::{Cluster, Topology},
};

pub(super) static RULE: Rule = Rule {
    id: "alias-illegal-characters",
    severity: Severity::Error,
    summary: "an alias that cannot be a part of topics' names and of keys",
    page: include_str!("alias_illegal_characters.md"),
    allowable: false,
    check,
};

/// The longest alias: names of topics have room for it more than once.
const ALIAS_LENGTH: usize = 100;
/// How much of an alias that is too long is shown.
const SHOWN: usize = 20;

/// Whether the alias can stand in keys and in names of topics.
pub(super) fn is_legal(alias: &str) -> bool {
    flaw(alias).is_none()
}

struct Flaw {
    /// Goes on after the alias.
    what: String,
    reason: &'static str,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let taken = Taken::of(context);
    let mut given = BTreeSet::new();
    for topology in context.topologies {
        let written =
            topology.clusters.iter().filter(|cluster| !is_placeholder(&cluster.alias.value));
        for cluster in written {
            if let Some(flaw) = flaw(&cluster.alias.value) {
                let free = taken.free_alias_besides(&cluster.alias.value, &given);
                report(topology, cluster, &flaw, &free, findings);
                given.insert(free);
            }
        }
    }
}

fn flaw(alias: &str) -> Option<Flaw> {
    let illegal = |character: &char| {
        !character.is_ascii_alphanumeric() && !matches!(character, '-' | '_' | '.')
    };
    let mut characters: Vec<char> = alias.chars().filter(illegal).collect();
    characters.sort_unstable();
    characters.dedup();
    let (what, reason) = if alias.is_empty() {
        ("is empty".to_owned(), "without an alias no key of MirrorMaker 2 can name the cluster")
    } else if alias.starts_with('-') {
        ("begins with `-`".to_owned(), "behind `--clusters` it would be taken for an option")
    } else if alias.contains("->") {
        (
            "holds `->`".to_owned(),
            "`->` stands between the two aliases of a flow, so MirrorMaker 2 would read keys of this cluster as keys \
             of a flow",
        )
    } else if characters.iter().any(|character| character.is_whitespace()) {
        ("holds a blank".to_owned(), "Java ends the key of a property at the first blank")
    } else if characters.contains(&',') {
        ("holds a comma".to_owned(), "MirrorMaker 2 splits `clusters` at commas")
    } else if !characters.is_empty() {
        (
            format!("holds {}", quoted(&characters)),
            "MirrorMaker 2 makes topics such as `<alias>.checkpoints.internal`, and brokers refuse a name with other \
             characters than letters, digits, `.`, `_` and `-`",
        )
    } else if alias.len() > ALIAS_LENGTH {
        (
            format!("has {} characters; {ALIAS_LENGTH} are the most", alias.len()),
            "the alias stands before the names of topics, which brokers limit to 249 characters",
        )
    } else {
        return None;
    };
    Some(Flaw { what, reason })
}

fn quoted(characters: &[char]) -> String {
    let quoted: Vec<String> = characters.iter().map(|character| format!("`{character}`")).collect();
    quoted.join(", ")
}

fn report(
    topology: &Topology,
    cluster: &Cluster,
    flaw: &Flaw,
    free: &str,
    findings: &mut Findings<'_>,
) {
    let alias = &cluster.alias.value;
    let subject = match alias.as_str() {
        "" => "the alias of a cluster".to_owned(),
        alias if cluster.alias_is_default => {
            format!("the alias `{}`, made from context, namespace and name,", shown(alias))
        }
        alias => format!("the alias `{}`", shown(alias)),
    };
    let mut help =
        format!("{} `alias: {free}`", if cluster.alias_is_default { "add" } else { "write" });
    if topology.flows.iter().any(|flow| flow.from == cluster.id || flow.to == cluster.id) {
        help.push_str(", and write the same in the keys of its flows");
    }
    let finding = findings.report(cluster.alias.span, format!("{subject} {}", flaw.what));
    finding.subject(alias).reason(flaw.reason).help(help);
    if cluster.alias_is_default {
        finding.label("this cluster has no `alias`");
    }
}

fn shown(alias: &str) -> String {
    if alias.len() <= ALIAS_LENGTH {
        return alias.to_owned();
    }
    let begin: String = alias.chars().take(SHOWN).collect();
    format!("{begin}…")
}
