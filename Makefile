# Everything runs in .venv, which needs Python 3.11 or newer and is made when first needed.

PYTHON ?= python3
SEED ?=
BIN := .venv/bin
TOOLS := .venv/.installed

.DEFAULT_GOAL := help

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(TOOLS) ## make .venv with all tools and the command clientsmith

$(TOOLS): pyproject.toml .ci/constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check \
		--constraint .ci/constraints.txt --editable '.[dev]'
	touch $@

.PHONY: generate
generate: $(TOOLS) ## write the clients that pyproject.toml configures
	$(BIN)/clientsmith generate

.PHONY: test
test: $(TOOLS) ## run the tests, 200 drawn cases among them; needs no network
	$(BIN)/pytest --numprocesses auto

.PHONY: coverage
coverage: $(TOOLS) ## say which lines of the run time no test comes to
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --quiet
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

.PHONY: snapshots
snapshots: $(TOOLS) ## accept what the tests now produce as right
	$(BIN)/pytest --snapshot-update

.PHONY: lint
lint: $(TOOLS) ## ruff and black
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/black --check --quiet generator templates generated tests

.PHONY: types
types: $(TOOLS) ## mypy and pyright, both strict
	$(BIN)/mypy
	$(BIN)/pyright

.PHONY: check
check: lint types test check-generated ## all that has to be in order before a commit

.PHONY: check-generated
check-generated: $(TOOLS) ## fail if the committed clients are not what is generated
	$(BIN)/clientsmith generate --fresh
	@git status --porcelain
	@test -z "$$(git status --porcelain)"

.PHONY: format
format: $(TOOLS) ## bring the code into form
	$(BIN)/ruff check --fix
	$(BIN)/black --quiet generator templates tests

CORPUS ?= ../shared/corpus
HOSTILE ?= ../shared/hostile

.PHONY: corpus
corpus: $(TOOLS) ## check real documents: make corpus CORPUS=FOLDER HOSTILE=FOLDER
	CORPUS=$(CORPUS) HOSTILE=$(HOSTILE) $(BIN)/pytest -o python_files='check_*.py' tests/corpus
	CORPUS=$(CORPUS) $(BIN)/pytest tests/test_doctor.py

.PHONY: paths
paths: $(TOOLS) ## lead requests astray on paths of real documents: make paths CORPUS=FOLDER
	CORPUS=$(CORPUS) $(BIN)/pytest -s tests/corpus/check_paths.py

.PHONY: hostile
hostile: $(TOOLS) ## check hostile documents: make hostile HOSTILE=FOLDER
	$(BIN)/python -m tests.hostile $(HOSTILE)

.PHONY: bench
bench: ## measure decoding beside pydantic and openapi-python-client; needs the network
	test -x .bench/bin/python || $(PYTHON) -m venv .bench
	.bench/bin/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	PYTHONPATH=generated .bench/bin/python -m tests.bench.decoding

CASES ?= 10000

.PHONY: properties
properties: $(TOOLS) ## try clients of 10,000 drawn cases: make properties CASES=NUMBER SEED=NUMBER
	seed=$(or $(SEED),$$(date +%s)); echo "SEED=$$seed"; \
		PROPERTIES=$(CASES) $(BIN)/pytest tests/properties --hypothesis-seed=$$seed

.PHONY: page-sample
page-sample: $(TOOLS) ## run the sample of Twilio's page: make page-sample SEED=FOLDER
	@test -n "$(SEED)" || { echo "say where the page is: make $@ SEED=FOLDER"; exit 2; }
	$(BIN)/python -m tests.page_sample $(SEED)/message-interaction.md

.PHONY: clean
clean: ## remove .venv and all caches
	rm -rf .venv .bench .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
