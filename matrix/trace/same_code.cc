// SPDX-License-Identifier: GPL-2.0
#include "matrix/trace/same_code.h"

#include <fmt/format.h>

namespace matrix::trace {

namespace {

std::string shape_in(const hooks::Vmlinux &kernel, const hooks::Disassembler &disassembler, const std::string &function)
{
	const auto symbol = kernel.symbol(function);
	const auto code = symbol ? kernel.bytes(symbol->address, symbol->size) : std::nullopt;

	return code ? shape_of(disassembler, *code, symbol->address) : "";
}

} // namespace

base::Result<SameCode> SameCode::open(const std::filesystem::path &first, const std::filesystem::path &second)
{
	auto one = hooks::Vmlinux::open(first);
	if (!one)
		return tl::unexpected(one.error());
	auto other = hooks::Vmlinux::open(second);
	if (!other)
		return tl::unexpected(other.error());
	auto disassembler = hooks::Disassembler::open();
	if (!disassembler)
		return tl::unexpected(disassembler.error());
	return SameCode{std::move(*one), std::move(*other), std::move(*disassembler)};
}

bool SameCode::same(const std::string &function) const
{
	const std::string shape = shape_in(first_, disassembler_, function);

	return !shape.empty() && shape == shape_in(second_, disassembler_, function);
}

std::string shape_of(const hooks::Disassembler &disassembler, std::string_view code, std::uint64_t address)
{
	std::string shape;

	while (!code.empty()) {
		const auto instruction = disassembler.first(code, address);
		if (!instruction)
			return "";
		shape += fmt::format("{}/{} ", instruction->text.substr(0, instruction->text.find(' ')), instruction->size);
		code.remove_prefix(instruction->size);
		address += instruction->size;
	}
	return shape;
}

} // namespace matrix::trace
