# The commands of the portal. Each may be interrupted and run again.
#   PORT=8001 serves on another port.    PYTHON=python3.13 picks the Python that makes .venv.

PORT ?= 8000
PYTHON ?= $(shell for name in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
UV ?= uv
VENV := .venv/bin/python
LOCK := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml

export PORT
run: export DEBUG := 0
dev: export DEBUG := 1
messages: export DEBUG := 1
run dev messages: export DEMO := 1
run dev messages: export BASE_URL := http://localhost:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help run dev test lint bench messages screenshots lock clean python tools

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: python ## install, load the facts and serve as in production, on 127.0.0.1:8000
	@$(PYTHON) ecru/prepare.py run
	@exec $(VENV) -m ecru.serve gunicorn ecru.wsgi -c ecru/gunicorn.py

dev: python ## the same with tracebacks and autoreload
	@$(PYTHON) ecru/prepare.py dev
	@exec $(VENV) -m ecru.serve manage.py runserver 127.0.0.1:$(PORT)

test: tools ## the gates and every test: on SQLite, on PostgreSQL and in Chromium
	@exec $(VENV) -m tests.run

lint: tools ## the gates alone
	@exec $(VENV) -m tests.lint

bench: tools ## time the pages with 1 000, 10 000 and 100 000 actors
	@exec $(VENV) -m tests.bench

messages: tools ## collect the texts to translate into locale/nl and compile them
	@command -v msgmerge >/dev/null || { echo "This needs gettext. On Debian or Ubuntu: apt install gettext"; exit 1; }
	@$(VENV) manage.py makemessages --locale nl --add-location file --no-wrap --no-obsolete --ignore 'tests/*' --ignore 'var/*'
	@$(VENV) manage.py compilemessages --locale nl --ignore .venv --ignore var

screenshots: tools ## make the pictures of the README again
	@exec $(VENV) -m tests.browser.screenshots

lock: ## resolve the dependencies of pyproject.toml again (UPGRADE=--upgrade for newer ones)
	@command -v $(UV) >/dev/null || { echo "This needs uv: pip install uv, or UV=/where/it/is"; exit 1; }
	@$(LOCK) $(UPGRADE) --output-file requirements.lock
	@$(LOCK) $(UPGRADE) --group dev --constraint requirements.lock --output-file tests/requirements.lock

clean: ## remove .venv and all that was built; the database and the media under var/ stay
	@rm -rf .venv var/static var/static.stamp var/coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "The portal needs Python 3.11 or newer; $(or $(PYTHON),no such Python) is not."; \
	echo "Install one, or name it: make $(or $(MAKECMDGOALS),run) PYTHON=/where/it/is/python3"; exit 1; }

tools: python
	@$(PYTHON) ecru/prepare.py tools
