// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/explained.h"

#include "matrix/build/variants.h"
#include "matrix/collect/kept.h"
#include "matrix/explain/explain.h"

namespace matrix::collect {

base::Result<std::vector<Asked>> asked_to_explain(const plan::Set &set)
{
	std::vector<Asked> all;

	for (const plan::Explanation &words : set.explanations) {
		auto a = explain::parse_cell(words.a);
		auto b = explain::parse_cell(words.b);
		if (!a)
			return tl::unexpected(a.error());
		if (!b)
			return tl::unexpected(b.error());
		all.push_back({.words = words, .a = *std::move(a), .b = *std::move(b)});
	}
	return all;
}

Explainer by_tracing(const Layout &layout, std::ostream &log)
{
	return [&layout, &log](const Asked &asked) -> base::Result<nlohmann::json> {
		const auto done = explain::explain(layout, asked.words.workload, asked.a, asked.b, log);
		if (!done) {
			log << done.error().to_string() << std::endl;
			return tl::unexpected(done.error());
		}
		return explain::as_json(*done);
	};
}

base::Result<nlohmann::json> explained(const Layout &layout, const std::vector<Asked> &asked, const Explainer &explainer, bool fresh,
					 Progress &progress)
{
	nlohmann::json all = nlohmann::json::array();

	for (const Asked &one : asked) {
		nlohmann::json row{{"workload", one.words.workload}, {"a", one.words.a}, {"b", one.words.b}};
		Kept kept{layout, "explained"};
		kept.word(one.words.workload).word(one.words.a).word(one.words.b).guest();
		for (const plan::PlannedBoot *boot : {&one.a, &one.b})
			kept.kernel(build::kernel_name(boot->variant, boot->dispatch));
		kept.shown(progress, one.words.workload + ", " + one.words.a + " beside " + one.words.b);
		auto result = kept.or_made(fresh, [&] { return explainer(one); });
		if (!result && result.error().code == base::ExitCode::interrupted)
			return tl::unexpected(result.error());
		row["status"] = result ? "ok" : "failed";
		if (result)
			row["explained"] = *std::move(result);
		else
			row["reason"] = result.error().reason;
		all.push_back(std::move(row));
	}
	return all;
}

} // namespace matrix::collect
