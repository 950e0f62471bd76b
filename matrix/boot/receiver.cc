// SPDX-License-Identifier: GPL-2.0
#include "matrix/boot/receiver.h"

#include <fmt/format.h>

#include <filesystem>

namespace matrix::boot {

namespace {

using guest::FrameKind;

// A name that stays below the folder it will be written to.
bool harmless(const std::string &name)
{
	const std::filesystem::path path{name};

	if (name.empty() || path.is_absolute() || name.find('\0') != std::string::npos || name.size() > 512)
		return false;
	for (const auto &part : path)
		if (part == ".." || part == "." || part.empty())
			return false;
	return true;
}

} // namespace

void Receiver::note_damage(const std::string &text)
{
	if (damage_.empty())
		damage_ = text;
}

void Receiver::feed(std::string_view bytes)
{
	parser_.feed(bytes);
	while (auto frame = parser_.next())
		handle(*frame);
}

void Receiver::finish()
{
	parser_.finish();
	while (auto frame = parser_.next())
		handle(*frame);
	end_file();
	if (parser_.damaged())
		note_damage(fmt::format("the result channel was damaged: {} bytes skipped, {} frames missing",
					parser_.skipped_bytes(), parser_.missing_frames()));
}

void Receiver::take_output(std::string &to, const std::string &bytes)
{
	if (out_.size() + err_.size() + bytes.size() > output_limit)
		return note_damage(fmt::format("the command printed more than {} MiB", output_limit >> 20));
	to += bytes;
}

void Receiver::begin_file(const std::string &payload)
{
	end_file();
	const nlohmann::json json = nlohmann::json::parse(payload);
	const auto name = json.at("path").get<std::string>();
	if (!harmless(name) || files_.size() >= file_count_limit)
		return note_damage("the guest sent a result file that is not accepted");
	file_size_ = json.at("size").get<std::size_t>();
	open_file_ = &files_[name];
	open_file_->clear();
}

void Receiver::take_file_data(const std::string &bytes)
{
	if (open_file_ == nullptr)
		return note_damage("the guest sent data of a file that it did not announce");
	files_total_ += bytes.size();
	if (files_total_ > files_limit)
		return note_damage(fmt::format("the command left more than {} MiB in /results", files_limit >> 20));
	*open_file_ += bytes;
}

void Receiver::end_file()
{
	if (open_file_ != nullptr && open_file_->size() != file_size_)
		note_damage(fmt::format("a result file has {} bytes of the {} that were announced", open_file_->size(),
					file_size_));
	open_file_ = nullptr;
}

void Receiver::take_exit(const std::string &payload)
{
	end_file();
	const nlohmann::json json = nlohmann::json::parse(payload);
	const int status = json.at("status").get<int>();
	signal_ = json.at("signal").get<int>();
	if (json.at("files").get<std::size_t>() != files_.size())
		note_damage("not all files of /results arrived");
	if (status < 0 || status > 255)
		return note_damage("the guest sent a status that is none");
	exit_ = status;
}

void Receiver::handle(const guest::Frame &frame)
{
	try {
		switch (frame.kind) {
		case FrameKind::hello:
			hello_ = nlohmann::json::parse(frame.payload);
			if (observer_ != nullptr)
				observer_->on_hello(hello_);
			break;
		case FrameKind::out:
			take_output(out_, frame.payload);
			if (observer_ != nullptr)
				observer_->on_out(frame.payload);
			break;
		case FrameKind::err:
			take_output(err_, frame.payload);
			if (observer_ != nullptr)
				observer_->on_err(frame.payload);
			break;
		case FrameKind::file_begin: begin_file(frame.payload); break;
		case FrameKind::file_data: take_file_data(frame.payload); break;
		case FrameKind::exit: take_exit(frame.payload); break;
		case FrameKind::fault: fault_ = frame.payload; break;
		}
	} catch (const nlohmann::json::exception &error) {
		note_damage(std::string{"the guest sent a frame that cannot be read: "} + error.what());
	}
}

void Receiver::move_into(GuestReport &report, Observation &seen)
{
	seen.said_hello = !hello_.is_null();
	seen.fault = fault_;
	seen.damage = damage_;
	seen.exit_status = exit_;
	seen.signal = signal_;
	report.hello = std::move(hello_);
	report.out = std::move(out_);
	report.err = std::move(err_);
	report.files = std::move(files_);
	report.exit_status = exit_.value_or(-1);
}

} // namespace matrix::boot
