// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/accelerator.h"

#include <map>

namespace matrix::boot {

std::string_view accelerator_name(Accelerator accelerator)
{
	switch (accelerator) {
	case Accelerator::tcg_icount: return "tcg-icount";
	case Accelerator::kvm: return "kvm";
	case Accelerator::tcg: return "tcg";
	}
	return "tcg";
}

base::Result<AcceleratorWish> parse_accelerator(std::string_view word)
{
	if (word == "auto")
		return AcceleratorWish::automatic;
	if (word == "tcg")
		return AcceleratorWish::tcg;
	if (word == "kvm")
		return AcceleratorWish::kvm;
	return base::fail({.id = "unknown-accelerator", .code = base::ExitCode::usage, .action = "use the accelerator",
			   .object = std::string{word}, .reason = "there is none of that name",
			   .hint = "one of: auto, tcg, kvm", .errnum = 0});
}

base::Result<AcceleratorChoice> choose_accelerator(AcceleratorWish wish, const std::string &qemu)
{
	static std::map<std::string, KvmProbe> answers;

	if (wish == AcceleratorWish::tcg)
		return AcceleratorChoice{Accelerator::tcg_icount, "tcg-icount: asked for"};
	auto known = answers.find(qemu);
	if (known == answers.end())
		known = answers.emplace(qemu, probe_kvm(qemu)).first;
	const KvmProbe &probe = known->second;
	if (probe.answer == KvmAnswer::yes)
		return AcceleratorChoice{Accelerator::kvm, "kvm: " + probe.reason};
	if (wish == AcceleratorWish::automatic)
		return AcceleratorChoice{Accelerator::tcg_icount, "tcg-icount: " + probe.reason};
	return base::fail({.id = "no-kvm", .code = base::ExitCode::missing_dependency, .action = "use KVM", .object = {},
			   .reason = probe.reason, .hint = "use --accel tcg", .errnum = 0});
}

Accelerator for_cpus(Accelerator accelerator, unsigned cpus)
{
	return accelerator == Accelerator::tcg_icount && cpus > 1 ? Accelerator::tcg : accelerator;
}

} // namespace matrix::boot
