#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# debian_values.sh SOURCE_DIR: every line of the sections on machine code says
# what Debian's amd64 kernel says: base.config's that of 6.12; what is left of it
# when kernel-6.1.config was read, and that one's own, that of 6.1.
set -eu

fragments=$1/kconfig-fragments
data=$1/tests/system/data
status=0

# section FRAGMENT: its lines
section() {
	awk '/^# --- Machine code/ {on = 1; next} /^# --- / {on = 0} on' "$fragments/$1.config" |
		grep -E '^(CONFIG_|# CONFIG_.* is not set)'
}

# symbol: of lines, what they set
symbol() {
	sed 's/^# //; s/[= ].*//'
}

# compare FRAGMENT DEBIAN [LATER]: not of what the fragment LATER sets anew.
compare() {
	count=0
	section "$1" >lines
	: >later
	[ -z "${3:-}" ] || grep -E '^(CONFIG_|# CONFIG_.* is not set)' "$fragments/$3.config" | symbol >later
	while read -r line; do
		name=$(echo "$line" | symbol)
		! grep -qxF "$name" later || continue
		count=$((count + 1))
		grep -qxF "$line" "$data/$2" && continue
		# What a release does not know at all, it cannot have.
		case $line in "# "*) grep -qwF "$name" "$data/$2" || continue ;; esac
		echo "$1.config has '$line', which Debian's kernel does not ($2)" >&2
		status=1
	done <lines
	echo "$1.config, $2: $count values compared"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

compare base debian-6.12.117-amd64.config
[ "$count" -ge 50 ] || { echo "only $count lines found in the section: has its heading changed?" >&2; status=1; }
compare base debian-6.1.192-amd64.config kernel-6.1
[ "$count" -ge 40 ] || { echo "only $count lines of base.config are left for 6.1" >&2; status=1; }
compare kernel-6.1 debian-6.1.192-amd64.config
[ "$count" -ge 10 ] || { echo "only $count lines found in the section: has its heading changed?" >&2; status=1; }
exit "$status"
