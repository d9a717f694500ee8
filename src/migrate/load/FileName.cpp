#include "migrate/load/FileName.hpp"

#include <algorithm>
#include <array>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

constexpr std::size_t k_longest_number = 19;  // every number of 19 digits fits in 64 bits

}  // namespace

bool has_suffix(std::string_view name, std::string_view suffix) {
  return name.size() >= suffix.size() &&
         equal_ignoring_case(name.substr(name.size() - suffix.size()), suffix);
}

bool is_companion(std::string_view name) {
  static constexpr std::array<std::string_view, 4> k_names{"seed.sql", "seeds.sql", "schema.sql",
                                                           "structure.sql"};
  return has_suffix(name, ".test.sql") || std::any_of(k_names.begin(), k_names.end(), [&](auto known) {
           return equal_ignoring_case(name, known);
         });
}

bool split_number(std::string_view stem, std::string& version, std::string& name) {
  const auto digits = std::min(stem.find_first_not_of("0123456789"), stem.size());
  if (digits == 0 || digits > k_longest_number) return false;
  if (digits < stem.size() && stem[digits] != '_' && stem[digits] != '-') return false;
  version = stem.substr(0, digits);
  name = digits < stem.size() ? stem.substr(digits + 1) : std::string_view{};
  return true;
}

FileName read_numbered_name(std::string_view name) {
  FileName file;
  if (!has_suffix(name, ".sql")) return file;
  file.role = FileName::Role::ignored;
  if (is_companion(name)) return file;
  std::string_view stem = name.substr(0, name.size() - 4);
  if (stem.size() > 3 && stem.starts_with("R__")) {
    file.role = has_suffix(stem, ".down") ? FileName::Role::unknown : FileName::Role::repeatable;
    file.name = stem.substr(3);
    return file;
  }
  file.role = FileName::Role::up;
  if (has_suffix(stem, ".down")) {
    file.role = FileName::Role::down;
    stem.remove_suffix(5);
  } else if (has_suffix(stem, ".up")) {
    stem.remove_suffix(3);
  }
  if (!split_number(stem, file.version, file.name)) return {FileName::Role::unknown, {}, {}};
  return file;
}

}  // namespace dunlin::migrate
