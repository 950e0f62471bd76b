#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bpftool.sh TREE WORK OUTPUT COMPILER…: builds TREE/tools/bpf/bpftool in the
# folder WORK, which it empties first, and puts it, static and stripped, at
# OUTPUT. Nothing is written to TREE. Without that folder in TREE there is no
# OUTPUT, and a warning.
set -eu

tree=$1
work=$2
output=$3
shift 3

rm -rf "$work" "$output"
if [ ! -f "$tree/tools/bpf/bpftool/Makefile" ]; then
	echo "hookmatrix: warning: guests get no bpftool: $tree has no tools/bpf/bpftool;" \
		"give a KERNEL_SRC with its tools/ folder" >&2
	exit 0
fi
mkdir -p "$work" "$(dirname "$output")"

# The result depends on the tree alone, not on what this machine has installed:
# - no feature is looked for. Skeletons need the BTF of one kernel, and give
#   `prog profile` and the processes that hold a program; libcap gives `feature
#   probe unprivileged`; LLVM and libbfd disassemble jited code.
# - BPF_GENERATED is the list of helpers for BPF programs, which a Python script
#   writes; there are none here without skeletons.
# - nor on where it stands: the size of a guest's files decides where its objects lie.
set -- CC="$* -ffile-prefix-map=$tree=. -ffile-prefix-map=$work=." OUTPUT="$work/" EXTRA_LDFLAGS=-static BPF_GENERATED= \
	feature-clang-bpf-co-re=0 feature-llvm=0 feature-libcap=0 \
	feature-libbfd=0 feature-libbfd-liberty=0 feature-libbfd-liberty-z=0

unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
if ! make -s -C "$tree/tools/bpf/bpftool" -j "$(nproc)" "$@"; then
	echo "bpftool.sh: make in $tree/tools/bpf/bpftool failed; its output stands above." >&2
	exit 1
fi
strip -o "$output" "$work/bpftool"
