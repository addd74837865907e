# Two commands for a newcomer: `make run` and `make test`. Everything lives in .venv; nothing global.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: help run test check unit browser chaos soak bench train renew screenshots docs lock clean

help: ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(STAMP) ## Open a living desk with an invented firm on http://127.0.0.1:8000
	@$(BIN)/warmline demo

test: $(STAMP) ## Set up and pass every test, browser tests included
	@scripts/check
	@scripts/test

check: $(STAMP) ## Style, types and import ranks only
	@scripts/check

unit: $(STAMP) ## The fast tests only
	@$(BIN)/pytest -q tests/unit tests/house tests/stories

browser: $(STAMP) ## The browser tests only
	@scripts/browser
	@$(BIN)/pytest -q -m browser

chaos: $(STAMP) ## Kill the server at random points, as in `make test`
	@$(BIN)/pytest -q -m "chaos and not slow"

soak: $(STAMP) ## The long runs: two hundred kills, long schedules
	@$(BIN)/pytest -q -m slow --timeout=3600

bench: $(STAMP) ## Measure, and write one JSON per run below benchmarks/results
	@for one in benchmarks/*.py; do $(BIN)/python $$one || exit 1; done

train: ## Build the reader's artefact: make train DATA=<folder of labelled sets>
	@scripts/train "$(DATA)"

renew: ## Go on from the artefact after new lines: make renew DATA=<folder> FRESH=<topic,topic>
	@scripts/train "$(DATA)" --stages renew,heads,export,calibrate,fast,empathy,report --fresh "$(FRESH)"

screenshots: $(STAMP) ## Draw the pictures of the docs
	@scripts/browser
	@$(BIN)/python scripts/screenshots.py

docs: $(STAMP) ## Write the generated pages of docs/reference again
	@$(BIN)/python scripts/reference.py

lock: $(STAMP) ## Pin what pyproject.toml asks for
	@scripts/lock

clean: ## Remove what the commands above made
	@rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build

$(STAMP): requirements.lock pyproject.toml
	@scripts/setup "$(PYTHON)" $(VENV)
	@touch $@
