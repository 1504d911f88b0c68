#!/usr/bin/env bash
# Runs what the README tells a reader to run, against the server of EXPLAIND_URL, and compares what comes out.
set -euo pipefail
cd "$(dirname "$0")/.."

python3 scripts/readme_commands.py README.md

status=0
explainctl --url http://127.0.0.1:1 health 2>/dev/null || status=$?
[ "$status" -eq 2 ] || { printf 'explainctl without a server leaves with %s, not 2\n' "$status" >&2; exit 1; }
for command in health stats cache models explain importance jobs; do
    explainctl "$command" --help | grep -q '^usage: explainctl ' || { printf '%s has no --help\n' "$command" >&2; exit 1; }
done
explaind --help | grep -q -- '--port'
