// SPDX-License-Identifier: GPL-2.0
#include "matrix/model/classes.h"

#include <algorithm>
#include <array>

namespace matrix::model {

namespace {

double of(const Events &events, const char *name)
{
	const auto found = events.find(name);

	return found == events.end() ? 0 : found->second;
}

double indirect(const Events &events) { return of(events, "indirect-calls"); }

// More calls than returns: each return too few leaves the CPU's stack of return
// addresses off by one.
double skipped(const Events &events) { return std::max(0.0, of(events, "calls") + indirect(events) - of(events, "returns")); }

// The callers above are foretold wrong once, however often that was before.
double after_skipped(const Events &events) { return std::min(1.0, skipped(events)); }

// Less those in the thunks of retpolines, which have their own price.
double calls(const Events &events) { return std::max(0.0, of(events, "calls") - of(events, "retpolines") - skipped(events)); }

double retpolines(const Events &events) { return of(events, "retpolines"); }
double taken(const Events &events) { return of(events, "taken-jumps"); }
double not_taken(const Events &events) { return of(events, "not-taken-jumps"); }
double jumps(const Events &events) { return of(events, "jumps"); }

// A return reads the stack and a call writes it: part of their price.
double loads(const Events &events) { return of(events, "loads") - of(events, "returns"); }
double stores(const Events &events) { return of(events, "stores") - of(events, "calls") - indirect(events); }

double instructions(const Events &events) { return of(events, "kernel-instructions"); }

Range range(double low, double high)
{
	low = std::max(low, 0.0);
	return {low, std::max(low, high)};
}

Range one(double price) { return range(price, price); }

Range instruction_price(const Prices &prices) { return one(prices.ns("add_apart")); }
Range load_price(const Prices &prices) { return one(prices.ns("load_apart")); }
Range store_price(const Prices &prices) { return one(prices.ns("store")); }
Range not_taken_price(const Prices &prices) { return range(prices.ns("jump_not_taken") - prices.ns("add_apart"), prices.ns("jump_not_taken")); }
// One in each line of code to all of them in one line, where a CPU cannot foresee as many.
Range taken_price(const Prices &prices) { return range(prices.ns("code_lines"), prices.ns("jump_taken")); }
Range jump_price(const Prices &prices) { return range(prices.ns("code_lines"), prices.ns("jump")); }
Range call_price(const Prices &prices) { return range(prices.ns("call_direct") - 2 * prices.ns("gate"), prices.ns("call_direct")); }
Range retpoline_price(const Prices &prices) { return one(prices.ns("call_retpoline") - prices.ns("call_direct")); }
Range indirect_price(const Prices &prices) { return range(prices.ns("call_indirect") - 2 * prices.ns("gate"), prices.ns("call_indirect")); }

double here(const Prices &prices) { return std::max(0.0, prices.ns("call_skipped") - prices.ns("call_not_skipped")); }

// Of the four functions around it: a hook of a system call has as many callers.
double around(const Prices &prices)
{
	return std::max(0.0, prices.ns("deep_trampoline_stock") - prices.ns("deep_trampoline_paired") - here(prices));
}

// Each with its own return, or with those of its callers as well: then the next row is in it.
Range skipped_price(const Prices &prices) { return {here(prices), here(prices) + around(prices)}; }
Range after_skipped_price(const Prices &prices) { return {around(prices), 0}; }

constexpr std::array classes{
	Class{"instructions", Resource::issue, "all: as fast as the CPU takes those that wait for nothing", instructions, instruction_price},
	Class{"loads", Resource::loads, "less those of returns: from the first cache", loads, load_price},
	Class{"stores", Resource::stores, "less those of calls", stores, store_price},
	Class{"jumps not taken", Resource::branches, "conditional, predicted", not_taken, not_taken_price},
	Class{"jumps taken", Resource::branches, "conditional, predicted", taken, taken_price},
	Class{"jumps", Resource::branches, "unconditional and direct", jumps, jump_price},
	Class{"calls", Resource::branches, "direct, with their returns, predicted", calls, call_price},
	Class{"indirect calls", Resource::branches, "with their returns, predicted; kernels with retpolines have none", indirect, indirect_price},
	Class{"retpolines", Resource::surprises, "on top of a call: the return in the thunk is never predicted", retpolines, retpoline_price},
	Class{"unpaired calls", Resource::surprises, "calls without a return: the next return, and in most those of four callers each time", skipped, skipped_price},
	Class{"returns after them", Resource::surprises, "those of four callers: once for an operation in least; in most they are in the row above, each time", after_skipped, after_skipped_price},
};

constexpr std::array<std::string_view, 9> event_names{"kernel-instructions", "calls", "returns", "retpolines", "taken-jumps",
						    "not-taken-jumps", "jumps", "loads", "stores"};

constexpr std::array price_names{
	Needed{"add_apart", "first-cache"},
	Needed{"load_apart", "first-cache"},
	Needed{"store", "first-cache"},
	Needed{"jump_not_taken", "first-cache"},
	Needed{"jump_taken", "first-cache"},
	Needed{"jump", "first-cache"},
	Needed{"gate", "first-cache"},
	Needed{"call_direct", "first-cache"},
	Needed{"call_indirect", "first-cache"},
	Needed{"call_retpoline", "first-cache"},
	Needed{"call_skipped", "first-cache"},
	Needed{"call_not_skipped", "first-cache"},
	Needed{"deep_trampoline_stock", "first-cache"},
	Needed{"deep_trampoline_paired", "first-cache"},
	Needed{"code_lines", "first-cache"},
	Needed{"code_lines", "second-cache"},
	Needed{"code_lines", "memory"},
	Needed{"data_lines", "first-cache"},
	Needed{"data_lines", "second-cache"},
	Needed{"data_lines", "memory"},
};

} // namespace

std::span<const Class> class_table() { return classes; }

double unpaired_calls(const Events &events) { return skipped(events); }

std::span<const std::string_view> needed_events() { return event_names; }

std::span<const Needed> needed_prices() { return price_names; }

} // namespace matrix::model
