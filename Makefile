# Every command of the project; `make help` lists them. Needs Python 3.11 or newer, and nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/*/*.po portal/locale_wagtail/*/*/*.po))
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

.PHONY: help run dev test check browser lock makemessages clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 20

run: .venv/packages $(CATALOGUES) ## the portal with example content, as a citizen gets it, at http://127.0.0.1:8000/ (PORT=…)
	@PORT=$(PORT) $(BIN)/python -m portal.demonstration

dev: .venv/packages $(CATALOGUES) ## the same on the reloading development server
	@PORT=$(PORT) RELOAD=1 $(BIN)/python -m portal.demonstration

test: .venv/packages-dev $(CATALOGUES) browser ## every test
	@$(BIN)/python -m pytest --numprocesses auto

check: .venv/packages-dev $(CATALOGUES) ## style, directions of import, templates, migrations, catalogue
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-cache | tail -n 3
	@$(BIN)/curlylint --parse-only --quiet */templates
	@$(BIN)/djhtml --check --tabwidth 2 $$(find */templates -name '*.html') 2>&1 | tail -n 1
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	@if command -v xgettext >/dev/null; then \
	  ids() { grep -E '^(msgid|#~ msgid|#,.*fuzzy)' locale/id/LC_MESSAGES/django.po | sort; }; before=$$(ids); \
	  $(MAKE) --silent makemessages; \
	  diff <(echo "$$before") <(ids) || { echo "Texts changed: translate locale/id/LC_MESSAGES/django.po (rewritten just now)." >&2; exit 1; }; \
	else echo "gettext is missing: the catalogue was not compared with the texts."; fi

PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
browser: .venv/packages # Chromium and Pango for the tests: installed where that is allowed, named where it is not
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Chromium is missing: installing it …"; \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else \
	    echo "The tests drive a real Chromium, which is missing. Install it: sudo apt-get install --no-install-recommends chromium" >&2; exit 1; \
	  fi; }
	@$(BIN)/python -c 'import sys; sys.path.insert(0, "portal"); import pdf; sys.exit(not pdf.is_available())' || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Pango is missing: installing it …"; \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PANGO) >/dev/null; \
	  else \
	    echo "The tests make PDFs, for which Pango is missing. Install it: sudo apt-get install --no-install-recommends $(PANGO)" >&2; exit 1; \
	  fi; }

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python is missing: install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "This needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another one: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Virtual environment: making .venv …"
	@$(PYTHON) -m venv .venv

.venv/packages: requirements.txt | .venv/bin/python
	@echo "Packages: installing …"
	@$(PIP) -r requirements.txt || { echo "The packages could not be installed: see the lines above (is the package index reachable?)." >&2; exit 1; }
	@touch $@

.venv/packages-dev: requirements-dev.txt .venv/packages
	@echo "Packages for development: installing …"
	@$(PIP) -r requirements-dev.txt || { echo "The packages could not be installed: see the lines above (is the package index reachable?)." >&2; exit 1; }
	@touch $@

%.mo: %.po | .venv/packages
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

makemessages: .venv/packages-dev ## collect the texts to translate into locale/ (needs gettext)
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python manage.py makemessages --locale id --no-location --no-wrap --ignore '.venv/*' --ignore 'var/*' >/dev/null

lock: ## renew the locked requirements from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --python-version 3.11 -q --no-header --no-emit-index-url -o requirements.txt
	@uv pip compile pyproject.toml --group dev --python-version 3.11 -q --no-header --no-emit-index-url -c requirements.txt -o requirements-dev.txt

clean: ## remove the demonstration's data, keep .env and .venv
	@rm -rf var
