// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/metadata.h"

#include "loader/base/files.h"
#include "matrix/build/elf.h"
#include "matrix/build/errors.h"
#include "matrix/build/text.h"

namespace matrix::build {

namespace {

nlohmann::json series_json(const PreparedSource &source)
{
	nlohmann::json rows = nlohmann::json::array();

	for (const Series &series : source.series)
		rows.push_back({{"name", series.name},
				{"for", series.folder.filename().string()},
				{"patches", series.patches},
				{"sha256", series.checksum}});
	return rows;
}

nlohmann::json source_json(const PreparedSource &source)
{
	nlohmann::json row = {{"version", source.version.to_string()},
			      {"kind", std::string{kind_name(source.origin.kind)}},
			      {"name", source.origin.path.filename().string()},
			      {"sha256", source.origin.checksum},
			      {"identity", source.identity}};
	if (source.origin.kind == Origin::Kind::git) {
		row["commit"] = source.origin.commit;
		row["dirty"] = source.origin.dirty;
	}
	return row;
}

} // namespace

ToolVersions tool_versions(ProcessRunner &runner)
{
	ToolVersions versions;
	const std::pair<const char *, const char *> tools[] = {{"compiler", "gcc"}, {"linker", "ld"}, {"pahole", "pahole"}};

	for (const auto &[role, program] : tools) {
		const auto done = runner.run({.argv = {program, "--version"}, .environment = clean_environment(),
					      .cwd = {}, .stdin_file = {}, .log = {}, .on_line = {}, .on_tick = {}});
		const auto lines = done ? split_lines(done->output) : std::vector<std::string_view>{};
		versions[role] = lines.empty() ? "" : std::string{lines.front()};
	}
	return versions;
}

base::Result<SectionSizes> section_sizes(const std::filesystem::path &file)
{
	const ElfFile kernel = open_elf(file);
	SectionSizes sizes;

	if (!kernel.elf)
		return refuse("not-elf", base::ExitCode::build_failed, "read the sizes of the kernel", file.string(),
			      "it is not an ELF file");
	for_each_section(kernel.elf.get(), [&sizes](Elf_Scn *, const GElf_Shdr &header) {
		if ((header.sh_flags & SHF_ALLOC) == 0)
			return;
		if (header.sh_type == SHT_NOBITS)
			sizes.bss += header.sh_size;
		else if ((header.sh_flags & SHF_WRITE) != 0)
			sizes.data += header.sh_size;
		else
			sizes.text += header.sh_size;
	});
	return sizes;
}

nlohmann::json metadata_json(const MetadataInput &input)
{
	nlohmann::json fragments = nlohmann::json::array();

	for (const Fragment &fragment : *input.fragments) {
		fragments.push_back({{"name", fragment.name}, {"sha256", fragment.checksum}});
		for (const FragmentFile &file : fragment.files)
			fragments.back()["files"][file.name] = file.checksum;
	}
	return {{"schema_version", metadata_schema},
		{"variant", std::string{input.variant->family}},
		{"dispatch", std::string{input.variant->dispatch}},
		{"identity", input.identity},
		{"source", source_json(*input.source)},
		{"series", series_json(*input.source)},
		{"fragments", fragments},
		{"config_sha256", input.config_checksum},
		{"tools", input.tools},
		{"seconds", input.seconds},
		{"objects", input.objects},
		{"seeded_from", input.seeded_from},
		{"size",
		 {{"bzImage", input.image_bytes},
		  {"text", input.sizes.text},
		  {"data", input.sizes.data},
		  {"bss", input.sizes.bss}}}};
}

std::optional<nlohmann::json> read_metadata(const std::filesystem::path &file)
{
	const auto text = base::read_file(file);
	if (!text)
		return std::nullopt;
	nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
	if (!json.is_object() || json.value("schema_version", nlohmann::json{}) != metadata_schema)
		return std::nullopt;
	return json;
}

} // namespace matrix::build
