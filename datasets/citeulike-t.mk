# CiteULike-t: 24,042 articles.
MODEL        = JMAN
CORPUS_FILE  = citeulike_t_cleaned_title_th10_for_JMAN.txt
KB_FILE      = citeulike-t-mcg-kb.csv
SENTENCES   = 10
WORDS       = 30
TITLE_WORDS = 30
TOP_K       = 50
HAMMING     = 7.68
STOP_RATE   = 0.001
LAMBDA_SIM  = 0.001
LAMBDA_SUB  = 1.0
