use super::{
    Context, Findings, Rule,
    inline_comment::commented,
    lines_run_together::second,
    standings::{Known, known},
};
use crate::{
    descriptor::is_placeholder,
    diagnostic::Severity,
    mm2::keys::{Fault, Kind, Reader},
};

pub(super) static RULE: Rule = Rule {
    id: "invalid-property",
    severity: Severity::Error,
    summary: "a property whose value is of the wrong type or out of range",
    page: include_str!("invalid_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for line in known(context).filter(|line| line.key.is_in(line.version) && is_literal(line)) {
        for fault in line.key.faults(&line.setting.value, line.version) {
            report(&line, &fault, findings);
        }
    }
}

fn report(line: &Known<'_>, fault: &Fault, findings: &mut Findings<'_>) {
    if matches!(fault, Fault::Twice(_)) && line.reader != Reader::Mirror {
        // Only Connect refuses it; everyone else drops the second one.
        return;
    }
    let (key, value) = (&line.setting.key, line.setting.value.trim());
    findings
        .report(line.setting.value_span, format!("`{key}` {}", words(fault, value)))
        .subject(key)
        .reason(reason(line, fault))
        .help(help(key, fault));
}

/// Values that hold a reference, a comment, another setting, quotes or a placeholder are the business of other rules, or known only
/// where MirrorMaker 2 runs.
fn is_literal(line: &Known<'_>) -> bool {
    let value = line.setting.value.trim();
    let is_quoted = value.len() > 1 && value.starts_with(['"', '\'']);
    let has_more = commented(line.setting).is_some() || second(line.setting).is_some();
    !value.contains("${") && !is_quoted && !has_more && !is_placeholder(value)
}

fn words(fault: &Fault, value: &str) -> String {
    match fault {
        Fault::Type(kind) if value.is_empty() => format!("is empty, but has to be {}", name(*kind)),
        Fault::Type(kind) => format!("is `{value}`, which is not {}", name(*kind)),
        Fault::Below(least) => format!("is {value}, but has to be {least} or more"),
        Fault::Outside(least, most) => {
            format!("is {value}, but has to be from {least} to {most}")
        }
        Fault::NoneOf(_) => format!("does not take `{value}`"),
        Fault::Replication => format!("is {value}, but has to be 1 or more, or -1"),
        Fault::ZeroInterval => "is 0, but has to be 1 or more".to_owned(),
        Fault::EmptyEntry => "has an empty entry".to_owned(),
        Fault::Twice(entry) => format!("has `{entry}` twice"),
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "`true` or `false`",
        Kind::Short => "a whole number up to 32767",
        Kind::Int => "a whole number up to 2147483647",
        Kind::Long => "a whole number",
        Kind::Double => "a number",
        Kind::Text => "text",
        Kind::List => "a list",
        Kind::Class => "a class",
        Kind::Password => "a password",
    }
}

fn reason(line: &Known<'_>, fault: &Fault) -> &'static str {
    if *fault == Fault::ZeroInterval {
        return "the scheduler of the connector refuses it, so the connector fails at its start";
    }
    if *fault == Fault::Replication {
        return "brokers refuse to create a topic with it";
    }
    match line.reader {
        Reader::Mirror | Reader::Connector => {
            "Connect refuses the connector that reads it, which then does not run, and only a line of the log tells"
        }
        Reader::Process | Reader::Worker => "MirrorMaker 2 ends at its start",
        Reader::Connection => "no client can be made that connects with it",
        Reader::Consumer | Reader::Producer | Reader::Admin | Reader::Topic => {
            "the client cannot be made, so what needs it fails"
        }
    }
}

fn help(key: &str, fault: &Fault) -> String {
    match fault {
        Fault::Type(Kind::Boolean) => format!("write `{key}=true` or `{key}=false`"),
        Fault::Type(_) | Fault::Outside(..) => {
            "write a value of this kind, or remove the line to have the default".to_owned()
        }
        Fault::Below(least) => {
            format!("write `{key}={least}` or more, or remove the line to have the default")
        }
        Fault::NoneOf(known) => {
            let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
            format!("write one of {}", known.join(", "))
        }
        Fault::Replication => format!("write `{key}=3`, or as many replicas as there are brokers"),
        Fault::ZeroInterval => format!("write `{key}=1` or more"),
        Fault::EmptyEntry => "remove the comma that has nothing before or after it".to_owned(),
        Fault::Twice(entry) => format!("remove one `{entry}`"),
    }
}
