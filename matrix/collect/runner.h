// SPDX-License-Identifier: GPL-2.0
//
// The seam between the collector and the guests: unit tests put a fake in
// place of QEMU.
//
//   class Fake final : public collect::GuestRunner {
//           base::Result<boot::GuestReport> run(const boot::GuestJob &) override { return canned_; }
//   };
//   collect::QemuRunner real{layout};
#pragma once

#include "matrix/boot/guest.h"

namespace matrix::collect {

class GuestRunner {
public:
	virtual ~GuestRunner() = default;
	virtual base::Result<boot::GuestReport> run(const boot::GuestJob &job) = 0;
};

class QemuRunner final : public GuestRunner {
public:
	explicit QemuRunner(Layout layout) : layout_(std::move(layout)) {}
	base::Result<boot::GuestReport> run(const boot::GuestJob &job) override { return boot::run_guest(layout_, job); }

private:
	Layout layout_;
};

} // namespace matrix::collect
