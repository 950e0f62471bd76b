// SPDX-License-Identifier: GPL-2.0
//
// Links, as bpf(2) makes and shows them. Whether a program is attached is seen in
// what its hook does: deny_mkdir gives EXDEV.
#include <bpf/bpf.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "tests/guest/features/raw_program.h"
#include "tests/guest/features/run.h"

namespace features {

namespace {

constexpr char pin[] = "/sys/fs/bpf/feature-link";
constexpr int not_supported = 524; // ENOTSUPP, which is the kernel's own

int mkdir_error()
{
	constexpr char folder[] = "/tmp/feature-link";

	if (::mkdir(folder, 0700) != 0)
		return errno;
	must(::rmdir(folder) == 0, "rmdir");
	return 0;
}

int link_of(const Run &run, const char *program) { return must(make_link(run.program(program)), "BPF_LINK_CREATE"); }

// What is released by a kernel thread is gone soon, not at once.
void allowed_again()
{
	for (int i = 0; i < 60'000 && mkdir_error() != 0; ++i)
		::usleep(1000);
	equal(mkdir_error(), 0, "mkdir(2) after the link is gone");
}

bpf_link_info info_of(int link)
{
	bpf_link_info info{};
	unsigned size = sizeof(info);

	must(bpf_obj_get_info_by_fd(link, &info, &size) == 0, "the link's information");
	return info;
}

bpf_prog_info info_of_program(int program)
{
	bpf_prog_info info{};
	unsigned size = sizeof(info);

	must(bpf_obj_get_info_by_fd(program, &info, &size) == 0, "the program's information");
	return info;
}

unsigned stub_of(const char *hook)
{
	return running().kernel.btf()->stub(running().target.mechanism, hook).value_or(0);
}

void created()
{
	Run run("links");

	equal(mkdir_error(), 0, "mkdir(2) with the program loaded");
	const int link = link_of(run, "deny_mkdir");
	equal(mkdir_error(), EXDEV, "mkdir(2) with the program attached");
	::close(link);
	equal(mkdir_error(), 0, "mkdir(2) after the last close");
}

void kept_by_others()
{
	Run run("links");
	const int link = link_of(run, "deny_mkdir");
	const int second = must(::dup(link), "dup");
	int wait[2];

	::close(link);
	equal(mkdir_error(), EXDEV, "mkdir(2) after one of two closes");
	must(::pipe2(wait, O_CLOEXEC) == 0, "pipe2");
	const pid_t child = must(::fork(), "fork");
	if (child == 0) {
		char byte;
		::close(wait[1]);
		::_exit(::read(wait[0], &byte, 1) == 0 ? 0 : 1);
	}
	::close(second);
	equal(mkdir_error(), EXDEV, "mkdir(2) while a child has the link");
	::close(wait[1]);
	must(::waitpid(child, nullptr, 0) == child, "waitpid");
	allowed_again();
}

void killed()
{
	Run run("links");
	const int status = in_child([&run] {
		run.state().process = static_cast<unsigned>(::getpid());
		link_of(run, "deny_mkdir");
		equal(mkdir_error(), EXDEV, "mkdir(2) of the process that attached");
		::raise(SIGKILL);
	});

	equal(WIFSIGNALED(status) ? WTERMSIG(status) : 0, SIGKILL, "what ended the process");
	run.state().process = static_cast<unsigned>(::getpid());
	allowed_again();
}

void program_closed()
{
	const int program = must(load({.code = refuse_process(::getpid(), EXDEV), .hook = "inode_mkdir"}), "a program");
	const int link = must(make_link(program), "BPF_LINK_CREATE");

	::close(program);
	equal(mkdir_error(), EXDEV, "mkdir(2) after the program is closed");
	::close(link);
	equal(mkdir_error(), 0, "mkdir(2) after the link is closed");
}

void pinned()
{
	Run run("links");
	const int link = link_of(run, "deny_mkdir");
	const unsigned id = info_of(link).id;

	::unlink(pin);
	must(bpf_obj_pin(link, pin) == 0, "BPF_OBJ_PIN");
	::close(link);
	equal(mkdir_error(), EXDEV, "mkdir(2) while the link is pinned");
	const int again = must(bpf_obj_get(pin), "BPF_OBJ_GET");
	equal(info_of(again).id, id, "the pinned link's id");
	must(::unlink(pin) == 0, "unlink");
	equal(mkdir_error(), EXDEV, "mkdir(2) while the link is open");
	::close(again);
	allowed_again();
}

void unpinned()
{
	Run run("links");
	const int link = link_of(run, "deny_mkdir");

	::unlink(pin);
	must(bpf_obj_pin(link, pin) == 0, "BPF_OBJ_PIN");
	::close(link);
	must(::unlink(pin) == 0, "unlink");
	allowed_again();
}

void information()
{
	Run run("links");

	for (const auto &[program, hook] : std::map<const char *, const char *>{
		     {"deny_mkdir", "inode_mkdir"}, {"deny_rmdir", "inode_rmdir"}, {"told", "inode_free_security"}}) {
		const int link = link_of(run, program);
		const bpf_link_info info = info_of(link);
		const bpf_prog_info its = info_of_program(run.program(program));
		equal(info.type, BPF_LINK_TYPE_TRACING, "the link's type");
		equal(info.prog_id, its.id, "its program");
		equal(info.tracing.attach_type, running().target.attach_type, "its attach type");
		// The highest bit says that the number is a BTF object's.
		equal(info.tracing.target_obj_id & ~(1U << 31), its.attach_btf_obj_id, "what it is attached in");
		equal(info.tracing.target_btf_id, stub_of(hook), "the function it is attached to");
		equal(its.attach_btf_id, stub_of(hook), "the function as the program has it");
		equal(its.type, running().target.prog_type, "the program's type");
		equal_text(its.name, program, "the program's name");
		::close(link);
	}
}

std::map<std::string, std::string> fdinfo(int link)
{
	std::map<std::string, std::string> found;
	std::ifstream file{"/proc/self/fdinfo/" + std::to_string(link)};

	for (std::string line; std::getline(file, line);)
		if (const std::size_t colon = line.find(":\t"); colon != std::string::npos)
			found[line.substr(0, colon)] = line.substr(colon + 2);
	return found;
}

void fdinfo_lines()
{
	Run run("links");
	const int link = link_of(run, "deny_mkdir");
	const bpf_link_info info = info_of(link);
	const bpf_prog_info program = info_of_program(run.program("deny_mkdir"));
	std::map<std::string, std::string> lines = fdinfo(link);
	char tag[2 * BPF_TAG_SIZE + 1] = "";

	for (int i = 0; i < BPF_TAG_SIZE; ++i)
		std::snprintf(tag + 2 * i, 3, "%02x", static_cast<unsigned>(program.tag[i]));
	equal_text(lines["link_type"], "tracing", "link_type");
	equal_text(lines["link_id"], std::to_string(info.id), "link_id");
	equal_text(lines["prog_tag"], tag, "prog_tag");
	equal_text(lines["prog_id"], std::to_string(program.id), "prog_id");
	equal_text(lines["attach_type"], std::to_string(running().target.attach_type), "attach_type");
	equal_text(lines["target_obj_id"], std::to_string(info.tracing.target_obj_id), "target_obj_id");
	equal_text(lines["target_btf_id"], std::to_string(stub_of("inode_mkdir")), "target_btf_id");
	::close(link);
}

void by_id()
{
	Run run("links");
	const int link = link_of(run, "deny_mkdir");
	const unsigned id = info_of(link).id;
	bool found = false;
	unsigned next = 0;

	while (bpf_link_get_next_id(next, &next) == 0)
		found = found || next == id;
	must(found, "the link's id is among all");
	const int again = must(bpf_link_get_fd_by_id(id), "BPF_LINK_GET_FD_BY_ID");
	::close(link);
	equal(mkdir_error(), EXDEV, "mkdir(2) while the link is open by its id");
	::close(again);
	equal(mkdir_error(), 0, "mkdir(2) after the last close");
	equal(bpf_link_get_fd_by_id(id) >= 0 ? 0 : errno, ENOENT, "BPF_LINK_GET_FD_BY_ID of a link that is gone");
}

void twice()
{
	Run run("links");
	const int link = link_of(run, "deny_mkdir");

	equal(make_link(run.program("deny_mkdir")), -EBUSY, "attaching a program that is attached");
	equal(mkdir_error(), EXDEV, "mkdir(2) all the same");
	::close(link);
	equal(mkdir_error(), 0, "mkdir(2) after the last close");
}

void again()
{
	Run run("links");

	for (int i = 0; i < 3; ++i) {
		const int link = link_of(run, "deny_mkdir");
		equal(mkdir_error(), EXDEV, "mkdir(2) with the program attached again");
		::close(link);
		equal(mkdir_error(), 0, "mkdir(2) with the program detached again");
	}
}

void update()
{
	Run run("links");
	const int link = link_of(run, "deny_mkdir");
	union bpf_attr attributes {};

	attributes.link_update.link_fd = static_cast<unsigned>(link);
	attributes.link_update.new_prog_fd = static_cast<unsigned>(run.program("deny_mkdir"));
	equal(bpf_call(BPF_LINK_UPDATE, &attributes, sizeof(attributes)), -EINVAL, "BPF_LINK_UPDATE");
	equal(mkdir_error(), EXDEV, "mkdir(2) all the same");
	::close(link);
}

void detach()
{
	Run run("links");
	const int link = link_of(run, "deny_mkdir");
	union bpf_attr attributes {};

	attributes.link_detach.link_fd = static_cast<unsigned>(link);
	equal(bpf_call(BPF_LINK_DETACH, &attributes, sizeof(attributes)), -EOPNOTSUPP, "BPF_LINK_DETACH");
	equal(mkdir_error(), EXDEV, "mkdir(2) all the same");
	::close(link);
}

void raw_tracepoint_open()
{
	Run run("links");
	union bpf_attr attributes {};

	attributes.raw_tracepoint.prog_fd = static_cast<unsigned>(run.program("deny_mkdir"));
	const long link = bpf_call(BPF_RAW_TRACEPOINT_OPEN, &attributes, sizeof(attributes));
	must(link >= 0, "BPF_RAW_TRACEPOINT_OPEN");
	equal(mkdir_error(), EXDEV, "mkdir(2) with the program attached so");
	equal(info_of(static_cast<int>(link)).type, BPF_LINK_TYPE_TRACING, "the link's type");
	::close(static_cast<int>(link));
	equal(mkdir_error(), 0, "mkdir(2) after the last close");

	attributes.raw_tracepoint.name = reinterpret_cast<std::uintptr_t>("inode_mkdir");
	equal(bpf_call(BPF_RAW_TRACEPOINT_OPEN, &attributes, sizeof(attributes)), -EINVAL,
	      "BPF_RAW_TRACEPOINT_OPEN with a name");
}

void refused_create()
{
	Run run("links");
	const int program = run.program("deny_mkdir");
	const auto create = [program](unsigned attach_type, unsigned target_btf, unsigned target) {
		union bpf_attr attributes {};
		attributes.link_create.prog_fd = static_cast<unsigned>(program);
		attributes.link_create.attach_type = attach_type;
		attributes.link_create.target_fd = target;
		attributes.link_create.target_btf_id = target_btf;
		return bpf_call(BPF_LINK_CREATE, &attributes, sizeof(attributes));
	};
	const unsigned own = running().target.attach_type;

	equal(create(BPF_TRACE_FENTRY, 0, 0), -EINVAL, "another attach type");
	equal(create(BPF_LSM_CGROUP, 0, 0), -EINVAL, "the attach type of cgroups");
	equal(create(own, stub_of("inode_rmdir"), 0), -EINVAL, "another hook, by its function alone");
	equal(create(own, stub_of("inode_rmdir"), static_cast<unsigned>(program)), -EINVAL, "a program as the target");
	equal(mkdir_error(), 0, "mkdir(2) after all that");
}

void attach_and_query()
{
	Run run("links");
	union bpf_attr attributes {};

	attributes.attach_bpf_fd = static_cast<unsigned>(run.program("deny_mkdir"));
	attributes.attach_type = running().target.attach_type;
	equal(bpf_call(BPF_PROG_ATTACH, &attributes, sizeof(attributes)), -EINVAL, "BPF_PROG_ATTACH");
	const int group = must(::open("/sys/fs/cgroup", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "a cgroup");
	attributes.target_fd = static_cast<unsigned>(group);
	equal(bpf_call(BPF_PROG_DETACH, &attributes, sizeof(attributes)), -EINVAL, "BPF_PROG_DETACH");
	::close(group);
	attributes = {};
	attributes.query.attach_type = running().target.attach_type;
	equal(bpf_call(BPF_PROG_QUERY, &attributes, sizeof(attributes)), -EINVAL, "BPF_PROG_QUERY");
	attributes = {};
	attributes.test.prog_fd = static_cast<unsigned>(run.program("deny_mkdir"));
	equal(bpf_call(BPF_PROG_TEST_RUN, &attributes, sizeof(attributes)), -not_supported, "BPF_PROG_TEST_RUN");
}

// Each refuses with an error of its own: the first that is left decides.
void any_order()
{
	std::array<int, 3> links{};
	const std::array errors{EXDEV, ENFILE, EMLINK};

	for (std::size_t i = 0; i < links.size(); ++i) {
		const int program = must(load({.code = refuse_process(::getpid(), errors[i]), .hook = "inode_mkdir"}), "a program");
		links[i] = must(make_link(program), "BPF_LINK_CREATE");
		::close(program);
	}
	const int all = mkdir_error();
	must(std::ranges::find(errors, all) != errors.end(), "mkdir(2) is refused by one of the three");
	::close(links[1]);
	must(mkdir_error() != ENFILE, "mkdir(2) without the second program");
	const std::size_t asked = mkdir_error() == errors[0] ? 0 : 2;
	::close(links[asked]);
	equal(mkdir_error(), errors[2 - asked], "mkdir(2) with one program left");
	::close(links[2 - asked]);
	equal(mkdir_error(), 0, "mkdir(2) with none");
}

void full()
{
	constexpr std::size_t most = 38; // BPF_MAX_TRAMP_LINKS
	std::vector<base::Fd> links;

	for (std::size_t i = 0; i <= most; ++i) {
		const base::Fd program{must(load({.code = return_value(0), .hook = "inode_mkdir"}), "a program")};
		const int link = make_link(program.get());
		if (i == most) {
			equal(link, -E2BIG, "one link more than a hook has room for");
			break;
		}
		links.emplace_back(must(link, "BPF_LINK_CREATE"));
	}
	equal(mkdir_error(), 0, "mkdir(2) with 38 programs that allow");
	links.pop_back();
	const base::Fd last{must(load({.code = refuse_process(::getpid(), EXDEV), .hook = "inode_mkdir"}), "a program")};
	links.emplace_back(must(make_link(last.get()), "BPF_LINK_CREATE"));
	equal(mkdir_error(), EXDEV, "mkdir(2) with one among 38 that refuses");
	links.clear();
	equal(mkdir_error(), 0, "mkdir(2) with none");
}

void without_verdict()
{
	Run run("links");
	const auto told = [&run] {
		const unsigned before = run.state().calls;
		for (int i = 0; i < 5; ++i) {
			make_file("/tmp/feature-link");
			must(::unlink("/tmp/feature-link") == 0, "unlink");
		}
		return run.state().calls - before;
	};

	equal(told(), 0, "inodes that a program was told of before it was attached");
	const int link = link_of(run, "told");
	must(told() >= 5, "inodes that a program was told of");
	::close(link);
	equal(told(), 0, "inodes that a program was told of after it was detached");
}

constexpr std::array rows{
	Line{"link_create", "attached by BPF_LINK_CREATE, detached at the last close", created},
	Line{"link_kept", "a second descriptor and a child keep it", kept_by_others},
	Line{"link_killed", "it goes with a process that is killed", killed},
	Line{"link_keeps_program", "the program's own descriptor is not needed", program_closed},
	Line{"link_pin", "a pin keeps it, and gives it back", pinned},
	Line{"link_unpin", "removing the pin detaches", unpinned},
	Line{"link_info", "type, program, attach type, and target by number", information},
	Line{"link_fdinfo", "the same in /proc/self/fdinfo", fdinfo_lines},
	Line{"link_by_id", "found and opened by its id", by_id},
	Line{"link_twice", "EBUSY for a program that is attached", twice},
	Line{"link_again", "a detached program is attached again", again},
	Line{"link_update", "EINVAL", update},
	Line{"link_detach", "EOPNOTSUPP", detach},
	Line{"link_raw_tracepoint", "BPF_RAW_TRACEPOINT_OPEN attaches as well", raw_tracepoint_open},
	Line{"link_refused", "EINVAL for another attach type or target", refused_create},
	Line{"link_not_attach", "BPF_PROG_ATTACH, _DETACH, _QUERY and _TEST_RUN are refused", attach_and_query},
	Line{"link_any_order", "three programs on a hook go in any order", any_order},
	Line{"link_full", "38 programs on a hook, E2BIG for one more", full},
	Line{"link_void_hook", "a hook without a verdict is attached and detached", without_verdict},
};

} // namespace

unsigned check_links() { return run_lines(rows); }

} // namespace features
