//! Lists of Java patterns: no value stops the reader, faults stand in the value, samples are matched, and a name that two
//! lists have in common is one of both.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mirrorc::{
    mm2::pattern::{PatternList, common_name},
    topology::Version,
};

/// Before and after lists became strict.
const VERSIONS: [Version; 2] = [Version::new(3, 6, 0), Version::new(4, 2, 0)];
const NAMES: [&str; 4] = ["", "orders", "us-west.orders", "__consumer_offsets"];

fuzz_target!(|text: &str| {
    // Two lists stand on two lines.
    let lists =
        text.splitn(2, '\n').flat_map(|value| VERSIONS.map(|version| compile(value, version)));
    let lists: Vec<PatternList> = lists.flatten().collect();
    let takes: Vec<&PatternList> = lists.iter().collect();
    if let Some(name) = common_name(&takes, &[]) {
        assert!(lists.iter().all(|list| list.is_match(&name)), "{name}");
    }
    if let [first, .., last] = takes.as_slice()
        && let Some(name) = common_name(&[first], &[last])
    {
        assert!(first.is_match(&name) && !last.is_match(&name), "{name}");
    }
});

fn compile(value: &str, version: Version) -> Option<PatternList> {
    match PatternList::compile(value, version) {
        Ok(list) => {
            let samples = list.samples();
            assert!(samples.iter().all(|name| list.is_match(name)), "{samples:?}");
            // Matched or not: an answer comes.
            NAMES.iter().for_each(|name| _ = list.is_match(name));
            Some(list)
        }
        Err(fault) => {
            assert!(value.get(fault.range.clone()).is_some(), "{fault:?}");
            None
        }
    }
}
