#include "lint/truth/TruthFiles.hpp"

#include <cstdlib>

namespace dunlin::lint {

int nearest_major(int major) {
  int nearest = 0;
  for (const auto& file : truth_files())
    if (nearest == 0 || std::abs(file.major - major) < std::abs(nearest - major)) nearest = file.major;
  return nearest;
}

std::string_view truth_text(int major, std::string_view name) {
  const int nearest = nearest_major(major);
  for (const auto& file : truth_files())
    if (file.major == nearest && file.name == name) return file.text;
  return {};
}

}  // namespace dunlin::lint
