# Combinations of parameters side by side; without a GRID there is only one.
in-each-combination = $(call $1)
