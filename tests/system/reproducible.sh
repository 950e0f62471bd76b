#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# reproducible.sh SOURCE_DIR HOOKMATRIX VARIANT
# A second build of VARIANT, in another folder, without ccache and without the
# cache of kernels, gives the same bzImage byte for byte. It needs as long as a
# cold build, so it is not part of `make check` (label full).
set -eu

source=$1
hookmatrix=$2
variant=$3
first=$source/build/kernels/$variant/bzImage
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -e "$first" ]; then
	echo "there is no $first: run 'make variant=$variant'" >&2
	exit 1
fi
HOOKMATRIX_BUILD=$work/build XDG_CACHE_HOME=$work/cache PATH=$source/cmake/no-python:$PATH \
	"$hookmatrix" build --variant "$variant"
cmp "$first" "$work/build/kernels/$variant/bzImage"
cmp "$source/build/kernels/$variant/vmlinux" "$work/build/kernels/$variant/vmlinux"
seed=$(sed -n 's/.*"seeded_from": "\(.*\)".*/\1/p' "$source/build/kernels/$variant/metadata.json")
echo "$variant: the first build began with ${seed:+the objects of }${seed:-nothing}, the second with nothing"
echo "$variant: both builds have sha256 $(sha256sum <"$first" | cut -d' ' -f1)"
