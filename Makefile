# make plan   a real plan for an example person      make test       every test of a bare machine
# make bench  the figures of bench/RESULTS.md        make test-core  the tests that guard core and data
PYTHON ?= python3
VENV := .venv
# Every branch of the core is run by the tests; the rest is reported by make coverage.
CORE := src/magadvise/advice/*,src/magadvise/rules/*,src/magadvise/medicines/*,src/magadvise/limit.py,\
src/magadvise/model.py,src/magadvise/profile.py,src/magadvise/door.py,src/magadvise/answers.py,src/magadvise/keys.py,\
src/magadvise/errors.py,src/magadvise/knowledge/build.py,src/magadvise/knowledge/medicine_table.py,\
src/magadvise/knowledge/rows.py,src/magadvise/knowledge/alike.py,src/magadvise/export/*
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt

.PHONY: plan test test-core diary-errors oracle prove test-batch fuzz test-terminal test-browser lint seal docs proofs mutants bench bench-batch bench-columns bench-names spark clean

plan: $(VENV)/.run
	@$(BIN)/magadvise plan --no-input --age 68 --sex female --kidney normal \
	  --med omeprazole --med levothyroxine --med-time levothyroxine=07:00 \
	  --condition none --red-flag none --other-magnesium none --pattern night

# The first part measures the core, all of which its own tests must run; the rest is faster without.
MEASURED := tests/spec tests/traps tests/knowledge tests/export tests/property/test_handouts.py \
  $(addprefix tests/cli/,test_input_errors.py test_label_command.py test_error_documents.py \
  test_profiles.py)
test: $(VENV)/.dev lint
	@$(BIN)/python -m pytest -n 2 --cov=magadvise --cov-report= $(MEASURED)
	@$(BIN)/python -m coverage report --fail-under=100 --include='$(CORE)' --show-missing --skip-covered
	@$(BIN)/python -m pytest -n 2 $(MEASURED:%=--ignore=%) $(LONG:%=--ignore=%)

# What takes minutes: both engines on everything that can be thought of, and 50 kills.
LONG := $(addprefix tests/batch/,columnar/test_engines_agree.py columnar/test_spellings.py \
  columnar/test_sweeps.py test_resume.py test_resume_parquet.py test_resume_inputs.py)
test-batch: $(VENV)/.dev
	@$(BIN)/python -m pytest -n 2 $(LONG)

# What is nearly right, thrown at every reader, the command and the data files. A small part of it
# is in make test. make fuzz FUZZ="--seed 7 --vectors 100": see tests/fuzz/run.py --help.
fuzz: $(VENV)/.dev
	@PYTHONPATH=tests $(BIN)/python -m fuzz.run $(FUZZ)

# How often the verdict of a cramp diary is wrong: the tables of docs/diary.md, on 4,000 made-up
# people a row; minutes. DIARY="--people 1000" is quicker.
diary-errors: $(VENV)/.dev
	@PYTHONPATH=tests $(BIN)/python -m diary.simulate $(DIARY)

# A second implementation, from the rules as they are written, against this one: ORACLE="20000 2".
ORACLE ?= 1000000 2
oracle: $(VENV)/.dev
	@cd tests && ../$(BIN)/python -m oracle.run $(ORACLE)

# Every stage over all that it reads, the limit and the steps over more than ten million inputs, and a
# million whole plans; minutes. PROVE="--plans 20000 --every 97" is a slice, PROVE=--write writes the
# digests of a whole run (tests/proof/digest.json).
prove: $(VENV)/.dev
	@cd tests && ../$(BIN)/python -m proof.prove $(PROVE)

test-core: $(VENV)/.dev
	@$(BIN)/python -m pytest -n 2 -m core

# The interview in a terminal emulator. It installs nothing, not even the tools of make test.
test-terminal:
	@command -v tmux >/dev/null || { echo "make test-terminal needs tmux on the PATH." >&2; exit 2; }
	@test -x $(BIN)/pytest || { echo "make test-terminal needs the tools of make test: run make test once." >&2; exit 2; }
	@$(BIN)/python -m pytest tests/terminal

# The page of batch --report and the handout of a plan in a browser. It installs nothing either.
test-browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit; done; \
	  echo "make test-browser needs chromium on the PATH." >&2; exit 2
	@test -x $(BIN)/pytest || { echo "make test-browser needs the tools of make test: run make test once." >&2; exit 2; }
	@$(BIN)/python -m pytest tests/browser

lint: $(VENV)/.dev
	@$(BIN)/ruff check src tests bench
	@$(BIN)/mypy

# After a change of data/*.json: check every file and write data/seal.json.
seal: $(VENV)/.dev
	@$(BIN)/python -c "from magadvise.knowledge.load import seal; seal()"

# After a change of a command, a flag or a word: docs/cli.md, the man page, the completion scripts.
# After a change of docs/safety/hazards.toml: the safety case.
docs: $(VENV)/.dev
	@$(BIN)/python -m magadvise.cli.manual .
	@$(BIN)/python docs/safety/make.py .

# Limits and dosing for all whole numbers, by a solver that runs the shipped functions.
proofs: $(VENV)/.dev
	@$(PIP) -e '.[proofs]'
	@PYTHONPATH=tests $(BIN)/python -m solver.prove

# The safety data and the functions that decide a dose, broken in every small way: what goes unnoticed.
# It takes an hour of one processor. A part: python -m mutants.data --file rda.json --list.
mutants: $(VENV)/.dev
	@PYTHONPATH=tests $(BIN)/python -m mutants.data --list
	@PYTHONPATH=tests $(BIN)/python -m mutants.code --list

bench: $(VENV)/.dev
	@$(BIN)/python bench/cold_start.py

# The columnar engine beside polars, a plain polars program and the row engine.
bench-columns: $(VENV)/.dev
	@$(PIP) -e '.[bench]'
	@$(BIN)/python bench/batch_columns.py

# Rows and memory of the batch, beside Python's csv module in the same run.
bench-batch: $(VENV)/.dev
	@$(BIN)/python bench/batch_rows.py

# make bench-names NAMES=file.tsv: recall and speed of the medicine names.
bench-names: $(VENV)/.dev
	@$(BIN)/python bench/names.py $(NAMES) --misses

# The plan inside a real Spark on this machine: the examples of docs/integrations.md, every cell
# against the row engine, and the time beside Spark's own copy. SPARK="ROWS --plain" for other files.
spark: $(VENV)/.dev
	@$(PIP) -e '.[spark]' duckdb polars
	@$(BIN)/python -m pytest -q tests/integrations/test_java.py tests/integrations/test_page.py \
	  tests/integrations/test_spark.py
	@$(BIN)/python bench/spark.py $(SPARK)

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(PIP) -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(PIP) -e '.[dev]'
	@$(BIN)/python -m compileall -q src
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
