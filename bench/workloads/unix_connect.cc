// SPDX-License-Identifier: GPL-2.0
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "bench/tmpfs_file.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class UnixConnect final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = folder_.create("", 0644); !made)
			return made;
		listener_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
		if (!listener_ || ::bind(listener_.get(), path(), sizeof(path_)) != 0 || ::listen(listener_.get(), 1) != 0)
			return set_up_failed("listen on a unix socket");
		return {};
	}

	bool once() noexcept override
	{
		const base::Fd client{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};

		if (!client || ::connect(client.get(), path(), sizeof(path_)) != 0)
			return false;
		const base::Fd server{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
		return static_cast<bool>(server);
	}

private:
	[[nodiscard]] const sockaddr *path() const noexcept { return reinterpret_cast<const sockaddr *>(&path_); }

	TmpfsFile folder_;
	sockaddr_un path_{.sun_family = AF_UNIX, .sun_path = "socket"};
	base::Fd listener_;
};

} // namespace

std::unique_ptr<Workload> make_unix_connect() { return std::make_unique<UnixConnect>(); }

} // namespace bench
