// SPDX-License-Identifier: GPL-2.0
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <unistd.h>

#include <array>

#include "tests/guest/conformance/trigger.h"

namespace conformance {

namespace {

struct Message {
	long type = 1;
	char text = 'x';
};

int id = -1;
key_t key = 0; // a process of its own has a key of its own

void new_key() { key = ::getpid(); }

void make_queue()
{
	new_key();
	id = must(::msgget(key, IPC_CREAT | 0600), "msgget");
}

int send_message()
{
	const Message message;

	return result(::msgsnd(id, &message, 1, IPC_NOWAIT));
}

void make_message()
{
	make_queue();
	must(send_message() == 0, "msgsnd");
}

int receive_message()
{
	Message message;

	return result(::msgrcv(id, &message, 1, 0, IPC_NOWAIT));
}

void make_memory()
{
	new_key();
	id = must(::shmget(key, 4096, IPC_CREAT | 0600), "shmget");
}

void make_semaphore()
{
	new_key();
	id = must(::semget(key, 1, IPC_CREAT | 0600), "semget");
}

int raise_semaphore()
{
	struct sembuf up {.sem_num = 0, .sem_op = 1, .sem_flg = 0};

	return result(::semop(id, &up, 1));
}

constexpr std::array triggers{
	Trigger{.hook = "ipc_permission", .call = "msgget(2) of a queue, which says EACCES", .prepare = make_queue,
		.act = [] { return result(::msgget(key, 0600)); }, .refused = EACCES},
	Trigger{.hook = "msg_queue_alloc_security", .call = "msgget(2) of a new queue", .prepare = new_key,
		.act = [] { return result(::msgget(key, IPC_CREAT | 0600)); }},
	Trigger{.hook = "msg_queue_associate", .call = "msgget(2) of a queue", .prepare = make_queue,
		.act = [] { return result(::msgget(key, 0600)); }},
	Trigger{.hook = "msg_queue_msgctl", .call = "msgctl(2) IPC_STAT", .prepare = make_queue,
		.act = [] {
			struct msqid_ds status;
			return result(::msgctl(id, IPC_STAT, &status));
		}},
	Trigger{.hook = "msg_queue_msgctl", .call = "msgctl(2) IPC_INFO, of no queue",
		.act = [] {
			struct msginfo limits;
			return result(::msgctl(0, IPC_INFO, reinterpret_cast<struct msqid_ds *>(&limits)));
		}},
	Trigger{.hook = "msg_queue_msgsnd", .call = "msgsnd(2)", .prepare = make_queue, .act = send_message},
	Trigger{.hook = "msg_msg_alloc_security", .call = "msgsnd(2)", .prepare = make_queue, .act = send_message},
	Trigger{.hook = "msg_queue_msgrcv", .call = "msgrcv(2), which says ENOMSG", .prepare = make_message,
		.act = receive_message, .refused = ENOMSG},
	Trigger{.hook = "shm_alloc_security", .call = "shmget(2) of a new segment", .prepare = new_key,
		.act = [] { return result(::shmget(key, 4096, IPC_CREAT | 0600)); }},
	Trigger{.hook = "shm_associate", .call = "shmget(2) of a segment", .prepare = make_memory,
		.act = [] { return result(::shmget(key, 4096, 0600)); }},
	Trigger{.hook = "shm_shmctl", .call = "shmctl(2) IPC_STAT", .prepare = make_memory,
		.act = [] {
			struct shmid_ds status;
			return result(::shmctl(id, IPC_STAT, &status));
		}},
	Trigger{.hook = "shm_shmctl", .call = "shmctl(2) IPC_INFO, of no segment",
		.act = [] {
			struct shminfo limits;
			return result(::shmctl(0, IPC_INFO, reinterpret_cast<struct shmid_ds *>(&limits)));
		}},
	Trigger{.hook = "shm_shmat", .call = "shmat(2)", .prepare = make_memory,
		.act = [] { return ::shmat(id, nullptr, 0) == reinterpret_cast<void *>(-1) ? errno : 0; }},
	Trigger{.hook = "sem_alloc_security", .call = "semget(2) of a new set", .prepare = new_key,
		.act = [] { return result(::semget(key, 1, IPC_CREAT | 0600)); }},
	Trigger{.hook = "sem_associate", .call = "semget(2) of a set", .prepare = make_semaphore,
		.act = [] { return result(::semget(key, 1, 0600)); }},
	Trigger{.hook = "sem_semctl", .call = "semctl(2) GETVAL", .prepare = make_semaphore,
		.act = [] { return result(::semctl(id, 0, GETVAL)); }},
	Trigger{.hook = "sem_semctl", .call = "semctl(2) IPC_INFO, of no set",
		.act = [] {
			struct seminfo limits;
			return result(::semctl(0, 0, IPC_INFO, &limits));
		}},
	Trigger{.hook = "sem_semop", .call = "semop(2)", .prepare = make_semaphore, .act = raise_semaphore},
};

} // namespace

std::span<const Trigger> ipc_triggers() { return triggers; }

} // namespace conformance
