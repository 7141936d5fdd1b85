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
# Words VARIABLE=VALUE,VALUE, with blanks and the like in values as scripts/grid says.
GRID_WORDS := $(shell scripts/grid $(call quote,$(GRID)))
$(if $(filter !%,$(GRID_WORDS)),$(error $(GRID_WORDS:!%=%)))
$(if $(GRID_WORDS),,$(error GRID is empty; say what to vary: make sweep NAME=$(NAME) GRID="LAMBDA_SIM=0,0.001 LAMBDA_SUB=0,0.01"))
AXES := $(foreach a,$(GRID_WORDS),$(firstword $(subst =, ,$a)))
SWEPT := $(PARAMETERS)
$(foreach a,$(AXES),$(if $(filter $a,$(SWEPT)),,$(error GRID: there is no parameter $a (make help lists them)$(call did-you-mean,$a,$(SWEPT)))))
$(foreach a,$(AXES),$(if $(word 2,$(filter $a,$(AXES))),$(error GRID: $a stands there twice)))

# A combination is a word: LAMBDA_SIM=0|LAMBDA_SUB=0.01.
cross = $(if $1,$(foreach c,$1,$(foreach v,$2,$c|$v)),$2)
COMBINATIONS :=
$(foreach a,$(GRID_WORDS),$(eval COMBINATIONS := $(call cross,$(COMBINATIONS),$(addprefix $(firstword $(subst =, ,$a))=,$(subst $(comma), ,$(lastword $(subst =, ,$a)))))))
$(foreach a,$(AXES),$(eval outside.$a := $$($a)))

# Of VARIABLE=VALUE: both parts, and how it is shown.
axis    = $(firstword $(subst =, ,$1))
plain   = $(subst @,,$(subst @20,$(space),$(subst @2C,$(comma),$(subst @3D,=,$1))))
setting = $(call plain,$(lastword $(subst =, ,$1)))
shown   = $(call axis,$1)=$(if $(findstring @,$1),"$(call setting,$1)",$(call setting,$1))
as-name = $(subst /,_,$(subst :,_,$(subst =,_,$(subst $(comma),_,$(subst $(space),_,$1)))))

# Whether stage $1 itself depends on axis $2: what is said about it differs from
# what is said with the axis as it is outside the sweep.
said    = $($1.program) $($1.options) $($1.files) $($1.reads) $($1.folder)
with    = $(eval override $1 := $2)
changes = $(eval here := $$($2))$(eval before := $(call said,$1))$(call with,$2,$(outside.$2))$(if $(call same,$(before),$(call said,$1)),,$2)$(call with,$2,$(here))
# With those of the stages that it reads. A file that depends on MODEL lies in a folder
# named for it anyhow.
depends = $(sort $(foreach a,$(filter-out MODEL,$(AXES)),$(call changes,$1,$a)) $(foreach r,$($1.reads),$(depends.$(call read-stage,$r))))
folder  = $(if $1,sweep/$(subst $(space),$(comma),$(foreach a,$1,$a-$(call as-name,$($a))))/)

# Sets the parameters of combination $1 and finds where its files lie. What is said
# names files, so the folders are set after all are known.
define combine
$(foreach a,$(subst |, ,$1),$(call with,$(call axis,$a),$(call setting,$a)))
$(check-values)
$(foreach s,$(STAGES),$(eval shared.$s :=)$(eval depends.$s :=))
$(foreach s,$(needed),$(eval depends.$s := $$(call depends,$s)))
$(foreach s,$(needed),$(eval shared.$s := $$(call folder,$$(depends.$s))))
endef

# What stays known of a combination, by its place in the grid.
define note
$(eval number := $(words $(noted) x))
$(eval noted += x)
$(eval name.$(number) := $(foreach a,$(subst |, ,$1),$(call shown,$a)))
$(eval results.$(number) := $(call place,metrics) $(judged))
$(eval effective += $(depends.metrics))
endef

in-each-combination = $(foreach c,$(COMBINATIONS),$(call combine,$c)$(call $1)$(call note,$c))$(without-effect)

# A swept parameter that changed no result is a mistake, and not always noticed.
values-of      = $(sort $(filter $1=%,$(subst |, ,$(COMBINATIONS))))
without-effect = $(foreach a,$(filter-out MODEL $(effective),$(AXES)),$(if $(word 2,$(call values-of,$a)),\
  $(info GRID: $a makes no difference to $(if $(filter MODEL,$(AXES)),these models,$(MODEL)).)))

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
$(if $(filter $1,$(ROW)),sweep-row: $(results.$1))
.PHONY: row-$1
row-$1: $(results.$1)
	@scripts/sweep-row $(SWEEP_FOLDER) $$(call quote,$1 $$(name.$1)) '$(subst $(space),$(tab),$(results.$1))' $(table)
endef
rows = $(foreach c,$(COMBINATIONS),$(eval numbered += x)$(eval $(call row,$(words $(numbered)))))
endif
