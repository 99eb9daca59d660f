//! Where the offset syncs of a flow are kept. In: its settings. Out: the side.

use super::gates;
use crate::topology::{Flow, Topology, Version};

pub const LOCATION: &str = "offset-syncs.topic.location";

/// An end of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Source,
    Target,
}

/// Nothing where they are off. Their place is a setting since Kafka 3.0, and since 3.9 there may be none. A value that
/// the definitions do not take refuses the connector, which is not asked here.
pub fn side<'a>(setting: impl Fn(&str) -> Option<&'a str>, version: Version) -> Option<Side> {
    let says = |key: &str, is_word: &dyn Fn(&str) -> bool| {
        setting(key).is_some_and(|value| is_word(value.trim()))
    };
    let is_off = gates::offset_syncs_switch(version)
        && says("emit.offset-syncs.enabled", &|value| value.eq_ignore_ascii_case("false"));
    let at_target =
        gates::offset_syncs_location(version) && says(LOCATION, &|value| value == "target");
    (!is_off).then_some(if at_target { Side::Target } else { Side::Source })
}

/// The same of a flow, by its lines.
pub fn of_flow(topology: &Topology, flow: &Flow) -> Option<Side> {
    let setting =
        |key: &str| topology.flow_setting(flow, key).map(|setting| setting.value.as_str());
    side(setting, topology.workload.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_depends_on_the_release() {
        let check = |lines: &[(&str, &'static str)], version, expected| {
            let setting =
                |key: &str| lines.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
            assert_eq!(side(setting, version), expected, "{lines:?} {version}");
        };
        let (old, new) = (Version::new(2, 8, 2), Version::new(4, 3, 1));
        check(&[], new, Some(Side::Source));
        check(&[(LOCATION, " target ")], new, Some(Side::Target));
        check(&[(LOCATION, "TARGET")], new, Some(Side::Source));
        check(&[(LOCATION, "target")], old, Some(Side::Source));
        check(&[("emit.offset-syncs.enabled", "False ")], new, None);
        check(&[("emit.offset-syncs.enabled", "false")], old, Some(Side::Source));
    }
}
