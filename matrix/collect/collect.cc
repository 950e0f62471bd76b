// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/collect.h"

#include <algorithm>
#include <filesystem>

#include "loader/base/files.h"
#include "matrix/boot/interrupt.h"
#include "matrix/collect/boot_result.h"
#include "matrix/collect/conformance.h"
#include "matrix/collect/context.h"
#include "matrix/collect/explained.h"
#include "matrix/collect/progress.h"
#include "matrix/collect/task.h"

namespace matrix::collect {

namespace {

base::Result<void> make_folder(const std::filesystem::path &path)
{
	std::error_code error;

	std::filesystem::create_directories(path, error);
	if (!error)
		return {};
	return base::fail({.id = "folder-unwritable", .code = base::ExitCode::failed, .action = "create the folder",
			   .object = path.string(), .reason = error.message(), .hint = {}, .errnum = error.value()});
}

class Collector {
public:
	Collector(const Layout &layout, const plan::Set &set, const CollectOptions &options, Engine &engine,
		  std::ostream &log, std::vector<Task> tasks, std::vector<Asked> asked)
	    : layout_(layout), set_(set), options_(options), engine_(engine), log_(log), tasks_(std::move(tasks)), asked_(std::move(asked)),
	      progress_(log, options.terminal, tasks_.size() + (options.guests != nullptr ? asked_.size() + set.conformance.size() : 0))
	{
	}

	base::Result<Collected> run();

private:
	std::vector<std::size_t> sort_out_finished();
	void show_failure(const Task &task, const BootResult &result);
	void finished(const Task &task, int status);
	bool ask_beside_the_plan();
	base::Result<Collected> put_together(bool interrupted);

	const Layout &layout_;
	const plan::Set &set_;
	const CollectOptions &options_;
	Engine &engine_;
	std::ostream &log_;
	std::vector<Task> tasks_;
	std::vector<Asked> asked_;
	Progress progress_;
	Collected collected_;
	nlohmann::json beside_ = nlohmann::json::object(); // of the context
	std::size_t beside_failed_ = 0;
};

// The tasks that are to be done. What failed before is done again.
std::vector<std::size_t> Collector::sort_out_finished()
{
	std::vector<std::size_t> open;

	for (std::size_t i = 0; i < tasks_.size(); ++i) {
		const auto before = options_.fresh ? std::nullopt : saved(tasks_[i]);
		if (before && before->ok()) {
			progress_.taken_over(tasks_[i].boot.title());
			++collected_.kept;
			continue;
		}
		std::error_code ignored;
		std::filesystem::remove(tasks_[i].file, ignored);
		open.push_back(i);
	}
	return open;
}

void Collector::show_failure(const Task &task, const BootResult &result)
{
	log_ << task.boot.title() << ": failed: " << result.reason << '\n';
	if (!result.console_tail.empty())
		log_ << "the end of its console:\n";
	for (const std::string &line : result.console_tail)
		log_ << "  | " << line << '\n';
	log_ << std::flush;
}

void Collector::finished(const Task &task, int status)
{
	const auto result = saved(task);

	const bool interrupted = status == base::to_int(base::ExitCode::interrupted);

	progress_.finished(task.boot.title(), status == 0 ? "ok" : interrupted ? "interrupted" : "failed");
	++collected_.booted;
	if (result && !result->first_failure.empty())
		log_ << task.boot.title() << ": done a second time; the first one failed: " << result->first_failure << std::endl;
	if (result && !result->ok())
		show_failure(task, *result);
	else if (!result && !interrupted)
		log_ << task.boot.title() << ": its process ended with status " << status << " and left no result\n";
}

base::Result<Collected> Collector::run()
{
	const std::vector<std::size_t> open = sort_out_finished();
	const auto interrupted = engine_.run(tasks_, open,
					     {.on_started = [this](std::size_t i) { progress_.started(tasks_[i].boot.title()); },
					      .on_finished = [this](const Finished &done) { finished(tasks_[done.task], done.status); },
					      .on_tick = [this] { progress_.tick(); }});
	progress_.end();
	if (!interrupted)
		return tl::unexpected(interrupted.error());
	if (*interrupted || options_.guests == nullptr)
		return put_together(*interrupted);
	const bool whole = ask_beside_the_plan();
	progress_.end();
	return put_together(!whole);
}

// False: it was interrupted.
bool Collector::ask_beside_the_plan()
{
	const boot::Interrupt interrupt; // also between the guests, which have one of their own

	if (!asked_.empty()) {
		auto all = explained(layout_, asked_, by_tracing(layout_, log_), options_.fresh, progress_);
		if (!all)
			return false;
		for (const auto &row : *all)
			beside_failed_ += row.value("status", "") != "ok";
		beside_["explained"] = *std::move(all);
	}
	if (!set_.conformance.empty()) {
		if (interrupt.signal() != 0)
			return false;
		auto all = conformance(layout_, set_.conformance, *options_.guests, options_.fresh, log_, progress_);
		if (!all)
			return false;
		for (const auto &row : *all)
			beside_failed_ += row.value("status", "") != "ok" || row.value("failures", 0) > 0;
		beside_["conformance"] = *std::move(all);
	}
	return interrupt.signal() == 0;
}

// In which order timed boots were done, whichever run did them: a run that goes on where
// another ended has a seed of its own.
nlohmann::json order_of(const std::vector<BootResult> &results)
{
	std::vector<const BootResult *> done;
	nlohmann::json order = nlohmann::json::array();

	for (const BootResult &result : results)
		if (result.started_us != 0)
			done.push_back(&result);
	std::ranges::stable_sort(done, {}, &BootResult::started_us);
	for (const BootResult *result : done)
		order.push_back({{"boot", result->boot.title()}, {"started_us", result->started_us}});
	return order;
}

base::Result<Collected> Collector::put_together(bool interrupted)
{
	std::vector<BootResult> results;

	for (const Task &task : tasks_) {
		auto result = saved(task);
		if (!result) {
			// Nothing was saved: interrupted, or the worker died.
			result = make_result(task.boot, options_.accelerator,
					     base::fail({.id = "no-result", .code = base::ExitCode::guest_failed,
							 .action = "run the boot", .object = task.boot.title(),
							 .reason = interrupted ? "the run was interrupted" : "its process died",
							 .hint = {}, .errnum = 0}));
		}
		for (compare::Cell &cell : cells_of(*result)) {
			collected_.failed += cell.status == "failed";
			collected_.results.cells.push_back(std::move(cell));
		}
		results.push_back(std::move(*result));
	}
	const ContextInput input{.set = set_, .accelerator = options_.accelerator,
				 .accelerator_reason = options_.accelerator_reason, .command = options_.command};
	collected_.results.context = make_context(layout_, input, results);
	collected_.results.context.update(beside_);
	if (!options_.prices.is_null())
		collected_.results.context["prices"] = options_.prices;
	if (options_.seed) {
		collected_.results.context["order_seed"] = *options_.seed;
		collected_.results.context["order"] = order_of(results);
	}
	collected_.code = interrupted	       ? base::ExitCode::interrupted
			  : collected_.failed + beside_failed_ != 0 ? base::ExitCode::guest_failed
						   : base::ExitCode::ok;
	if (beside_failed_ != 0)
		log_ << beside_failed_ << " explanations or kernels asked for their verdicts failed; the report says which" << std::endl;
	// What is missing was not measured: an older, whole file stays, and the part has a name of its own.
	const std::filesystem::path whole = options_.output.empty() ? layout_.report_dir() / "matrix.json" : options_.output;
	collected_.output = interrupted ? std::filesystem::path{whole}.replace_extension(".partial.json") : whole;
	const auto done = base::write_file_atomically(collected_.output, compare::to_json(collected_.results).dump(1) + "\n");
	if (!done)
		return tl::unexpected(done.error());
	if (!interrupted) {
		std::error_code none;
		std::filesystem::remove(std::filesystem::path{whole}.replace_extension(".partial.json"), none);
	}
	return std::move(collected_);
}

} // namespace

base::Result<Collected> collect(const Layout &layout, const plan::Set &set, const CollectOptions &options, Engine &engine, std::ostream &log)
{
	for (const auto &folder : {layout.run_dir(), layout.report_dir()}) {
		if (const auto made = make_folder(folder); !made)
			return tl::unexpected(made.error());
	}
	auto tasks = make_tasks(layout, set, options.accelerator, engine.builds());
	if (!tasks)
		return tl::unexpected(tasks.error());
	auto asked = asked_to_explain(set);
	if (!asked)
		return tl::unexpected(asked.error());
	return Collector{layout, set, options, engine, log, std::move(*tasks), std::move(*asked)}.run();
}

base::Result<void> preview(const Layout &layout, const plan::Set &set, const CollectOptions &options, std::ostream &out)
{
	const auto tasks = make_tasks(layout, set, options.accelerator, true);
	std::size_t kept = 0;

	if (!tasks)
		return tl::unexpected(tasks.error());
	if (const auto asked = asked_to_explain(set); !asked)
		return tl::unexpected(asked.error());
	for (const Task &task : *tasks) {
		const auto before = options.fresh || task.file.empty() ? std::nullopt : saved(task);
		const bool keep = before && before->ok();
		kept += keep;
		out << task.boot.title() << ": " << (keep ? "kept" : task.file.empty() ? "to be done, once its kernel is built" : "to be done") << '\n';
	}
	out << tasks->size() << " boots, " << kept << " kept, " << tasks->size() - kept << " to be done; " << set.explanations.size()
	    << " operations to be explained, " << set.conformance.size() << " kernels whose hooks are asked" << std::endl;
	return {};
}

} // namespace matrix::collect
