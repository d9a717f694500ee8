#pragma once

#include <string>
#include <vector>

namespace dunlin::rehearse {

/// One file of a consolidated set, before it is written.
struct CleanFile {
  std::string name;         ///< "001_core_schema.sql"
  std::string title;        ///< "core schema"
  std::string description;  ///< for its header
  std::vector<std::string> statements;
  std::vector<std::string> undo;  ///< statements that take it back, in the order in which they run
  bool unchecked_bodies = false;  ///< functions name objects that come later
  friend bool operator==(const CleanFile&, const CleanFile&) = default;
};

/// What the headers say beside the files' own words.
struct CleanHeader {
  std::string author;
  std::string date;    ///< 2026-01-31
  std::string origin;  ///< "18 files of legacy"
};

/// The file's text: header and statements.
std::string text_of(const CleanFile& file, const CleanHeader& header);
/// The text of its rollback, which stands in rollback/ under the same name.
std::string rollback_text_of(const CleanFile& file, const CleanHeader& header);

}  // namespace dunlin::rehearse
