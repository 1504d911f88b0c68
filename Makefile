# Thin wrappers: each target is the command a reader would type.
SOURCES := Sources Tests Benchmarks Package.swift
IMPORTS := --explicit-target-dependency-import-check error

.PHONY: build test bench format lint check conformance smoke

build:
	swift build -c release $(IMPORTS)

test:
	swift test $(IMPORTS)

bench:
	swift run -c release explain-bench

format:
	swift format -i -r -p $(SOURCES)

lint:
	swift format lint --strict -r -p $(SOURCES)

conformance:
	scripts/with-server.sh scripts/conformance.sh

smoke:
	scripts/with-server.sh scripts/smoke.sh

check:
	.ci/run
