# Debian's (or Ubuntu's) package descriptions with Debtags: a corpus that each
# such machine can fetch for itself. datasets/debian/README.md has the details.
MODEL        = JMAN
CORPUS_FILE  = Packages.gz
KB_FILE      = kb.csv
FETCH        = fetch-debian
# Near-copies (libfoo1, libfoo-dev) must not be on both sides of a split.
CORPUS_OPTIONS  = --one-per-source
MIN_LABEL_COUNT = 10
LAMBDA_SIM      = 0.001
LAMBDA_SUB      = 0.001
TOP_K           = 5
