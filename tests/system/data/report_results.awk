# SPDX-License-Identifier: GPL-2.0
# Made-up results with something for every chapter: several dispatches and stacks, an A/A
# pair, a cost below zero, two modes, a refused cell; events of one workload and prices but
# with -v plain=1.
function cell(variant, dispatch, stack, scenario, workload, boot, samples, status, reason)
{
	counted("instructions", variant, dispatch, stack, scenario, workload, boot, samples, status, reason)
}
function counted(counter, variant, dispatch, stack, scenario, workload, boot, samples, status, reason)
{
	printf "%s{\"variant\":\"%s\",\"dispatch\":\"%s\",\"stack\":\"%s\",\"scenario\":\"%s\",\"workload\":\"%s\",\"counter\":\"%s\"," \
	       "\"unit\":\"%s/op\",\"accelerator\":\"tcg-icount\",\"boot\":%d,\"programs_attached\":%d,\"status\":\"%s\",\"reason\":\"%s\",\"samples\":[%s]}", \
	       comma, variant, dispatch, stack, scenario, workload, counter, counter, boot, scenario == "idle" ? 0 : 1, status, reason, status == "ok" ? samples : ""
	comma = ",\n"
}
# Of pipe: what a kernel has of each, by its place; lines of data are never exact.
function events(variant, dispatch, stack, scenario, place)
{
	for (i_event = split("kernel-instructions calls returns retpolines taken-jumps not-taken-jumps jumps loads stores code-lines data-lines", event); i_event > 0; i_event--) {
		count_of = event[i_event] == "retpolines" ? place - 1 : 10 * (12 - i_event) + 3 * place * place
		counted(event[i_event], variant, dispatch, stack, scenario, "pipe", 1, \
			event[i_event] == "data-lines" ? count_of "," count_of + 1 "," count_of + 2 "," count_of : count_of, "ok", "")
	}
}
function price(name, kind, from, ns)
{
	printf "%s{\"name\":\"%s\",\"kind\":\"%s\",\"from\":\"%s\",\"meaning\":\"what %s is\",\"ns\":{\"median\":%s},\"events\":%s}", price_comma, name, kind, from, name, ns, \
	       kind == "dispatch" ? "{\"kernel-instructions\":10,\"calls\":1,\"returns\":1,\"loads\":1,\"stores\":1}" : "null"
	price_comma = ","
}
# Of a CPU that nobody made.
function prices()
{
	printf ",\"prices\":{\"schema_version\":1,\"program\":\"hooklab\",\"context\":{\"cpu\":\"Made Up 1\",\"conditions\":[{\"name\":\"load\",\"value\":\"9\"," \
	       "\"warning\":\"the machine does other work\",\"hint\":\"wait until it is idle\"}]},\"prices\":["
	for (i = split("add_apart load_apart store gate jump_not_taken jump_taken jump call_direct call_indirect call_not_skipped call_skipped " \
		       "call_retpoline deep_trampoline_paired deep_trampoline_stock", mechanisms); i > 0; i--)
		price(mechanisms[i], "part", "first-cache", i * i)
	for (i = split("first-cache second-cache memory", places); i > 0; i--) {
		price("code_lines", "lines", places[i], 2 * i * i)
		price("data_lines", "lines", places[i], 3 * i * i)
	}
	price("list_1", "dispatch", "first-cache", 90)
	price("list_1", "dispatch", "memory", -80.12)
	printf "]}"
}
function context()
{
	printf "\"set\":\"default\",\"command\":\"hookmatrix run\",\"kernels\":{"
	printf "\"none\":{\"release\":\"6.12.117\",\"metadata\":{\"size\":{\"text\":1000,\"data\":100}},\"hooks\":{\"deny\":0}},"
	printf "\"override\":{\"release\":\"6.12.117\",\"metadata\":{\"size\":{\"text\":1100,\"data\":100}},\"hooks\":{\"deny\":190,\"observe\":66}}},"
	printf "\"census\":{\"version\":\"6.12.117\",\"hooks\":271,\"lsms\":{"
	for (i = 1; i <= 12; i++)
		printf "%s\"lsm%d\":%d", (i > 1 ? "," : ""), i, 300 - 20 * i
	printf "}},\"conformance\":[{\"kernel\":\"override\",\"status\":\"ok\",\"triggers\":141,\"told\":30,\"hooks\":256,\"failures\":0,\"verdicts\":{}}],"
	printf "\"loads\":[{\"variant\":\"override\",\"dispatch\":\"gate\",\"stack\":\"-\",\"scenario\":\"noop-1\",\"programs\":1"
	for (i = split("open probe load attach", parts); i > 0; i--)
		printf ",\"%s\":{\"clock_ns\":%d,\"cpu_ns\":%d}", parts[i], i * 1000000, i * 900000
	printf "}],\"explained\":[{\"workload\":\"pipe\",\"a\":\"override\",\"b\":\"override/noop-1\",\"status\":\"ok\",\"explained\":{" \
	       "\"a\":{\"cell\":\"override idle\",\"kernel\":10},\"b\":{\"cell\":\"override noop-1\",\"kernel\":57},\"kernel_difference\":47," \
	       "\"unexplained\":0,\"calls\":[{\"function\":\"vfs_write\",\"depth\":1,\"a\":10,\"b\":57,\"differs\":true}]}}]"
	printf ",\"failed_boots\":[{\"boot\":\"bpf-lsm deny-wx\",\"reason\":\"the guest ended\",\"console\":[\"[    1.0] BUG: <none> | *\"]}]"
	if (!plain)
		prices()
}
BEGIN {
	count = split("pipe stat open_close fork_wait execve eventfd_write udp setuid prctl", workloads)
	dispatches = split("list static-call jump-table trampoline list-always static-call-always", dispatch)
	stacks = split("capability bpf selinux:enforcing,bpf apparmor:confined,bpf smack:rules,bpf tomoyo:learned,bpf landlock:1,bpf " \
		       "landlock:10,lockdown:integrity,yama:relational,loadpin:enforce,safesetid:allowlist,selinux:enforcing,tomoyo:learned,bpf,ipe:boot", stack)
	printf "{\"schema_version\":1,\"context\":{"
	context()
	printf "},\"cells\":["
	for (i = 1; i <= count; i++) {
		name = workloads[i]
		base = 1000 * i
		cell("none", "-", "-", "idle", name, 1, base, "ok", "")
		cell("none", "-", "-", "idle", name, 2, base, "ok", "")
		modes = base + 40 * i - 100
		cell("override", "gate", "-", "idle", name, 1, name == "fork_wait" ? modes "," modes + 90 "," modes + 95 : modes, "ok", "")
		for (n = 1; n <= 4; n *= 2)
			cell("override", "gate", "-", "noop-" n, name, 1, base + 40 * i - 100 + 47 * n, "ok", "")
		cell("override", "gate", "-", "audit", name, 1, base + 40 * i + 83, "ok", "")
		for (d = 1; d <= dispatches; d++)
			for (s = 1; s <= (d == 1 ? stacks : 3); s++) {
				refused = name == "execve" && d == 1 && s == 2
				cell("bpf-lsm", dispatch[d], stack[s], "idle", name, 1, base + 7 * i + 20 * s + d, refused ? "skipped" : "ok", \
				     refused ? "not here & there" : "")
				if (s == 2)
					for (n = 1; n <= 4; n *= 2)
						cell("bpf-lsm", dispatch[d], stack[s], "noop-" n, name, 1, base + 7 * i + 20 * s + d + 200 * n, "ok", "")
			}
	}
	if (!plain) {
		events("none", "-", "-", "idle", 1)
		events("override", "gate", "-", "idle", 2)
		events("bpf-lsm", "list", "bpf", "noop-1", 3)
	}
	print "]}"
}
