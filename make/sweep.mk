# Combinations of parameters side by side: make sweep NAME=… GRID="VAR=a,b VAR=c,d".
#
# A stage file that comes out differently in a combination lies below
# work/NAME/sweep/, in a folder named for those of the swept parameters on which it
# depends and which differ from their value outside the sweep. Everything else is
# shared, among combinations and with make NAME.
ifndef SWEEP
COMBINATIONS :=
in-each-combination = $(call $1)
else

comma := ,
empty :=
space := $(empty) $(empty)
AXES  := $(foreach a,$(GRID),$(firstword $(subst =, ,$a)))
$(if $(strip $(GRID)),,$(error GRID is empty; say what to vary: make sweep NAME=$(NAME) GRID="LAMBDA_SIM=0,0.001 LAMBDA_SUB=0,0.01"))
$(foreach a,$(GRID),$(if $(findstring =,$a),,$(error GRID: $a is not VARIABLE=VALUE,VALUE,…)))
$(foreach a,$(AXES),$(if $(filter-out undefined,$(origin $a)),,$(error GRID: there is no parameter $a; make help lists them)))

# A combination is a word: LAMBDA_SIM=0|LAMBDA_SUB=0.01.
cross = $(if $1,$(foreach c,$1,$(foreach v,$2,$c|$v)),$2)
COMBINATIONS :=
$(foreach a,$(GRID),$(eval COMBINATIONS := $(call cross,$(COMBINATIONS),$(addprefix $(firstword $(subst =, ,$a))=,$(subst $(comma), ,$(lastword $(subst =, ,$a)))))))
$(foreach a,$(AXES),$(eval outside.$a := $($a)))

# Whether stage $1 itself depends on axis $2: what is said about it differs from
# what is said with the axis as it is outside the sweep.
said    = $($1.program) $($1.options) $($1.files) $($1.reads) $($1.folder)
with    = $(eval override $1 := $2)
changes = $(eval here := $($2))$(eval before := $(call said,$1))$(call with,$2,$(outside.$2))$(if $(call same,$(before),$(call said,$1)),,$2)$(call with,$2,$(here))
# With those of the stages that it reads.
depends = $(sort $(foreach a,$(AXES),$(call changes,$1,$a)) $(foreach r,$($1.reads),$(depends.$(call read-stage,$r))))
folder  = $(if $1,sweep/$(subst $(space),$(comma),$(foreach a,$1,$a-$($a)))/)

# Sets the parameters of combination $1 and finds where its files lie. What is said
# names files, so the folders are set after all are known.
combine = $(foreach a,$(subst |, ,$1),$(call with,$(firstword $(subst =, ,$a)),$(lastword $(subst =, ,$a))))$(foreach s,$(STAGES),$(eval shared.$s :=))$(foreach s,$(STAGES),$(eval depends.$s := $$(call depends,$s)))$(foreach s,$(STAGES),$(eval shared.$s := $$(call folder,$$(depends.$s))))
key     = $(subst =,-,$1)
note    = $(eval metrics.$(call key,$1) := $(call place,metrics))$(eval models.$(call key,$1) := $(call places,model))

in-each-combination = $(foreach c,$(COMBINATIONS),$(call combine,$c)$(call $1)$(call note,$c))

# ---- Results ----------------------------------------------------------------
# The list holds what this run has found up to date or made, so that the table never
# mixes parameters. It is written again after each combination.
SWEEP_FOLDER := $(W)/sweep
tab   := $(empty)	$(empty)
table := $(BIN)/sweep-table $(SWEEP_FOLDER)/results.tsv --total $(words $(COMBINATIONS)) \
  --text $(SWEEP_FOLDER)/results.txt --csv $(SWEEP_FOLDER)/results.csv --json $(SWEEP_FOLDER)/results.json

.PHONY: sweep sweep-row
define row
sweep: row-$1
$(if $(filter $1,$(ROW)),sweep-row: $(metrics.$(call key,$2)) $(models.$(call key,$2)))
.PHONY: row-$1
row-$1: private combination := $(subst |, ,$2)
row-$1: private files := $(subst $(space),$(tab),$(strip $(metrics.$(call key,$2)) $(models.$(call key,$2))))
row-$1: $(metrics.$(call key,$2)) $(models.$(call key,$2))
	@scripts/sweep-row $(SWEEP_FOLDER) '$1 $$(combination)' '$$(files)' $(table)
endef
rows = $(eval number := 0)$(foreach c,$(COMBINATIONS),$(eval number := $(shell echo $$(( $(number) + 1 ))))$(eval $(call row,$(number),$c)))
endif
