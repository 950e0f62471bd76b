// SPDX-License-Identifier: GPL-2.0
//
// What the kernel does for a dynamic program: it loads the interpreter as well, and
// starts that. The interpreter is the program of nine bytes again: what a real one
// does in user space is no business of hooks.
#include "bench/tiny_elf.h"
#include "bench/tiny_program.h"
#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class ExecveDynamic final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = interpreter_.create(tiny_interpreter(), 0755); !made)
			return made;
		return interpreter_.add("program", tiny_elf(interpreter_.name()), 0755);
	}
	bool once() noexcept override { return program_.run(); }

private:
	TmpfsFile interpreter_;
	TinyProgram program_{"program"};
};

} // namespace

std::unique_ptr<Workload> make_execve_dynamic() { return std::make_unique<ExecveDynamic>(); }

} // namespace bench
