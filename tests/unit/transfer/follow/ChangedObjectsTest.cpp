#include <gtest/gtest.h>

#include "transfer/follow/ChangedObjects.hpp"

namespace dunlin::transfer {
namespace {

sqlite::Schema schema_with(const std::string& index, const std::string& view) {
  sqlite::Schema schema;
  sqlite::Table table;
  table.name = "people";
  table.indexes.push_back(
      {.name = "sqlite_autoindex_people_1", .origin = sqlite::Index::Origin::unique_constraint, .terms = {}});
  table.indexes.push_back({.name = index, .terms = {}, .sql = "CREATE INDEX " + index});
  schema.tables.push_back(std::move(table));
  schema.views.push_back({"named", view});
  return schema;
}

TEST(ChangedObjects, WhatCameWentAndChanged) {
  auto after = schema_with("by_name", "SELECT 2");
  after.triggers.push_back({"tell", "people", "..."});
  after.triggers.push_back({"dunlin_capture_people_1", "people", "..."});
  EXPECT_EQ(changed_objects(schema_with("by_mail", "SELECT 1"), after),
            (std::vector<std::string>{"index by_name is new in the source, and isn't in PostgreSQL",
                                      "trigger tell is new in the source, and isn't in PostgreSQL",
                                      "view named was changed in the source, and not in PostgreSQL",
                                      "index by_mail is gone from the source, and not from PostgreSQL"}));
  EXPECT_TRUE(changed_objects(after, after).empty());
}

}  // namespace
}  // namespace dunlin::transfer
