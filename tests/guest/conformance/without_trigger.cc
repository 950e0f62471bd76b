// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/conformance/without_trigger.h"

#include <algorithm>
#include <array>

namespace conformance {

namespace {

struct Row {
	std::string_view hooks; // a prefix
	std::string_view why;
};

constexpr std::string_view no_caller = "nothing in this configuration calls it (docs/hooks.md)";
constexpr std::string_view no_labels = "about labels, which the override kernel does not have: disabled there";
constexpr std::string_view yes_or_no = "its answer is yes or no and not an error";
constexpr std::string_view unseen = "the caller drops its error";
constexpr std::string_view overlay = "needs an overlay mount, and overlay is a module";
constexpr std::string_view audit = "only audit records with labels ask for it";
constexpr std::string_view xfrm = "needs IPsec policies, set by messages of many attributes";

constexpr std::array rows{
	Row{"binder_", no_caller},
	Row{"quota", no_caller},
	Row{"sb_mnt_opts_compat", no_caller},
	Row{"sb_clone_mnt_opts", no_caller},
	Row{"dentry_init_security", no_caller},
	Row{"inode_setintegrity", no_caller},
	Row{"bdev_setintegrity", no_caller},
	Row{"file_ioctl_compat", no_caller},
	Row{"task_movememory", no_caller},
	Row{"secmark_", no_caller},
	Row{"tun_dev_", no_caller},
	Row{"sctp_", no_caller},
	Row{"mptcp_", no_caller},
	Row{"ib_", no_caller},
	Row{"post_notification", no_caller},
	Row{"watch_key", no_caller},
	Row{"audit_rule_init", "needs an audit rule about labels"},
	Row{"audit_rule_known", yes_or_no},
	Row{"inode_xattr_skipcap", yes_or_no},
	Row{"xfrm_state_pol_flow_match", yes_or_no},
	Row{"setselfattr", no_labels},
	Row{"secid_to_secctx", no_labels},
	Row{"secctx_to_secid", no_labels},
	Row{"inode_setsecurity", no_labels},
	Row{"inode_notifysecctx", no_labels},
	Row{"inode_setsecctx", no_labels},
	Row{"inode_getsecctx", no_labels},
	Row{"socket_getpeersec_", no_labels},
	Row{"kernel_module_request", unseen},
	Row{"file_send_sigiotask", "a signal that is refused is not sent, and nobody is told"},
	Row{"kernel_act_as", "only the file caches of network file systems call it"},
	Row{"kernel_create_files_as", "only the file caches of network file systems call it"},
	Row{"fs_context_submount", "only automounts of network file systems call it"},
	Row{"fs_context_dup", "only automounts of network file systems call it"},
	Row{"cred_alloc_blank", "needs a parent that lets its child replace its keyring"},
	Row{"inode_copy_up", overlay},
	Row{"dentry_create_files_as", overlay},
	Row{"backing_file_alloc", overlay},
	Row{"mmap_backing_file", overlay},
	Row{"bdev_alloc_security", "needs a new block device"},
	Row{"bpf_token_", "needs a bpffs that is delegated to a user namespace"},
	Row{"uring_override_creds", "needs a ring with registered credentials"},
	Row{"uring_cmd", "needs a device that has commands"},
	Row{"xfrm_", xfrm},
	// Without a verdict:
	Row{"inode_getsecid", audit},
	Row{"task_getsecid_obj", audit},
	Row{"ipc_getsecid", audit},
	Row{"current_getsecid_subj", audit},
	Row{"cred_getsecid", no_caller},
	Row{"release_secctx", audit},
	Row{"audit_rule_free", "needs an audit rule about labels"},
	Row{"inode_invalidate_secctx", no_caller},
	Row{"backing_file_free", overlay},
	Row{"sb_free_mnt_opts", "frees options about labels, and none were given"},
	Row{"inode_free_security_rcu", no_labels},
	Row{"cred_transfer", "needs a parent that lets its child replace its keyring"},
	Row{"initramfs_populated", "called once, before there is a program"},
	Row{"bdev_free_security", "needs a block device that goes"},
	Row{"sk_clone_security", "sock_copy() asks under CONFIG_SECURITY_NETWORK only: told on bpf-lsm, not on override"},
};

} // namespace

std::string_view why_without_trigger(std::string_view hook)
{
	const auto *found = std::find_if(rows.begin(), rows.end(), [hook](const Row &row) { return hook.starts_with(row.hooks); });

	return found == rows.end() ? "" : found->why;
}

} // namespace conformance
