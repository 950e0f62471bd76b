#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# ensure-packages.sh [KIND…]
# Installs the Debian packages that cmake/packages.txt names and this machine
# lacks, and those of its lines "KIND package" that a few commands need beside
# them. Without root it prints the one line that would and exits 3.
set -eu

list=${HOOKMATRIX_PACKAGES:-$(dirname "$0")/packages.txt}

if ! command -v dpkg-query >/dev/null 2>&1; then
	echo "ensure-packages: this is not a Debian system (no dpkg-query)." >&2
	echo "Install the counterparts of the packages in $list and set HOOKMATRIX_NO_INSTALL=1." >&2
	[ "${HOOKMATRIX_NO_INSTALL:-0}" = 1 ] || exit 3
	exit 0
fi

missing=
while read -r first second; do
	case $first in ''|'#'*) continue ;; esac
	package=$first
	if [ -n "$second" ]; then
		case " $* " in *" $first "*) package=$second ;; *) continue ;; esac
	fi
	# ${Status} is dpkg's own format, not the shell's.
	# shellcheck disable=SC2016
	status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
	[ "$status" = "install ok installed" ] || missing="$missing $package"
done <"$list"

[ -n "$missing" ] || exit 0

line="apt-get install -y --no-install-recommends$missing"
if [ "${HOOKMATRIX_NO_INSTALL:-0}" = 1 ] || [ "$(id -u)" -ne 0 ]; then
	echo "Packages are missing. Install them with:" >&2
	echo "sudo $line" >&2
	exit 3
fi

echo "installing:$missing"
# Packages may run Python when they are installed; `make check` hides it.
PATH=$(echo "$PATH" | tr : '\n' | grep -v '/cmake/no-python$' | paste -sd :)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of package names
if ! { apt-get update && $line; } >"$log" 2>&1; then
	tail -n 40 "$log" >&2
	echo "ensure-packages: '$line' failed; the end of its output stands above." >&2
	exit 3
fi
