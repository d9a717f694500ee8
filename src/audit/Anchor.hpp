#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/Seal.hpp"

namespace dunlin::audit {

/// Seals that are kept in a file outside of the database: a line that names the file, then one for each seal.
struct Anchor {
  std::string id;  ///< what the database remembers the file by
  std::vector<Seal> seals;
  std::optional<int> broken_line;  ///< the first line that isn't a whole one; what follows wasn't read
};

/// The anchor in a text. A line that was cut or edited into something else ends it (`broken_line`).
Anchor parse_anchor(std::string_view text);

/// The anchor in a file; nothing when there is no such file.
std::optional<Anchor> read_anchor(const std::filesystem::path& path);

/// Appends the seals to the file, behind a first line with `id` when the file is new, and waits for the disk.
void append_to_anchor(const std::filesystem::path& path, const std::string& id,
                      const std::vector<Seal>& seals);

}  // namespace dunlin::audit
