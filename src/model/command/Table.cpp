#include "model/command/Table.hpp"

#include <array>

namespace dunlin::model {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(AlterKind::other) + 1> k_words{
    "ADD COLUMN",
    "DROP COLUMN",
    "SET DATA TYPE",
    "SET DEFAULT",
    "DROP DEFAULT",
    "SET NOT NULL",
    "DROP NOT NULL",
    "SET EXPRESSION",
    "DROP EXPRESSION",
    "ADD GENERATED AS IDENTITY",
    "SET GENERATED",
    "DROP IDENTITY",
    "SET STATISTICS",
    "SET STORAGE",
    "SET COMPRESSION",
    "ALTER COLUMN SET",
    "ADD CONSTRAINT",
    "ALTER CONSTRAINT",
    "VALIDATE CONSTRAINT",
    "DROP CONSTRAINT",
    "ATTACH PARTITION",
    "DETACH PARTITION",
    "INHERIT",
    "NO INHERIT",
    "ATTACH PARTITION",
    "ENABLE ROW LEVEL SECURITY",
    "DISABLE ROW LEVEL SECURITY",
    "FORCE ROW LEVEL SECURITY",
    "NO FORCE ROW LEVEL SECURITY",
    "ENABLE TRIGGER",
    "DISABLE TRIGGER",
    "ENABLE RULE",
    "DISABLE RULE",
    "SET LOGGED",
    "SET UNLOGGED",
    "SET TABLESPACE",
    "SET ACCESS METHOD",
    "SET",
    "RESET",
    "REPLICA IDENTITY",
    "CLUSTER ON",
    "SET WITHOUT CLUSTER",
    "OWNER TO",
    "ALTER",
};

}  // namespace

std::string_view to_string(AlterKind kind) {
  return k_words.at(static_cast<std::size_t>(kind));
}

}  // namespace dunlin::model
