#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/Error.hpp"
#include "model/Version.hpp"

namespace dunlin::model {
namespace {

TEST(Version, IsOrderedByItsNumbers) {
  const std::vector<std::string> ordered{
      "0",   "001",       "1_1",      "1.2",        "1.10",           "2",
      "010", "123456789", "20240115", "2024011512", "20240115123000", "20240116"};
  for (std::size_t i = 0; i + 1 < ordered.size(); ++i) {
    EXPECT_LT(parse_version(ordered[i]), parse_version(ordered[i + 1]))
        << ordered[i] << " < " << ordered[i + 1];
  }
}

TEST(Version, IsTheSameInOtherSpellings) {
  EXPECT_EQ(parse_version("007"), parse_version("7"));
  EXPECT_EQ(parse_version("1.0"), parse_version("1"));
  EXPECT_EQ(parse_version("1_2"), parse_version("1.2"));
  EXPECT_EQ(parse_version("20240115"), parse_version("20240115000000"));
  EXPECT_NE(parse_version("1.2"), parse_version("12"));
}

TEST(Version, KnowsDates) {
  EXPECT_EQ(parse_version("20240115").numbering, Numbering::dated);
  EXPECT_EQ(parse_version("20241315").numbering, Numbering::sequential) << "no month 13";
  EXPECT_EQ(parse_version("12345678").numbering, Numbering::sequential);
  EXPECT_EQ(parse_version("20230322519590").numbering, Numbering::dated)
      << "fourteen digits need the year only";
  EXPECT_EQ(parse_version("17200000000000").numbering, Numbering::sequential);
}

TEST(Version, OrdersWithinADate) {
  EXPECT_LT(parse_version("20240115123000"), parse_version("202401151230000001"));
  EXPECT_LT(parse_version("202401151230000001"), parse_version("20240115123001"));
  EXPECT_LT(parse_version("20240115123000"), parse_version("202401151230000000"));
  EXPECT_EQ(parse_version("1720000000000000000").numbering, Numbering::sequential);
}

TEST(Version, MayHaveANameOfItsDate) {
  const auto named = parse_named_version("20240115123000_users_2");
  EXPECT_EQ(named.text, "20240115123000_users_2");
  EXPECT_EQ(named.name, "users_2");
  EXPECT_LT(parse_version("20240115123000"), named);
  EXPECT_LT(named, parse_version("20240115123001"));
  EXPECT_NE(named, parse_named_version("20240115123000_accounts"));
  EXPECT_TRUE(names_version("20240115123000_users_2", named));
  EXPECT_FALSE(names_version("20240115123000", named));
}

TEST(Version, RefusesOtherText) {
  for (const char* text : {"", "a", "1a", "1..2", "-1", "99999999999999999999"})
    EXPECT_THROW(parse_version(text), Error) << text;
}

TEST(Version, IsNamedByPeople) {
  EXPECT_TRUE(names_version("7", parse_version("007")));
  EXPECT_TRUE(names_version("007", parse_version("007")));
  EXPECT_FALSE(names_version("70", parse_version("007")));
  EXPECT_FALSE(names_version("x", parse_version("007")));
}

TEST(Version, OfAPlanIsOrderedByThePlan) {
  const Version first{"users", Numbering::planned, {1}};
  const Version second{"accounts", Numbering::planned, {2}};
  EXPECT_LT(first, second);
  EXPECT_TRUE(names_version("users", first));
  EXPECT_LT(parse_version("20240115"), first);
}

}  // namespace
}  // namespace dunlin::model
