# Every command of the project. `make help` lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
MANAGE := DJANGO_SETTINGS_MODULE=portal.settings.demo $(BIN)/python manage.py
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help run dev test check lock messages makemessages clean python

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 22

run: .venv/run messages ## the portal with example content at http://127.0.0.1:8000/ (PORT=… for another port)
	@PORT=$(PORT) $(BIN)/python -m portal.demonstration

dev: .venv/run messages ## the same on the reloading development server
	@PORT=$(PORT) RELOAD=1 $(BIN)/python -m portal.demonstration

test: .venv/dev messages browser ## every test
	@$(BIN)/python -m pytest -n auto

check: .venv/dev messages ## style, structure, migrations, translations, production settings
	@$(BIN)/python -m portal.checking

messages: $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po)) ## compile the translations

%.mo: %.po | .venv/run
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

makemessages: .venv/dev ## collect the texts to translate into locale/ (needs gettext)
	@cd . && $(BIN)/python manage.py makemessages --locale id --no-location --no-wrap --ignore .venv --ignore var

lock: ## renew requirements.txt and requirements-dev.txt from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --python-version 3.11 -q --no-header -o requirements.txt
	@uv pip compile pyproject.toml --group dev --python-version 3.11 -q --no-header -c requirements.txt -o requirements-dev.txt
