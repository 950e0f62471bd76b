#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# front_door.sh SOURCE_DIR HOOKMATRIX
# What somebody meets who types a command wrongly, or on a bare machine.
set -u

source=$1
hookmatrix=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# expect STATUS PATTERN COMMAND…: the command's status, and a line it prints.
expect() {
	want=$1
	pattern=$2
	shift 2
	"$@" >"$work/out" 2>&1
	got=$?
	if [ "$got" -ne "$want" ] || ! grep -Eq -e "$pattern" "$work/out"; then
		echo "'$*' gave $got (wanted $want), or no line like '$pattern':" >&2
		cat "$work/out" >&2
		failures=$((failures + 1))
	fi
}

for variant in none override override-6.1 bpf-lsm-list-6.1 bpf-lsm-list bpf-lsm-jump-table override-debug bpf-lsm-debug-list; do
	expect 2 "^ *$variant +[^ ]" "$hookmatrix" build --variant no-such-kernel
	expect 2 "^ *$variant +[^ ]" "$hookmatrix" build
	expect 0 "^ *$variant +[^ ]" "$hookmatrix" variants
done
expect 2 "bpf-lsm is not built with the dispatch 'gate'" "$hookmatrix" build --variant bpf-lsm --dispatch gate
expect 2 "bpf-lsm is not built with the dispatch 'jump-table' of Linux 6.1" "$hookmatrix" build --variant bpf-lsm --dispatch jump-table --kernel-version 6.1
expect 2 "override-debug is not built of Linux 6.1" "$hookmatrix" build --variant override-debug --kernel-version 6.1
expect 2 "choose one of 6.12, 6.1 " "$hookmatrix" build --all --kernel-version 6.2
expect 2 "choose one of 6.12, 6.1 " "$hookmatrix" census --kernel-version 6.2
expect 2 "exclude each other" "$hookmatrix" config --variant override --kernel-version 6.1 --fragment bpf-lsm
expect 0 "kernels/bpf-lsm-list-6.1/bzImage" "$hookmatrix" exec --variant bpf-lsm --kernel-version 6.1 -n -- true
expect 2 'exclude each other' "$hookmatrix" config --variant override --fragment bpf-lsm
expect 2 'exclude each other' "$hookmatrix" config --variant bpf-lsm --fragment override
expect 2 'known are selinux:enforcing' "$hookmatrix" exec --variant bpf-lsm --stack selinux:strict,bpf -n -- true
expect 0 'lsm=yama,selinux,bpf enforcing=0' "$hookmatrix" exec --variant bpf-lsm --stack yama,selinux:enforcing,bpf -n -- true
# A kernel that does not have what was asked for boots, and is an error.
expect 125 "the guest has the stack '-' where 'yama,bpf' was asked for" "$hookmatrix" exec --variant none --accel tcg --stack yama,bpf -- true
expect 2 '' "$hookmatrix" no-such-verb
expect 0 'make matrix' make -C "$source" help

# Packages that cannot be fetched, from which policies of LSMs are made.
mkdir "$work/bin"
printf '#!/bin/sh\necho no network >&2\nexit 100\n' >"$work/bin/apt-get"
chmod +x "$work/bin/apt-get"
expect 3 'cannot fetch the package selinux-policy-default' env PATH="$work/bin:$PATH" XDG_CACHE_HOME="$work/cache" \
	sh "$source/cmake/lsm-policies.sh" "$source/matrix/lsm/data" "$work/lsm" "$work/packages"

# A package that no Debian has: without root, the one line to run and status 3.
echo hookmatrix-no-such-package >"$work/packages.txt"
expect 3 '^sudo apt-get install .*hookmatrix-no-such-package' \
	env HOOKMATRIX_NO_INSTALL=1 HOOKMATRIX_PACKAGES="$work/packages.txt" sh "$source/cmake/ensure-packages.sh"

# make matrix goes on without perf, reports a run in which cells failed (11), what there is
# of one that was interrupted (13), and none that did not come to an end.
cat >"$work/hookmatrix" <<'END'
#!/bin/sh
case $1 in
run)
	[ "$RUN_STATUS" = wait ] || exit "$RUN_STATUS"
	trap 'kill $!; exit 13' INT
	echo "the run waits"
	sleep 30 & wait $!
	;;
report)
	shift
	echo "a report of it: $*"
	;;
*) exit 3 ;;
esac
END
chmod +x "$work/hookmatrix"
for status in 0 11; do
	want=$([ "$status" = 0 ] && echo 0 || echo 2) # of make
	for line in 'going on without perf' 'a report of it'; do
		expect "$want" "$line" env RUN_STATUS=$status make -C "$source" -o tools -o kernels-default HOOKMATRIX="$work/hookmatrix" matrix
	done
done
partial="a report of it: .*/build/report/matrix\.partial\.json --output .*/build/report/partial$"
expect 2 "$partial" env RUN_STATUS=13 make -C "$source" -o tools -o kernels-default HOOKMATRIX="$work/hookmatrix" matrix
# Ctrl-C reaches make, its shell and the run alike, and the part is reported nevertheless.
setsid env --default-signal=INT RUN_STATUS=wait make -C "$source" -o tools -o kernels-default HOOKMATRIX="$work/hookmatrix" matrix >"$work/out" 2>&1 &
waiting=$!
tries=0
until grep -q 'the run waits' "$work/out" || [ $((tries += 1)) -gt 600 ]; do sleep 0.1; done
kill -INT "-$waiting"
wait "$waiting" && failures=$((failures + 1))
grep -q "$partial" "$work/out" || { echo "Ctrl-C leaves no report of the part:" >&2; cat "$work/out" >&2; failures=$((failures + 1)); }
expect 2 'Error 6' env RUN_STATUS=6 make -C "$source" -o tools -o kernels-default HOOKMATRIX="$work/hookmatrix" matrix
grep -q 'a report of it' "$work/out" && failures=$((failures + 1))

[ "$failures" -eq 0 ] && echo "the front door holds"
exit "$failures"
