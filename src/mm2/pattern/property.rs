//! `\p{…}`: properties of characters, of which only the part in ASCII matters to names.

use super::{
    parse::{Parsed, Parser},
    tree::Class,
};

/// The class of a property, with the cursor behind `\p`.
pub(super) fn read(parser: &mut Parser<'_>, from: usize) -> Parsed<Class> {
    let name = name(parser, from)?;
    let (class, varies) = match name.split_once('=') {
        Some((kind, value)) => match kind.to_ascii_lowercase().as_str() {
            "gc" | "general_category" => (java(value), is_cased(value)),
            "sc" | "script" => (script(value), false),
            "blk" | "block" => (block(value), false),
            _ => return Err(parser.refused(from, "is no property that Java knows")),
        },
        None => plain(parser, &name),
    };
    let is_open = name.contains('=') || name.starts_with("Is") || name.starts_with("In");
    match class {
        // Releases of Java differ in what these are where case does not matter.
        Some(_) if varies && parser.flags.is_insensitive => {
            parser.undecided(from, "is a property of case where case does not matter");
            Ok(Class::default())
        }
        Some(class) => Ok(class),
        None if is_open => {
            parser.undecided(from, "is a property that is not known here");
            Ok(Class::default())
        }
        None => Err(parser.refused(from, "is no property that Java knows")),
    }
}

fn name(parser: &mut Parser<'_>, from: usize) -> Parsed<String> {
    if parser.next_if(|next| next == '{').is_none() {
        return match parser.next() {
            Some(letter) => Ok(letter.to_string()),
            None => Err(parser.refused(from, "names no property")),
        };
    }
    let mut name = String::new();
    loop {
        match parser.next() {
            Some('}') if name.is_empty() => return Err(parser.refused(from, "names no property")),
            Some('}') => return Ok(name),
            Some(next) => name.push(next),
            None => return Err(parser.refused(from, "is not closed")),
        }
    }
}

/// The class, and whether the property is of upper or lower case.
fn plain(parser: &Parser<'_>, name: &str) -> (Option<Class>, bool) {
    if let Some(name) = name.strip_prefix("In") {
        return (block(name), false);
    }
    if let Some(name) = name.strip_prefix("Is") {
        let unicode = unicode(&name.to_ascii_uppercase());
        return (
            unicode.or_else(|| java(name)).or_else(|| script(name)),
            is_cased(name) || is_cased_unicode(name),
        );
    }
    if parser.flags.is_unicode_class
        && let Some(class) = posix(&name.to_ascii_uppercase())
    {
        return (Some(class), is_cased_unicode(name));
    }
    (java(name), is_cased(name))
}

fn is_cased(name: &str) -> bool {
    matches!(
        name,
        "Lu" | "Ll"
            | "Lt"
            | "Lower"
            | "Upper"
            | "javaLowerCase"
            | "javaUpperCase"
            | "javaTitleCase"
    )
}

fn is_cased_unicode(name: &str) -> bool {
    ["lower", "upper", "lowercase", "uppercase", "titlecase"]
        .iter()
        .any(|cased| name.eq_ignore_ascii_case(cased))
}

/// General categories, POSIX classes in ASCII, and methods of `java.lang.Character`.
fn java(name: &str) -> Option<Class> {
    let of = |member: fn(&u8) -> bool| Class::of(|byte| member(&byte));
    Some(match name {
        "Lu" | "Upper" | "javaUpperCase" => of(u8::is_ascii_uppercase),
        "Ll" | "Lower" | "javaLowerCase" => of(u8::is_ascii_lowercase),
        "L" | "LC" | "Alpha" | "javaAlphabetic" | "javaLetter" | "javaUnicodeIdentifierStart" => {
            of(u8::is_ascii_alphabetic)
        }
        "LD" | "Alnum" | "javaLetterOrDigit" => of(u8::is_ascii_alphanumeric),
        "N" | "Nd" | "Digit" | "javaDigit" => of(u8::is_ascii_digit),
        "XDigit" => of(u8::is_ascii_hexdigit),
        "L1" | "all" | "ASCII" | "javaDefined" => Class::ALL,
        "Punct" => of(u8::is_ascii_punctuation),
        "Graph" => of(u8::is_ascii_graphic),
        "Print" => of(|byte| matches!(byte, b' '..=b'~')),
        "Blank" => of(|byte| matches!(byte, b' ' | b'\t')),
        "Space" => of(|byte| matches!(byte, b'\t'..=b'\r' | b' ')),
        "C" | "Cc" | "Cntrl" | "javaISOControl" => of(u8::is_ascii_control),
        "Z" | "Zs" | "javaSpaceChar" => of(|byte| *byte == b' '),
        "P" => of(|byte| is_punctuation(*byte)),
        "Pc" => of(|byte| *byte == b'_'),
        "Pd" => of(|byte| *byte == b'-'),
        "Ps" => of(|byte| b"([{".contains(byte)),
        "Pe" => of(|byte| b")]}".contains(byte)),
        "Po" => of(|byte| is_punctuation(*byte) && !b"_-([{)]}".contains(byte)),
        "S" => of(|byte| byte.is_ascii_punctuation() && !is_punctuation(*byte)),
        "Sm" => of(|byte| b"+<=>|~".contains(byte)),
        "Sc" => of(|byte| *byte == b'$'),
        "Sk" => of(|byte| b"^`".contains(byte)),
        "javaWhitespace" => of(|byte| matches!(byte, b'\t'..=b'\r' | 0x1c..=b' ')),
        "javaMirrored" => of(|byte| b"()<>[]{}".contains(byte)),
        "javaJavaIdentifierStart" => {
            of(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'$' | b'_'))
        }
        "javaJavaIdentifierPart" => of(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'_') || is_ignorable(*byte)
        }),
        "javaUnicodeIdentifierPart" => {
            of(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || is_ignorable(*byte))
        }
        "javaIdentifierIgnorable" => of(|byte| is_ignorable(*byte)),
        "Lt" | "Lm" | "Lo" | "M" | "Mn" | "Me" | "Mc" | "Nl" | "No" | "Zl" | "Zp" | "Cn" | "Cf"
        | "Co" | "Cs" | "So" | "Pi" | "Pf" | "javaTitleCase" | "javaIdeographic" => {
            Class::default()
        }
        _ => return None,
    })
}

/// What Unicode calls punctuation; the rest of ASCII's are symbols.
fn is_punctuation(byte: u8) -> bool {
    byte.is_ascii_punctuation() && !b"$+<=>^`|~".contains(&byte)
}

fn is_ignorable(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0e..=0x1b | 0x7f)
}

/// Binary properties of Unicode, by their names in capitals.
fn unicode(name: &str) -> Option<Class> {
    let of = |member: fn(&u8) -> bool| Class::of(|byte| member(&byte));
    Some(match name {
        "ALPHABETIC" | "LETTER" => of(u8::is_ascii_alphabetic),
        "LOWERCASE" => of(u8::is_ascii_lowercase),
        "UPPERCASE" => of(u8::is_ascii_uppercase),
        "PUNCTUATION" => of(|byte| is_punctuation(*byte)),
        "CONTROL" => of(u8::is_ascii_control),
        "HEXDIGIT" | "HEX_DIGIT" => of(u8::is_ascii_hexdigit),
        "ASSIGNED" => Class::ALL,
        "WHITESPACE" | "WHITE_SPACE" => of(|byte| matches!(byte, b'\t'..=b'\r' | b' ')),
        "WORD" => of(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'),
        "TITLECASE"
        | "IDEOGRAPHIC"
        | "JOINCONTROL"
        | "JOIN_CONTROL"
        | "NONCHARACTERCODEPOINT"
        | "NONCHARACTER_CODE_POINT" => Class::default(),
        name => return posix(name),
    })
}

/// POSIX classes as Unicode has them, by their names in capitals.
fn posix(name: &str) -> Option<Class> {
    let of = |member: fn(&u8) -> bool| Class::of(|byte| member(&byte));
    Some(match name {
        "ALPHA" => of(u8::is_ascii_alphabetic),
        "LOWER" => of(u8::is_ascii_lowercase),
        "UPPER" => of(u8::is_ascii_uppercase),
        "SPACE" => of(|byte| matches!(byte, b'\t'..=b'\r' | b' ')),
        "PUNCT" => of(|byte| is_punctuation(*byte)),
        "XDIGIT" => of(u8::is_ascii_hexdigit),
        "ALNUM" => of(u8::is_ascii_alphanumeric),
        "CNTRL" => of(u8::is_ascii_control),
        "DIGIT" => of(u8::is_ascii_digit),
        "BLANK" => of(|byte| matches!(byte, b' ' | b'\t')),
        "GRAPH" => of(u8::is_ascii_graphic),
        "PRINT" => of(|byte| matches!(byte, b' '..=b'~')),
        _ => return None,
    })
}

/// Letters of ASCII are Latin, the rest is common to all scripts.
fn script(name: &str) -> Option<Class> {
    let of = |member: fn(&u8) -> bool| Class::of(|byte| member(&byte));
    Some(match name.to_ascii_uppercase().as_str() {
        "LATIN" | "LATN" => of(u8::is_ascii_alphabetic),
        "COMMON" | "ZYYY" => of(|byte| !byte.is_ascii_alphabetic()),
        "GREEK" | "GREK" | "CYRILLIC" | "CYRL" | "HAN" | "HANI" | "ARABIC" | "ARAB" => {
            Class::default()
        }
        _ => return None,
    })
}

fn block(name: &str) -> Option<Class> {
    Some(match name.to_ascii_uppercase().replace([' ', '_', '-'], "").as_str() {
        "BASICLATIN" => Class::ALL,
        "GREEK" | "CYRILLIC" => Class::default(),
        _ => return None,
    })
}
