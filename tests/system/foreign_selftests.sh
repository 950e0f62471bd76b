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
# shellcheck source=tests/system/selftests.sh
. "$source/tests/system/selftests.sh"
selftests_open "$source" build/source/tree bpf-lsm-list
mkdir "$work/objects"

grep -lE 'SEC\("\??lsm(\.s)?/' "$selftests"/progs/*.c >"$work/sources"
while read -r file; do
	compile_selftest "$work/objects/$(basename "$file" .c).o" -w "$file" || fail "$file does not compile"
done <"$work/sources"

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
[ "$loads" -ge 40 ] || fail "only $loads programs load on bpf-lsm-list: $(cat "$work/said.bpf-lsm-list")"
for object in lsm local_storage task_storage_nodeadlock test_deny_namespace test_lookup_key bprm_opts; do
	grep -q "^$object .* loads\$" "$work/answers.override" || fail "$object does not load on override: $(grep "^$object " "$work/answers.override")"
done
LC_ALL=C comm -13 "$work/answers.bpf-lsm-list" "$work/answers.override" >"$work/other"
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
