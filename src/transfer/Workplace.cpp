#include "transfer/Workplace.hpp"

#include "base/Hash.hpp"

namespace dunlin::transfer {

Workplace workplace_for(const std::filesystem::path& root, const std::filesystem::path& source) {
  namespace fs = std::filesystem;
  const fs::path folder =
      root / ".dunlin" / "transfer" / (source.stem().string() + "-" + sha256(source.string()).substr(0, 8));
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  return {folder};
}

}  // namespace dunlin::transfer
