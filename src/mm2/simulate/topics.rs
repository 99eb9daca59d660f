//! Topics by cluster and name: millions of them, so names lie in one text and ways are kept as steps back.

use super::{FlowId, PlaceId};

/// A topic of a cluster, in the order in which it appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TopicId(pub(in crate::mm2) u32);

/// What a topic holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Records of applications.
    User,
    /// Heartbeats of MirrorMaker 2, or a copy of them.
    Heartbeats,
    /// State of MirrorMaker 2 or of its Connect workers, or a copy of it.
    Internal,
}

/// One way in which records reach a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    pub from: TopicId,
    pub flow: FlowId,
    pub to: TopicId,
}

#[derive(Debug, Clone)]
struct Topic {
    place: PlaceId,
    name: Name,
    kind: Kind,
    hops: u16,
    /// What it is a copy of, in the end.
    root: TopicId,
    /// The step that made it.
    from: Option<(TopicId, FlowId)>,
}

/// A name among those of all topics; copies with the same name share it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    start: u32,
    length: u8,
    hash: u32,
}

/// All topics of a simulation.
#[derive(Debug, Default)]
pub struct Topics {
    names: String,
    list: Vec<Topic>,
    /// Open addressing; zero is empty, else the position of a topic and one.
    table: Vec<u32>,
}

/// What stands at a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Same(TopicId),
    /// A name that differs only in `.` and `_`.
    Colliding(TopicId),
    Nothing,
}

impl Topics {
    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// In the order in which they appear: those of the start, then copies by their hops.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = TopicId> + use<> {
        (0..u32::try_from(self.list.len()).expect("topics are limited")).map(TopicId)
    }

    pub fn name(&self, id: TopicId) -> &str {
        let name = self.topic(id).name;
        let start = name.start as usize;
        self.names.get(start..start + usize::from(name.length)).expect("it was written there")
    }

    pub fn place(&self, id: TopicId) -> PlaceId {
        self.topic(id).place
    }

    pub fn kind(&self, id: TopicId) -> Kind {
        self.topic(id).kind
    }

    /// Over how many flows it came.
    pub fn hops(&self, id: TopicId) -> u16 {
        self.topic(id).hops
    }

    pub fn root(&self, id: TopicId) -> TopicId {
        self.topic(id).root
    }

    /// The step that made the topic; nothing for one of the start.
    pub fn arrival(&self, id: TopicId) -> Option<Arrival> {
        self.topic(id).from.map(|(from, flow)| Arrival { from, flow, to: id })
    }

    pub fn get(&self, place: PlaceId, name: &str) -> Option<TopicId> {
        match self.find(place, name) {
            Found::Same(id) => Some(id),
            Found::Colliding(_) | Found::Nothing => None,
        }
    }

    pub(super) fn find(&self, place: PlaceId, name: &str) -> Found {
        self.find_hashed(place, name, hash(name))
    }

    /// As [`Topics::find`], for a name whose [`hash`] is known.
    pub(super) fn find_hashed(&self, place: PlaceId, name: &str, hash: u32) -> Found {
        let mut found = Found::Nothing;
        for id in self.probe(slot(place, hash)) {
            if self.topic(id).place == place && collides(self.name(id), name) {
                if self.name(id) == name {
                    return Found::Same(id);
                }
                found = Found::Colliding(id);
            }
        }
        found
    }

    /// Adds a topic that is not there yet.
    pub(super) fn add_seed(&mut self, place: PlaceId, name: &str, kind: Kind) -> TopicId {
        let (name, root) = (self.write(name), self.next());
        self.push(Topic { place, name, kind, hops: 0, root, from: None })
    }

    /// Keeps a name for topics that will be added.
    pub(super) fn write(&mut self, name: &str) -> Name {
        let start = u32::try_from(self.names.len()).expect("topics are limited, and names short");
        let length = u8::try_from(name.len()).expect("no broker takes a longer name");
        self.names.push_str(name);
        Name { start, length, hash: hash(name) }
    }

    /// What MirrorMaker 2 makes may be declared as well.
    pub(super) fn set_kind(&mut self, id: TopicId, kind: Kind) {
        if let Some(topic) = self.list.get_mut(id.0 as usize) {
            topic.kind = kind;
        }
    }

    /// Adds a copy that is not there yet.
    pub(super) fn add_copy(
        &mut self,
        place: PlaceId,
        name: Name,
        step: (TopicId, FlowId),
    ) -> TopicId {
        let source = self.topic(step.0);
        let (kind, hops, root) = (source.kind, source.hops.saturating_add(1), source.root);
        self.push(Topic { place, name, kind, hops, root, from: Some(step) })
    }

    fn next(&self) -> TopicId {
        TopicId(u32::try_from(self.list.len()).expect("topics are limited"))
    }

    fn push(&mut self, topic: Topic) -> TopicId {
        let id = self.next();
        let slot = slot(topic.place, topic.name.hash);
        self.list.push(topic);
        if self.list.len() * 2 > self.table.len() {
            self.rebuild();
        } else {
            self.enter(slot, id);
        }
        id
    }

    fn rebuild(&mut self) {
        self.table = vec![0; (self.list.len() * 4).next_power_of_two()];
        for id in self.ids() {
            let topic = self.topic(id);
            self.enter(slot(topic.place, topic.name.hash), id);
        }
    }

    fn enter(&mut self, slot: usize, id: TopicId) {
        let mask = self.table.len() - 1;
        let mut at = slot & mask;
        while self.table.get(at).is_some_and(|&entry| entry != 0) {
            at = (at + 1) & mask;
        }
        if let Some(entry) = self.table.get_mut(at) {
            *entry = id.0 + 1;
        }
    }

    /// The topics that stand where one of that name would.
    fn probe(&self, slot: usize) -> impl Iterator<Item = TopicId> {
        let mask = self.table.len().saturating_sub(1);
        let mut at = slot & mask;
        std::iter::from_fn(move || {
            let entry = self.table.get(at).copied().filter(|&entry| entry != 0)?;
            at = (at + 1) & mask;
            Some(TopicId(entry - 1))
        })
    }

    fn topic(&self, id: TopicId) -> &Topic {
        self.list.get(id.0 as usize).expect("a TopicId comes from its own simulation")
    }
}

/// Brokers keep apart no names that differ only in these two: metrics could not.
fn collides(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().map(folded).eq(b.bytes().map(folded))
}

fn folded(byte: u8) -> u8 {
    if byte == b'.' { b'_' } else { byte }
}

/// FNV-1a, over the folded name.
pub(super) fn hash(name: &str) -> u32 {
    let hash = name.bytes().map(folded).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    upper_half(hash)
}

/// Where the topic of a place whose name has a hash is looked for first.
fn slot(place: PlaceId, hash: u32) -> usize {
    let both = u64::from(place.0) << 32 | u64::from(hash);
    upper_half(both.wrapping_mul(0x9e37_79b9_7f4a_7c15)) as usize
}

/// The half of a product that depends on all bits.
fn upper_half(product: u64) -> u32 {
    u32::try_from(product >> 32).expect("half of it fits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_again_and_colliding_ones_too() {
        let (a, b) = (PlaceId(0), PlaceId(1));
        let mut topics = Topics::default();
        assert_eq!(topics.find(a, "x"), Found::Nothing);
        for number in 0..1000 {
            topics.add_seed(a, &format!("t.{number}"), Kind::User);
        }
        assert_eq!(topics.find(a, "t.7"), Found::Same(TopicId(7)));
        assert_eq!(topics.find(a, "t_7"), Found::Colliding(TopicId(7)));
        assert_eq!(topics.find(b, "t.7"), Found::Nothing);
        assert_eq!(topics.name(TopicId(999)), "t.999");
    }
}
