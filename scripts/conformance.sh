#!/usr/bin/env bash
# The raw-socket HTTP/1.1 conformance suite against the server of EXPLAIND_PORT: its fast groups, unless told otherwise.
# Fails for any FAIL, and for an ALLOWED that docs/http-conformance.md does not explain.
set -euo pipefail
cd "$(dirname "$0")/.."

status=0
report=$(python3 Tests/conformance/http_conformance.py --port "$EXPLAIND_PORT" --get /healthz \
    --post /v1/models/credit:explain --post-body @Tests/conformance/request.json "$@") || status=$?
printf '%s\n' "$report"
for case in $(sed -nE 's/^ALLOWED +([^ ]+) .*/\1/p' <<<"$report"); do
    grep -q "^| \`$case\` |" docs/http-conformance.md || {
        printf 'docs/http-conformance.md does not say why %s is only ALLOWED\n' "$case" >&2
        status=1
    }
done
exit "$status"
