#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# man_pages.sh SOURCE_DIR PROGRAM...
# The man pages say what --help says: every verb has a section, every long option
# stands in a section whose heading names the verb, every exit code is in the table.
# scdoc, when it is installed, takes the pages as they are.
set -eu

source=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

fail() {
	echo "$*" >&2
	status=1
}

# The long options and the verbs that a help lists.
options_of() {
	sed -n 's/^  \(-[A-Za-z],\)\{0,1\}\(--[a-z][a-z-]*\).*/\2/p' "$1"
}
verbs_of() {
	sed -n '/^Subcommands:/,$s/^  \([a-z][a-z-]*\) .*/\1/p' "$1"
}

# section PAGE VERB: what stands below the headings that name the verb.
section() {
	awk -v verb="$2" '
		/^#/ {
			inside = 0
			gsub(",", "")
			for (i = 2; i <= NF; i++)
				if ($1 == "##" && $i == verb)
					inside = 1
		}
		inside' "$1"
}

count=0
for program; do
	name=${program##*/}
	page=$source/docs/man/$name.1.scd
	"$program" --help >"$work/help"
	verbs=$(verbs_of "$work/help")
	[ -n "$verbs" ] || fail "$name: --help lists no verbs"
	for option in $(options_of "$work/help"); do
		grep -qE "^(\*-[A-Za-z]\*, )?\*$option\*" "$page" || fail "$page: $option is missing"
	done
	for verb in $verbs; do
		"$program" "$verb" --help >"$work/help"
		section "$page" "$verb" >"$work/section"
		[ -s "$work/section" ] || fail "$page: there is no section '## $verb'"
		for option in $(options_of "$work/help"); do
			count=$((count + 1))
			[ "$option" != --help ] || continue # stands once, above the verbs
			grep -qE "^(\*-[A-Za-z]\*, )?\*$option\*" "$work/section" || fail "$page: $verb: $option is missing"
		done
	done

	sed -n 's/^| *\([0-9][0-9]*\) | *\([^|]*[^ |]\) *| *\([^|]*[^ |]\) *|$/|  \1\n:  \2\n:  \3/p' \
		"$source/docs/exit-codes.md" >"$work/codes"
	[ -s "$work/codes" ] || fail "docs/exit-codes.md has no table"
	sed -n '/^# EXIT STATUS/,/^# EXAMPLES/p' "$page" | grep -A2 '^|  [0-9]' | grep -v '^--$' >"$work/table" || true
	diff "$work/codes" "$work/table" || fail "$page: the table of EXIT STATUS is not that of docs/exit-codes.md"

	if command -v scdoc >/dev/null; then
		scdoc <"$page" >"$work/page" || fail "$page: scdoc does not take it"
		grep -q "^\.TH \"$name\" \"1\"" "$work/page" || fail "$page: this is not $name(1)"
	else
		echo "scdoc is not installed: $name.1 was not made"
	fi
done
[ "$count" -gt 50 ] || fail "only $count options found: has the form of --help changed?"
[ "$status" != 0 ] || echo "$count options of verbs stand in the man pages"
exit "$status"
