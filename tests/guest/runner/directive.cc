// SPDX-License-Identifier: GPL-2.0
#include "tests/guest/runner/directive.h"

#include <array>
#include <charconv>
#include <regex>
#include <sstream>

#include "matrix/lsm/stack.h"

namespace guest_test {

namespace {

struct Place {
	const std::string &file;
	unsigned line;
};

using Done = base::Result<void>;

tl::unexpected<base::Error> bad(const Place &place, const std::string &reason)
{
	return base::fail({.id = "bad-directive", .code = base::ExitCode::bad_input, .action = "read the directive",
			   .object = place.file + ":" + std::to_string(place.line), .reason = reason,
			   .hint = "tests/guest/README.md has the format", .errnum = 0});
}

std::vector<std::string> words(const std::string &value)
{
	std::istringstream stream{value};
	std::vector<std::string> answer;

	for (std::string word; stream >> word;)
		answer.push_back(word);
	return answer;
}

bool number(const std::string &value, unsigned limit, unsigned &to)
{
	const char *end = value.data() + value.size();
	const auto [stop, error] = std::from_chars(value.data(), end, to);
	return error == std::errc{} && stop == end && to <= limit;
}

bool is_regex(const std::string &text) { return text.size() > 2 && text.front() == '/' && text.back() == '/'; }

std::regex compiled(const std::string &text)
{
	return std::regex{text.substr(1, text.size() - 2), std::regex::extended};
}

Done check_pattern(const std::string &value, const Place &place)
{
	try {
		if (is_regex(value))
			(void)compiled(value);
	} catch (const std::regex_error &error) {
		return bad(place, std::string{"bad regular expression: "} + error.what());
	}
	if (value.empty())
		return bad(place, "an expectation needs a text");
	return {};
}

Done add_step(Test &test, const std::string &value, const Place &place, bool as_user)
{
	if (value.empty())
		return bad(place, "a step needs a command");
	test.steps.push_back({.command = value, .as_user = as_user, .expectations = {}, .line = place.line});
	return {};
}

Done add_expectation(Test &test, const std::string &value, const Place &place, Expectation::Kind kind)
{
	if (test.steps.empty())
		return bad(place, "it must stand after the RUN that it is about");
	test.steps.back().expectations.push_back({kind, value, place.line});
	return check_pattern(value, place);
}

Done set_status(Test &test, const std::string &value, const Place &place)
{
	unsigned status = 0;

	if (test.steps.empty())
		return bad(place, "it must stand after the RUN that it is about");
	if (value == "any")
		test.steps.back().status.reset();
	else if (number(value, 255, status))
		test.steps.back().status = static_cast<int>(status);
	else
		return bad(place, "it must be 0 to 255, or any");
	return {};
}

Done add_not_on(Test &test, const std::string &value, const Place &place)
{
	const std::size_t space = value.find(' ');

	if (space == std::string::npos)
		return bad(place, "it must be a version or a kernel, and a reason: 6.1 WHY");
	test.not_on.push_back({.kernel = value.substr(0, space), .reason = value.substr(value.find_first_not_of(' ', space))});
	return {};
}

Done set_stack(Test &test, const std::string &value, const Place &place)
{
	test.stack = value;
	if (const std::string problem = matrix::lsm::stack_problem(value); !problem.empty())
		return bad(place, problem);
	return {};
}

Done set_outcome(Test &test, const std::string &value, const Place &place)
{
	const auto outcome = matrix::boot::outcome_from_name(value);

	if (!outcome)
		return bad(place, "there is no outcome '" + value + "'");
	test.outcome = *outcome;
	return {};
}

Done set_number(unsigned &to, const std::string &value, const Place &place, unsigned least, unsigned most)
{
	return number(value, most, to) && to >= least
		? Done{}
		: bad(place, "it must be " + std::to_string(least) + " to " + std::to_string(most));
}

struct DirectiveRow {
	std::string_view name;
	Done (*take)(Test &, const std::string &, const Place &);
};

using Kind = Expectation::Kind;

constexpr std::array rows{
	DirectiveRow{"NAME", [](Test &t, const std::string &v, const Place &) { t.name = v; return Done{}; }},
	DirectiveRow{"VARIANTS", [](Test &t, const std::string &v, const Place &) { t.variants = words(v); return Done{}; }},
	DirectiveRow{"FULL_VARIANTS", [](Test &t, const std::string &v, const Place &) { t.full_variants = words(v); return Done{}; }},
	DirectiveRow{"NOT_ON", add_not_on},
	DirectiveRow{"STACK", set_stack},
	DirectiveRow{"APPEND", [](Test &t, const std::string &v, const Place &) { t.append.push_back(v); return Done{}; }},
	DirectiveRow{"FILE", [](Test &t, const std::string &v, const Place &) { t.files.push_back(v); return Done{}; }},
	DirectiveRow{"SKIP_IF", [](Test &t, const std::string &v, const Place &) { t.skip_if = v; return Done{}; }},
	DirectiveRow{"SKIP_REASON", [](Test &t, const std::string &v, const Place &) { t.skip_reason = v; return Done{}; }},
	DirectiveRow{"KILL_WHEN", [](Test &t, const std::string &v, const Place &) { t.kill_when = v; return Done{}; }},
	DirectiveRow{"TIMEOUT", [](Test &t, const std::string &v, const Place &p) { return set_number(t.timeout, v, p, 1, 7200); }},
	DirectiveRow{"SILENCE", [](Test &t, const std::string &v, const Place &p) { return set_number(t.silence, v, p, 1, 7200); }},
	DirectiveRow{"CPUS", [](Test &t, const std::string &v, const Place &p) { return set_number(t.cpus, v, p, 1, 64); }},
	DirectiveRow{"MEMORY", [](Test &t, const std::string &v, const Place &p) { return set_number(t.memory, v, p, 256, 65536); }},
	DirectiveRow{"RUN", [](Test &t, const std::string &v, const Place &p) { return add_step(t, v, p, false); }},
	DirectiveRow{"RUN_AS_USER", [](Test &t, const std::string &v, const Place &p) { return add_step(t, v, p, true); }},
	DirectiveRow{"EXPECT_STATUS", set_status},
	DirectiveRow{"EXPECT_OUTCOME", set_outcome},
	DirectiveRow{"EXPECT_OUT", [](Test &t, const std::string &v, const Place &p) { return add_expectation(t, v, p, Kind::out); }},
	DirectiveRow{"EXPECT_ERR", [](Test &t, const std::string &v, const Place &p) { return add_expectation(t, v, p, Kind::err); }},
	DirectiveRow{"EXPECT_NO_OUT", [](Test &t, const std::string &v, const Place &p) { return add_expectation(t, v, p, Kind::no_out); }},
	DirectiveRow{"EXPECT_NO_ERR", [](Test &t, const std::string &v, const Place &p) { return add_expectation(t, v, p, Kind::no_err); }},
	DirectiveRow{"EXPECT_CONSOLE", [](Test &t, const std::string &v, const Place &p) {
		t.console.push_back({Kind::console, v, p.line});
		return check_pattern(v, p);
	}},
};

Done take_line(Test &test, const std::string &line, const Place &place)
{
	if (line.empty() || line.front() == '#')
		return {};
	const std::size_t colon = line.find(':');
	const std::string name = line.substr(0, colon);
	const std::size_t start = colon == std::string::npos ? colon : line.find_first_not_of(" \t", colon + 1);
	for (const DirectiveRow &row : rows)
		if (row.name == name && colon != std::string::npos)
			return row.take(test, start == std::string::npos ? "" : line.substr(start), place);
	return bad(place, "there is no directive '" + name + "'");
}

} // namespace

base::Result<Test> parse(std::string_view text, const std::string &file)
{
	std::istringstream lines{std::string{text}};
	Test test;
	unsigned number_of_line = 0;

	for (std::string line; std::getline(lines, line);) {
		while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
			line.pop_back();
		if (auto done = take_line(test, line, {file, ++number_of_line}); !done)
			return tl::unexpected(done.error());
	}
	const Place end{file, number_of_line};
	if (test.name.empty() || (test.variants.empty() && test.full_variants.empty()) || test.steps.empty())
		return bad(end, "a test needs NAME, VARIANTS or FULL_VARIANTS, and at least one RUN");
	if (test.skip_if.empty() != test.skip_reason.empty())
		return bad(end, "SKIP_IF and SKIP_REASON stand together");
	return test;
}

bool holds(const Expectation &expectation, const std::string &text)
{
	const bool found = is_regex(expectation.text) ? std::regex_search(text, compiled(expectation.text))
						      : text.find(expectation.text) != std::string::npos;
	const bool wanted = expectation.kind != Kind::no_out && expectation.kind != Kind::no_err;

	return found == wanted;
}

} // namespace guest_test
