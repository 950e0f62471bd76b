# SPDX-License-Identifier: GPL-2.0
#
# What hookbench does: its files and programs in a tmpfs, sockets of its own, its
# results; and what hooklsm reads before it. Compiled when the guest files are built.
# A message queue is in a mount that nobody sees: its path is "disconnected".
profile hookbench flags=(attach_disconnected) {
  network inet stream,
  network inet dgram,
  network unix stream,
  network unix dgram,

  # mlockall(), mounts and user namespaces, maps, events, setuid(), queues
  capability ipc_lock,
  capability sys_admin,
  capability bpf,
  capability perfmon,
  capability setuid,
  capability sys_resource,
  mount,
  umount,

  signal (send, receive) peer=hookbench,
  signal (receive) peer=unconfined,
  ptrace (trace, tracedby) peer=hookbench,

  /bin/hooklsm rix,
  /bin/hookbench rix,
  /bin/{sh,busybox} rix,
  /dev/shm/ r,
  /dev/zero r,
  owner /dev/shm/hookbench.*/ rw,
  owner /dev/shm/hookbench.*/** rwixkl,
  owner /hookbench.* rw,
  /proc/[0-9]*/attr/** r,
  /proc/cpuinfo r,
  /sys/devices/system/cpu/** r,
  /sys/kernel/security/lsm r,
  /results/ r,
  /results/** rw,
}
