#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# same_machine_code.sh SOURCE_DIR HOOKMATRIX SAME_CODE VARIANT
# VARIANT built without the series and with it, from the same fragments: in every
# file that the series does not change, each function has the same machine code,
# but for those in changed-code-allowed beside the series, which have a reason
# there. In the files that it changes, the functions that differ are listed. Two
# builds, so it is not part of `make check` (label full).
set -eu

source=$1
hookmatrix=$2
same_code=$3
variant=$4
# shellcheck source=tests/system/series_root.sh
. "$source/tests/system/series_root.sh"
series_open "$source"

# objects ROOT: those that were linked into the kernel and its modules, in the
# build's folder, one a line.
objects() (
	cd "$series_work/$1/build/obj/$variant"
	for archive in vmlinux.a lib/lib.a arch/x86/lib/lib.a; do
		ar t "$archive"
	done
	sed 's/\.o$/.mod/' modules.order | while read -r parts; do
		cat "$parts"
	done
)

count=$(echo "$series_patches" | wc -l)
echo "$series_patches" | changed_files >"$series_work/changed"
for side in before after; do
	echo "building $variant $side the series"
	use_patches "$side" "$([ "$side" = before ] && echo 0 || echo "$count")"
	in_root "$side" "$hookmatrix" build --variant "$variant" || fail "$variant does not build $side the series"
	objects "$side" >"$series_work/objects.$side"
done
sort -u "$series_work/objects.before" "$series_work/objects.after" >"$series_work/objects"

"$same_code" --before "$series_work/before/build/obj/$variant" --after "$series_work/after/build/obj/$variant" \
	--tree-before "$series_work/before/build/source/tree" --tree-after "$series_work/after/build/source/tree" \
	--objects "$series_work/objects" --changed "$series_work/changed" \
	--allowed "$series_source/patches/override-return/changed-code-allowed" --variant "$variant" \
	--vmlinux "$series_work/after/build/obj/$variant/vmlinux" ||
	fail "$variant: functions that the series does not change differ; see above"
