"""The models of a folder as the peers load them, and times as explain-bench takes them."""
import json
import os
import time

import lightgbm
import numpy as np
import xgboost


class Counted:
    """A function of rows that notes what it spends."""

    def __init__(self, function):
        self.function, self.seconds, self.rows = function, 0.0, 0

    def __call__(self, rows):
        start = time.process_time()
        answer = self.function(rows)
        self.seconds += time.process_time() - start
        self.rows += len(rows)
        return answer


class Subject:
    """A model with its background and instances; `predict` is what black-box methods explain."""

    def __init__(self, folder, name):
        self.name = name
        stem = os.path.join(folder, name)
        self.path = next(stem + end for end in (".json", ".txt") if os.path.exists(stem + end))
        self.background = np.loadtxt(stem + ".background.csv", delimiter=",", ndmin=2)
        self.instances = np.loadtxt(stem + ".instances.csv", delimiter=",", ndmin=2)
        self.width = self.instances.shape[1]
        self.library, self.model = self._load()
        self.space = "margin"
        self.predict = self._predictor()

    @property
    def is_tree(self):
        return self.library in ("xgboost", "lightgbm")

    @property
    def is_boosted(self):
        """Whether shap knows the trees: it refuses XGBoost's random forests."""
        if self.library != "xgboost":
            return self.library == "lightgbm"
        parameters = json.loads(self.model.save_config())["learner"]["gradient_booster"]["gbtree_model_param"]
        return int(parameters["num_parallel_tree"]) == 1

    def rows(self, count):
        """The first rows, over again where there are fewer."""
        return np.ascontiguousarray(self.instances[np.arange(count) % len(self.instances)])

    def _load(self):
        if self.path.endswith(".txt"):
            return "lightgbm", lightgbm.Booster(model_file=self.path)
        with open(self.path) as file:
            document = json.load(file)
        if "learner" not in document:
            return "plain", document
        booster = xgboost.Booster()
        booster.load_model(self.path)
        booster.set_param({"nthread": 1})
        return "xgboost", booster

    def _predictor(self):
        if self.library == "xgboost":
            return lambda rows: self.model.inplace_predict(rows, predict_type="margin")
        if self.library == "lightgbm":
            return lambda rows: self.model.predict(rows, num_threads=1, raw_score=True)
        if self.model["format"] == "linear":
            self.space = "probability"
            weights, intercept = np.array(self.model["weights"][0]), self.model["intercept"][0]
            return lambda rows: 1 / (1 + np.exp(-(np.asarray(rows) @ weights + intercept)))
        return network(self.model)


def network(document):
    """The margin of a plain JSON network."""
    mean, scale = np.array(document["input_mean"]), np.array(document["input_scale"])
    layers = [(np.array(layer["weights"]).T, np.array(layer["bias"])) for layer in document["layers"]]
    bend = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "logistic": lambda z: 1 / (1 + np.exp(-z)),
            "identity": lambda z: z}[document["activation"]]

    def predict(rows):
        values = (np.asarray(rows) - mean) / scale
        for weights, bias in layers[:-1]:
            values = bend(values @ weights + bias)
        return (values @ layers[-1][0] + layers[-1][1])[:, 0]
    return predict


def fastest(work, least_seconds, spent=lambda: 0.0):
    """Processor milliseconds of the fastest of several runs, without what `spent` counts; short runs in groups."""
    work()
    start = time.process_time()
    work()
    once = time.process_time() - start
    repeats = max(1, int(0.002 / max(once, 1e-7)))
    samples, total = [], 0.0
    while total < least_seconds or len(samples) < 3:
        apart, start = spent(), time.process_time()
        for _ in range(repeats):
            work()
        seconds = time.process_time() - start
        samples.append((seconds - (spent() - apart)) / repeats)
        total += seconds
        if total > 3 and len(samples) >= 2:
            break
    return 1e3 * min(samples)
