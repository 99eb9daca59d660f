//! The templates of a run: the built-in ones, replaced and added to by the user's.

use super::{
    faults::TEMPLATE_SYNTAX,
    template::{self, Template},
};
use crate::{
    diagnostic::Diagnostics,
    source::{Sources, Span},
    yaml,
};

/// A template as it was found: its path below the folder of templates, such as `kubernetes/deployment.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFile {
    pub path: String,
    /// The name that messages give it.
    pub name: String,
    pub text: String,
}

/// Compiled templates, in the order of their paths.
#[derive(Debug)]
pub struct Templates {
    /// Filled for each instance.
    pub instance: Vec<Template>,
    /// Filled for each user of a Kafka cluster.
    pub user: Vec<Template>,
    /// Filled for each Kubernetes cluster.
    pub kubernetes_cluster: Vec<Template>,
    pub kustomization: Template,
}

const KUSTOMIZATION: &str = "gitops/kustomization.yaml";

static BUILT_IN: [(&str, &str); 9] = [
    (KUSTOMIZATION, include_str!("../../templates/gitops/kustomization.yaml")),
    ("kafka-user/kafka-user.yaml", include_str!("../../templates/kafka-user/kafka-user.yaml")),
    ("kubernetes/config-map.yaml", include_str!("../../templates/kubernetes/config-map.yaml")),
    ("kubernetes/deployment.yaml", include_str!("../../templates/kubernetes/deployment.yaml")),
    (
        "kubernetes/horizontal-pod-autoscaler.yaml",
        include_str!("../../templates/kubernetes/horizontal-pod-autoscaler.yaml"),
    ),
    (
        "kubernetes/network-policy.yaml",
        include_str!("../../templates/kubernetes/network-policy.yaml"),
    ),
    (
        "kubernetes/pod-disruption-budget.yaml",
        include_str!("../../templates/kubernetes/pod-disruption-budget.yaml"),
    ),
    (
        "kubernetes/service-account.yaml",
        include_str!("../../templates/kubernetes/service-account.yaml"),
    ),
    ("kubernetes/service.yaml", include_str!("../../templates/kubernetes/service.yaml")),
];

/// Compiles the templates; nothing where one of them is wrong.
pub fn templates(
    user: &[TemplateFile],
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Option<Templates> {
    let replaced = |path: &str| user.iter().any(|file| file.path == path);
    let mut files: Vec<TemplateFile> = BUILT_IN
        .iter()
        .filter(|(path, _)| !replaced(path))
        .map(|(path, text)| TemplateFile {
            path: (*path).to_owned(),
            name: format!("templates/{path}"),
            text: (*text).to_owned(),
        })
        .chain(user.iter().cloned())
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let (mut instance, mut user, mut kubernetes_cluster) = (Vec::new(), Vec::new(), Vec::new());
    let mut kustomization = None;
    let mut complete = true;
    for file in files {
        let id = sources.add(file.name, file.text);
        let before = found.len();
        let nodes = yaml::read(&sources.get(id).text, id, found);
        let compiled = template::compile(&nodes, sources, found);
        let Some(compiled) = compiled.filter(|_| found.len() == before) else {
            complete = false;
            continue;
        };
        match file.path.split_once('/') {
            Some(("kubernetes", _)) => instance.push(compiled),
            Some(("kafka-user", _)) => user.push(compiled),
            Some(("kubernetes-cluster", _)) => kubernetes_cluster.push(compiled),
            _ if file.path == KUSTOMIZATION => kustomization = Some(compiled),
            _ => {
                complete = false;
                let message = format!("no run fills a template `{}`", file.path);
                found.report(&TEMPLATE_SYNTAX, Span::new(id, 0..0), message).help(
                    "move it to `kubernetes/` (one set of objects an instance), `kafka-user/` (one a user) or \
                     `kubernetes-cluster/` (one a Kubernetes cluster)",
                );
            }
        }
    }
    kustomization.filter(|_| complete).map(|kustomization| Templates {
        instance,
        user,
        kubernetes_cluster,
        kustomization,
    })
}
