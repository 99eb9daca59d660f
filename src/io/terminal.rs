//! Standard output and standard error.

use std::io::{BufWriter, ErrorKind, IsTerminal, Write};

use anyhow::{Context, Result};

/// Whether colour is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Never,
    Always,
    /// On a terminal, unless the environment says otherwise.
    Auto,
}

/// A stream of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Output,
    Error,
}

/// Whether a stream takes colour: `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and the kind of stream decide.
pub fn is_coloured(colour: Colour, stream: Stream) -> bool {
    let auto = || match stream {
        Stream::Output => anstream::AutoStream::choice(&std::io::stdout()),
        Stream::Error => anstream::AutoStream::choice(&std::io::stderr()),
    };
    match colour {
        Colour::Never => false,
        Colour::Always => true,
        Colour::Auto => auto() != anstream::ColorChoice::Never,
    }
}

/// Whether standard input is a terminal, so that nobody pipes anything in.
pub fn input_is_terminal() -> bool {
    std::io::stdin().is_terminal()
}

/// Writes a result. A reader that has gone (`| head`) wants no more, which is no error.
pub fn print(text: &str) -> Result<()> {
    print_with(|output| output.write_all(text.as_bytes()))
}

/// As [`print()`], for a result that is written in parts.
pub fn print_with(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<()> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    match write(&mut output).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// Writes what is not a result. Nobody is left to tell if that fails.
pub fn tell(text: &str) {
    let mut output = std::io::stderr().lock();
    drop(output.write_all(text.as_bytes()));
}
