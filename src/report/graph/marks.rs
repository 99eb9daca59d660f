//! Whom an error is about. In: the findings. Out: for each cluster and each flow, the rules whose errors name it or point
//! at one of its lines.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Diagnostics, Severity},
    source::Span,
    topology::{Scope, Topology},
};

/// Ids of rules.
pub(super) type Rules = BTreeSet<&'static str>;

#[derive(Debug, Default)]
pub(super) struct Marks<'a> {
    /// By alias.
    pub(super) clusters: BTreeMap<&'a str, Rules>,
    /// By the aliases of source and target.
    pub(super) flows: BTreeMap<(&'a str, &'a str), Rules>,
}

pub(super) fn marks<'a>(topologies: &'a [Topology], found: &Diagnostics) -> Marks<'a> {
    let errors = Errors::new(found);
    let mut marks = Marks::default();
    for topology in topologies {
        for cluster in &topology.clusters {
            let alias = cluster.alias.value.as_str();
            let rules = errors.about(alias, &[cluster.alias.span, cluster.span]);
            marks.clusters.entry(alias).or_default().extend(rules);
        }
        for flow in &topology.flows {
            let rules = errors.about(&topology.flow_name(flow), &[flow.span]);
            let ends = (topology.alias(flow.from), topology.alias(flow.to));
            marks.flows.entry(ends).or_default().extend(rules);
        }
        for setting in &topology.settings.entries {
            let rules = errors.about(&setting.key, &[setting.key_span, setting.value_span]);
            match &setting.scope {
                Scope::Cluster { alias, .. } => {
                    marks.clusters.entry(alias).or_default().extend(rules);
                }
                Scope::Flow { from, to, .. } => {
                    marks.flows.entry((from, to)).or_default().extend(rules);
                }
                Scope::Top => {}
            }
        }
    }
    marks
}

/// The rules of the errors of a run, by what they name and by the places that they point at.
struct Errors<'a> {
    by_subject: BTreeMap<&'a str, Rules>,
    by_place: BTreeMap<Span, Rules>,
}

impl<'a> Errors<'a> {
    fn new(found: &'a Diagnostics) -> Errors<'a> {
        let mut errors = Errors { by_subject: BTreeMap::new(), by_place: BTreeMap::new() };
        for finding in found.iter().filter(|finding| finding.severity == Severity::Error) {
            if let Some(subject) = &finding.subject {
                errors.by_subject.entry(subject).or_default().insert(finding.rule);
            }
            for label in [&finding.primary].into_iter().chain(&finding.related) {
                errors.by_place.entry(label.span).or_default().insert(finding.rule);
            }
        }
        errors
    }

    fn about(&self, subject: &str, places: &[Span]) -> Rules {
        let named = self.by_subject.get(subject).into_iter();
        let pointed_at = places.iter().filter_map(|place| self.by_place.get(place));
        named.chain(pointed_at).flatten().copied().collect()
    }
}
