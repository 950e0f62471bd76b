#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# series_regenerates_tree.sh ROOT PRISTINE TREE
# The prepared tree is the pristine one with all series, and each series also
# applies alone.
set -eu

root=$1 pristine=$2 tree=$3
work=$(mktemp -d "$root/build/regenerate.XXXXXX")
trap 'rm -rf "$work"' EXIT

# apply SERIES TREE
apply() {
	folder=$root/patches/$1/6.12
	sed 's/#.*//' "$folder/series" | while read -r patch; do
		[ -z "$patch" ] || patch -d "$2" -p1 -F0 -s -f --no-backup-if-mismatch <"$folder/$patch"
	done
}

for series in override-return bpf-lsm; do
	cp -al "$pristine" "$work/alone"
	apply "$series" "$work/alone"
	rm -rf "$work/alone"
done
cp -al "$pristine" "$work/all"
apply override-return "$work/all"
apply bpf-lsm "$work/all"
diff -rq --no-dereference -x .hookmatrix-identity "$work/all" "$tree"
echo "the series make the tree"
