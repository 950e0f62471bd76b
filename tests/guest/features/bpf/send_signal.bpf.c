// SPDX-License-Identifier: GPL-2.0
/*
 * A signal for the caller, by number.
 */
#include "feature.h"

CALLED("lsm/task_prctl", signal)
{
	return b ? bpf_send_signal_thread(a) : bpf_send_signal(a);
}
