#!/usr/bin/env python3
"""Makes a large model file, has explaind load it, and prints the memory and the time that took.

    Benchmarks/large_model.py [KIND ...] [--megabytes 200] [--explaind PATH] [--folder DIR] [--python PATH]

A KIND is xgboost-json, xgboost-ubjson, lightgbm, catboost or onnx; all of them without one. The trees of a small model stand
in the file over and over. The peak is that of the whole server (VmHWM) and its ratio that to the file's size; the slowest
answer is that of /healthz, asked every 20 ms while the file was being read.
"""
import argparse
import json
import os
import re
import shutil
import struct
import subprocess
import tempfile
import threading
import time
import urllib.request

import environment

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--megabytes", type=int, default=200, help="the size of the file, about (default 200)")
    parser.add_argument("--explaind", metavar="PATH", help="the server to run, in place of the release build")
    parser.add_argument("--folder", metavar="DIR", help="keep the files there, and take those that are there already")
    parser.add_argument("--python", metavar="PATH", help="an interpreter that has the packages of requirements.txt")
    return parser.parse_args()


OPTIONS = arguments()
environment.enter(OPTIONS.python)

import lightgbm
import numpy as np
import xgboost


def sample(rows):
    random = np.random.default_rng(0)
    X = random.normal(size=(rows, 20))
    return X, X[:, 0] + random.normal(size=rows)


def xgboost_json(path, size):
    """Deep trees, as XGBoost writes them, with a number of their own."""
    X, y = sample(50_000)
    booster = xgboost.train(dict(max_depth=14, eta=0.1, nthread=1), xgboost.DMatrix(X, y), 8)
    document = json.loads(booster.save_raw("json"))
    model = document["learner"]["gradient_booster"]["model"]
    trees = [json.dumps(tree, separators=(",", ":")) for tree in model["trees"]]
    count = size // (sum(map(len, trees)) // len(trees)) + 1
    model["gbtree_model_param"]["num_trees"] = str(count)
    model["tree_info"], model["iteration_indptr"] = [0] * count, list(range(count + 1))
    model["trees"] = ["TREES"]
    head, tail = json.dumps(document, separators=(",", ":")).split('"TREES"')
    with open(path, "w") as file:
        file.write(head)
        for index in range(count):
            tree = re.sub(r'"id":\d+', f'"id":{index}', trees[index % len(trees)], count=1)
            file.write(("," if index else "") + tree)
        file.write(tail)


def xgboost_ubjson(path, size):
    # The same model takes 1.7 times as many bytes as text.
    text = path + ".json"
    xgboost_json(text, 17 * size // 10)
    booster = xgboost.Booster()
    booster.load_model(text)
    booster.save_model(path)
    os.remove(text)


def lightgbm_text(path, size):
    X, y = sample(50_000)
    settings = dict(objective="regression", num_leaves=4000, min_data_in_leaf=1, min_sum_hessian_in_leaf=0, num_threads=1,
                    max_bin=255, verbose=-1)
    text = lightgbm.train(settings, lightgbm.Dataset(X, y), 8).model_to_string()
    head, rest = text.split("\nTree=0\n", 1)
    trees, tail = rest.split("end of trees", 1)
    trees = re.split(r"\nTree=\d+\n", trees.rstrip("\n"))
    count = size // (sum(map(len, trees)) // len(trees)) + 1
    with open(path, "w") as file:
        # The sizes of the trees are for native LightGBM, which can do without.
        file.write(re.sub(r"\ntree_sizes=.*", "", head) + "\n")
        for index in range(count):
            file.write(f"\nTree={index}\n{trees[index % len(trees)].rstrip()}\n\n")
        file.write("\nend of trees" + tail)


def catboost_json(path, size):
    """Oblivious trees of depth 6 in the form that CatBoost writes."""
    random = np.random.default_rng(0)
    borders = [sorted(random.normal(size=250).astype(np.float32).tolist()) for _ in range(20)]

    def tree():
        splits = []
        for _ in range(6):
            feature, border = random.integers(20), random.integers(250)
            splits.append({"border": borders[feature][border], "float_feature_index": int(feature),
                           "split_index": int(250 * feature + border), "split_type": "FloatFeature"})
        return json.dumps({"leaf_values": random.normal(size=64).tolist(),
                           "leaf_weights": random.integers(1, 9999, size=64).tolist(), "splits": splits})
    trees = [tree() for _ in range(200)]
    features = [{"feature_index": i, "flat_feature_index": i, "has_nans": False, "nan_value_treatment": "AsIs",
                 "borders": borders[i]} for i in range(20)]
    document = {"features_info": {"float_features": features},
                "model_info": {"params": {"loss_function": {"type": "RMSE"}}}, "oblivious_trees": ["TREES"],
                "scale_and_bias": [1, [0]]}
    head, tail = json.dumps(document).split('"TREES"')
    with open(path, "w") as file:
        file.write(head + ",".join(trees[i % 200] for i in range(size // (len("".join(trees)) // 200) + 1)) + tail)


def onnx(path, size):
    """One TreeEnsembleRegressor with perfect trees of depth 10, its attributes in the form that exporters write."""
    def varint(number):
        out = bytearray()
        while number > 127:
            out.append(number & 127 | 128)
            number >>= 7
        return bytes(out + bytes([number]))

    def field(number, content):
        content = content.encode() if isinstance(content, str) else content
        return varint(number << 3 | 2) + varint(len(content)) + content

    def whole(number, value):
        return varint(number << 3) + varint(value)

    def attribute(name, kind, content):
        return field(5, field(1, name) + content + whole(20, kind))

    def ints(name, values):
        return attribute(name, 7, b"".join(b"\x40" + varint(value) for value in values))

    def floats(name, values):
        return attribute(name, 6, b"".join(b"\x3d" + struct.pack("<f", value) for value in values))

    def value(name, width):
        # A tensor of float32; any number of rows, as a name for its first side says.
        shape = field(1, field(2, "rows")) + field(1, whole(1, width))
        return field(1, name) + field(2, field(1, whole(1, 1) + field(2, shape)))
    random = np.random.default_rng(0)
    inner, nodes = 1023, 2047
    count = size // (nodes * 33 + 1024 * 14) + 1
    feature = random.integers(20, size=nodes).tolist()
    threshold = random.normal(size=nodes).tolist()
    each = range(count)
    leaves = nodes - inner
    attributes = [
        ints("nodes_treeids", (t for t in each for _ in range(nodes))), ints("nodes_nodeids", list(range(nodes)) * count),
        ints("nodes_featureids", feature * count), floats("nodes_values", threshold * count),
        ints("nodes_truenodeids", [2 * n + 1 if n < inner else 0 for n in range(nodes)] * count),
        ints("nodes_falsenodeids", [2 * n + 2 if n < inner else 0 for n in range(nodes)] * count),
        attribute("nodes_modes", 8, (field(9, "BRANCH_LEQ") * inner + field(9, "LEAF") * leaves) * count),
        ints("target_treeids", (t for t in each for _ in range(leaves))),
        ints("target_nodeids", list(range(inner, nodes)) * count), ints("target_ids", [0] * leaves * count),
        floats("target_weights", threshold[:leaves] * count), attribute("n_targets", 2, whole(3, 1)),
        attribute("post_transform", 3, field(4, "NONE"))]
    node = field(1, "X") + field(2, "Y") + field(4, "TreeEnsembleRegressor") + field(7, "ai.onnx.ml") + b"".join(attributes)
    graph = field(1, node) + field(2, "large") + field(11, value("X", 20)) + field(12, value("Y", 1))
    with open(path, "wb") as file:
        file.write(whole(1, 8) + field(7, graph) + field(8, field(1, "ai.onnx.ml") + whole(2, 3)))


KINDS = {"xgboost-json": xgboost_json, "xgboost-ubjson": xgboost_ubjson, "lightgbm": lightgbm_text,
         "catboost": catboost_json, "onnx": onnx}


def memory(process):
    with open(f"/proc/{process.pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def serve(program, folder):
    """Starts the server and follows its log until the model is loaded, or is not."""
    process = subprocess.Popen(
        [program, "--port", "0", "--models", folder, "--data", os.path.join(folder, ".data")], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    answers, done = [], threading.Event()

    def ask():
        url = process.stdout.readline().split()[-1] + "/healthz"
        while not done.wait(0.02):
            start = time.monotonic()
            urllib.request.urlopen(url).read()
            answers.append(time.monotonic() - start)
    asker = threading.Thread(target=ask)
    asker.start()
    idle, lines = memory(process), 0
    try:
        for line in process.stderr:
            entry = json.loads(line)
            lines += entry["message"] == "model file being loaded"
            if entry["message"] == "model loaded":
                return entry["seconds"], memory(process), lines, max(answers, default=0)
            if entry["message"] == "model failed to load":
                raise SystemExit(entry["reason"])
        raise SystemExit(f"explaind ended before the model was loaded; at the start it had {idle} KiB")
    finally:
        done.set()
        process.terminate()
        process.wait()
        asker.join()


def main():
    unknown = set(OPTIONS.kinds) - set(KINDS)
    if unknown:
        raise SystemExit(f"no kind is called {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    program = OPTIONS.explaind
    if not program:
        subprocess.run(["swift", "build", "-c", "release", "--product", "explaind"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        program = os.path.join(ROOT, ".build", "release", "explaind")
    base = OPTIONS.folder or tempfile.mkdtemp()
    print("kind | file, MB | peak, MB | ratio | seconds | lines of progress | slowest /healthz meanwhile, ms")
    for kind in OPTIONS.kinds or KINDS:
        folder = os.path.join(base, kind)
        path = os.path.join(folder, "large", "model")
        if not os.path.exists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            KINDS[kind](path, 1_000_000 * OPTIONS.megabytes)
            with open(os.path.join(folder, "large", "explain.json"), "w") as file:
                json.dump({"model": {"file": "model"}}, file)
        seconds, peak, lines, slowest = serve(program, folder)
        size = os.path.getsize(path)
        print(f"{kind} | {size / 1e6:.0f} | {peak * 1024 / 1e6:.0f} | {peak * 1024 / size:.2f} | {seconds:.1f} | {lines} | "
              f"{1e3 * slowest:.0f}", flush=True)
        if not OPTIONS.folder:
            shutil.rmtree(folder)


main()
