# `make` lists what there is. `demo` and `test` install what they need (scripts/setup.sh) and build.

.DEFAULT_GOAL := help
.PHONY: help setup build demo paper-small paper test test-deploy fuzz sanitize valgrind bench soak reliability format lint clean

SWIFT_SOURCES := Sources Tests Benchmarks Soak Package.swift Fuzz/Package.swift $(addprefix Fuzz/Sources/,FuzzDriver WireFuzzer InputFuzzer)
SHELL_SOURCES := scripts/*.sh deploy/*.sh deploy/slurm.sbatch Tests/Deploy/*.sh .ci/run
# `make test FILTER=Journal` runs the tests whose name matches. The end-to-end tests, which wait for real processes,
# run after the others, which use every core; those that flood a server come last, since they would starve the rest.
FLOODS := FloodTests|GarbageTests

help: ## List the commands.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|'

setup: ## Install the Debian packages that are missing.
	@scripts/setup.sh

build: setup ## Build the two programs: .build/release/ignd-ps and ignd-worker.
	swift build -c release

demo: build ## Serve sweeps/lqr-uav.yaml to two local workers; print the table.
	@rm -rf runs/demo
	.build/release/ignd-ps --sweep sweeps/lqr-uav.yaml --run runs/demo --port 0 --local-workers 2

paper-small: build ## Run small versions of the paper's experiments; write their report (docs/results.md has the full ones).
	@scripts/paper.sh small

paper: build ## Run the whole grids of the paper's experiments (hours); write their report.
	@scripts/paper.sh full

test: setup ## Build and run all tests.
	@scripts/generate-messages.sh --check
	swift build -c release --build-tests
ifdef FILTER
	swift test -c release --skip-build --filter '$(FILTER)'
else
	swift test -c release --skip-build --skip EndToEndTests
	swift test -c release --skip-build --filter EndToEndTests --skip '$(FLOODS)'
	swift test -c release --skip-build --filter '$(FLOODS)'
endif

test-deploy: build ## Run deploy/ for real: sshd on loopback, a one-host Slurm (root; installs both).
	@Tests/Deploy/run.sh

fuzz: setup ## Attack the readers of messages and files for SECONDS (60): runs/soak/fuzz.json.
	@scripts/fuzz.sh $(or $(SECONDS),60)

sanitize: setup ## Run the kernels and all tests with the address, undefined and thread sanitizers: runs/soak/sanitizers.json.
	@scripts/sanitize.sh $(PARTS)

valgrind: setup ## Run memcheck on the C targets (needs valgrind).
	@scripts/sanitize.sh valgrind

bench: build ## Measure, against the peers where they are installed.
	@if [ -x scripts/bench.sh ]; then scripts/bench.sh; else echo "scripts/bench.sh is not here yet" >&2; exit 1; fi

LENGTH := short
SEED := 1
# The report of a long run is part of the documentation.
SOAK_DOCUMENTS = $(if $(filter long,$(LENGTH)),--docs docs)

soak: setup ## Kill, stop, cut off and flood the programs; LENGTH=long (20 minutes, root) writes docs/reliability.md.
	@if [ "$$(id -u)" -eq 0 ]; then scripts/setup.sh iproute2 iptables; fi
	swift build -c release --build-tests
	python3 Soak/soak.py .build/release --length $(LENGTH) --seed $(SEED) $(SOAK_DOCUMENTS)

reliability: ## Write docs/reliability.md again from the figures of runs/soak.
	python3 Soak/report.py runs/soak --output docs --command 'make soak LENGTH=long'

format: ## Format the Swift sources.
	swift format --in-place --recursive $(SWIFT_SOURCES)

lint: ## Check the format of the Swift sources, and the shell scripts if shellcheck is installed.
	swift format lint --strict --recursive $(SWIFT_SOURCES)
	@if command -v shellcheck >/dev/null; then shellcheck $(SHELL_SOURCES); fi

clean: ## Remove what was built. Runs and data stay.
	rm -rf .build
