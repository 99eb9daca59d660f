//! Topics of MirrorMaker 2 that have no more replicas than brokers want in sync. In: a context. Out: what is lacking, once
//! for each line that says the number, and once for each cluster where Kafka's defaults or its brokers do.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Context, Findings,
    made::{COPIES, Made, made},
};
use crate::{
    diagnostic::Diagnostic,
    mm2::gates,
    topology::{Cluster, Setting},
    yaml::Spanned,
};

/// Topics of a cluster with one number of replicas.
pub(super) struct Shortage<'a> {
    pub(super) cluster: &'a Cluster,
    /// What says the number; absent where Kafka's defaults count, or those of the brokers.
    pub(super) line: Option<&'a Setting>,
    pub(super) keys: BTreeSet<&'static str>,
    pub(super) replicas: i64,
    /// The brokers say the number.
    is_of_brokers: bool,
    pub(super) in_sync: i64,
    pub(super) lack: Lack,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// Nothing can be written.
    Refused,
    /// The same, unless the brokers are new enough; it is not known what they are.
    PerhapsRefused,
    /// Every replica has to be in sync.
    NoneToSpare,
}

const MIN_ISR: &str = "min.insync.replicas";
const DEFAULT_REPLICAS: &str = "default.replication.factor";

pub(super) fn shortages<'a>(context: &Context<'a>) -> Vec<Shortage<'a>> {
    let mut found: BTreeMap<_, Shortage<'a>> = BTreeMap::new();
    for made in made(context.simulation, |cluster| in_sync(cluster).is_some()) {
        let Some(shortage) = shortage(&made) else { continue };
        let place = (
            std::ptr::from_ref(made.topology),
            made.cluster.id,
            shortage.line.map(|line| line.key_span),
            (shortage.replicas, shortage.is_of_brokers),
        );
        found.entry(place).or_insert(shortage).keys.insert(made.shape.key);
    }
    found.into_values().collect()
}

fn shortage<'a>(made: &Made<'a>) -> Option<Shortage<'a>> {
    let (cluster, in_sync) = (made.cluster, in_sync(made.cluster)?);
    let is_of_brokers = made.shape.replicas? == -1;
    let replicas = match cluster.broker_settings.get(DEFAULT_REPLICAS) {
        Some(stated) if is_of_brokers => number(stated)?,
        None if is_of_brokers => 1,
        Some(_) | None => made.shape.replicas?,
    };
    // Otherwise the topic is not made at all, which has a rule of its own.
    let is_made = cluster.brokers.as_ref().is_none_or(|brokers| replicas <= brokers.value.into());
    let lack = lack(cluster, replicas, in_sync)?;
    (made.shape.waits_for_brokers && is_made).then(|| Shortage {
        cluster,
        line: made.shape.line.filter(|_| !is_of_brokers),
        keys: BTreeSet::new(),
        replicas,
        is_of_brokers,
        in_sync,
        lack,
    })
}

fn lack(cluster: &Cluster, replicas: i64, in_sync: i64) -> Option<Lack> {
    if replicas < 1 || replicas > in_sync {
        return None;
    }
    let release = cluster.kafka_version.as_ref().map(|release| release.value);
    match release.map(gates::brokers_cap_min_isr) {
        Some(false) if replicas < in_sync => Some(Lack::Refused),
        None if replicas < in_sync => Some(Lack::PerhapsRefused),
        // One replica is never spared, whatever the brokers want.
        Some(_) | None => (replicas > 1).then_some(Lack::NoneToSpare),
    }
}

/// As the resource of a cluster says it; Kafka's own default is 1, below which nothing falls.
fn in_sync(cluster: &Cluster) -> Option<i64> {
    let count = number(cluster.broker_settings.get(MIN_ISR)?)?;
    (2..=i64::from(i16::MAX)).contains(&count).then_some(count)
}

fn number(stated: &Spanned<String>) -> Option<i64> {
    stated.value.trim().parse().ok()
}

impl Shortage<'_> {
    pub(super) fn is_of_copies(&self) -> bool {
        self.keys.contains(COPIES)
    }

    pub(super) fn report<'f>(
        &self,
        wants: &str,
        findings: &'f mut Findings<'_>,
    ) -> &'f mut Diagnostic {
        let alias = &self.cluster.alias;
        let what = match (self.is_of_copies(), self.keys.len()) {
            (true, 1) => "copies",
            (true, _) => "copies and topics of MirrorMaker 2",
            (false, _) => "topics of MirrorMaker 2",
        };
        let many = if self.replicas == 1 { "replica" } else { "replicas" };
        let message = format!(
            "{what} in `{}` get {} {many}, and its brokers want {wants} in sync",
            alias.value, self.replicas
        );
        let span = self.line.map_or(alias.span, |line| line.value_span);
        let finding = findings.report(span, message);
        finding.subject(self.line.map_or(&alias.value, |line| &line.key));
        let settings = &self.cluster.broker_settings;
        if let Some(wanted) = settings.get(MIN_ISR) {
            finding.related(wanted.span, "what the brokers want");
        }
        if self.is_of_brokers
            && let Some(given) = settings.get(DEFAULT_REPLICAS)
        {
            finding.related(given.span, "what the brokers give by default");
        }
        finding
    }

    /// As the descriptor says, else no more than the nodes of the resource.
    fn brokers(&self) -> Option<i64> {
        let stated = self.cluster.brokers.as_ref().map(|brokers| i64::from(brokers.value));
        let nodes = i64::try_from(self.cluster.storage.nodes.len()).ok();
        stated.or(nodes.filter(|&nodes| nodes > 0))
    }

    /// One more than have to be in sync, where there are so many brokers.
    pub(super) fn help(&self) -> String {
        let brokers = self.brokers();
        let wanted = self.in_sync + 1;
        let alias = &self.cluster.alias.value;
        let lower =
            |brokers: i64| format!("lower `{MIN_ISR}` of `{alias}` to {}", (brokers - 1).max(1));
        let write = |count| {
            let lines: Vec<String> = match self.line {
                Some(line) => vec![format!("`{}={count}`", line.key)],
                None => self.keys.iter().map(|key| format!("`{key}={count}`")).collect(),
            };
            format!("write {}", lines.join(", "))
        };
        match brokers {
            Some(brokers) if brokers <= self.replicas => lower(brokers),
            Some(brokers) if brokers < wanted => {
                format!("{}, or {}", write(brokers), lower(brokers))
            }
            Some(_) | None if self.is_of_brokers => {
                format!("{}, or raise `{DEFAULT_REPLICAS}` of `{alias}`", write(wanted))
            }
            Some(_) | None => write(wanted),
        }
    }
}
