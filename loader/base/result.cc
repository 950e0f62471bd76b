// SPDX-License-Identifier: GPL-2.0
#include "loader/base/result.h"

#include <system_error>
#include <utility>

namespace base {

std::string Error::to_string() const
{
	std::string text = "error[" + id + "]: cannot " + action;

	if (!object.empty())
		text += " '" + object + "'";
	if (!reason.empty())
		text += ": " + reason;
	if (!hint.empty())
		text += "\n  next: " + hint;
	return text;
}

tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

tl::unexpected<Error> fail_errno(int errnum, Error error)
{
	const std::string text = std::generic_category().message(errnum);

	error.errnum = errnum;
	error.reason = error.reason.empty() ? text : error.reason + ": " + text;
	return tl::unexpected<Error>(std::move(error));
}

} // namespace base
