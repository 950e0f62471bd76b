// SPDX-License-Identifier: GPL-2.0
//
// The open file stays open: what is closed is one more number of it.
#include <unistd.h>

#include <array>
#include <cstring>

#include "bench/ends.h"
#include "bench/workloads/workloads.h"

namespace bench {

namespace {

class ScmRights final : public Workload {
public:
	base::Result<void> set_up() override
	{
		if (auto made = ends_.make_sockets(SOCK_STREAM); !made)
			return made;
		return passed_.make_pipe();
	}

	bool once() noexcept override
	{
		const int fd = send_it() ? receive_it() : -1;

		return fd >= 0 && ::close(fd) == 0;
	}

private:
	bool send_it() noexcept
	{
		msghdr message = message_of();
		cmsghdr *header = CMSG_FIRSTHDR(&message);
		const int fd = passed_.out.get();

		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(fd));
		std::memcpy(CMSG_DATA(header), &fd, sizeof(fd));
		return ::sendmsg(ends_.in.get(), &message, MSG_NOSIGNAL) == 1;
	}

	int receive_it() noexcept
	{
		msghdr message = message_of();
		int fd = -1;

		if (::recvmsg(ends_.out.get(), &message, MSG_CMSG_CLOEXEC) != 1 || CMSG_FIRSTHDR(&message) == nullptr)
			return -1;
		std::memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
		return fd;
	}

	msghdr message_of() noexcept
	{
		msghdr message{};

		message.msg_iov = &data_;
		message.msg_iovlen = 1;
		message.msg_control = control_.data();
		message.msg_controllen = control_.size();
		return message;
	}

	Ends ends_;
	Ends passed_; // the number of one of them is sent
	char byte_ = 'x';
	iovec data_{.iov_base = &byte_, .iov_len = 1};
	alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control_{};
};

} // namespace

std::unique_ptr<Workload> make_scm_rights() { return std::make_unique<ScmRights>(); }

} // namespace bench
