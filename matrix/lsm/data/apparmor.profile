# SPDX-License-Identifier: GPL-2.0
#
# What hookbench does: its file and its program in a tmpfs, sockets of its own, its
# results; and what hooklsm reads before it. Compiled when the guest files are built.
profile hookbench {
  network inet stream,
  network unix stream,

  # mlockall()
  capability ipc_lock,

  signal (send, receive) peer=hookbench,
  signal (receive) peer=unconfined,

  /bin/hooklsm rix,
  /bin/hookbench rix,
  /dev/shm/ r,
  owner /dev/shm/hookbench.*/ rw,
  owner /dev/shm/hookbench.*/** rwix,
  /proc/[0-9]*/attr/** r,
  /proc/cpuinfo r,
  /sys/devices/system/cpu/** r,
  /sys/kernel/security/lsm r,
  /results/ r,
  /results/** rw,
}
