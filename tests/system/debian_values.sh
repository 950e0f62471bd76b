#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# debian_values.sh SOURCE_DIR: every line of base.config's section on machine
# code says what Debian's amd64 kernel says.
set -eu

fragment=$1/kconfig-fragments/base.config
debian=$1/tests/system/data/debian-6.12.117-amd64.config
lines=$(awk '/^# --- Machine code/ {on = 1; next} /^# --- / {on = 0} on' "$fragment" |
	grep -E '^(CONFIG_|# CONFIG_.* is not set)')

count=0
status=0
old_ifs=$IFS
IFS='
'
for line in $lines; do
	count=$((count + 1))
	if ! grep -qxF "$line" "$debian"; then
		echo "base.config has '$line', which Debian's kernel does not" >&2
		status=1
	fi
done
IFS=$old_ifs

if [ "$count" -lt 50 ]; then
	echo "only $count lines found in the section: has its heading changed?" >&2
	status=1
fi
echo "$count values compared"
exit "$status"
