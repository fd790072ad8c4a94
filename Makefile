# Undertone: `make run` sets up and starts everything, `make test` sets up and tests everything.
# Needs Python 3.11 or newer, make and git. Everything else is fetched into this folder.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

UV := .tools/bin/uv
APP := .venv/bin
RASA := dialogue/.venv/bin
STEP = python=$$(deploy/bootstrap/find-python) && "$$python" deploy/bootstrap/step.py
LOCKED = python=$$(deploy/bootstrap/find-python) && "$$python" deploy/bootstrap/locked.py

export UV_PYTHON_INSTALL_DIR ?= $(CURDIR)/.tools/python
export UV_NO_PROGRESS := 1
export PYTHONDONTWRITEBYTECODE ?=

# A stamp lies inside what it stands for: delete the folder and it is made again.
APP_STAMP := .venv/.made-by-undertone
RASA_STAMP := dialogue/.venv/.made-by-undertone
NODE_STAMP := node_modules/.made-by-undertone

.PHONY: help
help: ## Show this list
	@echo "Undertone: make TARGET, where TARGET is one of"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14 | sed 's/^/  /'

.PHONY: run
run: setup ## Set up what is missing, then start everything (Ctrl-C stops it)
	@exec $(APP)/undertone run

.PHONY: stop
stop: ## Stop what `make run` started
	@if [ -x $(APP)/undertone ]; then $(APP)/undertone stop; else echo "Nothing is set up, so nothing runs."; fi

.PHONY: setup
setup: ## Make both environments, the console's assets and the model
	@$(LOCKED) $(MAKE) _setup

.PHONY: test
test: setup ## Set up what tests need and run the whole suite
	@$(LOCKED) $(MAKE) _chromium
	@$(APP)/python -m pytest

.PHONY: test-quick
test-quick: setup ## Run the tests that take seconds
	@$(APP)/python -m pytest -n 2 --dist loadfile -m "not slow and not browser"

.PHONY: train
train: ## Train the dialogue model if its inputs changed
	@$(LOCKED) $(MAKE) _model

.PHONY: bench
bench: setup ## Measure against stock Rasa; results in bench/results/
	@$(APP)/python -m bench

.PHONY: secrets
secrets: setup ## Make the keys and passwords that docker-compose.yml mounts
	@$(APP)/python deploy/make_secrets.py

.PHONY: lint
lint: setup ## Check style
	@$(APP)/ruff check . && $(APP)/ruff format --check .

.PHONY: types
types: setup ## Check types
	@$(APP)/mypy

.PHONY: _setup _app _rasa _assets _model _chromium
_setup: _app _rasa _assets _model

_app: $(APP_STAMP)
_rasa: $(RASA_STAMP)

# The stamp names the folder: an environment that was copied or moved does not work any more.
ifneq ($(shell cat $(APP_STAMP) 2>/dev/null),$(CURDIR))
.PHONY: $(APP_STAMP)
endif
ifneq ($(shell cat $(RASA_STAMP) 2>/dev/null),$(CURDIR))
.PHONY: $(RASA_STAMP)
endif

$(UV): deploy/bootstrap/install-uv
	@$(STEP) "uv" -- deploy/bootstrap/install-uv
	@touch $@

$(APP_STAMP): uv.lock pyproject.toml | $(UV)
	@$(STEP) "app environment" -- deploy/bootstrap/sync-app
	@echo "$(CURDIR)" > $@

$(RASA_STAMP): dialogue/uv.lock dialogue/pyproject.toml dialogue/.python-version | $(UV)
	@$(STEP) "Rasa environment (2.5 GB)" -- deploy/bootstrap/sync-rasa
	@echo "$(CURDIR)" > $@

$(NODE_STAMP): package-lock.json package.json | $(APP_STAMP)
	@$(STEP) "browser packages" -- env PATH="$(CURDIR)/$(APP):$$PATH" \
		$(APP)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

_assets: $(APP_STAMP) $(NODE_STAMP)
	@$(STEP) --quiet "console's assets" -- env PATH="$(CURDIR)/$(APP):$$PATH" \
		$(APP)/node console/assets/build.mjs

_model: $(RASA_STAMP)
	@$(STEP) --quiet "dialogue model" -- $(RASA)/python dialogue/train.py

_chromium:
	@$(STEP) --quiet "Chromium for the browser tests" -- deploy/bootstrap/find-chromium
