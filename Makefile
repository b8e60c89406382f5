# The whole set-up: `make scan` and `make test` install all they need into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
SANITIZE := .venv-sanitize
BENCH := ../shared/bench
# What the kernels are built from; a change builds them again. memoryviews.c is made by the build.
SOURCES := pyproject.toml setup.py $(shell find packaging dedup -name '*.py[xi]' -o -name '*.pxd' -o -name '*.h' -o -name 'simd*.c' -o -name 'build_*.py')

# What reaches the kernels, by property tests against plain Python above all.
KERNEL_TESTS := tests/native tests/text tests/sketch tests/relations tests/provenance tests/names tests/literals tests/artifacts/test_engine.py \
	tests/artifacts/test_style_symbols.py tests/artifacts/checks/test_spinner_phrases.py tests/artifacts/test_limits.py \
	tests/prefilter/test_damaged_files.py tests/prefilter/test_segment.py tests/prefilter/test_nearest.py \
	tests/prefilter/fleet/test_buckets.py

.PHONY: help install scan test test-oldest sanitize lint bench quality same reports clean

help:
	@grep -E '^[a-z-]+:.*#' Makefile | sed 's/:.*# /\t/'

$(VENV)/.installed: $(SOURCES)
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

# The sanitizers' own allocator sees each array; Python frees nothing at its end, so that leaks are not looked for.
$(SANITIZE)/.installed: $(SOURCES)
	rm -rf $(SANITIZE)
	$(PYTHON) -m venv $(SANITIZE)
	DEDUP_SANITIZE=1 $(SANITIZE)/bin/python -m pip install --quiet --disable-pip-version-check '.[redis]' 'hypothesis>=6.100' 'pytest>=8.2'
	@touch $@

sanitize: $(SANITIZE)/.installed # run the tests of the kernels with the address and undefined-behaviour sanitizers of gcc
	LD_PRELOAD=$$(gcc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 PYTHONMALLOC=malloc \
		$(SANITIZE)/bin/pytest $(KERNEL_TESTS)

lint: $(VENV)/.tested # ruff, mypy --strict and the order of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --no-explicit-package-bases benchmarks/*.py benchmarks/peers/*.py
	$(BIN)/cython-lint dedup --no-pycodestyle
	$(BIN)/lint-imports --no-cache

bench: install # measure the speed of ourselves and of the peers, write benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py

quality: install # score the reports on labelled data where it is at hand
	$(BIN)/python benchmarks/quality.py

same: install # compare what is found in the seeds, and in labelled data where it is at hand, with the committed hashes
	$(BIN)/python benchmarks/same.py --bench $(BENCH)

reports: install # make the example reports anew from the seeds
	$(BIN)/dedup scan seeds --quiet -o reports/seeds.json -o reports/seeds.jsonl

clean: # remove what make has made
	rm -rf $(VENV) $(OLDEST) $(SANITIZE) build out
	find dedup -name '*.so' -delete
