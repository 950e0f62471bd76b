// SPDX-License-Identifier: GPL-2.0
/*
 * Refuses nothing, and reports which programs are executed, which files are opened
 * for writing, where sockets connect to, and which modules are loaded.
 */
#include <linux/bpf.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/un.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EVENT_KINDS EVENT_EXEC, EVENT_WRITE, EVENT_CONNECT, EVENT_MODULE

#include "files.h"
#include "kernel_types.h"
#include "policy.h"

/* sys/socket.h has no place in a BPF program; other numbers are reported as such. */
enum address_family {
	AF_UNIX = 1,
	AF_INET = 2,
	AF_INET6 = 10,
};

enum socket_type {
	SOCK_STREAM = 1,
	SOCK_DGRAM = 2,
	SOCK_RAW = 3,
	SOCK_SEQPACKET = 5,
};

#define UNIX_PATH_BYTES sizeof(((struct sockaddr_un *)0)->sun_path)

char LICENSE[] SEC("license") = "GPL";

const volatile _Bool exec PARAM("bool", "report programs that are executed") = 1;
const volatile _Bool write PARAM("bool", "report files that are opened for writing") = 1;
const volatile _Bool connect PARAM("bool", "report where sockets connect to") = 1;
const volatile _Bool module PARAM("bool", "report modules that are loaded") = 1;

struct event_exec {
	struct event_header header;
	__u32 parent;			/* a process */
	char name[PATH_SIZE];		/* as the caller gave it */
	char path[PATH_SIZE];		/* of what runs: a script's interpreter */
};
EMIT_EVENT(event_exec);

struct event_write {
	struct event_header header;
	char path[PATH_SIZE];
};
EMIT_EVENT(event_write);

struct event_connect {
	struct event_header header;
	enum address_family family;
	enum socket_type type;
	__u16 port;
	ip_address address;
	char path[128];			/* AF_UNIX; @ stands for the NUL of an abstract one */
};
EMIT_EVENT(event_connect);

struct event_module {
	struct event_header header;
	char path[PATH_SIZE];		/* empty: from memory, by init_module(2) */
};
EMIT_EVENT(event_module);

SEC("lsm/bprm_committed_creds")
int BPF_PROG(audit_exec, struct linux_binprm *bprm)
{
	struct event_exec *event = exec ? NEW_EVENT(event_exec, EVENT_EXEC) : 0;

	if (!event)
		return 0;
	event->parent = bpf_get_current_task_btf()->real_parent->tgid;
	if (bpf_probe_read_kernel_str(event->name, sizeof(event->name), bprm->filename) < 0)
		event->name[0] = '\0';
	put_path(event->path, bprm->file);
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("lsm/file_open")
int BPF_PROG(audit_write, struct file *file, int ret)
{
	struct event_write *event;

	if (ret)
		return ret;
	if (!write || !(file->f_mode & FMODE_WRITE))
		return 0;
	event = NEW_EVENT(event_write, EVENT_WRITE);
	if (!event)
		return 0;
	put_path(event->path, file);
	bpf_ringbuf_submit(event, 0);
	return 0;
}

static __always_inline void put_ipv4(struct event_connect *event, struct sockaddr *address)
{
	struct sockaddr_in in = {};

	bpf_probe_read_kernel(&in, sizeof(in), address);
	event->port = bpf_ntohs(in.sin_port);
	event->address[10] = 0xff;
	event->address[11] = 0xff;
	__builtin_memcpy(&event->address[12], &in.sin_addr, sizeof(in.sin_addr));
}

static __always_inline void put_ipv6(struct event_connect *event, struct sockaddr *address)
{
	struct sockaddr_in6 in6 = {};

	bpf_probe_read_kernel(&in6, sizeof(in6), address);
	event->port = bpf_ntohs(in6.sin6_port);
	__builtin_memcpy(event->address, &in6.sin6_addr, sizeof(event->address));
}

static __always_inline void put_unix(struct event_connect *event, struct sockaddr *address, int size)
{
	__u32 length = size - __builtin_offsetof(struct sockaddr_un, sun_path);

	if (length > UNIX_PATH_BYTES)
		return;
	bpf_probe_read_kernel(event->path, length, (char *)address + __builtin_offsetof(struct sockaddr_un, sun_path));
	if (length > 0 && event->path[0] == '\0')
		event->path[0] = '@';
}

/* The address is the kernel's copy, in the room of the largest there is. */
SEC("lsm/socket_connect")
int BPF_PROG(audit_connect, struct socket *sock, struct sockaddr *address, int size, int ret)
{
	struct event_connect *event;
	__u16 family = 0;

	if (ret)
		return ret;
	if (!connect || size < (int)sizeof(family))
		return 0;
	event = NEW_EVENT(event_connect, EVENT_CONNECT);
	if (!event)
		return 0;
	bpf_probe_read_kernel(&family, sizeof(family), address);
	event->family = family;
	event->type = sock->type;
	event->port = 0;
	__builtin_memset(event->address, 0, sizeof(event->address));
	__builtin_memset(event->path, 0, sizeof(event->path));
	if (family == AF_INET && size >= (int)sizeof(struct sockaddr_in))
		put_ipv4(event, address);
	else if (family == AF_INET6 && size >= (int)sizeof(struct sockaddr_in6))
		put_ipv6(event, address);
	else if (family == AF_UNIX)
		put_unix(event, address, size);
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("lsm/kernel_read_file")
int BPF_PROG(audit_module_file, struct file *file, enum kernel_read_file_id id, _Bool contents, int ret)
{
	struct event_module *event;

	if (ret)
		return ret;
	if (!module || id != bpf_core_enum_value(enum kernel_read_file_id, READING_MODULE))
		return 0;
	event = NEW_EVENT(event_module, EVENT_MODULE);
	if (!event)
		return 0;
	put_path(event->path, file);
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("lsm/kernel_load_data")
int BPF_PROG(audit_module_memory, enum kernel_load_data_id id, _Bool contents, int ret)
{
	struct event_module *event;

	if (ret)
		return ret;
	if (!module || id != bpf_core_enum_value(enum kernel_load_data_id, LOADING_MODULE))
		return 0;
	event = NEW_EVENT(event_module, EVENT_MODULE);
	if (!event)
		return 0;
	event->path[0] = '\0';
	bpf_ringbuf_submit(event, 0);
	return 0;
}
