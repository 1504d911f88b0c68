"""Trains the demonstration models of Fixtures/models. See README.md beside this file."""

import csv
import hashlib
import json
import pathlib

import numpy as np
import pandas as pd
import xgboost
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

SEED = 20240611
HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE.parent / "models"
BACKGROUND_ROWS = 100
EXPECTED_ROWS = 10

EDUCATION = ["school", "secondary", "some_college", "bachelor", "advanced"]
EDUCATION_BOUNDS = [8.5, 9.5, 12.5, 13.5]
REGIONS = ["r0", "r1", "r2", "r3", "r4", "r5"]


def plain(value):
    """A cell as JSON and CSV show it: a number as short as possible, None where it is missing."""
    if isinstance(value, str):
        return value
    number = float(value)
    if np.isnan(number):
        return None
    return int(number) if number.is_integer() else number


def table_rows(frame):
    return [[plain(cell) for cell in row] for row in frame.itertuples(index=False)]


def write_csv(path, names, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def write_settings(folder, settings):
    """One line a feature and one line an expected row, so that people can read and compare the file."""
    lines = []
    for key, value in settings.items():
        if key in ("features", "expected"):
            inner = ",\n".join("    " + json.dumps(item) for item in value)
            lines.append(f"  {json.dumps(key)}: [\n{inner}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value)}")
    (folder / "explain.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def expected(rows, answers):
    """Expected entries: every row once in each space. `answers` maps a space to one list of outputs a row."""
    return [
        {"row": row, "output": outputs[index], "space": space}
        for index, row in enumerate(rows)
        for space, outputs in answers.items()
    ]


def lineage(data_digest):
    return {
        "code": "Fixtures/generate/train_models.py",
        "data": "sha256:" + data_digest,
        "trained_at": "2026-11-20T09:00:00Z",
        "trained_by": "explaind demonstration",
    }


def as_lists(array):
    """Library output as one list of doubles a row; float32 values become the doubles they equal."""
    return [[float(value) for value in np.atleast_1d(row)] for row in array]


def train_booster(frame, target, parameters, rounds):
    matrix = xgboost.DMatrix(frame, label=target, enable_categorical=True)
    fixed = {"tree_method": "hist", "seed": SEED, "nthread": 1}
    return xgboost.train({**fixed, **parameters}, matrix, num_boost_round=rounds)


def booster_answers(booster, frame, spaces):
    matrix = xgboost.DMatrix(frame, enable_categorical=True)
    return {space: as_lists(booster.predict(matrix, output_margin=space == "margin")) for space in spaces}


def new_folder(name):
    folder = MODELS / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def credit_table(random):
    """The credit data as the model sees it: bands of education, one-hot regions, missing values."""
    source = pd.read_csv(HERE / "data" / "credit.csv")
    table = source[["income_k", "debt_ratio", "employment_years", "credit_history_years"]].copy()
    table["delinquencies"] = source["delinquencies"]
    table["utilization"] = source["utilization"].where(source["credit_history_years"] >= 1)
    table["employment_years"] = table["employment_years"].where(random.random(len(source)) >= 0.06)
    band = np.digitize(source["education_num"], EDUCATION_BOUNDS)
    table["education"] = pd.Categorical.from_codes(band, EDUCATION)
    for region in REGIONS:
        table["region_" + region] = (source["region"] == region).astype(int)
    return table, source


def credit_features():
    plain_features = [
        {"name": "income_k", "type": "float"},
        {"name": "debt_ratio", "type": "float"},
        {"name": "employment_years", "type": "float", "nullable": True},
        {"name": "credit_history_years", "type": "float"},
        {"name": "delinquencies", "type": "int"},
        {"name": "utilization", "type": "float", "nullable": True},
        {"name": "education", "type": "category", "categories": EDUCATION},
    ]
    return plain_features + [{"name": "region_" + region, "type": "bool", "group": "region"} for region in REGIONS]


def rows_with_gaps_first(frame, random, count):
    """Rows to expect answers for: half with a missing value, if there are such rows, half without."""
    gaps = np.flatnonzero(frame.isna().any(axis=1))
    whole = np.flatnonzero(~frame.isna().any(axis=1))
    picked = list(random.choice(gaps, count // 2, replace=False)) if len(gaps) else []
    return frame.iloc[picked + list(random.choice(whole, count - len(picked), replace=False))]


def make_credit():
    random = np.random.RandomState(SEED)
    folder = new_folder("credit")
    table, source = credit_table(random)
    parameters = {"objective": "binary:logistic", "max_depth": 4, "eta": 0.12, "min_child_weight": 8}
    booster = train_booster(table, 1 - source["y"], parameters, 60)
    booster.save_model(folder / "model.json")

    names = list(table.columns)
    background = table.iloc[random.choice(len(table), BACKGROUND_ROWS, replace=False)]
    write_csv(folder / "background.csv", names, table_rows(background))
    repaid = np.flatnonzero(source["y"] == 1)
    approved = random.choice(repaid, BACKGROUND_ROWS // 2, replace=False)
    document = {"features": names, "weights": [plain(w) for w in source["weight"].iloc[approved]]}
    document["rows"] = table_rows(table.iloc[approved])
    (folder / "repaid.json").write_text(json.dumps(document) + "\n")

    chosen = rows_with_gaps_first(table, random, EXPECTED_ROWS)
    answers = booster_answers(booster, chosen, ["margin", "probability"])
    digest = hashlib.sha256((HERE / "data" / "credit.csv").read_bytes()).hexdigest()
    write_settings(folder, {
        "name": "credit", "version": "1", "model": {"file": "model.json"},
        "features": credit_features(),
        "outputs": ["repaid", "default"], "default_output": "default", "space": "margin",
        "backgrounds": {"default": "background.csv", "repaid": "repaid.json"},
        "expected": expected(table_rows(chosen), answers),
        "lineage": lineage(digest),
    })


def make_diabetes():
    random = np.random.RandomState(SEED)
    folder = new_folder("diabetes")
    data = load_diabetes(as_frame=True, scaled=False)
    parameters = {"objective": "reg:squarederror", "max_depth": 3, "eta": 0.08, "subsample": 0.8}
    booster = train_booster(data.data, data.target, parameters, 80)
    booster.save_model(folder / "model.json")

    names = list(data.data.columns)
    background = data.data.iloc[random.choice(len(data.data), BACKGROUND_ROWS, replace=False)]
    write_csv(folder / "background.csv", names, table_rows(background))
    chosen = rows_with_gaps_first(data.data, random, EXPECTED_ROWS)
    digest = hashlib.sha256(data.frame.to_csv(index=False).encode()).hexdigest()
    whole = {"age", "sex"}
    write_settings(folder, {
        "name": "diabetes", "version": "1", "model": {"file": "model.json"},
        "features": [{"name": name, "type": "int" if name in whole else "float"} for name in names],
        "outputs": ["progression"], "space": "margin",
        "backgrounds": {"default": "background.csv"},
        "expected": expected(table_rows(chosen), booster_answers(booster, chosen, ["margin"])),
        "lineage": lineage(digest),
    })


def plain_network(network, scaler):
    """A scikit-learn network as plain JSON: weights are one row a unit, inputs are standardised first."""
    layers = [
        {"weights": weights.T.tolist(), "bias": bias.tolist()}
        for weights, bias in zip(network.coefs_, network.intercepts_)
    ]
    return {
        "format": "mlp", "input_mean": scaler.mean_.tolist(), "input_scale": scaler.scale_.tolist(),
        "activation": network.activation, "output": network.out_activation_, "layers": layers,
    }


def make_cancer():
    random = np.random.RandomState(SEED)
    folder = new_folder("cancer")
    data = load_breast_cancer(as_frame=True)
    measurements = ["radius", "texture", "smoothness", "compactness", "concavity", "symmetry"]
    names = [f"{kind}{name}{suffix}" for name in measurements
             for kind, suffix in (("mean ", ""), ("", " error"), ("worst ", ""))]
    table = data.data[names]
    malignant = 1 - data.target
    scaler = StandardScaler().fit(table)
    network = MLPClassifier(hidden_layer_sizes=(24, 12), activation="tanh", alpha=1.0, solver="lbfgs",
                            max_iter=400, random_state=SEED)
    network.fit(scaler.transform(table), malignant)
    (folder / "model.json").write_text(json.dumps(plain_network(network, scaler)) + "\n")

    background = table.iloc[random.choice(len(table), BACKGROUND_ROWS, replace=False)]
    write_csv(folder / "background.csv", names, table_rows(background))
    chosen = rows_with_gaps_first(table, random, EXPECTED_ROWS)
    probability = network.predict_proba(scaler.transform(chosen))[:, 1]
    answers = {"probability": as_lists(probability)}
    digest = hashlib.sha256(data.frame.to_csv(index=False).encode()).hexdigest()
    write_settings(folder, {
        "name": "cancer", "version": "1", "model": {"file": "model.json"},
        "features": [{"name": name, "type": "float"} for name in names],
        "outputs": ["benign", "malignant"], "default_output": "malignant", "space": "margin",
        "backgrounds": {"default": "background.csv"},
        "expected": expected(table_rows(chosen), answers),
        "lineage": lineage(digest),
    })


if __name__ == "__main__":
    make_credit()
    make_diabetes()
    make_cancer()
