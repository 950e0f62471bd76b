#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# kernel_selftest.sh SOURCE_DIR HOOKMATRIX KERNEL TREE
# The selftest that the override series brings (tools/testing/selftests/bpf), compiled
# from TREE for KERNEL, as the only test of a test_progs, and run in a guest.
set -eu

source=$1
hookmatrix=$2
kernel=$3
# shellcheck source=tests/system/selftests.sh
. "$source/tests/system/selftests.sh"
selftests_open "$source" "$4" "$kernel"
mkdir -p "$work/include/prog_tests" "$work/libbpf" "$work/host"

# BPF_GENERATED is what a Python script writes, for BPF programs: they take that of libbpf-dev.
make -s -C "$tree/tools/lib/bpf" OUTPUT="$work/libbpf/" BPF_GENERATED= "$work/libbpf/libbpf.a" ||
	fail "make in $tree/tools/lib/bpf failed; its output stands above"
sed -n 's/^\(CONFIG_[A-Z0-9_]*\)=y/#define \1 1/p' "$built/config" >"$work/include/autoconf.h"
echo 'DEFINE_TEST(override_return)' >"$work/include/prog_tests/tests.h"

set -- -g -Wall -I"$work/include" -I"$selftests" -I"$tree/tools/lib"
for program in override_return verifier_override_return; do
	compile_selftest "$work/$program.bpf.o" -Wall -Werror -Wno-compare-distinct-pointer-types "$selftests/progs/$program.c"
	"$bpftool" gen object "$work/$program.linked.o" "$work/$program.bpf.o"
	"$bpftool" gen skeleton "$work/$program.linked.o" name "$program" >"$work/include/$program.skel.h"
done
for file in test_progs testing_helpers test_loader cgroup_helpers cap_helpers btf_helpers trace_helpers unpriv_helpers \
	network_helpers json_writer disasm disasm_helpers jit_disasm_helpers prog_tests/override_return; do
	# Those that this release does not have, it does not need.
	[ -f "$selftests/$file.c" ] || continue
	gcc "$@" -I"$tree/tools/include" -I"$tree/tools/include/uapi" -I"$tree/tools/testing/selftests" -DHAVE_GENHDR \
		-c "$selftests/$file.c" -o "$work/host/${file##*/}.o"
done
gcc -static -o "$work/test_progs" "$work"/host/*.o "$work/libbpf/libbpf.a" -lelf -lz -lrt -lpthread

# Once more with statistics of programs, for which trampolines do more.
"$hookmatrix" exec --kernel "$built/bzImage" --file "$work/test_progs" --timeout 300 -- sh -c \
	'test_progs -t override_return && echo 1 >/proc/sys/kernel/bpf_stats_enabled && test_progs -t override_return' |
	tee "$work/said"
[ "$(grep -c '^Summary: 1/[1-9][0-9]* PASSED, 0 SKIPPED, 0 FAILED' "$work/said")" = 2 ] || fail "$kernel does not pass its selftest"
