# JMAN in Swift: the pipeline as a DAG of stage files below work/.
#
#   make bibsonomy                      the whole pipeline; make help lists the rest
#
# This make builds the programs and hands every goal of a dataset to `dag`, which finds
# mistakes, takes the dataset's lock and starts the make of make/dataset.mk and
# make/models.mk: those hold the DAG. docs/pipeline.md describes how reruns are decided.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
Makefile: ;

# Where this file is; empty in its own folder.
ROOT := $(filter-out ./,$(dir $(lastword $(MAKEFILE_LIST))))
ifeq ($(origin BIN),undefined)
BIN := $(ROOT).build/release
endif
BUILT := $(BIN)/.built

# Values reach dag in MAKEFLAGS as they were typed. make would expand them for the
# environment, and with them what a name of a file may hold.
unexport $(foreach v,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $v))),$v))

quote = '$(subst ','\'',$1)'
DAG   = +@exec "$(BIN)"/dag
GOALS = --root $(call quote,$(ROOT)) --goals $(foreach g,$(MAKECMDGOALS),$(call quote,$g))

.PHONY: build check help corpus status graph sweep sweep-row check-archive gc test bench bench-accuracy fuzz sanitize encoder install deb
# Installed there is nothing to build.
SOURCES := $(if $(wildcard $(ROOT)Package.swift),$(shell find $(ROOT)Sources $(ROOT)Package.swift -type f))
$(BUILT): $(SOURCES)
	@$(ROOT)scripts/setup
	cd ./$(ROOT) && swift build -c release
	@touch $@
build: $(BUILT)

# Mistakes are found before the long build, by a program that is built in a moment.
$(BIN)/dag: | $(if $(wildcard $(BUILT)),,first)
.PHONY: first
first:
	@$(ROOT)scripts/setup
	cd ./$(ROOT) && swift build -c release --product dag
check: $(BIN)/dag
	$(DAG) check $(GOALS)
$(BUILT): | check

help: $(BIN)/dag
	@"$(BIN)"/dag targets

test: build
	swift test
bench: build
	@scripts/bench
	@scripts/bench-knowledge
bench-accuracy: build
	@scripts/bench-accuracy -o docs/accuracy.md
fuzz:
	@scripts/fuzz $(call quote,$(SECONDS))
sanitize:
	@scripts/sanitize
encoder:
	@scripts/fetch-encoder
install:
	@PREFIX=$(call quote,$(or $(value PREFIX),/usr/local)) DESTDIR=$(call quote,$(value DESTDIR)) scripts/install
deb:
	@scripts/deb

ifneq ($(filter status graph,$(MAKECMDGOALS)),)
# make status NAME…: the names are no goals of their own.
status graph: build
	$(DAG) run $@ $(GOALS)
.DEFAULT:
	@:
else
# All goals but those above belong to datasets.
OWN := $(filter-out build check help check-archive gc test bench bench-accuracy fuzz sanitize encoder install deb,$(MAKECMDGOALS))
.PHONY: $(OWN)
$(OWN): build
	$(DAG) run $(call quote,$@) $(GOALS)
endif
check-archive: build
	@$(if $(value FILE),"$(BIN)"/dag check-archive $(call quote,$(value FILE)),echo "Name the archive: make check-archive FILE=work/bibsonomy-JMAN.tar" >&2; exit 2)
gc: build
	$(DAG) run gc $(GOALS)
