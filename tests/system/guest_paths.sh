#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# guest_paths.sh SOURCE_DIR
# No file of a guest names the folder that it was built in: its size, and with that where the
# objects of the kernel come to lie, would depend on where the project was cloned.
set -eu

source=$1
guest=$source/build/guest
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# named FOLDER...: the files that name it
named() { find "$@" -type f ! -name '*.log' ! -name made-of ! -name packages.txt -exec grep -lF "$source/" {} +; }

for folder in bin policies; do
	if [ -z "$(ls -A "$guest/$folder")" ]; then
		echo "there is nothing in $guest/$folder" >&2
		exit 1
	fi
done
# What is looked for is found.
echo "of $source/loader" >"$work/file"
if ! named "$work" >/dev/null; then
	echo "a path is not seen" >&2
	exit 1
fi
set -- "$guest/bin" "$guest/policies" "$guest/lsm"
[ ! -e "$guest/perf/perf" ] || set -- "$@" "$guest/perf/perf"
if found=$(named "$@"); then
	echo "these name the folder that they were built in:" >&2
	echo "$found" >&2
	exit 1
fi
echo "$(find "$guest/bin" "$guest/policies" -type f | wc -l) files name no folder of the host"
