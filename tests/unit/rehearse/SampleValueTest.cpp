#include <algorithm>
#include <gtest/gtest.h>

#include "rehearse/FillOrder.hpp"
#include "rehearse/SampleValue.hpp"

namespace dunlin::rehearse {
namespace {

const Types k_types{{1, {.name = "int4"}},
                    {2, {.name = "text"}},
                    {3, {.name = "numeric"}},
                    {4, {.name = "_text", .array = true, .element = 2}},
                    {5, {.name = "mood", .kind = 'e', .labels = {"a", "b"}}},
                    {6, {.name = "small", .kind = 'd', .element = 3, .modifier = ((3 << 16) | 1) + 4}},
                    {7, {.name = "int4range", .kind = 'r', .element = 1}},
                    {8, {.name = "varchar"}},
                    {9, {.name = "unheard_of"}}};

TEST(SampleValue, FollowsTypeAndModifier) {
  EXPECT_EQ(sample_value(k_types, 1, -1, 6), "7");
  EXPECT_EQ(sample_value(k_types, 5, -1, 3), "b");
  EXPECT_EQ(sample_value(k_types, 6, -1, 200), "1.0");  // numeric(3,1): 201 has too many digits
  EXPECT_EQ(sample_value(k_types, 7, -1, 4), R"(["5","6"))");
  EXPECT_EQ(sample_value(k_types, 8, 4 + 4, 6), "6 Ün");
  EXPECT_EQ(sample_value(k_types, 4, -1, 5), R"({"5 it's \"quoted\" \\ back"})");
  EXPECT_EQ(sample_value(k_types, 9, -1, 1), std::nullopt);
  EXPECT_EQ(sample_value(k_types, 77, -1, 1), std::nullopt);
}

bool offers(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

TEST(CandidateValues, WhatAChecksTextHasInIt) {
  const auto words = candidate_values(k_types, 2, -1, "x = ANY (ARRAY['it''s'::text, 'done'::text])", 3, 1);
  EXPECT_TRUE(offers(words, "it's"));
  EXPECT_TRUE(offers(words, "done"));
  EXPECT_TRUE(offers(candidate_values(k_types, 2, -1, "length(x) = 12", 3, 1), "xxxxxxxxxxxx"));
  const auto numbers = candidate_values(k_types, 1, -1, "x >= 1990", 3, 1);
  EXPECT_TRUE(offers(numbers, "1990"));
  EXPECT_TRUE(offers(numbers, "1991"));
}

TableShape table(Oid oid, const std::vector<std::pair<Oid, bool>>& parents) {
  TableShape shape{.oid = oid};
  for (const auto& [parent, nullable] : parents)
    shape.foreign_keys.push_back({.parent = parent, .nullable = nullable});
  return shape;
}

TEST(FillOrder, ParentsFirst) {
  EXPECT_EQ(fill_order({table(1, {{2, false}}), table(2, {{3, false}}), table(3, {})}),
            (std::vector<FillTurn>{{2, {}}, {1, {}}, {0, {}}}));
}

TEST(FillOrder, ATableMayReferToItselfAndACircleBeginsWhereNullIsAllowed) {
  EXPECT_EQ(fill_order({table(1, {{1, false}})}), (std::vector<FillTurn>{{0, {0}}}));
  EXPECT_EQ(fill_order({table(1, {{2, false}}), table(2, {{1, true}})}),
            (std::vector<FillTurn>{{1, {0}}, {0, {}}}));
  EXPECT_EQ(fill_order({table(1, {{2, false}}), table(2, {{1, false}})}),
            (std::vector<FillTurn>{{0, {0}}, {1, {}}}));
}

}  // namespace
}  // namespace dunlin::rehearse
