# Everything from a bare checkout: each target makes .venv and installs what it needs.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: setup demo test coverage transports check bench bench-search bench-start bench-page bench-sandbox bench-desk bench-tickets bench-matching bench-reports bench-home bench-clock crash failures deliveries restarts machine power-cuts simulate messages pictures lock clean

setup: .venv/.run ## what the bot needs

demo: .venv/.run ## a local Slack with the bot in it
	$(BIN)/liaison sandbox

test: .venv/.test .venv/.browser check ## every check and test
	# Some of it waits: more at once than two cores.
	$(BIN)/python -m pytest --numprocesses 3

coverage: .venv/.test .venv/.browser ## the same tests, and what of the code they run: twice the work
	$(BIN)/python -m pytest --numprocesses 3 --cov --cov-report=term

transports: .venv/.test ## the stories, each over HTTP and over Socket Mode
	$(BIN)/python -m pytest --numprocesses 3 --both-transports tests/stories

check: .venv/.test ## what can be said without running it
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.bench ## requests a second beside a bare Bolt app
	$(BIN)/python -m tests.benchmarks.requests

bench-start: .venv/.test ## how quickly it starts and how little it holds
	$(BIN)/python -m tests.benchmarks.start

bench-page: .venv/.browser ## the sandbox's page in a real browser
	$(BIN)/python -m tests.benchmarks.page

bench-sandbox: .venv/.test ## what the sandbox itself can do
	$(BIN)/python -m tests.benchmarks.sandbox

bench-desk: .venv/.test ## events kept before they are acked, and a message's way to its reader
	$(BIN)/python -m tests.benchmarks.desk

crash: .venv/.test ## the process killed at every point, Slack faulty: lost, doubled, out of order
	$(BIN)/python -m tests.faults.crash

failures: .venv/.test ## every database and every Slack call fails once
	$(BIN)/python -m tests.faults.every_failure

deliveries: .venv/.test ## events that come several times, shuffled
	$(BIN)/python -m tests.faults.deliveries

restarts: .venv/.test ## old and new processes overlapping, under load
	$(BIN)/python -m tests.faults.restarts

bench-tickets: .venv/.test ## asking, with 20,000 tickets open
	$(BIN)/python -m tests.benchmarks.tickets

bench-reports: .venv/.test ## reports over 100,000 tickets, and a chart
	$(BIN)/python -m tests.benchmarks.reports

bench-matching: .venv/.test ## who suits a ticket, with 1,000 experts and 120,000 tickets
	$(BIN)/python -m tests.benchmarks.matching

bench-clock: .venv/.test ## what is due by itself, with 20,000 tickets open
	$(BIN)/python -m tests.benchmarks.clock

bench-home: .venv/.test ## a coordinator's Home, with 20,000 requests open
	$(BIN)/python -m tests.benchmarks.home

machine: .venv/.test ## random walks over inbox and outbox, held against a model
	$(BIN)/python -m tests.faults.machine

simulate: .venv/.test ## four weeks of a busy network, and what each person received
	$(BIN)/python -m tests.simulation

power-cuts: .venv/.test ## what power cuts take from the desk's database
	$(BIN)/python -m tests.faults.power_cuts

bench-search: .venv/.bench ## search quality and speed beside other engines
	$(BIN)/python -m tests.benchmarks.search

messages: .venv/.test ## put new strings of the code into the Spanish catalogue
	$(BIN)/python -m tests.messages

pictures: .venv/.browser ## the README's pictures, taken anew
	$(BIN)/python -m tests.browser.pictures

lock: ## renew the hashed requirements (needs uv)
	for set in run test bench; do \
	  extras="--extra build"; \
	  case $$set in test) extras="$$extras --extra test";; bench) extras="$$extras --extra test --extra bench";; esac; \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --no-annotate $$extras pyproject.toml -o requirements/$$set.txt; \
	done

clean:
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Liaison needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python requirements/run.txt pyproject.toml
	$(PIP) --require-hashes -r requirements/run.txt
	PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: .venv/.run requirements/test.txt
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@

.venv/.browser: .venv/.test
	$(BIN)/python -m tests.browser.chromium
	@touch $@

.venv/.bench: .venv/.test requirements/bench.txt
	$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@
