# Models: who trains them, their scores, how scores become tags, metrics, the report.
# A rule's stem is MODEL/foldK: $(*D) is the model, $(*F) the fold.
NETWORKS  := JMAN JMAN-s JMAN-s-att JMAN-s-tg JMAN-s+t-only JMAN-s+tg-only JMAN-s+att-only HAN Bi-GRU HLAN HA-GRU
BASELINES := ovr tree knn svm cc homer plst lda lexical auto
.SECONDEXPANSION:
fold   = $(*F:fold%=%)
runs   = $(foreach m,$1,$(FOLDS:%=$m/fold%))
shared = documents.stage split.stage vocabulary.stage

$(foreach r,$(call runs,$(NETWORKS)),$r/model.stage): %/model.stage: $(shared) words.stage relations.stage FORCE
	$(FOLDED)JMAN_NAMES="l2=L2" $(HEAVY)train --model $(*D) --fold $(fold) $(call in,documents split vocabulary relations) \
	  --vectors "$$W"/words.stage $(call set,HIDDEN_SIZE SENTENCES WORDS TITLE_WORDS LAMBDA_SIM LAMBDA_SUB EPOCHS \
	  BATCH_SIZE LEARNING_RATE KEEP L2 PATIENCE STOP_RATE KEEP_LABEL_PERCENT TOP_K KEEP_WORDS SEED THREADS) \
	  $(compat) $(NETWORK_OPTIONS) --log "$$W/$*"/log.stage \
	  --events "$$W/$*"/events.out.tfevents.jman $(out)

# Word vectors are for svm, and for all that the original gives them to.
VECTORED := svm $(if $(COMPAT),cc homer plst) $(if $(filter vectors,$(FEATURES)),ovr tree knn cc homer plst)
WITH_VECTORS := $(filter-out $(if $(filter text,$(FEATURES)),$(BASELINES)),$(VECTORED))
svm = --kernel="$${KERNEL:-rbf}" --cost="$${SVM_COST:-100}" --gamma="$${SVM_GAMMA:-100}"
# The original tunes nothing, and divides by the number of words that it reads.
original = $(if $(COMPAT),--compat original --tune none $(if $(filter $(*D),$(WITH_VECTORS)),--vector-positions="$${POSITIONS:-300}"))
ovr_options     = $(call set,SEED) $(OVR_OPTIONS)
tree_options    = $(call set,SEED) $(TREE_OPTIONS)
knn_options     = $(KNN_OPTIONS)
auto_options    = $(call set,SEED) $(AUTO_OPTIONS)
lexical_options = $(LEXICAL_OPTIONS)
svm_options     = $(original) $(svm) $(SVM_OPTIONS)
cc_options      = $(original) $(if $(COMPAT),--seed 0,$(call set,SEED)) --chains="$${CHAINS:-10}" $(CC_OPTIONS)
homer_options   = $(original) $(call set,SEED) --clusters="$${CLUSTERS:-3}" $(if $(COMPAT),--branch svm $(svm)) $(HOMER_OPTIONS)
plst_options    = $(original) $(call set,SEED) --codes="$${CODES:-100}" $(PLST_OPTIONS)
lda_options     = $(original) $(call set,SEED NEIGHBOURS) --topics="$${TOPICS:-100}" --iterations="$${ITERATIONS:-1000}" $(LDA_OPTIONS)

$(foreach r,$(call runs,$(WITH_VECTORS)),$r/model.stage): words.stage
$(foreach r,$(call runs,$(BASELINES)),$r/model.stage): %/model.stage: $(shared) FORCE
	$(FOLDED)$(HEAVY)train-baseline --model $(*D) --fold $(fold) $(call in,documents split vocabulary) \
	  $(if $(filter $(*D),$(WITH_VECTORS)),--vectors "$$W"/words.stage) $(call set,TOP_K THREADS) $($(*D)_options) $(out)

members = $(FUSE:%=%/fold$1/model.stage)
$(foreach r,$(call runs,fusion),$r/model.stage): %/model.stage: $(shared) $$(call members,$$(fold)) FORCE
	$(FOLDED)$(HEAVY)fuse --models $(call files,$(call members,$(fold))) $(call in,documents split) \
	  $(call set,TOP_K THREADS) $(FUSION_OPTIONS) $(out)

# ---- Scores, decisions, metrics ---------------------------------------------
%/predictions.stage: %/model.stage documents.stage split.stage FORCE
	$(FOLDED)$(HEAVY)predict --model "$$W/$*"/model.stage $(call in,documents split) $(call set,THREADS) $(out)

%/validation.stage: %/model.stage documents.stage split.stage FORCE
	$(FOLDED)$(HEAVY)predict --part validation --model "$$W/$*"/model.stage $(call in,documents split) $(call set,THREADS) $(out)

%/decision.stage: %/validation.stage FORCE
	JMAN_NAMES="rule=TUNE" $(STAGE)tune --predictions "$$W/$*"/validation.stage --rule="$${TUNE:-threshold}" $(call set,OBJECTIVE) $(out)

HIERARCHY := $(if $(KB_ARGS),$(if $(filter $(NETWORKS),$(MODELS)),relations,hierarchy).stage)
tables = $(foreach t,$2,--$(firstword $(subst =, ,$t)) "$$W/$1".$(lastword $(subst =, ,$t)))
%/metrics.stage: $$(foreach r,$$(call runs,$$*),$$r/predictions.stage $$(if $$(TUNE),$$r/decision.stage)) $(HIERARCHY) FORCE
	JMAN_NAMES="hamming-divisor=HAMMING" $(STAGE)evaluate --predictions $(call files,$(FOLDS:%=$*/fold%/predictions.stage)) \
	  $(if $(TUNE),--decision $(call files,$(FOLDS:%=$*/fold%/decision.stage))) $(HIERARCHY:%=--relations "$$W"/%) \
	  $(call as,hamming-divisor,HAMMING) $(compat) $(if $(COMPAT),$(call set,BATCH_SIZE)) \
	  $(call tables,$*/metrics,text=txt json=json csv=csv) --labels "$$W/$*"/tags.csv $(out)

# ---- The report, with the models of COMPARE ---------------------------------
COMPARED := $(MODEL) $(filter-out $(MODEL),$(COMPARE))
compared = $(foreach m,$(COMPARED),$(FOLDS:%=$m/fold%/$1.stage))
named    = $(foreach f,$(call compared,predictions),--compare $(firstword $(subst /, ,$f))="$$W"/$f)
# Neighbours that nobody asked for are compared as they are, not made again.
remade   = $(foreach m,$(if $(NEIGHBOURING),$(MODEL),$(COMPARED)),$(FOLDS:%=$m/fold%/$1.stage))
$(MODEL)/comparison.stage: $(call remade,predictions) $(if $(TUNE),$(call remade,decision)) FORCE
	$(STAGE)evaluate $(named) $(if $(TUNE),--decision $(call files,$(call compared,decision))) $(call set,THREADS) \
	  $(if $(NEIGHBOURING),--skip-unpaired) $(call tables,$(MODEL)/comparison,markdown=md latex=tex csv=csv json=json) $(out)

own = $(FOLDS:%=$(MODEL)/fold%/$1.stage)
$(MODEL)/report.html: documents.stage vocabulary.stage $(MODEL)/metrics.stage $(if $(COMPARE),$(MODEL)/comparison.stage) FORCE
	$(STAGE)report --title "$$NAME: $$MODEL" $(call in,documents vocabulary) $(if $(filter $(NETWORKS),$(MODEL)), \
	  --relations "$$W"/relations.stage --log $(call files,$(call own,log))) --model $(call files,$(call own,model)) \
	  $(if $(TUNE),--decision $(call files,$(call own,decision))) --predictions $(call files,$(call own,predictions)) \
	  --metrics "$$W/$(MODEL)"/metrics.stage $(if $(COMPARE),--comparison "$$W/$(MODEL)"/comparison.stage) $(call set,THREADS) $(out)

# ---- What dag asks for ------------------------------------------------------
run: $(MODEL)/metrics.stage
	$(STAGE)dag closing
report: $(MODEL)/report.html
	$(STAGE)dag closing --report
judged: $(MODEL)/metrics.stage $(FOLDS:%=$(MODEL)/fold%/decision.stage)
networks := $(filter $(NETWORKS),$(MODELS))
shared: $(shared) $(if $(networks)$(filter $(WITH_VECTORS),$(MODELS)),words.stage) $(if $(networks),relations.stage) $(HIERARCHY)
fold: $(FOLD:%=$(MODEL)/fold%/predictions.stage $(if $(TUNE),$(MODEL)/fold%/decision.stage))
