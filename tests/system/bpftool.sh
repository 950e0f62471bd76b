#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# bpftool.sh SOURCE_DIR
# The build of the kernel tree's bpftool runs no Python, writes nothing to the
# tree, and gives a program without libraries. A tree without one has a warning
# and leaves no program of another tree; a build that fails says where.
set -eu

source=$1
tree=$source/build/source/tree
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$source/cmake/no-python:$PATH
HOOKMATRIX_PYTHON_RECORD=$work/python
export PATH HOOKMATRIX_PYTHON_RECORD

fail() {
	echo "$*" >&2
	cat "$work/log" >&2
	exit 1
}

# build STATUS TREE COMPILER…
build() {
	want=$1
	from=$2
	shift 2
	status=0
	sh "$source/cmake/bpftool.sh" "$from" "$work/build" "$work/bin/bpftool" "$@" >"$work/log" 2>&1 || status=$?
	[ "$status" = "$want" ] || fail "bpftool of $from: status $status, expected $want"
}

launcher=$(command -v ccache || true)
touch "$work/before"
# shellcheck disable=SC2086 # one word or none
build 0 "$tree" $launcher cc
[ ! -e "$work/python" ] || fail "Python was run: $(cat "$work/python")"
[ -z "$(find "$tree/tools" "$tree/scripts" "$tree/kernel/bpf" -newer "$work/before")" ] || fail "$tree was written to"
readelf -Wl "$work/bin/bpftool" >"$work/segments"
grep -q ' LOAD ' "$work/segments" || fail "the program has no segment to load"
! grep -q INTERP "$work/segments" || fail "the program needs libraries"
"$work/bin/bpftool" -j version >"$work/version"
grep -q '"libbpf_version"' "$work/version" || fail "the program does not say its version"
# What libbpf of the series knows and no other does.
"$work/bin/bpftool" feature list_builtins prog_types >"$work/types"
grep -qx override_return "$work/types" || fail "the program does not know the type override_return"

build 1 "$tree" false
grep -qF "make in $tree/tools/bpf/bpftool failed" "$work/log" || fail "it is not said where the build failed"

mkdir "$work/bare"
echo old >"$work/bin/bpftool"
build 0 "$work/bare" cc
grep -q "^hookmatrix: warning: guests get no bpftool: $work/bare has no tools/bpf/bpftool" "$work/log" ||
	fail "there is no warning"
[ ! -e "$work/bin/bpftool" ] || fail "the program of another tree is still there"
echo "bpftool is built from the tree, and its absence is told"
