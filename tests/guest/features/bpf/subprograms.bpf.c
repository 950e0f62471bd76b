// SPDX-License-Identifier: GPL-2.0
/*
 * Functions that the verifier checks by themselves, one with the program's context.
 */
#include "feature.h"

#define __arg_ctx __attribute__((btf_decl_tag("arg:ctx")))

/* Memory of the caller, read in a function of its own. */
__attribute__((noinline)) int twice(int number)
{
	return 2 * number;
}

__attribute__((noinline)) long argument(__u64 *ctx __arg_ctx)
{
	__u64 value = 0;

	bpf_get_func_arg(ctx, 1, &value);
	return value;
}

CALLED("lsm/task_prctl", call)
{
	state.value[0] = twice(b);
	state.value[1] = argument(ctx);
	return 0;
}
