#include <algorithm>
#include <gtest/gtest.h>

#include "checks/Assertions.hpp"
#include "checks/ColumnPromises.hpp"
#include "checks/GrantPromises.hpp"
#include "checks/PolicyPromise.hpp"
#include "checks/Promises.hpp"
#include "checks/RowCounts.hpp"
#include "checks/RunCounts.hpp"

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
            "trigger touch of public.users: disabled, or enabled for replicas only\n");
}

model::CatalogPolicy own_policy() {
  model::CatalogPolicy policy{.name = "own", .command = "select", .roles = {"app"}};
  policy.using_.text = "owner = current_user";
  policy.check.text = "owner = current_user";
  return policy;
}

TEST(PolicyPromise, AWiderPolicyOfTheSameNameIsNotThePromisedOne) {
  const model::CatalogPolicy wanted = own_policy();
  model::CatalogPolicy actual = wanted;
  EXPECT_EQ(policy_problem(wanted, actual), "");
  actual.using_.text = "((owner = (CURRENT_USER)::text))";  // as PostgreSQL writes it
  EXPECT_EQ(policy_problem(wanted, actual), "");
  actual.using_.text = "true";
  EXPECT_EQ(policy_problem(wanted, actual), "its USING is true: for every row");
  actual = wanted;
  actual.check.text = "true";
  EXPECT_EQ(policy_problem(wanted, actual), "its WITH CHECK is true: for every row");
  actual.roles = {"public"};
  EXPECT_EQ(policy_problem(wanted, actual), "is to public, not to app");
  actual.command = "all";
  EXPECT_EQ(policy_problem(wanted, actual), "is for all, not for select");
  actual.permissive = false;
  EXPECT_EQ(policy_problem(wanted, actual), "is restrictive, not permissive");
}

TEST(PolicyPromise, WhatWasPromisedTrueOrToWhoeverRanItIsKept) {
  model::CatalogPolicy wanted = own_policy();
  model::CatalogPolicy actual = wanted;
  wanted.using_.text = "(TRUE)";
  actual.using_.text = "true";
  wanted.roles = {"current_user"};
  actual.roles = {"postgres"};
  EXPECT_EQ(policy_problem(wanted, actual), "");
}

TEST(Promises, AViewKeepsItsKindItsDataAndItsCallersRights) {
  Catalog promised;
  CatalogRelation view;
  view.name = {"public", "v"};
  view.kind = model::RelationKind::view;
  view.options = {{"security_invoker", "true"}, {"security_barrier", ""}};
  view.origin = k_file;
  promised.add(view);
  CatalogRelation counts;
  counts.name = {"public", "m"};
  counts.kind = model::RelationKind::materialized_view;
  counts.origin = k_file;
  promised.add(counts);
  const auto failed_of = [&](const Catalog& actual) {
    std::string text;
    for (const Check& check : check_promises(promised, actual))
      if (check.state == CheckState::failed) text += check.name + ": " + check.detail + "\n";
    return text;
  };
  EXPECT_EQ(failed_of(promised), "");
  Catalog actual = promised;
  actual.find_relation({"public", "m"})->populated = false;
  actual.find_relation({"public", "v"})->options = {{"security_barrier", "off"}};
  EXPECT_EQ(failed_of(actual),
            "materialized view public.m: holds no data: who reads it gets an error\n"
            "security_invoker of public.v: off: it reads with its owner's rights\n"
            "security_barrier of public.v: off: conditions may meet rows that it hides\n");
  actual.find_relation({"public", "m"})->kind = model::RelationKind::view;
  EXPECT_NE(failed_of(actual).find("materialized view public.m: is a view"), std::string::npos);
}

TEST(Promises, APartitionIsAttached) {
  Catalog promised = catalog(k_file);
  promised.find_relation({"public", "users"})->partition_of = {"public", "people"};
  const auto checks = check_promises(promised, catalog({}));
  ASSERT_FALSE(checks.empty());
  EXPECT_EQ(checks[0].name + ": " + checks[0].detail, "table public.users: is no partition of public.people");
  EXPECT_EQ(check_promises(promised, promised)[0].state, CheckState::ok);
}

std::string broken_facts(const model::CatalogColumn& promised, const model::CatalogColumn& actual) {
  std::string text;
  for (const Check& check : check_column("public.users", promised, actual))
    text += to_string(check.state) + " " + check.name + ": " + check.detail + "\n";
  return text;
}

TEST(ColumnPromises, NotNullADefaultAndIdentityAreAskedForWithTheStatementThatMadeThemSo) {
  model::CatalogColumn promised{
      .name = "id", .not_null = true, .default_text = "1", .declared = true, .origin = k_file};
  EXPECT_EQ(broken_facts(promised, promised), "");
  EXPECT_EQ(broken_facts(promised, {.name = "id"}),
            "failed column id of public.users: takes NULL, isn't NOT NULL; promised in 001.sql:1\n"
            "failed column id of public.users: has no default; promised in 001.sql:1\n");
  promised.declare(model::ColumnFact::not_null, {"002.sql", 7, 2, 1}, false);
  promised.default_text = "NULL::text";
  EXPECT_EQ(broken_facts(promised, {.name = "id"}),
            "failed column id of public.users: takes NULL, isn't NOT NULL; promised in 002.sql:7\n");
  promised.generated = model::Generated::identity_always;
  promised.forget(model::ColumnFact::not_null);
  EXPECT_EQ(broken_facts(promised, {.name = "id"}),
            "failed column id of public.users: is neither identity nor generated, not GENERATED ALWAYS AS "
            "IDENTITY; promised in 001.sql:1\n");
}

TEST(ColumnPromises, WhatMayNotHaveRunIsSkippedAndWhatNoFileSaysIsntAskedFor) {
  model::CatalogColumn promised{.name = "id", .not_null = true, .default_text = "1", .origin = k_file};
  EXPECT_EQ(broken_facts(promised, {.name = "id"}), "");
  promised.declare(model::ColumnFact::not_null, {"002.sql", 7, 2, 1, "002.sql:7"}, false);
  EXPECT_EQ(
      broken_facts(promised, {.name = "id"}),
      "skipped column id of public.users: takes NULL, isn't NOT NULL; under a condition in 002.sql:7\n");
  promised.declare(model::ColumnFact::not_null, {"003.sql", 1, 3, 1}, true);
  promised.declare(model::ColumnFact::not_null, {"004.sql", 1, 4, 1, "004.sql:1"}, true);
  EXPECT_EQ(broken_facts(promised, {.name = "id"}),
            "failed column id of public.users: takes NULL, isn't NOT NULL; promised in 003.sql:1\n");
}

TEST(Promises, TypesWithTheirLabelsAndSequences) {
  Catalog promised;
  model::CatalogType mood;
  mood.name = {"public", "mood"};
  mood.labels = {"sad", "ok"};
  mood.origin = k_file;
  promised.types[mood.name] = mood;
  promised.add(model::CatalogSequence{{"public", "tickets"}, {}, "", k_file});
  promised.add(model::CatalogSequence{{"public", "owned_id_seq"}, {"public", "owned"}, "id", k_file});
  Catalog actual = promised;
  actual.types.begin()->second.labels = {"ok"};
  actual.sequences.clear();
  const auto checks = check_promises(promised, actual);
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[0].name + ": " + checks[0].detail, "type public.mood: without sad");
  EXPECT_EQ(checks[1].name + ": " + checks[1].detail, "sequence public.tickets: missing");
  EXPECT_EQ(check_promises(promised, {})[0].detail, "missing");
}

TEST(Promises, AFunctionKeepsItsSearchPath) {
  Catalog promised = catalog(k_file);
  promised.functions.begin()->second.front().settings = {{"search_path", ""}};
  const auto checks = check_promises(promised, catalog({}));
  EXPECT_EQ(checks.back().detail, "its search_path is its caller's");
}

TEST(Promises, WhatMayNotHaveBeenMadeIsSkippedWhenItIsMissing) {
  const model::Origin perhaps{"001.sql", 7, 1, 1, "001.sql:7"};
  const auto checks = check_promises(catalog(perhaps), Catalog{});
  ASSERT_FALSE(checks.empty());
  for (const Check& check : checks) {
    EXPECT_EQ(check.state, CheckState::skipped) << check.name;
    EXPECT_EQ(check.detail, "missing; made under a condition in 001.sql:7") << check.name;
  }
  for (const Check& check : check_promises(catalog(perhaps), catalog({})))
    EXPECT_EQ(check.state, CheckState::ok) << check.name;
}

TEST(Promises, OneGrantThatHasRunForSureIsEnough) {
  Catalog promised = catalog({"001.sql", 7, 1, 1, "001.sql:7"});
  EXPECT_EQ(grant_promises(promised, catalog({}))[0].condition, "001.sql:7");
  promised.grants.push_back(promised.grants.front());
  promised.grants.back().origin = k_file;
  const auto promises = grant_promises(promised, catalog({}));
  ASSERT_EQ(promises.size(), 3U);
  EXPECT_EQ(promises[0].condition, "");
  EXPECT_EQ(promises[2].condition, "001.sql:7");
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

TEST(Promises, GrantsOnColumnsAreAskedByColumn) {
  Catalog promised = catalog(k_file);
  promised.grants.front().privileges = {"update (id)", "select (id, gone)", "all (id)"};
  promised.grants.pop_back();
  const auto promises = grant_promises(promised, catalog({}));
  ASSERT_EQ(promises.size(), 4U);  // update is asked once
  EXPECT_EQ(describe(promises[0]), "UPDATE (id) on table \"public\".\"users\" to app");
  EXPECT_EQ(describe(promises[1]), "SELECT (id) on table \"public\".\"users\" to app");
  EXPECT_EQ(promises[0].columns, std::vector<std::string>{"id"});
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
  const auto checks =
      compare_counts({{"public.a", 5}, {"public.b", 5}, {"public.c", 1}, {"public.d", 1'000}},
                     {.rows = {{"public.a", 5}, {"public.b", 9}, {"public.d", 999}}, .not_readable = {}});
  ASSERT_EQ(checks.size(), 4U);
  EXPECT_EQ(checks[0].state, CheckState::ok);
  EXPECT_EQ(checks[1].state, CheckState::ok);
  EXPECT_EQ(checks[2].detail, "had 1 row, and is gone");
  EXPECT_EQ(checks[3].detail, "had 1,000, has 999");
}

TEST(RowCounts, WhatTheRoleMayNotReadIsSkipped) {
  const auto checks = compare_counts({{"public.a", 5}}, {.rows = {}, .not_readable = {"public.a"}});
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_EQ(checks[0].state, CheckState::skipped);
}

TEST(RunCounts, RowsThatCameBackAreNoLoss) {
  const RunCounts run{3,
                      "2026-01-02 03:04",
                      "",
                      {{"public.a", 5, 2}, {"public.b", 5, 2}, {"public.c", 5, {}}, {"public.d", 5, 5}}};
  const auto states = [](const std::vector<Check>& checks) {
    std::string text;
    for (const Check& check : checks) text += to_string(check.state) + " ";
    return text;
  };
  const auto checks = check_run_counts(run, {{{"public.a", 4}, {"public.b", 5}}, {"public.c"}});
  EXPECT_EQ(states(checks), "failed ok failed ok ");
  EXPECT_EQ(checks[0].detail, "5 rows before run 3 (2026-01-02 03:04 UTC), 2 after it, 4 now");
  EXPECT_EQ(
      checks[2].detail,
      "5 rows before run 3 (2026-01-02 03:04 UTC), none there after it, not to be read by this role now");
  RunCounts explained = run;
  explained.reason = "old ones";
  EXPECT_EQ(states(check_run_counts(explained, {})), "ok ok ok ok ");
}

TEST(RunCounts, ATableWithAnotherNameIsPairedWithWhatItWas) {
  const auto counts = [](const std::vector<std::pair<std::string, int>>& tables) {
    ReadableCounts made;  // a table: its name, a blank and its oid; and its rows
    for (const auto& [table, rows] : tables) {
      const auto blank = table.find(' ');
      made.rows[table.substr(0, blank)] = rows;
      made.oids[table.substr(0, blank)] = table.substr(blank + 1);
    }
    return made;
  };
  using Tables = std::vector<CountedTable>;
  EXPECT_EQ(pair_counts(counts({{"people 1", 5}}), counts({{"persons 1", 4}})), (Tables{{"persons", 5, 4}}));
  EXPECT_EQ(pair_counts(counts({{"people 1", 5}}), counts({{"people 2", 4}})), (Tables{{"people", 5, 4}}));
  EXPECT_EQ(pair_counts(counts({{"people 1", 5}}), counts({})), (Tables{{"people", 5, {}}}));
  // Made anew, the old one kept.
  EXPECT_EQ(pair_counts(counts({{"people 1", 5}}), counts({{"old 1", 5}, {"people 2", 4}})),
            (Tables{{"old", {}, 5}, {"people", 5, 4}}));
  // Exchanged, the old one kept, and not.
  EXPECT_EQ(pair_counts(counts({{"a 1", 5}, {"b 2", 3}}), counts({{"a 2", 3}, {"b 1", 5}})),
            (Tables{{"a", 3, 3}, {"b", 5, 5}}));
  EXPECT_EQ(pair_counts(counts({{"a 1", 5}, {"new 2", 6}}), counts({{"a 2", 6}, {"old 1", 5}})),
            (Tables{{"a", 6, 6}, {"old", 5, 5}}));
  EXPECT_EQ(pair_counts(counts({{"a 1", 7}, {"new 2", 6}}), counts({{"a 2", 6}})), (Tables{{"a", 7, 6}}));
}

TEST(RunCounts, AWordIsMentionedInAnyCaseAsAWhole) {
  EXPECT_TRUE(mentions("delete from public.orders;", "Orders"));
  EXPECT_TRUE(mentions(R"(from "odd ""name")", "odd \"name"));
  EXPECT_FALSE(mentions("delete from reorders, orders_2", "orders"));
}

TEST(RowCounts, AreReadAsTheyWereWritten) {
  const RowCounts counts{{"public.a", 5}, {"odd.\"name\"", 0}};
  EXPECT_EQ(row_counts_of(Json::parse(to_json(ReadableCounts{counts, {}}).dump())), counts);
  EXPECT_THROW(row_counts_of(Json::parse("[]")), Error);
  EXPECT_THROW(row_counts_of(Json::parse(R"({"tables": {"a": "x"}})")), Error);
}

}  // namespace
}  // namespace dunlin::checks
