// SPDX-License-Identifier: GPL-2.0
//
// What window_plugin.cc uses of QEMU's TCG plugin interface, version 1 (QEMU 4.2
// and later). Debian's QEMU loads plugins, but its header is in no package.
//
//   extern "C" int qemu_plugin_version = QEMU_PLUGIN_VERSION;
//   extern "C" int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv)
//   { qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation); return 0; }
#pragma once

#include <cstddef>
#include <cstdint>

#define QEMU_PLUGIN_VERSION 1
#define QEMU_PLUGIN_EXPORT __attribute__((visibility("default")))

extern "C" {

using qemu_plugin_id_t = std::uint64_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;

enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_R = 1, QEMU_PLUGIN_MEM_W, QEMU_PLUGIN_MEM_RW };
using qemu_plugin_meminfo_t = std::uint32_t;

using qemu_plugin_udata_cb_t = void (*)(qemu_plugin_id_t id, void *data);
using qemu_plugin_vcpu_udata_cb_t = void (*)(unsigned int cpu, void *data);
using qemu_plugin_vcpu_tb_trans_cb_t = void (*)(qemu_plugin_id_t id, qemu_plugin_tb *block);
using qemu_plugin_vcpu_mem_cb_t = void (*)(unsigned int cpu, qemu_plugin_meminfo_t access, std::uint64_t vaddr, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, qemu_plugin_vcpu_tb_trans_cb_t callback);
void qemu_plugin_register_vcpu_insn_exec_cb(qemu_plugin_insn *instruction, qemu_plugin_vcpu_udata_cb_t callback,
					    qemu_plugin_cb_flags flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_inline(qemu_plugin_insn *instruction, qemu_plugin_op op, void *to, std::uint64_t amount);
void qemu_plugin_register_vcpu_mem_cb(qemu_plugin_insn *instruction, qemu_plugin_vcpu_mem_cb_t callback,
				      qemu_plugin_cb_flags flags, qemu_plugin_mem_rw which, void *data);
unsigned int qemu_plugin_mem_size_shift(qemu_plugin_meminfo_t access);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, qemu_plugin_udata_cb_t callback, void *data);

std::size_t qemu_plugin_tb_n_insns(const qemu_plugin_tb *block);
qemu_plugin_insn *qemu_plugin_tb_get_insn(const qemu_plugin_tb *block, std::size_t number);
const void *qemu_plugin_insn_data(const qemu_plugin_insn *instruction);
std::size_t qemu_plugin_insn_size(const qemu_plugin_insn *instruction);
std::uint64_t qemu_plugin_insn_vaddr(const qemu_plugin_insn *instruction);

}
