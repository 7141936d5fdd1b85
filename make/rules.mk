# Turns the stages of make/pipeline.mk into rules.
#
# A stage is started where an input is newer than its file (a hint), or where
# FILE.params differs: it holds size and time of each input as they were when
# FILE was last made or checked, and the arguments. Started, it compares content
# (hashes of its inputs, parameters, its own revision) with what its file says,
# and works only where something differs.
#
# Files appear under their name whole or not at all, so .DELETE_ON_ERROR, which
# would delete good old files, is not used, and all are .PRECIOUS, for make deletes
# those beside its target when it is interrupted.
.PHONY: FORCE
FORCE:

# ---- Where files lie --------------------------------------------------------
# $(call place,NAME,FOLD) is a file, $(call places,NAME) the files of all folds.
# shared.NAME is empty, or the folder of a sweep's combination.
place  = $(W)/$(shared.$1)$($1.folder)$(if $($1.each),fold$2/)$(or $($1.file),$1.stage)
places = $(if $($1.each),$(foreach k,$(FOLDS),$(call place,$1,$k)),$(call place,$1))

# Of an element of NAME.reads: the option, the stage, its files for NAME.
read-option = $(firstword $(subst =, ,$1))
read-stage  = $(lastword $(subst =, ,$1))
read-files  = $(if $($2.each),$(call place,$1,$3),$(call places,$1))

# ---- Threads ----------------------------------------------------------------
# The cores are divided between the trainings that -j lets run side by side; how
# many jobs there are (JOBS) the outer make knows. No output depends on it.
SIDE_BY_SIDE := $(words $(wordlist 1,$(or $(JOBS),1),$(foreach c,$(or $(COMBINATIONS),-),$(FOLDS))))
ifeq ($(THREADS),)
  ifneq ($(SIDE_BY_SIDE),1)
    ifeq ($(LAUNCHER),)
      THREADS := $(shell n=$$(( $$(nproc) / $(SIDE_BY_SIDE) )); echo $$(( n > 0 ? n : 1 )))
    endif
  endif
endif

# ---- What is to be made -----------------------------------------------------
# $(call describe,NAME,FOLD) notes one file and all that decides about it.
define describe
$(eval fold := $2)
$(eval file := $(call place,$1,$2))
$(if $(stage.$(file)),$(if $(call same,$(options.$(file)),$(strip $($1.options))),,$(error $(file) would be made in two ways; the parameters of GRID depend on each other)),
  $(eval FILES += $(file))
  $(eval stage.$(file)   := $1)
  $(eval program.$(file) := $($1.program))
  $(eval uses.$(file)    := $($1.uses))
  $(eval also.$(file)    := $(addprefix $(dir $(file)),$($1.also)))
  $(eval reading.$(file) := $(foreach r,$($1.reads),$(foreach f,$(call read-files,$(call read-stage,$r),$1,$2),--$(call read-option,$r) $f)))
  $(eval inputs.$(file)  := $(filter-out --%,$(reading.$(file))) $($1.files))
  $(eval state.$(file)   := $(foreach f,$($1.files),$(call folder-state,$f)))
  $(eval options.$(file) := $$(strip $$($1.options))))
endef

# Of an input that is a folder: its files' names, sizes and times, in short.
folder-state = $(if $(wildcard $1/.),$(shell cd $1 && find -L . -type f -printf '%p|%s|%T@\n' | LC_ALL=C sort | sha256sum | cut -c 1-64))

# $(call options-of,FILE): as far as variables stand behind options, for status.
options-of = $(value $(or $(options-name.$(stage.$1)),$(stage.$1).options))

# ---- Which of them are in doubt ---------------------------------------------
# STAT gives a word for a file; stat.FILE is that of now, FILE.params has that of then,
# without the name of the dataset's folder, so that this can be moved.
STAT = stat -Lc '%n|%s|%.9Y'
same = $(and $(findstring x$1x,x$2x),$(findstring x$2x,x$1x))
then = $(strip $(file <$1.params))
now  = $(strip $(subst $(W)/,,$(foreach i,$(inputs.$1),$(stat.$i)) $(said-of)))
said-of = $(strip $(state.$1) $(options.$1))
doubt = $(if $(EXPLAIN),FORCE,$(if $(call same,$(call then,$1),$(call now,$1)),,FORCE))

# ---- How they are made ------------------------------------------------------
# Lines of folds (and combinations) that run side by side say which they are of.
ifneq ($(SIDE_BY_SIDE),1)
label    = $(if $($(stage.$(file)).each),env JMAN_LABEL=$(patsubst $(W)/%/,%,$(dir $(file))) )
endif
command  = $(BIN)/$(program.$(file)) $(reading.$(file)) $(options.$(file)) -o $(file)
launched = $(if $(filter launcher,$(uses.$(file))),$(LAUNCHER)) $(command) \
  $(and $(filter threads,$(uses.$(file))),$(THREADS),--threads $(THREADS))
cannot   = { echo "$(file).params: cannot be written. Make room on the disk, or make the folder writable." >&2; exit 1; }

ifdef EXPLAIN
# make -n and make status: the stage itself says what it would do and why; of a
# stage whose file has no header (NAME.uses has headless) make knows.
why  = $(if $(filter headless,$(uses.$1)),!$(if $(call same,$(call then,$1),$(call now,$1)),,its parameters changed),$(call options-of,$1))
work = @scripts/explain $(EXPLAIN) $(STALE) $(W) $(file) $(call quote,$(call why,$(file))) \
  $(inputs.$(file)) -- $(launched)
else
# FILE.params stays incomplete while the stage works: one that was killed is asked
# again. FILE gets the time at which its making began, so that an input that
# changed meanwhile is newer.
define work
@mkdir -p $(dir $(file)) && stats=$$($(if $(strip $(inputs.$(file))),$(STAT) $(inputs.$(file)),:)) && \
  printf '%s\n' "$$stats" | sed 's|^$(W)/||' > $(file).params || $(cannot)
$(label)$(launched)
@touch -cr $(file).params $(file) $(also.$(file)) && printf '%s\n' $(call quote,$(subst $(W)/,,$(call said-of,$(file)))) >> $(file).params || $(cannot)
endef
endif

define rule
$1 $(also.$1) &: $(inputs.$1) $(wildcard $(BIN)/$(program.$1)) $(call doubt,$1)
	$$(work)
$1 $(also.$1): private file := $1
endef

export JMAN_STORE := $(if $(STORE),$(abspath $(STORE)))

# Only what the metrics of the model (or its report) need: a baseline reads no
# word vectors, and nothing is decided without TUNE.
needs  = $(sort $1 $(foreach s,$1,$(if $($s.reads),$(call needs,$(sort $(foreach r,$($s.reads),$(call read-stage,$r)))))))
needed = $(filter sample $(call needs,$(if $(filter report,$(MAKECMDGOALS)),report,metrics)),$(STAGES))
describe-all = $(foreach s,$(needed),$(foreach k,$(if $($s.each),$(FOLDS),0),$(call describe,$s,$k)))
$(call in-each-combination,describe-all)
INPUTS := $(sort $(foreach f,$(FILES),$(inputs.$f)))
$(foreach s,$(shell $(STAT) $(INPUTS) 2>/dev/null),$(eval stat.$(firstword $(subst |, ,$s)) := $s))
$(foreach f,$(FILES),$(eval $(call rule,$f)))
.PRECIOUS: $(FILES) $(foreach f,$(FILES),$(also.$f))
