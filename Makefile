# Rumah Bersama. `make help` prints what stands behind ## below.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
.DEFAULT_GOAL := help
# The suite starts hundreds of processes of ours: without stored bytecode each would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo demo-fresh install-dev test check fix browser postgres bench docs messages migrations lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/base.done: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not ((3,11) <= sys.version_info[:2] < (3,14)))' || { echo 'Perlu Python 3.11 sampai 3.13. / Python 3.11 to 3.13 is needed.'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo 'Modul venv tidak ada. Jalankan lebih dulu / run first:'; echo '  sudo apt-get install python3-venv'; exit 1; }
	@test -x $(BIN)/python || { echo '1/3 Membuat lingkungan .venv ...'; $(PYTHON) -m venv .venv; }
	@echo '2/3 Memasang paket (hanya kali pertama) ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@echo '3/3 Memasang Rumah Bersama ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.done: .venv/base.done requirements/dev.txt
	@echo 'Memasang alat uji ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv/papers.done: .venv/base.done requirements/papers.txt
	@echo 'Memasang pembuat PDF ...'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/papers.txt
	@touch $@

demo: .venv/papers.done ## Install, build the invented demo and serve it (PORT=8000; its data is kept)
	@exec $(BIN)/rumah demo --port $(PORT)

demo-fresh: .venv/papers.done ## The same, with the demo's data made anew
	@exec $(BIN)/rumah demo --port $(PORT) --fresh

install-dev: .venv/dev.done ## Install what tests and checks need into .venv

test: .venv/dev.done ## Run the test suite (SQLite, or the database named by TEST_DATABASE_URL)
	$(BIN)/python -m pytest -m "not browser" $(ARGS)

postgres: .venv/dev.done ## Run the test suite on PostgreSQL (TEST_POSTGRES_URL)
	TEST_DATABASE_URL="$${TEST_POSTGRES_URL:?name a PostgreSQL server, e.g. postgres://postgres@127.0.0.1:5432/postgres}" $(BIN)/python -m pytest -m "not browser" $(ARGS)

browser: .venv/dev.done ## Run the browser journeys in headless Chromium
	$(BIN)/python -m pytest -m browser $(ARGS)

check: .venv/dev.done ## Format, lint, types, imports, migrations, messages, reference; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint rumahbersama --check --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=rumahbersama.settings RUMAH_DATA=$(CURDIR)/.venv/data $(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python tools/messages.py --check
	$(BIN)/python tools/docs.py

fix: .venv/dev.done ## Format and mend what can be mended by machine
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djlint rumahbersama --reformat --quiet

migrations: .venv/dev.done ## Make migrations for changed models
	DJANGO_SETTINGS_MODULE=rumahbersama.settings RUMAH_DATA=$(CURDIR)/.venv/data $(BIN)/python -m django makemigrations $(ARGS)

messages: .venv/dev.done ## Collect messages from code and templates, compile the English translation
	$(BIN)/python tools/messages.py

bench: .venv/dev.done ## Measure the speeds of the issue against their peers, in one run
	$(BIN)/python -m benchmarks $(ARGS)

docs: .venv/dev.done ## Make the reference tables anew, and check the documents against the code
	$(BIN)/python tools/docs.py --write
	$(BIN)/python -m pytest -q tests/test_docs.py

lock: .venv/dev.done ## Pin dependencies with hashes (names no registry)
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -q -o requirements/base.txt
	$(BIN)/uv pip compile pyproject.toml --group build --extra papers --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -q -o requirements/papers.txt
	$(BIN)/uv pip compile pyproject.toml --extra papers --group build --group test --group check --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate -q -o requirements/dev.txt

clean: ## Remove what was built (never data)
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
