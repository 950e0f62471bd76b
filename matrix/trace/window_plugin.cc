// SPDX-License-Identifier: GPL-2.0
//
// A TCG plugin of QEMU: how often each instruction of the kernel runs between two reads of
// the time stamp counter by a program of the guest, which is how hookbench takes a sample.
// Nothing is attached in the guest and nothing disturbed: what runs is what runs without
// the plugin, interrupts included.
//
//   qemu-system-x86_64 … -plugin window_plugin.so,out=FILE[,order=on][,detail=on]
//
// FILE: window_file.h. One vCPU only, as the guests that count have. All its memory is
// there from the start, zero, and no more of it is taken than is touched.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

#include "matrix/trace/qemu_plugin.h"
#include "matrix/trace/window_file.h"

extern "C" {
QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;
QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv);
}

namespace {

namespace window_file = matrix::trace::window_file;

constexpr std::uint32_t most_sites = 1U << 22;
constexpr std::uint32_t most_steps = 1U << 24; // in one window
constexpr std::uint32_t no_site = UINT32_MAX;

// The upper half is the kernel's. The vDSO and shared libraries are at the top of the lower
// half: a read of the counter there is not hookbench's, which is linked statically to a low
// address.
constexpr std::uint64_t first_kernel_address = std::uint64_t{1} << 63;
constexpr std::uint64_t first_high_address = std::uint64_t{1} << 40;

[[noreturn]] void fail(const char *what)
{
	std::fprintf(stderr, "window_plugin: %s\n", what);
	std::exit(1);
}

// The highest bits of the product depend on all of the key (Fibonacci hashing).
template <unsigned bits> constexpr std::uint64_t slot_of(std::uint64_t key)
{
	return (key * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - bits);
}

class Output {
public:
	bool open(const char *path)
	{
		file_ = std::fopen(path, "wbe");
		return file_ != nullptr;
	}
	void bytes(const void *from, std::size_t size)
	{
		if (std::fwrite(from, 1, size, file_) != size)
			fail("writing the windows failed: is the disk full?");
	}
	template <class Number> void number(Number value) { bytes(&value, sizeof(value)); }
	void close()
	{
		if (std::fclose(file_) != 0)
			fail("writing the windows failed: is the disk full?");
	}

private:
	std::FILE *file_;
};

struct Code {
	std::uint8_t size;
	std::array<std::uint8_t, window_file::code_room> bytes;

	// QEMU gives up an instruction that goes on in the next page, and begins the next block
	// with it: it is shown to us with the bytes of the first page alone, and does not run as
	// such. So the shorter one of two that begin alike is the same.
	[[nodiscard]] bool begins_like(const void *other, std::size_t other_size) const
	{
		return std::memcmp(bytes.data(), other, other_size < size ? other_size : size) == 0;
	}
};

// The kernel's instructions, each with its number. The kernel patches its code: what is
// there afterwards is another site, and what ran in a window keeps its bytes.
class Sites {
public:
	// The same for each translation of an instruction.
	std::uint32_t of(const qemu_plugin_insn *instruction)
	{
		const std::uint64_t vaddr = qemu_plugin_insn_vaddr(instruction);
		const void *bytes = qemu_plugin_insn_data(instruction);
		const std::size_t size = qemu_plugin_insn_size(instruction);
		if (size > window_file::code_room)
			fail("an instruction is longer than any can be");
		std::uint32_t &slot = find(vaddr, bytes, size);
		if (slot == 0) {
			if (count_ == most_sites)
				fail("the kernel ran more instructions than there is room for");
			address_[count_] = vaddr;
			slot = ++count_;
		}
		Code &known = code_[slot - 1];
		if (size > known.size) {
			known.size = static_cast<std::uint8_t>(size);
			std::memcpy(known.bytes.data(), bytes, size);
		}
		return slot - 1;
	}
	[[nodiscard]] std::uint32_t count() const { return count_; }
	[[nodiscard]] bool follows(std::uint32_t site, std::uint32_t before) const
	{
		return address_[before] + code_[before].size == address_[site];
	}
	void write(Output &out) const
	{
		out.number(count_);
		for (std::uint32_t site = 0; site < count_; ++site) {
			out.number(address_[site]);
			out.number(code_[site]);
		}
	}

private:
	static constexpr unsigned slot_bits = 23;

	// Where its number is or will be: site + 1; 0: free.
	std::uint32_t &find(std::uint64_t vaddr, const void *bytes, std::size_t size)
	{
		std::uint64_t slot = slot_of<slot_bits>(vaddr);

		while (slots_[slot] != 0 && (address_[slots_[slot] - 1] != vaddr || !code_[slots_[slot] - 1].begins_like(bytes, size)))
			slot = (slot + 1) % slots_.size();
		return slots_[slot];
	}

	std::array<std::uint64_t, most_sites> address_;
	std::array<Code, most_sites> code_;
	std::array<std::uint32_t, std::size_t{1} << slot_bits> slots_;
	std::uint32_t count_;
};

// The lines of data that a window touched, each once.
class Lines {
public:
	void begin()
	{
		++window_;
		touched_ = 0;
	}
	void touch(std::uint64_t first_byte, std::uint64_t last_byte)
	{
		for (std::uint64_t number = first_byte >> line_bits; number <= last_byte >> line_bits; ++number)
			touch_line(number);
	}
	[[nodiscard]] std::uint32_t touched() const { return touched_; }

private:
	static constexpr unsigned line_bits = 6;
	static constexpr unsigned slot_bits = 20;

	struct Line {
		std::uint64_t number;
		std::uint32_t window; // that touched it last
	};

	void touch_line(std::uint64_t number)
	{
		std::uint64_t slot = slot_of<slot_bits>(number);

		while (lines_[slot].window == window_ && lines_[slot].number != number)
			slot = (slot + 1) % lines_.size();
		if (lines_[slot].window == window_)
			return;
		if (touched_ == lines_.size() / 2)
			fail("an operation touched more data than there is room for");
		lines_[slot] = {.number = number, .window = window_};
		++touched_;
	}

	std::array<Line, std::size_t{1} << slot_bits> lines_;
	std::uint32_t window_; // from 1
	std::uint32_t touched_;
};

class Plugin {
public:
	// "out=FILE" first. False: it said what is wrong.
	bool begin(int argc, char **argv);
	[[nodiscard]] bool detail() const { return detail_; }
	[[nodiscard]] bool every_step() const { return detail_ || steps_ != nullptr; }

	std::uint32_t site_of(const qemu_plugin_insn *instruction) { return sites_.of(instruction); }
	std::uint64_t *runs_of(std::uint32_t site) { return &runs_[site]; }
	void step(std::uint32_t site);
	void access(std::uint64_t first_byte, std::uint64_t last_byte)
	{
		if (open_)
			lines_.touch(first_byte, last_byte);
	}
	void open_or_close();
	void end();

private:
	bool option(std::string_view word);
	[[nodiscard]] std::uint64_t runs_in_window(std::uint32_t site) const { return runs_[site] - (site < sites_at_open_ ? at_open_[site] : 0); }
	void write_window();

	Output out_;
	Sites sites_;
	Lines lines_;
	std::array<std::uint64_t, most_sites> runs_;    // of each site since the start
	std::array<std::uint64_t, most_sites> at_open_; // the same when the window was opened
	std::array<std::uint32_t, most_sites> straight_; // in the open window
	std::uint32_t sites_at_open_;
	std::uint32_t last_site_;
	std::uint32_t *steps_; // of the open window; null: the order is not asked for
	std::uint32_t steps_taken_;
	bool detail_;
	bool open_;
};

Plugin plugin; // zero, without a constructor that would touch its pages

bool Plugin::option(std::string_view word)
{
	if (word == "detail=on") {
		detail_ = true;
	} else if (word == "order=on") {
		steps_ = new (std::nothrow) std::uint32_t[most_steps];
		if (steps_ == nullptr)
			fail("there is no memory for the order");
	} else {
		std::fprintf(stderr, "window_plugin: %.*s is unknown; order=on and detail=on are known\n", static_cast<int>(word.size()), word.data());
		return false;
	}
	return true;
}

bool Plugin::begin(int argc, char **argv)
{
	if (argc < 1 || !std::string_view{argv[0]}.starts_with("out=")) {
		std::fprintf(stderr, "window_plugin: out=FILE is wanted\n");
		return false;
	}
	for (int i = 1; i < argc; ++i)
		if (!option(argv[i]))
			return false;
	const char *path = argv[0] + std::strlen("out=");
	if (!out_.open(path)) {
		std::fprintf(stderr, "window_plugin: %s cannot be written\n", path);
		return false;
	}
	out_.bytes(window_file::magic.data(), window_file::magic.size());
	return true;
}

void Plugin::step(std::uint32_t site)
{
	if (!open_)
		return;
	if (detail_) {
		if (last_site_ != no_site && sites_.follows(site, last_site_))
			++straight_[last_site_];
		last_site_ = site;
	}
	if (steps_ == nullptr)
		return;
	if (steps_taken_ == most_steps)
		fail("an operation ran more instructions than there is room for");
	steps_[steps_taken_++] = site;
}

void Plugin::write_window()
{
	std::uint32_t ran = 0;

	for (std::uint32_t site = 0; site < sites_.count(); ++site)
		ran += runs_in_window(site) != 0;
	out_.number(ran);
	for (std::uint32_t site = 0; site < sites_.count(); ++site) {
		if (runs_in_window(site) == 0)
			continue;
		out_.number(site);
		out_.number(static_cast<std::uint32_t>(runs_in_window(site)));
		out_.number(straight_[site]);
		straight_[site] = 0;
	}
	out_.number(steps_taken_);
	if (steps_taken_ != 0)
		out_.bytes(steps_, steps_taken_ * sizeof(*steps_));
	out_.number(lines_.touched());
}

void Plugin::open_or_close()
{
	if (open_) {
		write_window();
	} else {
		sites_at_open_ = sites_.count();
		last_site_ = no_site;
		steps_taken_ = 0;
		lines_.begin();
		std::memcpy(at_open_.data(), runs_.data(), sites_at_open_ * sizeof(runs_[0]));
	}
	open_ = !open_;
}

void Plugin::end()
{
	out_.number(window_file::end_of_windows);
	sites_.write(out_);
	out_.close();
}

// What QEMU calls.

void on_step(unsigned int /*cpu*/, void *site) { plugin.step(static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(site))); }

void on_access(unsigned int /*cpu*/, qemu_plugin_meminfo_t access, std::uint64_t vaddr, void * /*data*/)
{
	plugin.access(vaddr, vaddr + (std::uint64_t{1} << qemu_plugin_mem_size_shift(access)) - 1);
}

void on_counter_read(unsigned int /*cpu*/, void * /*data*/) { plugin.open_or_close(); }

void watch(qemu_plugin_insn *instruction)
{
	const std::uint32_t site = plugin.site_of(instruction);

	qemu_plugin_register_vcpu_insn_exec_inline(instruction, QEMU_PLUGIN_INLINE_ADD_U64, plugin.runs_of(site), 1);
	if (plugin.detail())
		qemu_plugin_register_vcpu_mem_cb(instruction, on_access, QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, nullptr);
	if (plugin.every_step())
		qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_step, QEMU_PLUGIN_CB_NO_REGS,
						       reinterpret_cast<void *>(static_cast<std::uintptr_t>(site)));
}

bool reads_counter(const qemu_plugin_insn *instruction)
{
	static constexpr std::array<unsigned char, 2> rdtsc{0x0f, 0x31};

	return qemu_plugin_insn_size(instruction) == rdtsc.size() && std::memcmp(qemu_plugin_insn_data(instruction), rdtsc.data(), rdtsc.size()) == 0;
}

void on_translation(qemu_plugin_id_t /*id*/, qemu_plugin_tb *block)
{
	const std::size_t count = qemu_plugin_tb_n_insns(block);

	for (std::size_t i = 0; i < count; ++i) {
		qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
		const std::uint64_t vaddr = qemu_plugin_insn_vaddr(instruction);
		if (vaddr >= first_kernel_address)
			watch(instruction);
		else if (vaddr < first_high_address && reads_counter(instruction))
			qemu_plugin_register_vcpu_insn_exec_cb(instruction, on_counter_read, QEMU_PLUGIN_CB_NO_REGS, nullptr);
	}
}

void on_exit_of_qemu(qemu_plugin_id_t /*id*/, void * /*data*/) { plugin.end(); }

} // namespace

int qemu_plugin_install(qemu_plugin_id_t id, const void * /*info*/, int argc, char **argv)
{
	if (!plugin.begin(argc, argv))
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
	qemu_plugin_register_atexit_cb(id, on_exit_of_qemu, nullptr);
	return 0;
}
