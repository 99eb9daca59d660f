//! Makes settings, names and patterns from a seed. Patterns are mostly such as Java takes, some are not.

use super::{super::random::Random, Question};

const SEPARATORS: &[&str] = &[".", "", "_", "-", "__", "..", " ", ". ", "a", "aa", "\\E", "e"];
const ALIASES: &[&str] = &["A", "B", "", "a", "us", "us.west", "us-west", "h", " A", "_", "e"];
const CLASSES: &[&str] = &[
    "org.apache.kafka.connect.mirror.IdentityReplicationPolicy",
    "org.apache.kafka.connect.mirror.DefaultReplicationPolicy",
    " org.apache.kafka.connect.mirror.IdentityReplicationPolicy ",
    "IdentityReplicationPolicy",
    "com.acme.Policy",
];
const PIECES: &[&str] = &[
    "A",
    "B",
    "a",
    "us",
    "us.west",
    "us-west",
    ".",
    ".",
    "_",
    "-",
    "__",
    "orders",
    "t",
    "e",
    "x",
    "heartbeats",
    "internal",
    "checkpoints",
    "mm2",
    "mm2-offset-syncs",
    "replica",
    "mm2-configs",
    ".internal",
    "-internal",
    "_internal",
    ".checkpoints.internal",
    "beats",
    "h",
];

/// The settings of a source connector and names of topics.
fn joined(random: &mut Random, most: usize, from: &[&str]) -> String {
    let count = random.below(most) + 1;
    (0..count).map(|_| random.pick(from)).collect()
}

pub(super) fn topics(random: &mut Random, count: usize) -> Question {
    let mut settings = Vec::new();
    let mut set = |key, value: &str| settings.push((key, value.to_owned()));
    if random.once_in(2) {
        set("replication.policy.class", random.pick(CLASSES));
    }
    if !random.once_in(3) {
        set("replication.policy.separator", random.pick(SEPARATORS));
    }
    if random.once_in(3) {
        let value = random.pick(&["false", "true", "TRUE", " true", "no"]);
        set("replication.policy.internal.topic.separator.enabled", value);
    }
    set("source.cluster.alias", random.pick(ALIASES));
    set("target.cluster.alias", random.pick(ALIASES));
    for key in ["topics", "topics.exclude", "topics.blacklist"] {
        if random.once_in(3) {
            let value = random.pick(&[
                ".*",
                "",
                "orders",
                r"A\..*, t",
                ".*heartbeats",
                "mm2.*",
                "(?!x).*",
                "x.*,__.*",
            ]);
            set(key, value);
        }
    }
    let names = (0..count).map(|_| joined(random, 5, PIECES)).collect();
    // The field after the settings is empty, so that no key may be.
    Question { settings, names }
}

const LETTERS: &[&str] = &["a", "b", "c", "A", "-", "_", ".", "0", "1"];

/// Patterns, and names of the letters in them.
pub(super) fn groups(random: &mut Random, count: usize) -> Question {
    let include = list(random);
    let exclude = if random.once_in(3) { list(random) } else { String::new() };
    let names = (0..count).map(|_| joined(random, 7, LETTERS)).collect();
    Question { settings: vec![("groups", include), ("groups.exclude", exclude)], names }
}

fn list(random: &mut Random) -> String {
    let entries: Vec<String> = (0..=random.below(3)).map(|_| pattern(random, 3)).collect();
    let mut value = entries.join(random.pick(&[",", " , ", ",", ", "]));
    if random.once_in(4) {
        damage(&mut value, random);
    }
    value
}

/// Takes away, doubles or adds a character somewhere.
fn damage(value: &mut String, random: &mut Random) {
    let mut characters: Vec<char> = value.chars().collect();
    let at = random.below(characters.len() + 1);
    if at < characters.len() && random.once_in(2) {
        characters.remove(at);
    } else {
        let noise = r"()[]{}*+?|\^$.-&,<>=!:QEkpdwbBAzZG0123aix";
        let noise = noise.chars().nth(random.below(noise.len()));
        characters.insert(at, noise.expect("the place is below the length"));
    }
    *value = characters.into_iter().collect();
}

fn pattern(random: &mut Random, depth: usize) -> String {
    let alternatives: Vec<String> = (0..=random.below(2)).map(|_| terms(random, depth)).collect();
    alternatives.join("|")
}

fn terms(random: &mut Random, depth: usize) -> String {
    (0..random.below(4)).map(|_| term(random, depth)).collect()
}

fn term(random: &mut Random, depth: usize) -> String {
    let atom = match random.below(12) {
        0..4 => random.pick(LETTERS).to_owned(),
        4 => ".".to_owned(),
        5 => escape(random),
        6 => class(random, 2),
        7 if depth > 0 => format!("({})", pattern(random, depth - 1)),
        8 if depth > 0 => {
            let kinds = [
                "?:", "?=", "?!", "?>", "?<=", "?<!", "?<n>", "?i:", "?-i:", "?i", "?u:", "?iu:",
                "?U:", "?m", "?s-i",
            ];
            let kind = random.pick(&kinds);
            format!("({kind}{})", pattern(random, depth - 1))
        }
        9 => random
            .pick(&["(?i)", "^", "$", r"\b", r"\B", "(?iu)", r"\Qa.\E", r"\Q-1\E", r"\G"])
            .to_owned(),
        _ => random.pick(&["a", "b", "ab", "1", "a1"]).to_owned(),
    };
    format!("{atom}{}", quantifier(random))
}

fn quantifier(random: &mut Random) -> &'static str {
    if !random.once_in(3) {
        return "";
    }
    random.pick(&[
        "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{0}", "{1}", "{2}?", "{2}+",
        "{2}{2}", "{1", "**",
    ])
}

fn escape(random: &mut Random) -> String {
    random
        .pick(&[
            r"\d",
            r"\D",
            r"\w",
            r"\W",
            r"\s",
            r"\S",
            r"\h",
            r"\H",
            r"\v",
            r"\V",
            r"\R",
            r"\X",
            r"\.",
            r"\-",
            r"\_",
            r"\x61",
            r"\x{62}",
            r"\u0063",
            r"\0101",
            r"\060",
            r"\cA",
            r"\A",
            r"\z",
            r"\Z",
            r"\b{g}",
            r"\p{L}",
            r"\pL",
            r"\p{Alpha}",
            r"\p{Punct}",
            r"\p{javaLowerCase}",
            r"\P{Lu}",
            r"\p{IsLatin}",
            r"\p{IsAlphabetic}",
            r"\PN",
            r"\p{InBasicLatin}",
            r"\p{Po}",
            r"\p{Pd}",
            r"\p{Pc}",
            r"\p{gc=Lu}",
            r"\p{alpha}",
            r"\p{Graph}",
            r"\p{S}",
            r"\p{javaJavaIdentifierPart}",
            r"\p{Is_Foo}",
            r"\N{DIGIT ONE}",
            r"\1",
            r"\12",
            r"\k<n>",
            r"\y",
            r"\e",
            r"\p{sc=Latin}",
            r"\p{XDigit}",
            r"\p{IsPunctuation}",
            r"\p{all}",
            r"\p{IsLetter}",
            r"\p{blk=BasicLatin}",
        ])
        .to_owned()
}

fn class(random: &mut Random, depth: usize) -> String {
    let mut text = random.pick(&["[", "[", "[^"]).to_owned();
    for _ in 0..=random.below(4) {
        let item = match random.below(10) {
            0..4 => random.pick(LETTERS).to_owned(),
            4 => random
                .pick(&["a-c", "0-1", "A-a", "--0", "a-", "b-a", r"\x61-c", r"-\.", r"a-\d"])
                .to_owned(),
            5 => random
                .pick(&[
                    r"\d", r"\w", r"\W", r"\p{Lu}", r"\-", r"\]", r"\v", r"\h", r"\Qa-c\E", "^",
                ])
                .to_owned(),
            6 if depth > 0 => class(random, depth - 1),
            7 => "&&".to_owned(),
            8 => random.pick(&["&", "]", "é", "ſ", "&&&", "|"]).to_owned(),
            _ => "a".to_owned(),
        };
        text.push_str(&item);
    }
    text.push(']');
    text
}
