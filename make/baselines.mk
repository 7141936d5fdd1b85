# Models that are no network: MODEL=ovr|tree|knn and, from the papers,
# svm|cc|homer|plst|lda, trained by train-baseline; and MODEL=fusion, which averages
# the scores of the models in FUSE.
BASELINES := ovr tree knn svm cc homer plst lda
$(foreach b,$(BASELINES),$(eval TRAINER.$b := train-baseline))

# Options of one model only: make NAME MODEL=tree TREE_OPTIONS="--shape shallow".
OVR_OPTIONS    ?=
TREE_OPTIONS   ?=
KNN_OPTIONS    ?=
FUSION_OPTIONS ?=
SVM_OPTIONS    ?=
CC_OPTIONS     ?=
HOMER_OPTIONS  ?=
PLST_OPTIONS   ?=
LDA_OPTIONS    ?=
# Words and n-grams (text) or word vectors (vectors); by default vectors for svm, as
# its C and gamma are meant for, and for all that the original gives them to.
FEATURES       ?=
features        = $(if $(filter lda,$(MODEL)),text,$(or $(FEATURES),$(if $(or $(filter svm,$(MODEL)),$(and $(COMPAT),$(filter cc homer plst,$(MODEL)))),vectors,text)))

# The original's parameters: of SVM and HOMER as its README runs them; K and k of
# LDA, which has 1 or 3 neighbours there; random chains; clusters; directions.
KERNEL         ?= rbf
SVM_COST       ?= 100
SVM_GAMMA      ?= 100
TOPICS         ?= 100
ITERATIONS     ?= 1000
NEIGHBOURS     ?=
CHAINS         ?= 10
CLUSTERS       ?= 3
CODES          ?= 100

OWN_OPTIONS.ovr  = --seed $(SEED) $(OVR_OPTIONS)
OWN_OPTIONS.tree = --seed $(SEED) $(TREE_OPTIONS)
OWN_OPTIONS.knn  = $(KNN_OPTIONS)
# Where the original is followed, nothing is tuned and vectors are divided by the
# number of words that it reads.
original     = $(compat) $(if $(COMPAT),--tune none $(if $(filter vectors,$(features)),--vector-positions $(POSITIONS)))
POSITIONS   ?= 300
svm-options  = --kernel $(KERNEL) --cost $(SVM_COST) --gamma $(SVM_GAMMA)
OWN_OPTIONS.svm   = $(original) $(svm-options) $(SVM_OPTIONS)
OWN_OPTIONS.cc    = $(original) --seed $(if $(COMPAT),0,$(SEED)) --chains $(CHAINS) $(CC_OPTIONS)
OWN_OPTIONS.homer = $(original) --seed $(SEED) --clusters $(CLUSTERS) $(if $(COMPAT),--branch svm $(svm-options)) $(HOMER_OPTIONS)
OWN_OPTIONS.plst  = $(original) --seed $(SEED) --codes $(CODES) $(PLST_OPTIONS)
OWN_OPTIONS.lda   = $(original) --seed $(SEED) --topics $(TOPICS) --iterations $(ITERATIONS) $(if $(NEIGHBOURS),--neighbours $(NEIGHBOURS)) $(LDA_OPTIONS)
TRAIN_READS.train-baseline   = documents split vocabulary $(if $(filter vectors,$(features)),vectors=words)
TRAIN_OPTIONS.train-baseline = --model $(MODEL) --fold $(fold) --top-k $(TOP_K) $(OWN_OPTIONS.$(MODEL))

# ---- Other models beside MODEL ----------------------------------------------
# A member (of a fusion, or of a comparison) has stages of its own, in the folder
# where it lies as a MODEL, so that nothing is trained twice.
# $(call as,MEMBER,VARIABLE) expands the variable as if the member were the MODEL.
set-model = $(eval override MODEL := $1)
as = $(eval outer := $(MODEL))$(call set-model,$1)$($2)$(call set-model,$(outer))

define member
model-$1.program = $$(call as,$1,TRAINER)
model-$1.uses    = launcher threads
model-$1.each    = fold
model-$1.folder  = $1/
model-$1.file    = model.stage
model-$1.reads   = $$(call as,$1,model.reads)
model-$1.also    = $$(call as,$1,model.also)
model-$1.options = $$(call as,$1,model.options)

predictions-$1.program = predict
predictions-$1.uses    = launcher threads
predictions-$1.each    = fold
predictions-$1.folder  = $1/
predictions-$1.file    = predictions.stage
predictions-$1.reads   = model=model-$1 documents split
predictions-$1.options =

validation-$1.program = predict
validation-$1.uses    = launcher threads
validation-$1.each    = fold
validation-$1.folder  = $1/
validation-$1.file    = validation.stage
validation-$1.reads   = model=model-$1 documents split
validation-$1.options = --part validation

decision-$1.program = tune
decision-$1.each    = fold
decision-$1.folder  = $1/
decision-$1.file    = decision.stage
decision-$1.reads   = predictions=validation-$1
decision-$1.options = $$(decision.options)
endef

# ---- Fusion -----------------------------------------------------------------
ifeq ($(MODEL),fusion)
$(foreach m,$(FUSE),$(eval $(call member,$m)))
FUSION_STAGES := $(foreach m,$(FUSE),model-$m predictions-$m validation-$m)
STAGES := $(patsubst model,$(FUSION_STAGES),$(filter-out predictions metrics,$(STAGES))) predictions metrics

predictions.program = fuse
predictions.uses    = launcher
predictions.reads   = $(foreach m,$(FUSE),validation=validation-$m) $(foreach m,$(FUSE),predictions=predictions-$m)
predictions.options = $(FUSION_OPTIONS)
endif

# ---- make NAME-all: one table of all models ---------------------------------
.PHONY: table
table-line = printf '%s\t%s' $1 $(W)/$1/metrics.stage; \
  $(foreach k,$(FOLDS),printf '\t%s' $(W)/$1/fold$k/$(if $(filter fusion,$1),predictions,model).stage;) echo;
table:
	@{ $(foreach m,$(ALL_MODELS),$(call table-line,$m)) } | $(BIN)/sweep-table - \
	  --text $(W)/all.txt --csv $(W)/all.csv --json $(W)/all.json
