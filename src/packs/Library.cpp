#include "packs/Library.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "packs/PackToml.hpp"

namespace dunlin::packs {
namespace {

namespace fs = std::filesystem;

// "audit/update/1.0-1.1.sql" of pack audit -> "update/1.0-1.1.sql"
std::vector<Pack> built_in_packs() {
  std::map<std::string, std::map<std::string, std::string>> by_pack;
  for (const PackFile& file : built_in_files()) {
    const auto slash = file.path.find('/');
    by_pack[std::string(file.path.substr(0, slash))][std::string(file.path.substr(slash + 1))] =
        std::string(file.text);
  }
  std::vector<Pack> packs;
  for (const auto& [name, files] : by_pack)
    if (files.contains("pack.toml")) packs.push_back(read_pack(name, files));
  return packs;
}

void read_folder(const fs::path& folder, const std::string& prefix,
                 std::map<std::string, std::string>& files) {
  for (const std::string& name : list_directory(folder)) {
    const fs::path path = folder / name;
    const bool wanted =
        path.extension() == ".sql" || path.extension() == ".toml" || path.extension() == ".md";
    if (wanted && fs::is_regular_file(path)) files[prefix + name] = read_file(path, 1U << 22);
  }
}

Pack read_own_pack(const fs::path& folder) {
  std::map<std::string, std::string> files;
  read_folder(folder, "", files);
  read_folder(folder / "update", "update/", files);
  Pack pack = read_pack(folder.filename().string(), files);
  pack.folder = folder.string();
  return pack;
}

}  // namespace

std::vector<Pack> load_packs(const fs::path& folder) {
  std::vector<Pack> packs = built_in_packs();
  for (const std::string& name : list_directory(folder)) {
    if (!fs::exists(folder / name / "pack.toml")) continue;
    Pack pack = read_own_pack(folder / name);
    if (std::any_of(packs.begin(), packs.end(), [&](const Pack& other) { return other.name == pack.name; }))
      throw usage_error(
          fmt::format("{} is called like a pack of dunlin's own", printable((folder / name).string())),
          "rename its folder, and name in its pack.toml");
    packs.push_back(std::move(pack));
  }
  std::sort(packs.begin(), packs.end(), [](const Pack& a, const Pack& b) { return a.name < b.name; });
  return packs;
}

const Pack& find_pack(const std::vector<Pack>& packs, const std::string& name) {
  std::vector<std::string> names;
  for (const Pack& pack : packs) {
    if (pack.name == name) return pack;
    names.push_back(pack.name);
  }
  const auto near = nearest(name, names);
  throw usage_error(fmt::format("there is no pack '{}'", printable(name)),
                    near ? fmt::format("did you mean {}?", *near) : "there are: " + join(names, ", "));
}

}  // namespace dunlin::packs
