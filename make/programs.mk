# The executables. Building is the outer make's; a stage depends on its own
# program alone, and decides by its revision whether the program matters.
BIN   := .build/release
BUILT := $(BIN)/.built

ifndef LOCKED
SOURCES := $(shell find Sources Package.swift -type f)

$(BUILT): $(SOURCES)
	@scripts/setup
	swift build -c release
	@touch $@
endif
