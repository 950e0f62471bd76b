// SPDX-License-Identifier: GPL-2.0
//
// guest-bpf-count: what BPF objects the kernel has, "programs 0, maps 0, links 0".
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace {

// By walking the ids; -1 when that is not permitted.
int count(int command)
{
	union bpf_attr attributes {};
	int found = 0;

	while (::syscall(SYS_bpf, command, &attributes, sizeof(attributes)) == 0) {
		++found;
		attributes.start_id = attributes.next_id;
	}
	return errno == ENOENT ? found : -1;
}

} // namespace

int main()
{
	std::printf("programs %d, maps %d, links %d\n", count(BPF_PROG_GET_NEXT_ID), count(BPF_MAP_GET_NEXT_ID),
		    count(BPF_LINK_GET_NEXT_ID));
	return 0;
}
