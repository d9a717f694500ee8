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
  std::string
      name;  ///< "users" in "20240115123000_users", a second migration of that date (Prisma); mostly ""

  /// Identity: the numbering, the numbers and the name, the text being only a spelling; for planned ones the
  /// text.
  friend bool operator==(const Version& a, const Version& b) {
    if (a.numbering != b.numbering) return false;
    return a.numbering == Numbering::planned ? a.text == b.text : a.numbers == b.numbers && a.name == b.name;
  }
  /// The order of application.
  friend bool operator<(const Version& a, const Version& b) {
    if (a.numbering != b.numbering) return a.numbering < b.numbering;
    return a.numbers != b.numbers ? a.numbers < b.numbers : a.name < b.name;
  }
};

/// Orders versions so that equal ones (in the sense of ==) fall together: for keys of maps and sets.
struct ByIdentity {
  bool operator()(const Version& a, const Version& b) const {
    if (a.numbering != b.numbering) return a.numbering < b.numbering;
    return a.numbering == Numbering::planned ? a.text < b.text : a < b;
  }
};

/// Reads "007", "1.2", "1_2", "20240115", "202401151230", "20240115123000". Digits that begin with a
/// plausible date (8, 10 or 12 of them, years 1970-2199) are dated and padded to 14. Fourteen digits need
/// only the year: people have counted up hours to 51, and months. Up to five more (diesel's
/// YYYY-MM-DD-HHMMSS-NNNN, milliseconds) order within the date. Throws a usage Error for anything else.
Version parse_version(const std::string& text);

/// Reads "20240115123000_users": the version in front, with the name as part of its identity.
Version parse_named_version(const std::string& text);

/// True when `typed` means `version`: the same text, or the same numbers without leading zeros ("7" for
/// "007").
bool names_version(const std::string& typed, const Version& version);

}  // namespace dunlin::model
