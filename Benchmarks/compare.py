#!/usr/bin/env python3
"""Runs explain-bench and the usual Python libraries in turns on the same files, and prints ratios and errors.

    Benchmarks/compare.py [--models DIR]... [--only speed|accuracy] [--quick] [--output FILE] [--filter TEXT]

Everything runs on one thread. A ratio is the peer's processor time over ours, each the fastest of several runs, taken in
turns so that both meet the same noise. The first run makes a virtual environment, Benchmarks/.venv, from requirements.txt.
"""
import argparse
import collections
import json
import logging
import os
import subprocess
import sys
import warnings

import environment

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", action="append", metavar="DIR",
                        help="a folder of models, beside Benchmarks/models; may be repeated")
    parser.add_argument("--only", choices=["speed", "accuracy"])
    parser.add_argument("--quick", action="store_true", help="one round, few seeds and instances")
    parser.add_argument("--filter", default="", help="only models, or paths of benchmarks, that contain this")
    parser.add_argument("--output", metavar="FILE", help="write a page with the results")
    parser.add_argument("--bench", metavar="PATH", help="the explain-bench to run, in place of the release build")
    parser.add_argument("--python", metavar="PATH", help="an interpreter that has the packages of requirements.txt")
    return parser.parse_args()


OPTIONS = arguments()
environment.enter(OPTIONS.python)

import peer_accuracy
import peer_speed
import results_page
from peer_models import Subject

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


class Ours:
    """Runs explain-bench."""

    def __init__(self, folders):
        self.program = OPTIONS.bench or self._built()
        self.folders = [part for folder in folders for part in ("--models", folder)]

    def lines(self, *options):
        done = subprocess.run([self.program, "--json", *self.folders, *options], capture_output=True, text=True, cwd=ROOT)
        found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        problems = [line for line in found if "problem" in line]
        if problems or done.returncode != 0:
            raise SystemExit(f"explain-bench {' '.join(options)}: {problems or done.stdout[-500:] + done.stderr[-500:]}")
        return found

    def measure(self, path, seconds):
        found = [line for line in self.lines("--filter", path, "--seconds", str(seconds)) if "benchmark" in line]
        return found[0] if found else None

    @staticmethod
    def _built():
        subprocess.run(["swift", "build", "-c", "release", "--product", "explain-bench"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        return os.path.join(ROOT, ".build", "release", "explain-bench")


def subjects(ours, folders):
    """The models that both sides can load, and the names of those skipped."""
    lines = ours.lines("--list")
    names = dict.fromkeys(line["model"] for line in lines if line.get("benchmark") == "predict")
    found = []
    for name in names:
        folder = next(f for f in folders if os.path.exists(os.path.join(f, name + ".background.csv")))
        found.append(Subject(folder, name))
    return found, [f"{line['skipped']}: {line['reason']}" for line in lines if "skipped" in line]


def compare(ours, comparison, rounds, seconds):
    """One row of the table, both sides in turns; None where explain-bench has no such benchmark."""
    mine, theirs = [], []
    for _ in range(rounds):
        line = ours.measure(comparison.path, seconds)
        if line is None:
            return None
        mine.append(line[comparison.key])
        theirs.append(comparison.theirs(seconds) * comparison.scale)
    if comparison.sample is not None:
        check(comparison, line["sample"])
    row = results_page.Row(comparison.what, comparison.path, comparison.peer, min(mine), min(theirs), comparison.bar)
    print(row.text(), flush=True)
    return row


def check(comparison, sample):
    """Ends the run where both sides do not compute the same."""
    other = comparison.sample().ravel()[:len(sample)]
    largest = max(abs(other))
    widest = max(abs(a - float(b)) for a, b in zip(sample, other))
    if len(other) != len(sample) or widest > comparison.tolerance * largest:
        raise SystemExit(f"{comparison.path}: {comparison.peer} differs by {widest}, of {largest} at most")


def equal_error(ours, subject, rounds, seconds):
    """KernelSHAP to the error that shap reaches with 2,048 coalitions: the smallest of our budgets that does."""
    lines = ours.lines("--accuracy", "--filter", subject.name, "--seeds", "3", "--instances", "3")
    truths, medians = read_accuracy(lines)
    goal = peer_accuracy.kernel_error(subject, truths[subject.name], 3, 2048)
    budgets = [m for m in peer_accuracy.BUDGETS if results_page.median(medians[subject.name]["gp_odd", m]) <= goal]
    if not budgets:
        print(f"{subject.name}: no budget of ours reaches shap's error with 2,048 coalitions, {goal:.2e}")
        return None
    comparison = next(c for c in peer_speed.kernel(subject) if c.path.endswith("estimator=leverage,budget=2048/"))
    comparison.what = f"KernelSHAP at equal error ({goal:.1e}: shap's 2,048 coalitions, our {budgets[0]}n)"
    budget = budgets[0] * subject.width + 2
    comparison.path = f"/kernel_shap/{subject.name}/estimator=gp_odd,budget={budget}/"
    comparison.bar = peer_speed.goal(subject, 50)
    return compare(ours, comparison, rounds, seconds)


def absolute(ours, found):
    """Rows without a peer: the overhead over raw model time, the fit, the memory of a stream."""
    rows = []
    fit = ours.measure("/fit_gp_odd/-/players=30,pairs=150/", 1)
    rows.append(results_page.Figure("GP-odd fit, 150 pairs, 30 players", "-", fit["cpu_ms_min"], "ms", 5))
    for subject in found:
        if not subject.is_tree:
            continue
        line = ours.measure(f"/kernel_shap/{subject.name}/estimator=leverage,budget=2048/", 1)
        share = 100 * line["own_ms_min"] / (line["cpu_ms_min"] - line["own_ms_min"])
        rows.append(results_page.Figure("KernelSHAP overhead over raw model time", subject.name, share, "%", 10))
        line = ours.measure(f"/leaf_tables/{subject.name}/", 0.5)
        rows.append(results_page.Figure("leaf tables, built", subject.name, line["cpu_ms_min"], "ms", None))
        rows.append(results_page.Figure("leaf tables, memory", subject.name, line["table_bytes"] / 2**20, "MiB", 256))
        if not OPTIONS.quick:
            line = ours.measure(f"/streaming_interventional/{subject.name}/", 0)
            growth = line["resident_growth_kib"] / 1024
            rows.append(results_page.Figure("100,000 rows explained, growth", subject.name, growth, "MiB", 64))
    for row in rows:
        print(row.text(), flush=True)
    return rows


def speed(ours, found):
    rounds, seconds = (1, 0.2) if OPTIONS.quick else (3, 0.5)
    rows = []
    wanted = peer_speed.synthetic() + [c for subject in found for c in peer_speed.comparisons(subject)]
    for comparison in wanted:
        if OPTIONS.filter in comparison.path:
            rows.append(compare(ours, comparison, rounds, seconds))
    for subject in found:
        if subject.is_tree and OPTIONS.filter in f"/equal_error/{subject.name}/":
            rows.append(equal_error(ours, subject, rounds, seconds))
    figures = absolute(ours, found) if not OPTIONS.filter else []
    return [row for row in rows if row], figures


def read_accuracy(lines):
    """{model: {instance: truth}} and {model: {(estimator, budget): errors}} of an accuracy run."""
    truths, errors = collections.defaultdict(dict), collections.defaultdict(lambda: collections.defaultdict(list))
    for line in lines:
        if line.get("accuracy") == "truth":
            truths[line["model"]][line["instance"]] = peer_accuracy.np.array(line["values"])
        elif line.get("accuracy") == "run":
            errors[line["model"]][line["estimator"], line["budget_per_player"]].append(line["relative_error"])
    return truths, errors


def accuracy(ours, found):
    seeds, instances = (2, 2) if OPTIONS.quick else (5, 3)
    lines, table = [], {}
    for subject in found:
        if OPTIONS.filter not in subject.name:
            continue
        some = ours.lines("--accuracy", "--filter", subject.name, "--seeds", str(seeds), "--instances", str(instances))
        some = [line for line in some if line.get("model") == subject.name]
        truths, errors = read_accuracy(some)
        if not truths[subject.name]:
            continue
        other = peer_accuracy.exact(subject, subject.instances[0])
        widest = 0 if other is None else abs(truths[subject.name][0] - other).max() / abs(other).max()
        if widest > 1e-5:
            raise SystemExit(f"{subject.name}: two exact answers differ by {widest} of the largest value")
        table[subject.name] = dict(errors[subject.name])
        table[subject.name].update(peer_accuracy.errors(subject, truths[subject.name], seeds))
        lines += some
        print(results_page.accuracy_text(subject.name, table[subject.name]), flush=True)
    return results_page.Accuracy(table, lines, seeds, instances)


def main():
    folders = [os.path.abspath(folder) for folder in OPTIONS.models or []] + [os.path.join(HERE, "models")]
    ours = Ours(folders)
    found, skipped = subjects(ours, folders)
    for text in skipped:
        print(f"skipped {text}")
    rows, figures = speed(ours, found) if OPTIONS.only != "accuracy" else ([], [])
    errors = accuracy(ours, found) if OPTIONS.only != "speed" else None
    page = results_page.page(rows, figures, errors, skipped, OPTIONS)
    print("\n" + page)
    if OPTIONS.output:
        with open(OPTIONS.output, "w") as file:
            file.write(page)


main()
