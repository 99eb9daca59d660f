//! Paths as hosts of repositories know them: from the root, with forward slashes, wherever the program ran.

use crate::paths;

/// Where a run stood; both absolute, with forward slashes.
#[derive(Debug, Clone, Copy)]
pub struct Repository<'a> {
    pub root: &'a str,
    pub working: &'a str,
}

impl Repository<'_> {
    /// The path of a file that the run calls `name`. One outside of the repository stays as it is named.
    pub fn path(&self, name: &str) -> String {
        let whole = match name.starts_with('/') {
            true => paths::normal(name),
            false => paths::normal(&format!("{}/{name}", self.working)),
        };
        let below = whole.strip_prefix(self.root.trim_end_matches('/'));
        match below.and_then(|rest| rest.strip_prefix('/')) {
            Some(path) => path.to_owned(),
            None => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(root: &str, working: &str, name: &str, expected: &str) {
        assert_eq!(Repository { root, working }.path(name), expected);
    }

    #[test]
    fn paths_start_at_the_root_wherever_the_program_ran() {
        check("/repo", "/repo", "topology.yaml", "topology.yaml");
        check("/repo", "/repo", "./a/../topology.yaml", "topology.yaml");
        check("/repo", "/repo/team/deep", "../topology.yaml", "team/topology.yaml");
        check("/repo", "/repo/team", "/repo/other/topology.yaml", "other/topology.yaml");
        check("/repo", "/repo", "/elsewhere/topology.yaml", "/elsewhere/topology.yaml");
        check("/repo", "/repo", "../repository/a.yaml", "../repository/a.yaml");
        check("/", "/srv", "a.yaml", "srv/a.yaml");
    }
}
