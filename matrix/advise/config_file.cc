// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/config_file.h"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "matrix/build/errors.h"

namespace matrix::advise {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = std::size_t{64} << 20;
constexpr std::size_t most_remarks = 20;
// A defconfig has hundreds of lines, a whole configuration thousands.
constexpr std::size_t least_whole = 1500;

bool is_symbol(std::string_view text)
{
	return !text.empty() && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

std::string_view trimmed(std::string_view line)
{
	const std::size_t start = line.find_first_not_of(" \t");
	const std::size_t end = line.find_last_not_of(" \t\r");

	return start == line.npos ? std::string_view{} : line.substr(start, end - start + 1);
}

bool is_value(std::string_view value)
{
	if (value == "y" || value == "m" || value == "n")
		return true;
	if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
		return std::ranges::none_of(value, [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; });
	return !value.empty() && value.find_first_not_of("-xX0123456789abcdefABCDEF") == value.npos;
}

class Reader {
public:
	explicit Reader(Config &config) : config_(config) {}

	void line(std::string_view raw)
	{
		number_++;
		carriage_returns_ += !raw.empty() && raw.back() == '\r' ? 1 : 0;
		const std::string_view text = trimmed(raw);
		constexpr std::string_view not_set = " is not set";
		if (text.starts_with("CONFIG_"))
			setting(text);
		else if (text.starts_with("# CONFIG_") && text.ends_with(not_set))
			set(text.substr(9, text.size() - 9 - not_set.size()), "n");
		else if (text.starts_with('#'))
			comment(text);
		else if (!text.empty())
			remark("is neither a setting nor a comment");
	}

	// `ends_line`: the last line has an end.
	void finish(bool ends_line)
	{
		if (carriage_returns_ != 0)
			config_.remarks.push_back(fmt::format("{} lines end as on Windows (CR LF)", carriage_returns_));
		if (remarks_ > most_remarks)
			config_.remarks.push_back(fmt::format("and {} more such lines", remarks_ - most_remarks));
		const bool was_whole = has_header_ || config_.values.size() >= least_whole;
		config_.cut_off = was_whole && !has_end(ends_line);
		config_.whole = was_whole && !config_.cut_off;
	}

private:
	// Since 5.6 menus have an end, and Kernel hacking is the last one of mainline; CONFIG_SECURITY comes before it, in
	// every configuration that can have it.
	[[nodiscard]] bool has_end(bool ends_line) const
	{
		const bool can_have_it = !config_.is_off("SYSFS") && !config_.is_off("MULTIUSER");

		if (menus_ > 0)
			return has_last_menu_;
		return ends_line && (!can_have_it || config_.values.contains("SECURITY"));
	}

	void setting(std::string_view text)
	{
		const std::size_t equals = text.find('=');

		if (equals == text.npos)
			return remark("has no value");
		const std::string_view value = text.substr(equals + 1);
		if (!is_value(value))
			return remark("has a value that Kconfig does not write");
		set(text.substr(7, equals - 7), value);
	}

	void set(std::string_view symbol, std::string_view value)
	{
		if (!is_symbol(symbol))
			return remark("has no name of a symbol");
		const auto [at, is_new] = config_.values.insert_or_assign(std::string{symbol}, std::string{value});
		if (!is_new)
			remark(fmt::format("sets CONFIG_{} again; the last one counts", at->first));
	}

	// "# Linux/x86 6.12.43 Kernel Configuration", "# Linux/x86_64 6.17.5-200.fc42.x86_64 Kernel Configuration"
	void comment(std::string_view text)
	{
		constexpr std::string_view start = "# Linux/";
		constexpr std::string_view end = " Kernel Configuration";
		constexpr std::string_view menu = "# end of ";

		if (text.starts_with(menu)) {
			menus_++;
			has_last_menu_ = has_last_menu_ || text.substr(menu.size()) == "Kernel hacking";
		}
		if (!text.starts_with(start) || !text.ends_with(end))
			return;
		const std::string_view middle = text.substr(start.size(), text.size() - start.size() - end.size());
		const std::size_t space = middle.find(' ');
		if (space == middle.npos)
			return;
		has_header_ = true;
		config_.arch = middle.substr(0, space);
		if (config_.arch == "x86_64" || config_.arch == "i386")
			config_.arch = "x86";
		config_.title = middle.substr(space + 1);
		config_.release = parse_release(config_.title);
	}

	void remark(std::string what)
	{
		if (++remarks_ <= most_remarks)
			config_.remarks.push_back(fmt::format("line {} {}", number_, what));
	}

	Config &config_;
	std::size_t number_ = 0;
	std::size_t remarks_ = 0;
	std::size_t carriage_returns_ = 0;
	std::size_t menus_ = 0;
	bool has_last_menu_ = false;
	bool has_header_ = false;
};

// What the header does not say, the symbols may.
std::string arch_of(const Config &config)
{
	constexpr std::array<std::pair<std::string_view, std::string_view>, 8> rows{{
		{"X86", "x86"}, {"X86_64", "x86"}, {"X86_32", "x86"}, {"ARM64", "arm64"}, {"ARM", "arm"}, {"RISCV", "riscv"},
		{"PPC64", "powerpc"}, {"S390", "s390"}}};

	for (const auto &[symbol, arch] : rows)
		if (config.has(symbol))
			return std::string{arch};
	return {};
}

struct CloseGz {
	void operator()(gzFile file) const { gzclose(file); }
};

} // namespace

Release parse_release(std::string_view text)
{
	Release release;
	const char *end = text.data() + text.size();
	const auto [dot, first] = std::from_chars(text.data(), end, release.version);

	if (first != std::errc{} || dot == end || *dot != '.')
		return {};
	const auto [rest, second] = std::from_chars(dot + 1, end, release.patchlevel);
	return second == std::errc{} && release.version > 0 && release.patchlevel >= 0 ? release : Release{};
}

bool Config::has(std::string_view symbol) const
{
	const std::string_view set = value(symbol);
	return set == "y" || set == "m";
}

bool Config::is_off(std::string_view symbol) const { return !has(symbol) && (whole || values.find(symbol) != values.end()); }

// For ARCH=i386 Kconfig writes no CONFIG_64BIT at all.
bool Config::is_32_bit_x86() const
{
	return arch == "x86" && !has("64BIT") && !has("X86_64") && (whole || has("X86_32") || is_off("64BIT") || is_off("X86_64"));
}

std::string Config::text(std::string_view symbol) const
{
	const std::string_view set = value(symbol);
	return set.size() >= 2 && set.front() == '"' ? std::string{set.substr(1, set.size() - 2)} : std::string{};
}

Config parse_config(std::string_view text, const std::string &name)
{
	Config config;
	Reader reader{config};

	const bool ends_line = text.ends_with('\n');
	config.name = name;
	while (!text.empty()) {
		const std::size_t end = text.find('\n');
		reader.line(text.substr(0, end));
		text.remove_prefix(end == text.npos ? text.size() : end + 1);
	}
	reader.finish(ends_line);
	if (config.arch.empty())
		config.arch = arch_of(config);
	return config;
}

base::Result<Config> load_config(const fs::path &path)
{
	// Plain files are passed on by zlib as they are.
	const std::unique_ptr<std::remove_pointer_t<gzFile>, CloseGz> file{gzopen(path.c_str(), "rb")};
	std::array<char, 64 * 1024> block{};
	std::string text;
	int got = 0;

	if (!file)
		return base::fail_errno(errno, {.id = "config-unreadable", .code = base::ExitCode::bad_input, .action = "read the configuration",
						.object = path.string(), .reason = {}, .hint = "name a .config, a fragment, or a .gz of one", .errnum = 0});
	while (text.size() < most_bytes && (got = gzread(file.get(), block.data(), block.size())) > 0)
		text.append(block.data(), static_cast<std::size_t>(got));
	int state = Z_OK;
	gzerror(file.get(), &state);
	if (text.size() >= most_bytes)
		return build::refuse("config-unreadable", base::ExitCode::bad_input, "read the configuration", path.string(), "it has more than 64 MiB",
				     "name a .config, a fragment, or a .gz of one");
	if (got < 0 || state != Z_OK)
		return build::refuse("config-unreadable", base::ExitCode::bad_input, "read the configuration", path.string(),
				     "it is a folder, or a gzip file that is damaged or cut off", "copy it again");
	Config config = parse_config(text, path.string());
	if (config.values.empty())
		return build::refuse("config-not-one", base::ExitCode::bad_input, "read the configuration", path.string(),
				     "no line of it is a setting (CONFIG_X=y, # CONFIG_X is not set)", "name a .config, a fragment, or a .gz of one");
	return config;
}

base::Result<fs::path> running_config()
{
	struct utsname name {};
	std::error_code missing;

	::uname(&name);
	const fs::path boot = fs::path{"/boot"} / (std::string{"config-"} + name.release);
	for (const fs::path &path : {fs::path{"/proc/config.gz"}, boot})
		if (fs::exists(path, missing))
			return path;
	return build::refuse("config-unreadable", base::ExitCode::bad_input, "find the configuration of the running kernel", name.release,
			     fmt::format("there is neither /proc/config.gz nor {}", boot.string()), "name the file with --config");
}

} // namespace matrix::advise
