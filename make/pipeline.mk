# The stages of one dataset. A stage file NAME.stage is described by
#
#   NAME.program   its executable
#   NAME.reads     the stage files that it reads: OPTION or OPTION=NAME, for
#                  --OPTION FILE; of a stage with a file a fold, those of the fold
#                  or else all
#   NAME.files     other files that it reads
#   NAME.options   its arguments but for these, -o and --threads; written with =,
#                  so that status can tell which variable stands behind an option
#   NAME.folder    where it lies below work/DATASET/, with a slash at the end
#   NAME.also      other files that it writes, in the same folder
#   NAME.each      fold, where there is one for each fold; its options see $(fold)
#   NAME.uses      threads, launcher: whether THREADS and LAUNCHER apply;
#                  headless: the program writes no stage file
#
# and listed in STAGES. make/rules.mk turns them into rules. Arguments that come
# from the user go through $(call quote,…).
STAGES := documents split vocabulary words labels relations hierarchy

compat = $(if $(COMPAT),--compat $(COMPAT))
W     := $(WORK)/$(NAME)

# ---- The corpus -------------------------------------------------------------
# So that make NAME, make NAME-report and so on know it from now on.
ifeq ($(filter $(DATASETS),$(NAME))$(EXPLAIN),)
ifneq ($(and $(NAME),$(wildcard $(CORPUS))),)
written-down = $1 ?= $(subst \#,\\\#,$(subst $$,$$$$,$($1)))
$(shell mkdir -p $(W))$(file >$(W)/corpus.mk,$(call written-down,CORPUS))
$(foreach v,KB CORPUS_OPTIONS,$(if $($v),$(file >>$(W)/corpus.mk,$(call written-down,$v))))
endif
endif
ifeq ($(CORPUS),)
  ifneq ($(CORPUS_FILE),)
    CORPUS := $(firstword $(wildcard datasets/$(NAME)/$(CORPUS_FILE) datasets/$(NAME)/$(CORPUS_FILE).gz))
    ifneq ($(CORPUS),)
      KB ?= $(firstword $(wildcard datasets/$(NAME)/$(KB_FILE) datasets/$(NAME)/$(KB_FILE).gz))
    endif
  endif
endif
ifeq ($(NAME)$(CORPUS),bibsonomy)
  SAMPLE = embedded sample of $(SAMPLE_DOCUMENTS) generated documents
  CORPUS = $(call place,sample)
  KB     = $(dir $(call place,sample))kb.rdf
  STAGES := sample $(STAGES)
endif

sample.program = make-sample
sample.uses    = headless
sample.folder  = sample/
sample.file    = corpus.jsonl.gz
sample.also    = kb.rdf
sample.options = --documents $(SAMPLE_DOCUMENTS) $(if $(SAMPLE_LABELS),--labels $(SAMPLE_LABELS)) \
  --seed $(SEED) --knowledge-base $(KB)

ifeq ($(SAMPLE)$(CORPUS_IS_MADE),)
$(CORPUS) $(KB):
	@echo "$@: there is no such file. Check CORPUS and KB." >&2; exit 2
endif

documents.program = preprocess
documents.files   = $(CORPUS)
documents.options = --corpus $(call quote,$(CORPUS)) --sentence-words $(WORDS) $(CORPUS_OPTIONS) $(compat) \
  $(if $(SAMPLE),--source $(call quote,$(SAMPLE)))

# With CLEAN_TAGS the documents that all others read come out of tag cleaning.
ifneq ($(CLEAN_TAGS),)
STAGES := $(subst documents,raw-documents documents,$(STAGES))
raw-documents.program = preprocess
raw-documents.files   = $(CORPUS)
$(eval raw-documents.options = $(value documents.options))
documents.program = clean-tags
documents.reads   = documents=raw-documents
documents.files   = $(TAG_USERS)
documents.also    = documents.stage.tags.tsv
documents.options = --min-documents $(MIN_TAG_DOCUMENTS) \
  $(if $(TAG_USERS),--users $(call quote,$(TAG_USERS)) --min-users $(MIN_TAG_USERS)) $(TAG_OPTIONS)
endif

# ---- What all models share --------------------------------------------------
split.program = split
split.reads   = documents
split.options = --kfold $(KFOLD) --valid-portion $(VALID_PORTION) --test-portion $(TEST_PORTION) $(compat)

vocabulary.program = build-vocab
vocabulary.reads   = documents split
vocabulary.options = --min-word-count $(MIN_WORD_COUNT) --min-label-count $(MIN_LABEL_COUNT) $(compat)

words.program = embed
words.uses    = launcher
words.reads   = documents split vocabulary
words.options = --what words --model cbow --dimensions $(EMBED_SIZE) --epochs $(EMBED_EPOCHS) \
  --seed $(SEED) $(compat)

labels.program = embed
labels.uses    = launcher
labels.reads   = documents split vocabulary
labels.options = --what labels --model skip-gram --dimensions $(LABEL_EMBED_SIZE) \
  --epochs $(LABEL_EMBED_EPOCHS) --seed $(SEED) $(compat)

relations.program = build-sim-sub
relations.reads   = vocabulary label-vectors=labels
relations.files   = $(KB)
relations.options = $(kb-options) --similarity-threshold $(SIM_THRESHOLD) $(compat)
kb-options        = $(foreach kb,$(KB),--kb $(call quote,$(kb)))

# What is broader than what, for metrics of models that read no relations.
hierarchy.program = build-sim-sub
hierarchy.reads   = vocabulary
hierarchy.files   = $(KB)
hierarchy.options = $(kb-options) $(compat)
