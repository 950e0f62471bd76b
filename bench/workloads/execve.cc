// SPDX-License-Identifier: GPL-2.0
//
// A program of nine bytes of code, so that nearly all that is counted is the kernel's.
#include "bench/tiny_elf.h"
#include "bench/tiny_program.h"
#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Execve final : public Workload {
public:
	base::Result<void> set_up() override { return file_.create(tiny_elf(), 0755); }
	bool once() noexcept override { return program_.run(); }

private:
	TmpfsFile file_;
	TinyProgram program_{file_.name()};
};

} // namespace

std::unique_ptr<Workload> make_execve() { return std::make_unique<Execve>(); }

} // namespace bench
