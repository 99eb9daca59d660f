"""Makes scalars.jsonl: what kubectl, PyYAML and the core schema of YAML 1.2 read in some hundred plain scalars.

    cd tests/oracle/yaml && python3 scalars.py > scalars.jsonl

Needs PyYAML and Go. An answer is "null", "true", "false", "text", "date", "infinite", "error" or "number N"; N is an
integer or the shortest digits of a double.
"""

import itertools
import json
import math
import pathlib
import re
import struct
import subprocess
import sys

import yaml

import read

WORDS = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "nan", "inf", ".nan", ".inf", "nil", "none"]
SIGNS = ["", "+", "-"]
INTEGERS = """
    0 00 000 1 7 07 007 08 09 010 012 0777 0778 0o 0o7 0o8 0o17 0o017 0O7 0O17 0x 0x0 0x1F 0x1f 0X1F 0xg 0x1.8 0x1p3 0b 0b0
    0b101 0b102 0B101 0b_ 0x_ 0o_7 0b1_0 0x_1F 0x1_F 0_ 0_7 0_8 0_0 0_x1F 0_b1 0__o7 1_ 1_0 1__0 1_000 1_000_000 _1 _ __ 1,000
    12 123456789 0123456789 1234567890123456789 0b-1 0b+1 0b-101 0B-1 0x-1 0o-7 0d10 0z1 1a 12ab 1e 1_e 1m 500m 1Gi 1K 1k
    9007199254740991 9007199254740992 9007199254740993 9223372036854775807 9223372036854775808 9223372036854775809
    18446744073709551615 18446744073709551616 99999999999999999999 123456789012345678901234567890
    0x7fffffffffffffff 0x8000000000000000 0xffffffffffffffff 0x10000000000000000 0777777777777777777777
    01777777777777777777777 02000000000000000000000 0o1777777777777777777777 0o2000000000000000000000
""".split() + ["0b" + "1" * 63, "0b" + "1" * 64, "0b+" + "1" * 64, "0b" + "1" * 65, "9" * 308, "9" * 309]
FLOATS = """
    . .. ... .0 .5 .50 0. 0.0 0.1 0.10 1. 1.0 1.1 1.10 1.5 2.50 01.5 012.5 08.5 1.2.3 10.0.0.1 3.7.0 1..2 .5. ._5 .5_ .5_0 .5__0
    .5_0_1 .5e1_0 .5_e1 1_0.5 1_.5 1._5 1.5_ 1.5_0 1_000.5 1e3 1E3 1e+3 1e-3 1.e3 1.e+3 1.5e3 1.5E3 1.5e+3 1.5e-3 1.5E+3 .5e3
    .5E3 .5e+3 .5e-3 e3 .e3 .e+3 1e 1e+ 1.5e 1.5e+ 1.5e+3_0 1e3_0 1_e3 1_0e3 1e3e3 1e3.5 12e03 012e3 08e1 0e0 0.0e+0 1e0 1e15
    1e16 1e18 1e19 1e20 1e21 1e22 1.0e+18 1.0e+19 1.0e+21 9e18 9.3e18 1e100 1.0e+100 1e308 1e309 1.0e+309 1e400 1e-400 1.0e-400
    4.9e-324 5e-324 2.2250738585072014e-308 1.7976931348623157e308 1.7976931348623159e308 0.1234567890123456789
    3.141592653589793238 4611686018427387905.0 9007199254740993.0 9223372036854775807.0 1e99999999999999999999 0e99999999999999
    123456789.123456789 0.000001 0.0000001 1.5f 1f 1d 1.0L
""".split()
TIMES = """
    1:3 1:30 01:30 0:30 1:60 1:59 1:5 1:30:45 1:60:45 190:20:30 190:20:30.15 1:30.5 1:30. 01:30.5 1_0:30 1:3_0 1:30_ 1:30.5_0
    1:30e3 :30 1:: 12:30:45 23:59:59 24:00 1:2:3:4:5 10.0.0.1:9092 8080:80 22:22 0x1:30 99999999999999999999:59
""".split()
DATES = """
    2001-01-01 2001-1-1 2001-01-1 2001-13-01 2001-02-30 0000-01-01 2001-01 2001-01-01T 2001-01-01T01:02:03Z 2001-1-1t1:02:03
    2001-01-01T01:02:03.456Z 2001-01-01T01:02:03. 2001-01-01T01:02:03+05:30 2001-01-01T01:02:03-5 2001-01-01T01:02:03+5:3
    2001-01-01T01:02Z 2001-01-01T01:02:03z 2001-01-01T1:2:3Z 20010101 2001-01-01T01:02:03+0530 2001-12-14t21:59:43.10-05:00
""".split() + ["2001-12-14 21:59:43.10 -5", "2001-12-14 21:59:43", "2001-1-1  1:02:03 Z", "2001-01-01 foo", "2001-12-14 1:2:3"]
TEXTS = """
    = == << <<< < > ~ ~~ ~/x a a:b a#b x=y /etc/mm2 _ $x ^a (a) a|b a&b a*b a!b a%b a@b -a -- -- --a --- +a + - .a ..a
    a,b a[0] a{b} é ü 日本 😀 nul Nulll truee yess ok TrueFalse Off1 N/A y/n no-op on-call off-site
""".split() + ["", "no way", "1 2", "1 a", "a b", "+ 1"]


def spellings():
    cases = [word.lower() for word in WORDS], [word.upper() for word in WORDS], [word.capitalize() for word in WORDS], \
        [word[:-1] + word[-1].upper() for word in WORDS], ["." + word[1:].capitalize() for word in (".nan", ".inf")], \
        [".NaN", ".nAn", ".Nan", "tRUE", "nULL"]
    words = [word for case in cases for word in case]
    numbers = INTEGERS + FLOATS + TIMES + [".inf", ".Inf", ".INF", ".nan", ".NaN"]
    signed = [sign + number for number, sign in itertools.product(numbers, SIGNS)]
    twice = ["+-1", "-+1", "--1", "++1", "+_1", "-_1", "-_", "+_0x1F", "-0b-1", "-0b+1", "+0b-1", "0b--1"]
    return list(dict.fromkeys(words + signed + twice + DATES + TEXTS))


def is_plain(text):
    """Whether the text, written without quotes, is one plain scalar of this text."""
    try:
        events = [event for event in yaml.parse(text) if isinstance(event, yaml.NodeEvent)]
    except yaml.YAMLError:
        return False
    return len(events) == 1 and isinstance(events[0], yaml.ScalarEvent) and events[0].style is None \
        and events[0].value == text


def core(text):
    """The core schema, YAML 1.2.2 section 10.3.2."""
    if re.fullmatch(r"null|Null|NULL|~|", text):
        return None
    if re.fullmatch(r"true|True|TRUE|false|False|FALSE", text):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"0o[0-7]+", text):
        return int(text[2:], 8)
    if re.fullmatch(r"0x[0-9a-fA-F]+", text):
        return int(text[2:], 16)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    if re.fullmatch(r"[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN", text):
        return math.inf
    return text


def answer(text, value):
    """A value in one word."""
    if isinstance(value, dict) and "bits" in value:
        value = struct.unpack(">d", bytes.fromhex(value["bits"]))[0]
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "date"
    if isinstance(value, str):
        assert value == text, (value, text)
        return "text"
    return f"number {value!r}" if math.isfinite(as_float(value)) else "infinite"


def as_float(value):
    try:
        return float(value)
    except OverflowError:
        return 0.0


def kubectl(texts):
    here = pathlib.Path(__file__).parent / "kubectl"
    run = subprocess.run(["go", "run", "."], cwd=here, input=json.dumps(texts), capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def of_kubectl(text, read_by_kubectl):
    error = read_by_kubectl.get("error", "")
    if "unsupported value" in error:
        return "infinite"
    assert not error, (text, error)
    return answer(text, read_by_kubectl["value"])


def of_pyyaml(text):
    # As an item, for an empty text alone is no document.
    answered = read.read(f"- {text}\n", yaml.SafeLoader)
    return "error" if "error" in answered else answer(text, answered["value"][0][0])


def main():
    texts = [text for text in spellings() if is_plain(text) or text == ""]
    for text, read_by_kubectl in zip(texts, kubectl(texts)):
        line = {"text": text, "kubectl": of_kubectl(text, read_by_kubectl), "pyyaml": of_pyyaml(text),
                "core": answer(text, core(text))}
        json.dump(line, sys.stdout, ensure_ascii=False)
        print()


if __name__ == "__main__":
    main()
