#!/usr/bin/env python3
"""Trains timing models: those of Benchmarks/models, and larger ones that the repository does not hold.

    Benchmarks/make_models.py FOLDER [NAME ...] [--python PATH]

Writes NAME.json or NAME.txt, NAME.background.csv (100 rows) and NAME.instances.csv into FOLDER; all models without a NAME.
Features are independent standard normal numbers; the label is a sum of products, bends and thresholds of the first twelve.
"""
import argparse
import json
import os

import environment


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--python", help="an interpreter that has the packages of requirements.txt")
    return parser.parse_args()


OPTIONS = arguments()
environment.enter(OPTIONS.python)

import lightgbm
import numpy as np
import xgboost
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier, MLPRegressor


def data(features, rows, seed):
    """Rows in float32 precision, so that every library reads the same numbers from their text, and labels."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(rows, features)).astype(np.float32)
    Z = X.astype(np.float64)
    y = 1.5 * Z[:, 0] + Z[:, 1] * Z[:, 2] - np.sin(2 * Z[:, 3]) + np.where(Z[:, 4] > 0.5, Z[:, 5], -0.5 * Z[:, 6])
    y += 0.5 * np.abs(Z[:, 7]) * Z[:, 8] + np.tanh(Z[:, 9] + Z[:, 10] - Z[:, 11]) + 0.3 * random.normal(size=rows)
    return X, y


def boosted(trees, depth, features):
    def train(path):
        X, y = data(features, 4000, seed=trees + depth)
        # Many columns a tree and little shrinkage: branches differ from tree to tree, as they do in practice.
        model = xgboost.train(
            dict(max_depth=depth, eta=0.1, tree_method="hist", min_child_weight=1, colsample_bytree=0.5, seed=1,
                 nthread=1),
            xgboost.DMatrix(X, y), trees)
        model.save_model(path + ".json")
        return X
    return train


def forest(trees, depth, features):
    def train(path):
        X, y = data(features, 3000, seed=trees + depth)
        model = xgboost.train(
            dict(max_depth=depth, eta=1, tree_method="hist", num_parallel_tree=trees, subsample=0.6,
                 colsample_bynode=0.5, seed=1, nthread=1), xgboost.DMatrix(X, y), 1)
        model.save_model(path + ".json")
        return X
    return train


def light(trees, leaves, features, rows=4000):
    def train(path):
        X, y = data(features, rows, seed=trees + leaves)
        model = lightgbm.train(
            dict(objective="regression", num_leaves=leaves, learning_rate=0.1, seed=1, num_threads=1, verbose=-1,
                 deterministic=True), lightgbm.Dataset(X.astype(np.float64), y), trees)
        model.save_model(path + ".txt")
        return X
    return train


def network(widths, activation, features, classes=False):
    def train(path):
        X, y = data(features, 3000, seed=sum(widths))
        kind = MLPClassifier if classes else MLPRegressor
        model = kind(hidden_layer_sizes=widths, activation=activation, max_iter=300, random_state=1)
        model.fit(X, y > 0 if classes else y)
        write(path, {
            "format": "mlp", "input_mean": [0] * features, "input_scale": [1] * features, "activation": activation,
            "output": "logistic" if classes else "identity",
            "layers": [dict(weights=w.T.tolist(), bias=b.tolist()) for w, b in zip(model.coefs_, model.intercepts_)]})
        return X
    return train


def logistic(features):
    def train(path):
        X, y = data(features, 3000, seed=features)
        model = LogisticRegression().fit(X, y > 0)
        write(path, {"format": "linear", "link": "logit", "weights": model.coef_.tolist(),
                     "intercept": model.intercept_.tolist()})
        return X
    return train


def write(path, document):
    with open(path + ".json", "w") as file:
        json.dump(document, file)
        file.write("\n")


MODELS = {
    "xgb500x6_d30": (boosted(500, 6, 30), 1000),
    "xgb100x8_d100": (boosted(100, 8, 100), 1000),
    "xgb50x10_d100": (boosted(50, 10, 100), 64),
    "lgb500x63_d30": (light(500, 63, 30, rows=20_000), 1000),
    "lgb100x255_d100": (light(100, 255, 100, rows=20_000), 1000),
    "lgb200x31_d100": (light(200, 31, 100), 64),
    "lgb100x15_d20": (light(100, 15, 20), 64),
    "xgbrf50x5_d20": (forest(50, 5, 20), 64),
    "mlp24x12_d12": (network((24, 12), "tanh", 12), 64),
    "mlp32_d14": (network((32,), "relu", 14, classes=True), 64),
    "logit_d12": (logistic(12), 64),
}


def main():
    os.makedirs(OPTIONS.folder, exist_ok=True)
    unknown = set(OPTIONS.names) - set(MODELS)
    if unknown:
        raise SystemExit(f"no model is called {', '.join(sorted(unknown))}; there are {', '.join(MODELS)}")
    for name in OPTIONS.names or MODELS:
        train, instances = MODELS[name]
        path = os.path.join(OPTIONS.folder, name)
        X = train(path)
        np.savetxt(path + ".background.csv", X[:100], fmt="%.9g", delimiter=",")
        np.savetxt(path + ".instances.csv", X[100:100 + instances], fmt="%.9g", delimiter=",")
        print(name)


main()
