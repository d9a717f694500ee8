#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "trial/rls/Cell.hpp"
#include "trial/rls/Matrix.hpp"

namespace dunlin::trial {
namespace {

using Kind = Verdict::Kind;
using Keys = std::vector<std::string>;

Cell cell(Expected expected, Command command = Command::select, Form form = Form::reading) {
  return {.command = command, .form = form, .expected = std::move(expected)};
}

Observed rows(Keys keys) {
  const auto count = static_cast<std::int64_t>(keys.size());
  return {.keys = std::move(keys), .affected = count};
}

Observed denied(bool by_policy) {
  return {.kind = Observed::Kind::denied, .by_policy = by_policy, .message = "no", .sqlstate = "42501"};
}

TEST(JudgeCell, RowsAreComparedBothWays) {
  const Cell asked = cell(parse_expected("org = 1"));
  EXPECT_EQ(judge(asked, {"1", "2"}, rows({"1", "2"})).kind, Kind::ok);
  const Verdict leak = judge(asked, {"1", "2"}, rows({"1", "3"}));
  EXPECT_EQ(leak.kind, Kind::leak);
  EXPECT_EQ(leak.extra, Keys{"3"});
  EXPECT_EQ(leak.missing, Keys{"2"});
  EXPECT_EQ(judge(asked, {"1", "2"}, rows({"1"})).kind, Kind::lockout);
  EXPECT_EQ(judge(asked, {"1"}, denied(false)).missing, Keys{"1"});
}

TEST(JudgeCell, RowsWithEqualKeysAreCounted) {
  EXPECT_EQ(judge(cell(parse_expected("all")), {"[1]"}, rows({"[1]", "[1]"})).kind, Kind::leak);
}

TEST(JudgeCell, NoRowAndNoPrivilegeAreDifferent) {
  EXPECT_EQ(judge(cell(parse_expected("none")), {}, rows({})).kind, Kind::ok);
  EXPECT_EQ(judge(cell(parse_expected("none")), {}, denied(false)).kind, Kind::different);
  EXPECT_EQ(judge(cell(parse_expected("denied")), {}, rows({})).kind, Kind::different);
  EXPECT_EQ(judge(cell(parse_expected("denied")), {}, rows({"1"})).kind, Kind::leak);
}

TEST(JudgeCell, DenialsHaveReasons) {
  EXPECT_EQ(judge(cell(parse_expected("denied(privilege)")), {}, denied(false)).kind, Kind::ok);
  EXPECT_EQ(judge(cell(parse_expected("denied(privilege)")), {}, denied(true)).kind, Kind::different);
  EXPECT_EQ(judge(cell(parse_expected("denied(policy)")), {}, denied(true)).kind, Kind::ok);
}

TEST(JudgeCell, InsertsAreAllowedOrDenied) {
  const Cell allow = cell({.kind = Expected::Kind::allowed}, Command::insert, Form::values);
  const Cell deny = cell({.kind = Expected::Kind::denied}, Command::insert, Form::values);
  EXPECT_EQ(judge(allow, {}, {.affected = 1}).kind, Kind::ok);
  EXPECT_EQ(judge(allow, {}, denied(true)).kind, Kind::lockout);
  EXPECT_EQ(judge(deny, {}, {.affected = 1}).kind, Kind::leak);
  EXPECT_EQ(judge(deny, {}, denied(true)).kind, Kind::ok);
}

TEST(JudgeCell, AnotherErrorProvesNothing) {
  const Observed broken{.kind = Observed::Kind::error, .message = "null value", .sqlstate = "23502"};
  const Cell deny = cell({.kind = Expected::Kind::denied}, Command::insert, Form::values);
  EXPECT_EQ(judge(deny, {}, broken).kind, Kind::error);
}

TEST(MakeCells, WritesAreTriedWithAndWithoutWhere) {
  Expectations expectations{.identities = {{.name = "alice", .role = "r"}}};
  expectations.tables.push_back({.table = "t",
                                 .expectations = {{"alice", Command::update, parse_expected("id = 1"), {}},
                                                  {"alice", Command::remove, parse_expected("none"), {}},
                                                  {"alice", Command::select, parse_expected("all"), {}}}});
  const auto cells = make_cells(expectations);
  ASSERT_EQ(cells.size(), 5U);
  EXPECT_EQ(label(cells[0], expectations), "alice update t");
  EXPECT_EQ(label(cells[1], expectations), "alice update t without WHERE");
  EXPECT_EQ(label(cells[4], expectations), "alice select t");
}

Snapshot snapshot(std::vector<Snapshot::Entry> entries) {
  return {.entries = std::move(entries)};
}

TEST(CompareMatrices, MoreAccessIsWidening) {
  const auto before = snapshot({{"a", "rows", {"1"}, 1},
                                {"b", "denied", {}, 0},
                                {"c", "rows", {"1", "2"}, 2},
                                {"gone", "rows", {}, 0}});
  const auto now = snapshot(
      {{"a", "rows", {"1", "2"}, 2}, {"b", "rows", {}, 0}, {"c", "rows", {"1"}, 1}, {"new", "rows", {}, 0}});
  const MatrixDiff diff = compare(before, now);
  ASSERT_EQ(diff.changes.size(), 3U);
  EXPECT_TRUE(diff.changes[0].widened);
  EXPECT_EQ(diff.changes[0].gained, Keys{"2"});
  EXPECT_TRUE(diff.changes[1].widened);
  EXPECT_FALSE(diff.changes[2].widened);
  EXPECT_EQ(diff.only_before, Keys{"gone"});
  EXPECT_EQ(diff.only_now, Keys{"new"});
  EXPECT_TRUE(diff.widened());
  EXPECT_FALSE(compare(now, now).widened());
}

TEST(CompareMatrices, KeptMatrixIsReadBack) {
  Snapshot kept = snapshot({{"a", "rows", {"1", "x\"y"}, 2}});
  kept.policies = {"p"};
  EXPECT_EQ(parse_snapshot(to_json(kept).dump()), kept);
  EXPECT_THROW(parse_snapshot("{}"), Error);
  EXPECT_THROW(parse_snapshot("[1"), Error);
}

}  // namespace
}  // namespace dunlin::trial
