# SPDX-License-Identifier: GPL-2.0
#
# The front door. `make help` lists the commands; CMake and hookmatrix do the
# work. V=1 shows the commands that run.

.DEFAULT_GOAL := help
.SUFFIXES:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

ROOT       := $(CURDIR)
TOOLS      := $(ROOT)/build/tools
HOOKMATRIX := $(TOOLS)/release/matrix/hookmatrix
HOOKLAB    := $(TOOLS)/release/matrix/hooklab
Q          := $(if $(filter 1,$(V)),,@)
JOBS       ?= $(shell nproc)
CYCLES     ?= 10000
SECONDS    ?= 10800
SEED       ?= 0
export HOOKMATRIX_ROOT := $(ROOT)

# Any of these, given on the command line, reaches hookmatrix.
BUILD_ARGS := $(if $(KERNEL_SRC),--kernel-src '$(KERNEL_SRC)') $(if $(filter 1,$(V)),--verbose)
RUN_ARGS   := $(if $(or $(SET),$(set)),--set '$(or $(SET),$(set))') $(if $(ACCEL),--accelerator '$(ACCEL)')

run = sh '$(ROOT)/cmake/run.sh' $(if $(filter 1,$(V)),-v)

.PHONY: help packages tools variant shell deb matrix lab torture check check-tools check-full kernels debug-kernel clean distclean

# `make variant=X [dispatch=Y]` builds X; with `shell` it boots it.
VARIANT_ARGS = --variant '$(variant)' $(if $(dispatch),--dispatch '$(dispatch)')
ifneq ($(origin variant),undefined)
.DEFAULT_GOAL := variant
endif

help:
	@cat '$(ROOT)/cmake/help.txt'

packages:
	$(Q)sh '$(ROOT)/cmake/ensure-packages.sh'

# The host tools and everything that a guest gets.
tools: packages
	$(Q)$(run) release

variant: packages
	$(Q)$(run) release hookmatrix
	$(Q)'$(HOOKMATRIX)' build $(VARIANT_ARGS) $(BUILD_ARGS)

shell: tools
	$(Q)'$(HOOKMATRIX)' build $(VARIANT_ARGS) $(BUILD_ARGS)
	$(Q)'$(HOOKMATRIX)' shell $(VARIANT_ARGS)

# Packages of somebody's configuration as a variant: docs/package.md.
deb: packages
	$(Q)sh '$(ROOT)/cmake/ensure-packages.sh' deb
	$(Q)$(run) release hookmatrix
	$(Q)'$(HOOKMATRIX)' package $(VARIANT_ARGS) $(if $(CONFIG),--config '$(CONFIG)') $(if $(TRIM),--trim '$(TRIM)') \
		$(foreach want,$(WANT),--want '$(want)') $(if $(filter 1,$(rpm)),--format rpm) $(BUILD_ARGS)

kernels: packages
	$(Q)$(run) release hookmatrix
	$(Q)'$(HOOKMATRIX)' build --all $(BUILD_ARGS)

# 11: some cells failed; the report says which and has the others.
matrix: kernels tools
	$(Q)sh '$(ROOT)/cmake/perf.sh' '$(HOOKMATRIX)' '$(ROOT)/build/guest/perf' $(JOBS) || echo 'going on without perf' >&2
	$(Q)'$(HOOKMATRIX)' run $(RUN_ARGS); status=$$?; \
	case $$status in 0|11) '$(HOOKMATRIX)' report || exit ;; esac; exit $$status

# What mechanisms cost on this CPU: docs/model.md.
lab: packages
	$(Q)$(run) release hooklab
	$(Q)mkdir -p '$(ROOT)/build/report'
	$(Q)'$(HOOKLAB)' run --output '$(ROOT)/build/report/lab.json'

# Hours on a kernel that checks itself: docs/torture.md.
debug-kernel: packages
	$(Q)$(run) release hookmatrix
	$(Q)'$(HOOKMATRIX)' build --variant '$(or $(variant),override-debug)' $(if $(dispatch),--dispatch '$(dispatch)') $(BUILD_ARGS)

torture: debug-kernel tools
	$(Q)sh '$(ROOT)/cmake/torture.sh' '$(HOOKMATRIX)' '$(or $(variant),override-debug)$(addprefix -,$(dispatch))' '$(CYCLES)' '$(SECONDS)' '$(SEED)'

# The kernels come first: tests boot them. ctest speaks last. No Python: the
# first one on PATH fails and leaves a record, which a test looks for.
check check-full: export PATH := $(ROOT)/cmake/no-python:$(PATH)
check-full: export HOOKMATRIX_AGAIN := $(AGAIN)
check check-full: export HOOKMATRIX_PYTHON_RECORD := $(ROOT)/build/python-record

check-tools: kernels tools
	$(Q)$(run) asan unit_tests
	$(Q)$(run) fuzz fuzz_targets

check: check-tools
	$(Q)sh '$(ROOT)/cmake/check.sh' '$(TOOLS)' $(JOBS) full release fuzz asan

# The debug kernels that directive files name.
check-full: check-tools
	$(Q)for kernel in override-debug bpf-lsm-debug-jump-table; do \
		'$(HOOKMATRIX)' build --variant $$kernel $(BUILD_ARGS) || exit; done
	$(Q)sh '$(ROOT)/cmake/check.sh' '$(TOOLS)' $(JOBS) "" release fuzz asan

clean:
	$(Q)rm -rf '$(ROOT)/build/tools' '$(ROOT)/build/guest' '$(ROOT)/build/run' '$(ROOT)/build/report'

distclean:
	$(Q)rm -rf '$(ROOT)/build'
