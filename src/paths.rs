//! Paths as texts with forward slashes, joined and shortened without looking at a disk.

/// A path from the folder of a file to another, from where the file itself is named.
pub fn beside(file: &str, path: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let rooted = file.starts_with('/') && folder.is_empty();
    if folder.is_empty() && !rooted { normal(path) } else { normal(&format!("{folder}/{path}")) }
}

/// Without `.`, and without `..` behind a folder that it leaves again.
pub fn normal(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|&last| last != "..") => {
                steps.pop();
            }
            ".." if rooted => {}
            step => steps.push(step),
        }
    }
    let joined = steps.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// The way from a folder to a file, where both are named from one place. A `..` at the start of `folder` hides names
/// that the way would need: then the file's own path is as good as any.
pub fn relative(folder: &str, file: &str) -> String {
    let (folder, file) = (normal(folder), normal(file));
    let from: Vec<&str> = folder.split('/').filter(|step| *step != ".").collect();
    let to: Vec<&str> = file.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.get(shared..).unwrap_or_default();
    if up.contains(&"..") || folder.starts_with('/') != file.starts_with('/') {
        return file;
    }
    let down = to.get(shared..).unwrap_or_default().iter().copied();
    up.iter().map(|_| "..").chain(down).collect::<Vec<_>>().join("/")
}

/// A path as a shell takes it.
pub fn quoted(path: &str) -> String {
    let bare = |c: char| c.is_alphanumeric() || "/._-+@:,=~%".contains(c);
    if path.chars().all(bare) && !path.starts_with(['-', '~']) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_shortened() {
        assert_eq!(beside("topology.yaml", "clusters/a.yaml"), "clusters/a.yaml");
        assert_eq!(beside("team/topology.yaml", "./a.yaml"), "team/a.yaml");
        assert_eq!(beside("team/topology.yaml", "../a.yaml"), "a.yaml");
        assert_eq!(beside("topology.yaml", "../a.yaml"), "../a.yaml");
        assert_eq!(beside("/x/topology.yaml", "../../../a.yaml"), "/a.yaml");
        assert_eq!(normal("a//b/./../c"), "a/c");
        assert_eq!(normal("./"), ".");
    }

    #[test]
    fn the_way_from_a_folder_to_a_file() {
        assert_eq!(relative("rendered", "topology.yaml"), "../topology.yaml");
        assert_eq!(relative("team/rendered", "team/topology.yaml"), "../topology.yaml");
        assert_eq!(relative(".", "topology.yaml"), "topology.yaml");
        assert_eq!(relative("../rendered", "topology.yaml"), "topology.yaml");
        assert_eq!(relative("/a/rendered", "/a/topology.yaml"), "../topology.yaml");
    }
}
