# Kliping: `make run` sets up and does the main job, `make test` sets up and tests. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
EDITION := build/edition.warc.gz
STAMP := .venv/.installed

.PHONY: help setup run test check lint edition bench soak faults test-elasticsearch clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 28

setup: $(STAMP) ## build .venv with everything

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Kliping needs Python 3.11 or newer as $(PYTHON): apt install python3, or make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is missing: apt install python3-venv"; exit 1; }
	@[ -x $(BIN)/python ] && $(BIN)/python -c '' 2>/dev/null || { rm -rf .venv; $(PYTHON) -m venv .venv; }
	@echo "Installing into .venv ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -W ignore -c 'import scrapy, elasticsearch, dateutil, itemadapter, sqlalchemy, tantivy, snowballstemmer, trafilatura, warcio, lxml_html_clean, rich, click, pytest, hypothesis'
	@touch $(STAMP)

edition: $(STAMP) ## pack the sample edition as build/edition.warc.gz
	@$(BIN)/python -m edition.build $(EDITION)

run: edition ## replay the sample edition into data/, then search it
	@$(BIN)/kliping crawl --replay $(EDITION)
	@for query in 'kerja sama perpustakaan rusia' 'perpusnas' 'pustakawan terbaik'; do \
	  printf '\n$$ kliping search "%s" --limit 3\n' "$$query"; \
	  $(BIN)/kliping search "$$query" --limit 3; \
	done
	@printf '\n'; printf '%s\n' 'Next: .venv/bin/kliping search "mobil perpustakaan"' \
	  '      .venv/bin/kliping search pustakawan --from 2024-07-01 --to 2024-07-31 --format jsonl' \
	  '      .venv/bin/kliping sources' \
	  '      .venv/bin/kliping --help          (README.md tells how to go live)'

test: $(STAMP) ## all tests
	@$(BIN)/python -m pytest -n auto --dist loadscope

lint: $(STAMP) ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

check: lint test ## what CI runs

soak: $(STAMP) ## long fault and fuzz runs
	@$(BIN)/python -m pytest -m slow --override-ini 'addopts=-q --strict-markers'

faults: $(STAMP) ## every fault on real servers (skipped where none is cached)
	@$(BIN)/python -m pytest -m faults --override-ini 'addopts=-q --strict-markers' || { code=$$?; [ $$code = 5 ] || exit $$code; }

VERSION ?= 9
test-elasticsearch: $(STAMP) ## development only: run a real Elasticsearch on loopback [VERSION=8|9] [SECURE=1]
	@PYTHONPATH=tests exec $(BIN)/python -m support.elasticsearch serve --version '$(VERSION)' $(if $(filter 1,$(SECURE)),--secure)

bench: edition .venv-bench/.installed ## speed and quality tables, side by side with peers
	@for script in bench/{crawl,dates,extract,search,archiving,stories,index}.py; do echo "== $$script"; .venv-bench/bin/python $$script; done

# Peers want older versions of what we use, and a pip that resolves lxml's extras.
.venv-bench/.installed: pyproject.toml
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv-bench/bin/python -m pip install --quiet --editable '.[dev,bench]'
	@touch $@

clean: ## remove what was built (not data/)
	@rm -rf build .venv .venv-bench *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
