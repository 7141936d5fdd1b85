# Mistakes in what a user types, found before anything is built or made. What a stage
# alone can know (a rate above 1, say) it tells itself.

quote = '$(subst ','\'',$1)'
did-you-mean = $(shell scripts/did-you-mean $(call quote,$1) $2)

# Parameters that decide about results: those above the line in make/parameters.mk and
# those of single models. (Looked up where they are asked for only.)
PARAMETERS = $(filter-out NAME WORK,$(shell for f in make/parameters.mk make/baselines.mk; do \
  sed -n '/How, not what/q; s/^\([A-Z0-9_]*\) *?=.*/\1/p' $$f; done)) CORPUS KB

# ---- Values -----------------------------------------------------------------
WHOLE_NUMBERS := SENTENCES WORDS TITLE_WORDS MIN_TAG_DOCUMENTS MIN_TAG_USERS MIN_WORD_COUNT \
  MIN_LABEL_COUNT EMBED_SIZE EMBED_EPOCHS LABEL_EMBED_SIZE LABEL_EMBED_EPOCHS HIDDEN_SIZE EPOCHS \
  BATCH_SIZE PATIENCE TOP_K WIDE SEED SAMPLE_DOCUMENTS SAMPLE_LABELS TOPICS ITERATIONS NEIGHBOURS \
  CHAINS CLUSTERS CODES POSITIONS THREADS FOLD ROW DAYS
REAL_NUMBERS  := VALID_PORTION TEST_PORTION SIM_THRESHOLD LAMBDA_SIM LAMBDA_SUB LEARNING_RATE KEEP \
  KEEP_WORDS L2 STOP_RATE KEEP_LABEL_PERCENT HAMMING SVM_COST SVM_GAMMA BUDGET
MODELS        := $(NETWORKS) $(BASELINES)
RULES         := best threshold threshold-at-least-1 label-thresholds top-k top-k-floor cardinality \
  expected-f1
OBJECTIVES    := example-f1 f1-of-means micro-f1 macro-f1

no-digits = $(subst 0,,$(subst 1,,$(subst 2,,$(subst 3,,$(subst 4,,$(subst 5,,$(subst 6,,$(subst 7,,$(subst 8,,$(subst 9,,$1))))))))))
no-number = $(subst .,,$(subst -,,$(subst +,,$(subst e,,$(subst E,,$(call no-digits,$1))))))
# $(call several-of,VARIABLE,VALUES), and one-of: whether the variable holds such values.
several-of  = $(foreach w,$($1),$(if $(filter $w,$2),,$(error $1: there is no $w (but $2)$(call did-you-mean,$w,$2))))
one-of      = $(call several-of,$1,$2)$(if $(word 2,$($1)),$(error $1 takes one value, but is "$($1)"))
fold-counts = -1 $(wordlist 3,100,$(NUMBERS)) 100

define check-values
$(foreach v,$(WHOLE_NUMBERS),$(if $(call no-digits,$($v)),$(error $v must be a whole number, but is "$($v)")))
$(foreach v,$(REAL_NUMBERS),$(if $(call no-number,$($v)),$(error $v must be a number, but is "$($v)")))
$(if $(filter $(fold-counts),$(KFOLD)),,$(error KFOLD must be a whole number from 2 to 100, or -1 for no folds, but is "$(KFOLD)"))
$(call one-of,MODEL,$(MODELS) fusion)
$(call several-of,FUSE,$(MODELS))
$(call several-of,ALL_MODELS,$(MODELS) fusion)
$(call several-of,COMPARE,$(MODELS) fusion none)
$(call one-of,TUNE,$(RULES))
$(call one-of,OBJECTIVE,$(OBJECTIVES))
$(call one-of,FEATURES,text vectors)
$(call one-of,KERNEL,rbf linear)
$(call one-of,COMPAT,original)
endef
$(check-values)

# ---- Names ------------------------------------------------------------------
without   = $(if $1,$(call without,$(wordlist 2,99,$1),$(subst $(firstword $1),,$2)),$2)
LETTERS  := a b c d e f g h i j k l m n o p q r s t u v w x y z \
  A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
$(if $(call without,$(LETTERS) . _ -,$(call no-digits,$(NAME)))$(filter .% -%,$(NAME)),\
  $(error NAME is made of letters, digits and . _ -, but is "$(NAME)"))
blanks    = $(if $(word 2,$($1)),$(error make takes no blanks in names: give a link to "$($1)"))
$(call blanks,CORPUS)$(call blanks,TAG_USERS)$(call blanks,WORK)$(call blanks,STORE)
$(if $(word 2,$(KB)),$(if $(shell test -e $(call quote,$(KB)) && echo yes),$(call blanks,KB)))

ifndef LOCKED
# ---- Parameters that there are not ------------------------------------------
# Another make that calls this one may have variables of its own.
ifeq ($(MAKELEVEL),0)
GIVEN := $(foreach v,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $v))),$v))
ifneq ($(GIVEN),)
KNOWN := $(PARAMETERS) COMPARE NAME WORK CORPUS_FILE KB_FILE GRID BUDGET FOLD ROW FILE DAYS ARCHIVE \
  DATASETS BIN THREADS LAUNCHER STORE SHELL MAKE MAKEFLAGS ROUNDS PEER_PYTHON BENCH_THREADS
$(foreach v,$(filter-out $(KNOWN),$(GIVEN)),$(error there is no parameter $v (make help lists them)$(call did-you-mean,$v,$(KNOWN))))
endif
endif

# ---- Goals that there are not -----------------------------------------------
OF_ONE    := %-all %-report %-shared %-fold archive-% clean-% status-% graph-%
SIMPLE    := corpus status graph sweep sweep-row check-archive gc test bench help $(BUILT)
NAMED     := $(strip $(DATASETS) $(OWN))
# The dataset in a goal; after status or graph, names stand alone.
in-goal    = $(strip $(foreach p,$(OF_ONE),$(if $(filter $p,$1),$(patsubst $p,%,$1))))
is-dataset = $(or $(filter $1,$(NAMED) $(NAME)),$(wildcard $(WORK)/$1),$(CORPUS))
no-dataset = $(error there is no dataset $1 (but $(NAMED); for files of your own: make corpus NAME=$1 CORPUS=…)$(call did-you-mean,$1,$(NAMED)))
no-goal    = $(error there is no target $1 (make help lists them)$(call did-you-mean,$1,$(SIMPLE) $(NAMED) $(foreach p,$(OF_ONE),$(patsubst %,$p,$(NAMED)))))
check-name = $(if $(call is-dataset,$1),,$(call no-dataset,$1))
check-goal = $(if $(filter $(SIMPLE) $(NAMED),$1),,$(if $(filter status graph,$(MAKECMDGOALS)),\
  $(call check-name,$1),$(if $(call in-goal,$1),\
  $(call check-name,$(firstword $(call in-goal,$1))),$(call no-goal,$1))))
$(foreach g,$(MAKECMDGOALS),$(call check-goal,$g))
endif
