#!/usr/bin/env bash
# The raw-socket HTTP/1.1 conformance suite against the server of EXPLAIND_PORT; its fast groups unless told otherwise.
set -euo pipefail
cd "$(dirname "$0")/.."

python3 Tests/conformance/http_conformance.py --port "$EXPLAIND_PORT" --get /healthz \
    --post /v1/models/credit:explain --post-body @Tests/conformance/request.json "$@"
