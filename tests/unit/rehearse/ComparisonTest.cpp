#include <gtest/gtest.h>

#include "rehearse/Comparison.hpp"
#include "rehearse/ProveEqual.hpp"

namespace dunlin::rehearse {
namespace {

const std::vector<SchemaEntry> k_schema{
    {"INDEX public.i", {"CREATE INDEX i ON public.t (a);"}},
    {"TABLE public.t", {"CREATE TABLE public.t (", "    a integer,", "    b text DEFAULT ','::text", ");"}}};

TEST(CompareSchemas, NamesEachObjectThatDiffers) {
  EXPECT_TRUE(compare_schemas(k_schema, k_schema, false).empty());
  auto right = k_schema;
  right[0].object = "INDEX public.j";
  right[1].lines[1] = "    a bigint,";
  const auto found = compare_schemas(k_schema, right, false);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].object, "INDEX public.i");
  EXPECT_EQ(found[1].object, "TABLE public.t");
  EXPECT_NE(found[1].detail.find("-    a integer,\n+    a bigint,\n"), std::string::npos) << found[1].detail;
  EXPECT_EQ(found[2].object, "INDEX public.j");
}

TEST(CompareSchemas, ColumnOrderOnlyWhereAsked) {
  auto right = k_schema;
  right[1].lines = {"CREATE TABLE public.t (", "    b text DEFAULT ','::text,", "    a integer", ");"};
  EXPECT_EQ(compare_schemas(k_schema, right, false).size(), 1U);
  EXPECT_TRUE(compare_schemas(k_schema, right, true).empty());
}

TEST(ReadSchemaDump, KeepsWhatAnObjectSaysAndDropsTheRest) {
  const auto entries = read_schema_dump(
      "--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\nSET client_encoding = 'UTF8';\n\n"
      "SET default_tablespace = '';\n\nSET default_table_access_method = heap;\n\n"
      "--\n-- Name: z; Type: TABLE; Schema: public; Owner: me\n--\n\nCREATE TABLE public.z (\n    n "
      "integer\n);\n\n\n"
      "--\n-- Name: f(); Type: FUNCTION; Schema: a; Owner: me\n--\n\nCREATE FUNCTION a.f() AS $$\n-- "
      "kept\n\nend $$;\n\n\n"
      "SET default_tablespace = fast;\n\n"
      "--\n-- Name: i; Type: INDEX; Schema: public; Owner: me; Tablespace: fast\n--\n\nCREATE INDEX i;\n\n\n"
      "--\n-- Name: x; Type: SCHEMA; Schema: -; Owner: me\n--\n\nCREATE SCHEMA x;\n\n\n"
      "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict abc\n");
  const std::vector<SchemaEntry> expected{
      {"FUNCTION a.f()", {"CREATE FUNCTION a.f() AS $$", "-- kept", "", "end $$;"}},
      {"INDEX public.i", {"SET default_tablespace = fast;", "CREATE INDEX i;"}},
      {"SCHEMA x", {"CREATE SCHEMA x;"}},
      {"TABLE public.z", {"CREATE TABLE public.z (", "    n integer", ");"}}};
  EXPECT_EQ(entries, expected);
}

DataContents contents(std::int64_t rows, const std::string& hash,
                      const std::vector<ColumnContents>& columns) {
  return {{{"t", {"t", rows, hash, columns}}}, {}};
}

TEST(CompareContents, CountsColumnsAndRowsAsAWhole) {
  const ColumnContents a{"a", "1", 3, 3, false}, b{"b", "2", 3, 1, false}, other{"b", "9", 3, 1, false};
  const auto left = contents(3, "x", {a, b});
  EXPECT_TRUE(compare_contents(left, left).empty());
  EXPECT_EQ(compare_contents(left, contents(2, "y", {a, b}))[0].detail, "3 rows and 2 rows");
  EXPECT_EQ(compare_contents(left, contents(3, "y", {a, other}))[0].detail, "other values in \"b\"");
  EXPECT_EQ(compare_contents(left, contents(3, "y", {a, b}))[0].detail, "the same values, on other rows");
}

TEST(CompareContents, ASequenceThatStandsBehindWouldGiveANumberTwice) {
  DataContents left, right;
  left.sequences["s"] = 10;
  right.sequences["s"] = 12;
  EXPECT_TRUE(compare_contents(left, right).empty());
  EXPECT_EQ(compare_contents(right, left)[0].object, "sequence s");
}

TEST(CompareMasked, NullsAndDistinctness) {
  const Mask mask{{"t", {"a"}}};
  const auto with = [](std::int64_t values, std::int64_t distinct) {
    return contents(100, "x", {{"a", "h", values, distinct, false}});
  };
  EXPECT_TRUE(compare_masked(with(100, 100), with(100, 97), mask).empty());
  EXPECT_EQ(compare_masked(with(100, 100), with(100, 1), mask).size(), 1U);
  EXPECT_EQ(compare_masked(with(100, 50), with(100, 100), mask).size(), 1U);
  EXPECT_EQ(compare_masked(with(0, 0), with(100, 1), mask).size(), 1U);
}

TEST(CompareMasked, RowsShareAMicrosecond) {
  const Mask mask{{"t", {"at"}}};
  const auto with = [](std::int64_t distinct, bool is_time) {
    return contents(100, "x", {{"at", "h", 100, distinct, false, is_time}});
  };
  EXPECT_TRUE(compare_masked(with(100, true), with(40, true), mask).empty());
  EXPECT_EQ(compare_masked(with(100, true), with(5, true), mask).size(), 1U);
  EXPECT_EQ(compare_masked(with(100, false), with(40, false), mask).size(), 1U);
}

TEST(FindVolatile, WhatChangedBetweenTwoRunsOfOneScript) {
  const auto once = contents(2, "x", {{"a", "1", 2, 2, false}, {"b", "1", 2, 2, true}});
  const auto again = contents(2, "y", {{"a", "1", 2, 2, false}, {"b", "2", 2, 2, true}});
  EXPECT_EQ(find_volatile(once, again), (Mask{{"t", {"b"}}}));
  EXPECT_EQ(find_numbered(once, {}), (Mask{{"t", {"b"}}}));
  EXPECT_EQ(find_numbered(once, again), Mask{});
  EXPECT_EQ(compare_masks({{"t", {"b"}}}, {}).size(), 1U);
}

RunOutcome failed(const std::string& sqlstate) {
  return {.done = false, .sqlstate = sqlstate};
}

TEST(Judge, WhatTrialsSayTogether) {
  const Trial equal;
  Trial refused, one_sided, broken, differing;
  refused.left = failed("23502");
  refused.right = failed("23514");
  one_sided.left = failed("23502");
  broken.left = broken.right = failed("42P01");
  differing.schema = {{"TABLE t", ""}};
  EXPECT_EQ(judge({}), Verdict::unproven);
  EXPECT_EQ(judge({equal}), Verdict::equal);
  EXPECT_EQ(judge({refused, equal}), Verdict::equal);
  EXPECT_EQ(judge({refused}), Verdict::unproven);
  EXPECT_EQ(judge({one_sided, equal}), Verdict::different);
  EXPECT_EQ(judge({broken}), Verdict::unproven);
  EXPECT_EQ(judge({refused, differing}), Verdict::different);
}

}  // namespace
}  // namespace dunlin::rehearse
