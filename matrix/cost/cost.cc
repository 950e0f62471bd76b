// SPDX-License-Identifier: GPL-2.0
#include "matrix/cost/cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "matrix/build/audit.h"
#include "matrix/build/errors.h"
#include "matrix/build/kernel.h"
#include "matrix/build/lock.h"
#include "matrix/build/trial.h"
#include "matrix/build/variants.h"
#include "matrix/collect/kept.h"

namespace matrix::cost {

namespace {

namespace fs = std::filesystem;
using base::ExitCode;

// The kernel as it is: what was asked of it, what it has, and where.
struct Subject {
	std::string name;
	fs::path folder;
	std::vector<build::Setting> wishes;
	build::ConfigValues values;
	build::PreparedSource source;
};

base::Result<Subject> subject_of(const Layout &layout, const plan::PlannedBoot &planned, const CostOptions &how, build::ProcessRunner &runner)
{
	const build::Variant *variant = build::find_variant(planned.variant, planned.dispatch);
	Subject subject;

	if (variant == nullptr)
		return tl::unexpected(build::unknown_variant(planned.variant, planned.dispatch));
	subject.name = variant->name;
	// Nothing is done where it is built and nothing changed.
	const auto kernel = build::KernelBuilder{layout, runner, {.variant = variant, .extra_fragments = {}, .kernel_src = how.kernel_src, .targets = {}, .jobs = how.jobs, .verbose = how.verbose}}.build();
	if (!kernel)
		return tl::unexpected(kernel.error());
	subject.folder = kernel->folder;
	const auto fragments = build::load_fragments(layout.fragments(), {variant->fragments.begin(), variant->fragments.end()});
	if (!fragments)
		return tl::unexpected(fragments.error());
	subject.wishes = build::wishes_of(*fragments);
	auto values = build::read_config(subject.folder / "config");
	if (!values)
		return tl::unexpected(values.error());
	subject.values = std::move(*values);
	auto source = build::SourcePreparer{layout, runner}.prepare(how.kernel_src, variant->kernel);
	if (!source)
		return tl::unexpected(source.error());
	subject.source = std::move(*source);
	return subject;
}

class Turner {
public:
	Turner(const Layout &layout, const plan::PlannedBoot &planned, const Subject &subject, const CostOptions &how, build::ProcessRunner &runner,
	       collect::GuestRunner &guests)
		: layout_(layout), planned_(planned), subject_(subject), how_(how), runner_(runner), guests_(guests)
	{
	}

	base::Result<OptionCost> turn(const Option &option)
	{
		const std::string was{build::value_of(subject_.values, option.name)};
		const build::Setting line{.name = option.name, .value = !option.value.empty() ? option.value : was == "n" ? "y" : "n", .file = "--option", .line = 1};
		OptionCost cost{.line = as_line(line.name, line.value), .was = as_line(line.name, was), .impossible = {}, .followed = {}, .weight = {}};
		build::TrialBuilder trial{runner_, {.label = fmt::format("{} with {}", subject_.name, cost.line), .kbuild = kbuild(), .seed = layout_.obj_dir(subject_.name)}};

		if (line.value == was) {
			cost.impossible = "the kernel has it so";
			return cost;
		}
		std::vector<build::Setting> wishes = subject_.wishes;
		wishes.push_back(line);
		const auto values = trial.configure(wishes);
		if (!values)
			return tl::unexpected(values.error());
		if (const auto held = build::audit({line}, *values, subject_.source.tree); !held) {
			cost.impossible = held.error().reason;
			return cost;
		}
		cost.followed = differences(subject_.values, *values, option.name);
		auto weight = kept_or(*values, [&]() -> base::Result<Weight> {
			if (auto done = trial.make(); !done)
				return tl::unexpected(done.error());
			trial.view().phase("boot");
			auto weighed = weigh(layout_, planned_, trial.image(), trial.vmlinux(), guests_);
			if (weighed || weighed.error().code == ExitCode::guest_failed)
				trial.view().finish(weighed ? "weighed" : "does not boot");
			return weighed;
		});
		if (weight)
			cost.weight = std::move(*weight);
		else if (weight.error().id == "kernel-not-built")
			cost.impossible = weight.error().reason;
		else if (weight.error().code == ExitCode::guest_failed)
			cost.impossible = "it does not boot: " + weight.error().reason;
		else
			return tl::unexpected(weight.error());
		return cost;
	}

	// The kernel as it is.
	base::Result<Weight> base()
	{
		return kept_or(subject_.values, [this] { return weigh(layout_, planned_, subject_.folder / "bzImage", subject_.folder / "vmlinux", guests_); });
	}

	[[nodiscard]] build::Kbuild kbuild() const
	{
		return {.tree = subject_.source.tree, .obj = layout_.obj_dir(subject_.name + "-cost"), .launcher = build::find_launcher(layout_.root), .jobs = how_.jobs,
			.verbose = how_.verbose};
	}

private:
	// What was weighed before, of the same configuration and all that goes into it; what
	// did not come to a weight is tried again.
	base::Result<Weight> kept_or(const build::ConfigValues &values, const std::function<base::Result<Weight>()> &make) const
	{
		collect::Kept kept{layout_, "cost"};

		kept.word(planned_.title()).word(subject_.source.identity).kernel(subject_.name).guest();
		for (const std::string &workload : planned_.workloads)
			kept.word(workload);
		for (const auto &[name, value] : values)
			kept.word(name).word(value);
		const auto made = [&make]() -> base::Result<nlohmann::json> {
			const auto weight = make();
			return weight ? base::Result<nlohmann::json>{as_json(*weight)} : tl::unexpected(weight.error());
		};
		auto object = kept.or_made(how_.fresh, made);
		if (object && !weight_from(*object)) // kept by another edition of this program
			object = kept.or_made(true, made);
		if (!object)
			return tl::unexpected(object.error());
		return *weight_from(*object);
	}

	const Layout &layout_;
	const plan::PlannedBoot &planned_;
	const Subject &subject_;
	const CostOptions &how_;
	build::ProcessRunner &runner_;
	collect::GuestRunner &guests_;
};

} // namespace

std::string as_line(std::string_view name, std::string_view value)
{
	return value == "n" ? fmt::format("# CONFIG_{} is not set", name) : fmt::format("CONFIG_{}={}", name, value);
}

base::Result<Option> parse_option(const std::string &text)
{
	const auto refused = [&text] {
		return build::refuse("bad-option", ExitCode::usage, "read the option", text, "it is no symbol of Kconfig and no line of a configuration",
				     "AUDIT, CONFIG_AUDIT, CONFIG_HZ=100, '# CONFIG_AUDIT is not set'");
	};
	const bool plain = !text.empty() && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;

	if (plain)
		return Option{.name = text.starts_with("CONFIG_") ? text.substr(7) : text, .value = {}};
	const auto lines = build::parse_settings(text + "\n", "--option");
	if (!lines || lines->size() != 1)
		return refused();
	return Option{.name = lines->front().name, .value = lines->front().value};
}

std::vector<std::string> differences(const build::ConfigValues &before, const build::ConfigValues &after, std::string_view name)
{
	std::set<std::string, std::less<>> names;
	std::vector<std::string> lines;

	for (const auto *values : {&before, &after})
		for (const auto &[symbol, value] : *values)
			if (symbol != name)
				names.insert(symbol);
	for (const std::string &symbol : names)
		if (const auto was = build::value_of(before, symbol), is = build::value_of(after, symbol); was != is)
			lines.push_back(fmt::format("CONFIG_{}={} to {}", symbol, was, is));
	return lines;
}

base::Result<Costs> cost_of(const Layout &layout, const plan::PlannedBoot &planned, const std::vector<Option> &options, const CostOptions &how,
			    build::ProcessRunner &runner, collect::GuestRunner &guests)
{
	const auto subject = subject_of(layout, planned, how, runner);
	if (!subject)
		return tl::unexpected(subject.error());
	Turner turner{layout, planned, *subject, how, runner, guests};
	const auto lock = build::FolderLock::take(turner.kbuild().obj, "weigh options of the kernel");
	if (!lock)
		return tl::unexpected(lock.error());

	auto base = turner.base();
	if (!base)
		return tl::unexpected(base.error());
	Costs costs{.cell = planned.title(), .kernel_release = subject->source.version.to_string(), .base = std::move(*base), .options = {}};
	for (const Option &option : options) {
		auto cost = turner.turn(option);
		if (!cost)
			return tl::unexpected(cost.error());
		costs.options.push_back(std::move(*cost));
	}
	return costs;
}

} // namespace matrix::cost
