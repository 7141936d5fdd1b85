# What a user types, but for help. Each goal of a dataset is handed over to a make
# of its own, under the lock of the dataset's folder: a second one waits.
DRY_RUN := $(findstring n,$(filter-out -%,$(firstword $(MAKEFLAGS))))

# In a recipe, MAKEFLAGS tells the jobs; -j alone is as many as there are cores.
jobs = $(patsubst -j%,%,$(patsubst -j,-j$(shell nproc),$(filter -j -j%,$(MAKEFLAGS))))
# $(call hand-over,NAME,GOAL)
hand-over = $(MAKE) LOCKED=1 NAME=$1 JOBS=$(jobs) $2
locked    = +@scripts/locked $(WORK)/$1 $(hand-over)
explained = +@scripts/explain with-list $(hand-over) EXPLAIN=$3
made      = $(if $(DRY_RUN),$(call explained,$1,$2,plan),$(call locked,$1,$2))

.PHONY: $(DATASETS) corpus status test bench

ifneq ($(filter status,$(MAKECMDGOALS)),)
# make status NAME…: the names are no goals of their own.
ASKED := $(or $(filter-out status,$(MAKECMDGOALS)),$(NAME),$(foreach d,$(DATASETS),$(if $(wildcard $(WORK)/$d),$d)))
status: $(ASKED:%=status-%)
$(filter-out status,$(MAKECMDGOALS)):
	@:
status-%:
	$(call explained,$*,status,status)
else
$(DATASETS): %: $(BUILT)
	$(call made,$@,run)

corpus: $(BUILT)
	@$(if $(and $(NAME),$(CORPUS)),:,echo "Give both NAME and CORPUS: make corpus NAME=mine CORPUS=documents.jsonl.gz [KB=thesaurus.rdf]" >&2; exit 2)
	$(call made,$(NAME),run)
endif

%-report: $(BUILT)
	$(call made,$*,report)

test: $(BUILT)
	swift test

bench: $(BUILT)
	@scripts/bench

clean-%:
	+@scripts/locked $(WORK)/$* find $(WORK)/$* -mindepth 1 ! -name .lock -delete
