#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dunlin::packs {

/// The parts of `schema."Odd.table".column` without their quotes; nothing where a quote is open or a part is
/// empty.
std::optional<std::vector<std::string>> parts_of_name(const std::string& value);

/// `schema.table`, either quoted or not; without a schema it is public. Throws a usage Error.
std::pair<std::string, std::string> split_table(const std::string& value);

/// `schema."Odd.table"` of `schema."Odd.table".column`, with what may stand behind the column (`=1 day`).
std::string table_of_column(const std::string& value);

}  // namespace dunlin::packs
