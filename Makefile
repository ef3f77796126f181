# Everything runs in .venv, which is brought up to date whenever pyproject.toml changes. The benchmarks have an environment of their own.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := build/bench
SPARK := build/spark
INSTALL := -m pip install --quiet --disable-pip-version-check

DEMO := township-four-level
SAMPLE := schemes/$(DEMO).sample.csv
ROW ?= t02

.PHONY: demo test check coverage spark bench bench-batch bench-spark format schemas pages site clean

demo: $(VENV)/.cli
	$(BIN)/partygrade grade $(DEMO) $(SAMPLE)
	$(BIN)/partygrade explain $(DEMO) $(SAMPLE) --row $(ROW)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n logical

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

coverage: $(VENV)/.dev
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

# Needs Java 17 or newer. The tests start a cluster of their own.
spark: $(SPARK)/.installed
	$(SPARK)/bin/python -m pytest tests/spark

bench: $(BENCH)/.installed
	$(BENCH)/bin/python benchmarks/scalar.py
	$(BENCH)/bin/python benchmarks/start.py
	$(BENCH)/bin/python benchmarks/cohort.py

bench-batch: $(BENCH)/.installed-batch
	$(BENCH)/bin/python benchmarks/batch.py

bench-spark: $(SPARK)/.installed
	$(SPARK)/bin/python benchmarks/spark.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schemas: $(VENV)/.dev
	$(BIN)/python tools/schemas.py

pages: $(VENV)/.dev
	$(BIN)/python tools/pages.py
	$(BIN)/python tools/checks.py
	$(BIN)/python tools/hour.py
	$(BIN)/python tools/planted.py
	$(BIN)/python tools/mutations.py

site: $(VENV)/.dev
	$(BIN)/python tools/site.py

clean:
	rm -rf $(VENV) build dist .cache .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "partygrade needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.cli: pyproject.toml | $(BIN)/python
	$(BIN)/python $(INSTALL) -e '.[cli]'
	touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python $(INSTALL) -e '.[dev]'
	touch $@

$(BENCH)/.installed: pyproject.toml benchmarks/requirements.txt
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python $(INSTALL) -e . -r benchmarks/requirements.txt
	touch $@

$(BENCH)/.installed-batch: pyproject.toml benchmarks/requirements-batch.txt
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python $(INSTALL) -e '.[batch,duckdb]' -r benchmarks/requirements-batch.txt
	touch $@

$(SPARK)/.installed: pyproject.toml
	$(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/python $(INSTALL) -e '.[dev,spark]'
	touch $@
