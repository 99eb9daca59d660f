//! One consequence of an edit. In: what a rule of [`super::changes`] says. Out: a [`Change`], with its class and weight.

use crate::source::Span;

use super::Facts;

/// What an edit does to data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    RecordsLost,
    LoopOrMerge,
    PositionsLost,
    ReReplication,
    StopsSilently,
    Orphans,
    ProtectionReduced,
    ForwardOnly,
    RestartOnly,
    Safe,
}

/// How much of a reviewer's attention it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Not without an `allow` entry with a reason.
    Block,
    Warn,
    Note,
}

/// One consequence of an edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The id of the rule that tells it, as `explain` and `allow` take it.
    pub rule: &'static str,
    pub class: Class,
    pub weight: Weight,
    /// What it is about (an alias, a flow, a key), for `allow`.
    pub subject: String,
    /// One lower-case sentence that stands alone.
    pub message: String,
    /// What MirrorMaker 2 does then: one sentence or a few, without the full stop of the last.
    pub consequence: Option<String>,
    pub concerned: Vec<Concerned>,
    /// What to do instead: an imperative.
    pub instead: Option<String>,
    /// The place in the old revision.
    pub before: Option<Span>,
    /// The place in the new revision.
    pub after: Option<Span>,
    /// The reason that an `allow` entry of the new revision gives.
    pub acknowledged: Option<String>,
    /// Ids of rules whose findings say the same of one revision: what accepts them accepts the change.
    pub twins: &'static [&'static str],
}

/// Topics, groups or flows that a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concerned {
    /// What happens to them and where, such as "gets no more records on `west`".
    pub what: String,
    pub names: Vec<String>,
    /// The names only stand for others that the filters select: no topics are declared.
    pub are_samples: bool,
}

/// A kind of change.
#[derive(Debug)]
pub struct ChangeRule {
    /// Kebab-case: the same in reports, `explain`, `allow` and the cases.
    pub id: &'static str,
    pub class: Class,
    /// The weight that it mostly has.
    pub weight: Weight,
    /// One line, for tables.
    pub summary: &'static str,
    /// The Markdown page that `explain` prints.
    pub page: &'static str,
    pub twins: &'static [&'static str],
    pub(super) check: fn(&Facts<'_>, &mut Changes<'_>),
}

/// Where a rule reports; it knows which rule is running.
#[derive(Debug)]
pub(super) struct Changes<'a> {
    pub(super) rule: &'static ChangeRule,
    pub(super) list: &'a mut Vec<Change>,
}

impl Class {
    pub const ALL: [Class; 10] = [
        Class::RecordsLost,
        Class::LoopOrMerge,
        Class::PositionsLost,
        Class::ReReplication,
        Class::StopsSilently,
        Class::Orphans,
        Class::ProtectionReduced,
        Class::ForwardOnly,
        Class::RestartOnly,
        Class::Safe,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Class::RecordsLost => "records-lost",
            Class::LoopOrMerge => "loop-or-merge",
            Class::PositionsLost => "positions-lost",
            Class::ReReplication => "re-replication",
            Class::StopsSilently => "stops-silently",
            Class::Orphans => "orphans",
            Class::ProtectionReduced => "protection-reduced",
            Class::ForwardOnly => "forward-only",
            Class::RestartOnly => "restart-only",
            Class::Safe => "safe",
        }
    }

    /// One line, for tables.
    pub fn meaning(self) -> &'static str {
        match self {
            Class::RecordsLost => "records are never copied, or are skipped",
            Class::LoopOrMerge => {
                "records go round, or records of several clusters get into one topic"
            }
            Class::PositionsLost => {
                "groups of consumers find no position, or an older or a wrong one"
            }
            Class::ReReplication => "everything is copied again, so that records are there twice",
            Class::StopsSilently => "topics that were copied are not any more, and nothing fails",
            Class::Orphans => "topics, positions and settings stay behind that nothing looks after",
            Class::ProtectionReduced => "what protects or watches the data does less than before",
            Class::ForwardOnly => "only what is made from now on is made that way",
            Class::RestartOnly => "connectors or pods start again, and go on where they were",
            Class::Safe => "nothing that was there before behaves differently",
        }
    }
}

impl Weight {
    pub const ALL: [Weight; 3] = [Weight::Block, Weight::Warn, Weight::Note];

    pub fn name(self) -> &'static str {
        match self {
            Weight::Block => "block",
            Weight::Warn => "warn",
            Weight::Note => "note",
        }
    }
}

impl Changes<'_> {
    pub(super) fn report(
        &mut self,
        subject: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Change {
        self.list.push(Change {
            rule: self.rule.id,
            class: self.rule.class,
            weight: self.rule.weight,
            subject: subject.into(),
            message: message.into(),
            consequence: None,
            concerned: Vec::new(),
            instead: None,
            before: None,
            after: None,
            acknowledged: None,
            twins: self.rule.twins,
        });
        self.list.last_mut().expect("one was just pushed")
    }
}

impl Change {
    pub fn consequence(&mut self, text: impl Into<String>) -> &mut Change {
        self.consequence = Some(text.into());
        self
    }

    pub fn instead(&mut self, text: impl Into<String>) -> &mut Change {
        self.instead = Some(text.into());
        self
    }

    pub fn at(&mut self, before: Option<Span>, after: Option<Span>) -> &mut Change {
        self.before = before;
        self.after = after;
        self
    }

    /// Empty lists are left out.
    pub fn concern(&mut self, concerned: impl IntoIterator<Item = Concerned>) -> &mut Change {
        self.concerned.extend(concerned.into_iter().filter(|found| !found.names.is_empty()));
        self
    }

    /// Whether it needs an acknowledgement that it does not have.
    pub fn is_open_block(&self) -> bool {
        self.weight == Weight::Block && self.acknowledged.is_none()
    }
}
