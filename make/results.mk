# What the inner make is asked for.
.PHONY: run status missing report

ifeq ($(CORPUS),)
run status report: missing
else
run: $(call place,metrics)
	@cat $(basename $<).txt
	@echo
	@echo "Metrics: $(basename $<).json, $(basename $<).csv. Annotate a text of your own:"
	@echo "  echo '{\"title\":\"…\",\"text\":\"…\"}' | $(BIN)/predict --model $(call place,model,0) -"
	@$(if $(SAMPLE),echo "NOTE: these figures are from an $(SAMPLE)$(comma) not from Bibsonomy.",:)
comma := ,

status: $(FILES)
endif

missing:
	@echo "$(NAME): datasets/$(NAME)/$(CORPUS_FILE) (or .gz) is not there; datasets/$(NAME)/README.md says where it comes from." >&2
	@exit 2
