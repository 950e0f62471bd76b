// SPDX-License-Identifier: GPL-2.0
#include "matrix/collect/kept.h"

#include "loader/base/files.h"
#include "matrix/build/digest.h"

namespace matrix::collect {

// With its length: "ab" and "c" are not "a" and "bc".
void Kept::add(const std::string &part) { inputs_ += std::to_string(part.size()) + ":" + part; }

void Kept::add(const base::Result<std::string> &sum)
{
	whole_ = whole_ && sum.has_value();
	add(sum.value_or(std::string{}));
}

Kept &Kept::word(const std::string &text)
{
	add(text);
	return *this;
}

Kept &Kept::file(const std::filesystem::path &path)
{
	add(hashes_.file(path));
	return *this;
}

Kept &Kept::kernel(const std::string &name) { return word(name).file(layout_.kernel_dir(name) / "bzImage"); }

Kept &Kept::guest()
{
	boot::GuestJob plain;

	plain.accelerator = boot::Accelerator::tcg_icount;
	for (const std::string &word : boot::planned_command(plain))
		add(word);
	for (const auto &folder : {layout_.guest_bin(), layout_.policies(), layout_.host_files(), layout_.lsm_policies()})
		add(hashes_.folder(folder));
	return *this;
}

void Kept::shown(Progress &progress, std::string title)
{
	progress_ = &progress;
	title_ = std::move(title);
}

base::Result<nlohmann::json> Kept::or_made(bool fresh, const std::function<base::Result<nlohmann::json>()> &make) const
{
	const auto place = layout_.run_dir() / (kind_ + "-" + build::sha256(inputs_).substr(0, 24) + ".json");

	if (const auto text = base::read_file(place); whole_ && !fresh && text) {
		auto kept = nlohmann::json::parse(*text, nullptr, false);
		if (kept.is_object()) {
			if (progress_ != nullptr)
				progress_->taken_over(title_);
			return kept;
		}
	}
	if (progress_ != nullptr) {
		progress_->started(title_);
		progress_->tick();
	}
	auto made = make();
	if (progress_ != nullptr)
		progress_->finished(title_, made ? "ok" : made.error().code == base::ExitCode::interrupted ? "interrupted" : "failed");
	if (made && whole_) // what cannot be kept is made again
		(void)base::write_file_atomically(place, made->dump() + "\n");
	return made;
}

} // namespace matrix::collect
