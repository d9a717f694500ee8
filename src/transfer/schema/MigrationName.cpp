#include "transfer/schema/MigrationName.hpp"

namespace dunlin::transfer {
namespace {

std::string word_of(SchemaPart part) {
  switch (part) {
    case SchemaPart::tables: return "tables";
    case SchemaPart::keys: return "keys";
    case SchemaPart::logic: return "logic";
  }
  return "tables";
}

}  // namespace

std::string migration_name(const std::filesystem::path& source, SchemaPart part) {
  std::string name = "transfer_";
  for (const char c : source.stem().string()) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (upper) name += static_cast<char>(c - 'A' + 'a');
    if (plain) name += c;
    if (!upper && !plain && name.back() != '_') name += '_';
  }
  if (name.back() != '_') name += '_';
  return name + word_of(part);
}

bool is_migration_name(std::string_view name) {
  if (!name.starts_with("transfer_")) return false;
  for (const auto part : {SchemaPart::tables, SchemaPart::keys, SchemaPart::logic})
    if (name.ends_with("_" + word_of(part))) return true;
  return false;
}

}  // namespace dunlin::transfer
