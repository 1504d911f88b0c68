#!/usr/bin/env bash
# Damages model files of every format for a while, each format in a process of its own:
#
#   scripts/fuzz.sh SECONDS [TARGET...]
#
# Targets are the tests of ModelFormatFuzzTests: xgboostJSON xgboostUBJSON lightGBM catBoost onnx plain. EXPLAIND_FUZZ_SEED
# is where the seeds begin (default: the time). A process that a file ends is started again with the next seed for the rest
# of the time; the file stays in the folder for temporary files and is named, and the script leaves with 1. With
# EXPLAIND_FUZZ_BINARY that test binary runs, otherwise the debug build, in which arithmetic traps.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=$1
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(xgboostJSON xgboostUBJSON lightGBM catBoost onnx plain)
seed=${EXPLAIND_FUZZ_SEED:-$(date +%s)}
if [ -z "${EXPLAIND_FUZZ_BINARY:-}" ]; then
    swift build --build-tests
    EXPLAIND_FUZZ_BINARY=$(swift build --show-bin-path)/explaindPackageTests.xctest
fi
logs=$(mktemp -d)

# One target, until its time is over.
run() {
    local target=$1 end=$((SECONDS + seconds)) number=$2 failed=0
    while [ $SECONDS -lt $end ]; do
        if ! EXPLAIND_FUZZ_SECONDS=$((end - SECONDS)) EXPLAIND_FUZZ_SEED=$number "$EXPLAIND_FUZZ_BINARY" \
            --testing-library swift-testing --filter "ModelFormatFuzzTests/$target\(" >>"$logs/$target" 2>&1; then
            failed=1
            printf 'fuzz %s: seed %s ended with a fault\n' "$target" "$number" >>"$logs/$target"
        fi
        number=$((number + 1))
    done
    return $failed
}

processes=()
for target in "${targets[@]}"; do
    run "$target" "$seed" &
    processes+=($!)
done
status=0
for process in "${processes[@]}"; do wait "$process" || status=1; done
grep -hE '^fuzz |kept as|recorded an issue|Fatal error' "$logs"/* || true
ls "${TMPDIR:-/tmp}"/explaind-fuzz-* 2>/dev/null || true
printf 'logs: %s\n' "$logs"
exit $status
