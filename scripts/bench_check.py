#!/usr/bin/env python3
"""Runs a few benchmarks of explain-bench, and checks what it prints: bench_check.py EXPLAIN_BENCH (from the top folder)."""
import json
import subprocess
import sys

BENCHMARKS = ["/predict/xgb100x4_d30/rows=64/", "/path_dependent/xgb100x4_d30/rows=1/",
              "/interventional/xgb100x4_d30/rows=1/", "/leaf_tables/xgb100x4_d30/",
              "/kernel_shap/logit_d12/estimator=gp_odd,default/", "/lime/mlp32_d14/samples=1000/",
              "/permutation_importance/logit_d12/rows=64,repeats=5/", "/fit_gp_odd/-/players=10,pairs=50/",
              "/json_decode/-/rows=1/", "/model_load/logit_d12/"]
NUMBERS = ["cpu_ms_min", "cpu_ms_median", "wall_ms_min", "wall_ms_median", "runs", "count"]


def run(*arguments):
    done = subprocess.run([sys.argv[1], *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout


def lines(*arguments):
    status, output = run(*arguments, "--json")
    found = [json.loads(line) for line in output.splitlines()]
    assert status == 0 and found, f"{arguments}: status {status}, {output[:500]}"
    return found


for path in BENCHMARKS:
    for line in lines("--filter", path, "--seconds", "0"):
        assert "problem" not in line and line["checked"], line
        assert f"/{line['benchmark']}/{line['model']}/{line['size']}/".startswith(path), line
        assert all(line[name] >= 0 for name in NUMBERS), line
runs = [line for line in lines("--accuracy", "--filter", "logit", "--seeds", "1", "--instances", "1")
        if line["accuracy"] == "run"]
assert len(runs) == 15 and all(0 <= line["relative_error"] < 1 for line in runs), runs
assert run("--help")[0] == 0
for wrong in (["--nonsense"], ["--filter"], ["--seconds", "soon"]):
    assert run(*wrong)[0] == 64, wrong
assert run("--models", "no/such/folder")[0] == 1
print(f"{len(BENCHMARKS)} benchmarks, {len(runs)} accuracy runs: as expected")
