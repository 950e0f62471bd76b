// SPDX-License-Identifier: GPL-2.0
#include <iostream>
#include <memory>

#include "loader/base/files.h"
#include "matrix/build/process.h"
#include "matrix/build/variants.h"
#include "matrix/cli/verbs.h"
#include "matrix/native/import.h"

namespace matrix::cli {

namespace {

struct ImportOptions {
	std::vector<std::string> files;
	native::Given given;
	std::string output;
};

// What makes the same results again.
std::string import_command(const ImportOptions &options)
{
	std::vector<std::string> words{"hookmatrix", "import", "--output", options.output};

	for (const auto &[option, value] : {std::pair{"--variant", &options.given.variant}, {"--dispatch", &options.given.dispatch},
					    {"--stack", &options.given.stack}, {"--scenario", &options.given.scenario}})
		if (!value->empty())
			words.insert(words.end(), {option, *value});
	words.insert(words.end(), options.files.begin(), options.files.end());
	return build::shell_words(words);
}

int run_import(const ImportOptions &options)
{
	std::vector<native::BenchFile> files;

	for (const std::string &name : options.files) {
		auto file = native::load_bench_file(name);
		if (!file)
			return report(file.error());
		files.push_back(std::move(*file));
	}
	const auto imported = native::import_files(files, options.given, import_command(options));
	if (!imported)
		return report(imported.error());
	const std::string text = compare::to_json(imported->results).dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
	if (const auto done = base::write_file_atomically(options.output, text + "\n"); !done)
		return report(done.error());
	for (const std::string &note : imported->notes)
		std::cerr << "hookmatrix: note: " << note << '\n';
	for (const std::string &line : imported->lines)
		std::cout << line << '\n';
	std::cout << options.output << '\n';
	return base::to_int(base::ExitCode::ok);
}

} // namespace

void register_import(CLI::App &app, Context &context)
{
	CLI::App *verb = app.add_subcommand("import", "what hookbench measured on installed kernels, as results for report, compare and model");
	auto options = std::make_shared<ImportOptions>();

	verb->add_option("FILE", options->files, "what hookbench run --output wrote, of one machine; several of one kernel are its boots")
		->required()->type_name("FILE");
	verb->add_option("--output", options->output, "file for the results")->required()->type_name("FILE");
	verb->add_option("--variant", options->given.variant, "the kernel, where the end of its release is none of this project's, or a name of your own")
		->type_name(build::kernel_type());
	verb->add_option("--dispatch", options->given.dispatch, "how its hooks reach their callbacks")->type_name(build::dispatch_type());
	verb->add_option("--stack", options->given.stack, "the LSMs, with the policies that were loaded: yama,selinux:mine,bpf")->type_name("LSMS");
	verb->add_option("--scenario", options->given.scenario, "what was attached (default: idle, where the kernel showed no program)")->type_name("NAME");
	verb->footer("hookbench run --output /var/tmp/override-1.json     # on each kernel, after each of several boots, as root\n"
		     "hookmatrix import --output native.json *.json\n"
		     "hookmatrix report native.json --output report");
	on_run(verb, context, [options](Context &) { return run_import(*options); });
}

} // namespace matrix::cli
