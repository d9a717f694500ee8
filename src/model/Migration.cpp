#include "model/Migration.hpp"

#include <array>
#include <utility>

namespace dunlin::model {
namespace {

constexpr std::array<std::pair<Dialect, const char*>, 10> k_dialects{{
    {Dialect::dunlin, "dunlin"},
    {Dialect::supabase, "supabase"},
    {Dialect::flyway, "flyway"},
    {Dialect::golang_migrate, "golang-migrate"},
    {Dialect::diesel, "diesel"},
    {Dialect::dbmate, "dbmate"},
    {Dialect::goose, "goose"},
    {Dialect::node_pg_migrate, "node-pg-migrate"},
    {Dialect::prisma, "prisma"},
    {Dialect::sqitch, "sqitch"},
}};

}  // namespace

std::string to_string(Dialect dialect) {
  for (const auto& [value, name] : k_dialects) {
    if (value == dialect) return name;
  }
  return "dunlin";
}

std::optional<Dialect> parse_dialect(const std::string& name) {
  for (const auto& [value, known] : k_dialects) {
    if (name == known) return value;
  }
  return std::nullopt;
}

std::string to_string(RollbackSource source) {
  switch (source) {
    case RollbackSource::down_section: return "down section";
    case RollbackSource::paired_file: return "paired file";
    case RollbackSource::rollback_folder: return "rollback folder";
    case RollbackSource::comment: return "comment";
    case RollbackSource::function: return "function";
  }
  return "down section";
}

std::string label(const Migration& migration) {
  if (migration.repeatable) return "R__" + migration.name;
  const auto& version = migration.version;
  if (version.numbering == Numbering::planned || !version.name.empty() || migration.name.empty())
    return version.text;
  return migration.version.text + "_" + migration.name;
}

}  // namespace dunlin::model
