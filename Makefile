# Everything a fresh machine needs is Python 3.11, make and the package registry: the virtual environment is made here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ENGINES ?= .venv-engines
SAMPLE ?= corpus/postings/a-remoteboard-zones-dataeng.txt

.PHONY: run test search test-engines lint types check bench bench-scale floors clean

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

run: $(VENV)/.ready  ## parse a posting of the corpus and show the card
	$(BIN)/jobparse --format card $(SAMPLE)

test: $(VENV)/.ready  ## tests, with every rule row's own examples and the corpus floors
	$(BIN)/python -m pytest -q

search: $(VENV)/.ready  ## property tests on examples never seen before; what they find becomes a test
	$(BIN)/python -m pytest -q tests --hypothesis-profile=search -k "not row_examples"

$(ENGINES)/.ready: pyproject.toml
	$(PYTHON) -m venv $(ENGINES)
	$(ENGINES)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(ENGINES)/bin/python -m pip install --quiet --editable . --group dev --group engines
	touch $@

test-engines: $(ENGINES)/.ready  ## against the real Spark, Ray, DuckDB, Polars, pandas, Scrapy and datasets
	@command -v java >/dev/null || { echo "Spark needs Java 17: apt-get install default-jre-headless" >&2; exit 1; }
	$(ENGINES)/bin/python -m pytest -q tests/engines

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready
	$(BIN)/mypy

check: $(VENV)/.ready  ## prove the rules
	$(BIN)/jobparse check

bench: $(VENV)/.ready  ## speed, as ratios to ftfy.fix_text on the same texts
	$(BIN)/python -m bench.speed

bench-scale: $(ENGINES)/.ready  ## many postings: workers, memory, broken runs, Spark; QUICK=1 for a tenth
	$(ENGINES)/bin/python -m bench.scale $(if $(QUICK),--quick)

clean:
	rm -rf $(VENV) $(ENGINES) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
