// SPDX-License-Identifier: GPL-2.0
//
// Which option compiles the code that calls a hook: read off the callers in
// 6.12, for the hooks that this project's configuration leaves out.
#include <algorithm>
#include <array>

#include "matrix/hooks/hook_table.h"

namespace matrix::hooks {

namespace {

struct Row {
	std::string_view hooks; // a prefix
	std::string_view option;
};

constexpr std::array option_rows{
	Row{"binder_", "CONFIG_ANDROID_BINDER_IPC"},
	Row{"cred_getsecid", "CONFIG_ANDROID_BINDER_IPC"},
	Row{"quotactl", "CONFIG_QUOTACTL"},
	Row{"quota_on", "CONFIG_QUOTA"},
	Row{"sb_mnt_opts_compat", "CONFIG_NFS_FS"},
	Row{"sb_clone_mnt_opts", "CONFIG_NFS_FS"},
	Row{"dentry_init_security", "CONFIG_FUSE_FS, CONFIG_CEPH_FS or CONFIG_NFS_V4"},
	Row{"inode_getsecid", "CONFIG_AUDITSYSCALL"},
	Row{"task_getsecid_obj", "CONFIG_AUDITSYSCALL"},
	Row{"ipc_getsecid", "CONFIG_AUDITSYSCALL"},
	Row{"current_getsecid_subj", "CONFIG_AUDIT"},
	Row{"release_secctx", "CONFIG_AUDIT"},
	Row{"audit_rule_", "CONFIG_AUDIT"},
	Row{"inode_setintegrity", "CONFIG_FS_VERITY_BUILTIN_SIGNATURES"},
	Row{"bdev_setintegrity", "CONFIG_DM_VERITY"},
	Row{"file_ioctl_compat", "CONFIG_COMPAT"},
	Row{"task_movememory", "CONFIG_NUMA"},
	Row{"inode_invalidate_secctx", "CONFIG_GFS2_FS"},
	Row{"post_notification", "CONFIG_WATCH_QUEUE"},
	Row{"watch_key", "CONFIG_KEY_NOTIFICATIONS"},
	Row{"setselfattr", "CONFIG_SECURITY: the system call is not there without"},
	Row{"inode_free_security_rcu", "CONFIG_SECURITY: there is no security blob to free without"},
	Row{"inode_notifysecctx", "CONFIG_NFS_V4_SECURITY_LABEL"},
	Row{"inode_setsecctx", "CONFIG_NFSD_V4_SECURITY_LABEL"},
	Row{"inode_getsecctx", "CONFIG_NFSD_V4_SECURITY_LABEL"},
	Row{"sb_free_mnt_opts", "an LSM with mount options"},
	Row{"secmark_", "CONFIG_NETWORK_SECMARK"},
	Row{"tun_dev_", "CONFIG_TUN"},
	Row{"sctp_", "CONFIG_IP_SCTP"},
	Row{"mptcp_", "CONFIG_MPTCP"},
	Row{"ib_", "CONFIG_INFINIBAND"},
};

} // namespace

std::string_view option_that_calls(std::string_view hook)
{
	const auto *found = std::find_if(option_rows.begin(), option_rows.end(),
					 [hook](const Row &row) { return hook.starts_with(row.hooks); });

	return found == option_rows.end() ? "" : found->option;
}

} // namespace matrix::hooks
