// SPDX-License-Identifier: GPL-2.0
/*
 * Lets the processes of listed cgroups, and of those below them, connect, send and
 * bind to listed addresses and ports only. Who is in several listed cgroups needs an
 * entry of each. Nobody else is asked.
 */
#include <linux/errno.h>
#include <linux/bpf.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_ADDRESS

#include "cgroups.h"
#include "kernel_types_task.h"
#include "policy.h"

/* include/linux/socket.h and net.h: no place in a BPF program. */
#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define AF_NETLINK 16
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define MSG_FASTOPEN 0x20000000

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool enforce PARAM("bool", "refuse; false: only report") = 1;
const volatile _Bool connecting PARAM("bool", "connecting and sending is restricted") = 1;
const volatile _Bool binding PARAM("bool", "binding is restricted") = 1;
const volatile _Bool others PARAM("bool", "sockets that are no TCP, UDP, ping, netlink or Unix socket may be used") = 0;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, __u32);
} cgroups SEC(".maps") PARAM("cgroup", "who is restricted: cgroups, with all below");

struct place {
	__u32 prefixlen;
	__u16 unused;
	__u16 port PARAM("port", "0: any");
	__u64 cgroup PARAM("cgroup", "whose entry it is");
	ip_address address PARAM("cidr", "addresses");
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, struct place);
	__type(value, __u32);
} connect SEC(".maps") PARAM("table", "where may be connected and sent to");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, struct place);
	__type(value, __u32);
} bind SEC(".maps") PARAM("table", "what may be bound to; listening without is port 0 of all addresses");

enum act {
	ACT_CONNECT,
	ACT_SEND,
	ACT_BIND,
	ACT_LISTEN,
	ACT_OTHER_SOCKET,
};

struct event_address {
	struct event_header header;
	enum act act;
	_Bool refused;
	__u16 port;
	__u64 restricted_by;		/* a cgroup */
	ip_address address;		/* zeros: none that is known */
};
EMIT_EVENT(event_address);

static __always_inline int is_restricted(__u64 cgroup)
{
	return bpf_map_lookup_elem(&cgroups, &cgroup) != 0;
}

static __always_inline int refuse(struct place *place, enum act act)
{
	struct event_address *event = NEW_EVENT(event_address, EVENT_ADDRESS);

	if (event) {
		event->act = act;
		event->refused = enforce;
		event->port = place->port;
		event->restricted_by = place->cgroup;
		__builtin_memcpy(event->address, place->address, sizeof(event->address));
		bpf_ringbuf_submit(event, 0);
	}
	return refuse_if(enforce, -EPERM);
}

static __always_inline int is_in(void *list, struct place *place)
{
	__u16 port = place->port;
	int found;

	if (bpf_map_lookup_elem(list, place))
		return 1;
	place->port = 0;
	found = bpf_map_lookup_elem(list, place) != 0;
	place->port = port;
	return found;
}

static __always_inline int is_listed(struct place *place, enum act act)
{
	switch (act) {
	case ACT_CONNECT:
	case ACT_SEND:
		return is_in(&connect, place);
	case ACT_BIND:
	case ACT_LISTEN:
		return is_in(&bind, place);
	default:
		return 0;
	}
}

struct judgement {
	struct place place;
	enum act act;
	_Bool listed;			/* by all cgroups that restrict it */
};

/* Of the cgroups that the process is in, the one `level` below the root; 1 ends the walk. */
static long judge_level(__u32 level, struct judgement *judgement)
{
	struct place *place = &judgement->place;

	place->cgroup = bpf_get_current_ancestor_cgroup_id(level);
	if (!place->cgroup)
		return 1;
	judgement->listed = !is_restricted(place->cgroup) || is_listed(place, judgement->act);
	return !judgement->listed;
}

static __always_inline int judge(struct judgement *judgement, enum act act)
{
	judgement->place.prefixlen = (sizeof(judgement->place) - sizeof(judgement->place.prefixlen)) * 8;
	judgement->act = act;
	judgement->listed = 1;
	each_level(judge_level, judgement);
	return judgement->listed ? 0 : refuse(&judgement->place, act);
}

static __always_inline void map_v4(struct place *place, __be32 address)
{
	place->address[10] = 0xff;
	place->address[11] = 0xff;
	__builtin_memcpy(place->address + 12, &address, sizeof(address));
}

/* 0 where the kernel knows no such address, and refuses it by itself. */
static __always_inline int read_address(struct place *place, __u16 family, const void *address)
{
	struct sockaddr_in in = {};
	struct sockaddr_in6 in6 = {};

	if (family == AF_INET) {
		if (bpf_probe_read_kernel(&in, sizeof(in), address) < 0)
			return 0;
		place->port = bpf_ntohs(in.sin_port);
		map_v4(place, in.sin_addr.s_addr);
		return 1;
	}
	if (family == AF_INET6) {
		if (bpf_probe_read_kernel(&in6, sizeof(in6), address) < 0)
			return 0;
		place->port = bpf_ntohs(in6.sin6_port);
		__builtin_memcpy(place->address, &in6.sin6_addr, sizeof(place->address));
		return 1;
	}
	return 0;
}

static __always_inline int judge_address(__u16 family, const void *address, enum act act)
{
	struct judgement judgement = {};

	return read_address(&judgement.place, family, address) ? judge(&judgement, act) : 0;
}

static __always_inline __u16 family_in(const void *address)
{
	__u16 family = AF_UNSPEC;

	bpf_probe_read_kernel(&family, sizeof(family), address);
	return family;
}

/* Where an IPv4 socket binds or sends. One for IPv6 takes AF_UNSPEC for no address; it
 * may become one for IPv4 in between (IPV6_ADDRFORM). */
static __always_inline __u16 family_used(const void *address)
{
	__u16 family = family_in(address);

	return family == AF_UNSPEC ? AF_INET : family;
}

static __always_inline __u16 family_of(struct socket *sock)
{
	return BPF_CORE_READ(sock, sk, __sk_common.skc_family);
}

/* Sockets that reach nobody outside of this machine. */
static __always_inline int is_local(__u16 family)
{
	return family == AF_UNIX || family == AF_NETLINK;
}

/* Others put their addresses elsewhere (a packet's header, further subflows). */
static __always_inline int is_plain(struct socket *sock, __u16 family)
{
	__u16 protocol = BPF_CORE_READ(sock, sk, sk_protocol);

	if (family != AF_INET && family != AF_INET6)
		return 0;
	if (sock->type == SOCK_STREAM)
		return protocol == IPPROTO_TCP;
	return sock->type == SOCK_DGRAM && (protocol == IPPROTO_UDP || protocol == IPPROTO_UDPLITE ||
					    protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6);
}

static __always_inline int judge_other(void)
{
	struct judgement judgement = {};

	return others ? 0 : judge(&judgement, ACT_OTHER_SOCKET);
}

/* Whether an address of an IP socket decides; else the answer is there. */
static __always_inline int address_decides(struct socket *sock, _Bool restricted, __u16 *family, int *answer)
{
	*family = family_of(sock);
	*answer = 0;
	if (!restricted || is_local(*family))
		return 0;
	if (is_plain(sock, *family))
		return 1;
	*answer = judge_other();
	return 0;
}

/* AF_UNSPEC dissolves what was connected. */
SEC("lsm/socket_connect")
int BPF_PROG(allow_connect, struct socket *sock, struct sockaddr *address, int length, int ret)
{
	__u16 family;

	if (ret || !address_decides(sock, connecting, &family, &ret))
		return ret;
	return judge_address(family_in(address), address, ACT_CONNECT);
}

/* A stream is connected already, or will be by the first that is sent. */
SEC("lsm/socket_sendmsg")
int BPF_PROG(allow_send, struct socket *sock, struct msghdr *message, int size, int ret)
{
	__u16 family;

	if (ret || !address_decides(sock, connecting, &family, &ret))
		return ret;
	if (!message->msg_name || message->msg_namelen < (int)sizeof(family) ||
	    (sock->type == SOCK_STREAM && !(message->msg_flags & MSG_FASTOPEN)))
		return 0;
	return judge_address(family_used(message->msg_name), message->msg_name, ACT_SEND);
}

SEC("lsm/socket_bind")
int BPF_PROG(allow_bind, struct socket *sock, struct sockaddr *address, int length, int ret)
{
	__u16 family;

	if (ret || !address_decides(sock, binding, &family, &ret))
		return ret;
	return judge_address(family_used(address), address, ACT_BIND);
}

/* A socket that was not bound gets a port by itself. */
SEC("lsm/socket_listen")
int BPF_PROG(allow_listen, struct socket *sock, int backlog, int ret)
{
	struct judgement judgement = {};
	__u16 family;

	if (ret || !address_decides(sock, binding, &family, &ret))
		return ret;
	if (BPF_CORE_READ(sock, sk, __sk_common.skc_num))
		return 0;
	if (family == AF_INET)
		map_v4(&judgement.place, 0);
	return judge(&judgement, ACT_LISTEN);
}
