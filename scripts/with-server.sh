#!/usr/bin/env bash
# Runs a command against an explaind of its own: a free port, and a data folder that is thrown away. It is the release
# build, unless CONFIGURATION=debug.
#
#   scripts/with-server.sh COMMAND [ARGUMENT...]
#
# The command finds EXPLAIND_URL, EXPLAIND_PORT, EXPLAIND_PID and explainctl on its PATH. The server is ended with SIGTERM
# afterwards and must leave with 0; its log is shown when something failed.
set -euo pipefail
cd "$(dirname "$0")/.."

binaries=$(swift build -c "${CONFIGURATION:-release}" --show-bin-path)
data=$(mktemp -d)
server=

finish() {
    local status=$?
    trap - EXIT
    if [ -n "$server" ]; then
        kill -TERM "$server" 2>/dev/null || true
        (sleep 60 && kill -KILL "$server") >/dev/null 2>&1 &
        local watchdog=$! code=0
        wait "$server" || code=$?
        kill "$watchdog" 2>/dev/null || true
        if [ "$code" -ne 0 ]; then
            printf 'explaind left with %s after SIGTERM\n' "$code" >&2
            status=1
        fi
    fi
    if [ "$status" -ne 0 ]; then
        printf -- '-- the last lines of the log of explaind\n' >&2
        tail -n 40 "$data/log" >&2 || true
    fi
    rm -rf "$data"
    exit "$status"
}
trap finish EXIT

"$binaries/explaind" --port 0 --data "$data/store" >"$data/out" 2>"$data/log" &
server=$!
for _ in $(seq 300); do
    EXPLAIND_URL=$(sed -nE 's/^explaind: listening on (http:[^ ]+)$/\1/p' "$data/out" | head -n 1)
    [ -z "$EXPLAIND_URL" ] || break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
if [ -z "$EXPLAIND_URL" ]; then
    printf 'explaind does not listen\n' >&2
    exit 1
fi

export EXPLAIND_URL EXPLAIND_PORT="${EXPLAIND_URL##*:}" EXPLAIND_PID="$server" PATH="$binaries:$PATH"
"$@"
