// SPDX-License-Identifier: GPL-2.0
//
// guest-libbpf OBJECT: opens, loads and attaches an object by libbpf alone, as a
// measure of what is not the loader's. For the BPF LSM; programs that the kernel does
// not take are left out by their names: guest-libbpf OBJECT NAME…
#include <bpf/libbpf.h>

#include <cstdio>

int main(int argc, char **argv)
{
	bpf_program *program = nullptr;
	unsigned attached = 0;

	if (argc < 2)
		return 2;
	libbpf_set_print([](libbpf_print_level, const char *, va_list) { return 0; });
	bpf_object *object = bpf_object__open_file(argv[1], nullptr);
	if (object == nullptr)
		return 1;
	for (int i = 2; i < argc; i++)
		if (bpf_program *out = bpf_object__find_program_by_name(object, argv[i]); out != nullptr)
			bpf_program__set_autoload(out, false);
	if (bpf_object__load(object) != 0) {
		std::puts("it does not load");
		return 1;
	}
	bpf_object__for_each_program(program, object) {
		if (bpf_program__autoload(program) && bpf_program__attach(program) != nullptr)
			attached++;
	}
	std::printf("%u attached\n", attached);
	return 0;
}
