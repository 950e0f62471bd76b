#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# no_python.sh HOOKMATRIX [VERB ARGUMENT…]
# Runs hookmatrix with a PATH in which every Python fails and leaves a record;
# by default the configuration of the control.
set -eu

hookmatrix=$1
shift
[ $# -gt 0 ] || set -- config --variant none
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in python python2 python3; do
	# The words are for the script that is written.
	# shellcheck disable=SC2016
	printf '#!/bin/sh\necho "$0 $*" >>%s\nexit 99\n' "'$work/record'" >"$work/$name"
	chmod +x "$work/$name"
done
PATH=$work:$PATH "$hookmatrix" "$@"
if [ -e "$work/record" ]; then
	echo "Python was run:" >&2
	cat "$work/record" >&2
	exit 1
fi
echo "no Python was run"
