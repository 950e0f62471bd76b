// SPDX-License-Identifier: GPL-2.0
//
// What executes the guest's instructions. KVM is used only when a tiny guest
// was seen to run under it: /dev/kvm may open, create machines and still not
// run a kernel (some nested setups).
//
//   auto wanted = boot::parse_accelerator("auto");          // tcg, kvm, auto
//   boot::AcceleratorChoice choice = boot::choose_accelerator(*wanted, "");
//   job.accelerator = choice.accelerator;
//   log(choice.reason);  // "tcg-icount: KVM does not run a guest: …"
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "loader/base/result.h"

namespace matrix::boot {

enum class Accelerator {
	tcg_icount, // exact: the guest's TSC counts executed instructions
	kvm,
	tcg, // without icount: for a person at a shell and for several CPUs, never for numbers
};

// The fixed words of results: tcg-icount, kvm, tcg.
std::string_view accelerator_name(Accelerator accelerator);

enum class AcceleratorWish { automatic, tcg, kvm };

base::Result<AcceleratorWish> parse_accelerator(std::string_view word);

// Three-state: could-not-tell is not "no", but is not used either.
enum class KvmAnswer { yes, no, unknown };

struct KvmProbe {
	KvmAnswer answer = KvmAnswer::unknown;
	std::string reason;
};

// Boots the tiny guest under an accelerator of QEMU ("kvm", "tcg"), for at most five
// seconds. `qemu` as in GuestJob.
KvmProbe probe_guest(const std::string &qemu, std::string_view accelerator);

// The same under KVM, if there is a /dev/kvm.
KvmProbe probe_kvm(const std::string &qemu);

struct AcceleratorChoice {
	Accelerator accelerator = Accelerator::tcg_icount;
	std::string reason;
};

// `automatic` is KVM when it was seen to run, else TCG with icount. The probe
// runs once per process and QEMU. Asking for KVM where it does not run fails.
base::Result<AcceleratorChoice> choose_accelerator(AcceleratorWish wish, const std::string &qemu);

// icount counts the instructions of one CPU: with more it is plain TCG.
Accelerator for_cpus(Accelerator accelerator, unsigned cpus);

} // namespace matrix::boot
