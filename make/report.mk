# make NAME-report: one HTML page about a model. (Stages as make/pipeline.mk
# describes them.) The report has no header: make alone decides about it.
STAGES += report

report.program = report
report.uses    = headless threads
report.folder  = $(MODEL)/
report.file    = report.html
report.reads   = documents vocabulary $(filter relations,$(TRAIN_READS.$(TRAINER))) \
  $(if $(filter fusion,$(MODEL)),,model) $(if $(TUNE),decision) predictions metrics
report.options = --title $(call quote,$(NAME): $(MODEL)) \
  $(if $(filter log.stage,$(TRAIN_ALSO.$(TRAINER))),$(if $(filter fusion,$(MODEL)),,--log \
  $(foreach k,$(FOLDS),$(dir $(call place,model,$k))log.stage)))
