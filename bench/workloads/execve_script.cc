// SPDX-License-Identifier: GPL-2.0
//
// What the kernel does for a script: it reads its first line and starts over with the
// interpreter, which is the program of nine bytes.
#include "bench/tiny_elf.h"
#include "bench/tiny_program.h"
#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class ExecveScript final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = interpreter_.create(tiny_elf(), 0755); !made)
			return made;
		return interpreter_.add("script", std::string{"#!"} + interpreter_.name() + "\n", 0755);
	}
	bool once() noexcept override { return program_.run(); }

private:
	TmpfsFile interpreter_;
	TinyProgram program_{"script"};
};

} // namespace

std::unique_ptr<Workload> make_execve_script() { return std::make_unique<ExecveScript>(); }

} // namespace bench
