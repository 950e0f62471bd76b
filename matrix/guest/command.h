// SPDX-License-Identifier: GPL-2.0
//
// Runs one command in the guest and hands on what it prints. While it runs,
// init does nothing but sleep in poll(): a measurement is not disturbed.
//
//   guest::CommandStatus status = guest::run_command(job, [&](FrameKind stream, std::string_view bytes) {
//           sender.send(stream, bytes);
//   });
//   status.status; // as a shell says it: 0-255, 128 + signal, 126, 127
#pragma once

#include <functional>
#include <string_view>

#include "matrix/guest/channel.h"
#include "matrix/guest/job.h"

namespace matrix::guest {

struct CommandStatus {
	int status = 127;
	int signal = 0; // the signal that ended the command, 0 when it exited
};

using OutputSink = std::function<void(FrameKind stream, std::string_view bytes)>;

// Starts job.argv as job.uid, drains its pipes until it has ended, then ends
// every other process of the guest that still holds them.
CommandStatus run_command(const Job &job, const OutputSink &sink);

// An interactive shell on `terminal`, until it exits.
void run_shell(const Job &job, const char *terminal);

} // namespace matrix::guest
