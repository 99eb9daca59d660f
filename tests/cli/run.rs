//! A folder with files, and the program run in it.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

pub(crate) const TWO: &str = "kafkaClusters:
  - alias: east
    kubernetesConfigContext: east
    bootstrapServers: { internal: \"kafka.kafka.svc:9092\", external: \"east.example.com:9094\" }
  - alias: west
    kubernetesConfigContext: west
    bootstrapServers: { internal: \"kafka.kafka.svc:9092\", external: \"west.example.com:9094\" }
mirrorMaker2Properties: |
  east->west.enabled=true
  west->east.enabled=true
";

/// Of every commit, so that the same files give the same revisions.
const DATE: &str = "2020-03-04T12:00:00Z";

pub(crate) struct Place {
    pub(crate) folder: TempDir,
}

#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A folder that holds the files.
pub(crate) fn place(files: &[(&str, &[u8])]) -> Place {
    let place = Place { folder: TempDir::new().unwrap() };
    for (path, bytes) in files {
        place.write(path, bytes);
    }
    place
}

/// A folder with a sound topology.
pub(crate) fn sound() -> Place {
    place(&[("topology.yaml", TWO.as_bytes())])
}

impl Place {
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The user that runs the tests is root.
    #[cfg(unix)]
    pub(crate) fn is_owned_by_root(&self) -> bool {
        std::os::unix::fs::MetadataExt::uid(&fs::metadata(self.folder.path()).unwrap()) == 0
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mirrorc"));
        command.current_dir(self.folder.path()).args(arguments);
        for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Place::finish(&mut self.command(arguments))
    }

    pub(crate) fn finish(command: &mut Command) -> Ran {
        let output = command.output().unwrap();
        let ran = Ran {
            code: output.status.code().expect("the program ends by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        };
        assert!(!ran.err.contains("panicked"), "{ran:?}");
        ran
    }

    pub(crate) fn git(&self, arguments: &[&str]) {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let output = Command::new("git")
            .current_dir(self.folder.path())
            .args(identity)
            .envs([("GIT_AUTHOR_DATE", DATE), ("GIT_COMMITTER_DATE", DATE)])
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}

impl Ran {
    /// The exit code, and words that must be on standard output or standard error.
    pub(crate) fn expect(&self, code: i32, words: &[&str]) -> &Ran {
        assert_eq!(self.code, code, "{self:?}");
        for word in words {
            let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let found = flat(&self.out).contains(word) || flat(&self.err).contains(word);
            assert!(found, "`{word}` is not in {self:?}");
        }
        self
    }
}
