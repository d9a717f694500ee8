#include <gtest/gtest.h>
#include <map>
#include <set>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "lint/truth/TruthFiles.hpp"
#include "lint/truth/TypeTruth.hpp"

namespace dunlin::lint {
namespace {

std::set<int> majors() {
  std::set<int> all;
  for (const auto& file : truth_files()) all.insert(file.major);
  return all;
}

TypeChangeTruth change(const char* from, const char* to, int major = 15) {
  return type_change(major, parse_type(from), parse_type(to));
}

TEST(TypeSpelling, OtherNamesAreTheSameType) {
  const auto same = [](const char* a, const char* b) { EXPECT_EQ(parse_type(a), parse_type(b)) << a; };
  same("varchar(10)", "CHARACTER VARYING ( 10 )");
  same("pg_catalog.int4", "integer");
  same("timestamptz(3)", "timestamp (3) with time zone");
  same("timestamp(6)", "timestamp without time zone");
  same("char", "character(1)");
  same("pg_catalog.bpchar(3)", "char(3)");
  same("decimal(10)", "numeric(10,0)");
  same("float(10)", "float4");
  same("text[3][]", "text array");
  same("bigserial", "int8");
  EXPECT_NE(parse_type("bpchar"), parse_type("char"));
  EXPECT_NE(parse_type("\"char\""), parse_type("char"));
  EXPECT_NE(parse_type("\"Mood\""), parse_type("mood"));
}

TEST(TypeSpelling, IsWrittenAsFormatTypeDoes) {
  for (const char* type : {"character varying(10)", "timestamp(3) with time zone", "numeric(10,2)[]",
                           "\"char\"", "interval day to second", "text"})
    EXPECT_EQ(to_string(parse_type(type)), type);
}

TEST(TypeChange, MeasuredPairsSpeakForOtherModifiers) {
  EXPECT_EQ(change("varchar(7)", "varchar(500)").change, TypeChange::keeps_all);
  EXPECT_EQ(change("varchar(500)", "varchar(7)").change, TypeChange::rewrite);
  EXPECT_EQ(change("varchar(500)", "text").change, TypeChange::keeps_all);
  EXPECT_EQ(change("numeric(5,1)", "numeric(30,1)").change, TypeChange::keeps_all);
  EXPECT_EQ(change("numeric(5,1)", "numeric(30,2)").change, TypeChange::rewrite);
  EXPECT_EQ(change("numeric(5,1)", "numeric").change, TypeChange::keeps_all);
  EXPECT_EQ(change("timestamptz(0)", "timestamptz(1)").change, TypeChange::keeps_all);
  EXPECT_EQ(change("timestamp", "timestamp(3)").change, TypeChange::rewrite);
}

TEST(TypeChange, WhatPeopleGetWrong) {
  EXPECT_EQ(change("integer", "bigint").change, TypeChange::rewrite);
  EXPECT_EQ(change("char(5)", "text").change, TypeChange::rewrite);
  EXPECT_EQ(change("text", "citext").change, TypeChange::keeps_heap_rebuilds_index);
  EXPECT_EQ(change("cidr", "inet").change, TypeChange::keeps_all);
  EXPECT_EQ(change("inet", "cidr").change, TypeChange::rewrite);
  EXPECT_EQ(change("text", "integer").change, TypeChange::no_cast);
  EXPECT_EQ(change("json", "jsonb").change, TypeChange::rewrite);
}

TEST(TypeChange, TimeZoneMattersForTimestamps) {
  const auto truth = change("timestamp", "timestamptz");
  EXPECT_EQ(truth.change, TypeChange::keeps_heap_rebuilds_index);
  EXPECT_TRUE(truth.only_in_utc);
  EXPECT_FALSE(change("timestamp(2)", "timestamp(3)").only_in_utc);
}

TEST(TypeChange, UnknownTypesAreAssumedToRewrite) {
  const auto truth = change("mood", "text");
  EXPECT_EQ(truth.change, TypeChange::rewrite);
  EXPECT_FALSE(truth.measured);
  EXPECT_EQ(change("mood", "mood").change, TypeChange::keeps_all);
}

// The rule that modifiers matter only by how they relate: right for each pair that was measured.
TEST(TypeChange, RuleForModifiersAgreesWithEveryMeasuredPair) {
  const std::string list = read_file(DUNLIN_SOURCE_DIR "/tools/truth/types.txt");
  std::vector<std::string> types;
  for (const auto line : split_lines(list))
    if (!line.empty()) types.emplace_back(line);
  ASSERT_GT(types.size(), 65U);

  for (const int major : majors()) {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> kept;
    const auto text = truth_text(major, "types");
    for (const auto line : split_lines(text))
      if (const auto row = split_list(line, '\t'); row.size() == 4) kept[{row[0], row[1]}] = row;
    ASSERT_GT(kept.size(), 86U);
    for (const auto& from : types) {
      for (const auto& to : types) {
        if (from == to) continue;
        const auto truth = type_change(major, parse_type(from), parse_type(to));
        const auto measured = kept.find({from, to});
        const bool keeps =
            truth.change == TypeChange::keeps_all || truth.change == TypeChange::keeps_heap_rebuilds_index;
        ASSERT_EQ(keeps, measured != kept.end()) << major << ": " << from << " to " << to;
        if (!keeps) continue;
        EXPECT_EQ(truth.only_in_utc, measured->second[2] == "utc") << from << " to " << to;
        EXPECT_EQ(truth.change == TypeChange::keeps_heap_rebuilds_index, measured->second[3] == "rebuilt")
            << major << ": " << from << " to " << to;
      }
    }
  }
}

}  // namespace
}  // namespace dunlin::lint
