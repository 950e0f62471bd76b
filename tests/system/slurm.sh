#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# slurm.sh SOURCE_DIR HOOKMATRIX
# The same boots on this machine and on a Slurm cluster of two nodes, of which one is lost in
# the middle: cell by cell the same figures. Interrupted, it goes on where it was. The cluster is
# the test's own, on loopback.
set -eu

source=$1
hookmatrix=$2

if [ "$(id -u)" -ne 0 ]; then
	echo "skipped: nodes that can be lost are process namespaces of their own, which needs root"
	exit 77
fi
sh "$source/cmake/ensure-packages.sh" slurm-test
work=$(mktemp -d)
started=

fail() {
	echo "$*" >&2
	tail -n 15 "$work"/*.log >&2 2>/dev/null
	exit 1
}

stop() {
	for pid in $started ${run:-}; do
		kill -KILL "$pid" 2>/dev/null || :
	done
	wait 2>/dev/null || :
	rm -rf "$work"
}
trap stop EXIT

# A key, a controller, and two nodes, each of which dies with all that it runs.
port=$((20000 + $$ % 20000))
mkdir "$work/state" "$work/spool.node1" "$work/spool.node2"
dd if=/dev/urandom of="$work/munge.key" bs=1024 count=1 2>/dev/null
chmod 400 "$work/munge.key"
cat >"$work/slurm.conf" <<CONF
ClusterName=hookmatrix
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$port
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
CredType=cred/munge
SlurmUser=root
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool.%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.%n.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SlurmdTimeout=10
ReturnToService=2
MaxArraySize=5
NodeName=node1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=1 State=UNKNOWN
NodeName=node2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=1 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
SLURM_CONF=$work/slurm.conf
export SLURM_CONF
munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munged.pid" --seed-file="$work/munge.seed" \
	--log-file="$work/munged.log" >"$work/munged.out" 2>&1 &
started="$started $!"
i=0
while [ ! -S "$work/munge.socket" ] && [ $((i += 1)) -lt 100 ]; do sleep 0.1; done
slurmctld -D >"$work/slurmctld.out" 2>&1 &
started="$started $!"
node() {
	unshare --pid --fork --kill-child --mount-proc slurmd -D -N "$1" >"$work/$1.out" 2>&1 &
	started="$started $!"
	last=$!
}
node node1
node node2
lost=$last
i=0
until [ "$(sinfo --noheader --Node --format=%t 2>/dev/null | grep -c idle)" = 2 ]; do
	[ $((i += 1)) -lt 60 ] || fail "the cluster does not come up: $(sinfo 2>&1)"
	sleep 1
done

# Two kernels, seven boots, few workloads.
cat >"$work/set.toml" <<'SET'
schema_version = 1
name = "slurm"
description = "boots for a cluster"
workloads = ["getppid", "pipe", "open_close", "stat", "mprotect"]
[[group]]
variant = "none"
dispatch = "-"
stacks = ["-"]
scenarios = ["idle"]
boots = 3
[[group]]
variant = "override"
dispatch = "gate"
stacks = ["-"]
scenarios = ["idle", "noop-1"]
boots = 2
SET
for where in here there cut; do
	mkdir "$work/$where"
	for part in kernels guest host source; do
		ln -s "$source/build/$part" "$work/$where/$part"
	done
done
HOOKMATRIX_BUILD=$work/here "$hookmatrix" run --set "$work/set.toml" --jobs 2 --output "$work/here.json" >"$work/here.log" 2>&1 || fail "the local run failed"

HOOKMATRIX_BUILD=$work/there "$hookmatrix" run --set "$work/set.toml" --engine slurm --copy-in "$work/copies" --output "$work/there.json" >"$work/there.log" 2>&1 &
run=$!
i=0
until squeue --noheader --states=RUNNING --format=%N | grep -q node2 && grep -q . "$work/there.log"; do
	[ $((i += 1)) -lt 300 ] || fail "node2 has nothing to do"
	sleep 0.2
done
kill -KILL "$lost"
status=0
wait "$run" || status=$?
[ "$status" -eq 0 ] || fail "the run on the cluster ended with status $status"
grep -q 'its node was lost' "$work/there.log" || fail "no boot was done again: $(cat "$work/there.log")"
grep -q '7 boots done' "$work/there.log" || fail "not all boots were done: $(cat "$work/there.log")"

for where in here there; do
	"$hookmatrix" report "$work/$where.json" --format csv --stdout >"$work/$where.csv" 2>"$work/report.log" || fail "no table"
	# Without the column of the node.
	sed 's/,[^,]*$//' "$work/$where.csv" >"$work/$where.cells"
done
cmp "$work/here.cells" "$work/there.cells" || fail "the figures differ: $(diff "$work/here.cells" "$work/there.cells" | head)"
[ "$(grep -c ',node[12].$' "$work/there.csv")" = "$(($(wc -l <"$work/there.csv") - 1))" ] || fail "a row does not say its node"
# What a lost node had begun to copy has a longer name.
[ "$(find "$work/copies" -type f -name '*-bzImage' | wc -l)" = 2 ] || fail "the kernels were not copied in: $(ls "$work/copies")"

# What is finished is not submitted again.
HOOKMATRIX_BUILD=$work/there "$hookmatrix" run --set "$work/set.toml" --engine slurm --output "$work/again.json" >"$work/again.log" 2>&1 || fail "it does not run again"
grep -q '0 boots done, 7 kept' "$work/again.log" || fail "boots were done again: $(cat "$work/again.log")"

# Interrupted, its jobs leave the queue, what is finished is kept, and the next run does the rest.
set -- run --set "$work/set.toml" --engine slurm --output "$work/cut.json"
HOOKMATRIX_BUILD=$work/cut "$hookmatrix" "$@" >"$work/cut.log" 2>&1 &
run=$!
i=0
until grep -q '^\[ 1/7\]' "$work/cut.log" && squeue --noheader --states=RUNNING --format=%N | grep -q .; do
	[ $((i += 1)) -lt 600 ] || fail "no boot is finished: $(cat "$work/cut.log")"
	sleep 0.2
done
kill -TERM "$run"
status=0
wait "$run" || status=$?
[ "$status" -eq 13 ] || fail "interrupted, the run ended with status $status: $(cat "$work/cut.log")"
# One that was just launched is completing until its node gives it up: KillWait, 30 seconds.
i=0
while squeue --noheader --me | grep -q .; do
	[ $((i += 1)) -lt 450 ] || fail "jobs are left in the queue: $(squeue)"
	sleep 0.2
done
[ -s "$work/cut.partial.json" ] || fail "the part of the results is not kept"
[ ! -e "$work/cut.json" ] || fail "the part of the results is kept as the whole"
HOOKMATRIX_BUILD=$work/cut "$hookmatrix" "$@" >"$work/cut.log" 2>&1 || fail "it does not go on: $(cat "$work/cut.log")"
grep -q '[1-6] boots done, [1-6] kept' "$work/cut.log" || fail "it did not go on where it was: $(cat "$work/cut.log")"
"$hookmatrix" report "$work/cut.json" --format csv --stdout 2>"$work/report.log" | sed 's/,[^,]*$//' >"$work/cut.cells"
cmp "$work/here.cells" "$work/cut.cells" || fail "the figures differ after an interruption: $(diff "$work/here.cells" "$work/cut.cells" | head)"
echo "a cluster of two nodes, one of them lost, counts what one machine counts, in one go and in two"
