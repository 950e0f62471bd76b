// SPDX-License-Identifier: GPL-2.0
//
// Cgroups "a" and "b" of the second version below a root of this test, made when
// they are first needed and removed at the end.
//
//   const Groups groups;
//   groups.enter("a");              // this process
//   int folder = groups.open("a");  // for maps; the caller closes it
#pragma once

#include <cstdint>
#include <string>

namespace features {

class Groups {
public:
	Groups();
	Groups(const Groups &) = delete;
	Groups &operator=(const Groups &) = delete;
	~Groups();

	void enter(const char *name) const;
	[[nodiscard]] int open(const char *name) const;
	// What programs call its id; "" is the root of all.
	[[nodiscard]] std::uint64_t id(const char *name) const;
	// The same name for a new cgroup.
	void replace(const char *name) const;

private:
	[[nodiscard]] std::string path(const char *name) const;
};

} // namespace features
