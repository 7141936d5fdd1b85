# JMAN in Swift: the pipeline as a DAG of stage files below work/.
#
#   make bibsonomy                      the whole pipeline; make help tells the rest
#
# How it decides what to do:
# - a stage is a target that depends on its input files, on the executables and
#   on its own parameters: a parameter file FILE.params holds the arguments with
#   which FILE was made, and a difference forces the stage to run;
# - a stage that is started compares content (hashes of its inputs, parameters,
#   version) with what its output says, and does nothing where they are equal.
#   A new time, as after touch or in a fresh clone, recomputes nothing;
# - every stage writes under a temporary name and renames: a target is whole or
#   absent, so .DELETE_ON_ERROR, which would delete good old output, is not used.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

DATASETS := bibsonomy zhihu citeulike-a citeulike-t

# ---- Parameters ------------------------------------------------------------
# Any of them can be given on the command line: make bibsonomy EPOCHS=20.
NAME ?= $(firstword $(filter $(DATASETS),$(MAKECMDGOALS)))
-include $(if $(filter $(DATASETS),$(NAME)),datasets/$(NAME).mk)
MODEL         ?= JMAN
WORK          ?= work
COMPAT        ?=
KFOLD         ?= -1
VALID_PORTION ?= 0.1
TEST_PORTION  ?= 0.1
SENTENCES     ?= 10
WORDS         ?= 30
TITLE_WORDS   ?= 30
MIN_WORD_COUNT ?= 5
MIN_LABEL_COUNT ?= 1
EMBED_SIZE    ?= 100
EMBED_EPOCHS  ?= 10
LABEL_EMBED_SIZE ?= 300
LABEL_EMBED_EPOCHS ?= 10
SIM_THRESHOLD ?= 0
HIDDEN_SIZE   ?= 100
LAMBDA_SIM    ?= 0
LAMBDA_SUB    ?= 0
EPOCHS        ?= 100
BATCH_SIZE    ?= 128
LEARNING_RATE ?= $(if $(COMPAT),0.01,0.003)
KEEP          ?= 0.5
KEEP_WORDS    ?= 0.7
L2            ?= $(if $(COMPAT),0.0001,0)
PATIENCE      ?= 6
STOP_RATE     ?= 0.00002
KEEP_LABEL_PERCENT ?= 1
TOP_K         ?= 5
HAMMING       ?=
SEED          ?= 1
SAMPLE_DOCUMENTS ?= 2400
SAMPLE_LABELS ?=
# The number of threads; no output depends on it.
THREADS       ?=
# A prefix for the heavy stages, e.g. LAUNCHER="srun -n1 -c4".
LAUNCHER      ?=

# ---- Programs --------------------------------------------------------------
BIN   := .build/release
BUILT := $(BIN)/.built
SOURCES := $(shell find Sources Package.swift -type f)

$(BUILT): $(SOURCES)
	@scripts/setup
	swift build -c release
	@touch $@

# ---- Helpers ---------------------------------------------------------------
# FORCE where the arguments of a target differ from those it was made with.
quote   = '$(subst ','\'',$1)'
same    = $(and $(findstring x$(strip $1)x,x$(strip $2)x),$(findstring x$(strip $2)x,x$(strip $1)x))
changed = $(if $(call same,$(file <$1.params),$2),,FORCE)
record  = printf '%s\n' $(call quote,$(strip $1)) > $@.params
compat  := $(if $(COMPAT),--compat $(COMPAT))
threads := $(if $(THREADS),--threads $(THREADS))
.PHONY: FORCE
FORCE:

# ---- The corpus ------------------------------------------------------------
W := $(WORK)/$(NAME)
ifeq ($(CORPUS),)
  ifneq ($(CORPUS_FILE),)
    CORPUS := $(firstword $(wildcard datasets/$(NAME)/$(CORPUS_FILE) datasets/$(NAME)/$(CORPUS_FILE).gz))
    ifneq ($(CORPUS),)
      KB ?= $(firstword $(wildcard datasets/$(NAME)/$(KB_FILE) datasets/$(NAME)/$(KB_FILE).gz))
    endif
  endif
endif
ifeq ($(NAME)$(CORPUS),bibsonomy)
  SAMPLE := embedded sample of $(SAMPLE_DOCUMENTS) generated documents
  CORPUS := $(W)/sample/corpus.jsonl.gz
  KB     := $(W)/sample/kb.rdf
endif

SAMPLE_ARGS := --documents $(SAMPLE_DOCUMENTS) $(if $(SAMPLE_LABELS),--labels $(SAMPLE_LABELS)) \
  --seed $(SEED) --output $(W)/sample/corpus.jsonl.gz --knowledge-base $(W)/sample/kb.rdf

# ---- Stages ----------------------------------------------------------------
ifneq ($(and $(NAME),$(CORPUS)),)
ifneq ($(SAMPLE),)
$(W)/sample/corpus.jsonl.gz $(W)/sample/kb.rdf &: $(BUILT) $(call changed,$(W)/sample/corpus.jsonl.gz,$(SAMPLE_ARGS))
	@echo "The files of Bibsonomy are not in datasets/bibsonomy/: using an $(SAMPLE)."
	@mkdir -p $(W)/sample
	$(BIN)/make-sample $(SAMPLE_ARGS)
	@$(subst $$@,$(W)/sample/corpus.jsonl.gz,printf '%s\n' $(call quote,$(strip $(SAMPLE_ARGS))) > $(W)/sample/corpus.jsonl.gz.params)
endif

ifeq ($(SAMPLE),)
$(CORPUS) $(KB):
	@echo "$@: there is no such file. Check CORPUS and KB." >&2; exit 2
endif

PREPROCESS_ARGS := --corpus $(call quote,$(CORPUS)) --sentence-words $(WORDS) $(compat) \
  $(if $(SAMPLE),--source $(call quote,$(SAMPLE)))
$(W)/documents.stage: $(CORPUS) $(BUILT) $(call changed,$(W)/documents.stage,$(PREPROCESS_ARGS))
	$(BIN)/preprocess $(PREPROCESS_ARGS) -o $@
	@$(call record,$(PREPROCESS_ARGS))

SPLIT_ARGS := --kfold $(KFOLD) --valid-portion $(VALID_PORTION) --test-portion $(TEST_PORTION) $(compat)
$(W)/split.stage: $(W)/documents.stage $(BUILT) $(call changed,$(W)/split.stage,$(SPLIT_ARGS))
	$(BIN)/split --documents $< $(SPLIT_ARGS) -o $@
	@$(call record,$(SPLIT_ARGS))

VOCAB_ARGS := --min-word-count $(MIN_WORD_COUNT) --min-label-count $(MIN_LABEL_COUNT) $(compat)
$(W)/vocabulary.stage: $(W)/documents.stage $(W)/split.stage $(BUILT) $(call changed,$(W)/vocabulary.stage,$(VOCAB_ARGS))
	$(BIN)/build-vocab --documents $(W)/documents.stage --split $(W)/split.stage $(VOCAB_ARGS) -o $@
	@$(call record,$(VOCAB_ARGS))

EMBED_INPUTS := $(W)/documents.stage $(W)/split.stage $(W)/vocabulary.stage
embed = $(LAUNCHER) $(BIN)/embed --documents $(W)/documents.stage --split $(W)/split.stage --vocabulary $(W)/vocabulary.stage
WORD_ARGS := --what words --model cbow --dimensions $(EMBED_SIZE) --epochs $(EMBED_EPOCHS) --seed $(SEED) $(compat)
$(W)/words.stage: $(EMBED_INPUTS) $(BUILT) $(call changed,$(W)/words.stage,$(WORD_ARGS))
	$(embed) $(WORD_ARGS) -o $@
	@$(call record,$(WORD_ARGS))

LABEL_ARGS := --what labels --model skip-gram --dimensions $(LABEL_EMBED_SIZE) --epochs $(LABEL_EMBED_EPOCHS) --seed $(SEED) $(compat)
$(W)/labels.stage: $(EMBED_INPUTS) $(BUILT) $(call changed,$(W)/labels.stage,$(LABEL_ARGS))
	$(embed) $(LABEL_ARGS) -o $@
	@$(call record,$(LABEL_ARGS))

RELATIONS_ARGS := $(foreach kb,$(KB),--kb $(call quote,$(kb))) --similarity-threshold $(SIM_THRESHOLD) $(compat)
$(W)/relations.stage: $(W)/vocabulary.stage $(W)/labels.stage $(KB) $(BUILT) $(call changed,$(W)/relations.stage,$(RELATIONS_ARGS))
	$(BIN)/build-sim-sub --vocabulary $(W)/vocabulary.stage --label-vectors $(W)/labels.stage $(RELATIONS_ARGS) -o $@
	@$(call record,$(RELATIONS_ARGS))

M := $(W)/$(MODEL)
TRAIN_ARGS := --model $(MODEL) --hidden-size $(HIDDEN_SIZE) --sentences $(SENTENCES) \
  --words $(WORDS) --title-words $(TITLE_WORDS) --lambda-sim $(LAMBDA_SIM) \
  --lambda-sub $(LAMBDA_SUB) --epochs $(EPOCHS) --batch-size $(BATCH_SIZE) \
  --learning-rate $(LEARNING_RATE) --keep $(KEEP) --keep-words $(KEEP_WORDS) --l2 $(L2) --patience $(PATIENCE) \
  --stop-rate $(STOP_RATE) --keep-label-percent $(KEEP_LABEL_PERCENT) --top-k $(TOP_K) \
  --seed $(SEED) $(compat)
DIGITS := 0 1 2 3 4 5 6 7 8 9
NUMBERS := $(DIGITS) $(foreach t,1 2 3 4 5 6 7 8 9,$(addprefix $t,$(DIGITS)))
FOLDS := $(if $(filter -1,$(KFOLD)),0,$(wordlist 1,$(KFOLD),$(NUMBERS)))

define fold
$(M)/fold$1/model.stage: $(W)/documents.stage $(W)/split.stage $(W)/vocabulary.stage $(W)/words.stage $(W)/relations.stage $(BUILT) $(call changed,$(M)/fold$1/model.stage,$(TRAIN_ARGS))
	$$(LAUNCHER) $(BIN)/train --documents $(W)/documents.stage --split $(W)/split.stage --vocabulary $(W)/vocabulary.stage --vectors $(W)/words.stage --relations $(W)/relations.stage --fold $1 $$(TRAIN_ARGS) $$(threads) -o $$@
	@$$(call record,$$(TRAIN_ARGS))

$(M)/fold$1/predictions.stage: $(M)/fold$1/model.stage $(W)/documents.stage $(W)/split.stage $(BUILT)
	$$(LAUNCHER) $(BIN)/predict --model $$< --documents $(W)/documents.stage --split $(W)/split.stage $$(threads) -o $$@
endef
$(foreach k,$(FOLDS),$(eval $(call fold,$k)))

PREDICTIONS := $(FOLDS:%=$(M)/fold%/predictions.stage)
EVALUATE_ARGS := $(if $(HAMMING),--hamming-divisor $(HAMMING)) $(compat) $(if $(COMPAT),--batch-size $(BATCH_SIZE))
EVALUATED := $(words $(FOLDS)) folds, $(EVALUATE_ARGS)
$(M)/metrics.stage: $(PREDICTIONS) $(BUILT) $(call changed,$(M)/metrics.stage,$(EVALUATED))
	$(BIN)/evaluate $(PREDICTIONS:%=--predictions %) $(EVALUATE_ARGS) -o $@ --json $(M)/metrics.json --csv $(M)/metrics.csv > $(M)/.metrics.txt
	@if [ -s $(M)/.metrics.txt ]; then mv $(M)/.metrics.txt $(M)/metrics.txt; else rm -f $(M)/.metrics.txt; fi
	@$(call record,$(EVALUATED))
endif

# ---- What a user types -----------------------------------------------------
.PHONY: help test bench corpus run missing $(DATASETS)

$(DATASETS): $(if $(and $(NAME),$(CORPUS)),run,missing)

corpus: $(if $(and $(NAME),$(CORPUS)),run,usage)

run: $(M)/metrics.stage
	@cat $(M)/metrics.txt
	@echo
	@echo "Metrics: $(M)/metrics.json, $(M)/metrics.csv. Annotate a text of your own:"
	@echo "  echo '{\"title\":\"…\",\"text\":\"…\"}' | $(BIN)/annotate --model $(M)/fold0/model.stage -"
	@$(if $(SAMPLE),echo "NOTE: these figures are from an $(SAMPLE)$(comma) not from Bibsonomy.",:)
comma := ,

missing:
	@echo "$(NAME): datasets/$(NAME)/$(CORPUS_FILE) (or .gz) is not there; datasets/$(NAME)/README.md says where it comes from." >&2
	@exit 2

.PHONY: usage
usage:
	@echo "Give both NAME and CORPUS: make corpus NAME=mine CORPUS=documents.jsonl.gz [KB=thesaurus.rdf]" >&2
	@exit 2

test: $(BUILT)
	swift test

bench: $(BUILT)
	@scripts/bench

clean-%:
	rm -rf -- $(WORK)/$*

help:
	@echo "make bibsonomy                 run the whole pipeline (on a generated sample where the real files are absent)"
	@echo "make zhihu | citeulike-a | citeulike-t"
	@echo "make corpus NAME=mine CORPUS=documents.jsonl.gz [KB=thesaurus.rdf]"
	@echo "make test                      run all tests"
	@echo "make bench                     training speed at the size of Bibsonomy"
	@echo "make clean-NAME                remove the stage files of a dataset"
	@echo
	@echo "Parameters, e.g. make bibsonomy LEARNING_RATE=0.005 KFOLD=10:"
	@echo "  MODEL=JMAN|JMAN-s|JMAN-s-att|JMAN-s-tg|JMAN-s+t-only|JMAN-s+tg-only|JMAN-s+att-only|HAN|Bi-GRU"
	@echo "  COMPAT=original  KFOLD=-1  EPOCHS  BATCH_SIZE  LEARNING_RATE  KEEP  KEEP_WORDS  L2  PATIENCE"
	@echo "  LAMBDA_SIM  LAMBDA_SUB  SIM_THRESHOLD  HIDDEN_SIZE  SENTENCES  WORDS  TITLE_WORDS"
	@echo "  MIN_WORD_COUNT  MIN_LABEL_COUNT  EMBED_SIZE  EMBED_EPOCHS  LABEL_EMBED_SIZE  SEED"
	@echo "  SAMPLE_DOCUMENTS  SAMPLE_LABELS  THREADS  LAUNCHER  WORK"
