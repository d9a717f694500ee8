#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "sqlite/Descriptor.hpp"
#include "sqlite/pages/PageFile.hpp"

namespace dunlin::sqlite {

/// How far a WAL was read: up to the end of its last commit (SQLite docs, "WAL-mode File Format", 4).
struct WalMark {
  std::string header;                       ///< its 32 bytes; the salts in it change when the WAL begins anew
  std::uint64_t frames = 0;                 ///< that count
  std::array<std::uint32_t, 2> checksum{};  ///< of everything up to there
  friend bool operator==(const WalMark&, const WalMark&) = default;
};

/// What was committed behind a mark.
struct WalTail {
  WalMark end;
  std::map<PageNumber, std::uint64_t> pages;  ///< where in the WAL the last state of each page is
  PageNumber page_count = 0;                  ///< of the database; 0: nothing was committed
};

/// The page size that a WAL's header names.
std::uint32_t wal_page_size(const WalMark& mark);

/// A mark at the beginning; nothing for a file that isn't a WAL or has no whole header.
std::optional<WalMark> begin_of_wal(const Descriptor& wal);

/// Reads the frames behind `mark` up to the last commit. What is appended or cut off behind that, and what an
/// earlier use of the file left there, is told by salts and checksums as SQLite tells it. Nothing when the
/// WAL has begun anew since the mark.
std::optional<WalTail> read_tail(const Descriptor& wal, const WalMark& mark);

}  // namespace dunlin::sqlite
