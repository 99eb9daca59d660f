use super::{
    Context, Findings, Rule,
    standings::{Line, lines},
};
use crate::{
    budget,
    diagnostic::Severity,
    mm2::keys::{Reader, Standing},
    topology::Scope,
};

pub(super) static RULE: Rule = Rule {
    id: "unknown-property",
    severity: Severity::Error,
    summary: "a property that no release of MirrorMaker 2 knows",
    page: include_str!("unknown_property.md"),
    allowable: true,
    check,
};

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let unknown = lines(context).filter_map(|line| match line.standing {
        Standing::Unknown { key, .. } | Standing::Custom { key, .. } => Some((line, key)),
        Standing::Read { .. } | Standing::Free | Standing::Inert(_) => None,
    });
    for (number, (line, key)) in unknown.enumerate() {
        // To find the nearest takes a look at all, so it is done for as many findings as a report shows.
        let nearest = if number < budget::FINDINGS { line.standing.nearest() } else { None };
        report(&line, key, nearest, findings);
    }
}

fn report(line: &Line<'_>, key: &str, nearest: Option<&str>, findings: &mut Findings<'_>) {
    let full = &line.setting.key;
    let is_custom = matches!(line.standing, Standing::Custom { .. });
    let message = match (is_custom, nearest) {
        (true, None) => return,
        (true, Some(nearest)) => {
            format!("`{full}` is no key of MirrorMaker 2, but nearly `{nearest}`")
        }
        (false, _) => format!("`{full}` is no key of MirrorMaker 2"),
    };
    let finding = findings.report(line.setting.key_span, message);
    if is_custom {
        finding.severity = Severity::Warning;
    }
    finding.subject(full).help(help(line, key, nearest)).reason(match is_custom {
        true => "unless the class that is not Kafka's reads it, the line is skipped without a word",
        false => "keys that nothing reads are skipped without a word, so the line changes nothing",
    });
    if let (Some(nearest), Some(span)) = (nearest, line.setting.plain_key()) {
        let start = full.strip_suffix(key).unwrap_or_default();
        finding.fix(span, format!("{start}{nearest}"));
    }
}

fn help(line: &Line<'_>, key: &str, nearest: Option<&str>) -> String {
    let full = &line.setting.key;
    if let Some(nearest) = nearest {
        let start = full.strip_suffix(key).unwrap_or_default();
        return format!("write `{start}{nearest}` if that was meant, or remove the line");
    }
    if let Some(alias) = missing_alias(line) {
        return format!(
            "write an alias that is declared, or declare a cluster with `alias: {alias}`"
        );
    }
    match line.setting.scope {
        Scope::Top => format!(
            "remove the line; if a class of yours reads it, write it for a flow, as in `{}->{}.{full}`",
            line.example.0, line.example.1
        ),
        Scope::Cluster { .. } | Scope::Flow { .. } => "remove the line".to_owned(),
    }
}

/// What stands in the place of an alias before a key of a cluster.
fn missing_alias<'a>(line: &Line<'a>) -> Option<&'a str> {
    let (alias, rest) = line.setting.key.split_once('.')?;
    let is_known = match rest.split_once('.') {
        Some(("consumer", name)) => knows(Reader::Consumer, name),
        Some(("producer", name)) => knows(Reader::Producer, name),
        Some(("admin", name)) => knows(Reader::Admin, name),
        Some(_) | None => knows(Reader::Worker, rest),
    };
    (line.setting.scope == Scope::Top && is_known).then_some(alias)
}

fn knows(reader: Reader, key: &str) -> bool {
    [reader, Reader::Connection].into_iter().any(|reader| reader.key(key).is_some())
}
