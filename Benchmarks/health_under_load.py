#!/usr/bin/env python3
"""How fast /healthz answers while clients keep every core of a server computing.

  health_under_load.py URL [--clients 16] [--seconds 10]

Each client asks for distinct explanations of the demonstration model `credit`, one after another; a prober asks for
/healthz every 5 ms. Prints latencies and the number of explanations; fails when an explanation is refused.
Standard library only. Run it against a release build on a machine that does nothing else.
"""
import argparse
import http.client
import json
import threading
import time
import urllib.parse


def quantile(values, q):
    return sorted(values)[min(len(values) - 1, int(q * len(values)))] * 1e3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    place = urllib.parse.urlsplit(options.url)
    end = time.monotonic() + options.seconds
    counts, refused = [0] * options.clients, []

    def client(number):
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        while time.monotonic() < end:
            income = 10 + number * 1000 + counts[number] / 1000
            row = [income, 0.3, 5, 10, 0, 0.4, "bachelor", 1, 0, 0, 0, 0, 0]
            body = json.dumps({"instances": [row], "parameters": {"budget": 500}})
            connection.request("POST", "/v1/models/credit:explain", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                refused.append(answer.status)
                return
            counts[number] += 1

    def probe(until):
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        times = []
        while time.monotonic() < until:
            start = time.perf_counter()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            times.append(time.perf_counter() - start)
            time.sleep(0.005)
        return times

    idle = probe(time.monotonic() + 1)
    end = time.monotonic() + options.seconds
    threads = [threading.Thread(target=client, args=(number,)) for number in range(options.clients)]
    for thread in threads:
        thread.start()
    busy = probe(end)
    for thread in threads:
        thread.join()
    for name, times in (("idle", idle), ("busy", busy)):
        print(f"/healthz {name}: p50 {quantile(times, .5):.2f} ms, p99 {quantile(times, .99):.2f} ms, "
              f"max {quantile(times, 1):.2f} ms of {len(times)}")
    print(f"{sum(counts)} explanations by {options.clients} clients in {options.seconds:g} s, {len(refused)} refused")
    raise SystemExit(bool(refused))


if __name__ == "__main__":
    main()
