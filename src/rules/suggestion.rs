//! Aliases to suggest. In: what a cluster is called now. Out: a legal alias that no cluster of the run has or had.

use std::collections::BTreeSet;

use super::{Context, retired};
use crate::names::{LABEL_LENGTH, slug};

/// The aliases that are not free.
pub(super) struct Taken<'a>(BTreeSet<&'a str>);

impl<'a> Taken<'a> {
    pub(super) fn of(context: &Context<'a>) -> Taken<'a> {
        let in_use = context.topologies.iter().flat_map(|topology| &topology.clusters);
        let in_use = in_use.map(|cluster| cluster.alias.value.as_str());
        Taken(in_use.chain(retired::known(context).into_keys()).collect())
    }

    /// A free alias like the text, which YAML reads as text without quotes.
    pub(super) fn free_alias(&self, text: &str) -> String {
        self.free_alias_besides(text, &BTreeSet::new())
    }

    /// A free alias for the cluster that takes the place of another.
    pub(super) fn successor(&self, alias: &str) -> String {
        let new = format!("{alias}-new");
        let free = self.free_alias(&new);
        if free == new { free } else { self.free_alias(alias) }
    }

    /// As [`Taken::free_alias`], and none that was suggested for another cluster.
    pub(super) fn free_alias_besides(&self, text: &str, given: &BTreeSet<String>) -> String {
        let slug = slug(text);
        let is_text = slug.starts_with(|first: char| first.is_ascii_lowercase())
            && !matches!(slug.as_str(), "true" | "false" | "null");
        let slug = if is_text { slug } else { format!("kafka-{slug}") };
        let short = slug.get(..LABEL_LENGTH).unwrap_or(&slug).trim_end_matches('-');
        let numbered = (2..).map(|number: u32| format!("{short}-{number}"));
        std::iter::once(short.to_owned())
            .chain(numbered)
            .find(|alias| !self.0.contains(alias.as_str()) && !given.contains(alias))
            .expect("there are fewer aliases than numbers")
    }
}
