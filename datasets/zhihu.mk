# Zhihu: 108,168 questions with titles and descriptions.
MODEL        = JMAN
CORPUS_FILE  = question_train_set_title_cleaned_150000.txt
KB_FILE      = zhihu_kb.csv
SENTENCES   = 4
WORDS       = 25
TITLE_WORDS = 25
TOP_K       = 2
HAMMING     = 2.45
BATCH_SIZE  = 1024
LAMBDA_SIM  = 0.001
LAMBDA_SUB  = 0.001
