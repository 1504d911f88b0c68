"""The results as tables."""
import dataclasses
import datetime
import importlib.metadata
import math
import os
import platform
import subprocess

from peer_accuracy import BUDGETS, PEERS

OURS = {"gp_odd": "GP-odd", "leverage": "leverage", "wls": "textbook weights (wls)"}
PACKAGES = ("shap", "shapiq", "lime", "xgboost", "lightgbm", "scikit-learn", "orjson", "numpy")


def median(numbers):
    ordered = sorted(numbers)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def geometric_mean(numbers):
    return math.exp(sum(math.log(max(number, 1e-300)) for number in numbers) / len(numbers))


def short(number):
    return f"{number:.3g}" if 1e-3 <= abs(number) < 1e5 or number == 0 else f"{number:.1e}"


@dataclasses.dataclass
class Row:
    """One comparison: milliseconds of both sides, and the ratio asked for."""
    what: str
    path: str
    peer: str
    ours: float
    theirs: float
    bar: float | None

    @property
    def ratio(self):
        # A share of a time that is left over can be nothing; a microsecond is the least that is told apart.
        return self.theirs / max(self.ours, 1e-3 if self.ours <= 0 else self.ours)

    def cells(self):
        model, size = (self.path.strip("/").split("/") + [""])[1:3]
        met = "" if self.bar is None else "yes" if self.ratio >= self.bar else "**no**"
        return [self.what, model, size, short(self.ours), self.peer, short(self.theirs), f"{self.ratio:.3g}x",
                "" if self.bar is None else f"{self.bar:g}x", met]

    def text(self):
        return " | ".join(self.cells())


@dataclasses.dataclass
class Figure:
    """One figure without a peer, and the most it may be."""
    what: str
    model: str
    value: float
    unit: str
    bar: float | None

    def cells(self):
        met = "" if self.bar is None else "yes" if self.value <= self.bar else "**no**"
        return [self.what, self.model, f"{short(self.value)} {self.unit}",
                "" if self.bar is None else f"{self.bar:g} {self.unit}", met]

    def text(self):
        return " | ".join(self.cells())


@dataclasses.dataclass
class Accuracy:
    """Errors by model, method and budget, and the lines of explain-bench they come from."""
    table: dict
    lines: list
    seeds: int
    instances: int


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def methods():
    return list(PEERS) + list(OURS)


def accuracy_text(model, errors):
    return "\n".join(
        f"{model} | {OURS.get(m, m)} | " + " | ".join(short(median(errors[m, b])) for b in BUDGETS) for m in methods())


def page(rows, figures, errors, skipped, options):
    parts = ["# Side by side\n", heading(options)]
    if rows:
        parts.append("## Speed\n")
        parts.append("The peer's processor time over ours, one thread, each the fastest of several runs taken in turns. "
                     "Milliseconds are for the whole of the size named. Goals for trees are for the models xgb500x6_d30 and "
                     "xgb100x8_d100.\n")
        head = ["what", "model", "size", "ours, ms", "peer", "its ms", "ratio", "goal", "met"]
        parts.append(table(head, [row.cells() for row in rows]))
    if figures:
        parts.append("## Figures without a peer\n")
        parts.append(table(["what", "model", "figure", "at most", "met"], [figure.cells() for figure in figures]))
    if errors and errors.table:
        parts += accuracy_parts(errors)
    if skipped:
        parts.append("## Left out\n")
        parts.append("\n".join(f"- {text}" for text in skipped) + "\n")
    return "\n".join(parts)


def heading(options):
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)
    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    mode = " A quick run: few seeds, one round." if options.quick else ""
    return (f"Written by `Benchmarks/compare.py` on {date}; do not edit.{mode}\n\n"
            f"{processor()}, {os.cpu_count()} cores, {platform.system()}; load average {os.getloadavg()[0]:.1f}; "
            f"{compiler()}, default build, revision {revision()}.\n"
            f"Python {platform.python_version()}, {versions}.\n")


def accuracy_parts(errors):
    names = list(errors.table)
    parts = ["## Accuracy\n",
             f"|phi^ - phi|^2 / |phi|^2 at so many coalitions a player beside the empty and the full one, the same games "
             f"and budgets for all: medians over "
             f"{errors.seeds} seeds and {errors.instances} instances, their geometric mean over {len(names)} models "
             f"({', '.join(names)}).\n"]
    means = {(m, b): geometric_mean([median(errors.table[name][m, b]) for name in names])
             for m in methods() for b in BUDGETS}
    best = {b: min(means[m, b] for m in PEERS) for b in BUDGETS}
    rows = [[OURS.get(m, m)] + [short(means[m, b]) for b in BUDGETS] for m in methods()]
    rows.append(["best peer over GP-odd"] + [f"{best[b] / means['gp_odd', b]:.2f}x" for b in BUDGETS])
    parts.append(table(["method"] + [f"{b}n" for b in BUDGETS], rows))
    ratio = best[10] / means["gp_odd", 10]
    met = "met" if means["gp_odd", 10] <= 6e-4 and ratio >= 3 else "**not met**"
    parts.append(f"Goal at 10n: at most 6e-4 and at least 3x below the best peer: {met}.\n")
    parts.append("By model at 10n:\n")
    parts.append(table(["method"] + names, [[OURS.get(m, m)] + [short(median(errors.table[n][m, 10])) for n in names]
                                            for m in methods()]))
    return parts + promises(errors)


def promises(errors):
    runs = [line for line in errors.lines if line["accuracy"] == "run"]
    ends = [line for line in errors.lines if line["accuracy"] == "end"]
    rows = []
    for estimator, title in OURS.items():
        cells = []
        for budget in BUDGETS:
            some = [r for r in runs if r["estimator"] == estimator and r["budget_per_player"] == budget]
            intervals = sum(r["intervals"] for r in some)
            cells.append(f"{sum(r['covered'] for r in some) / intervals:.3f}" if intervals else "-")
        rows.append([title] + cells)
    converged = [line for line in ends if line["converged"]]
    within = sum(line["within"] for line in converged)
    parts = ["Share of nominal 95 % intervals that hold the truth, all models together (goal: .90 to .99):\n",
             table(["estimator"] + [f"{b}n" for b in BUDGETS], rows)]
    if converged:
        share = within / len(converged)
        met = "met" if share >= 0.93 else "**not met**"
        parts.append(f"Of {len(ends)} samples that grow until a tolerance of 5 %, {len(converged)} converged, and "
                     f"{within} of them ({100 * share:.1f} %; goal: 93 %, {met}) are within it.\n")
    return parts


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def compiler():
    return first_line(["swift", "--version"])


def revision():
    here = os.path.dirname(os.path.abspath(__file__))
    return first_line(["git", "-C", here, "rev-parse", "--short", "HEAD"])


def first_line(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"
