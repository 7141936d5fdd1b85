#!/bin/sh
# From a CSV of catalogued books and a thesaurus to subjects for new titles: trains on
# books.csv, whose subjects are concepts of subjects.ttl, and writes new-titles.csv again
# with a column of subjects and one of their identifiers. WORK names another folder for the results.
set -eu
start=$PWD
cd "$(dirname "$0")/.."
# Where they are installed, the programs are elsewhere, and results go to the user's folder.
if [ ! -e Package.swift ]; then
  MAKE=${MAKE:-$PWD/../../bin/jman make} BIN=${BIN:-$PWD/../../libexec/jman} WORK=${WORK:-$start/work}
fi
work=${WORK:-work}
${MAKE:-make} corpus NAME=books WORK="$work" CORPUS=Examples/books.csv VOCABULARY=Examples/subjects.ttl
"${BIN:-.build/release}"/annotate --model "$work"/books/auto/fold0/model.stage \
  --format csv --column subjects Examples/new-titles.csv
