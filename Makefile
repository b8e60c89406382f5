# The whole set-up: `make scan` and `make test` install all they need into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
BENCH := ../shared/bench

.PHONY: help install scan test test-oldest lint bench quality reports clean

help:
	@grep -E '^[a-z-]+:.*#' Makefile | sed 's/:.*# /\t/'

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "dedup needs Python 3.11 or later; name one with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test,lint]'
	@touch $@

install: $(VENV)/.installed # make .venv and install the package into it

scan: install # scan the seed articles, print the families, write out/report.json
	@mkdir -p out
	$(BIN)/dedup scan seeds -o out/report.json

test: $(VENV)/.tested # run all tests
	$(BIN)/python -m pytest

$(OLDEST)/.installed: pyproject.toml .ci/oldest.txt
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check -r .ci/oldest.txt -e .
	@touch $@

# Warnings are shown and not errors there: the old packages import what Python has deprecated since.
test-oldest: $(OLDEST)/.installed # run the tests of the Scrapy pipeline with the oldest Scrapy, in .venv-oldest
	$(OLDEST)/bin/python -m pytest -W default tests/integrations/test_scrapy.py

lint: $(VENV)/.tested # ruff, mypy --strict and the order of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --no-explicit-package-bases benchmarks/*.py benchmarks/peers/*.py
	$(BIN)/lint-imports --no-cache

bench: install # measure the speed of ourselves and of the peers, write benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py

quality: install # score the reports on labelled data where it is at hand
	$(BIN)/python benchmarks/quality.py

reports: install # make the example reports anew from the seeds
	$(BIN)/dedup scan seeds --quiet -o reports/seeds.json -o reports/seeds.jsonl

clean: # remove what make has made
	rm -rf $(VENV) $(OLDEST) out
