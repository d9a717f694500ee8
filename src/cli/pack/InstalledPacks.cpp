#include "cli/pack/InstalledPacks.hpp"

#include <algorithm>

#include "base/File.hpp"

namespace dunlin::cli {

std::vector<InstalledPack> installed_packs(const std::vector<model::Migration>& migrations) {
  std::vector<InstalledPack> installed;
  for (const model::Migration& migration : migrations) {
    if (migration.repeatable) continue;
    const MappedFile file(migration.up.file, std::uint64_t{1} << 40);
    auto record = packs::read_record(file.bytes());
    if (!record) continue;
    std::erase_if(installed, [&](const InstalledPack& other) { return other.record.pack == record->pack; });
    if (record->action == packs::Action::remove) continue;
    installed.push_back({std::move(*record), migration.version, migration.up.file});
  }
  return installed;
}

const InstalledPack* find_installed(const std::vector<InstalledPack>& installed, const std::string& pack) {
  const auto found = std::find_if(installed.begin(), installed.end(), [&](const InstalledPack& candidate) {
    return candidate.record.pack == pack;
  });
  return found == installed.end() ? nullptr : &*found;
}

}  // namespace dunlin::cli
