# Bibsonomy: cleaned publications with user tags. Put the original's files into datasets/bibsonomy/.
MODEL        = JMAN
CORPUS_FILE  = bibsonomy_preprocessed_title+abstract_for_JMAN_final.txt
KB_FILE      = bibsonomy_mcg5_cleaned.csv
SENTENCES   = 10
WORDS       = 30
TITLE_WORDS = 30
TOP_K       = 11
HAMMING     = 11.59
LAMBDA_SIM  = 0.001
LAMBDA_SUB  = 0.001
