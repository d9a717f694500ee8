#pragma once

#include <filesystem>
#include <string>

namespace dunlin::transfer {

/// The three migrations that a transfer's schema is made of, in this order.
enum class SchemaPart { tables, keys, logic };

/// The name of such a migration, without its version: "transfer_<source>_tables", with the source's stem in
/// lower case and everything but letters and digits as one underscore.
std::string migration_name(const std::filesystem::path& source, SchemaPart part);

}  // namespace dunlin::transfer
