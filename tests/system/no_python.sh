#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# no_python.sh SOURCE_DIR HOOKMATRIX
# No Python is run: by what this script starts (a configuration of every
# variant), and by what has run so far under `make check`, which puts
# cmake/no-python first on PATH for the kernels and the tools as well.
set -eu

source=$1
hookmatrix=$2
stubs=$source/cmake/no-python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The stubs fail and leave a record: else this test could not fail.
HOOKMATRIX_PYTHON_RECORD=$work/proof PATH=$stubs:$PATH
export HOOKMATRIX_PYTHON_RECORD PATH
for name in python python2 python3; do
	if "$name" -c 'pass' 2>/dev/null; then
		echo "$name is not the stub of cmake/no-python" >&2
		exit 1
	fi
done
if [ "$(wc -l <"$work/proof")" -ne 3 ]; then
	echo "the stubs of cmake/no-python leave no record" >&2
	exit 1
fi

HOOKMATRIX_PYTHON_RECORD=$work/record
mkdir "$work/build"
ln -s "$source/build/source" "$work/build/source"
for variant in none override bpf-lsm; do
	HOOKMATRIX_BUILD=$work/build "$hookmatrix" config --variant "$variant"
done

for record in "$work/record" "$source/build/python-record"; do
	if [ -e "$record" ]; then
		echo "Python was run:" >&2
		cat "$record" >&2
		exit 1
	fi
done
echo "no Python was run"
