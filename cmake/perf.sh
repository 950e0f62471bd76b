#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# perf.sh HOOKMATRIX OUTPUT JOBS
# Makes OUTPUT/perf, the perf of the kernel's own source, for the workloads perf_*: the
# program alone, static, of what its benchmarks need. Nothing is done where it is that of
# this source.
set -eu

hookmatrix=$1
output=$2
jobs=$3

tree=$("$hookmatrix" source)
identity=$(cat "$tree/.hookmatrix-identity")
made_of=$(echo "$identity" | cat - "$0" | sha256sum)
if [ -x "$output/perf" ] && [ "$(cat "$output/made-of" 2>/dev/null)" = "$made_of" ]; then
	exit 0
fi

without="LIBELF LIBBPF LIBPERL LIBPYTHON JEVENTS LIBTRACEEVENT SLANG GTK2 LIBNUMA LIBAUDIT LIBUNWIND LIBCRYPTO LIBCAP LIBZSTD
	LZMA ZLIB LIBDW_DWARF_UNWIND DWARF LIBPFM4 LIBDEBUGINFOD SDT BPF_SKEL AUXTRACE DEMANGLE CORESIGHT CAPSTONE"
switches=
for part in $without; do
	switches="$switches NO_$part=1"
done

echo "building the kernel's perf"
mkdir -p "$output"
rm -rf "$output/objects"
mkdir "$output/objects"
# shellcheck disable=SC2086 # a list of settings
if ! make -C "$tree/tools/perf" O="$output/objects" -j"$jobs" LDFLAGS=-static \
	EXTRA_CFLAGS="-ffile-prefix-map=$tree=. -ffile-prefix-map=$output/objects=." $switches perf >"$output/build.log" 2>&1; then
	tail -n 20 "$output/build.log" >&2
	echo "perf.sh: perf does not build from $tree; the whole log is $output/build.log. Without it the workloads perf_* are skipped." >&2
	exit 5
fi
strip -o "$output/perf.partial" "$output/objects/perf"
mv "$output/perf.partial" "$output/perf"
rm -rf "$output/objects"
echo "$made_of" >"$output/made-of"
