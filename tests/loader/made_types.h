// SPDX-License-Identifier: GPL-2.0
//
// Types made in code, right ones and such as no compiler makes.
//
//   MadeTypes types;
//   const int u32 = types.integer("unsigned int", 4);
//   types.list("ports", BPF_MAP_TYPE_HASH, u32, u32, "param u32; which");
//   params::read_schema("made", types.get());
#pragma once

#include <bpf/btf.h>
#include <linux/bpf.h>

#include <cstdint>
#include <initializer_list>
#include <memory>

namespace loader {

class MadeTypes {
public:
	struct Member {
		const char *name;
		int type;
		std::uint32_t offset; // in bytes
	};

	[[nodiscard]] btf *get() const { return types_.get(); }

	int integer(const char *name, std::size_t size, int encoding = 0) { return btf__add_int(get(), name, size, encoding); }
	int array(int element, std::uint32_t count) { return btf__add_array(get(), element, element, count); }
	int alias(const char *name, int type) { return btf__add_typedef(get(), name, type); }
	[[nodiscard]] int next() const { return static_cast<int>(btf__type_cnt(get())); } // what is added now gets this id

	int structure(const char *name, std::uint32_t size, std::initializer_list<Member> members)
	{
		const int id = btf__add_struct(get(), name, size);

		for (const Member &member : members)
			btf__add_field(get(), member.name, member.type, member.offset * 8, 0);
		return id;
	}

	void tag(int type, const char *text, int member = -1) { btf__add_decl_tag(get(), text, type, member); }

	int global(const char *section, const char *name, int type, std::uint32_t offset, const char *text = nullptr)
	{
		const int var = btf__add_var(get(), name, BTF_VAR_GLOBAL_ALLOCATED, type);

		btf__add_datasec(get(), section, 0);
		btf__add_datasec_var_info(get(), var, offset, 8);
		if (text != nullptr)
			tag(var, text);
		return var;
	}

	int list(const char *name, std::uint32_t map_type, int key, int value, const char *text)
	{
		const int number = integer("int", 4, BTF_INT_SIGNED);
		const int type = btf__add_ptr(get(), array(number, map_type));
		const int most = btf__add_ptr(get(), array(number, 4));
		const int keys = btf__add_ptr(get(), key);
		const int values = btf__add_ptr(get(), value);

		return global(".maps", name, structure(nullptr, 32, {{"type", type, 0}, {"max_entries", most, 8}, {"key", keys, 16}, {"value", values, 24}}),
			      0, text);
	}

private:
	std::unique_ptr<btf, void (*)(btf *)> types_{btf__new_empty(), btf__free};
};

// What a policy with parameters and events has; the second kind of event has members
// whose names are those of the header.
inline MadeTypes policy_types()
{
	MadeTypes made;
	const int u8 = made.integer("unsigned char", 1);
	const int letter = made.integer("char", 1, BTF_INT_SIGNED);
	const int u16 = made.integer("unsigned short", 2);
	const int s16 = made.integer("short", 2, BTF_INT_SIGNED);
	const int u32 = made.integer("unsigned int", 4);
	const int u64 = made.integer("unsigned long long", 8);
	const int boolean = made.integer("_Bool", 1, BTF_INT_BOOL);
	const int address = made.alias("ip_address", made.array(u8, 16));
	const int kind = btf__add_enum(made.get(), "event_kind", 4);

	btf__add_enum_value(made.get(), "EVENT_SEEN", 0);
	btf__add_enum_value(made.get(), "EVENT_OTHER", 1);
	const int header = made.structure("event_header", 48, {{"time_ns", u64, 0}, {"kind", kind, 8}, {"pid", u32, 12}, {"uid", u32, 16},
							       {"cgroup", u64, 24}, {"comm", made.next() + 1, 32}});
	made.array(letter, 16);
	const int inner = made.structure("inner", 8, {{"mode", u32, 0}, {"places", made.next() + 1, 4}});
	made.array(u16, 2);
	const int name = made.array(letter, 8);
	const int pair = made.array(inner, 2);
	made.structure("event_seen", 104, {{"header", header, 0}, {"version", u16, 48}, {"flag", boolean, 50}, {"minus", s16, 52},
					   {"address", address, 56}, {"name", name, 72}, {"pair", pair, 80}, {"last", kind, 96}});
	made.structure("event_other", 64, {{"header", header, 0}, {"kind", u32, 48}, {"time_ns", s16, 52}, {"comm", inner, 56}});
	made.global(".bss", "dropped", u64, 0);

	made.global(".rodata", "closed", btf__add_const(made.get(), btf__add_volatile(made.get(), boolean)), 0, "param bool; refuse all");
	made.global(".rodata", "depth", u32, 4, "param u32 1..32; how deep");
	made.global(".rodata", "text", name, 8, "param string; a name");
	const int inode = made.structure("inode_key", 16, {{"device", u64, 0}, {"inode", u64, 8}});
	made.list("files", BPF_MAP_TYPE_HASH, inode, u32, "param inode; files");
	const int net = made.structure("net", 20, {{"prefixlen", u32, 0}, {"net", address, 4}});
	made.list("nets", BPF_MAP_TYPE_LPM_TRIE, net, u32, "param cidr; where to");
	const int place = made.structure("place", 30, {{"prefixlen", u32, 0}, {"port", u16, 4}, {"group", u64, 6}, {"address", address, 14}});
	made.tag(place, "param port; 0: any", 1);
	made.tag(place, "param cgroup; whose", 2);
	made.tag(place, "param cidr; where to", 3);
	const int limit = made.structure("limit", 8, {{"most", u32, 0}, {"seen", u32, 4}});
	made.tag(limit, "param u32 1..100; how often", 0);
	made.list("places", BPF_MAP_TYPE_LPM_TRIE, place, limit, "param table; where may be gone");
	return made;
}

} // namespace loader
