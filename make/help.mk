# make help: every target and parameter.
.PHONY: help
help:
	@echo "make bibsonomy                 run the whole pipeline (on a generated sample where the real files are absent)"
	@echo "make zhihu | citeulike-a | citeulike-t"
	@echo "make corpus NAME=mine CORPUS=documents.jsonl.gz [KB=thesaurus.rdf]"
	@echo "make status [NAME…]            each file: up to date, or what will make it again and why"
	@echo "make -n NAME                   what would be done, and why"
	@echo "make test                      run all tests"
	@echo "make bench                     training speed at the size of Bibsonomy"
	@echo "make clean-NAME                remove the stage files of a dataset"
	@echo
	@echo "Parameters, e.g. make bibsonomy LEARNING_RATE=0.005 KFOLD=10:"
	@echo "  MODEL=JMAN|JMAN-s|JMAN-s-att|JMAN-s-tg|JMAN-s+t-only|JMAN-s+tg-only|JMAN-s+att-only"
	@echo "  COMPAT=original  KFOLD=-1  EPOCHS  BATCH_SIZE  LEARNING_RATE  KEEP  KEEP_WORDS  L2  PATIENCE"
	@echo "  LAMBDA_SIM  LAMBDA_SUB  SIM_THRESHOLD  HIDDEN_SIZE  SENTENCES  WORDS  TITLE_WORDS"
	@echo "  MIN_WORD_COUNT  MIN_LABEL_COUNT  EMBED_SIZE  EMBED_EPOCHS  LABEL_EMBED_SIZE  SEED"
	@echo "  SAMPLE_DOCUMENTS  SAMPLE_LABELS  THREADS  LAUNCHER  WORK  STORE"
