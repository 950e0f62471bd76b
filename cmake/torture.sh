#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# torture.sh HOOKMATRIX VARIANT CYCLES SECONDS [SEED]
# On a debug kernel: objects that programs refuse while they are made, then
# programs on all hooks, on and off, while everything else goes on
# (docs/torture.md). Leaves build/torture/VARIANT/: torture.json, console.log.
set -eu

hookmatrix=$1
variant=$2
cycles=$3
seconds=$4
seed=${5:-0}

cd "$(dirname "$0")/.."
# The kernel's folder: a variant with several dispatches names none of them.
kernel=$("$hookmatrix" build --variant "$variant" 2>/dev/null | sed 's/ (unchanged)$//')
guest=build/guest
out=build/torture/$variant
mkdir -p "$out"
: >"$out/console.log"

# in_guest TIMEOUT OPTION… -- COMMAND…: what it prints is passed on; what the
# kernel says goes to console.log.
in_guest() {
	limit=$1
	shift
	# Processors take turns on a host that has other work: no lockup.
	"$hookmatrix" exec --variant "$variant" --memory 3072 --timeout "$limit" --silence 3000 --console \
		--append watchdog_thresh=60 --append rcupdate.rcu_cpu_stall_timeout=300 \
		--append sysctl.kernel.hung_task_timeout_secs=1800 "$@" 2>>"$out/console.log"
}

complain() {
	tail -n 60 "$out/console.log" >&2
	echo "torture.sh: $1 failed on $variant; the kernel's last words stand above, all of them in $out/console.log" >&2
	exit 1
}

echo "$variant: objects that are refused while they are made"
in_guest 7200 --append lsm=selinux,bpf --file "$guest/tests/hookalloc" --file "$guest/tests/each_hook.bpf.o" \
	--file "$kernel/modules/overlay.ko:/overlay.ko" -- \
	sh -c 'insmod /overlay.ko && hookalloc --times 4000 /each_hook.bpf.o' || complain "refusing objects"

echo "$variant: $cycles attachments, at most $seconds seconds"
in_guest $((seconds + 3600)) --cpus 4 --append lsm=bpf --file "$guest/tests/hooktorture" --results "$out" -- \
	hooktorture --need-faults --cycles "$cycles" --seconds "$seconds" --seed "$seed" \
	--output /results/torture.json /policies/noop_all.bpf.o /policies/noop_1.bpf.o || complain "the torture run"
echo "$variant: the counts are in $out/torture.json"
