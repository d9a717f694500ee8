#pragma once

#include <filesystem>
#include <vector>

#include "base/Json.hpp"
#include "model/TransferConfig.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// The mapping as JSON that people can review and edit (docs/transfer.md has its fields): tables and columns
/// in the order of the source; of a column `type`, `from` and `form` decide, the rest explains.
Json plan_json(const Mapping& mapping);
/// Reads it back: a type that was edited is taken, and what its values are turned into follows from it.
/// Throws a usage Error that names the place for what isn't a plan, or was written by a newer dunlin.
Mapping parse_plan(const Json& plan);

/// True when somebody changed the file since it was written.
bool is_edited(const std::filesystem::path& file);

/// What a plan decides about its columns, as rules: an assessment with them comes to the same types, with
/// other counts. Columns of an enum type have none.
std::vector<model::TransferRule> rules_of(const Mapping& mapping);

/// Writes the mapping, complete or not at all.
void write_plan(const std::filesystem::path& file, const Mapping& mapping);
/// Reads it back. Throws a usage Error for a file that isn't one, or was written by a newer dunlin.
Mapping read_plan(const std::filesystem::path& file);

}  // namespace dunlin::transfer
