//! The lines of the properties that hold, each with what it does where it stands.

use super::{Context, spaced_flow_key::is_spaced};
use crate::{
    mm2::keys::{Catalogue, Key, Reader, Standing},
    source::Span,
    topology::{Setting, Topology, Version},
};

/// A line and what MirrorMaker 2 makes of it.
pub(super) struct Line<'a> {
    pub(super) setting: &'a Setting,
    pub(super) standing: Standing<'a>,
    /// The release that runs.
    pub(super) version: Version,
    /// Where the descriptor states it.
    pub(super) version_span: Option<Span>,
    /// The aliases of a flow, for help texts.
    pub(super) example: (&'a str, &'a str),
}

/// A line that some releases read.
pub(super) struct Known<'a> {
    pub(super) setting: &'a Setting,
    pub(super) reader: Reader,
    pub(super) key: &'static Key,
    pub(super) version: Version,
    pub(super) version_span: Option<Span>,
}

/// All lines but those that a later one replaces, and those whose key ends elsewhere than it seems to.
pub(super) fn lines<'a>(context: &Context<'a>) -> impl Iterator<Item = Line<'a>> + use<'a> {
    context.topologies.iter().flat_map(lines_of)
}

fn lines_of(topology: &Topology) -> impl Iterator<Item = Line<'_>> {
    let catalogue = Catalogue::of(topology);
    let example = catalogue.example_flow();
    let (version, version_span) = (topology.workload.version, topology.workload.version_span);
    let settings = topology.settings.entries.iter();
    let settings =
        settings.filter(|setting| topology.settings.holds(setting) && !is_spaced(setting));
    settings.map(move |setting| {
        let standing = catalogue.standing(setting);
        Line { setting, standing, version, version_span, example }
    })
}

/// The lines whose key is read where it stands, by the release that runs or by another.
pub(super) fn known<'a>(context: &Context<'a>) -> impl Iterator<Item = Known<'a>> + use<'a> {
    lines(context).filter_map(|line| {
        let Line { setting, standing, version, version_span, .. } = line;
        let Standing::Read { reader, key } = standing else { return None };
        Some(Known { setting, reader, key, version, version_span })
    })
}

impl Known<'_> {
    /// The key of the line with another name at its end.
    pub(super) fn renamed(&self, name: &str) -> String {
        let start = self.setting.key.strip_suffix(self.key.name).unwrap_or_default();
        format!("{start}{name}")
    }
}
