// SPDX-License-Identifier: GPL-2.0
/*
 * Text made and read in a program.
 */
#include "feature.h"

CALLED("lsm/task_prctl", text)
{
	static const char twelve[] = "12 monkeys";
	unsigned long unsigned_number = 0;
	long number = 0;

	state.value[0] = BPF_SNPRINTF(state.text, sizeof(state.text), "%lu of %s at %d", a, twelve, -5);
	state.value[1] = bpf_strtol(twelve, sizeof(twelve), 10, &number);
	state.value[2] = number;
	state.value[3] = bpf_strtoul("ff", 2, 16, &unsigned_number);
	state.value[4] = unsigned_number;
	state.value[5] = bpf_strncmp(state.text, 2, "7 ");
	return 0;
}
