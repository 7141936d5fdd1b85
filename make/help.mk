# make help: every target and parameter.
.PHONY: help
define HELP
make bibsonomy                 run the whole pipeline (on a generated sample where the
                               real files are absent); again, it goes on where it was
make zhihu | citeulike-a | citeulike-t
make debian                    this machine's package descriptions with Debtags, fetched by apt
make corpus NAME=mine CORPUS=documents.jsonl.gz [KB=thesaurus.rdf]
                               your own files; from then on make mine, make mine-report …
make sweep [NAME=bibsonomy] GRID="LAMBDA_SIM=0,0.001 LAMBDA_SUB=0,0.01" [BUDGET=minutes]
                               all combinations, the best by validation; of any parameters:
                               GRID="MODEL=ovr,tree TUNE=,best FUSE='JMAN tree','ovr tree'"
make status [NAME…]            each file: up to date, or what makes it again and why
make -n NAME                   what would be done, and why
make graph [NAME…]             a picture of the stages (SVG with Graphviz)
make archive-NAME [ARCHIVE=work/NAME-MODEL.tar]
                               a result with all that reproduces it, in one tar
make check-archive FILE=…      check such a tar
make NAME-all [ALL_MODELS="JMAN ovr svm lda fusion"]
                               train and evaluate several models, one table of them
make NAME-report [COMPARE="ovr tree"]
                               one HTML page: data, training, metrics, tags, documents with
                               attention, and the model against these (or against all that
                               were evaluated)
make clean-NAME                remove the stage files of a dataset
make gc [DAYS=n]               forget results of earlier parameters (older than n days)
make test                      run all tests
make bench                     speed of training (at the size of Bibsonomy) and of reading knowledge bases

Parameters, e.g. make bibsonomy LEARNING_RATE=0.005 KFOLD=10:
  MODEL=JMAN|JMAN-s|JMAN-s-att|JMAN-s-tg|JMAN-s+t-only|JMAN-s+tg-only|JMAN-s+att-only|
        HAN|Bi-GRU|ovr|tree|knn|svm|cc|homer|plst|lda|fusion (docs/baselines.md)
  CORPUS_OPTIONS="--format csv …"  COMPAT=original  KFOLD=-1  VALID_PORTION  TEST_PORTION  SEED
  CLEAN_TAGS=1  MIN_TAG_DOCUMENTS  TAG_USERS=tas  MIN_TAG_USERS  TAG_OPTIONS (docs/tags.md)
  MIN_WORD_COUNT  MIN_LABEL_COUNT  EMBED_SIZE  EMBED_EPOCHS  LABEL_EMBED_SIZE
  LABEL_EMBED_EPOCHS  SIM_THRESHOLD  SENTENCES  WORDS  TITLE_WORDS
  HIDDEN_SIZE  LAMBDA_SIM  LAMBDA_SUB  EPOCHS  BATCH_SIZE  LEARNING_RATE  KEEP  KEEP_WORDS
  L2  PATIENCE  STOP_RATE  KEEP_LABEL_PERCENT  TOP_K  HAMMING  WIDE
  NETWORK_OPTIONS="--schedule linear …" (further options of train)
  FEATURES=text|vectors  FUSE  OVR_OPTIONS  TREE_OPTIONS  KNN_OPTIONS  FUSION_OPTIONS
  KERNEL=rbf|linear  SVM_COST  SVM_GAMMA  CHAINS  CLUSTERS  CODES  TOPICS  ITERATIONS
  NEIGHBOURS  SVM_OPTIONS  CC_OPTIONS  HOMER_OPTIONS  PLST_OPTIONS  LDA_OPTIONS
  TUNE=best|threshold|label-thresholds|…  OBJECTIVE=example-f1|micro-f1|macro-f1
  SAMPLE_DOCUMENTS  SAMPLE_LABELS
No result depends on these:
  -j2 (folds and combinations side by side)  THREADS (default: cores divided by jobs)
  LAUNCHER="srun -n1 -c4" (docs/cluster.md)  WORK=work  STORE=work/.store (empty: none)
How reruns are decided: docs/pipeline.md
endef
help:
	$(info $(HELP))
	@:
