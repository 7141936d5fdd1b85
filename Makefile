# JMAN in Swift: the pipeline as a DAG of stage files below work/.
#
#   make bibsonomy                      the whole pipeline; make help tells the rest
#
# A run has two steps. This make builds the programs and hands each dataset over,
# under its lock, to a make of its own (LOCKED), which knows that dataset's DAG.
# That is the only recursion there is. docs/pipeline.md says how reruns are decided.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:

include make/parameters.mk
include make/programs.mk
include make/check.mk
ifdef LOCKED
include make/pipeline.mk
include make/models.mk
include make/baselines.mk
include make/report.mk
include make/sweep.mk
include make/rules.mk
include make/results.mk
else
include make/goals.mk
include make/help.mk
endif
