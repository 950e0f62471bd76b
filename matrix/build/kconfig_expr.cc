// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/kconfig_expr.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>

#include "matrix/build/text.h"

namespace matrix::build {

namespace {

using Op = Expr::Op;

constexpr int deepest_expression = 100; // brackets and negations; real ones have five

ExprPtr make(Op op, std::string text, std::vector<ExprPtr> parts = {})
{
	return std::make_shared<const Expr>(Expr{.op = op, .text = std::move(text), .parts = std::move(parts)});
}

// or := and { "||" and }, and := unary { "&&" unary }, unary := "!" unary |
// "(" or ")" | term [ comparison term ]
class Parser {
public:
	explicit Parser(std::string_view text) : rest_(text) {}

	ExprPtr whole()
	{
		ExprPtr expr = any();
		skip();
		return rest_.empty() ? expr : nullptr;
	}

private:
	void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

	bool take(std::string_view token)
	{
		skip();
		if (!rest_.starts_with(token))
			return false;
		rest_.remove_prefix(token.size());
		return true;
	}

	ExprPtr chain(Op op, std::string_view token, ExprPtr (Parser::*next)())
	{
		std::vector<ExprPtr> parts{(this->*next)()};
		while (parts.back() && take(token))
			parts.push_back((this->*next)());
		if (!parts.back())
			return nullptr;
		return parts.size() == 1 ? parts.front() : make(op, std::string{token}, std::move(parts));
	}

	ExprPtr any() { return chain(Op::any, "||", &Parser::all); }
	ExprPtr all() { return chain(Op::all, "&&", &Parser::unary); }

	ExprPtr unary()
	{
		if (++depth_ > deepest_expression)
			return nullptr;
		ExprPtr result;
		if (take("!")) {
			if (ExprPtr inner = unary(); inner)
				result = make(Op::negate, "!", {inner});
		} else if (take("(")) {
			result = any();
			if (!take(")"))
				result = nullptr;
		} else {
			result = comparison();
		}
		depth_--;
		return result;
	}

	ExprPtr comparison()
	{
		ExprPtr left = term();
		for (const std::string_view token : {"!=", "<=", ">=", "=", "<", ">"}) {
			if (!left || !take(token))
				continue;
			ExprPtr right = term();
			return right ? make(Op::compare, std::string{token}, {left, right}) : nullptr;
		}
		return left;
	}

	ExprPtr term()
	{
		skip();
		if (rest_.starts_with("$("))
			return macro();
		if (rest_.starts_with('"') || rest_.starts_with('\''))
			return quoted();
		std::size_t end = 0;
		while (end < rest_.size() && (std::isalnum(static_cast<unsigned char>(rest_[end])) != 0 ||
					      rest_[end] == '_' || rest_[end] == '-' || rest_[end] == '.'))
			end++;
		if (end == 0)
			return nullptr;
		std::string word{rest_.substr(0, end)};
		rest_.remove_prefix(end);
		const bool constant = word == "y" || word == "m" || word == "n" ||
				      word.find_first_not_of("0123456789") == std::string::npos || word.starts_with("0x");
		return make(constant ? Op::literal : Op::symbol, std::move(word));
	}

	ExprPtr macro()
	{
		int open = 0;
		for (std::size_t at = 1; at < rest_.size(); at++) {
			open += rest_[at] == '(' ? 1 : rest_[at] == ')' ? -1 : 0;
			if (open != 0)
				continue;
			ExprPtr result = make(Op::macro, std::string{rest_.substr(0, at + 1)});
			rest_.remove_prefix(at + 1);
			return result;
		}
		return nullptr;
	}

	ExprPtr quoted()
	{
		const std::size_t end = rest_.find(rest_.front(), 1);
		if (end == std::string_view::npos)
			return nullptr;
		std::string inner{rest_.substr(1, end - 1)};
		const bool probe = inner.find("$(") != std::string::npos;
		rest_.remove_prefix(end + 1);
		return make(probe ? Op::macro : Op::literal, std::move(inner));
	}

	std::string_view rest_;
	int depth_ = 0;
};

std::string value_text(const Expr &expr, const ConfigValues &values)
{
	std::string value{expr.op == Op::symbol ? value_of(values, expr.text) : std::string_view{expr.text}};
	if (value.size() >= 2 && value.starts_with('"'))
		value = value.substr(1, value.size() - 2);
	return value;
}

std::optional<long long> as_number(const std::string &text)
{
	char *end = nullptr;
	const long long number = std::strtoll(text.c_str(), &end, 0);
	if (text.empty() || *end != '\0')
		return std::nullopt;
	return number;
}

Tri compare(const Expr &expr, const ConfigValues &values)
{
	const Expr &left = *expr.parts[0];
	const Expr &right = *expr.parts[1];
	if (left.op == Op::macro || right.op == Op::macro)
		return Tri::unknown;
	const std::string a = value_text(left, values);
	const std::string b = value_text(right, values);
	const auto x = as_number(a);
	const auto z = as_number(b);
	const int order = x && z ? (*x < *z ? -1 : *x > *z ? 1 : 0) : a.compare(b);
	const bool holds = expr.text == "=" ? order == 0 : expr.text == "!=" ? order != 0 : expr.text == "<" ? order < 0
		: expr.text == ">" ? order > 0 : expr.text == "<=" ? order <= 0 : order >= 0;
	return holds ? Tri::y : Tri::n;
}

// n and y decide whatever a probe says; unknown is left when it would count.
Tri combine(const Expr &expr, const ConfigValues &values, Tri decisive)
{
	Tri result = decisive == Tri::n ? Tri::y : Tri::n;
	bool unknown = false;

	for (const ExprPtr &part : expr.parts) {
		const Tri value = evaluate(*part, values);
		if (value == decisive)
			return decisive;
		if (value == Tri::unknown)
			unknown = true;
		else
			result = decisive == Tri::n ? std::min(result, value) : std::max(result, value);
	}
	return unknown ? Tri::unknown : result;
}

} // namespace

ExprPtr parse_expr(std::string_view text) { return Parser{text}.whole(); }

Tri evaluate(const Expr &expr, const ConfigValues &values)
{
	switch (expr.op) {
	case Op::macro:
		return Tri::unknown;
	case Op::symbol:
	case Op::literal: {
		const std::string value = value_text(expr, values);
		return value == "y" ? Tri::y : value == "m" ? Tri::m : Tri::n;
	}
	case Op::negate: {
		const Tri inner = evaluate(*expr.parts[0], values);
		return inner == Tri::y ? Tri::n : inner == Tri::n ? Tri::y : inner;
	}
	case Op::all:
		return combine(expr, values, Tri::n);
	case Op::any:
		return combine(expr, values, Tri::y);
	case Op::compare:
		break;
	}
	return compare(expr, values);
}

std::vector<std::string> unmet_terms(const Expr &expr, const ConfigValues &values, Tri needed)
{
	const Tri value = evaluate(expr, values);
	std::vector<std::string> terms;

	if (value == Tri::unknown || value >= needed)
		return {};
	if (expr.op == Op::all) {
		for (const ExprPtr &part : expr.parts)
			for (std::string &term : unmet_terms(*part, values, needed))
				terms.push_back(std::move(term));
		return terms;
	}
	if (expr.op == Op::any) {
		for (const ExprPtr &part : expr.parts)
			terms.push_back(join(unmet_terms(*part, values, needed), " and "));
		return {"one of: " + join(terms, ", ")};
	}
	if (expr.op == Op::symbol)
		return {expr.text + " (=" + std::string{value_of(values, expr.text)} + ")"};
	const Expr *left = expr.parts.empty() ? nullptr : expr.parts[0].get();
	if (left != nullptr && left->op == Op::symbol)
		return {to_string(expr) + " (" + left->text + "=" + std::string{value_of(values, left->text)} + ")"};
	return {to_string(expr)};
}

std::string to_string(const Expr &expr)
{
	std::vector<std::string> parts;

	for (const ExprPtr &part : expr.parts) {
		const bool group = part->op == Op::any || part->op == Op::all;
		parts.push_back(group ? "(" + to_string(*part) + ")" : to_string(*part));
	}
	switch (expr.op) {
	case Op::symbol:
	case Op::literal:
	case Op::macro:
		return expr.text;
	case Op::negate:
		return "!" + parts[0];
	default:
		return join(parts, " " + expr.text + " ");
	}
}

} // namespace matrix::build
