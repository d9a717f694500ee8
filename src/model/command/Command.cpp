#include "model/command/Command.hpp"

#include <array>

namespace dunlin::model {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(ObjectKind::other) + 1> k_kinds{
    "table",      "index",     "view",      "materialized view", "sequence",      "function",
    "procedure",  "routine",   "aggregate", "trigger",           "rule",          "policy",
    "type",       "domain",    "schema",    "extension",         "column",        "constraint",
    "enum value", "role",      "database",  "publication",       "subscription",  "foreign table",
    "tablespace", "collation", "cast",      "operator",          "event trigger", "owned",
    "attribute",  "object"};

}  // namespace

std::string_view to_string(ObjectKind kind) {
  return k_kinds.at(static_cast<std::size_t>(kind));
}

}  // namespace dunlin::model
