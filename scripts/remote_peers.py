#!/usr/bin/env python3
"""Explains models behind real model servers and compares with the same models loaded from their files.

    scripts/remote_peers.py [--work FOLDER] [--explaind PATH] [--only mlserver|kserve|mlflow]

MLServer (a scikit-learn and an XGBoost model), KServe's Python model server (V1 and V2) and MLflow's scoring server are
installed with pip, each into a virtual environment of its own below FOLDER (kept for the next time; a gigabyte or two),
and started on the loopback interface. explaind serves each of their models as a remote one beside the file that it was
made from, and enumeration, KernelSHAP, LIME and permutation importance of both must agree to 1e-6 of the largest value.
Exits with 0 when they do. Not a part of the checks: it needs the network once, for pip.
"""
import argparse
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
REQUIREMENTS = {
    "mlserver": ["mlserver==1.7.1", "mlserver-sklearn==1.7.1", "mlserver-xgboost==1.7.1", "scikit-learn==1.9.1",
                 "xgboost==3.2.0", "numpy==2.4.6"],
    "kserve": ["kserve==0.21.0", "scikit-learn==1.9.1", "numpy==2.4.6"],
    "mlflow": ["mlflow==3.17.2", "scikit-learn==1.9.1", "numpy==2.4.6"],
}
TOLERANCE = 1e-6
NAMES = ["a", "b", "c", "d", "e", "f"]

# Run with the peers' own interpreters, below. The classifier is trained once, and its coefficients are the file's.
TRAIN = """
import json, pathlib, sys
import joblib, numpy
from sklearn.linear_model import LogisticRegression
folder = pathlib.Path(sys.argv[1])
random = numpy.random.RandomState(7)
rows = random.normal(size=(400, 6))
scores = rows @ random.normal(size=(6, 3)) + random.normal(size=(400, 3))
labels = scores.argmax(axis=1)
model = LogisticRegression(max_iter=1000).fit(rows, labels)
joblib.dump(model, folder / "model.joblib")
plain = {"format": "linear", "link": "softmax", "weights": model.coef_.tolist(), "intercept": model.intercept_.tolist()}
data = {"plain": plain, "rows": rows[:60].tolist(), "labels": labels[:60].tolist()}
(folder / "classifier.json").write_text(json.dumps(data))
"""
SAVE_MLFLOW = """
import sys
import joblib, mlflow.sklearn, pandas
from mlflow.models import infer_signature
model = joblib.load(sys.argv[1])
frame = pandas.DataFrame([[0.5] * 6] * 2, columns=list("abcdef"))
mlflow.sklearn.save_model(model, sys.argv[2], pyfunc_predict_fn="predict_proba",
                          signature=infer_signature(frame, model.predict_proba(frame.to_numpy())))
"""
SERVE_KSERVE = """
import sys
import joblib, numpy
from kserve import InferOutput, InferResponse, Model, ModelServer

class Classifier(Model):
    def __init__(self):
        super().__init__("skl")
        self.model = joblib.load(sys.argv[1])
        self.ready = True

    def predict(self, payload, headers=None, response_headers=None):
        if isinstance(payload, dict):
            return {"predictions": self.model.predict_proba(numpy.array(payload["instances"])).tolist()}
        answer = self.model.predict_proba(payload.inputs[0].as_numpy())
        output = InferOutput("probabilities", list(answer.shape), "FP64", data=answer.flatten().tolist())
        return InferResponse(payload.id, "skl", [output])

ModelServer(http_port=int(sys.argv[2]), enable_grpc=False, workers=1).start([Classifier()])
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(work, name):
    """The interpreter of a peer's virtual environment, made where it is not there."""
    python = work / "environments" / name / "bin" / "python"
    if not python.exists():
        print(f"installing {', '.join(REQUIREMENTS[name])} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS[name]], check=True)
    return python


class Running:
    """A process that is ended with this value's scope, and has a log."""

    def __init__(self, command, log, cwd=None):
        self.log = open(log, "wb")
        binaries = os.path.dirname(str(command[0]))
        path = binaries + os.pathsep + os.environ.get("PATH", "")
        self.process = subprocess.Popen(
            [str(part) for part in command], stdout=self.log, stderr=subprocess.STDOUT, cwd=cwd,
            env={**os.environ, "PATH": path}, start_new_session=True)

    def wait_for(self, url, seconds=180):
        for _ in range(seconds * 5):
            if self.process.poll() is not None:
                sys.exit(f"{self.process.args[0]} ended; see {self.log.name}")
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        sys.exit(f"no answer from {url}; see {self.log.name}")

    def stop(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.log.close()


def start_mlserver(work, python, port):
    folder = work / "mlserver"
    shutil.rmtree(folder, ignore_errors=True)
    for name, implementation, source in [
            ("skl", "mlserver_sklearn.SKLearnModel", work / "model.joblib"),
            ("xgb", "mlserver_xgboost.XGBoostModel", ROOT / "Fixtures/models/diabetes/model.json")]:
        (folder / name).mkdir(parents=True)
        shutil.copy(source, folder / name)
        (folder / name / "model-settings.json").write_text(json.dumps(
            {"name": name, "implementation": implementation, "parameters": {"uri": "./" + source.name}}))
    (folder / "settings.json").write_text(json.dumps(
        {"host": "127.0.0.1", "http_port": port, "grpc_port": free_port(), "metrics_port": free_port(),
         "parallel_workers": 0}))
    server = Running([python.parent / "mlserver", "start", folder], work / "mlserver.log")
    server.wait_for(f"http://127.0.0.1:{port}/v2/health/ready")
    return server


def start_kserve(work, python, port):
    server = Running([python, "-c", SERVE_KSERVE, work / "model.joblib", port], work / "kserve.log")
    server.wait_for(f"http://127.0.0.1:{port}/v2/health/ready")
    return server


def start_mlflow(work, python, port):
    folder = work / "mlflow"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([python, "-c", SAVE_MLFLOW, work / "model.joblib", folder], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Running([python.parent / "mlflow", "models", "serve", "-m", folder, "--env-manager", "local",
                      "-h", "127.0.0.1", "-p", port], work / "mlflow.log", cwd=work)
    server.wait_for(f"http://127.0.0.1:{port}/ping")
    return server


def write_model(models, name, settings, background, model=None):
    folder = models / name
    folder.mkdir(parents=True)
    (folder / "explain.json").write_text(json.dumps(settings))
    (folder / "background.json").write_text(json.dumps(background))
    if model is not None:
        (folder / "model.json").write_text(json.dumps(model))


def write_models(work, ports):
    """The model folder of explaind, and the pairs to compare: name of the remote model, of the file's, rows, labels, space."""
    models = work / "models"
    shutil.rmtree(models, ignore_errors=True)
    data = json.loads((work / "classifier.json").read_text())
    background = {"features": NAMES, "rows": data["rows"][:40]}
    outputs = {"outputs": ["red", "green", "blue"], "space": "probability"}
    write_model(models, "classifier", {"model": {"file": "model.json"}, **outputs}, background, data["plain"])
    classifier = (data["rows"][40:42], data["rows"], data["labels"], "probability")
    pairs = []

    def remote(name, settings):
        settings["timeout_ms"] = 60000
        write_model(models, name, {"model": {"remote": settings}, **outputs}, background)
        pairs.append((name, "classifier", *classifier))

    def url(peer):
        return f"http://127.0.0.1:{ports[peer]}"

    if "mlserver" in ports:
        remote("mlserver-sklearn",
               {"protocol": "v2", "url": url("mlserver"), "name": "skl", "output": "predict_proba"})
        diabetes = ROOT / "Fixtures/models/diabetes"
        shutil.copytree(diabetes, models / "diabetes")
        settings = json.loads((diabetes / "explain.json").read_text())
        settings["name"] = "mlserver-xgboost"
        settings["model"] = {"remote": {
            "protocol": "v2", "url": url("mlserver"), "name": "xgb", "timeout_ms": 60000}}
        shutil.copytree(diabetes, models / "mlserver-xgboost")
        (models / "mlserver-xgboost/explain.json").write_text(json.dumps(settings))
        (models / "mlserver-xgboost/model.json").unlink()
        lines = [line.split(",") for line in (diabetes / "background.csv").read_text().split()[1:41]]
        rows = [[float(cell) for cell in line] for line in lines]
        labels = [row[2] * 5 for row in rows]
        pairs.append(("mlserver-xgboost", "diabetes", rows[:2], rows, labels, "margin"))
    if "kserve" in ports:
        remote("kserve-v1", {"protocol": "v1", "url": url("kserve"), "name": "skl"})
        remote("kserve-v2", {"protocol": "v2", "url": url("kserve"), "name": "skl"})
    if "mlflow" in ports:
        remote("mlflow", {"protocol": "mlflow", "url": url("mlflow")})
    return models, pairs


def post(port, path, body):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=600) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        sys.exit(f"{path}: {error.code} {error.read().decode()}")


def numbers(answer):
    """Every attribution and prediction of an answer, in order."""
    found = []
    for explanation in answer.get("explanations", []):
        for one in explanation if isinstance(explanation, list) else [explanation]:
            found += one["values"] + [one["base_value"], one["prediction"]]
    return found + [entry["mean"] for entry in answer.get("importances", [])]


def compare(port, pair):
    remote, local, instances, rows, labels, space = pair
    worst = 0.0
    requests = [("explain", {"instances": instances, "parameters": {
        "method": method, "output": "all", "space": space, "mode": "sync", **more}})
        for method, more in [("enumeration", {}), ("kernel_shap", {"budget": 60, "seed": 7}),
                             ("lime", {"budget": 500, "seed": 7})]]
    requests.append(("importance", {"instances": rows, "labels": labels, "parameters": {
        "seed": 7, "space": space, "mode": "sync", "repeats": 3}}))
    for verb, body in requests:
        started = time.monotonic()
        there = numbers(post(port, f"/v1/models/{remote}:{verb}", body))
        seconds = time.monotonic() - started
        here = numbers(post(port, f"/v1/models/{local}:{verb}", body))
        if len(there) != len(here) or not here:
            sys.exit(f"{remote}: {len(there)} numbers, from the file {len(here)}")
        scale = max(1.0, max(abs(value) for value in here))
        difference = max(abs(a - b) for a, b in zip(there, here)) / scale
        worst = max(worst, difference)
        name = body["parameters"].get("method", verb)
        verdict = "ok" if difference <= TOLERANCE else "DIFFERS"
        print(f"{remote:18} {name:12} {len(here):4} numbers  difference {difference:.1e}  {seconds:6.2f} s  {verdict}",
              flush=True)
    return worst <= TOLERANCE


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path("/tmp/explaind-remote-peers"))
    parser.add_argument("--explaind", type=pathlib.Path, default=ROOT / ".build/release/explaind")
    parser.add_argument("--only", choices=sorted(REQUIREMENTS))
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    peers = [arguments.only] if arguments.only else sorted(REQUIREMENTS)
    pythons = {name: environment(work, name) for name in peers}
    subprocess.run([pythons[peers[0]], "-c", TRAIN, work], check=True)
    running = []
    try:
        ports = {name: free_port() for name in peers}
        starts = {"mlserver": start_mlserver, "kserve": start_kserve, "mlflow": start_mlflow}
        for name in peers:
            running.append(starts[name](work, pythons[name], ports[name]))
            print(f"{name} answers", flush=True)
        models, pairs = write_models(work, ports)
        port = free_port()
        shutil.rmtree(work / "data", ignore_errors=True)
        server = Running([arguments.explaind.resolve(), "--models", models, "--data", work / "data", "--port", port,
                          "--sync-deadline-ms", "600000"], work / "explaind.log")
        running.append(server)
        server.wait_for(f"http://127.0.0.1:{port}/readyz")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as response:
            ready = json.load(response)
        if ready["failures"]:
            sys.exit("\n".join(f"{failure['model']}: {failure['message']}" for failure in ready["failures"]))
        outcomes = [compare(port, pair) for pair in pairs]
    finally:
        for process in reversed(running):
            process.stop()
    sys.exit(0 if all(outcomes) else 1)


if __name__ == "__main__":
    main()
