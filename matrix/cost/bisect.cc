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
#include "matrix/collect/key.h"

namespace matrix::cost {

namespace {

namespace fs = std::filesystem;
using base::ExitCode;
using build::ConfigValues;

constexpr const char *action = "bisect the configurations";

// The values, then `changed`, then `last`: of the members of a choice, the last one holds.
std::vector<build::Setting> settings_of(const ConfigValues &values, const std::vector<Difference> &changed, const std::vector<build::Setting> &last)
{
	std::vector<build::Setting> settings;

	for (const auto &[name, value] : values)
		settings.push_back({.name = name, .value = value, .file = {}, .line = 0});
	for (const Difference &each : changed)
		settings.push_back({.name = each.name, .value = each.bad, .file = {}, .line = 0});
	return build::last_of_each({settings, last});
}

// The statuses of kernels that were tried, by what Kconfig made of their configuration. One that did not build or boot
// is not kept: the reason may have been a full disk.
class Memory {
public:
	explicit Memory(fs::path file) : file_(std::move(file))
	{
		const auto old = nlohmann::json::parse(base::read_file(file_).value_or(""), nullptr, false);

		if (old.is_object())
			for (const auto &[key, status] : old.items())
				if (status.is_number_integer())
					statuses_[key] = status.get<int>();
	}

	[[nodiscard]] std::optional<int> find(const std::string &key) const
	{
		const auto at = statuses_.find(key);
		return at == statuses_.end() ? std::nullopt : std::optional<int>{at->second};
	}

	base::Result<void> keep(const std::string &key, int status)
	{
		statuses_[key] = status;
		return base::write_file_atomically(file_, nlohmann::json(statuses_).dump(1) + "\n");
	}

private:
	fs::path file_;
	std::map<std::string, int> statuses_;
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
	// The status of the command, on the good one with these changes; nothing where there is none, and why_not_ says why.
	base::Result<std::optional<int>> status_of(const std::vector<Difference> &changed, const std::string &label);
	base::Result<std::optional<int>> try_kernel(build::TrialBuilder &trial);
	base::Result<Outcome> try_set(const std::vector<std::size_t> &chosen);

	const Layout &layout_;
	const BisectOptions &options_;
	build::ProcessRunner &runner_;
	collect::GuestRunner &guests_;
	std::ostream &log_;

	build::Kbuild kbuild_;
	std::string source_; // its identity
	fs::path tried_;     // the file of memory_
	std::string why_not_;
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
	// Files of who built it, which are in no other tree; and what every machine can compress.
	const auto more = build::parse_settings("CONFIG_SYSTEM_TRUSTED_KEYS=\"\"\nCONFIG_SYSTEM_REVOCATION_KEYS=\"\"\nCONFIG_MODULE_SIG_KEY=\"certs/signing_key.pem\"\n"
						"CONFIG_KERNEL_GZIP=y\n", "a guest");
	if (!more)
		return tl::unexpected(more.error());
	guest_lines_.insert(guest_lines_.end(), more->begin(), more->end());
	const auto source = build::SourcePreparer{layout_, runner_}.prepare(options_.kernel_src, options_.kernel);
	if (!source)
		return tl::unexpected(source.error());
	kbuild_ = {.tree = source->tree, .obj = layout_.obj_dir(options_.kernel.empty() ? "bisect" : "bisect-" + options_.kernel), .launcher = build::find_launcher(layout_.root), .jobs = options_.jobs, .verbose = options_.verbose};

	// What a status hangs on beside the configuration: the source, the command, its files, the guest.
	source_ = source->identity;
	build::Digest digest;
	collect::InputHashes hashes;
	for (const fs::path &folder : {layout_.guest_bin(), layout_.policies()}) {
		const auto sum = hashes.folder(folder);
		if (!sum)
			return tl::unexpected(sum.error());
		digest.add(*sum);
	}
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
	tried_ = layout_.build / "bisect" / (digest.hex().substr(0, 16) + ".json");
	std::error_code error;
	fs::create_directories(layout_.build / "bisect", error);
	return {};
}

base::Result<ConfigValues> Search::settle(const ConfigValues &values)
{
	return build::TrialBuilder{runner_, {.label = "bisect", .kbuild = kbuild_, .seed = {}}}.configure(settings_of(values, {}, guest_lines_));
}

base::Result<std::optional<int>> Search::try_kernel(build::TrialBuilder &trial)
{
	const auto done = trial.make();

	if (!done && done.error().id != "kernel-not-built")
		return tl::unexpected(done.error());
	if (!done) {
		why_not_ = "it does not build: " + done.error().reason;
		return std::optional<int>{};
	}
	if (build::tree_identity(kbuild_.tree) != source_)
		return build::refuse("source-changed", ExitCode::build_failed, action, "", "the source was prepared anew during the build", "run the same command again");
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
	if (report->outcome == boot::Outcome::ok || report->exit_status >= 0)
		return std::optional<int>{report->exit_status};
	why_not_ = fmt::format("it does not run the command: {}\n{}", report->reason, fmt::join(report->console_tail, "\n"));
	return std::optional<int>{};
}

base::Result<std::optional<int>> Search::status_of(const std::vector<Difference> &changed, const std::string &label)
{
	build::TrialBuilder trial{runner_, {.label = "bisect: " + label, .kbuild = kbuild_, .seed = {}}};
	build::Digest digest;

	const auto settled = trial.configure(settings_of(good_, changed, guest_lines_));
	if (!settled)
		return tl::unexpected(settled.error());
	for (const auto &[name, value] : *settled)
		digest.add(name).add(value);
	const std::string key = digest.hex();
	if (const auto known = memory_->find(key))
		return known;
	const auto status = try_kernel(trial);
	if (!status)
		return status;
	found_.trials++;
	trial.view().finish(*status ? fmt::format("the command ended with {}", **status) : "no status: " + why_not_.substr(0, why_not_.find('\n')));
	if (!*status)
		return status;
	if (auto done = memory_->keep(key, **status); !done)
		return tl::unexpected(done.error());
	return status;
}

base::Result<Outcome> Search::try_set(const std::vector<std::size_t> &chosen)
{
	std::vector<Difference> changed;

	for (const std::size_t index : chosen)
		changed.push_back(differences_[index]);
	const auto status = status_of(changed, fmt::format("{} of {} differences", chosen.size(), differences_.size()));
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
	memory_.emplace(tried_);
	auto good = settle(options_.good.values);
	const auto bad = good ? settle(options_.bad.values) : good;
	if (!bad)
		return tl::unexpected(bad.error());
	good_ = std::move(*good);
	differences_ = choosable(good_, *bad, kbuild_.tree);
	found_.differences = differences_.size();
	log_ << fmt::format("{} options that can be chosen differ\n", differences_.size());

	// The bad one is the good one with all of them: what else it has follows from these, or the search cannot find it.
	const auto first = status_of({}, "the good one");
	if (!first)
		return tl::unexpected(first.error());
	const auto last = *first ? status_of(differences_, "the bad one") : first;
	if (!last)
		return tl::unexpected(last.error());
	if (!*first || !*last || **first == **last)
		return build::refuse("nothing-to-bisect", ExitCode::not_comparable, action, fmt::format("{}, {}", options_.good.name, options_.bad.name),
				     !*first || !*last ? fmt::format("the {} one has no status: {}", *first ? "bad" : "good", why_not_)
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
