# The whole set-up: `make scan` and `make test` install all they need into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
SANITIZE := .venv-sanitize
FUZZ := .venv-fuzz
HARNESSES := readers text_kernels index_files rules reports
MINUTES ?= 10
FUZZ_SECONDS ?= $(shell expr $(MINUTES) \* 60)
# 0 is another seed in each run.
FUZZ_SEED ?= 0
SPARK := .venv-spark
BENCH := ../shared/bench
# What the kernels are built from; a change builds them again. memoryviews.c is made by the build.
SOURCES := pyproject.toml setup.py $(shell find packaging dedup -name '*.py[xi]' -o -name '*.pxd' -o -name '*.h' -o -name 'simd*.c' -o -name 'build_*.py')

# What reaches the kernels, by property tests against plain Python above all.
KERNEL_TESTS := tests/native tests/text tests/sketch tests/relations tests/provenance tests/names tests/siblings tests/literals tests/artifacts/test_engine.py \
	tests/artifacts/test_style_symbols.py tests/artifacts/checks/test_spinner_phrases.py tests/artifacts/test_limits.py \
	tests/index/sqlite/test_damaged_files.py tests/index/sqlite/test_key_segment.py tests/index/sqlite/test_nearest.py \
	tests/index/redis/test_buckets.py

.PHONY: help install scan test test-oldest test-spark sanitize fuzz lint docs bench quality same reports clean

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
	$(BIN)/python -m pytest -n auto

$(OLDEST)/.installed: $(SOURCES) .ci/oldest.txt
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check -r .ci/oldest.txt -e .
	@touch $@

# What runs within a minute or two, the Scrapy pipeline among it. Warnings are shown and are no errors there: the old packages import what Python
# has deprecated since.
OLDEST_TESTS := tests/text tests/sketch tests/names tests/relations tests/terminal tests/literals tests/integrations/test_scrapy.py tests/test_api.py

test-oldest: $(OLDEST)/.installed # run the quick tests with the oldest of every dependency, in .venv-oldest
	@mkdir -p out
	$(OLDEST)/bin/python -m pytest -n auto -W default $(OLDEST_TESTS)
	$(OLDEST)/bin/dedup scan seeds --quiet -o out/oldest.json
	cmp out/oldest.json reports/seeds.json

# Of its own, as pyspark needs an older pandas than the other tests are run with.
$(SPARK)/.installed: $(SOURCES)
	$(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[spark]' 'hypothesis>=6.100' 'jsonschema>=4.21' 'pytest>=8.2'
	@touch $@

test-spark: $(SPARK)/.installed # run the tests of scans on Spark, in .venv-spark; Java 17 is needed
	DEDUP_TEST_SPARK=required $(SPARK)/bin/python -m pytest -W default tests/engines

# It runs in another folder, where `import dedup` finds the package that was built with the sanitizers. Their own allocator sees each array; Python frees nothing at its end, so that leaks are not looked for.
$(SANITIZE)/.installed: $(SOURCES)
	rm -rf $(SANITIZE)
	$(PYTHON) -m venv $(SANITIZE)
	DEDUP_SANITIZE=address,undefined $(SANITIZE)/bin/python -m pip install --quiet --disable-pip-version-check '.[redis]' 'hypothesis>=6.100' 'pytest>=8.2' 'pytest-xdist>=3.6'
	@touch $@

sanitize: $(SANITIZE)/.installed # run the tests of the kernels with the address and undefined-behaviour sanitizers of gcc
	@mkdir -p out
	cd out && LD_PRELOAD=$$(gcc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1 PYTHONMALLOC=malloc \
		../$(SANITIZE)/bin/pytest -n auto -c ../pyproject.toml --rootdir .. $(addprefix ../,$(KERNEL_TESTS))

# clang, whose libFuzzer atheris brings: it sees which branches of a kernel an input takes.
$(FUZZ)/.installed: $(SOURCES) $(shell find dedup -name '*.py')
	$(PYTHON) -m venv $(FUZZ)
	CC=clang LDSHARED="clang -shared" DEDUP_SANITIZE=address,undefined,fuzzer-no-link \
		$(FUZZ)/bin/python -m pip install --quiet --disable-pip-version-check '.[feeds,fuzz,html,parquet,warc]'
	@touch $@

# Two at a time; what a harness finds is in out/fuzz/NAME/crash-*, which is an argument of the harness itself.
fuzz: $(FUZZ)/.installed # run the harnesses of tests/fuzz for MINUTES each, on kernels with sanitizers
	@mkdir -p $(addprefix out/fuzz/,$(HARNESSES))
	cd out/fuzz && printf '%s\n' $(HARNESSES) | xargs -P 2 -I NAME ../../tests/fuzz/run ../../$(FUZZ)/bin/python NAME $(FUZZ_SECONDS) $(FUZZ_SEED)

lint: $(VENV)/.tested # ruff, mypy --strict and the order of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --no-explicit-package-bases benchmarks/*.py benchmarks/peers/*.py
	$(BIN)/cython-lint dedup --no-pycodestyle
	$(BIN)/lint-imports --no-cache

$(VENV)/.documented: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs,datatrove,scrapy]'
	@touch $@

# mkdocstrings reads the sources; the generators import the package, with the integrations.
docs: $(VENV)/.documented # build the manual into out/docs, strictly and without the web
	$(BIN)/python -m doctest docs/generate/docstrings.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

bench: install # measure the speed of ourselves and of the peers, write benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py

quality: install # score what is found in labelled data, where it is at hand, beside the committed figures
	$(BIN)/python benchmarks/quality.py --bench $(BENCH)

same: install # compare what is found in the seeds, and in labelled data where it is at hand, with the committed hashes
	$(BIN)/python benchmarks/same.py --bench $(BENCH)

reports: install # make the example reports from the seeds again
	$(BIN)/dedup scan seeds --quiet -o reports/seeds.json -o reports/seeds.jsonl -o reports/seeds.html

clean: # remove what make has made
	rm -rf $(VENV) $(OLDEST) $(SANITIZE) $(FUZZ) $(SPARK) build out
	find dedup -name '*.so' -delete
