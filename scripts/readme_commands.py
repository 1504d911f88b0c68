#!/usr/bin/env python3
"""Runs the shell examples of a document and compares their output with what the document shows.

  readme_commands.py README.md

A fenced block `sh` that follows the line `<!-- run -->` is run by bash as it stands, the documented URL replaced by
EXPLAIND_URL; it must succeed. A block that follows it after the line `<!-- shows -->` is its output: JSON (fence `json`)
must be equal, numbers to 1e-9 of the larger, identifiers and times aside; text (fence `text`) must be equal but for
runs of blanks, identifiers and times.
"""
import json
import math
import os
import re
import subprocess
import sys

DOCUMENTED_URL = "http://127.0.0.1:8080"
VARYING = {"id", "request_id", "cache", "href", "created_at", "started_at", "finished_at"}
VARYING_TEXT = re.compile(r"\b(?:ex|jb)_[0-9A-Z]{26}\b|\d{4}-\d\d-\d\dT[\d:.]+Z|cache (?:hit|miss)|" + re.escape(DOCUMENTED_URL))


def blocks(text):
    """The marked blocks in order: (mark, language, content, line)."""
    lines = text.split("\n")
    mark, index = None, 0
    while index < len(lines):
        line = lines[index].strip()
        if line in ("<!-- run -->", "<!-- shows -->"):
            mark = line[5:-4]
        elif line.startswith("```") and mark:
            start = index + 1
            index = lines.index("```", start)
            yield mark, line[3:], "\n".join(lines[start:index]), start
            mark = None
        index += 1


def same(a, b):
    """Whether two JSON values are equal, varying members and the last bits of numbers aside."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(key in VARYING or same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) and not isinstance(a, bool) and not isinstance(b, bool):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
    return a == b and type(a) is type(b)


def plain(text):
    return [re.sub(r"\s+", " ", VARYING_TEXT.sub("*", line)).strip() for line in text.strip().split("\n")]


def shown(language, output, expected):
    if language == "json":
        return same(json.loads(output), json.loads(expected))
    return plain(output) == plain(expected)


def main(path):
    url = os.environ["EXPLAIND_URL"]
    count, output, command = 0, None, None
    for mark, language, content, line in blocks(open(path, encoding="utf-8").read()):
        if mark == "run":
            command = content
            run = subprocess.run(["bash", "-euo", "pipefail", "-c", content.replace(DOCUMENTED_URL, url)],
                                 stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
            output, count = run.stdout.replace(url, DOCUMENTED_URL), count + 1
            if run.returncode != 0:
                sys.exit(f"{path}:{line}: left with {run.returncode}\n{content}\n{run.stdout}{run.stderr}")
        elif not shown(language, output, content):
            sys.exit(f"{path}:{line}: shows something else than\n{command}\nwhich gives\n{output}")
    if count == 0:
        sys.exit(f"{path}: nothing to run")
    print(f"{path}: {count} examples run and give what the document shows")


if __name__ == "__main__":
    main(sys.argv[1])
