#include "sqlite/Header.hpp"

#include <bit>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::sqlite {
namespace {

constexpr std::string_view k_magic{"SQLite format 3\0", 16};

std::uint32_t big_endian(std::string_view bytes, std::size_t offset, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value = (value << 8) | static_cast<unsigned char>(bytes[offset + i]);
  return value;
}

Error bad_file(const std::string& path, std::string_view what, std::string hint) {
  Error error = refused(fmt::format("{} {}", printable(path), what), std::move(hint));
  error.set_fact("file", path);
  return error;
}

}  // namespace

Header parse_header(std::string_view bytes, const std::string& path) {
  if (bytes.empty())
    throw bad_file(path, "is empty (0 bytes): there is nothing to transfer",
                   "is it the file that the application uses? Look for another one beside it");
  if (bytes.substr(0, k_magic.size()) != k_magic.substr(0, bytes.size()))
    throw bad_file(path, "is not a SQLite database, or it is encrypted",
                   "an encrypted one (SQLCipher, SEE) has to be exported as plain SQLite first");
  if (bytes.size() < k_header_bytes)
    throw bad_file(path, fmt::format("is cut off: it has {} bytes, its header alone has 100", bytes.size()),
                   "copy it again from where it came from, or restore a backup");
  Header header;
  header.page_size = big_endian(bytes, 16, 2) == 1 ? 65536 : big_endian(bytes, 16, 2);
  if (header.page_size < 512 || !std::has_single_bit(header.page_size))
    throw bad_file(path, fmt::format("is damaged: its header says pages of {} bytes", header.page_size),
                   "restore a backup; sqlite3 FILE .recover may save what is left");
  header.wal = bytes[19] == 2;
  header.change_counter = big_endian(bytes, 24, 4);
  // The size in the header counts only when the last writer kept it up to date (1.3.8).
  header.pages = header.change_counter == big_endian(bytes, 92, 4) ? big_endian(bytes, 28, 4) : 0;
  header.freelist_pages = big_endian(bytes, 36, 4);
  header.encoding = big_endian(bytes, 56, 4);
  header.user_version = static_cast<std::int32_t>(big_endian(bytes, 60, 4));
  header.application_id = big_endian(bytes, 68, 4);
  header.written_by = big_endian(bytes, 96, 4);
  return header;
}

std::string encoding_name(const Header& header) {
  return header.encoding == 2 ? "UTF-16le" : header.encoding == 3 ? "UTF-16be" : "UTF-8";
}

std::string version_name(std::uint32_t version) {
  if (version == 0) return "";
  return fmt::format("{}.{}.{}", version / 1'000'000, version / 1000 % 1000, version % 1000);
}

}  // namespace dunlin::sqlite
