#include <gtest/gtest.h>

#include "transfer/structure/MadeInSchema.hpp"

namespace dunlin::transfer {
namespace {

// The weight of a difference of `object` after a migration with this statement.
Weight after(const std::string& object, const std::string& sql) {
  Problem problem{.rule = "structure-differs", .weight = Weight::refused, .object = object};
  excuse(problem, {.own = {}, .later = {{"009_more", sql}}});
  EXPECT_EQ(problem.weight == Weight::note, problem.hint.find("009_more") != std::string::npos) << sql;
  return problem.weight;
}

TEST(LaterMigrations, WhatTheyChangedIsTheirWork) {
  EXPECT_EQ(after("index people_name", "DROP INDEX CONCURRENTLY people_name"), Weight::note);
  EXPECT_EQ(after("people.age", "-- why\nALTER TABLE people\n ALTER COLUMN age TYPE text"), Weight::note);
  EXPECT_EQ(after("people (a, b)", "ALTER TABLE people DROP CONSTRAINT people_pkey"), Weight::note);
  EXPECT_EQ(after("people", "DROP TABLE people"), Weight::note);
  EXPECT_EQ(after("People.Age", "ALTER TABLE \"People\" DROP \"Age\""), Weight::note);
  EXPECT_EQ(after("people.age", "DO $$ BEGIN ALTER TABLE people DROP age; END $$"), Weight::note);
}

TEST(LaterMigrations, EverythingElseIsSomebodys) {
  EXPECT_EQ(after("index people_name", "DROP INDEX people_name_2"), Weight::refused);
  EXPECT_EQ(after("people.age", "ALTER TABLE people ALTER COLUMN name TYPE text"), Weight::refused);
  EXPECT_EQ(after("people (id)", "CREATE TABLE pets (owner int REFERENCES people (id))"), Weight::refused);
  EXPECT_EQ(after("people (id)",
                  "ALTER TABLE pets ADD FOREIGN KEY (owner) REFERENCES people (id) ON DELETE SET NULL"),
            Weight::refused);
  EXPECT_EQ(after("people (id)", "ALTER TABLE people ADD COLUMN age int"), Weight::refused);
  EXPECT_EQ(after("people (id)", "INSERT INTO people VALUES (1)"), Weight::refused);
}

}  // namespace
}  // namespace dunlin::transfer
