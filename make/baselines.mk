# Models that are no network: those of BASELINES, trained by train-baseline, and
# MODEL=fusion, which averages the scores of the models in FUSE.
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
as = $(eval before-as := $(MODEL))$(call set-model,$1)$($2)$(call set-model,$(before-as))
# What is said about a model names files beside it, in a sweep those of the member.
as-member = $(eval shared.model := $(shared.model-$1))$(call as,$1,$2)

define member
model-$1.program = $$(call as,$1,TRAINER)
model-$1.uses    = launcher threads
model-$1.each    = fold
model-$1.folder  = $1/
model-$1.file    = model.stage
model-$1.reads   = $$(call as,$1,model.reads)
model-$1.also    = $$(call as,$1,model.also)
model-$1.options = $$(call as-member,$1,model.options)
options-name.model-$1 = TRAIN_OPTIONS.$$(call as,$1,TRAINER)

$(foreach part,predictions validation,$(call member-scores,$1,$(part)))

decision-$1.program = tune
decision-$1.each    = fold
decision-$1.folder  = $1/
decision-$1.file    = decision.stage
decision-$1.reads   = predictions=validation-$1
decision-$1.options = $$(decision.options)
endef

define member-scores
$2-$1.program = predict
$2-$1.uses    = launcher threads
$2-$1.each    = fold
$2-$1.folder  = $1/
$2-$1.file    = $2.stage
$2-$1.reads   = model=model-$1 documents split
$2-$1.options = $(if $(filter validation,$2),--part validation)

endef

# ---- Fusion -----------------------------------------------------------------
MEMBERS          :=
fusion           = $(filter fusion,$(MODEL))
fused.validation  = $(foreach m,$(FUSE),validation=validation-$m)
fused.predictions = $(fused.validation) $(foreach m,$(FUSE),predictions=predictions-$m)

# Where a fusion is asked for, all models may be members: a sweep may vary FUSE.
ifneq ($(findstring fusion,$(MODEL) $(GRID)),)
MEMBERS := $(NETWORKS) $(BASELINES)
$(foreach m,$(MEMBERS),$(eval $(call member,$m)))
STAGES := $(patsubst model,model $(foreach m,$(MEMBERS),model-$m predictions-$m validation-$m),$(STAGES))
endif

# ---- make NAME-all: one table of all models ---------------------------------
.PHONY: table
table-line = printf '%s' $1; printf '\t%s' $(call as,$1,results-of-model); echo;
results-of-model = $(call place,metrics) $(judged)
table:
	@{ $(foreach m,$(ALL_MODELS),$(call table-line,$m)) } | $(BIN)/sweep-table - \
	  --text $(W)/all.txt --csv $(W)/all.csv --json $(W)/all.json
