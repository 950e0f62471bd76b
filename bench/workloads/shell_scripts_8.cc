// SPDX-License-Identifier: GPL-2.0
//
// As many shells as UnixBench starts with its second script. It lets each sort, count
// and copy; what those do for themselves is no kernel's business.
#include "bench/tiny_program.h"
#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class ShellScripts8 final : public Workload {
public:
	base::Result<void> set_up() override { return script_.create(":\n", 0644); }

	bool once() noexcept override
	{
		unsigned started = 0;
		bool well = true;

		while (started < at_once && program_.start())
			started++;
		for (unsigned ended = 0; ended < started; ended++)
			well = program_.wait() && well;
		return well && started == at_once;
	}

private:
	static constexpr unsigned at_once = 8;

	TmpfsFile script_;
	TinyProgram program_{"/bin/sh", script_.name()};
};

} // namespace

std::unique_ptr<Workload> make_shell_scripts_8() { return std::make_unique<ShellScripts8>(); }

} // namespace bench
