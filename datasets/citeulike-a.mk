# CiteULike-a: 13,319 articles.
MODEL        = JMAN
CORPUS_FILE  = citeulike_a_cleaned_title_th10_for_JMAN.txt
KB_FILE      = citeulike-a-mcg-kb.csv
SENTENCES   = 10
WORDS       = 30
TITLE_WORDS = 30
TOP_K       = 50
HAMMING     = 11.6
STOP_RATE   = 0.001
LAMBDA_SIM  = 0.000001
LAMBDA_SUB  = 0.0001
