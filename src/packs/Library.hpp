#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "packs/Pack.hpp"

namespace dunlin::packs {

/// A file of a pack: "audit/up.sql" and its text.
struct PackFile {
  std::string_view path;
  std::string_view text;
};

/// The files of packs/ as they were when the program was built.
const std::vector<PackFile>& built_in_files();

/// The packs of the program and those that a project keeps in `folder` (one folder each, with a pack.toml; it
/// needn't be there), by name. Throws a usage Error for a pack.toml that is wrong, and for two of one name.
std::vector<Pack> load_packs(const std::filesystem::path& folder);

/// The pack of that name. Throws a usage Error that names the nearest, or lists them.
const Pack& find_pack(const std::vector<Pack>& packs, const std::string& name);

}  // namespace dunlin::packs
