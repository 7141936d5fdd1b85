# Models: who trains them, their scores of the test documents, their metrics.
# (Stages as make/pipeline.mk describes them.)
STAGES += model predictions metrics

DIGITS  := 0 1 2 3 4 5 6 7 8 9
NUMBERS := $(DIGITS) $(foreach t,1 2 3 4 5 6 7 8 9,$(addprefix $t,$(DIGITS)))
FOLDS    = $(if $(filter -1,$(KFOLD)),0,$(wordlist 1,$(KFOLD),$(NUMBERS)))

# The program that trains a model, by MODEL; train makes those that are not
# listed. Its options are TRAIN_OPTIONS.PROGRAM, the stage files that it reads
# TRAIN_READS.PROGRAM, other files that it writes TRAIN_ALSO.PROGRAM.
TRAINER.ovr  = train-baseline
TRAINER.tree = train-baseline
TRAINER.knn  = train-baseline
TRAINER = $(or $(TRAINER.$(MODEL)),train)

TRAIN_READS.train-baseline   = documents split vocabulary
TRAIN_OPTIONS.train-baseline = --fold $(fold) --model $(MODEL) --top-k $(TOP_K) --seed $(SEED)

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

predictions.program = predict
predictions.uses    = launcher threads
predictions.each    = fold
predictions.folder  = $(MODEL)/
predictions.reads   = model documents split
predictions.options =

# With TUNE, decisions are learnt on the validation documents of each fold.
ifneq ($(TUNE),)
ifeq ($(MODEL),fusion)
$(error TUNE is for one model; fuse tunes its own threshold. Leave TUNE out)
endif
STAGES := $(STAGES:predictions=validation decision predictions)
validation.program = predict
validation.uses    = launcher threads
validation.each    = fold
validation.folder  = $(MODEL)/
validation.reads   = model documents split
validation.options = --part validation

decision.program = tune
decision.each    = fold
decision.folder  = $(MODEL)/
decision.reads   = predictions=validation
decision.options = --rule $(TUNE) --objective $(OBJECTIVE)
endif

metrics.program = evaluate
metrics.folder  = $(MODEL)/
metrics.reads   = predictions $(if $(TUNE),decision)
metrics.also    = metrics.txt metrics.json metrics.csv tags.csv
metrics.options = $(if $(HAMMING),--hamming-divisor $(HAMMING)) $(compat) \
  $(if $(COMPAT),--batch-size $(BATCH_SIZE)) \
  $(foreach kind,text json csv,--$(kind) $(basename $(call place,metrics)).$(kind:text=txt)) \
  --labels $(dir $(call place,metrics))tags.csv
