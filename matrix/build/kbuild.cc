// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/kbuild.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "loader/base/files.h"
#include "matrix/build/errors.h"
#include "matrix/build/text.h"

namespace fs = std::filesystem;

namespace matrix::build {

namespace {

// A file of compiler options in the folder that the compiler is started in.
constexpr const char *maps_file = "hookmatrix.maps";

// Debug information and assert messages name files by these paths, and the
// build ID is computed over them: without the maps the image would depend on
// where the project was cloned. They stand in a file because kbuild compiles
// anew when a command line changes, and the objects of a sibling variant are
// to be taken over. ccache reads the file and does not hash these options.
std::string prefix_maps(const fs::path &tree, const fs::path &obj)
{
	return "-ffile-prefix-map=" + tree.string() + "=.\n-ffile-prefix-map=" + obj.string() + "=./obj\n";
}

// Where in a register or on the stack each local variable lives is a third of
// all debug information and an eighth of the compiler's time. BTF has no use
// for it, and the machine code is the same with and without.
constexpr std::string_view no_tracking = "-fno-var-tracking -fno-var-tracking-assignments ";

// Of a compiler that runs elsewhere, where that file is not: its content.
std::string maps_of(const Kbuild &kbuild)
{
	std::string maps = prefix_maps(kbuild.tree, kbuild.obj);

	if (!kbuild.launcher.distributed)
		return std::string{"@"} + maps_file;
	std::ranges::replace(maps, '\n', ' ');
	return maps;
}

} // namespace

std::vector<std::string> Kbuild::make(const std::vector<std::string> &targets) const
{
	// Tools of the build say -Werror, and what falls through in a comment, which source that is sent elsewhere has lost.
	const std::string host_cc = launcher.distributed ? "gcc" : launcher.cc;
	std::vector<std::string> argv{"make", "-C", tree.string(), "O=" + obj.string(), "-j" + std::to_string(jobs),
				      "ARCH=x86_64", "CC=" + launcher.cc, "HOSTCC=" + host_cc, "KCFLAGS=" + std::string{no_tracking} + maps_of(*this),
				      "KAFLAGS=" + maps_of(*this),
				      // Kconfig probes and nothing else run these two. A rustc that
				      // happens to be there would stand with its version in the
				      // configuration, and so in the image.
				      "PYTHON3=false", "RUSTC=false", "LOCALVERSION=", "V=" + std::string{verbose ? "1" : "0"}};

	argv.insert(argv.end(), targets.begin(), targets.end());
	return argv;
}

Environment Kbuild::environment() const
{
	Environment result = clean_environment();

	result["KBUILD_BUILD_TIMESTAMP"] = build_timestamp;
	result["KBUILD_BUILD_USER"] = "hookmatrix";
	result["KBUILD_BUILD_HOST"] = "hookmatrix";
	result["KBUILD_BUILD_VERSION"] = "1";
	for (const auto &[name, value] : launcher.environment)
		result[name] = value;
	return result;
}

base::Result<void> prepare_obj(const fs::path &tree, const fs::path &obj)
{
	const fs::path header = obj / "tools/bpf/resolve_btfids/libbpf/bpf_helper_defs.h";
	std::error_code error;

	fs::create_directories(header.parent_path(), error);
	// make regenerates what is older than the tree's bpf.h, so each build
	// writes it anew.
	if (auto done = base::write_file_atomically(header, "/* not used: nothing that is built here includes it */\n"); !done)
		return done;
	return base::write_file_atomically(obj / maps_file, prefix_maps(tree, obj));
}

std::string_view tool_of_line(std::string_view line)
{
	if (!line.starts_with("  ") || line.size() < 10)
		return {};
	line.remove_prefix(2);
	const std::size_t end = line.find(' ');
	const std::string_view tool = line.substr(0, end);
	if (end == std::string_view::npos || tool.empty() ||
	    tool.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != std::string_view::npos)
		return {};
	return tool;
}

bool is_object_tool(std::string_view tool) { return tool == "CC" || tool == "AS" || tool == "LD" || tool == "AR"; }

std::string_view phase_of_line(std::string_view line)
{
	const std::string_view tool = tool_of_line(line);
	const std::vector<std::string_view> words = split_words(line);

	if (tool.empty())
		return {};
	if (tool == "LD" && words.back() == "vmlinux.o")
		return "link";
	if (words.back().starts_with("arch/x86/boot/"))
		return "image";
	// Into the folder that a package is made of; headers of tools are installed first of all.
	if (tool == "INSTALL" && (words.back().starts_with("debian/linux-image") || words.back().find("/BUILDROOT/") != std::string_view::npos))
		return "package";
	// Make's own helpers come first; an object of the kernel ends that.
	const bool helper = words.back().starts_with("scripts/") || words.back().starts_with("/");
	return tool == "CC" && words.back().ends_with(".o") && !helper ? "compile" : "";
}

std::string first_errors(std::string_view log, std::size_t limit)
{
	std::string text;
	std::string make;
	std::size_t shown = 0;

	for (const std::string_view line : split_lines(log)) {
		if (line.find("***") != std::string_view::npos && make.empty())
			make = std::string{line} + "\n";
		const bool compiler = line.find(" error: ") != std::string_view::npos ||
				      line.find("undefined reference") != std::string_view::npos ||
				      line.starts_with("ERROR: ");
		if (compiler && shown++ < limit)
			text.append(line).append("\n");
	}
	return text + make;
}

} // namespace matrix::build
