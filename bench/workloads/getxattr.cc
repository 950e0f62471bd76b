// SPDX-License-Identifier: GPL-2.0
#include <sys/xattr.h>

#include <array>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class Getxattr final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = file_.create("", 0644); !made)
			return made;
		// A tmpfs has attributes of users since 6.6.
		if (::setxattr(file_.name(), attribute_, "value", 5, 0) != 0)
			return set_up_failed("set an extended attribute in a tmpfs");
		return {};
	}

	bool once() noexcept override { return ::getxattr(file_.name(), attribute_, value_.data(), value_.size()) == 5; }

private:
	static constexpr const char *attribute_ = "user.hookbench";
	TmpfsFile file_;
	std::array<char, 16> value_{};
};

} // namespace

std::unique_ptr<Workload> make_getxattr() { return std::make_unique<Getxattr>(); }

} // namespace bench
