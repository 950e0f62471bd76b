#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# series_checkpatch.sh SOURCE_DIR SERIES [KERNEL]
# What the kernel's own scripts/checkpatch.pl --strict says of each patch of the
# series is nothing, or has its reason in checkpatch-allowed beside the series;
# an entry there that allows nothing is an error as well. The series of another KERNEL
# than the default may have more in its own folder, and need less.
set -eu

root=$(cd "$1" && pwd)
# shellcheck source=tests/system/pristine.sh
. "$root/tests/system/pristine.sh"
version=${3:-$(version_of "$root/build/source/tree")}
pristine=$(pristine_of "$root" "$version")
series=$root/patches/$2/$version
allowed=$root/patches/$2/checkpatch-allowed
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "$*" >&2
	exit 1
}

# check PATCH: what checkpatch says of it, as lines "PATCH:LINE: LEVEL:TYPE: TEXT",
# of a clean patch none. In the pristine tree: no git there, for which it looks.
check() {
	status=0
	(cd "$pristine" && perl scripts/checkpatch.pl --strict --show-types --terse "$1") >"$work/said" || status=$?
	[ "$status" = 0 ] || grep -q '^total: .* lines checked$' "$work/said" ||
		fail "checkpatch.pl ended with status $status on $1: $(cat "$work/said")"
	sed '/^total: /d' "$work/said"
}

# A patch that it must complain about: else this test could not fail.
cat >"$work/bad.patch" <<'PATCH'
Subject: [PATCH] nothing: a line that checkpatch does not like

It is indented with spaces.

Signed-off-by: Nobody <nobody@localhost.invalid>
---
 init/main.c | 1 +
diff --git a/init/main.c b/init/main.c
--- a/init/main.c
+++ b/init/main.c
@@ -1,1 +1,2 @@
 // SPDX-License-Identifier: GPL-2.0-only
+        int spaces;
PATCH
check "$work/bad.patch" | grep -q ':CODE_INDENT:' || fail "checkpatch.pl accepts an indentation of spaces"

sed 's/#.*//; s/[[:space:]]//g; /^$/d' "$series/series" >"$work/patches"
[ -s "$work/patches" ] || fail "$series/series names no patch"
while read -r patch; do
	check "$series/$patch"
done <"$work/patches" >"$work/lines"

cat "$allowed" >"$work/allowed"
[ ! -f "$series/checkpatch-allowed" ] || { echo && cat "$series/checkpatch-allowed"; } >>"$work/allowed"
awk -v another="${3:+1}" '
function stop(text) { print text; bad = 1 }
function entry(    i) {
	if (file == "" && type == "" && line == "" && reason == "")
		return
	if (file == "" || type == "" || line == "" || reason == "")
		stop(ARGV[1] ": the entry that ends at line " FNR " needs file, type, line and reason")
	i = ++entries
	files[i] = file; types[i] = type; texts[i] = line
	file = type = line = reason = ""
}
# Reads a patch up to a line: that line, and the file of the kernel that it is about.
function look(patch, number,    text, words) {
	if (patch != open || number < at) {
		if (open != "")
			close(open)
		open = patch; at = 0; about = "(message)"
	}
	for (; at < number; at++) {
		if ((getline current < patch) <= 0)
			break
		if (split(current, words, " ") == 4 && words[1] == "diff" && words[2] == "--git")
			about = substr(words[4], 3)
	}
	return current
}
FILENAME == ARGV[1] && /^#/ { next }
FILENAME == ARGV[1] && /^[ \t]*$/ { entry(); next }
FILENAME == ARGV[1] {
	value = $0
	sub(/^[a-z]+: */, "", value)
	if (/^file: /) file = value
	else if (/^type: /) type = value
	else if (/^line: /) line = value
	else if (/^reason: /) reason = value
	else if (/^[ \t]/ && reason != "") reason = reason value
	else stop(FILENAME ": line " FNR " is none of file, type, line, reason")
	next
}
FNR == 1 { entry() }
{
	if (!match($0, /:[0-9]+: [A-Z]+:[A-Z0-9_]+: /)) {
		stop("not understood: " $0)
		next
	}
	patch = substr($0, 1, RSTART - 1)
	split(substr($0, RSTART + 1), parts, /:[ ]?/)
	source = look(patch, parts[1] + 0)
	said++
	for (i = 1; i <= entries; i++)
		if (files[i] == about && types[i] == parts[3] && index(source, texts[i]) > 0)
			break
	if (i <= entries)
		used[i]++
	else
		stop($0 "\n    " about ": " source)
}
END {
	if (said == 0)
		entry()
	for (i = 1; i <= entries; i++)
		if (!used[i] && !another)
			stop("this entry of checkpatch-allowed allows nothing: " files[i] ", " types[i] ", " texts[i])
	printf "%d lines of checkpatch.pl, by %d entries with a reason\n", said, entries
	exit bad
}' "$work/allowed" "$work/lines" >"$work/verdict" && status=0 || status=$?
cat "$work/verdict"
[ "$status" = 0 ] || fail "fix the patch, or give the line its reason in patches/$2/checkpatch-allowed"
echo "$(wc -l <"$work/patches") patches looked at"
