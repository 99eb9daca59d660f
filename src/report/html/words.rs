//! Texts on a page. In: what a user wrote, or what is said of it. Out: HTML that shows it: without secrets, without a
//! character that turns the direction of a text, and never read as markup.

use super::Section;
use crate::report::{redact::redact_message, terminal::clean, xml};

/// The longest text that stands in a title, in characters.
const LONGEST: usize = 120;

/// A name where no markup can be.
pub(super) fn plain(text: &str) -> String {
    escaped(&redact_message(&shortened(text)))
}

/// Text that holds no secret, as it is.
pub(super) fn escaped(text: &str) -> String {
    xml::escaped(&clean(text))
}

/// A sentence; what stands between backticks is code.
pub(super) fn prose(text: &str) -> String {
    let text = redact_message(text);
    if text.matches('`').count() % 2 == 1 {
        return escaped(&text);
    }
    let part = |(position, part): (usize, &str)| match position % 2 {
        1 => wrapped(part),
        _ => escaped(part),
    };
    text.split('`').enumerate().map(part).collect()
}

/// A name or a setting.
pub(super) fn code(text: &str) -> String {
    wrapped(&redact_message(text))
}

/// Empty code would not be seen.
fn wrapped(text: &str) -> String {
    if text.trim().is_empty() {
        return "<em>empty</em>".to_owned();
    }
    format!("<code>{}</code>", escaped(text))
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What was left out, and where it is told; nothing where nothing was.
pub(super) fn left_out(count: usize, noun: &str, command: &str) -> String {
    if count == 0 {
        return String::new();
    }
    let verb = if count == 1 { "is" } else { "are" };
    format!(
        "<p class=\"left-out\">{} more {verb} not shown: <code>{command}</code></p>\n",
        counted(count, noun)
    )
}

/// What is shown after a click; nothing where there is none.
pub(super) fn folded(count: usize, noun: &str, inner: &str) -> String {
    if count == 0 {
        return String::new();
    }
    format!("<details>\n<summary>{}</summary>\n{inner}</details>\n", counted(count, noun))
}

/// `count` stands beside the heading.
pub(super) fn section(id: &str, heading: &str, count: Option<usize>, inner: &str) -> Section {
    let count = count.map(|count| format!(" <span class=\"count\">{count}</span>"));
    let count = count.unwrap_or_default();
    Section {
        link: format!("<li><a href=\"#{id}\">{heading}{count}</a></li>\n"),
        text: format!(
            "<section id=\"{id}\" aria-labelledby=\"{id}-heading\">\n<h2 id=\"{id}-heading\">{heading}{count}</h2>\n\
             {inner}</section>\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_no_markup() {
        let check = |text: &str, expected: &str| assert_eq!(prose(text), expected);
        check("`a` copies <b> & \"c\"", "<code>a</code> copies &lt;b&gt; &amp; &quot;c&quot;");
        check("one ` alone", "one ` alone");
        check("`` is <empty>", "<em>empty</em> is &lt;empty&gt;");
        check("`</script><script>`", "<code>&lt;/script&gt;&lt;script&gt;</code>");
        check("a\u{202e}b\u{0}c\u{1b}", "a\u{fffd}b␀c␛");
        check("`password=hunter22`", "<code>password=&lt;hidden&gt;</code>");
    }
}
