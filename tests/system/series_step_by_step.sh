#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# series_step_by_step.sh SOURCE_DIR HOOKMATRIX
# The patches of the series one by one. With the first, the middle and the last
# the whole kernel is built and boots: `override` as soon as a patch brings its
# option, `none` before. With each other patch the folders that it touches are
# compiled, for every variant, and where it touches a header those whose code is
# about hooks and programs. WHOLE=all: the whole kernel and a boot with each
# patch. As long as several builds, so it is not part of `make check` (label
# full); run again, the compiler cache has what did not change.
set -eu

source=$1
hookmatrix=$2
# shellcheck source=tests/system/series_root.sh
. "$source/tests/system/series_root.sh"
series_open "$source"

# boot KERNEL: it runs a program.
boot() {
	said=$("$hookmatrix" exec --kernel "$1" -- echo alive) || fail "$1 does not boot"
	[ "$said" = alive ] || fail "$1 said '$said'"
}

# Of the files read, the folders to be compiled, as targets of make.
folders() {
	awk '/^tools\// || !/\.[chS]$/ { next }
	/\.h$/ && !headers++ { print "kernel/bpf/\nkernel/trace/\nsecurity/\nfs/\nnet/core/\nmm/" }
	!/\.h$/ { sub(/[^\/]*$/, ""); print }' | sort -u
}

# compile_tool FILE: the syntax of one file of the tools in the kernel's tree,
# whose own builds run Python. Linked is libbpf alone, in each kernel build.
compile_tool() {
	case $1 in
	tools/lib/bpf/* | tools/bpf/bpftool/*) ;;
	*) echo "not compiled: $1 is neither of libbpf nor of bpftool" && return ;;
	esac
	if grep -q '^#include .*\.skel\.h' "$tree/$1"; then
		echo "not compiled: $1 includes what bpftool makes"
		return
	fi
	echo "compiling $1"
	(cd "$tree" && gcc -fsyntax-only -std=gnu11 -Wall -Werror=implicit -D_GNU_SOURCE -D'PACKAGE="bpftool"' \
		-Itools/include -Itools/include/uapi -Itools/lib -Itools/lib/bpf -Ikernel/bpf "$1") ||
		fail "$1 does not compile with $patch"
}

tree=$series_work/steps/build/source/tree
count=$(echo "$series_patches" | wc -l)

# whole NUMBER: is the whole kernel built and booted with this patch?
whole() {
	[ "${WHOLE:-}" = all ] || [ "$1" -eq 1 ] || [ "$1" -eq $(((count + 1) / 2)) ] || [ "$1" -eq "$count" ]
}

number=0
booted=0
for patch in $series_patches; do
	number=$((number + 1))
	use_patches steps "$number"
	main=none
	if added_options "$number" | grep -qx BPF_OVERRIDE_RETURN; then
		main=override
	fi
	if whole "$number"; then
		echo "[$number/$count] $patch: $main, whole"
		in_root steps "$hookmatrix" build --variant "$main" || fail "$main does not build with $patch"
		boot "$series_work/steps/build/kernels/$main/bzImage"
		booted=$((booted + 1))
	fi
	echo "$patch" | changed_files >"$series_work/files"
	while read -r file; do
		case $file in
		tools/*.c) [ ! -e "$tree/$file" ] || compile_tool "$file" ;;
		esac
	done <"$series_work/files"
	folders <"$series_work/files" >"$series_work/folders"
	if [ ! -s "$series_work/folders" ]; then
		echo "[$number/$count] it touches no code of the kernel"
		continue
	fi
	for variant in none bpf-lsm override; do
		[ "$variant" != override ] || [ "$main" = override ] || continue
		[ "$variant" != "$main" ] || ! whole "$number" || continue
		echo "[$number/$count] $patch: $variant, $(tr '\n' ' ' <"$series_work/folders")"
		# shellcheck disable=SC2046 # a list of options
		in_root steps "$hookmatrix" build --variant "$variant" \
			$(sed 's/^/--target /' "$series_work/folders") || fail "$variant does not compile with $patch"
	done
done
echo "$count patches, each compiled with those before it, $booted booted"
