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

# KERNEL=6.1: another kernel than the default, whose source is a package of its own. A
# KERNEL_SRC is then of that kernel, and reaches by an option what builds it.
KERNEL_ARGS := $(if $(KERNEL),--kernel-version '$(KERNEL)')
ifneq ($(KERNEL),)
unexport KERNEL_SRC
endif

# Any of these, given on the command line, reaches hookmatrix.
BUILD_ARGS := $(if $(KERNEL_SRC),--kernel-src '$(KERNEL_SRC)') $(if $(filter 1,$(V)),--verbose)
SET_NAME   := $(or $(SET),$(set),$(if $(KERNEL),kernels))
RUN_ARGS   := $(if $(SET_NAME),--set '$(SET_NAME)') $(if $(ACCEL),--accelerator '$(ACCEL)')

run = sh '$(ROOT)/cmake/run.sh' $(if $(filter 1,$(V)),-v)

.PHONY: help packages tools variant shell deb matrix lab torture check check-tools check-full kernels kernels-default kernels-further kernels-checked debug-kernel support clean distclean

# `make variant=X [dispatch=Y]` builds X; with `shell` it boots it.
VARIANT_ARGS = --variant '$(variant)' $(if $(dispatch),--dispatch '$(dispatch)') $(KERNEL_ARGS)
ifneq ($(origin variant),undefined)
.DEFAULT_GOAL := variant
endif

help:
	@cat '$(ROOT)/cmake/help.txt'

packages:
	$(Q)sh '$(ROOT)/cmake/ensure-packages.sh' $(if $(KERNEL),$(if $(KERNEL_SRC),,'linux-$(KERNEL)'))

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
	$(Q)'$(HOOKMATRIX)' package $(VARIANT_ARGS) $(if $(value CONFIG),--config '$(subst ','\'',$(value CONFIG))') $(if $(TRIM),--trim '$(TRIM)') \
		$(foreach want,$(WANT),--want '$(want)') $(if $(filter 1,$(rpm)),--format rpm) $(BUILD_ARGS)

kernels: $(if $(KERNEL),kernels-further,kernels-default)

kernels-default: packages
	$(Q)$(run) release hookmatrix
	$(Q)'$(HOOKMATRIX)' build --all $(if $(KERNEL),,$(BUILD_ARGS))

kernels-further: packages
	$(Q)$(run) release hookmatrix
	$(Q)'$(HOOKMATRIX)' build --all $(KERNEL_ARGS) $(BUILD_ARGS)

# 11: some cells failed; the report says which and has the others. 13: interrupted, and what
# was measured is reported in a folder of its own; the shell outlives the Ctrl-C for it.
matrix: kernels-default $(if $(KERNEL),kernels-further) tools
	$(Q)sh '$(ROOT)/cmake/perf.sh' '$(HOOKMATRIX)' '$(ROOT)/build/guest/perf' $(JOBS) || echo 'going on without perf' >&2
	$(Q)mkdir -p '$(ROOT)/build/report'; [ '$(ROOT)/build/report/lab.json' -nt '$(HOOKLAB)' ] || \
		'$(HOOKLAB)' run --output '$(ROOT)/build/report/lab.json' >/dev/null || \
		{ rm -f '$(ROOT)/build/report/lab.json'; echo 'going on without what mechanisms cost on this CPU' >&2; }
	$(Q)trap : INT; '$(HOOKMATRIX)' run $(RUN_ARGS); status=$$?; \
	case $$status in \
	0|11) '$(HOOKMATRIX)' report || exit; rm -rf '$(ROOT)/build/report/partial' ;; \
	13) '$(HOOKMATRIX)' report '$(ROOT)/build/report/matrix.partial.json' --output '$(ROOT)/build/report/partial' ;; \
	esac; exit $$status

# What mechanisms cost on this CPU: docs/model.md.
lab: packages
	$(Q)$(run) release hooklab
	$(Q)mkdir -p '$(ROOT)/build/report'
	$(Q)'$(HOOKLAB)' run --output '$(ROOT)/build/report/lab.json'

# Hours on a kernel that checks itself: docs/torture.md.
debug-kernel: packages
	$(Q)$(run) release hookmatrix
	$(Q)'$(HOOKMATRIX)' build --variant '$(or $(variant),override-debug)' $(if $(dispatch),--dispatch '$(dispatch)') $(KERNEL_ARGS) $(BUILD_ARGS)

torture: debug-kernel tools
	$(Q)sh '$(ROOT)/cmake/torture.sh' '$(HOOKMATRIX)' '$(or $(variant),override-debug)$(addprefix -,$(dispatch))' '$(CYCLES)' '$(SECONDS)' '$(SEED)'

# The kernels come first: tests boot them. ctest speaks last. No Python: the
# first one on PATH fails and leaves a record, which a test looks for.
check check-full: export PATH := $(ROOT)/cmake/no-python:$(PATH)
check-full: export HOOKMATRIX_AGAIN := $(AGAIN)
check check-full: export HOOKMATRIX_PYTHON_RECORD := $(ROOT)/build/python-record

# Without kernels that are left to check-full.
kernels-checked: packages
	$(Q)$(run) release hookmatrix
	$(Q)'$(HOOKMATRIX)' build --all --checked $(BUILD_ARGS)

check-tools: kernels-checked tools
	$(Q)$(run) asan unit_tests
	$(Q)$(run) fuzz fuzz_targets

check: check-tools
	$(Q)sh '$(ROOT)/cmake/check.sh' '$(TOOLS)' $(JOBS) full release fuzz asan

# All kernels that are compared, the debug kernels that directive files name, and those of
# 6.1, from no other source.
check-full: kernels-default check-tools
	$(Q)sh '$(ROOT)/cmake/ensure-packages.sh' linux-6.1
	$(Q)KERNEL_SRC= '$(HOOKMATRIX)' build --all --kernel-version 6.1 $(if $(filter 1,$(V)),--verbose)
	$(Q)for kernel in override-debug bpf-lsm-debug-jump-table; do \
		'$(HOOKMATRIX)' build --variant $$kernel $(BUILD_ARGS) || exit; done
	$(Q)sh '$(ROOT)/cmake/check.sh' '$(TOOLS)' $(JOBS) "" release fuzz asan

# docs/support.md from the results of check and check-full, the latest last.
support:
	$(Q)cd '$(TOOLS)/check' && sh '$(ROOT)/tests/guest/support.sh' '$(ROOT)' $$(ls -tr results*.xml) >'$(ROOT)/docs/support.md.new' && \
		mv '$(ROOT)/docs/support.md.new' '$(ROOT)/docs/support.md'

clean:
	$(Q)rm -rf '$(ROOT)/build/tools' '$(ROOT)/build/guest' '$(ROOT)/build/run' '$(ROOT)/build/report'

distclean:
	$(Q)rm -rf '$(ROOT)/build'
