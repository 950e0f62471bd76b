// SPDX-License-Identifier: GPL-2.0
//
// Every object of bpf/ as bytes of this program: a guest test needs one file.
// FEATURE_OBJECTS, of CMakeLists.txt, is a list OBJECT(NAME) and FEATURE_FOLDER
// where the objects are.
#include <array>
#include <cerrno>
#include <string>

#include "tests/guest/features/object_list.h"
#include "tests/guest/features/run.h"

#define OBJECT(NAME)                                                                                                     \
	asm(".pushsection .rodata\n"                                                                                     \
	    ".balign 16\n"                                                                                               \
	    "feature_object_" #NAME ":\n"                                                                                \
	    ".incbin \"" FEATURE_FOLDER "/" #NAME ".bpf.o\"\n"                                                           \
	    "feature_object_end_" #NAME ":\n"                                                                            \
	    ".popsection\n");                                                                                            \
	extern "C" const char feature_object_##NAME[];                                                                   \
	extern "C" const char feature_object_end_##NAME[];
FEATURE_OBJECTS
#undef OBJECT

namespace features {

namespace {

struct Object {
	std::string_view name;
	const char *start;
	const char *end;
};

const std::array objects{
#define OBJECT(NAME) Object{#NAME, feature_object_##NAME, feature_object_end_##NAME},
	FEATURE_OBJECTS
#undef OBJECT
};

} // namespace

std::string_view object_bytes(std::string_view name)
{
	for (const Object &object : objects)
		if (object.name == name)
			return {object.start, static_cast<std::size_t>(object.end - object.start)};
	errno = 0;
	must(false, std::string{name}.append(": CMakeLists.txt does not list this object").c_str());
	return {};
}

} // namespace features
