// SPDX-License-Identifier: GPL-2.0
//
// A session that counts: while its program is attached, each call of its own asks it
// once and is refused; from the moment that the detach has returned none does. Beside
// it, another process changes what is on the same hook all the time.
#pragma once

#include "loader/base/fd.h"
#include "tests/guest/torture/session.h"

namespace torture {

void run_counted(World &world, Random &random);

// Whoever has taken a descriptor of a link is the one who ends it: its owner's close
// does not then detach. Those that take descriptors of others' links, and those to whom
// it matters that nobody does, keep out of each other's way. A process that is killed lets go of it.
class OthersLinks {
public:
	enum class Use { take, need_none };

	explicit OthersLinks(Use use);

private:
	base::Fd lock_;
};

} // namespace torture
