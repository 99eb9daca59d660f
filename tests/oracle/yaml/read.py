"""Reads YAML texts with PyYAML.

In: a JSON array of YAML texts on standard input. Out: a JSON array with {"value": ...} or {"error": ...} for each, the
value being the list of the text's documents. A float is {"bits": "..."}, its 64 bits in hexadecimal, so that no digit
is lost on the way; a date is {"date": "..."}.

    read.py python|libyaml
"""

import datetime
import json
import struct
import sys

import yaml

LOADERS = {"python": yaml.SafeLoader, "libyaml": getattr(yaml, "CSafeLoader", None)}


def exact(value):
    if isinstance(value, float):
        return {"bits": struct.pack(">d", value).hex()}
    if isinstance(value, (datetime.date, datetime.datetime)):
        return {"date": value.isoformat()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, dict):
        return {key if isinstance(key, str) else f"not a string: {key!r}": exact(item) for key, item in value.items()}
    return value


def read(text, loader):
    try:
        return {"value": [exact(document) for document in yaml.load_all(text, loader)]}
    except (yaml.YAMLError, ValueError) as error:
        return {"error": str(error)}


def main():
    loader = LOADERS[sys.argv[1]]
    texts = json.load(sys.stdin.buffer)
    json.dump([read(text, loader) for text in texts] if loader else None, sys.stdout)


if __name__ == "__main__":
    main()
