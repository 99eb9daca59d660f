use anyhow::Result;

use crate::{
    cli::{
        args::{SchemaArguments, SchemaSubject},
        exit::Exit,
    },
    config,
    descriptor::schema,
    io::terminal,
};

pub(in crate::cli) fn run(arguments: &SchemaArguments) -> Result<Exit> {
    match arguments.subject {
        SchemaSubject::Descriptor => terminal::print(schema::TEXT)?,
        SchemaSubject::Config => terminal::print(&format!("{:#}\n", config::schema()))?,
    }
    Ok(Exit::Fine)
}
