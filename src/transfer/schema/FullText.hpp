#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sqlite/Schema.hpp"

namespace dunlin::transfer {

/// The arguments of a full text table: its columns, and where the texts are.
struct FullText {
  std::vector<std::string> columns;
  std::optional<std::string> content;  ///< a table's name; "": contentless; nothing: its own
  friend bool operator==(const FullText&, const FullText&) = default;
};

/// Nothing for a virtual table of another kind.
std::optional<FullText> read_full_text(const sqlite::VirtualTable& table);

}  // namespace dunlin::transfer
