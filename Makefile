# Two commands matter: `make run` and `make test`. Each sets up what it needs first.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.made-from-lock

.DEFAULT_GOAL := help
.PHONY: help setup run demo test lint fix bench bench-alerts bench-archive bench-poll eval-extract eval-dedup eval-tag docs lock

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1	\2/' | expand -t 22

# Made anew whenever the lock or the project's own metadata is newer than what is installed.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=python3.x")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(STAMP) ## make .venv from requirements.lock

run: $(STAMP) ## run the service on an embedded SQLite: http://127.0.0.1:8080
	$(BIN)/monitor run

demo: $(STAMP) ## run the service against a small news world of our own
	$(BIN)/monitor demo

test: lint ## everything that must hold: contracts, types, sizes, docstrings, tests
	$(BIN)/pytest -n auto --dist loadfile

lint: $(STAMP) ## the checks that need no running: ruff, mypy, import contracts, docstrings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/interrogate --quiet monitor

fix: $(STAMP) ## mend what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## time the hot paths, as ratios within one run
	$(BIN)/python -m tests.bench

bench-alerts: $(STAMP) ## time articles to their receiver, alone and beside a channel that hangs
	$(BIN)/python -m tests.bench.alerting

bench-archive: $(STAMP) ## time the look-up of copies in archives of 10,000 to a million articles
	$(BIN)/python -m tests.bench.archive

bench-poll: $(STAMP) ## poll a world of local feeds, beside bare loops and other feed readers
	$(BIN)/python -m tests.bench.poll

eval-extract: $(STAMP) ## score texts, facts and languages of pages, beside trafilatura alone
	$(BIN)/python -m tests.eval extract language

eval-dedup: $(STAMP) ## score verdicts and stories on labelled texts
	$(BIN)/python -m tests.eval dedup stories

eval-tag: $(STAMP) ## score topics by language on labelled sentences
	$(BIN)/python -m tests.eval tag

docs: $(STAMP) ## write the generated parts of docs/ anew: metrics, settings, commands
	$(BIN)/python -m monitor.cli.reference docs

lock: ## pin every dependency anew, with hashes
	$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate \
		--output-file requirements.lock pyproject.toml
