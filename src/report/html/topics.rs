//! The topics that there will be on each cluster, as they are simulated, with where they come from.

use super::{
    Section,
    words::{code, counted, folded, left_out, plain, section as framed},
};
use crate::mm2::simulate::{Kind, PlaceId, Simulation, TopicId};

/// Topics that are listed: of one cluster at most, and of all together about as many.
const OF_CLUSTER: usize = 100;
const OF_ALL: usize = 4000;
/// Clusters that are listed.
const CLUSTERS: usize = 500;
/// As many topics, and names of clusters, are shown without a click.
const OPEN: usize = 40;

pub(super) fn section(simulation: &Simulation<'_>) -> Option<Section> {
    let lists: Vec<(PlaceId, Vec<TopicId>, usize)> = simulation
        .place_ids()
        .zip(simulation.by_place())
        .map(|(place, all)| {
            let is_user = |topic: &TopicId| simulation.topics.kind(*topic) == Kind::User;
            let shown: Vec<TopicId> = all.iter().copied().filter(is_user).collect();
            let internal = all.len() - shown.len();
            (place, shown, internal)
        })
        .collect();
    let total: usize = lists.iter().map(|(_, topics, _)| topics.len()).sum();
    let most = OF_CLUSTER.min(OF_ALL / lists.len().clamp(1, CLUSTERS));
    let mut text = String::new();
    if simulation.is_sampled {
        text.push_str(
            "<p>No topics are declared, so these are samples that the filters accept; <code>topics</code> in the \
             descriptor declares them.</p>\n",
        );
    }
    if simulation.is_cut {
        text.push_str("<p class=\"left-out\">There are more copies than were followed.</p>\n");
    }
    let clusters = lists.iter().take(CLUSTERS).map(|(place, topics, internal)| {
        cluster(simulation, *place, topics, (*internal, most), total <= OPEN)
    });
    let clusters: String = clusters.collect();
    match lists.len() <= OPEN {
        true => text.push_str(&clusters),
        false => text.push_str(&folded(lists.len(), "cluster", &clusters)),
    }
    let rest = lists.len().saturating_sub(CLUSTERS);
    text.push_str(&left_out(rest, "cluster", "mirrorc topics"));
    (!lists.is_empty()).then(|| framed("topics", "Topics of each cluster", Some(total), &text))
}

fn cluster(
    simulation: &Simulation<'_>,
    place: PlaceId,
    topics: &[TopicId],
    (internal, most): (usize, usize),
    is_open: bool,
) -> String {
    let alias = simulation.place(place).alias();
    let also = match internal {
        0 => String::new(),
        _ => format!(", and {internal} that MirrorMaker 2 makes for itself"),
    };
    let rows: String = topics.iter().take(most).map(|&topic| row(simulation, topic)).collect();
    let rest = left_out(topics.len().saturating_sub(most), "topic", "mirrorc topics");
    let table = match rows.is_empty() {
        true => String::new(),
        false => format!(
            "<table class=\"topics\"><thead><tr><th scope=\"col\">topic</th><th scope=\"col\">first written as</th>\
             <th scope=\"col\">way</th></tr></thead>\n<tbody>{rows}</tbody></table>\n"
        ),
    };
    let open = if is_open { " open" } else { "" };
    format!(
        "<details class=\"cluster\"{open}>\n<summary>{} <span class=\"count\">{}{also}</span></summary>\n{table}{rest}</details>\n",
        code(alias),
        counted(topics.len(), "topic")
    )
}

fn row(simulation: &Simulation<'_>, topic: TopicId) -> String {
    let name = simulation.topics.name(topic);
    let is_copy = simulation.topics.hops(topic) > 0;
    let origin = match is_copy || simulation.is_remote(topic) {
        true => {
            let origin = simulation.origin(topic);
            code(&format!("{}@{}", origin.topic, origin.alias))
        }
        false => "here".to_owned(),
    };
    format!(
        "<tr data-item=\"rest\"><th scope=\"row\">{}</th><td>{origin}</td><td>{}</td></tr>\n",
        code(name),
        way(simulation, topic)
    )
}

/// `a → b → c`
fn way(simulation: &Simulation<'_>, topic: TopicId) -> String {
    let path = simulation.path(topic);
    let alias = |place| plain(simulation.place(place).alias());
    let first = path.first().map(|step| alias(simulation.flow(step.flow).from));
    let ends = path.iter().map(|step| alias(simulation.flow(step.flow).to));
    first.into_iter().chain(ends).collect::<Vec<_>>().join(" → ")
}
