# The combinations of a sweep, which `dag` has counted: each is a make of its own, in a
# folder of its own. What is equal to another's comes out of the store.
SHELL := /bin/sh
.SILENT:
.PHONY: rows $(ROWS)
rows: $(ROWS)
$(ROWS): row-%:
	+exec "$$BIN"/dag row $*
	"$$BIN"/dag row-done $*
