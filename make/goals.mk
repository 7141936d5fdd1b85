# What a user types, but for help. Each goal of a dataset is handed over to a make
# of its own, under the lock of the dataset: a second one waits.
DRY_RUN := $(findstring n,$(filter-out -%,$(firstword $(MAKEFLAGS))))

# In a recipe, MAKEFLAGS tells the jobs; -j alone is as many as there are cores.
jobs = $(patsubst -j%,%,$(patsubst -j,-j$(shell nproc),$(filter -j -j%,$(MAKEFLAGS))))
# $(call hand-over,NAME,GOAL)
hand-over = $(MAKE) LOCKED=1 NAME=$1 JOBS=$(jobs) $2
locked    = +@scripts/locked $(WORK)/.locks/$1 $(WORK)/$1 $(hand-over)
explained = +@scripts/explain with-list $(hand-over) EXPLAIN=$3
made      = $(if $(DRY_RUN),$(call explained,$1,$2,plan),$(call locked,$1,$2))

.PHONY: $(DATASETS) $(OWN) corpus status graph sweep sweep-row check-archive gc test bench

ifneq ($(filter status graph,$(MAKECMDGOALS)),)
# make status NAME…: the names are no goals of their own.
LOOK  := $(firstword $(filter status graph,$(MAKECMDGOALS)))
ASKED := $(or $(filter-out status graph,$(MAKECMDGOALS)),$(NAME),$(foreach d,$(DATASETS) $(OWN),$(if $(wildcard $(WORK)/$d),$d)),bibsonomy)
$(LOOK): $(ASKED:%=$(LOOK)-%)
$(filter-out status graph,$(MAKECMDGOALS)):
	@:
status-%:
	@$(if $(word 2,$(ASKED)),echo "$*:",:)
	$(call explained,$*,status,status)
graph-%:
	+@$(call hand-over,$*,graph)
else
$(DATASETS) $(OWN): %: $(BUILT)
	$(call made,$@,run)

corpus: $(BUILT)
	@$(if $(and $(NAME),$(CORPUS)),:,echo "Give both NAME and CORPUS: make corpus NAME=mine CORPUS=documents.jsonl.gz [KB=thesaurus.rdf]" >&2; exit 2)
	$(call made,$(NAME),run)
endif

# All models, then one table of them.
define newline


endef
%-all: $(BUILT)
	$(foreach m,$(ALL_MODELS),$(call made,$*,run MODEL=$m)$(newline)	)$(if $(DRY_RUN),,$(call locked,$*,table))

%-report: $(BUILT)
	$(call made,$*,report)

# Without a name the dataset is bibsonomy.
sweep: $(BUILT)
	$(if $(DRY_RUN),$(call explained,$(or $(NAME),bibsonomy),sweep SWEEP=1,plan),$(call swept,$(or $(NAME),bibsonomy)))
swept = +@scripts/locked $(WORK)/.locks/$1 $(WORK)/$1 scripts/sweep $(WORK)/$1/sweep "$(BUDGET)" $(call hand-over,$1,sweep SWEEP=1)

# For job arrays (docs/cluster.md): several of these may run at once, but nothing
# else on the dataset meanwhile. What they share is made first.
part = +@scripts/locked --shared $(WORK)/.locks/$1 $(WORK)/$1 scripts/locked $(WORK)/.locks/$1.$2 "$2 of $(WORK)/$1"
%-shared: $(BUILT)
	$(call made,$*,shared)
%-fold: $(BUILT)
	@$(if $(FOLD),:,echo "Say which fold: make $@ KFOLD=10 FOLD=0" >&2; exit 2)
	$(call part,$*,fold$(FOLD)) $(call hand-over,$*,fold)
sweep-row: $(BUILT)
	@$(if $(ROW),:,echo "Say which combination, from 1: make sweep-row GRID=… ROW=1" >&2; exit 2)
	$(call part,$(or $(NAME),bibsonomy),row$(ROW)) $(call hand-over,$(or $(NAME),bibsonomy),sweep-row SWEEP=1)

archive-%: $(BUILT)
	$(call made,$*,archive)

check-archive: $(BUILT)
	@$(if $(FILE),scripts/check-archive $(call quote,$(FILE)) '$(abspath $(BIN))/verify',echo "Name the archive: make check-archive FILE=work/bibsonomy-JMAN.tar" >&2; exit 2)

clean-%:
	+@scripts/locked $(WORK)/.locks/$* $(WORK)/$* rm -rf -- $(WORK)/$*

# Results of earlier parameters, all of them or those kept for more than DAYS.
gc:
	@$(if $(wildcard $(STORE)),echo "$(STORE): removing $$(find $(STORE) -type f $(older) | wc -l) results of earlier parameters"; find $(STORE) -type f $(older) -delete,echo "$(STORE): nothing is kept")
older = $(if $(DAYS),-mtime +$(DAYS))

test: $(BUILT)
	swift test

bench: $(BUILT)
	@scripts/bench
	@scripts/bench-knowledge
