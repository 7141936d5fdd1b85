# Debian's (or Ubuntu's) package descriptions with Debtags: a corpus that each
# such machine can fetch for itself. datasets/debian/README.md tells more.
CORPUS := datasets/debian/Packages.gz
KB     := datasets/debian/kb.csv
# Near-copies (libfoo1, libfoo-dev) must not stand on both sides of a split.
CORPUS_OPTIONS  ?= --one-per-source
MIN_LABEL_COUNT ?= 10
LAMBDA_SIM      ?= 0.001
LAMBDA_SUB      ?= 0.001
TOP_K           ?= 5

# Instead of the rule that says that there is no such file.
CORPUS_IS_MADE  := yes
$(CORPUS) $(KB) &:
	$(if $(EXPLAIN),@echo "scripts/fetch-debian datasets/debian",scripts/fetch-debian datasets/debian)
