#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace dunlin::transfer {

/// The three migrations that a transfer's schema is made of, in this order.
enum class SchemaPart { tables, keys, logic };

/// The name of such a migration, without its version: "transfer_<source>_tables", with the source's stem in
/// lower case and everything but letters and digits as one underscore.
std::string migration_name(const std::filesystem::path& source, SchemaPart part);

/// True for the name of such a migration of any source.
bool is_migration_name(std::string_view name);

}  // namespace dunlin::transfer
