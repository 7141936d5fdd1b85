# The stages of one dataset: what each reads, and with which options.
#
# make only orders them. Every stage is asked, each time (FORCE), and decides alone by
# content whether there is anything to do; then it is silent. So the names here are those
# of files below "$$W", and their times mean nothing.
#
# `dag` starts this make. It has checked all values and hands them over in the environment:
#   $$NAME       a value as the user gave it
#   $$O_NAME     --name=VALUE for the stage, unset if the user set nothing
#   $(NAME_ARGS) names of files, and $(…_OPTIONS) further options, quoted for the shell
# A parameter that nobody sets is not passed on, because its default is the stage's, unless make
# has a default itself (`fallback` in ParameterTable.swift).
SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.SILENT:
.SECONDARY:
.PHONY: FORCE run shared fold shard judged report
FORCE:

STAGE = exec "$$BIN"/
HEAVY = exec $(LAUNCHER) "$$BIN"/
# Lines of folds that run side by side begin with the fold.
FOLDED = $(if $(SIDE_BY_SIDE),JMAN_LABEL=$(@D) )
# $(call set,KFOLD SEED): the options of these parameters, if they are set.
set   = $(foreach p,$1,$${O_$p:+"$$O_$p"})
# $(call as,dimensions,EMBED_SIZE): a parameter whose option has another name.
as    = $${$2:+--$1="$$$2"}
# $(call in,documents fold0/vocabulary): --documents FILE --vocabulary FILE.
in    = $(foreach s,$1,--$(notdir $s) "$$W"/$s.stage)
files = $(foreach f,$1,"$$W"/$f)
out   = -o "$$W/$@"
compat = $(call set,COMPAT)

# ---- The corpus -------------------------------------------------------------
sample: FORCE
	JMAN_NAMES="documents=SAMPLE_DOCUMENTS labels=SAMPLE_LABELS seed=SAMPLE_SEED" $(STAGE)make-sample \
	  --documents "$$SAMPLE_DOCUMENTS" $(call as,labels,SAMPLE_LABELS) $(call as,seed,SAMPLE_SEED) \
	  --knowledge-base "$$W"/sample/kb.rdf -o "$$W"/sample/corpus.jsonl.gz

READ := $(if $(CLEAN_TAGS),raw-documents,documents)
$(READ).stage: $(SAMPLE) $(CONCEPTS:%=%.stage) FORCE
	JMAN_NAMES="sentence-words=WORDS" $(STAGE)preprocess $(CORPUS_ARGS) \
	  $(call as,sentence-words,WORDS) $(compat) $${SOURCE:+--source="$$SOURCE"} \
	  $(CONCEPTS:%=--concepts "$$W"/%.stage) $(CORPUS_OPTIONS) $(out)

ifneq ($(CLEAN_TAGS),)
documents.stage: raw-documents.stage FORCE
	JMAN_NAMES="min-documents=MIN_TAG_DOCUMENTS min-users=MIN_TAG_USERS" $(STAGE)clean-tags \
	  --documents "$$W"/raw-documents.stage $(call as,min-documents,MIN_TAG_DOCUMENTS) \
	  $(if $(TAG_USERS_ARGS),--users $(TAG_USERS_ARGS) $(call as,min-users,MIN_TAG_USERS)) $(TAG_OPTIONS) $(out)
endif

concepts.stage: FORCE
	$(STAGE)build-concepts $(VOCABULARY_ARGS) $(VOCABULARY_OPTIONS) $(out)

# ---- What all models share --------------------------------------------------
split.stage: documents.stage FORCE
	$(STAGE)split $(call in,documents) $(call set,KFOLD VALID_PORTION TEST_PORTION TRAINING_LIMIT) $(compat) $(SPLIT_OPTIONS) $(out)

encoded.stage: documents.stage FORCE
	$(HEAVY)encode $(call in,documents) --encoder $(ENCODER_ARGS) $(call set,THREADS) $(out)

sentences.stage: documents.stage FORCE
	$(HEAVY)encode $(call in,documents) --encoder $(ENCODER_ARGS) --unit sentences $(call set,THREADS) $(out)

# What is learnt from training documents is learnt for each fold (FOLDWISE): in the rules
# below `%` is fold0/, fold1/ … Without folds it is empty, and with the original, whose
# folds share their test documents.
parts = $(if $(FOLDWISE),$(FOLDS:%=fold%/$1.stage),$1.stage)
learn = $(call in,documents split $1) $(if $*,--fold $(patsubst fold%/,%,$*))

$(call parts,vocabulary): %vocabulary.stage: documents.stage split.stage FORCE
	$(STAGE)build-vocab $(call learn) $(call set,MIN_WORD_COUNT MIN_LABEL_COUNT) $(compat) $(out)

$(call parts,words): %words.stage: documents.stage split.stage %vocabulary.stage FORCE
	JMAN_NAMES="dimensions=EMBED_SIZE epochs=EMBED_EPOCHS" $(HEAVY)embed --what words \
	  $(call learn,$*vocabulary) $(call as,dimensions,EMBED_SIZE) $(call as,epochs,EMBED_EPOCHS) \
	  $(call set,SEED THREADS) $(compat) $(out)

$(call parts,labels): %labels.stage: documents.stage split.stage %vocabulary.stage FORCE
	JMAN_NAMES="dimensions=LABEL_EMBED_SIZE epochs=LABEL_EMBED_EPOCHS" $(HEAVY)embed --what labels \
	  $(call learn,$*vocabulary) $(call as,dimensions,LABEL_EMBED_SIZE) $(call as,epochs,LABEL_EMBED_EPOCHS) \
	  $(call set,SEED THREADS) $(compat) $(out)

# Vectors of the names of tags by ENCODER; of a whole vocabulary, if there is one.
$(call parts,names): %names.stage: %vocabulary.stage $(CONCEPTS:%=%.stage) FORCE
	$(HEAVY)encode $(call in,$*vocabulary $(CONCEPTS)) --encoder $(ENCODER_ARGS) $(call set,NAMES THREADS) $(out)

# Which vectors of tags determine similarity: those of their names, or of what they occur with.
LABELS := $(if $(filter encoded,$(LABEL_VECTORS)),names,labels)

# A thesaurus that names the tags knows their hierarchy too; other knowledge bases precede it.
KNOWLEDGE = $(KB_ARGS) $(CONCEPTS:%=--kb "$$W"/%.stage) $(KB_OPTIONS)
$(call parts,relations): %relations.stage: %vocabulary.stage %$(LABELS).stage $(SAMPLE) $(CONCEPTS:%=%.stage) FORCE
	JMAN_NAMES="similarity-threshold=SIM_THRESHOLD" $(STAGE)build-sim-sub $(call in,$*vocabulary) \
	  --label-vectors "$$W"/$*$(LABELS).stage $(KNOWLEDGE) $(call as,similarity-threshold,SIM_THRESHOLD) $(compat) $(out)

# Broader tags only, if nobody asks which tags are similar.
$(call parts,hierarchy): %hierarchy.stage: %vocabulary.stage $(SAMPLE) $(CONCEPTS:%=%.stage) FORCE
	$(STAGE)build-sim-sub $(call in,$*vocabulary) $(KNOWLEDGE) $(compat) $(out)
