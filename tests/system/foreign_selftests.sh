#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# foreign_selftests.sh SOURCE_DIR HOOKMATRIX
# Objects for the BPF LSM that others wrote: those of the kernel's own selftests that have
# a program in a section lsm/ or lsm.s/. Compiled once, for the kernel of bpf-lsm, they are
# asked for on both: program by program the answer is the same, but for what the kernel
# without CONFIG_SECURITY has not got, which is named here. One of them is put in force.
# shellcheck disable=SC2016 # what other shells expand
set -eu

source=$1
hookmatrix=$2
tree=$source/build/source/tree
selftests=$tree/tools/testing/selftests/bpf
bpftool=$source/build/guest/bin/bpftool

fail() {
	echo "foreign_selftests.sh: $*" >&2
	exit 1
}

if [ ! -d "$selftests/progs" ] || [ ! -x "$bpftool" ]; then
	echo "skipped: the source that was built has no tools/ folder: no selftests, no bpftool"
	exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/include" "$work/objects"
"$bpftool" btf dump file "$source/build/kernels/bpf-lsm-list/vmlinux" format c >"$work/include/vmlinux.h"
cp /usr/include/bpf/bpf_helper_defs.h "$work/include/"

# Negative tests of the verifier alone have nothing to say here.
grep -lE 'SEC\("\??lsm(\.s)?/' "$selftests"/progs/*.c >"$work/sources"
xargs -P 2 -I @ sh -c 'clang -target bpf -mcpu=v3 -O2 -g -w -D__TARGET_ARCH_x86 -I"$1/include" -I"$2" -I"$3/tools/lib" \
	-I"$3/tools/include/uapi" -idirafter "/usr/include/$(gcc -print-multiarch)" -c "$4" -o "$1/objects/$(basename "$4" .c).o"' \
	- "$work" "$selftests" "$tree" @ <"$work/sources" || fail "a selftest does not compile"

# Not on override: IMA and asymmetric keys need CONFIG_SECURITY.
cat >"$work/absent" <<'END'
ima bprm_committed_creds verifier-refused
ima bprm_creds_for_exec verifier-refused
ima kernel_read_file verifier-refused
test_kfunc_dynptr_param dynptr_data_null symbol-absent
test_kfunc_dynptr_param not_ptr_to_stack symbol-absent
test_kfunc_dynptr_param not_valid_dynptr symbol-absent
test_verify_pkcs7_sig bpf symbol-absent
END

# OBJECT PROGRAM loads|CAUSE, a line each.
set --
for object in "$work"/objects/*.o; do
	set -- "$@" --file "$object:/o/${object##*/}"
done
for kernel in bpf-lsm-list override; do
	"$hookmatrix" exec --variant $kernel --append lsm=bpf --timeout 300 "$@" -- sh -c \
		'for o in /o/*.o; do echo "== $o"; hookload check "$o" 2>&1; done; true' >"$work/said.$kernel" || fail "$kernel did not answer"
	awk '/^== / { object = $2; gsub(/.*\/|\.o$/, "", object); next }
		/^  [a-zA-Z0-9_]+ \([^ ]*\): loads/ { print object, $1, "loads"; next }
		/^  [a-zA-Z0-9_]+ \([^ ]*\): \[/ { cause = $3; gsub(/[][]/, "", cause); print object, $1, cause; next }
		match($0, /error\[[a-z-]*\]/) { print object, "-", substr($0, RSTART + 6, RLENGTH - 7) }' "$work/said.$kernel" | LC_ALL=C sort >"$work/answers.$kernel"
done
loads=$(grep -c ' loads$' "$work/answers.bpf-lsm-list") || :
[ "$loads" -ge 35 ] || fail "only $loads programs load on bpf-lsm-list: $(cat "$work/said.bpf-lsm-list")"
for object in lsm local_storage task_storage_nodeadlock test_deny_namespace test_lookup_key bprm_opts; do
	grep -q "^$object .* loads\$" "$work/answers.override" || fail "$object does not load on override: $(grep "^$object " "$work/answers.override")"
done
LC_ALL=C join -v 2 -t '#' "$work/answers.bpf-lsm-list" "$work/answers.override" >"$work/other"
LC_ALL=C sort "$work/absent" | cmp - "$work/other" || fail "other answers on override than those that are known: $(diff "$work/absent" "$work/other")"

# A policy of theirs: user namespaces are for those with CAP_SYS_ADMIN.
cat >"$work/expected" <<'END'
loaded: root may
unloaded: root may
unloaded: a user may
END
for kernel in bpf-lsm-list override; do
	"$hookmatrix" exec --variant $kernel --append lsm=bpf --file "$work/objects/test_deny_namespace.o:/deny.o" -- sh -c \
		'try() { unshare -U true && echo "$1: root may"; su user -s /bin/sh -c "unshare -U true" 2>/dev/null && echo "$1: a user may"; }
		hookload load /deny.o >/dev/null && try loaded; hookload unload deny && try unloaded' >"$work/userns" || fail "$kernel does not load test_deny_namespace"
	cmp "$work/expected" "$work/userns" || fail "test_deny_namespace on $kernel: $(cat "$work/userns")"
done
echo "$(wc -l <"$work/sources") objects of others, $loads programs of which load on bpf-lsm-list; $(wc -l <"$work/absent") answers differ on override, for want of IMA and keys"
