// SPDX-License-Identifier: GPL-2.0
#include "matrix/cost/bisect.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <nlohmann/json.hpp>

#include "loader/base/files.h"
#include "matrix/build/digest.h"
#include "matrix/build/errors.h"
#include "matrix/build/kconfig.h"
#include "matrix/build/lock.h"
#include "matrix/build/source.h"
#include "matrix/build/trial.h"

namespace matrix::cost {

namespace {

namespace fs = std::filesystem;
using base::ExitCode;
using build::ConfigValues;

constexpr const char *action = "bisect the configurations";

std::vector<build::Setting> settings_of(const ConfigValues &values, const std::vector<build::Setting> &last)
{
	std::vector<build::Setting> settings;

	for (const auto &[name, value] : values)
		settings.push_back({.name = name, .value = value, .file = {}, .line = 0});
	return build::merge_settings({settings, last});
}

// The statuses of kernels that were tried, by what Kconfig made of their configuration.
class Memory {
public:
	explicit Memory(fs::path file) : file_(std::move(file))
	{
		const auto old = nlohmann::json::parse(base::read_file(file_).value_or(""), nullptr, false);

		if (old.is_object())
			for (const auto &[key, status] : old.items())
				if (status.is_number_integer() || status.is_null())
					statuses_[key] = status.is_null() ? std::optional<int>{} : status.get<int>();
	}

	[[nodiscard]] const std::optional<int> *find(const std::string &key) const
	{
		const auto at = statuses_.find(key);
		return at == statuses_.end() ? nullptr : &at->second;
	}

	base::Result<void> keep(const std::string &key, std::optional<int> status)
	{
		nlohmann::json all = nlohmann::json::object();

		statuses_[key] = status;
		for (const auto &[each, value] : statuses_)
			all[each] = value ? nlohmann::json(*value) : nlohmann::json();
		return base::write_file_atomically(file_, all.dump(1) + "\n");
	}

private:
	fs::path file_;
	std::map<std::string, std::optional<int>> statuses_; // nothing: no status, as it does not build or boot
};

class Search {
public:
	Search(const Layout &layout, const BisectOptions &options, build::ProcessRunner &runner, collect::GuestRunner &guests, std::ostream &log)
		: layout_(layout), options_(options), runner_(runner), guests_(guests), log_(log)
	{
	}

	base::Result<Bisected> run();

private:
	base::Result<void> prepare();
	// What Kconfig makes of it.
	base::Result<ConfigValues> settle(const ConfigValues &values);
	// The status of the command; nothing where there is none.
	base::Result<std::optional<int>> status_of(const ConfigValues &values, const std::string &label);
	base::Result<std::optional<int>> try_kernel(build::TrialBuilder &trial);
	base::Result<Outcome> try_set(const std::vector<std::size_t> &chosen);

	const Layout &layout_;
	const BisectOptions &options_;
	build::ProcessRunner &runner_;
	collect::GuestRunner &guests_;
	std::ostream &log_;

	build::Kbuild kbuild_;
	std::vector<build::Setting> guest_lines_;
	std::optional<Memory> memory_;
	ConfigValues good_;
	std::vector<Difference> differences_;
	Bisected found_;
};

base::Result<void> Search::prepare()
{
	const auto guest = build::load_fragments(layout_.fragments(), {"qemu"});
	if (!guest)
		return tl::unexpected(guest.error());
	guest_lines_ = build::wishes_of(*guest);
	const auto source = build::SourcePreparer{layout_, runner_}.prepare(options_.kernel_src);
	if (!source)
		return tl::unexpected(source.error());
	kbuild_ = {.tree = source->tree, .obj = layout_.obj_dir("bisect"), .launcher = build::find_launcher(layout_.root), .jobs = options_.jobs, .verbose = options_.verbose};

	// What a status hangs on beside the configuration: the source, the command, its files, the guest.
	build::Digest digest;
	digest.add(source->identity).add(std::to_string(options_.memory_mib));
	for (const auto *words : {&options_.argv, &options_.append})
		for (const std::string &word : *words)
			digest.add(word);
	for (const boot::GuestFile &file : options_.files) {
		const auto sum = build::sha256_file(file.host);
		if (!sum)
			return tl::unexpected(sum.error());
		digest.add(file.guest).add(*sum);
	}
	memory_.emplace(layout_.build / "bisect" / (digest.hex().substr(0, 16) + ".json"));
	std::error_code error;
	fs::create_directories(layout_.build / "bisect", error);
	return {};
}

base::Result<ConfigValues> Search::settle(const ConfigValues &values)
{
	return build::TrialBuilder{runner_, {.label = "bisect", .kbuild = kbuild_, .seed = {}}}.configure(settings_of(values, guest_lines_));
}

base::Result<std::optional<int>> Search::try_kernel(build::TrialBuilder &trial)
{
	const auto done = trial.make();

	if (!done && done.error().id != "kernel-not-built")
		return tl::unexpected(done.error());
	if (!done) {
		trial.view().note("note: it does not build: " + done.error().reason);
		return std::optional<int>{};
	}
	trial.view().phase("boot");
	boot::GuestJob job;
	job.kernel = trial.image();
	job.argv = options_.argv;
	job.files = options_.files;
	job.append = options_.append;
	job.memory_mib = options_.memory_mib;
	const auto report = guests_.run(job);
	if (!report)
		return tl::unexpected(report.error());
	if (report->outcome == boot::Outcome::interrupted)
		return build::refuse("interrupted", ExitCode::interrupted, action, "", report->reason);
	return report->exit_status >= 0 ? std::optional<int>{report->exit_status} : std::optional<int>{};
}

base::Result<std::optional<int>> Search::status_of(const ConfigValues &values, const std::string &label)
{
	build::TrialBuilder trial{runner_, {.label = "bisect: " + label, .kbuild = kbuild_, .seed = {}}};
	build::Digest digest;

	const auto settled = trial.configure(settings_of(values, guest_lines_));
	if (!settled)
		return tl::unexpected(settled.error());
	for (const auto &[name, value] : *settled)
		digest.add(name).add(value);
	const std::string key = digest.hex();
	if (const std::optional<int> *known = memory_->find(key); known != nullptr)
		return *known;
	const auto status = try_kernel(trial);
	if (!status)
		return status;
	found_.trials++;
	trial.view().finish(*status ? fmt::format("the command ended with {}", **status) : "no status: it does not build, or does not boot");
	if (auto done = memory_->keep(key, *status); !done)
		return tl::unexpected(done.error());
	return status;
}

base::Result<Outcome> Search::try_set(const std::vector<std::size_t> &chosen)
{
	ConfigValues values = good_;

	for (const std::size_t index : chosen)
		values[differences_[index].name] = differences_[index].bad;
	const auto status = status_of(values, fmt::format("{} of {} differences", chosen.size(), differences_.size()));
	if (!status)
		return tl::unexpected(status.error());
	if (!*status)
		return Outcome::unresolved;
	return **status == found_.bad_status ? Outcome::bad : **status == found_.good_status ? Outcome::good : Outcome::unresolved;
}

base::Result<Bisected> Search::run()
{
	if (auto done = prepare(); !done)
		return tl::unexpected(done.error());
	const auto lock = build::FolderLock::take(kbuild_.obj, action);
	if (!lock)
		return tl::unexpected(lock.error());
	auto good = settle(options_.good.values);
	const auto bad = good ? settle(options_.bad.values) : good;
	if (!bad)
		return tl::unexpected(bad.error());
	good_ = std::move(*good);
	differences_ = choosable(good_, *bad, kbuild_.tree);
	found_.differences = differences_.size();
	log_ << fmt::format("{} options that can be chosen differ\n", differences_.size());

	// The bad one is the good one with all of them: what else it has follows from these, or the search cannot find it.
	ConfigValues all = good_;
	for (const Difference &each : differences_)
		all[each.name] = each.bad;
	const auto first = status_of(good_, "the good one");
	if (!first)
		return tl::unexpected(first.error());
	const auto last = status_of(all, "the bad one");
	if (!last)
		return tl::unexpected(last.error());
	if (!*first || !*last || **first == **last)
		return build::refuse("nothing-to-bisect", ExitCode::not_comparable, action, fmt::format("{}, {}", options_.good.name, options_.bad.name),
				     !*first || !*last ? fmt::format("the {} one does not build or does not boot", *first ? "bad" : "good")
						       : fmt::format("the command ends with {} on both", **first),
				     "modules are not built, and both have what kconfig-fragments/qemu.config says");
	found_.good_status = **first;
	found_.bad_status = **last;
	const auto minimal = minimise(differences_.size(), [this](const std::vector<std::size_t> &chosen) { return try_set(chosen); });
	if (!minimal)
		return tl::unexpected(minimal.error());
	for (const std::size_t index : *minimal)
		found_.minimal.push_back(differences_[index]);
	return found_;
}

} // namespace

std::vector<Difference> choosable(const ConfigValues &good, const ConfigValues &bad, const fs::path &tree)
{
	const auto kconfig = build::read_kconfig(tree);
	std::set<std::string, std::less<>> names;
	std::vector<Difference> result;

	for (const auto *values : {&good, &bad})
		for (const auto &[name, value] : *values)
			names.insert(name);
	for (const std::string &name : names) {
		const std::string was{build::value_of(good, name)};
		const std::string is{build::value_of(bad, name)};
		const auto symbol = kconfig->symbols.find(name);
		if (was != is && symbol != kconfig->symbols.end() &&
		    std::ranges::any_of(symbol->second, [](const build::Definition &each) { return each.prompt; }))
			result.push_back({.name = name, .good = was, .bad = is});
	}
	return result;
}

base::Result<Bisected> bisect(const Layout &layout, const BisectOptions &options, build::ProcessRunner &runner, collect::GuestRunner &guests, std::ostream &log)
{
	return Search{layout, options, runner, guests, log}.run();
}

} // namespace matrix::cost
