//! What Java's engine answers; the conformance tests ask it for more.

use super::*;

const V4_1: Version = Version::new(4, 1, 0);
const V4_2: Version = Version::new(4, 2, 0);

fn list(value: &str) -> PatternList {
    PatternList::compile(value, V4_1).unwrap_or_else(|fault| panic!("{value}: {fault:?}"))
}

#[test]
fn names_are_matched_whole() {
    let check = |value: &str, matched: &[&str], unmatched: &[&str]| {
        let list = list(value);
        for name in matched {
            assert!(list.is_match(name), "{value} does not match {name}");
        }
        for name in unmatched {
            assert!(!list.is_match(name), "{value} matches {name}");
        }
    };
    check("", &[], &["orders", ""]);
    check("orders", &["orders"], &["orders-eu", "Orders", "A.orders"]);
    check("orders*", &["order", "orders", "ordersss"], &["orders-eu"]);
    check("my.topic", &["my.topic", "my-topic"], &["mytopic"]);
    check("a , b", &["a", "b"], &["a ", "ab"]);
    check("a,,b", &["a", "b", ""], &["c"]);
    check("(a,b)c", &["ac", "bc"], &["(a", "b)c", "abc"]);
    check("(?i)ORDERS,pay", &["orders", "PAY"], &["payment"]);
    check("pay,(?i)ORDERS", &["orders", "pay"], &["PAY"]);
    check("((?i)a|b)c", &["Ac", "Bc"], &["ac ", "aC"]);
    check(r"\Qa.b\E.*", &["a.b", "a.bc"], &["a-b"]);
    check(r"\Qa.c", &["a.c"], &["abc"]);
    check(r"\Qa,b", &["a|b"], &["a", "b"]);
    check(r"mm2.*\.internal", &["mm2-configs.a.internal"], &["mm2-configs.a-internal"]);
    check(r".*[\-\.]internal", &["x-internal", "x.internal"], &["xinternal", "internal"]);
    check(r"\w+", &["a_B9"], &["a-b", "é"]);
    check(r"\h*a\H", &["ab"], &["a"]);
    check(r"a\R?", &["a"], &["aa"]);
    check(r"\x61\u0062\0143\x{64}", &["abcd"], &["abc"]);
    check("[a-c&&[b-d]]+", &["bc"], &["a", "d"]);
    check("[a-z&&[^aeiou]]", &["b"], &["a", "é"]);
    check("[^a-c[x]]", &["d"], &["a", "x"]);
    check("[]a]", &["]", "a"], &["[]"]);
    check("[a-]", &["a", "-"], &["b"]);
    check("[a&&[b]&c]", &["a", "&", "c"], &["b"]);
    check(r"[\d-z]", &["1", "-", "z"], &["x"]);
    check(r"\p{Alpha}\p{L}\p{javaLowerCase}\P{Lu}", &["aBc-"], &["aBCd"]);
    check("a{2}{3}", &["aa"], &["aaaaaa"]);
    check("{2}a]}", &["a]}"], &["aa]}"]);
    check("a||b", &["a", "", "b"], &["ab"]);
    check("^a$|\\Ab\\z", &["a", "b"], &["ab"]);
    check("(?<x>a)b", &["ab"], &["a"]);
    check("(?!mm2).*", &["orders"], &["mm2-x"]);
    check(".*(?<!-dlq)", &["orders"], &["orders-dlq"]);
    check("(?=.*-eu)orders.*", &["orders-eu"], &["orders-us"]);
    check("a*+a", &[], &["aa", "a"]);
    check("(?:a|ab)++c", &["ac", "aac"], &["abc"]);
    check("(?>a|ab)c", &["ac"], &["abc"]);
    check("(?>(|a)*)b", &["b"], &["ab"]);
    check("a{300}|b", &["b"], &["a"]);
}

#[test]
fn patterns_without_an_automaton_end_in_time() {
    let name = "a".repeat(NAME_LENGTH);
    for value in ["(?=((a*)*)*b).*", "(?>(((a+)+)+)+)b", "((a{1;30}){1;30})b", "(a{1;249}|b)+c"] {
        let value = value.replace(';', ",");
        let entry = Entry { range: 0..value.len(), text: value.clone() };
        let tree = parse::parse(&quote::joined(&[entry])).unwrap();
        assert!(!walk::is_match(&tree, &name), "{value}");
    }
}

#[test]
fn what_java_refuses_is_refused() {
    let check = |value: &str, text: &str| {
        let fault = PatternList::compile(value, V4_1).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Refused, "{value}: {fault:?}");
        assert_eq!(value.get(fault.range), Some(text), "{value}");
    };
    check("*", "*");
    check("orders,*-eu", "*");
    check("a**", "*");
    check("orders-(a", "(");
    check("orders)", ")");
    check("a.{1,3}", "{1");
    check("a{,3}", "{");
    check("a{2", "{2");
    check("a{3,2}", "{3");
    check("{a", "{");
    check("[a", "[");
    check("[]", "[");
    check("[z-a]", "z-a");
    check(r"[a-\d]", r"a-\d");
    check(r"a\", r"\");
    check(r"\j", r"\j");
    check(r"\p{Foo}", r"\p{Foo}");
    check("(?<1>a)", "(?<1>");
    check(r"\k<x>", r"\k<x>");
    check("(?P<x>a)", "(?P");
    check(r"(a)\1)", ")");
}

#[test]
fn what_is_not_followed_is_told() {
    let check = |value: &str, text: &str| {
        let fault = PatternList::compile(value, V4_1).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Undecided, "{value}: {fault:?}");
        assert_eq!(value.get(fault.range), Some(text), "{value}");
    };
    check(r"(a)\1", r"\1");
    check(r"(?<x>a)\k<x>", r"\k<x>");
    check("(?x)a b", "(?x");
    check("(?<=a+)b", "(?<=a+)");
    check(r"\N{DIGIT ONE}", r"\N{DIGIT ONE}");
    check(r"\p{IsThai}", r"\p{IsThai}");
    check(r"(?i)\p{Lu}", r"\p{Lu}");
    check(&"(".repeat(10_000), "(");
    let twice = |value: &str| {
        let fault = PatternList::compile(value, V4_1).map(|_| ()).unwrap_err();
        assert_eq!(fault.what, "counts too far", "{value}");
    };
    twice(&format!("((a{{90}}){{90}}){{90}}{}", "b?".repeat(9)));
}

#[test]
fn empty_entries_are_refused_since_4_2() {
    let kind = |value| PatternList::compile(value, V4_2).map_err(|fault| fault.kind).err();
    assert_eq!(kind("a,,b"), Some(FaultKind::EmptyEntry));
    assert_eq!(kind("a,"), Some(FaultKind::EmptyEntry));
    assert_eq!(kind(""), None);
}
