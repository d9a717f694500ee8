#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "packs/Pack.hpp"

namespace dunlin::packs {

enum class Action { add, update, remove };
std::string to_string(Action action);

/// What the header of a migration says about the pack that it was made from. The files of a project are the
/// record of which packs it has.
struct Record {
  Action action = Action::add;
  std::string pack;
  std::string version;  ///< behind this migration
  Values parameters;
  friend bool operator==(const Record&, const Record&) = default;
};

/// Lines of comment that read_record reads again.
std::string write_record(const Record& record);

/// The record in the leading comments of a migration, or nothing for one that isn't a pack's.
std::optional<Record> read_record(std::string_view migration);

}  // namespace dunlin::packs
