#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# native.sh SOURCE_DIR HOOKMATRIX HOOKBENCH
# From hookbench on the machine at hand, whatever kernel it has, to a report and a comparison
# of two kernels. The other kernels and boots are made up from its files: nothing is booted,
# and no figure is looked at.
set -eu

hookmatrix=$2
hookbench=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	cat "$work/said" >&2
	echo "$*" >&2
	exit 1
}

# expect STATUS ARGUMENT…: of hookmatrix
expect() {
	wanted=$1
	shift
	status=0
	"$hookmatrix" "$@" >"$work/said" 2>&1 || status=$?
	[ "$status" = "$wanted" ] || fail "hookmatrix $* ended with status $status, not $wanted"
}

said() {
	grep -qE -e "$1" "$work/said" || fail "it does not say '$1'"
}

cd "$work"
"$hookbench" run --counter nanoseconds --samples 5 --output here.json getppid eventfd_write >said 2>&1 || fail "hookbench failed"
if grep -q '"status":"skipped"' here.json; then
	echo "this machine has no time of its own"
	exit 77
fi

# Neither report nor compare takes it for results, and both say what does.
expect 4 report here.json --stdout
said 'hookmatrix import'
expect 2 compare here.json here.json
said 'hookmatrix import'

# as FILE RELEASE BOOT LSMS: the file of another kernel and boot.
as() {
	sed -e "s/\"release\":\"[^\"]*\"/\"release\":\"$2\"/; s/\"boot_id\":\"[^\"]*\"/\"boot_id\":\"$3\"/" \
		-e "s/\"lsm\":[^,}]*/\"lsm\":$4/; s/\"securityfs\":[a-z]*/\"securityfs\":true/" \
		-e "s/\"hooks_shown\":[a-z]*/\"hooks_shown\":true/; s/\"hook_programs\":[^,}]*/\"hook_programs\":0/" here.json >"$1"
}
as override-1.json 6.12.117-override o1 null
as override-2.json 6.12.117-override o2 null
as override-again.json 6.12.117-override o2 null
as lsm-1.json 6.12.117-bpf-lsm-trampoline l1 '"capability'
sed -i 's/"lsm":"capability/"lsm":"capability,bpf"/' lsm-1.json
as other.json 6.12.43+deb13-amd64 d1 null

# Which kernel, which boot.
expect 0 import --output native.json override-1.json lsm-1.json override-2.json
said '^override gate - idle: 2 boots$'
said '^bpf-lsm trampoline bpf idle: 1 boot$'
expect 0 import --output again.json override-2.json override-again.json
said 'of one boot, and count as one'
expect 4 import --output other.out other.json
said 'configuration-unknown.*other.json'
[ ! -e other.out ] || fail "a refused import left results"
expect 0 import --output other.out --variant debian other.json
said '^debian - - idle: 1 boot$'
expect 4 import --output x.out --scenario noop-1 override-1.json
said 'configuration-contradicted'
sed 's/"cpu":"[^"]*"/"cpu":"Another CPU"/' override-1.json >other-cpu.json
expect 12 import --output x.out override-2.json other-cpu.json
said 'cpus-differ'

# Reports: what the machine was like, and nothing is taken for equal or for different that is not.
expect 0 report native.json --output report
said 'too few boots'
for file in report/matrix.md report/index.html report/matrix.txt; do
	cp "$file" said
	said 'hookbench ran on each of them'
done
cp report/matrix.md said
said 'Condition governor'
said 'Interrupts of the measured CPU'
said 'Boots of override idle'
# The same boot is not two, wherever its files come from.
expect 4 report native.json again.json --stdout --format csv
said 'same-boot'
"$hookmatrix" import --output cpu.json other-cpu.json >said 2>&1 || fail "no results of another CPU"
expect 12 report native.json cpu.json --stdout --format csv
said 'cpus-differ'
expect 2 compare native.json cpu.json
said 'cpus-differ'

# Two kernels of one file; two boots and one show nothing.
expect 0 compare --from override --to bpf-lsm-trampoline native.json
said '^OLD is override, NEW is bpf-lsm-trampoline\.$'
said '2 too few samples'
expect 2 compare --from override --to bpf-lsm-list native.json
said 'cell-unknown'
expect 2 compare --from override native.json
expect 2 compare native.json
