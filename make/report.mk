# make NAME-report: one HTML page about a model, and how it compares with others.
# (Stages as make/pipeline.mk describes them.) The report has no header: make alone
# decides about it.

# ---- The comparison ---------------------------------------------------------
# With the models of COMPARE, made first where need be; by default with those of the
# dataset that were evaluated with as many folds, as they stand: of these, evaluate
# leaves out those that predict other documents, and the report says so.
COMPARE ?=
COMPARED = $(filter-out none fusion $(MODEL),$(COMPARE))
STANDING = $(if $(COMPARE),$(filter-out $(MODEL),$(filter fusion,$(COMPARE))),$(foreach \
  f,$(wildcard $(W)/*/metrics.stage),$(call whole,$(filter-out $(MODEL),$(patsubst $(W)/%/metrics.stage,%,$f)))))
whole    = $(if $(filter-out $(wildcard $(call standing,$1)),$(call standing,$1)),,$1)
standing = $(foreach k,$(FOLDS),$(foreach f,predictions $(if $(TUNE),decision),$(W)/$1/fold$k/$f.stage))

# Those that are no members of a fusion already.
NEWCOMERS := $(filter-out $(MEMBERS),$(COMPARED))
$(foreach m,$(NEWCOMERS),$(eval $(call member,$m)))
STAGES += $(foreach m,$(NEWCOMERS),model-$m $(if $(TUNE),validation-$m) predictions-$m)
STAGES += $(if $(TUNE),$(COMPARED:%=decision-%)) comparison report

comparison.program = evaluate
comparison.uses    = threads
comparison.folder  = $(MODEL)/
comparison.reads   = $(foreach m,predictions $(COMPARED:%=predictions-%),compare=$m) \
  $(if $(TUNE),$(foreach m,decision $(COMPARED:%=decision-%),decision=$m))
comparison.files   = $(foreach m,$(STANDING),$(call standing,$m))
comparison.also    = comparison.md comparison.tex comparison.csv comparison.json
comparison.options = $(if $(COMPARE),,--skip-unpaired) $(foreach f,$(comparison.files),$(if \
  $(filter %/decision.stage,$f),--decision $f,--compare $(patsubst $(W)/%,%,$(patsubst %/,%,$(dir $(patsubst %/,%,$(dir $f)))))=$f)) \
  $(foreach kind,markdown latex csv json,--$(kind) $(basename $(call place,comparison)).$(subst \
  markdown,md,$(kind:latex=tex)))

# ---- The page ---------------------------------------------------------------
report.program = report
report.uses    = headless threads
report.folder  = $(MODEL)/
report.file    = report.html
report.reads   = documents vocabulary $(filter relations,$(TRAIN_READS.$(TRAINER))) \
  $(if $(filter fusion,$(MODEL)),,model) $(if $(TUNE),decision) predictions metrics \
  $(if $(COMPARED)$(STANDING),comparison)
report.options = --title $(call quote,$(NAME): $(MODEL)) \
  $(if $(filter log.stage,$(TRAIN_ALSO.$(TRAINER))),$(if $(filter fusion,$(MODEL)),,--log \
  $(foreach k,$(FOLDS),$(dir $(call place,model,$k))log.stage)))
