// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/explained.h"

#include "loader/base/files.h"
#include "matrix/build/digest.h"
#include "matrix/build/variants.h"
#include "matrix/collect/key.h"
#include "matrix/explain/explain.h"

namespace matrix::collect {

namespace {

using nlohmann::json;

// Where it is kept; an error where something of it is not there.
base::Result<std::filesystem::path> place_of(InputHashes &hashes, const Layout &layout, const Asked &asked)
{
	build::Digest digest;

	digest.add("explained 1").add(asked.words.workload).add(asked.words.a).add(asked.words.b);
	for (const plan::PlannedBoot *boot : {&asked.a, &asked.b}) {
		const auto kernel = hashes.file(layout.kernel_dir(build::kernel_name(boot->variant, boot->dispatch)) / "bzImage");
		if (!kernel)
			return tl::unexpected(kernel.error());
		digest.add(*kernel);
	}
	for (const auto &folder : {layout.guest_bin(), layout.policies(), layout.host_files()}) {
		const auto sum = hashes.folder(folder);
		if (!sum)
			return tl::unexpected(sum.error());
		digest.add(*sum);
	}
	return layout.run_dir() / ("explained-" + digest.hex().substr(0, 24) + ".json");
}

json kept(const std::filesystem::path &place)
{
	const auto text = base::read_file(place);

	return text ? json::parse(*text, nullptr, false) : json{};
}

} // namespace

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
	return [&layout, &log](const Asked &asked) -> base::Result<json> {
		const auto done = explain::explain(layout, asked.words.workload, asked.a, asked.b, log);
		if (!done) {
			log << done.error().to_string() << std::endl;
			return tl::unexpected(done.error());
		}
		return explain::as_json(*done);
	};
}

json explained(const Layout &layout, const std::vector<Asked> &asked, const Explainer &explainer, bool fresh)
{
	json all = json::array();
	InputHashes hashes;

	for (const Asked &one : asked) {
		json row{{"workload", one.words.workload}, {"a", one.words.a}, {"b", one.words.b}, {"status", "ok"}};
		const auto place = place_of(hashes, layout, one);
		json result = place && !fresh ? kept(*place) : json{};
		if (!result.is_object()) {
			auto done = explainer(one);
			if (!done) {
				row["status"] = "failed";
				row["reason"] = done.error().reason;
				all.push_back(std::move(row));
				continue;
			}
			result = *std::move(done);
			if (place) // what cannot be kept is made again
				(void)base::write_file_atomically(*place, result.dump() + "\n");
		}
		row["explained"] = std::move(result);
		all.push_back(std::move(row));
	}
	return all;
}

} // namespace matrix::collect
