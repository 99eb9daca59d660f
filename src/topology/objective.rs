//! Objectives. In: the entries of the descriptor. Out: the same with every reference resolved; an entry that cannot be
//! resolved is told and left out.

use super::{
    ClusterId,
    backup::{Known, tell},
    inventory,
};
use crate::{
    descriptor::{self, Descriptor, Disaster, faults::INVALID_VALUE},
    diagnostic::Diagnostics,
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
    let entries = descriptor.objectives.iter().flatten();
    entries.filter_map(|entry| objective(entry, known, found)).collect()
}

fn objective(
    entry: &Spanned<descriptor::Objective>,
    known: &Known<'_>,
    found: &mut Diagnostics,
) -> Option<Objective> {
    let written = &entry.value;
    let cluster = written.cluster.as_ref();
    let cluster =
        cluster.map(|alias| inventory::cluster(alias, known.clusters, known.aliases, found));
    let rpo = written.rpo.as_ref().map(|text| rpo(text, found));
    Some(Objective {
        span: written.against.first().map_or(entry.span, |first| first.span),
        cluster: match cluster {
            Some(cluster) => Some(cluster?.id),
            None => None,
        },
        against: written.against.clone(),
        rpo: match rpo {
            Some(rpo) => Some(rpo?),
            None => None,
        },
    })
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
