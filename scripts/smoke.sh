#!/usr/bin/env bash
# Runs what the README tells a reader to run, against the server of EXPLAIND_URL, and compares what comes out; then holds
# the documents to the programs' own help.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

python3 scripts/readme_commands.py README.md

status=0
explainctl --url http://127.0.0.1:1 health 2>/dev/null || status=$?
[ "$status" -eq 2 ] || fail "explainctl without a server leaves with $status, not 2"

help=$(explaind --help; explain-bench --help)
for command in health stats cache models explain importance jobs; do
    text=$(explainctl "$command" --help)
    [[ $text == "usage: explainctl $command "* ]] || fail "explainctl $command has no --help"
    help+=$'\n'$text
done
for flag in $(grep -ohE -- '`--[a-z-]+' docs/operations.md README.md | tr -d '`' | sort -u); do
    grep -qE -- "$flag( |$)" <<<"$help" || fail "the documents name $flag, which no program has"
done
