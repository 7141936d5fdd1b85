#!/bin/sh
# The paper's experiment, small: the original's JMAN with and without its regularisers, and
# its table beside a linear model. Where the real files are not in datasets/bibsonomy/ it
# runs on a generated sample. WORK names another folder for the results.
set -eu
start=$PWD
cd "$(dirname "$0")/.."
# Where they are installed, the programs are elsewhere, and results go to the user's folder.
if [ ! -e Package.swift ]; then
  MAKE=${MAKE:-$PWD/../../bin/jman make} BIN=${BIN:-$PWD/../../libexec/jman} WORK=${WORK:-$start/work}
fi
set -- WORK="${WORK:-work}" COMPAT=original SAMPLE_DOCUMENTS=1000 EPOCHS=12 EMBED_SIZE=50 HIDDEN_SIZE=25 BATCH_SIZE=32
${MAKE:-make} sweep "$@" NAME=bibsonomy GRID="LAMBDA_SIM=0,0.001 LAMBDA_SUB=0,0.001"
${MAKE:-make} bibsonomy-all "$@" ALL_MODELS="JMAN HAN ovr"
${MAKE:-make} bibsonomy-report "$@" COMPARE="HAN ovr"
