// SPDX-License-Identifier: GPL-2.0
//
// guest-ipsec: a state and a policy of IPsec on the loopback device, and a datagram that
// has to go through it.
//
//   guest-ipsec set     sets them up: ESP with null algorithms, transport mode
//   guest-ipsec forget  the state
//   guest-ipsec send    "received" | "not received"
//
// xfrm_state_pol_flow_match is asked whether the state may carry the datagram of the policy.
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/xfrm.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

constexpr std::uint16_t port = 4711;
constexpr std::uint32_t reqid = 1;
constexpr std::uint32_t spi = 0x100;

struct Message {
	nlmsghdr header{};
	char bytes[1024]{};

	template <class Body> Body *begin(std::uint16_t type)
	{
		header.nlmsg_type = type;
		header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
		header.nlmsg_len = static_cast<std::uint32_t>(NLMSG_LENGTH(sizeof(Body)));
		return reinterpret_cast<Body *>(bytes);
	}

	void add(std::uint16_t type, const void *value, std::size_t size)
	{
		const std::size_t at = NLMSG_ALIGN(header.nlmsg_len);
		const nlattr attribute{static_cast<std::uint16_t>(NLA_HDRLEN + size), type};

		std::memcpy(reinterpret_cast<char *>(this) + at, &attribute, sizeof(attribute));
		std::memcpy(reinterpret_cast<char *>(this) + at + NLA_HDRLEN, value, size);
		header.nlmsg_len = static_cast<std::uint32_t>(at + NLA_HDRLEN + NLA_ALIGN(size));
	}
};

void never_expires(xfrm_lifetime_cfg &lifetime)
{
	lifetime.soft_byte_limit = lifetime.hard_byte_limit = XFRM_INF;
	lifetime.soft_packet_limit = lifetime.hard_packet_limit = XFRM_INF;
}

// The kernel's answer: 0 or an errno.
int ask(int netlink, const Message &message)
{
	struct {
		nlmsghdr header;
		nlmsgerr error;
		char rest[1024];
	} answer{};

	if (::send(netlink, &message, message.header.nlmsg_len, 0) < 0 || ::recv(netlink, &answer, sizeof(answer), 0) < 0)
		return errno;
	return answer.header.nlmsg_type == NLMSG_ERROR ? -answer.error.error : EPROTO;
}

int add_state(int netlink)
{
	Message message;
	auto *state = message.begin<xfrm_usersa_info>(XFRM_MSG_NEWSA);
	xfrm_algo cipher{};
	xfrm_algo digest{};

	state->family = AF_INET;
	state->saddr.a4 = state->id.daddr.a4 = htonl(INADDR_LOOPBACK);
	state->id.spi = htonl(spi);
	state->id.proto = IPPROTO_ESP;
	state->mode = XFRM_MODE_TRANSPORT;
	state->reqid = reqid;
	never_expires(state->lft);
	std::strcpy(cipher.alg_name, "ecb(cipher_null)");
	std::strcpy(digest.alg_name, "digest_null");
	message.add(XFRMA_ALG_CRYPT, &cipher, sizeof(cipher));
	message.add(XFRMA_ALG_AUTH, &digest, sizeof(digest));
	return ask(netlink, message);
}

int delete_state(int netlink)
{
	Message message;
	auto *state = message.begin<xfrm_usersa_id>(XFRM_MSG_DELSA);

	message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	state->family = AF_INET;
	state->daddr.a4 = htonl(INADDR_LOOPBACK);
	state->spi = htonl(spi);
	state->proto = IPPROTO_ESP;
	return ask(netlink, message);
}

int add_policy(int netlink)
{
	Message message;
	auto *policy = message.begin<xfrm_userpolicy_info>(XFRM_MSG_NEWPOLICY);
	xfrm_user_tmpl wanted{};

	policy->sel.family = AF_INET;
	policy->sel.saddr.a4 = policy->sel.daddr.a4 = htonl(INADDR_LOOPBACK);
	policy->sel.prefixlen_s = policy->sel.prefixlen_d = 32;
	policy->sel.proto = IPPROTO_UDP;
	policy->dir = XFRM_POLICY_OUT;
	policy->action = XFRM_POLICY_ALLOW;
	never_expires(policy->lft);
	wanted.family = AF_INET;
	wanted.saddr.a4 = wanted.id.daddr.a4 = htonl(INADDR_LOOPBACK);
	wanted.id.proto = IPPROTO_ESP;
	wanted.mode = XFRM_MODE_TRANSPORT;
	wanted.reqid = reqid;
	wanted.aalgos = wanted.ealgos = wanted.calgos = ~0U;
	message.add(XFRMA_TMPL, &wanted, sizeof(wanted));
	return ask(netlink, message);
}

// Loopback goes without IPsec unless it is told otherwise.
int allow_on_loopback()
{
	std::FILE *file = std::fopen("/proc/sys/net/ipv4/conf/lo/disable_xfrm", "w");

	if (file == nullptr || std::fputs("0\n", file) < 0 || std::fclose(file) != 0)
		return errno;
	return 0;
}

// The exit status of a step.
int told(const char *step, int errnum)
{
	if (errnum != 0)
		std::fprintf(stderr, "guest-ipsec: %s: %s\n", step, std::strerror(errnum));
	return errnum == 0 ? 0 : 1;
}

int set_up(int netlink)
{
	return told("loopback", allow_on_loopback()) | told("the state", add_state(netlink)) | told("the policy", add_policy(netlink));
}

int send()
{
	const int from = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	const int to = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	const timeval patience{0, 500'000};
	sockaddr_in address{};
	char received = 0;

	address.sin_family = AF_INET;
	address.sin_port = htons(port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	const auto *where = reinterpret_cast<const sockaddr *>(&address);
	::setsockopt(to, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (::bind(to, where, sizeof(address)) != 0) {
		std::perror("bind");
		return 1;
	}
	(void)::sendto(from, "x", 1, 0, where, sizeof(address));
	std::puts(::recv(to, &received, 1, 0) == 1 && received == 'x' ? "received" : "not received");
	return 0;
}

} // namespace

int main(int argc, char **argv)
{
	const std::string_view verb = argc == 2 ? argv[1] : "";

	const int netlink = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_XFRM);
	if (netlink < 0)
		return told("a socket", errno);
	if (verb == "set")
		return set_up(netlink);
	if (verb == "forget")
		return told("the state", delete_state(netlink));
	if (verb == "send")
		return send();
	std::fputs("usage: guest-ipsec set|forget|send\n", stderr);
	return 2;
}
