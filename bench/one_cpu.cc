// SPDX-License-Identifier: GPL-2.0
#include "bench/one_cpu.h"

#include <sched.h>

namespace bench {

int allowed_cpu(Cpu which)
{
	cpu_set_t allowed;
	int chosen = -1;

	if (::sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
		return -1;
	for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
		if (!CPU_ISSET(cpu, &allowed))
			continue;
		chosen = cpu;
		if (which == Cpu::first)
			break;
	}
	return chosen;
}

int stay_on_one_cpu(Cpu which)
{
	const int cpu = allowed_cpu(which);
	cpu_set_t one;

	if (cpu < 0)
		return -1;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	return ::sched_setaffinity(0, sizeof(one), &one) == 0 ? cpu : -1;
}

} // namespace bench
