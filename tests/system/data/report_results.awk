# SPDX-License-Identifier: GPL-2.0
# Made-up results: three columns, an A/A pair, a cost below zero, a refused cell.
function cell(variant, stack, scenario, workload, boot, value, status, reason)
{
	printf "%s{\"variant\":\"%s\",\"dispatch\":\"-\",\"stack\":\"%s\",\"scenario\":\"%s\",\"workload\":\"%s\",\"counter\":\"instructions\"," \
	       "\"unit\":\"instructions/op\",\"accelerator\":\"tcg-icount\",\"boot\":%d,\"programs_attached\":%d,\"status\":\"%s\",\"reason\":\"%s\",\"samples\":[%s]}", \
	       comma, variant, stack, scenario, workload, boot, scenario == "idle" ? 0 : 1, status, reason, status == "ok" ? value : ""
	comma = ",\n"
}
BEGIN {
	count = split("pipe stat open_close fork_wait execve eventfd_write", workloads)
	printf "{\"schema_version\":1,\"context\":{\"set\":\"default\",\"command\":\"hookmatrix run\"},\"cells\":["
	for (i = 1; i <= count; i++) {
		name = workloads[i]
		base = 1000 * i
		cell("none", "-", "idle", name, 1, base, "ok", "")
		cell("none", "-", "idle", name, 2, base, "ok", "")
		cell("override", "-", "idle", name, 1, base + 40 * i - 100, "ok", "")
		cell("override", "-", "noop-1", name, 1, base + 47, "ok", "")
		cell("bpf-lsm", "bpf", "idle", name, 1, base + 7 * i, name == "execve" ? "skipped" : "ok", name == "execve" ? "not here & there" : "")
	}
	print "]}"
}
