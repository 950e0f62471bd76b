// SPDX-License-Identifier: GPL-2.0
//
// With the shell of the machine: what it does in user space is counted as well.
#include "bench/tiny_program.h"
#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class ShellScript final : public Workload {
public:
	base::Result<void> set_up() override { return script_.create(":\n", 0644); }
	bool once() noexcept override { return program_.run(); }

private:
	TmpfsFile script_;
	TinyProgram program_{"/bin/sh", script_.name()};
};

} // namespace

std::unique_ptr<Workload> make_shell_script() { return std::make_unique<ShellScript>(); }

} // namespace bench
