//! What a run has to say. In: faults from any stage. Out: [`Diagnostics`]; how they are printed is `report`'s matter.

use crate::source::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// What stands before the words of a place that a way leads to.
const NEXT: &str = "then ";

/// A place and what it has to do with the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    /// Shown beside the place; may be empty where the message says it all.
    pub text: String,
}

/// A kind of fault that a stage reports while it reads; those that look at a whole topology are `rules`.
#[derive(Debug)]
pub struct Fault {
    /// Kebab-case, the same in messages, `explain`, `allow` and the test cases.
    pub id: &'static str,
    pub severity: Severity,
    /// One line, for tables.
    pub summary: &'static str,
    /// The Markdown page that `explain` prints.
    pub page: &'static str,
}

/// One finding. `message` is one lower-case sentence that stands alone; `help` is an imperative that can be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub rule: &'static str,
    pub severity: Severity,
    pub message: String,
    pub primary: Label,
    /// The other halves of the conflict, each with its own place.
    pub related: Vec<Label>,
    /// So many of the first related places are the hops of a way that starts at the primary one and comes back to it.
    pub hops: usize,
    /// Why it hurts, in MirrorMaker 2's terms: one sentence.
    pub reason: Option<String>,
    pub help: Option<String>,
    /// What the finding is about (an alias, a flow, a key), for `allow`.
    pub subject: Option<String>,
    /// The help as an edit, where nothing is left to decide.
    pub fix: Option<Fix>,
}

/// An edit that mends a fault: `text` takes the place of what stands at `span`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub span: Span,
    pub text: String,
}

impl Diagnostic {
    pub fn new(
        rule: &'static str,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            rule,
            severity,
            message: message.into(),
            primary: Label { span, text: String::new() },
            related: Vec::new(),
            hops: 0,
            reason: None,
            help: None,
            subject: None,
            fix: None,
        }
    }

    /// The text beside the primary place.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Diagnostic {
        self.primary.text = text.into();
        self
    }

    pub fn related(&mut self, span: Span, text: impl Into<String>) -> &mut Diagnostic {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// A related place to which the way leads next; all of them come before other places.
    pub fn hop(&mut self, span: Span, text: impl AsRef<str>) -> &mut Diagnostic {
        assert_eq!(self.hops, self.related.len(), "hops come first");
        self.hops += 1;
        self.related(span, format!("{NEXT}{}", text.as_ref()))
    }

    /// Lets the way start at the first of its hops that is `wanted`, where it does not start at such a place already.
    fn start_at(&mut self, wanted: &impl Fn(Span) -> bool) {
        if wanted(self.primary.span) {
            return;
        }
        let hops = self.related.iter().take(self.hops);
        let Some(hop) = hops.into_iter().position(|label| wanted(label.span)) else { return };
        let mut way: Vec<Label> = self.related.drain(..self.hops).collect();
        let first = Label { text: format!("{NEXT}{}", self.primary.text), ..self.primary.clone() };
        way.insert(0, first);
        way.rotate_left(hop + 1);
        self.primary = way.remove(0);
        let text = self.primary.text.strip_prefix(NEXT).unwrap_or_default();
        self.primary.text = text.to_owned();
        self.related.splice(0..0, way);
    }

    pub fn reason(&mut self, text: impl Into<String>) -> &mut Diagnostic {
        self.reason = Some(text.into());
        self
    }

    pub fn help(&mut self, text: impl Into<String>) -> &mut Diagnostic {
        self.help = Some(text.into());
        self
    }

    pub fn subject(&mut self, text: impl Into<String>) -> &mut Diagnostic {
        self.subject = Some(text.into());
        self
    }

    pub fn fix(&mut self, span: Span, text: impl Into<String>) -> &mut Diagnostic {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }
}

/// A finding that the descriptor accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub finding: Diagnostic,
    /// What the `allow` entry gives as its reason.
    pub reason: String,
}

/// The findings of one run, in the order in which stages found them until [`Diagnostics::sort`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Reports a fault of a stage; labels and help are added to what comes back.
    pub fn report(
        &mut self,
        fault: &'static Fault,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Diagnostic::new(fault.id, fault.severity, span, message))
    }

    pub fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        self.found.push(diagnostic);
        self.found.last_mut().expect("one was just pushed")
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    pub fn len(&self) -> usize {
        self.found.len()
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn append(&mut self, other: Diagnostics) {
        self.found.extend(other.found);
    }

    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.found.retain(keep);
    }

    /// Lets the ways of all findings start at a wanted place where they can.
    pub fn start_at(&mut self, wanted: impl Fn(Span) -> bool) {
        self.found.iter_mut().for_each(|finding| finding.start_at(&wanted));
        self.sort();
    }

    /// By place, then rule, then message; a finding reported twice is kept once.
    pub fn sort(&mut self) {
        self.found.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.primary.span, d.severity, d.rule);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.found.dedup();
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
