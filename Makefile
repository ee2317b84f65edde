# Two commands do everything on a fresh machine with Python 3.11 or later: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .cache/demo.db
VENDOR := src/onrecord/web/static/vendor

.PHONY: help demo test lint types architecture unit clean vocab setup

help:
	@echo "make demo   set up, read the sample reports into a new ledger, show the result"
	@echo "make test   set up and run every check"
	@echo "make clean  remove the environment and caches"

$(VENV)/.ready: pyproject.toml uv.lock
	@command -v uv >/dev/null 2>&1 || test -x .cache/uv/bin/uv || { \
	  echo "Installing uv into .cache/uv"; $(PYTHON) -m venv .cache/uv && .cache/uv/bin/pip install --quiet uv; }
	@UV=$$(command -v uv || echo .cache/uv/bin/uv); \
	  echo "Setting up the environment (a minute on a new machine)"; \
	  UV_PYTHON_DOWNLOADS=never $$UV sync --quiet --frozen --all-extras --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"
	@touch $@

# what the desk takes from npm; a machine without npm goes without it, and says so
$(VENDOR)/.ready: tools/js/package-lock.json tools/vendor.sh
	@sh tools/vendor.sh

setup: $(VENV)/.ready $(VENDOR)/.ready

demo: $(VENV)/.ready $(VENDOR)/.ready
	@BIN=$(BIN) LEDGER=$(DEMO) sh tools/demo.sh

test: $(VENV)/.ready $(VENDOR)/.ready
	@BIN=$(BIN) sh tools/check.sh

vocab: $(VENV)/.ready
	$(BIN)/python -m onrecord.vocab.refresh

clean:
	rm -rf $(VENV) $(VENDOR) tools/js/node_modules .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
