"""What is timed side by side: for each benchmark of explain-bench the peer that does the same."""
import dataclasses
import functools
from typing import Callable

import lightgbm
import lime.lime_tabular
import numpy as np
import orjson
import shap
import xgboost
from sklearn.inspection import permutation_importance
from sklearn.metrics import r2_score

from peer_models import Counted, fastest

MODEL_A, MODEL_B = "xgb500x6_d30", "xgb100x8_d100"
# What the goals for predictions take in their place for LightGBM.
LIGHT_A, LIGHT_B = "lgb500x63_d30", "lgb100x255_d100"
# The goals for work on trees are goals for these two.
GOAL_MODELS = (MODEL_A, MODEL_B)
LIBRARIES = {"xgboost": "XGBoost", "lightgbm": "LightGBM"}


@dataclasses.dataclass
class Comparison:
    """One row of the table: a benchmark of ours, and the peer's milliseconds for the same work."""
    what: str
    path: str
    peer: str
    theirs: Callable[[float], float]
    bar: float | None = None
    key: str = "cpu_ms_min"
    # The peer's rows for each of ours, where it is given fewer because it is slow.
    scale: float = 1
    # What the peer answers, and how far ours may be from it as a share of the largest.
    sample: Callable[[], np.ndarray] | None = None
    tolerance: float = 1e-4


def comparisons(subject):
    """The comparisons of one model."""
    found = [json_decode(subject)]
    if subject.is_tree:
        found += [model_load(subject)] + [predict(subject, rows) for rows in (1, 64, 1000, 6400)]
        found += path_dependent(subject) + interventional(subject) + kernel(subject)
    return found + [local_surrogate(subject), importance(subject)]


def goal(subject, bar):
    """The bar, for the models that it is set for."""
    return bar if subject.name in GOAL_MODELS else None


def synthetic():
    """Comparisons without a model."""
    random = np.random.default_rng(1)
    text = orjson.dumps((100 * random.normal(size=(1000, 30))).tolist())
    return [Comparison("JSON decode, 17 digits", "/json_decode/-/rows=1000/", "orjson.loads",
                       lambda seconds: fastest(lambda: orjson.loads(text), seconds), bar=1)]


def json_decode(subject):
    text = orjson.dumps(subject.rows(1000).tolist())
    return Comparison("JSON decode", f"/json_decode/{subject.name}/rows=1000/", "orjson.loads",
                      lambda seconds: fastest(lambda: orjson.loads(text), seconds), bar=1)


def model_load(subject):
    def load():
        if subject.library == "lightgbm":
            lightgbm.Booster(model_file=subject.path)
        else:
            xgboost.Booster().load_model(subject.path)
    return Comparison("model load", f"/model_load/{subject.name}/", LIBRARIES[subject.library],
                      lambda seconds: fastest(load, seconds), bar=4)


def predict(subject, rows):
    wide = subject.rows(rows)
    single = wide.astype(np.float32)

    def theirs(seconds):
        # The peer may have its rows in whichever precision it handles faster.
        return min(fastest(lambda: subject.predict(batch), seconds / 2) for batch in (wide, single))
    bar = {MODEL_A: 3.5, LIGHT_A: 3.5, MODEL_B: 1.3, LIGHT_B: 1.3}.get(subject.name) if rows == 6400 else None
    peer = "XGBoost inplace_predict" if subject.library == "xgboost" else "LightGBM predict"
    return Comparison("predict", f"/predict/{subject.name}/rows={rows}/", peer, theirs, bar,
                      sample=lambda: subject.predict(wide[:16]), tolerance=0)


def path_dependent(subject):
    @functools.cache
    def explainer():
        made = shap.TreeExplainer(subject.model)
        # Its own C extension in place of the library's contributions.
        made.model.model_type = "internal"
        return made
    found = []
    for rows in (1, 64, 1000):
        used = min(rows, 64)
        batch = subject.rows(used)
        if subject.library == "xgboost":
            matrix = xgboost.DMatrix(batch, nthread=1)
            contribs = lambda matrix=matrix: subject.model.predict(matrix, pred_contribs=True)
        else:
            contribs = lambda batch=batch: subject.model.predict(batch, pred_contrib=True, num_threads=1)
        own = lambda batch=batch: explainer().shap_values(batch, check_additivity=False)
        works = [(subject.library + " contribs", contribs, 25 if rows == 1 else 60),
                 ("shap, its C extension", own, 15 if rows == 1 else 40)]
        for peer, work, bar in works if subject.is_boosted else works[:1]:
            found.append(Comparison(
                "TreeSHAP path dependent", f"/path_dependent/{subject.name}/rows={rows}/", peer,
                lambda seconds, work=work: fastest(work, seconds), goal(subject, bar), scale=rows / used,
                sample=lambda work=work: np.asarray(work())[0][:subject.width]))
    return found


def interventional(subject):
    @functools.cache
    def explainer():
        return shap.TreeExplainer(subject.model, data=subject.background, feature_perturbation="interventional")
    found = []
    for rows in (1, 64, 1000) if subject.is_boosted else ():
        used = min(rows, 16)
        batch = subject.rows(used)
        work = lambda batch=batch: explainer().shap_values(batch, check_additivity=False)
        found.append(Comparison(
            f"TreeSHAP interventional, {len(subject.background)} background rows",
            f"/interventional/{subject.name}/rows={rows}/", "shap",
            lambda seconds, work=work: fastest(work, seconds), goal(subject, 50), scale=rows / used,
            sample=lambda work=work: np.asarray(work())[0]))
    return found


def kernel(subject):
    explainer = shap.KernelExplainer(subject.predict, subject.background)

    def explain(budget):
        np.random.seed(1)
        explainer.shap_values(subject.instances[0], nsamples=budget - 2, l1_reg=0, silent=True)
    found = []
    for estimator, budget in (("leverage", 10 * subject.width + 2), ("leverage", 2048), ("gp_odd", 10 * subject.width + 2)):
        found.append(Comparison(
            f"KernelSHAP ({estimator}) end to end, equal coalitions",
            f"/kernel_shap/{subject.name}/estimator={estimator},budget={budget}/", "shap KernelExplainer, l1_reg=0",
            lambda seconds, budget=budget: fastest(lambda: explain(budget), seconds),
            goal(subject, 4) if estimator == "leverage" else None))
    return found


def local_surrogate(subject):
    model = Counted(subject.predict)
    explainer = lime.lime_tabular.LimeTabularExplainer(subject.background, mode="regression", random_state=0)

    def explain():
        explainer.explain_instance(subject.instances[0], model, num_features=10, num_samples=5000)
    return Comparison("LIME, 5,000 samples, model time left out", f"/lime/{subject.name}/samples=5000/", "lime",
                      lambda seconds: fastest(explain, seconds, lambda: model.seconds), 20, key="own_ms_min")


def importance(subject):
    model = Counted(subject.predict)
    rows = subject.rows(1000)
    labels = subject.predict(rows) + np.random.default_rng(0).normal(size=len(rows))

    class Estimator:
        def fit(self, *_):
            return self

        def predict(self, batch):
            return model(batch)

    def measure():
        permutation_importance(
            Estimator(), rows, labels, scoring=lambda e, batch, truth: r2_score(truth, e.predict(batch)), n_repeats=5,
            random_state=0, n_jobs=1)
    return Comparison("permutation importance, 1,000 rows x 5, model time left out",
                      f"/permutation_importance/{subject.name}/rows=1000,repeats=5/", "scikit-learn",
                      lambda seconds: fastest(measure, seconds, lambda: model.seconds), 10, key="own_ms_min")
