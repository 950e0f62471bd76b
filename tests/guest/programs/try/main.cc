// SPDX-License-Identifier: GPL-2.0
//
// guest-try CALL ARGUMENTS…: makes one system call that no applet makes, and prints
// "CALL: allowed" or "CALL: " and the error's name. Status 0 and 1; 2 when the call
// is not known, 3 when it could not be prepared. FD is the number of a descriptor
// that the caller left open.
#include <cstdio>
#include <cstring>

#include "tests/guest/programs/try/call.h"

int main(int argc, char **argv)
{
	for (const auto calls : {guest_try::file_calls(), guest_try::socket_calls(), guest_try::process_calls()}) {
		for (const guest_try::Call &call : calls) {
			if (argc < 2 || std::strcmp(argv[1], call.name) != 0 || argc - 2 != call.arguments)
				continue;
			const int error = call.make(argv + 2);
			std::printf("%s: %s\n", call.name, error == 0 ? "allowed" : ::strerrorname_np(error));
			return error == 0 ? 0 : 1;
		}
	}
	return 2;
}
