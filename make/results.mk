# What the inner make is asked for.
.PHONY: run status missing graph archive report shared fold
GOALS := run status graph archive report shared fold sweep sweep-row

ifeq ($(CORPUS),)
$(GOALS): missing
else ifdef EXPLAIN
$(GOALS): $(FILES)
	@:
else
run: $(call place,metrics)
	@cat $(basename $<).txt
	@echo
	@echo "Metrics: $(basename $<).json, $(basename $<).csv.$(if $(filter $(BASELINES) fusion,$(MODEL)),, Annotate a text of your own:)"
	@$(if $(filter $(BASELINES) fusion,$(MODEL)),:,echo "  echo '{\"title\":\"…\",\"text\":\"…\"}' | $(BIN)/annotate --model $(call place,model,0) -")
	@$(if $(SAMPLE),echo "NOTE: these figures are from an $(SAMPLE)$(,) not from Bibsonomy.",:)
, := ,

report: $(call place,report)
	@echo "Report: $<"

# For job arrays: what all folds share, one fold, one combination of a sweep.
shared: $(foreach f,$(FILES),$(if $($(stage.$f).each),,$(if $(filter metrics,$(stage.$f)),,$f)))
$(if $(filter-out $(FOLDS),$(FOLD)),$(error there is no fold $(FOLD); with KFOLD=$(KFOLD) there are $(FOLDS)))
fold: $(if $(FOLD),$(foreach s,$(needed),$(if $($s.each),$(call place,$s,$(FOLD)))))
$(rows)
endif

missing:
	@echo "$(NAME): datasets/$(NAME)/$(CORPUS_FILE) (or .gz) is not there; datasets/$(NAME)/README.md says where it comes from." >&2
	@exit 2

# ---- make archive-NAME ------------------------------------------------------
ARCHIVE   ?= $(WORK)/$(NAME)-$(MODEL).tar
one-line   = $(program.$1) $(reading.$1) $(options.$1) -o $1

ifndef EXPLAIN
archive: $(if $(CORPUS),$(call place,metrics) $(FILES))
	$(eval lists := $(shell mktemp -d))
	$(file >$(lists)/PARAMETERS)$(foreach p,NAME $(filter-out CORPUS KB,$(PARAMETERS)),$(file >>$(lists)/PARAMETERS,$p=$($p)))
	$(file >$(lists)/COMMANDS)$(foreach f,$(FILES),$(file >>$(lists)/COMMANDS,$(subst $(W)/,,$(call one-line,$f))))
	$(file >$(lists)/INPUTS)$(foreach i,$(filter-out $(W)/%,$(INPUTS)),$(file >>$(lists)/INPUTS,$i))
	@scripts/archive $(ARCHIVE) $(W) $(NAME) $(lists) $(patsubst $(W)/%,%,$(foreach f,$(FILES),$f $(also.$f)))
endif

# ---- make graph -------------------------------------------------------------
# A node a stage, whatever the number of folds; files from outside are plain.
node = "$1" [label="$1$(if $($1.each), × $(words $(FOLDS)))\n$($1.program)"];
from = $(foreach r,$($1.reads),"$(call read-stage,$r)" -> "$1";) $(foreach f,$(filter-out $(W)/%,$($1.files)),"$(notdir $f)" -> "$1"; "$(notdir $f)" [shape=plain];) $(if $(filter $(W)/%,$($1.files)),"sample" -> "$1";)
ifndef EXPLAIN
graph:
	$(shell mkdir -p $(W))$(file >$(W)/graph.dot,digraph "$(NAME)" {)$(file >>$(W)/graph.dot,  rankdir=LR; node [shape=box, fontname="sans-serif"];)
	$(foreach s,$(needed),$(file >>$(W)/graph.dot,  $(call node,$s) $(call from,$s)))$(file >>$(W)/graph.dot,})
	@if command -v dot >/dev/null; then dot -Tsvg $(W)/graph.dot -o $(W)/graph.svg && echo "$(W)/graph.svg"; \
	else echo "$(W)/graph.dot (Graphviz draws it: apt-get install graphviz, then dot -Tsvg)"; fi
endif
