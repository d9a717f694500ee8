#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dunlin::model {

/// How a version is numbered. Sequential ones come first, dated ones (hotfixes) after them; "out of order" is
/// judged within one numbering. `planned` versions are ordered by a plan file (sqitch), not by their text.
enum class Numbering : std::uint8_t { sequential, dated, planned };

/// A migration's version: the text as its file spells it, and the numbers it is ordered by.
struct Version {
  std::string text;  ///< "007", "20240115", "1_2"; what people type and read
  Numbering numbering = Numbering::sequential;
  std::vector<std::uint64_t>
      numbers;  ///< {7}, {20240115000000}, {1,2}; trailing zeros dropped (1.0 equals 1)

  /// Identity: the numbering and the numbers, the text being only a spelling; for planned ones the text.
  friend bool operator==(const Version& a, const Version& b) {
    if (a.numbering != b.numbering) return false;
    return a.numbering == Numbering::planned ? a.text == b.text : a.numbers == b.numbers;
  }
  /// The order of application.
  friend bool operator<(const Version& a, const Version& b) {
    return a.numbering != b.numbering ? a.numbering < b.numbering : a.numbers < b.numbers;
  }
};

/// Orders versions so that equal ones (in the sense of ==) fall together: for keys of maps and sets.
struct ByIdentity {
  bool operator()(const Version& a, const Version& b) const {
    if (a.numbering != b.numbering) return a.numbering < b.numbering;
    return a.numbering == Numbering::planned ? a.text < b.text : a.numbers < b.numbers;
  }
};

/// Reads "007", "1.2", "1_2", "20240115", "202401151230", "20240115123000". Digits that begin with a
/// plausible date (8, 10, 12 or 14 of them, years 1970-2199) are dated and padded to 14. Throws a usage Error
/// for anything else.
Version parse_version(const std::string& text);

/// True when `typed` means `version`: the same text, or the same numbers without leading zeros ("7" for
/// "007").
bool names_version(const std::string& typed, const Version& version);

}  // namespace dunlin::model
