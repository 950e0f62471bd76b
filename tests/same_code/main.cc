// SPDX-License-Identifier: GPL-2.0
//
// same-code: is what a series does not change the same machine code with it and
// without? tests/system/same_machine_code.sh builds and calls.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "loader/base/files.h"
#include "matrix/build/elf.h"
#include "tests/same_code/compare.h"

namespace {

using same_code::Cause;

struct Options {
	same_code::Build before;
	same_code::Build after;
	std::string objects;
	std::string changed;
	std::string vmlinux;
	std::string allowed;
	std::string variant;
};

std::vector<std::string> lines_of(const std::string &file)
{
	std::vector<std::string> lines;
	std::ifstream in{file};

	for (std::string line; std::getline(in, line);)
		lines.push_back(line);
	return lines;
}

// objtool gives the room before a function a name of its own.
bool made_by_objtool(const std::string &name) { return name.starts_with("__pfx_"); }

// The functions of the linked kernel that were in no object.
std::set<std::string> overlooked(const std::string &vmlinux, const std::set<std::string> &names)
{
	const auto file = matrix::build::open_elf(vmlinux);
	std::set<std::string> missing;

	if (!file.elf)
		return {vmlinux + " is no ELF file"};
	matrix::build::for_each_section(file.elf.get(), [&](Elf_Scn *section, const GElf_Shdr &header) {
		Elf_Data *data = header.sh_type == SHT_SYMTAB ? elf_getdata(section, nullptr) : nullptr;
		GElf_Sym symbol;
		for (int i = 0; data != nullptr && gelf_getsym(data, i, &symbol) != nullptr; ++i) {
			const char *name = elf_strptr(file.elf.get(), header.sh_link, symbol.st_name);
			if (GELF_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_size > 0 && name != nullptr &&
			    !made_by_objtool(name) && !names.contains(name))
				missing.insert(name);
		}
	});
	return missing;
}

std::string cause_text(const same_code::Difference &difference)
{
	switch (difference.cause) {
	case Cause::changed: return "the series changes it";
	case Cause::mentions: return "it mentions " + difference.mentioned + ", which the series changes";
	case Cause::file: return "the series changes its file";
	case Cause::allowed: return "allowed: " + difference.mentioned;
	case Cause::none: break;
	}
	return "THE SERIES DOES NOT CHANGE IT";
}

int report(const base::Error &error)
{
	std::cerr << "same-code: " << error.to_string() << '\n';
	return base::to_int(error.code);
}

int run(const Options &options)
{
	const auto changed = lines_of(options.changed);
	const auto objects = lines_of(options.objects);
	const auto allowed = same_code::parse_allowed(base::read_file(options.allowed).value_or(""), options.variant);
	std::map<Cause, unsigned> counts;

	if (!allowed)
		return report(allowed.error());
	same_code::Comparison comparison{options.before, options.after, {changed.begin(), changed.end()}, *allowed};
	for (const std::string &object : objects)
		if (auto done = comparison.add(object); !done)
			return report(done.error());
	for (const auto &difference : comparison.differences()) {
		++counts[difference.cause];
		std::cout << fmt::format("{}: {}: {}: {}\n", difference.object, difference.function,
					 cause_text(difference), difference.what);
	}
	const auto missing = overlooked(options.vmlinux, comparison.names());
	for (const std::string &name : missing)
		std::cout << name << ": a function of the kernel, and in none of the objects\n";
	const auto unused = comparison.unused();
	for (const same_code::Allowed &entry : unused)
		std::cout << fmt::format("{}: {}: an entry of {} allows this function to differ, and it does not\n",
					 entry.object, entry.function, options.allowed);
	std::cout << fmt::format("{} functions of {} objects: {} differ, {} of them changed by the series, {} mention "
				 "one that is, {} in files that are, {} with a reason, {} for none\n",
				 comparison.functions(), objects.size(), comparison.differences().size(),
				 counts[Cause::changed], counts[Cause::mentions], counts[Cause::file],
				 counts[Cause::allowed], counts[Cause::none]);
	return counts[Cause::none] == 0 && missing.empty() && unused.empty() && comparison.functions() > 0 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
	CLI::App app{"compares the machine code of two builds of a kernel, function by function"};
	Options options;

	app.add_option("--before", options.before.objects, "build folder without the series")->required();
	app.add_option("--after", options.after.objects, "build folder with it")->required();
	app.add_option("--tree-before", options.before.tree, "source without the series")->required();
	app.add_option("--tree-after", options.after.tree, "source with it")->required();
	app.add_option("--objects", options.objects, "file that names the objects, one a line")->required()
		->check(CLI::ExistingFile);
	app.add_option("--changed", options.changed, "file that names the files that the series changes, one a line")
		->required()->check(CLI::ExistingFile);
	app.add_option("--vmlinux", options.vmlinux, "the linked kernel with the series: each of its functions must "
						     "be in one of the objects")->required()->check(CLI::ExistingFile);
	app.add_option("--allowed", options.allowed, "functions that may differ, with the reason")->required()
		->check(CLI::ExistingFile);
	app.add_option("--variant", options.variant, "which of its entries count")->required();
	CLI11_PARSE(app, argc, argv);
	return run(options);
}
