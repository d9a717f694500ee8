#include "lint/Touches.hpp"

#include <set>

namespace dunlin::lint {
namespace {

constexpr std::size_t k_most_files_of_a_deploy = 20;

}  // namespace

bool is_history(const std::vector<Touch>& touches) {
  std::set<std::size_t> files;
  for (const Touch& touch : touches) files.insert(touch.origin.file_index);
  return files.size() > k_most_files_of_a_deploy;
}

}  // namespace dunlin::lint
