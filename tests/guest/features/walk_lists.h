// SPDX-License-Identifier: GPL-2.0
//
// What a program on a hook may call, on 6.12: what is in no list may be called by
// any program if it is a helper, and by none if it is a kernel function.
#pragma once

#include <array>
#include <string_view>

namespace features {

// Helpers that other types of program have.
inline constexpr auto absent_helpers = std::to_array<std::string_view>({
	"bind", "btf_find_by_name_kind", "check_mtu", "clone_redirect", "csum_diff", "csum_level", "csum_update",
	"fib_lookup", "get_cgroup_classid", "get_hash_recalc", "get_listener_sock", "get_local_storage",
	"get_netns_cookie", "get_retval", "get_route_realm", "get_socket_uid", "getsockopt", "kallsyms_lookup_name",
	"ktime_get_coarse_ns", "l3_csum_replace", "l4_csum_replace", "load_hdr_opt", "lwt_push_encap",
	"lwt_seg6_action", "lwt_seg6_adjust_srh", "lwt_seg6_store_bytes", "msg_apply_bytes", "msg_cork_bytes",
	"msg_pop_data", "msg_pull_data", "msg_push_data", "msg_redirect_hash", "msg_redirect_map", "override_return",
	"perf_prog_read_value", "rc_keydown", "rc_pointer_rel", "rc_repeat", "read_branch_records", "redirect",
	"redirect_map", "redirect_neigh", "redirect_peer", "reserve_hdr_opt", "seq_printf", "seq_printf_btf",
	"seq_write", "set_hash", "set_hash_invalid", "set_retval", "setsockopt", "sk_ancestor_cgroup_id", "sk_assign",
	"sk_cgroup_id", "sk_fullsock", "sk_lookup_tcp", "sk_lookup_udp", "sk_redirect_hash", "sk_redirect_map",
	"sk_release", "sk_select_reuseport", "skb_adjust_room", "skb_ancestor_cgroup_id", "skb_cgroup_classid",
	"skb_cgroup_id", "skb_change_head", "skb_change_proto", "skb_change_tail", "skb_change_type", "skb_ecn_set_ce",
	"skb_get_tunnel_key", "skb_get_tunnel_opt", "skb_get_xfrm_state", "skb_load_bytes", "skb_load_bytes_relative",
	"skb_pull_data", "skb_set_tstamp", "skb_set_tunnel_key", "skb_set_tunnel_opt", "skb_store_bytes",
	"skb_under_cgroup", "skb_vlan_pop", "skb_vlan_push", "skc_lookup_tcp", "sock_hash_update", "sock_map_update",
	"sock_ops_cb_flags_set", "store_hdr_opt", "sys_bpf", "sys_close", "sysctl_get_current_value",
	"sysctl_get_name", "sysctl_get_new_value", "sysctl_set_new_value", "tcp_check_syncookie", "tcp_gen_syncookie",
	"tcp_raw_check_syncookie_ipv4", "tcp_raw_check_syncookie_ipv6", "tcp_raw_gen_syncookie_ipv4",
	"tcp_raw_gen_syncookie_ipv6", "tcp_send_ack", "tcp_sock", "xdp_adjust_head", "xdp_adjust_meta",
	"xdp_adjust_tail", "xdp_load_bytes", "xdp_store_bytes",
});

// Helpers for programs that may sleep.
inline constexpr auto sleepable_helpers = std::to_array<std::string_view>({
	"copy_from_user", "copy_from_user_task",
});

// The same, and the override kernel has none of them: they need IMA, and IMA needs
// CONFIG_SECURITY. On the BPF LSM they fail when they are called without IMA.
inline constexpr auto ima_helpers = std::to_array<std::string_view>({"ima_inode_hash", "ima_file_hash"});

// Kernel functions that are callable.
inline constexpr auto callable_kfuncs = std::to_array<std::string_view>({
	"bpf_arena_alloc_pages", "bpf_arena_free_pages", "bpf_cast_to_kern_ctx", "bpf_cgroup_acquire",
	"bpf_cgroup_ancestor", "bpf_cgroup_from_id", "bpf_cgroup_release", "bpf_copy_from_user_str",
	"bpf_cpumask_acquire", "bpf_cpumask_and", "bpf_cpumask_any_and_distribute", "bpf_cpumask_any_distribute",
	"bpf_cpumask_clear", "bpf_cpumask_clear_cpu", "bpf_cpumask_copy", "bpf_cpumask_create", "bpf_cpumask_empty",
	"bpf_cpumask_equal", "bpf_cpumask_first", "bpf_cpumask_first_and", "bpf_cpumask_first_zero",
	"bpf_cpumask_full", "bpf_cpumask_intersects", "bpf_cpumask_or", "bpf_cpumask_release", "bpf_cpumask_set_cpu",
	"bpf_cpumask_setall", "bpf_cpumask_subset", "bpf_cpumask_test_and_clear_cpu", "bpf_cpumask_test_and_set_cpu",
	"bpf_cpumask_test_cpu", "bpf_cpumask_weight", "bpf_cpumask_xor", "bpf_dynptr_adjust", "bpf_dynptr_clone",
	"bpf_dynptr_from_skb", "bpf_dynptr_is_null", "bpf_dynptr_is_rdonly", "bpf_dynptr_size", "bpf_dynptr_slice",
	"bpf_dynptr_slice_rdwr", "bpf_get_dentry_xattr", "bpf_get_file_xattr", "bpf_get_task_exe_file",
	"bpf_iter_bits_destroy", "bpf_iter_bits_new", "bpf_iter_bits_next", "bpf_iter_css_destroy", "bpf_iter_css_new",
	"bpf_iter_css_next", "bpf_iter_css_task_destroy", "bpf_iter_css_task_new", "bpf_iter_css_task_next",
	"bpf_iter_num_destroy", "bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_task_destroy", "bpf_iter_task_new",
	"bpf_iter_task_next", "bpf_iter_task_vma_destroy", "bpf_iter_task_vma_new", "bpf_iter_task_vma_next",
	"bpf_key_put", "bpf_kfunc_call_memb_release", "bpf_kfunc_call_test_release", "bpf_list_pop_back",
	"bpf_list_pop_front", "bpf_list_push_back_impl", "bpf_list_push_front_impl", "bpf_lookup_system_key",
	"bpf_lookup_user_key", "bpf_map_sum_elem_count", "bpf_modify_return_test_tp", "bpf_obj_drop_impl",
	"bpf_obj_new_impl", "bpf_path_d_path", "bpf_percpu_obj_drop_impl", "bpf_percpu_obj_new_impl",
	"bpf_preempt_disable", "bpf_preempt_enable", "bpf_put_file", "bpf_rbtree_add_impl", "bpf_rbtree_first",
	"bpf_rbtree_remove", "bpf_rcu_read_lock", "bpf_rcu_read_unlock", "bpf_rdonly_cast",
	"bpf_refcount_acquire_impl", "bpf_task_acquire", "bpf_task_from_pid", "bpf_task_get_cgroup1",
	"bpf_task_release", "bpf_task_under_cgroup", "bpf_throw", "bpf_wq_init", "bpf_wq_set_callback_impl",
	"bpf_wq_start", "cgroup_rstat_flush", "cgroup_rstat_updated",
});

// Callable where they are, which an option decides that has to do with neither
// kernel: CONFIG_SYSTEM_DATA_VERIFICATION.
inline constexpr auto optional_kfuncs = std::to_array<std::string_view>({"bpf_verify_pkcs7_signature"});

} // namespace features
