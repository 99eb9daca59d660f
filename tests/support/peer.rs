//! Programs that tests ask where they are installed; `MIRRORC_PEERS=require` makes a missing one a failure.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// What `MIRRORC_PEERS` says; a program that must be built or fetched is asked only where it is set.
#[expect(
    clippy::disallowed_methods,
    reason = "whether a missing peer is a failure is for CI to say"
)]
pub(crate) fn wanted() -> Option<String> {
    std::env::var("MIRRORC_PEERS").ok()
}

pub(crate) fn skip<T>(why: &str) -> Option<T> {
    assert!(wanted().as_deref() != Some("require"), "MIRRORC_PEERS=require, but: {why}");
    tell(&format!("skipped: {why}"));
    None
}

/// Past the test harness, which shows what a test prints only if it fails.
pub(crate) fn tell(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("standard error is open");
}

#[expect(clippy::disallowed_methods, reason = "the tests ask other programs")]
pub(crate) fn command(program: &str) -> Command {
    Command::new(Path::new(program))
}

pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// The programs read all of their input before they write, so neither side can wait for the other.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Output {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut child = command.spawn().expect("the program was there a moment ago");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    stdin.write_all(input).expect("the program reads its input");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success(), "{command:?} failed");
    output
}
