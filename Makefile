# Technology Requests: what a person or a machine can ask of this folder. All that is written goes to .venv and var/.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VAR_DIR ?= $(CURDIR)/var
BIN := .venv/bin
# CHROMIUM and KHAL name the browser and the calendar program for `make browser`; TESTS what `make test` runs; PYTEST_ARGS anything more for pytest.
CHROMIUM ?= /usr/bin/chromium
KHAL ?= /usr/bin/khal
TESTS ?= tests
JOBS ?= 2
PYTEST := $(BIN)/pytest -q -n $(JOBS) --dist loadgroup $(PYTEST_ARGS)

export PYTHONPYCACHEPREFIX := $(VAR_DIR)/pycache
export HYPOTHESIS_STORAGE_DIRECTORY := $(VAR_DIR)/hypothesis
export VAR_DIR
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run test processes lint browser sops lock clean
.DEFAULT_GOAL := help

help:  ## what can be asked
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: .venv/installed  ## the environment alone

.venv/installed: requirements-dev.lock requirements-tls.lock requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed (PYTHON=... names it).")'
	@echo "Making the environment in .venv (a minute or two, once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages into .venv ..."
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --require-hashes -r requirements-tls.lock
	@touch $@

run: setup $(VAR_DIR)/secret-key  ## the demo district on http://127.0.0.1:8000 (PORT), until Ctrl-C
	@export DEMO=1 LOG_LEVEL=$${LOG_LEVEL:-WARNING} PORT=$(PORT) SITE_URL=http://127.0.0.1:$(PORT) SECRET_KEY="$$(cat $(VAR_DIR)/secret-key)"; set -e; \
	$(BIN)/python manage.py migrate --verbosity 0; \
	$(BIN)/python manage.py demo_district; \
	$(BIN)/python manage.py collectstatic --noinput --verbosity 0; \
	(trap '' HUP; exec $(BIN)/honcho start) & honcho=$$!; \
	trap 'kill -TERM $$honcho 2>/dev/null' HUP INT TERM; \
	wait $$honcho || true; wait $$honcho || true

$(VAR_DIR)/secret-key:
	@mkdir -p $(VAR_DIR)
	@umask 077; $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))' > $@

test: setup  ## the tests, in some minutes (DATABASE_URL and REDIS_URL choose other services)
	$(PYTEST) -m "not processes" $(TESTS)

processes: setup  ## the tests of real processes and servers, of the whole demo, and of hostile input
	$(PYTEST) -m processes $(TESTS)

lint: setup  ## code, layers, migrations, drawings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports --cache-dir $(VAR_DIR)/importlinter
	DEMO=1 SECRET_KEY=lint $(BIN)/python manage.py makemigrations --check --dry-run
	DEMO=1 SECRET_KEY=lint $(BIN)/python manage.py machines --check

browser: setup $(CHROMIUM) $(KHAL)  ## the walks in a real Chromium, the feed in a real calendar
	CHROMIUM=$(CHROMIUM) KHAL=$(KHAL) $(BIN)/pytest -q $(PYTEST_ARGS) tests/browser

/usr/bin/chromium /usr/bin/khal:
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(@F)

sops: setup  ## which requirements are met, one line each
	@env -u DATABASE_URL -u REDIS_URL $(PYTEST) -m sop --sops --no-header -r N tests

lock: $(VAR_DIR)/uv  ## newest allowed versions into requirements*.lock
	env -u PIP_FIND_LINKS $(VAR_DIR)/uv/bin/uv $(LOCK) --upgrade -o requirements.lock pyproject.toml
	env -u PIP_FIND_LINKS $(VAR_DIR)/uv/bin/uv $(LOCK) --upgrade -c requirements.lock -o requirements-tls.lock --group tls
	env -u PIP_FIND_LINKS $(VAR_DIR)/uv/bin/uv $(LOCK) --upgrade -c requirements.lock -c requirements-tls.lock -o requirements-dev.lock pyproject.toml --group dev

LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header

$(VAR_DIR)/uv:
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet uv

clean:  ## remove the environment and everything written, the demo's data too
	rm -rf .venv $(VAR_DIR)
