//! The files that a repository begins with. In: which are wanted. Out: their paths and texts; where they go, and whether
//! they are there already, is for others.

use crate::names;

/// What is wanted beside a descriptor and a `mirrorc.toml`.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub attributes: bool,
    pub hook: bool,
    /// The action, `OWNER/REPOSITORY@REVISION`.
    pub github: Option<String>,
    /// The container image.
    pub gitlab: Option<String>,
    /// The address of the repository.
    pub argocd: Option<String>,
    /// The Kubernetes clusters, as their folders are called.
    pub flux: Vec<String>,
}

/// A file, by its path from the root of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scaffold {
    pub path: String,
    pub text: String,
}

/// The descriptor to start from.
pub const DESCRIPTOR: &str = "topology.yaml";

/// The files, in the order in which they are told.
pub fn files(wanted: &Wanted) -> Vec<Scaffold> {
    let mut files = vec![
        file(DESCRIPTOR, include_str!("../templates/init/topology.yaml")),
        file("mirrorc.toml", include_str!("../templates/init/mirrorc.toml")),
    ];
    if wanted.attributes {
        files.push(file(".gitattributes", include_str!("../templates/init/gitattributes")));
    }
    if wanted.hook {
        let text = include_str!("../templates/init/pre-commit-config.yaml");
        files.push(file(".pre-commit-config.yaml", text));
    }
    if let Some(action) = &wanted.github {
        let text = include_str!("../templates/init/workflow.yaml");
        files.push(filled(".github/workflows/mirrorc.yml", text, "@ACTION@", action));
    }
    if let Some(image) = &wanted.gitlab {
        let text = include_str!("../templates/init/gitlab-ci.yaml");
        files.push(filled(".gitlab-ci.yml", text, "@IMAGE@", image));
        let jobs = include_str!("../integrations/gitlab/mirrorc.gitlab-ci.yml");
        files.push(file("mirrorc.gitlab-ci.yml", jobs));
    }
    if let Some(url) = &wanted.argocd {
        let text = include_str!("../templates/init/applicationset.yaml");
        files.push(filled("gitops/argocd/applicationset.yaml", text, "@URL@", url));
    }
    for cluster in &wanted.flux {
        let text = include_str!("../templates/init/flux-kustomization.yaml");
        files.push(filled(&format!("gitops/flux/{cluster}.yaml"), text, "@CLUSTER@", cluster));
    }
    files
}

fn file(path: &str, text: &str) -> Scaffold {
    Scaffold { path: path.to_owned(), text: text.to_owned() }
}

/// The value stands in double quotes; those that the checks below let pass need no escape there.
fn filled(path: &str, text: &str, mark: &str, value: &str) -> Scaffold {
    Scaffold { path: path.to_owned(), text: text.replace(mark, value) }
}

/// `OWNER/REPOSITORY@REVISION`, as a workflow names an action.
pub fn is_action(text: &str) -> bool {
    let Some((repository, revision)) = text.split_once('@') else { return false };
    repository.split('/').count() >= 2
        && repository.split('/').all(is_plain)
        && is_plain(&revision.replace('/', "-"))
}

/// An image or the address of a repository: without blanks, quotes and what a shell would read.
pub fn is_address(text: &str) -> bool {
    is_plain(&text.replace(['/', ':', '@'], "-"))
}

/// A folder of the rendered tree.
pub fn is_cluster(text: &str) -> bool {
    names::is_label(text)
}

fn is_plain(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(|found| found.is_ascii_alphanumeric() || "-._~+".contains(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_refused_that_a_text_in_quotes_cannot_hold() {
        for action in ["team/mirrorc@v1", "team/tools/mirrorc@main", "a/b@release/1.0"] {
            assert!(is_action(action), "{action}");
        }
        for action in
            ["mirrorc", "team/mirrorc", "/mirrorc@v1", "a/b@", "a/b@v1\"", "a/b@v 1", "a/b@$x"]
        {
            assert!(!is_action(action), "{action}");
        }
        for address in
            ["https://git.example.com/a/b.git", "git@example.com:a/b.git", "r.io:5000/a@sha256:00"]
        {
            assert!(is_address(address), "{address}");
        }
        for address in ["", "a b", "a\"b", "a\nb", "-x", "a\\b", "{{x}}"] {
            assert!(!is_address(address), "{address}");
        }
        assert!(is_cluster("admin-eu1") && !is_cluster("../x") && !is_cluster("Eu"));
    }

    #[test]
    fn no_mark_is_left() {
        let wanted = Wanted {
            attributes: true,
            hook: true,
            github: Some("team/mirrorc@v1".to_owned()),
            gitlab: Some("r.io/mirrorc:1".to_owned()),
            argocd: Some("https://git.example.com/a.git".to_owned()),
            flux: vec!["east".to_owned(), "west".to_owned()],
        };
        let files = files(&wanted);
        assert_eq!(files.len(), 10);
        for Scaffold { path, text } in files {
            let mark = text.split('@').find(|part| {
                part.len() > 2 && part.chars().all(|letter| letter.is_ascii_uppercase())
            });
            assert_eq!(mark, None, "{path}");
        }
    }
}
