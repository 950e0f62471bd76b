// SPDX-License-Identifier: GPL-2.0
#include "matrix/advise/lsm_stack.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <iterator>
#include <sstream>
#include <utility>

namespace matrix::advise {

namespace {

constexpr std::array lsms{
#define LSM(name, symbol, since, before, exclusive, ordered) Lsm{name, symbol, since, before, exclusive, ordered},
#include "matrix/advise/lsms.def"
#undef LSM
};

constexpr Release lists_since{5, 1}; // CONFIG_LSM and lsm=

bool contains(const std::vector<std::string> &names, std::string_view name)
{
	return std::ranges::find(names, name) != names.end();
}

class Stack {
public:
	Stack(const Config &config, const std::string &line) : config_(config), words_(split_command_line(line)) {}

	LsmStack take()
	{
		if (config_.has("SECURITY"))
			compiled();
		if (config_.has("SECURITY"))
			config_.release.before(lists_since) ? before_lists() : by_list();
		return std::move(stack_);
	}

private:
	// A symbol that Kconfig has written is there, in an older release by a backport.
	void compiled()
	{
		for (const Lsm &lsm : lsms)
			if (config_.has(lsm.symbol) && (lsm.in(config_.release) || config_.release.before(lsm.since)) && !contains(stack_.compiled, lsm.name))
				stack_.compiled.emplace_back(lsm.name);
		stack_.running.emplace_back("capability");
	}

	void doubt(std::string id, std::string_view lsm, std::string what) { stack_.doubts.push_back({std::move(id), std::string{lsm}, std::move(what)}); }

	// Before 5.1: one "major" LSM, and yama and loadpin whenever they are compiled in.
	void before_lists()
	{
		const std::string *asked = command_line_value(words_, "security");
		const std::string major = asked != nullptr ? *asked : config_.text("DEFAULT_SECURITY");

		stack_.origin = asked != nullptr ? "security= on the command line" : "CONFIG_DEFAULT_SECURITY";
		stack_.order = major;
		for (const std::string name : {"loadpin", "yama"})
			if (contains(stack_.compiled, name))
				stack_.running.push_back(name);
		if (!major.empty() && contains(stack_.compiled, major) && !switched_off(major))
			stack_.running.push_back(major);
		unordered();
		for (const std::string &name : stack_.compiled)
			if (find_lsm(name, config_.release)->ordered && name != "integrity" && !stack_.runs(name) && !switched_off(name))
				doubt("lsm-excluded", name, fmt::format("{} is compiled in, and {} runs in its place: before 5.1 there is one of them", name,
								  major.empty() ? "none" : major));
	}

	void unordered()
	{
		for (const Lsm &lsm : lsms)
			if (!lsm.ordered && lsm.in(config_.release) && config_.has(lsm.symbol) && !stack_.runs(lsm.name))
				stack_.running.emplace_back(lsm.name);
	}

	void by_list()
	{
		const std::string *asked = command_line_value(words_, "lsm");

		stack_.order = asked != nullptr ? *asked : lsm_order(config_);
		stack_.is_default = asked == nullptr && config_.value("LSM") == "n";
		stack_.origin = asked != nullptr ? "lsm= on the command line" : stack_.is_default ? "the default of CONFIG_LSM" : "CONFIG_LSM";
		// DEFINE_EARLY_LSM(): before the list, and before the capabilities, whatever is in it.
		if (contains(stack_.compiled, "lockdown") && config_.has("SECURITY_LOCKDOWN_LSM_EARLY"))
			stack_.running.insert(stack_.running.begin(), "lockdown");
		if (const std::string *one = command_line_value(words_, "security"); one != nullptr)
			security_word(*one, asked != nullptr);
		for (const std::string &name : split_order(stack_.order))
			listed(name);
		unordered();
		for (const std::string &name : stack_.compiled)
			if (find_lsm(name, config_.release)->ordered && !contains(split_order(stack_.order), name) && !stack_.runs(name))
				doubt("lsm-not-listed", name, fmt::format("{} is compiled in, and {} leaves it out: it does not run", name, stack_.origin));
	}

	// security= chooses one, unless there is lsm=.
	void security_word(const std::string &one, bool has_list)
	{
		if (has_list)
			return doubt("lsm-ignored", one, fmt::format("security={} is ignored, because there is lsm=", one));
		major_ = one;
		has_major_ = true;
		stack_.origin += ", security= on the command line";
		if (!one.empty() && !contains(split_order(stack_.order), one))
			stack_.order += (stack_.order.empty() ? "" : ",") + one;
	}

	void listed(const std::string &name)
	{
		const Lsm *lsm = find_lsm(name, config_.release);

		if (name == "capability" || stack_.runs(name))
			return;
		if (lsm == nullptr)
			return doubt("lsm-unknown", name, fmt::format("{} names {}, and no mainline kernel has an LSM of this name", stack_.origin, name));
		if (!lsm->in(config_.release) && !contains(stack_.compiled, name)) {
			if (!stack_.is_default)
				outside(*lsm);
			return;
		}
		// Of a fragment, only what it names: the default names what it may not have.
		if (!contains(stack_.compiled, name) && stack_.is_default)
			return;
		// Kconfig's default names all there are.
		if (config_.is_off(lsm->symbol) && stack_.is_default)
			return;
		if (config_.is_off(lsm->symbol))
			return doubt("lsm-not-compiled", name, fmt::format("{} names {}, which is not compiled in (CONFIG_{})", stack_.origin, name, lsm->symbol));
		if (!lsm->ordered)
			return; // it runs last wherever it is named
		if (switched_off(name))
			return doubt("lsm-switched-off", name, fmt::format("{}=0 on the command line switches {} off", name, name));
		if (is_major(*lsm) && has_major_ && name != major_)
			return doubt("lsm-excluded", name, fmt::format("security={} leaves out {}", major_, name));
		if (lsm->exclusive && !exclusive_.empty())
			return doubt("lsm-excluded", name, fmt::format("{} names {} and {}, which exclude each other: {} comes first and is the one that runs", stack_.origin,
								 exclusive_, name, exclusive_));
		if (lsm->exclusive)
			exclusive_ = name;
		stack_.running.push_back(name);
	}

	void outside(const Lsm &lsm)
	{
		if (config_.release.before(lsm.since))
			doubt("lsm-not-yet", lsm.name, fmt::format("{} names {}, which kernels have since {}", stack_.origin, lsm.name, lsm.since.to_string()));
		else
			doubt("lsm-gone", lsm.name, fmt::format("{} names {}, which is no LSM of its own since {}: the name is ignored", stack_.origin, lsm.name,
						      lsm.before.to_string()));
	}

	// LSM_FLAG_LEGACY_MAJOR: those that security= chooses among.
	static bool is_major(const Lsm &lsm) { return lsm.exclusive || lsm.name == "tomoyo"; }

	[[nodiscard]] bool switched_off(std::string_view name) const
	{
		const std::string *value = command_line_value(words_, name);

		if (value == nullptr || value->empty() || std::strtoul(value->c_str(), nullptr, 0) != 0 || value->find_first_not_of("0x") != std::string::npos)
			return false;
		return name == "apparmor" || (name == "selinux" && config_.has("SECURITY_SELINUX_BOOTPARAM"));
	}

	const Config &config_;
	Words words_;
	std::string major_;     // of security=, which may be empty: none of them
	bool has_major_ = false;
	std::string exclusive_; // the one that runs
	LsmStack stack_;
};

std::string unquoted(const std::string &text)
{
	const std::size_t start = text.starts_with('"') ? 1 : 0;
	const std::size_t end = start == 1 && text.size() > 1 && text.ends_with('"') ? text.size() - 1 : text.size();

	return text.substr(start, end - start);
}

// Between quotes a blank ends nothing: lib/cmdline.c, next_arg().
std::vector<std::string> arguments_of(const std::string &line)
{
	std::vector<std::string> arguments;
	std::string argument;
	bool quoted = false;

	for (const char c : line) {
		quoted = quoted != (c == '"');
		if (quoted || std::isspace(static_cast<unsigned char>(c)) == 0)
			argument += c;
		else if (!argument.empty())
			arguments.push_back(unquoted(std::exchange(argument, {})));
	}
	if (!argument.empty())
		arguments.push_back(unquoted(argument));
	return arguments;
}

// parameqn() of kernel/params.c.
char underscored(char c) { return c == '-' ? '_' : c; }

} // namespace

bool Lsm::in(const Release &release) const { return !release.known() || (release.since(since) && (!before.known() || release.before(before))); }

std::span<const Lsm> lsm_table() { return lsms; }

std::vector<std::string> split_order(const std::string &order)
{
	std::vector<std::string> names;
	std::istringstream stream{order};

	for (std::string name; std::getline(stream, name, ',');)
		if (!name.empty())
			names.push_back(name);
	return names;
}

const Lsm *find_lsm(std::string_view name, const Release &release)
{
	const Lsm *found = nullptr;

	for (const Lsm &lsm : lsms)
		if (lsm.name == name && (found == nullptr || !found->in(release)))
			found = &lsm;
	return found;
}

std::vector<std::string> exclusive_wants(const std::set<std::string> &names)
{
	std::vector<std::string> found;

	for (const std::string &name : names)
		if (const Lsm *lsm = find_lsm(name, {}); lsm != nullptr && lsm->exclusive)
			found.push_back(name);
	return found;
}

bool LsmStack::runs(std::string_view name) const { return contains(running, name); }

Words split_command_line(const std::string &line)
{
	Words words;

	for (const std::string &argument : arguments_of(line)) {
		if (argument == "--")
			break;
		const std::size_t equals = argument.find('=');
		words.emplace_back(argument.substr(0, equals), equals == std::string::npos ? "" : unquoted(argument.substr(equals + 1)));
	}
	return words;
}

const std::string *command_line_value(const Words &words, std::string_view name)
{
	const std::string *value = nullptr;

	for (const auto &[word, text] : words)
		if (std::ranges::equal(word, name, {}, underscored, underscored))
			value = &text;
	return value;
}

// security/Kconfig of 6.12, and integrity, which it had until 6.4; releases without one of
// these have the others in this order.
std::string lsm_order(const Config &config)
{
	const std::string first = std::string{"landlock,lockdown,yama,loadpin,safesetid,"} + (config.release.before({6, 4}) ? "integrity," : "");

	if (config.value("LSM") != "n")
		return config.text("LSM");
	if (config.has("DEFAULT_SECURITY_SMACK"))
		return first + "smack,selinux,tomoyo,apparmor,ipe,bpf";
	if (config.has("DEFAULT_SECURITY_APPARMOR"))
		return first + "apparmor,selinux,smack,tomoyo,ipe,bpf";
	if (config.has("DEFAULT_SECURITY_TOMOYO"))
		return first + "tomoyo,ipe,bpf";
	if (config.has("DEFAULT_SECURITY_DAC"))
		return first + "ipe,bpf";
	return first + "selinux,smack,tomoyo,apparmor,ipe,bpf";
}

StackChange change_by(const Config &config, const std::string &command_line)
{
	const LsmStack without = Stack{config, {}}.take();
	const LsmStack with = lsm_stack(config, command_line);
	StackChange change{.base = without.origin, .added = {}, .removed = {}};

	std::ranges::copy_if(with.running, std::back_inserter(change.added), [&](const std::string &name) { return !without.runs(name); });
	std::ranges::copy_if(without.running, std::back_inserter(change.removed), [&](const std::string &name) { return !with.runs(name); });
	change.reordered = change.added.empty() && change.removed.empty() && with.running != without.running;
	return change;
}

// arch/x86/kernel/setup.c; with EXTEND as on arm64, behind the boot loader's words.
std::string whole_command_line(const Config &config, const std::string &given)
{
	const std::string built_in = config.text("CMDLINE");
	const bool used = config.has("CMDLINE_BOOL") || config.has("CMDLINE_EXTEND") || config.has("CMDLINE_FORCE");

	// In /proc/cmdline they stand already.
	if (built_in.empty() || !used || given == built_in || given.starts_with(built_in + " "))
		return given;
	if (config.has("CMDLINE_OVERRIDE") || config.has("CMDLINE_FORCE"))
		return built_in;
	if (given.empty())
		return built_in;
	return config.has("CMDLINE_EXTEND") ? given + " " + built_in : built_in + " " + given;
}

LsmStack lsm_stack(const Config &config, const std::string &command_line) { return Stack{config, whole_command_line(config, command_line)}.take(); }

} // namespace matrix::advise
