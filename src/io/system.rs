//! The clock and the working folder.

use std::{path::Path, time::Instant};

use anyhow::{Context, Result};

/// Measures a run, for the summary only.
#[derive(Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// The working folder, with forward slashes.
pub fn working_folder() -> Result<String> {
    let folder = std::env::current_dir().context("cannot tell the working folder")?;
    Ok(slashed(&folder))
}

/// A path as messages and ledgers write it.
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Today in UTC, `YYYY-MM-DD`.
pub fn today() -> String {
    jiff::Timestamp::now().strftime("%F").to_string()
}
