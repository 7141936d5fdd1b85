# Models: who trains them, their scores of the validation and the test documents, how
# scores become tags, metrics. (Stages as make/pipeline.mk describes them.)
STAGES += model validation decision predictions metrics

FOLDS = $(if $(filter -1,$(KFOLD)),0,$(wordlist 1,$(KFOLD),$(NUMBERS)))

# The program that trains a model, by MODEL; train makes those that are not
# listed. Its options are TRAIN_OPTIONS.PROGRAM, the stage files that it reads
# TRAIN_READS.PROGRAM, other files that it writes TRAIN_ALSO.PROGRAM.
TRAINER = $(or $(TRAINER.$(MODEL)),train)

TRAIN_READS.train   = documents split vocabulary vectors=words relations
TRAIN_OPTIONS.train = --fold $(fold) --model $(MODEL) --hidden-size $(HIDDEN_SIZE) \
  --sentences $(SENTENCES) --words $(WORDS) --title-words $(TITLE_WORDS) \
  --lambda-sim $(LAMBDA_SIM) --lambda-sub $(LAMBDA_SUB) --epochs $(EPOCHS) \
  --batch-size $(BATCH_SIZE) --learning-rate $(LEARNING_RATE) --keep $(KEEP) \
  --keep-words $(KEEP_WORDS) --l2 $(L2) --patience $(PATIENCE) --stop-rate $(STOP_RATE) \
  --keep-label-percent $(KEEP_LABEL_PERCENT) --top-k $(TOP_K) --seed $(SEED) $(compat) \
  $(if $(WIDE),--wide $(WIDE)) $(NETWORK_OPTIONS) \
  --log $(dir $(call place,model,$(fold)))log.stage \
  --events $(dir $(call place,model,$(fold)))events.out.tfevents.jman
TRAIN_ALSO.train    = log.stage events.out.tfevents.jman

model.program = $(TRAINER)
model.uses    = launcher threads
model.each    = fold
model.folder  = $(MODEL)/
model.reads   = $(TRAIN_READS.$(TRAINER))
model.also    = $(TRAIN_ALSO.$(TRAINER))
model.options = $(TRAIN_OPTIONS.$(TRAINER))
options-name.model = TRAIN_OPTIONS.$(TRAINER)

predictions.program = $(if $(fusion),fuse,predict)
predictions.uses    = launcher $(if $(fusion),,threads)
predictions.each    = fold
predictions.folder  = $(MODEL)/
predictions.reads   = $(if $(fusion),$(fused.predictions),model documents split)
predictions.options = $(if $(fusion),$(FUSION_OPTIONS))

# With TUNE, decisions are learnt on the validation documents of each fold.
validation.program = $(predictions.program)
validation.uses    = $(predictions.uses)
validation.each    = fold
validation.folder  = $(MODEL)/
validation.reads   = $(if $(fusion),$(fused.validation),model documents split)
validation.options = --part validation $(predictions.options)

decision.program = tune
decision.each    = fold
decision.folder  = $(MODEL)/
decision.reads   = predictions=validation
decision.options = --rule $(TUNE) --objective $(OBJECTIVE)

# What is broader than what comes from the file that the network reads too, or, where
# there is no network, from one that needs no vectors of labels.
network   = $(filter $(NETWORKS),$(if $(fusion),$(FUSE),$(MODEL)))
broader   = relations$(if $(network),,=hierarchy)

metrics.program = evaluate
metrics.folder  = $(MODEL)/
metrics.reads   = predictions $(if $(TUNE),decision) $(if $(KB),$(broader))
metrics.also    = metrics.txt metrics.json metrics.csv tags.csv
metrics.options = $(if $(HAMMING),--hamming-divisor $(HAMMING)) $(compat) \
  $(if $(COMPAT),--batch-size $(BATCH_SIZE)) \
  $(foreach kind,text json csv,--$(kind) $(basename $(call place,metrics)).$(kind:text=txt)) \
  --labels $(dir $(call place,metrics))tags.csv

# The files that tell how good the model is on validation documents: what a sweep
# chooses by.
judged = $(call places,$(if $(TUNE),decision,$(if $(fusion),predictions,model)))
