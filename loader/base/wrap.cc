// SPDX-License-Identifier: GPL-2.0
#include "loader/base/wrap.h"

#include <sstream>

namespace base {

std::string wrap(const std::string &text, std::size_t columns, const std::string &bullet)
{
	std::istringstream words{text};
	std::string all;
	std::string line = bullet;
	const std::string indent(bullet.size(), ' ');

	for (std::string word; words >> word;) {
		if (line.size() > indent.size() && line.size() + 1 + word.size() > columns) {
			all += line + "\n";
			line = indent;
		}
		line += (line.size() > indent.size() ? " " : "") + word;
	}
	return all + line + "\n";
}

} // namespace base
