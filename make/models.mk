# Models: how they are trained, their scores, how scores become tags, metrics, the report.
# A rule's stem is MODEL/foldK: $(*D) is the model, $(*F) the fold. dag says which models are
# NETWORKS and BASELINES.
.SECONDEXPANSION:
fold   = $(*F:fold%=%)
runs   = $(foreach m,$1,$(FOLDS:%=$m/fold%))
shared = documents.stage split.stage
# What is learnt for this fold: fold0/vocabulary, or vocabulary if all folds share it.
its    = $(if $(FOLDWISE),$(*F)/)
RELATIONS := $(if $(SIMILAR),relations,hierarchy)

# What a network reads in addition to documents: word vectors, or sentence vectors of ENCODER.
inputs_of = $(if $(filter JMAN-e,$1),sentences,$(its)words)
$(foreach r,$(call runs,$(NETWORKS)),$r/model.stage): %/model.stage: $(shared) $$(its)vocabulary.stage $$(call inputs_of,$$(*D)).stage $$(its)$(RELATIONS).stage \
  $(if $(LABEL_START),$$(its)$(LABELS).stage) FORCE
	$(FOLDED)JMAN_NAMES="l2=L2" $(HEAVY)train --model $(*D) --fold $(fold) $(call in,documents split $(its)vocabulary) \
	  $(if $(filter JMAN-e,$(*D)),--encoded,--vectors) "$$W"/$(call inputs_of,$(*D)).stage --relations "$$W"/$(its)$(RELATIONS).stage $(call set,HIDDEN_SIZE SENTENCES WORDS TITLE_WORDS LAMBDA_SIM LAMBDA_SUB EPOCHS \
	  BATCH_SIZE LEARNING_RATE KEEP L2 PATIENCE STOP_RATE KEEP_LABEL_PERCENT TOP_K KEEP_WORDS PRECISION SEED THREADS) \
	  $(if $(LABEL_START),--label-embedding "$$W"/$(its)$(LABELS).stage) $(compat) $(NETWORK_OPTIONS) --log "$$W/$*"/log.stage \
	  --events "$$W/$*"/events.out.tfevents.jman $(out)

# Word vectors are for svm, and for all models to which the original gives them.
VECTORED := svm $(if $(COMPAT),cc homer plst) $(if $(filter vectors,$(FEATURES)),ovr tree knn cc homer plst)
WITH_VECTORS := $(filter-out $(if $(filter text,$(FEATURES)),$(BASELINES)),$(VECTORED))
svm = $(call set,KERNEL) $(call as,cost,SVM_COST) $(call as,gamma,SVM_GAMMA)
# The original tunes nothing, and divides by the number of words that it reads.
original = $(if $(COMPAT),--compat original --tune none $(if $(filter $(*D),$(WITH_VECTORS)),$(call as,vector-positions,POSITIONS)))
ovr_options     = $(call set,SEED) $(OVR_OPTIONS)
tree_options    = $(call set,SEED) $(TREE_OPTIONS)
knn_options     = $(KNN_OPTIONS)
auto_options    = $(call set,SEED) $(AUTO_OPTIONS)
lexical_options = $(LEXICAL_OPTIONS)
svm_options     = $(original) $(svm) $(SVM_OPTIONS)
cc_options      = $(original) $(if $(COMPAT),--seed 0,$(call set,SEED)) $(call set,CHAINS) $(CC_OPTIONS)
homer_options   = $(original) $(call set,SEED) $(call set,CLUSTERS) $(if $(COMPAT),--branch svm $(svm)) $(HOMER_OPTIONS)
plst_options    = $(original) $(call set,SEED) $(call set,CODES) $(PLST_OPTIONS)
lda_options     = $(original) $(call set,SEED NEIGHBOURS TOPICS ITERATIONS) $(LDA_OPTIONS)

vectors = $(if $(filter $1,$(WITH_VECTORS)),words)
# Sentence vectors of ENCODER, for the models that can use them.
READERS := $(if $(ENCODER_ARGS),$(filter-out $(WITH_VECTORS) lda,$(BASELINES)))
# A vocabulary's concepts that no training document has can be suggested by their names.
named_by = $(if $(filter lexical auto,$1),$(CONCEPTS))
# Windows for these, sentences for JMAN-e; a fusion may read both.
read_by = $(if $(filter $(READERS),$1),encoded) $(if $(filter JMAN-e,$1),sentences)
encoded = $(strip $(call read_by,$(if $(filter fusion,$1),$(FUSE),$1)))
# --encoded FILE …: the option once, whatever the number of files.
# Vectors of the tags' names in addition.
tagged  = $(if $(filter ovr tree lexical auto,$(filter $(READERS),$1)),$(its)names)
given   = $(if $(call encoded,$1),--encoded $(call files,$(addsuffix .stage,$(call encoded,$1))))
baseline_reads = $(shared) $$(its)vocabulary.stage \
  $$(if $$(call vectors,$$(*D)),$$(its)words.stage) $$(addsuffix .stage,$$(call encoded,$$(*D))) $$(if $$(call named_by,$$(*D)),concepts.stage) \
  $$(addsuffix .stage,$$(call tagged,$$(*D)))
train_baseline = $(FOLDED)$(HEAVY)train-baseline --model $(*D) --fold $(fold) \
  $(call in,documents split $(its)vocabulary $(call named_by,$(*D))) $(call given,$(*D)) \
  $(if $(call tagged,$(*D)),--label-vectors "$$W"/$(call tagged,$(*D)).stage) \
  $(if $(call vectors,$(*D)),--vectors "$$W"/$(its)words.stage) $(call set,TOP_K THREADS) $($(*D)_options) $1 $(out)

# Shares of linear classifiers and trees (SHARDS): jobs side by side, or one machine for each.
NUMBERS := $(if $(SHARDS),$(shell seq $(SHARDS)))
DIVIDED := $(if $(SHARDS),$(filter $(DIVISIBLE),$(BASELINES)))
shares   = $(if $(filter $(DIVIDED),$1),$(NUMBERS:%=$1/$2/share%.stage))
define share
$(foreach r,$(call runs,$(DIVIDED)),$r/share$1.stage): %/share$1.stage: $$(baseline_reads) FORCE
	$$(call train_baseline,--shard $1/$(SHARDS))
endef
$(foreach s,$(NUMBERS),$(eval $(call share,$s)))

$(foreach r,$(call runs,$(BASELINES)),$r/model.stage): %/model.stage: $(baseline_reads) $$(call shares,$$(*D),$$(*F)) FORCE
	$(call train_baseline,$(if $(call shares,$(*D),$(*F)),--join $(call files,$(call shares,$(*D),$(*F)))))

members = $(FUSE:%=%/fold$1/model.stage)
$(foreach r,$(call runs,fusion),$r/model.stage): %/model.stage: $(shared) $$(call members,$$(fold)) \
  $$(addsuffix .stage,$$(call encoded,fusion)) FORCE
	$(FOLDED)$(HEAVY)fuse --models $(call files,$(call members,$(fold))) $(call in,documents split) $(call given,fusion) \
	  $(call set,TOP_K THREADS) $(FUSION_OPTIONS) $(out)

# ---- Scores, decisions, metrics ---------------------------------------------
scored = $(shared) $$(addsuffix .stage,$$(call encoded,$$(*D)))
predict = $(FOLDED)$(HEAVY)predict --part $1 --model "$$W/$*"/model.stage \
  $(call in,$(basename $(shared))) $(call given,$(*D)) $(call set,THREADS) $(out)
%/predictions.stage: %/model.stage $(scored) FORCE
	$(call predict,test)
%/validation.stage: %/model.stage $(scored) FORCE
	$(call predict,validation)

%/decision.stage: %/validation.stage FORCE
	JMAN_NAMES="rule=TUNE" $(STAGE)tune --predictions "$$W/$*"/validation.stage --rule="$${TUNE:-threshold}" $(call set,OBJECTIVE) $(out)

HIERARCHY := $(if $(KB_ARGS)$(CONCEPTS),$(call parts,$(if $(filter $(NETWORKS),$(MODEL)),$(RELATIONS),hierarchy)))
tables = $(foreach t,$2,--$(firstword $(subst =, ,$t)) "$$W/$1".$(lastword $(subst =, ,$t)))
%/metrics.stage: $$(foreach r,$$(call runs,$$*),$$r/predictions.stage $$(if $$(TUNE),$$r/decision.stage)) $(HIERARCHY) FORCE
	JMAN_NAMES="hamming-divisor=HAMMING" $(STAGE)evaluate --predictions $(call files,$(FOLDS:%=$*/fold%/predictions.stage)) \
	  $(if $(TUNE),--decision $(call files,$(FOLDS:%=$*/fold%/decision.stage))) $(if $(HIERARCHY),--relations $(call files,$(HIERARCHY))) $(call set,NAMES) \
	  $(call as,hamming-divisor,HAMMING) $(compat) $(if $(COMPAT),$(call set,BATCH_SIZE)) \
	  $(call tables,$*/metrics,text=txt json=json csv=csv) --labels "$$W/$*"/tags.csv --answers "$$W/$*"/answers.csv $(out)

# ---- The report, with the models of COMPARE ---------------------------------
COMPARED := $(MODEL) $(filter-out $(MODEL),$(COMPARE))
compared = $(foreach m,$(COMPARED),$(FOLDS:%=$m/fold%/$1.stage))
named    = $(foreach f,$(call compared,predictions),--compare $(firstword $(subst /, ,$f))="$$W"/$f)
# Other models that nobody asked for are compared as they are, not made again.
remade   = $(foreach m,$(if $(NEIGHBOURING),$(MODEL),$(COMPARED)),$(FOLDS:%=$m/fold%/$1.stage))
$(MODEL)/comparison.stage: $(call remade,predictions) $(if $(TUNE),$(call remade,decision)) FORCE
	$(STAGE)evaluate $(named) $(if $(TUNE),--decision $(call files,$(call compared,decision))) $(call set,THREADS) \
	  $(if $(NEIGHBOURING),--skip-unpaired) $(call tables,$(MODEL)/comparison,markdown=md latex=tex csv=csv json=json) $(out)

own = $(FOLDS:%=$(MODEL)/fold%/$1.stage)
first = $(firstword $(call parts,$1))
$(MODEL)/report.html: documents.stage $(call first,vocabulary) $(if $(filter $(NETWORKS),$(MODEL)),$(call first,$(RELATIONS))) $(MODEL)/metrics.stage $(if $(COMPARE),$(MODEL)/comparison.stage) $(if $(filter JMAN-e,$(MODEL)),sentences.stage) FORCE
	$(STAGE)report --title "$$NAME: $$MODEL" $(call in,documents) --vocabulary "$$W"/$(call first,vocabulary) \
	  $(call set,NAMES) $(if $(filter $(NETWORKS),$(MODEL)),--relations "$$W"/$(call first,$(RELATIONS)) --log $(call files,$(call own,log))) --model $(call files,$(call own,model)) $(if $(filter JMAN-e,$(MODEL)),$(call given,JMAN-e)) \
	  $(if $(TUNE),--decision $(call files,$(call own,decision))) --predictions $(call files,$(call own,predictions)) \
	  --metrics "$$W/$(MODEL)"/metrics.stage $(if $(COMPARE),--comparison "$$W/$(MODEL)"/comparison.stage) $(call set,THREADS) $(out)

# ---- What dag asks for ------------------------------------------------------
run: $(MODEL)/metrics.stage
	$(STAGE)dag closing
report: $(MODEL)/report.html
	$(STAGE)dag closing --report
judged: $(MODEL)/metrics.stage $(FOLDS:%=$(MODEL)/fold%/decision.stage)
networks := $(filter $(NETWORKS),$(MODELS))
common = vocabulary.stage $(if $(filter-out JMAN-e,$(networks))$(filter $(WITH_VECTORS),$(MODELS)),words.stage) $(if $(networks),$(RELATIONS).stage) $(HIERARCHY)
shared: $(shared) $(addsuffix .stage,$(call read_by,$(MODELS))) $(if $(FOLDWISE),,$(common))
fold: $(FOLD:%=$(MODEL)/fold%/predictions.stage $(if $(TUNE),$(MODEL)/fold%/decision.stage))
shard: $(foreach f,$(if $(FOLD),$(filter $(FOLD),$(FOLDS)),$(FOLDS)),$(MODEL)/fold$f/share$(SHARD).stage)
