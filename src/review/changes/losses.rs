//! What is lost in a disaster, before and after.

use std::collections::BTreeMap;

use crate::{
    descriptor::Disaster,
    loss::{self, Loss, TopicLoss},
    review::{ChangeRule, Changes, Class, Concerned, Facts, Weight, facts::Model},
};

pub(super) static LOSS_RAISED: ChangeRule = ChangeRule {
    id: "loss-raised",
    class: Class::ProtectionReduced,
    weight: Weight::Warn,
    summary: "more is lost in a disaster than before",
    page: include_str!("loss-raised.md"),
    twins: &["rpo-below-interval", "objective-without-protection"],
    check,
};

/// By the alias of the cluster, and the name of the topic.
type Losses<'a> = BTreeMap<(String, &'a str), TopicLoss<'a>>;

fn check(facts: &Facts<'_>, changes: &mut Changes<'_>) {
    let is_asked = |model: &Model<'_>| loss::is_asked(model.topologies);
    if !is_asked(&facts.before) && !is_asked(&facts.after) {
        return;
    }
    let before = losses(&facts.before, |alias| facts.members.now(alias).to_owned());
    let after = losses(&facts.after, str::to_owned);
    let mut raised: BTreeMap<String, Raised<'_, '_>> = BTreeMap::new();
    for ((alias, name), new) in &after {
        let Some(old) = before.get(&(alias.clone(), name)) else { continue };
        for (was, is) in old.outcomes.iter().zip(&new.outcomes) {
            if let Some(words) = words(was.with_copies, is.with_copies) {
                let what = format!("{}: {words}", heading(was.disaster));
                let raised = raised.entry(alias.clone()).or_insert_with(|| Raised {
                    old,
                    new,
                    by: Vec::new(),
                });
                match raised.by.iter_mut().find(|found| found.what == what) {
                    Some(found) => found.names.push((*name).to_owned()),
                    None => raised.by.push(Concerned {
                        what,
                        names: vec![(*name).to_owned()],
                        are_samples: false,
                    }),
                }
            }
        }
    }
    for (alias, raised) in raised {
        changes
            .report(&alias, format!("more of `{alias}` is lost in a disaster"))
            .at(Some(raised.old.span), Some(raised.new.span))
            .consequence("`mirrorc topics --loss` shows what is lost of each topic now")
            .concern(raised.by);
    }
}

/// The first topic of a cluster, and all of what is worse.
struct Raised<'l, 'a> {
    old: &'l TopicLoss<'a>,
    new: &'l TopicLoss<'a>,
    by: Vec<Concerned>,
}

fn losses<'a>(model: &Model<'a>, now: impl Fn(&str) -> String) -> Losses<'a> {
    let simulation = model.simulation;
    let named = loss::expected(simulation).into_iter().map(|loss| {
        let alias = simulation.place(simulation.topics.place(loss.topic)).alias();
        ((now(alias), simulation.topics.name(loss.topic)), loss)
    });
    named.collect()
}

fn heading(disaster: Disaster) -> &'static str {
    match disaster {
        Disaster::Broker => "when a broker is lost",
        Disaster::Replicas => "when all replicas are lost",
        Disaster::Cluster => "when the cluster is lost",
        Disaster::Region => "when the region is lost",
        Disaster::Mistake => "when they are deleted or spoilt",
    }
}

/// What is worse. How far copies lag behind is not known, so that they are not measured against snapshots.
fn words(was: Loss, is: Loss) -> Option<String> {
    let is_raised = match (was, is) {
        (Loss::Unknown(_) | Loss::Everything, _)
        | (_, Loss::Unknown(_) | Loss::Nothing)
        | (Loss::NotCopied(_) | Loss::SinceSnapshot(_), Loss::NotCopied(_)) => false,
        (Loss::SinceSnapshot(was), Loss::SinceSnapshot(is)) => is > was,
        (Loss::NotCopied(_), Loss::SinceSnapshot(_))
        | (Loss::Nothing, Loss::NotCopied(_) | Loss::SinceSnapshot(_))
        | (Loss::Nothing | Loss::NotCopied(_) | Loss::SinceSnapshot(_), Loss::Everything) => true,
    };
    is_raised.then(|| format!("{} instead of {}", name(is), name(was)))
}

fn name(loss: Loss) -> String {
    match loss {
        Loss::Nothing => "nothing".to_owned(),
        Loss::SinceSnapshot(gap) => format!("up to {}", gap.short()),
        Loss::NotCopied(_) => "what is not copied yet".to_owned(),
        Loss::Everything => "everything".to_owned(),
        Loss::Unknown(_) => "what is not known".to_owned(),
    }
}
