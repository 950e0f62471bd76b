#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# style.sh SOURCE_DIR: what holds for every file of the project. SPDX lines,
# shell scripts that shellcheck accepts, no file of code over 500 lines,
# no folder that unit tests share.
set -eu

cd "$1"
status=0

# Licence text, data for tests and patches of other people's form aside.
files=$(find . \( -path ./build -o -path ./.git \) -prune -o -type f \( \
	-name '*.cc' -o -name '*.h' -o -name '*.c' -o -name '*.def' -o -name '*.sh' -o -name '*.cmake' -o \
	-name '*.config' -o -name '*.toml' -o -name '*.md' -o -name '*.test' -o -name CMakeLists.txt -o \
	-name Makefile -o -name series \) -print)
for file in $files; do
	if ! head -n 3 "$file" | grep -q 'SPDX-License-Identifier: '; then
		echo "$file: no SPDX line" >&2
		status=1
	fi
	case $file in
	*.cc | *.h | *.c | *.sh | *.cmake)
		lines=$(wc -l <"$file")
		if [ "$lines" -gt 500 ]; then
			echo "$file: $lines lines, more than 500" >&2
			status=1
		fi
		;;
	esac
done

# Two tests that know one name in /tmp disturb each other (tests/own_folder.h).
if grep -rnE "testing::TempDir\(|temp_directory_path\(" tests --include='*.cc'; then
	echo "a unit test's files belong in a tests::OwnFolder" >&2
	status=1
fi

scripts=$(find . \( -path ./build -o -path ./.git \) -prune -o -type f \( -name '*.sh' -o -path './.ci/run' \
	-o -path './cmake/no-python/python3' \) -print)
# shellcheck disable=SC2086 # a list of files
shellcheck $scripts || status=1

count=$(echo "$files" | wc -l)
if [ "$count" -lt 100 ]; then
	echo "only $count files found: is this the project's folder?" >&2
	status=1
fi
echo "$count files looked at"
exit "$status"
