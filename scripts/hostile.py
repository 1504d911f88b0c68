#!/usr/bin/env python3
"""Gives every hostile model file to explaind: hostile.py EXPLAIND [FOLDER] (from the top folder).

FOLDER holds the files and EXPECT.json. Each file is loaded alone (--check): the outcome must be the demanded one, with a
message that says what to do, in less than a second, with less than 256 MiB. Then one server gets them all: it must name
those that failed, answer or refuse a row for the others, stay below the same memory and go on answering.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

MOST_SECONDS = 1.0
MOST_BYTES = 256 << 20
# Told by its content it is a sound ONNX file; only a reader of JSON has to refuse it.
SOUND = {"wrong_onnx_as_json.json"}


def place(source, name, models, model):
    folder = os.path.join(models, model)
    os.makedirs(folder)
    shutil.copy(os.path.join(source, name), os.path.join(folder, name))
    with open(os.path.join(folder, "explain.json"), "w", encoding="utf-8") as settings:
        json.dump({"model": {"file": name}}, settings)


def check(program, models):
    """Status, output, seconds and peak bytes of `explaind --check`."""
    begin = time.monotonic()
    process = subprocess.Popen([program, "--check", "--models", models], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, output, time.monotonic() - begin, usage.ru_maxrss * 1024, usage.ru_utime + usage.ru_stime


def demanded(must, name):
    if name in SOUND or must.startswith("ok_with_codes"):
        return {0}
    return {0, 1} if must == "ok_or_error" else {1}


def alone(program, source, expect, faults):
    slowest = largest = 0
    for name in sorted(expect):
        with tempfile.TemporaryDirectory() as models:
            place(source, name, models, "m")
            status, output, wall, peak, seconds = check(program, models)
        slowest, largest = max(slowest, seconds), max(largest, peak)
        if status not in demanded(expect[name]["must"], name):
            faults.append(f"{name}: must be {expect[name]['must']}, left with {status}: {output[:300]}")
        elif status == 1:
            head = f"failed  m: {name}: "
            if not output.startswith(head) or "; " not in output[len(head):]:
                faults.append(f"{name}: the message says not what to do: {output[:300]}")
        if seconds >= MOST_SECONDS:
            faults.append(f"{name}: {seconds:.2f} s of processor time ({wall:.2f} s in all)")
        if peak >= MOST_BYTES:
            faults.append(f"{name}: {peak >> 20} MiB")
        if os.environ.get("VERBOSE"):
            print(f"{name}: {output.strip()[:400]}")
    print(f"{len(expect)} files alone: slowest {slowest:.3f} s of processor time, largest {largest >> 20} MiB")


def request(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    call = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(call, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def serve(program, source, expect, faults):
    with tempfile.TemporaryDirectory() as folder:
        models = os.path.join(folder, "models")
        names = {name.replace(".", "-"): name for name in expect}
        for model, name in names.items():
            place(source, name, models, model)
        with open(os.path.join(folder, "log"), "wb") as log:
            server = subprocess.Popen(
                [program, "--models", models, "--data", os.path.join(folder, "data"), "--port", "0"],
                stdout=subprocess.PIPE, stderr=log)
        try:
            line = server.stdout.readline().decode()
            url = line.split("listening on ")[1].strip()
            look(url, names, expect, faults)
            with open(f"/proc/{server.pid}/status", encoding="ascii") as status:
                peak = next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM"))
            print(f"{len(names)} files in one server: {peak >> 20} MiB at the peak")
            if peak >= MOST_BYTES:
                faults.append(f"the server took {peak >> 20} MiB")
        finally:
            server.terminate()
            if server.wait(60) != 0:
                faults.append(f"the server left with {server.returncode}")


def look(url, names, expect, faults):
    status, document = request(url + "/v1/models")
    failed = {item["model"]: item["message"] for item in document["failures"]}
    for model, name in names.items():
        must = expect[name]["must"]
        if (1 if model in failed else 0) not in demanded(must, name):
            faults.append(f"{name}: must be {must}, in the server: {failed.get(model, 'loaded')}")
        if model in failed:
            continue
        width = len(request(f"{url}/v1/models/{model}")[1]["features"])
        status, answer = request(f"{url}/v1/models/{model}:predict", {"instances": [[0] * width]})
        if status != 200 and not (400 <= status < 500 and answer.get("code")):
            faults.append(f"{name}: a row is answered with {status}")
        print(f"{name} loads; a row of zeros: {status} {json.dumps(answer)[:100]}")
    if request(url + "/healthz")[0] != 200:
        faults.append("the server is not well")


def main():
    program = sys.argv[1]
    source = sys.argv[2] if len(sys.argv) > 2 else "Fixtures/golden/models/hostile"
    with open(os.path.join(source, "EXPECT.json"), encoding="utf-8") as file:
        expect = json.load(file)
    faults = []
    alone(program, source, expect, faults)
    serve(program, source, expect, faults)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


main()
