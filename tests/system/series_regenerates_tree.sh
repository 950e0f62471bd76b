#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# series_regenerates_tree.sh SOURCE_DIR [KERNEL]
# The prepared tree is the pristine one with all series, applied in their order
# without fuzz; override-return also applies alone.
set -eu

root=$1
tree=$root/build/source/tree${2:+-$2}
# shellcheck source=tests/system/pristine.sh
. "$root/tests/system/pristine.sh"
version=$(version_of "$tree")
pristine=$(pristine_of "$root" "$version")
work=$(mktemp -d "$root/build/regenerate.XXXXXX")
trap 'rm -rf "$work"' EXIT

# apply SERIES TREE
apply() {
	folder=$root/patches/$1/$version
	sed 's/#.*//' "$folder/series" | while read -r patch; do
		[ -z "$patch" ] || patch -d "$2" -p1 -F0 -s -f --no-backup-if-mismatch <"$folder/$patch"
	done
}

cp -al "$pristine" "$work/all"
for series in override-return bpf-lsm; do
	cp -al "$work/all" "$work/before"
	apply "$series" "$work/all"
	if diff -rq --no-dereference "$work/before" "$work/all" >/dev/null; then
		echo "the series $series changes nothing: is it empty?" >&2
		exit 1
	fi
	rm -rf "$work/before"
done
diff -rq --no-dereference -x .hookmatrix-identity "$work/all" "$tree"
echo "the series make the tree"
