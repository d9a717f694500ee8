#include <algorithm>
#include <gtest/gtest.h>

#include "checks/Assertions.hpp"
#include "checks/Promises.hpp"
#include "checks/RowCounts.hpp"

namespace dunlin::checks {
namespace {

using model::Catalog;
using model::CatalogRelation;

const model::Origin k_file{"001.sql", 1, 1, 1};

// A table with a column, a constraint, an index, a trigger and a function, as files or a database have it.
Catalog catalog(const model::Origin& origin) {
  Catalog made;
  CatalogRelation users;
  users.name = {"public", "users"};
  users.origin = origin;
  users.row_security = true;
  model::CatalogColumn id;
  id.name = "id";
  id.origin = origin;
  users.columns.push_back(id);
  model::CatalogConstraint check;
  check.name = "users_check";
  check.columns = {"id"};
  check.origin = origin;
  users.constraints.push_back(check);
  users.policies.push_back({.name = "own", .origin = origin});
  users.triggers.push_back({.name = "touch", .origin = origin});
  made.add(users);
  model::CatalogIndex index;
  index.name = {"public", "users_id"};
  index.table = users.name;
  index.origin = origin;
  made.add(index);
  model::CatalogFunction function;
  function.name = {"public", "f"};
  function.public_may_execute = false;
  function.origin = origin;
  made.functions[function.name] = {function};
  made.grants.push_back({.kind = model::ObjectKind::table,
                         .object = "public.users",
                         .grantee = "app",
                         .privileges = {"select", "insert"},
                         .origin = origin});
  made.grants.push_back({.kind = model::ObjectKind::function,
                         .object = "public.f()",
                         .grantee = "app",
                         .privileges = {"all"},
                         .origin = origin});
  return made;
}

std::string failed(const Catalog& actual) {
  std::string text;
  for (const Check& check : check_promises(catalog(k_file), actual))
    if (check.state == CheckState::failed) text += check.name + ": " + check.detail + "\n";
  return text;
}

TEST(Promises, AreKeptByTheSameCatalog) {
  EXPECT_EQ(failed(catalog({})), "");
  EXPECT_EQ(check_promises(catalog(k_file), catalog({})).size(), 8U);
}

TEST(Promises, OfADatabaseItselfAreNone) {
  EXPECT_TRUE(grant_promises(catalog({}), catalog({})).empty());
  for (const Check& check : check_promises(catalog({}), catalog({}))) EXPECT_EQ(check.state, CheckState::ok);
}

TEST(Promises, WhatIsMissingIsNamed) {
  EXPECT_NE(failed(Catalog{}).find("table public.users: missing"), std::string::npos);
  EXPECT_NE(failed(Catalog{}).find("function public.f(): missing"), std::string::npos);
}

TEST(Promises, AnIndexIsValidAndOnItsTable) {
  Catalog actual = catalog({});
  actual.find_index({"public", "users_id"})->valid = false;
  EXPECT_EQ(failed(actual), "index public.users_id on public.users: not valid: its build broke off\n");
  actual.find_index({"public", "users_id"})->valid = true;
  actual.find_index({"public", "users_id"})->table = {"public", "others"};
  EXPECT_EQ(failed(actual), "index public.users_id on public.users: is on public.others\n");
}

TEST(Promises, PartsOfATable) {
  Catalog actual = catalog({});
  CatalogRelation& users = *actual.find_relation({"public", "users"});
  users.constraints.front().valid = false;
  users.row_security = false;
  users.policies.clear();
  users.triggers.front().enabled = false;
  users.columns.clear();
  EXPECT_EQ(failed(actual),
            "columns of public.users: missing: id\n"
            "constraint users_check of public.users: not validated: rows from before it were never checked\n"
            "row security of public.users: off\n"
            "policy own of public.users: missing\n"
            "trigger touch of public.users: disabled\n");
}

TEST(Promises, AConstraintOfAnotherNameIsFoundByWhatItSays) {
  Catalog actual = catalog({});
  actual.find_relation({"public", "users"})->constraints.front().name = "chosen_by_the_server";
  EXPECT_EQ(failed(actual), "");
}

TEST(Promises, AnIndexOfAnotherNameIsFoundByItsColumnsUnlessItWasPromisedItself) {
  Catalog actual = catalog({});
  model::CatalogIndex other = *actual.find_index({"public", "users_id"});
  actual.indexes.clear();
  other.name.name = "chosen_by_the_server";
  actual.add(other);
  EXPECT_EQ(failed(actual), "");
  Catalog promised = catalog(k_file);
  other.origin = k_file;
  promised.add(other);
  const auto checks = check_promises(promised, actual);
  EXPECT_EQ(std::count_if(checks.begin(), checks.end(),
                          [](const Check& check) { return check.detail == "missing"; }),
            1);
}

TEST(Promises, AFunctionIsNotForEverybodyAgain) {
  Catalog actual = catalog({});
  actual.functions.begin()->second.front().public_may_execute = true;
  EXPECT_EQ(failed(actual), "function public.f(): PUBLIC may execute it\n");
}

TEST(Promises, GrantsAreAskedOneByOne) {
  const auto promises = grant_promises(catalog(k_file), catalog({}));
  ASSERT_EQ(promises.size(), 3U);
  EXPECT_EQ(describe(promises[0]), "SELECT on table \"public\".\"users\" to app");
  EXPECT_EQ(describe(promises[1]), "INSERT on table \"public\".\"users\" to app");
  EXPECT_EQ(describe(promises[2]), "EXECUTE on function public.f() to app");
  EXPECT_EQ(promises[2].schema, "public");
}

TEST(Tap, LinesAreRead) {
  EXPECT_EQ(read_tap("ok 1 - it works"), (TapLine{true, "it works"}));
  EXPECT_EQ(read_tap("not ok 2 - it breaks"), (TapLine{false, "it breaks"}));
  EXPECT_EQ(read_tap("not ok 3 - later # TODO write it"), (TapLine{true, "later # TODO write it"}));
  EXPECT_EQ(read_tap("ok"), (TapLine{true, ""}));
  EXPECT_EQ(read_tap("1..3"), std::nullopt);
  EXPECT_EQ(read_tap("# Failed test 2"), std::nullopt);
  EXPECT_EQ(read_tap("okay then"), std::nullopt);
  EXPECT_TRUE(is_tap("SELECT plan(1); SELECT * FROM finish();"));
  EXPECT_FALSE(is_tap("SELECT * FROM plans"));
}

TEST(RowCounts, LostRowsAndTablesFail) {
  const auto checks = compare_counts({{"public.a", 5}, {"public.b", 5}, {"public.c", 1}, {"public.d", 1'000}},
                                     {{"public.a", 5}, {"public.b", 9}, {"public.d", 999}});
  ASSERT_EQ(checks.size(), 4U);
  EXPECT_EQ(checks[0].state, CheckState::ok);
  EXPECT_EQ(checks[1].state, CheckState::ok);
  EXPECT_EQ(checks[2].detail, "had 1 row, and is gone");
  EXPECT_EQ(checks[3].detail, "had 1,000, has 999");
}

TEST(RowCounts, AreReadAsTheyWereWritten) {
  const RowCounts counts{{"public.a", 5}, {"odd.\"name\"", 0}};
  EXPECT_EQ(row_counts_of(Json::parse(to_json(counts).dump())), counts);
  EXPECT_THROW(row_counts_of(Json::parse("[]")), Error);
  EXPECT_THROW(row_counts_of(Json::parse(R"({"tables": {"a": "x"}})")), Error);
}

}  // namespace
}  // namespace dunlin::checks
