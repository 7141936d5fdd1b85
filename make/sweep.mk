# The combinations of a sweep, which `dag` has counted: each is a separate make in a separate
# folder. Results that equal another's come from the store.
SHELL := /bin/sh
.SILENT:
.PHONY: rows $(ROWS)
rows: $(ROWS)
$(ROWS): row-%:
	+exec "$$BIN"/dag row $*
	"$$BIN"/dag row-done $*
