# Everything a newcomer needs: `make chat` and `make test`. The rest is for those who work on the project.
PYTHON ?= python3
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 7860
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: chat setup test check lint types imports format eval clean

chat: setup  ## Open the assistant with the corpus that ships, on http://$(HOST):$(PORT)
	@$(BIN)/hld index
	@$(BIN)/hld serve --host $(HOST) --port $(PORT)

setup: $(STAMP)  ## Install, once

$(STAMP): pyproject.toml constraints.txt tools/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh tools/setup.sh
	@touch $@

test: setup  ## Run the tests
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

check: lint types imports test  ## Everything CI runs

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup
	@$(BIN)/pyright

imports: setup
	@$(BIN)/lint-imports

format: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

eval: setup  ## The project's own cases on the corpus that ships
	@$(BIN)/hld index
	@$(BIN)/hld eval

clean:
	rm -rf $(VENV) build dist *.egg-info
