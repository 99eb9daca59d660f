//! Objectives: what may be lost, and what flows are for. In: the entries of the descriptor. Out: the same with every
//! reference resolved; an entry that cannot be resolved is told and left out.

use std::collections::BTreeMap;

use super::{
    ClusterId, Flow,
    backup::{Known, tell},
    inventory,
};
use crate::{
    descriptor::{
        self, Descriptor, Disaster, Intent,
        faults::{INVALID_VALUE, MISSING_KEY},
        is_placeholder,
    },
    diagnostic::Diagnostics,
    nearest::nearest,
    schedule::GoDuration,
    source::Span,
    yaml::Spanned,
};

/// How much may be lost when something is lost.
#[derive(Debug, Clone)]
pub struct Objective {
    pub span: Span,
    /// For all clusters when absent.
    pub cluster: Option<ClusterId>,
    pub against: Vec<Spanned<Disaster>>,
    /// How much time's records; anything but all of them when absent.
    pub rpo: Option<Spanned<GoDuration>>,
}

impl Objective {
    pub fn is_of(&self, cluster: ClusterId) -> bool {
        self.cluster.is_none_or(|own| own == cluster)
    }
}

pub(super) fn resolve(
    descriptor: &Descriptor,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Vec<Objective> {
    let entries = descriptor.objectives.iter().flatten().filter(|entry| !is_of_flow(&entry.value));
    entries.filter_map(|entry| objective(entry, known, found)).collect()
}

/// What the enabled flows are for, by their source and target.
pub(super) fn intents(
    descriptor: &Descriptor,
    known: &Known<'_>,
    flows: &[Flow],
    found: &mut Diagnostics,
) -> BTreeMap<(ClusterId, ClusterId), Spanned<Intent>> {
    let alias =
        |id: ClusterId| known.clusters.get(id.0).map_or("", |cluster| cluster.alias.value.as_str());
    let named = |flow: &Flow| (format!("{}->{}", alias(flow.from), alias(flow.to)), *flow);
    let flows: BTreeMap<String, Flow> = flows.iter().map(named).collect();
    let mut intents: BTreeMap<(ClusterId, ClusterId), Spanned<Intent>> = BTreeMap::new();
    for entry in descriptor.objectives.iter().flatten().filter(|entry| is_of_flow(&entry.value)) {
        tell_mixture(&entry.value, found);
        let Some((name, intent)) = flow_and_intent(&entry.value, &flows, found) else { continue };
        let Some(flow) = flows.get(&name.value) else {
            tell_unknown_flow(name, known, &flows, found);
            continue;
        };
        if let Some(other) = intents.insert((flow.from, flow.to), intent.clone()) {
            found
                .report(&INVALID_VALUE, name.span, format!("`{}` stands twice", name.value))
                .related(other.span, "the other entry says what it is for")
                .help("remove one of the two");
        }
    }
    intents
}

fn is_of_flow(written: &descriptor::Objective) -> bool {
    written.flow.is_some() || written.intent.is_some()
}

fn tell_mixture(written: &descriptor::Objective, found: &mut Diagnostics) {
    let against =
        written.against.as_ref().and_then(|against| Some(("against", against.first()?.span)));
    let others = [
        against,
        written.rpo.as_ref().map(|rpo| ("rpo", rpo.span)),
        written.cluster.as_ref().map(|cluster| ("cluster", cluster.span)),
    ];
    if let Some((key, span)) = others.into_iter().flatten().next() {
        found
            .report(&INVALID_VALUE, span, format!("an entry about a flow has no `{key}`"))
            .help("make two entries: one with `flow` and `intent`, one with `against` and what belongs to it");
    }
}

fn flow_and_intent<'a>(
    written: &'a descriptor::Objective,
    flows: &BTreeMap<String, Flow>,
    found: &mut Diagnostics,
) -> Option<(&'a Spanned<String>, &'a Spanned<Intent>)> {
    match (&written.flow, &written.intent) {
        (Some(flow), Some(intent)) => return Some((flow, intent)),
        (Some(flow), None) => {
            let message = format!("this entry does not say what `{}` is for", flow.value);
            found
                .report(&MISSING_KEY, flow.span, message)
                .help("add `intent: dr` or `intent: migration`");
        }
        (None, Some(intent)) => {
            let example = flows.keys().next().map_or("a->b", String::as_str);
            found
                .report(&MISSING_KEY, intent.span, "this entry names no flow")
                .help(format!("add `flow:` with an enabled flow, such as `flow: {example}`"));
        }
        (None, None) => {}
    }
    None
}

fn tell_unknown_flow(
    name: &Spanned<String>,
    known: &Known<'_>,
    flows: &BTreeMap<String, Flow>,
    found: &mut Diagnostics,
) {
    if is_placeholder(&name.value) {
        return;
    }
    let ends = name.value.split_once("->");
    let is_off = ends.is_some_and(|(from, to)| {
        from != to && known.aliases.contains_key(from) && known.aliases.contains_key(to)
    });
    let (message, help) = match nearest(&name.value, flows.keys().map(String::as_str)) {
        _ if is_off => (
            format!("the flow `{}` is not enabled in this descriptor", name.value),
            format!(
                "add `{}.enabled=true` to the properties, or move the entry to the descriptor that enables it",
                name.value
            ),
        ),
        Some(near) => {
            (format!("no flow is called `{}`", name.value), format!("write `flow: {near}`"))
        }
        None => (
            format!("no flow is called `{}`", name.value),
            "write an enabled flow as `a->b`, with the aliases of its source and its target"
                .to_owned(),
        ),
    };
    found.report(&INVALID_VALUE, name.span, message).help(help);
}

fn objective(
    entry: &Spanned<descriptor::Objective>,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Option<Objective> {
    let written = &entry.value;
    let Some(against) = &written.against else {
        tell_missing(entry, found);
        return None;
    };
    let cluster = written.cluster.as_ref();
    let cluster =
        cluster.map(|alias| inventory::cluster(alias, known.clusters, known.aliases, found));
    let rpo = written.rpo.as_ref().map(|text| rpo(text, found));
    Some(Objective {
        span: against.first().map_or(entry.span, |first| first.span),
        cluster: match cluster {
            Some(cluster) => Some(cluster?.id),
            None => None,
        },
        against: against.clone(),
        rpo: match rpo {
            Some(rpo) => Some(rpo?),
            None => None,
        },
    })
}

fn tell_missing(entry: &Spanned<descriptor::Objective>, found: &mut Diagnostics) {
    let descriptor::Objective { cluster, rpo, .. } = &entry.value;
    let span = [cluster, rpo].into_iter().flatten().next().map_or(entry.span, |stated| stated.span);
    let message = "this entry says neither what may be lost nor what a flow is for";
    found
        .report(&MISSING_KEY, span, message)
        .help("add `against:` with the disasters that it is about, or write `flow:` and `intent:`");
}

fn rpo(text: &Spanned<String>, found: &mut Diagnostics) -> Option<Spanned<GoDuration>> {
    match GoDuration::parse(&text.value) {
        Ok(value) if value.nanoseconds >= 0 => Some(Spanned { value, span: text.span }),
        Ok(_) => {
            found
                .report(&INVALID_VALUE, text.span, "no less than nothing can be lost")
                .help("write a time, such as `15m`");
            None
        }
        Err(fault) => {
            tell(&fault, text, found);
            None
        }
    }
}
