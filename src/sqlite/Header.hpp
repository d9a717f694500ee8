#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dunlin::sqlite {

/// What the first 100 bytes of a database file say (SQLite docs, "Database File Format", 1.3).
struct Header {
  std::uint32_t page_size = 0;
  bool wal = false;  ///< the database is in WAL mode
  std::uint32_t change_counter = 0;
  std::uint32_t pages = 0;  ///< 0: written by an SQLite before 3.7.0, the size of the file tells
  std::uint32_t freelist_pages = 0;
  std::uint32_t encoding = 0;  ///< 1 UTF-8, 2 UTF-16le, 3 UTF-16be; 0 as long as there are no tables
  std::int32_t user_version = 0;
  std::uint32_t application_id = 0;
  std::uint32_t written_by = 0;  ///< SQLITE_VERSION_NUMBER of the last writer
  friend bool operator==(const Header&, const Header&) = default;
};

inline constexpr std::size_t k_header_bytes = 100;

/// Reads it. Throws a refused Error that says what is wrong: an empty file, not SQLite or encrypted, cut off
/// within the header. `path` is for messages.
Header parse_header(std::string_view bytes, const std::string& path);

/// "UTF-8", "UTF-16le", "UTF-16be".
std::string encoding_name(const Header& header);
/// 3045001 is "3.45.1"; "" for 0.
std::string version_name(std::uint32_t version);

}  // namespace dunlin::sqlite
