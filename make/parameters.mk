# Every parameter and its default. Any can be given on the command line:
# make bibsonomy EPOCHS=20. What a dataset sets stands in datasets/NAME.mk.
DATASETS := $(sort $(patsubst datasets/%.mk,%,$(wildcard datasets/*.mk)))
WORK     ?= work
# Those that make corpus was told of; it writes their files down in corpus.mk.
OWN      := $(filter-out $(DATASETS),$(patsubst $(WORK)/%/corpus.mk,%,$(wildcard $(WORK)/*/corpus.mk)))

# The dataset; of make corpus, the name that the user gives to the files.
# NAME in the environment is not meant for us (some systems set it to the host's).
ifeq ($(origin NAME),environment)
NAME          :=
endif
NAME          ?=
-include $(if $(filter $(DATASETS),$(NAME)),datasets/$(NAME).mk)
-include $(if $(filter $(OWN),$(NAME)),$(WORK)/$(NAME)/corpus.mk)

# Models: networks, trained by train; others (the last five from the papers), by
# train-baseline; and fusion, of several of them.
NETWORKS      := JMAN JMAN-s JMAN-s-att JMAN-s-tg JMAN-s+t-only JMAN-s+tg-only JMAN-s+att-only \
  HAN Bi-GRU
BASELINES     := ovr tree knn svm cc homer plst lda
MODEL         ?= JMAN
COMPAT        ?=
# Further options of preprocess, e.g. "--format csv --tags-column topics".
CORPUS_OPTIONS ?=
# Folds, at most 100; -1: a hold-out.
KFOLD         ?= -1
DIGITS        := 0 1 2 3 4 5 6 7 8 9
NUMBERS       := $(DIGITS) $(foreach t,$(wordlist 2,10,$(DIGITS)),$(addprefix $t,$(DIGITS)))
VALID_PORTION ?= 0.1
TEST_PORTION  ?= 0.1
SENTENCES     ?= 10
WORDS         ?= 30
TITLE_WORDS   ?= 30
# Anything but nothing cleans tags (docs/tags.md).
CLEAN_TAGS    ?=
MIN_TAG_DOCUMENTS ?= 3
MIN_TAG_USERS ?= 3
TAG_USERS     ?=
TAG_OPTIONS   ?=
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
# The width of the network's bag of words; empty: train's default.
WIDE          ?=
# Further options of train: NETWORK_OPTIONS="--schedule linear --dynamic-sem".
NETWORK_OPTIONS ?=
HAMMING       ?=
# How scores become tags: a rule of tune (best, threshold, label-thresholds …);
# empty: the threshold that was tuned in training.
TUNE          ?=
OBJECTIVE     ?= example-f1
SEED          ?= 1
SAMPLE_DOCUMENTS ?= 2400
SAMPLE_LABELS ?=

# The models of make NAME-all, and those that MODEL=fusion averages.
ALL_MODELS    ?= JMAN ovr tree knn svm cc homer plst lda fusion
FUSE          ?= JMAN ovr tree

# ---- How, not what: no output depends on these ------------------------------
# Threads of a training; by default the cores are divided between the jobs of -j.
THREADS       ?=
# A prefix for the heavy stages, e.g. LAUNCHER="srun -n1 -c4".
LAUNCHER      ?=
# Where results that are about to be replaced are kept; empty: nowhere.
STORE         ?= $(WORK)/.store
