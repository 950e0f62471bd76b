#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# reproducible.sh SOURCE_DIR HOOKMATRIX SIBLING VARIANT
# Built again in another folder, without ccache and without the cache of kernels, SIBLING
# with nothing to begin with, VARIANT with the objects of SIBLING and then with nothing:
# each gives the bzImage and the vmlinux of the first build, byte for byte. As long as two
# cold builds and a seeded one, so it is not part of `make check` (label full).
set -eu

source=$1
hookmatrix=$2
sibling=$3
variant=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# field KERNEL NAME: what is written of a kernel
field() {
	sed -n "s/.*\"$2\": \"\(.*\)\".*/\1/p" "$1/metadata.json"
}

# build NAME SEED: another build of NAME, which began with the objects of SEED ('' = with
# none), is the first one
build() {
	begun=$(date +%s)
	HOOKMATRIX_BUILD=$work/build XDG_CACHE_HOME=$work/cache PATH=$source/cmake/no-python:$PATH \
		"$hookmatrix" build --variant "$1" || fail "$1 does not build"
	seed=$(field "$work/build/kernels/$1" seeded_from)
	[ "$seed" = "$2" ] || fail "the build of $1 began with '$seed', not '$2'"
	for file in bzImage vmlinux; do
		cmp "$source/build/kernels/$1/$file" "$work/build/kernels/$1/$file" || fail "$1: another $file, begun with ${2:-nothing}"
	done
	echo "$1: built with ${2:-nothing} to begin with in $(($(date +%s) - begun)) s, sha256 $(sha256sum <"$work/build/kernels/$1/bzImage" | cut -d' ' -f1)"
}

for name in "$sibling" "$variant"; do
	[ -e "$source/build/kernels/$name/bzImage" ] || fail "there is no build/kernels/$name/bzImage: run 'make variant=$name'"
done
build "$sibling" ""
rm -rf "$work/cache"
build "$variant" "$sibling"
rm -rf "$work/cache" "$work/build/obj" "$work/build/kernels"
build "$variant" ""
