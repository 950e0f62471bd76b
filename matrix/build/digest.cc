// SPDX-License-Identifier: GPL-2.0
#include "matrix/build/digest.h"

#include <fcntl.h>
#include <openssl/evp.h>

#include <array>
#include <cerrno>

#include "loader/base/fd.h"

namespace matrix::build {

void Digest::Free::operator()(evp_md_ctx_st *context) const { EVP_MD_CTX_free(context); }

Digest::Digest() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }

Digest &Digest::add_raw(std::string_view bytes)
{
	EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
	return *this;
}

Digest &Digest::add(std::string_view part)
{
	return add_raw(std::to_string(part.size())).add_raw(":").add_raw(part);
}

std::string Digest::hex()
{
	static constexpr char digits[] = "0123456789abcdef";
	std::array<unsigned char, EVP_MAX_MD_SIZE> raw;
	unsigned size = 0;
	std::string text;

	EVP_DigestFinal_ex(context_.get(), raw.data(), &size);
	for (unsigned i = 0; i < size; i++) {
		text += digits[raw[i] >> 4];
		text += digits[raw[i] & 15];
	}
	return text;
}

std::string sha256(std::string_view bytes) { return Digest{}.add_raw(bytes).hex(); }

base::Result<std::string> sha256_file(const std::filesystem::path &path)
{
	const base::Error context{.id = "file-unreadable", .code = base::ExitCode::failed, .action = "read the file",
				  .object = path.string(), .reason = {}, .hint = {}, .errnum = 0};
	const base::Fd fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
	Digest digest;
	std::array<char, 1 << 16> buffer;

	if (!fd)
		return base::fail_errno(errno, context);
	for (;;) {
		const ssize_t got = ::read(fd.get(), buffer.data(), buffer.size());
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return base::fail_errno(errno, context);
		if (got == 0)
			return digest.hex();
		digest.add_raw({buffer.data(), static_cast<std::size_t>(got)});
	}
}

} // namespace matrix::build
