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

# `override`: a command line sets parameters, not what is defined here.
# Where this file is; empty in its own folder.
override ROOT := $(filter-out ./,$(dir $(lastword $(MAKEFILE_LIST))))
override GIVEN_BIN := $(if $(filter undefined,$(origin BIN)),,BIN)
override BIN := $(if $(filter undefined,$(origin BIN)),$(ROOT).build/release,$(value BIN))
override BUILT := $(BIN)/.built

$(if $(wildcard $(ROOT)make/dataset.mk),,$(error The folder of the Makefile is not found (its name must hold no blank). Use make -C FOLDER))
$(if $(word 2,$(BIN)),$(error BIN must hold no blank))
$(foreach s,% : ;,$(if $(findstring $s,$(MAKECMDGOALS)),$(error There is no target with $s in its name (make help lists them))))
# -t would mark old programs as new, and with -e make does not pass on what was typed.
$(foreach l,e t,$(if $(findstring $l,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),$(error make -$l cannot be used here. Use make status)))
# One goal after the other, as they were typed. -j is for the stages of each.
.NOTPARALLEL:

# Values reach dag in MAKEFLAGS as they were typed. For the environment make would expand
# them, including whatever the name of a file contains.
unexport $(foreach v,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $v))),$v))

override quote = '$(subst ','\'',$1)'
# For a script, the variables of $1 that were typed.
override typed = $(foreach v,$1,$(if $(filter command override,$(firstword $(origin $v))),$v=$(call quote,$(value $v))))
override DAG   = +@exec "$(BIN)"/dag
override GOALS = --root $(call quote,$(ROOT)) --goals $(foreach g,$(MAKECMDGOALS),$(call quote,$g))

# Goals that have nothing to do with any dataset.
override ALONE := build check help check-archive gc test bench bench-accuracy bench-scale bench-serve fuzz sanitize encoder install deb
override NEEDING_SOURCE := $(filter-out build check help check-archive gc,$(ALONE))
.PHONY: $(ALONE) corpus status graph sweep sweep-row
# When installed, or when programs are given, there is nothing to build.
override BUILDS := $(if $(GIVEN_BIN),,$(wildcard $(ROOT)Package.swift))
$(if $(BUILDS)$(wildcard $(BIN)/dag)$(filter install deb,$(MAKECMDGOALS)),,$(error BIN: $(BIN) has no programs of this pipeline. Leave BIN out, and they are built))
$(foreach g,$(filter $(NEEDING_SOURCE),$(MAKECMDGOALS)),$(if $(wildcard $(ROOT)Package.swift),,$(error make $g works in the folder of the source; this is an installation)))
override SOURCES := $(if $(BUILDS),$(shell find $(ROOT)Sources $(ROOT)Package.swift -type f))
ifneq ($(BUILDS),)
$(BUILT): $(SOURCES)
	@$(ROOT)scripts/setup
	swift build --package-path $(or $(ROOT),.) -c release
	@touch $@
else
$(BUILT): ;
endif
build: $(BUILT)

# Mistakes are found before the long build, by a program that builds quickly.
$(BIN)/dag: | $(if $(and $(BUILDS),$(if $(wildcard $(BUILT)),,no)),first)
.PHONY: first
first:
	@$(ROOT)scripts/setup
	swift build --package-path $(or $(ROOT),.) -c release --product dag
check: $(BIN)/dag
	$(DAG) check $(GOALS)
$(BUILT): | check

help: $(BIN)/dag
	@"$(BIN)"/dag targets --root $(call quote,$(ROOT))

# The stages that tests start are those that were just built.
test: build
	JMAN_STAGES=$(call quote,$(abspath $(BIN))) swift test --package-path $(or $(ROOT),.)
bench: build
	@$(call typed,WORK PEER_PYTHON ROUNDS BENCH_MODES BENCH_THREADS JMAN_ISA) $(ROOT)scripts/bench
	@$(ROOT)scripts/bench-knowledge
bench-accuracy: build
	@$(ROOT)scripts/bench-accuracy
bench-scale: build
	@$(ROOT)scripts/bench-scale $(if $(value SIZES),--documents $(call quote,$(value SIZES)))
bench-serve: build
	JMAN_SERVICE=1 swift build --package-path $(or $(ROOT),.) -c release
	@$(ROOT)scripts/bench-serve
fuzz:
	@$(ROOT)scripts/fuzz $(call quote,$(value SECONDS))
sanitize:
	@$(ROOT)scripts/sanitize
encoder:
	@$(ROOT)scripts/fetch-encoder
install:
	@$(call typed,PREFIX DESTDIR SERVICE $(GIVEN_BIN)) $(ROOT)scripts/install
deb:
	@$(call typed,OUT SERVICE DEBEMAIL DEBFULLNAME $(GIVEN_BIN)) $(ROOT)scripts/deb

ifneq ($(filter status graph,$(MAKECMDGOALS)),)
# make status NAME…: the names are not separate goals.
status graph: build
	$(DAG) run $@ $(GOALS)
.DEFAULT:
	@:
else
# All other goals belong to datasets.
override OWN := $(filter-out $(ALONE),$(MAKECMDGOALS))
.PHONY: $(OWN)
$(OWN): build
	$(DAG) run $(call quote,$@) $(GOALS)
endif
check-archive: build
	@$(if $(value FILE),"$(BIN)"/dag check-archive -- $(call quote,$(value FILE)),echo "Name the archive: make check-archive FILE=work/bibsonomy-JMAN.tar" >&2; exit 2)
gc: build
	$(DAG) run gc $(GOALS)
