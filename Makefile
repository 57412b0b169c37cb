.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python -W ignore
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONUTF8 := 1
export RASA_TELEMETRY_ENABLED := false
export PYTHONWARNINGS := ignore

##@ Use
.PHONY: run
run: install ## prepare everything, then start bot and console
	@$(PY) -m bot run

.PHONY: train
train: install ## train the model when intents/ or config.yml changed
	@$(PY) -m bot train

##@ Prove
.PHONY: test
test: install catalogues train ## all tests; PostgreSQL and browser tests where there are such
	@$(PY) -m pytest -q -n 2 --dist loadfile

.PHONY: check
check: install catalogues ## style, types, catalogues, content, Rasa's own check
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(PY) -m pytest -q tests/guards/test_catalogues.py
	@$(PY) -m bot content check
	@.venv/bin/rasa data validate --data intents --domain intents/domain.yml --config config.yml

.PHONY: bench
bench: install train ## speed and memory, as ratios within one run
	@$(PY) -m tests.bench

.PHONY: faults
faults: install train ## kill bot, console and database hundreds of times: is anything lost or doubled? (KILLS=300 SEED=...)
	@$(PY) -m tests.faults --kills $(or $(KILLS),300) $(if $(SEED),--seed $(SEED))

.PHONY: mutants
mutants: install catalogues train ## change the code a little, two thousand times: which change does no test notice? (ROOMS="intake cases")
	@$(PY) -m tests.mutants $(ROOMS)

.PHONY: pictures
pictures: install catalogues train ## take the README's pictures anew, with the browser of the tests
	@KAWAN_PICTURES=docs/pictures $(PY) -m pytest -q tests/tour

##@ Keep
.PHONY: install
install: ## .venv from requirements.lock
	@scripts/bootstrap

.PHONY: catalogues
catalogues: install ## compile locales/
	@$(PY) -c "from bot.i18n.phrasebook import load_phrasebook; load_phrasebook()"

.PHONY: messages
messages: install ## bring locales/console.pot and its translations up to the console's sentences
	@.venv/bin/pybabel -q extract -F babel.cfg -k N_ --no-location --sort-output --omit-header -w 120 -o locales/console.pot bot/console
	@.venv/bin/pybabel -q update -i locales/console.pot -d locales -D console --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 120

.PHONY: lock
lock: ## write requirements.lock anew from pyproject.toml
	@PATH="$$PWD/.uv/bin:$$PATH" uv pip compile pyproject.toml --group dev --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
