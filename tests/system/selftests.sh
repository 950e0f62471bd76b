# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# For tests of the BPF selftests that are in a kernel's source.
#
#   . "$source/tests/system/selftests.sh"
#   selftests_open "$source" TREE KERNEL         # $tree, $selftests, $bpftool, $built, and $work, which goes at exit
#   compile_selftest OBJECT OPTION… FILE.c       # with the types of KERNEL
#
# shellcheck disable=SC2034 # what is set here is for the caller

fail() {
	echo "${0##*/}: $*" >&2
	exit 1
}

selftests_open() {
	tree=$1/$2
	built=$1/build/kernels/$3
	selftests=$tree/tools/testing/selftests/bpf
	bpftool=$1/build/guest/bin/bpftool
	if [ ! -d "$selftests/progs" ] || [ ! -x "$bpftool" ]; then
		echo "skipped: the source that was built has no tools/ folder: no selftests, no bpftool"
		exit 77
	fi
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	mkdir "$work/include"
	cp /usr/include/bpf/bpf_helper_defs.h "$work/include/"
	"$bpftool" btf dump file "$built/vmlinux" format c >"$work/include/vmlinux.h"
}

compile_selftest() {
	object=$1
	shift
	clang -target bpf -mcpu=v3 -O2 -g -D__TARGET_ARCH_x86 -I"$work/include" -I"$selftests" -I"$tree/tools/lib" \
		-I"$tree/tools/include/uapi" -idirafter "/usr/include/$(gcc -print-multiarch)" -c -o "$object" "$@"
}
