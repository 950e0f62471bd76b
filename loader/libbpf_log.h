// SPDX-License-Identifier: GPL-2.0
//
// libbpf's messages, kept instead of sprayed on stderr: shown when something
// fails, or as they come with --verbose.
//
//   loader::LibbpfLog log(verbose);           // captures until it is destroyed
//   if (bpf_object__load(object) != 0)
//           explain(log.text(), verifier_lines(log.text(), "deny_open"));
#pragma once

#include <bpf/libbpf.h>

#include <string>
#include <string_view>

namespace loader {

// libbpf has one callback per process, so one capture is active at a time;
// the one before is restored at the end of the scope.
class LibbpfLog {
public:
	explicit LibbpfLog(bool echo = false);
	~LibbpfLog();
	LibbpfLog(const LibbpfLog &) = delete;
	LibbpfLog &operator=(const LibbpfLog &) = delete;

	[[nodiscard]] const std::string &text() const { return text_; }
	void add(std::string_view line);

private:
	LibbpfLog *outer_;
	libbpf_print_fn_t previous_;
	bool echo_;
	std::string text_;
};

// The first program whose load libbpf reports as failed; empty when none is.
std::string failed_program(std::string_view libbpf_text);

// The verifier's log of `program` as libbpf prints it; empty when there is none.
std::string program_log(std::string_view libbpf_text, std::string_view program);

// At most `count` last lines of a verifier log that say why: statistics,
// register dumps and blank lines do not count.
std::string decisive_lines(std::string_view verifier_log, std::size_t count = 4);

// The last `count` lines that libbpf wrote as a warning.
std::string last_lines(std::string_view text, std::size_t count = 4);

} // namespace loader
