#include <gtest/gtest.h>

#include "base/Duration.hpp"
#include "base/Error.hpp"

namespace dunlin {
namespace {

TEST(Duration, ReadsUnits) {
  EXPECT_EQ(parse_duration("250ms"), Milliseconds(250));
  EXPECT_EQ(parse_duration(" 2s "), Milliseconds(2'000));
  EXPECT_EQ(parse_duration("1.5s"), Milliseconds(1'500));
  EXPECT_EQ(parse_duration("3"), Milliseconds(3'000));
  EXPECT_EQ(parse_duration("5min"), parse_duration("5 m"));
  EXPECT_EQ(parse_duration("1H"), Milliseconds(3'600'000));
  EXPECT_EQ(parse_duration("1d"), Milliseconds(86'400'000));
  EXPECT_EQ(parse_duration("0"), Milliseconds(0));
}

TEST(Duration, RefusesOtherText) {
  for (const char* text : {"", "s", "1 week", "-1s", "25d", "1e12", "nan", "inf"}) {
    EXPECT_THROW(parse_duration(text), Error) << text;
  }
}

TEST(Duration, IsShownToPeople) {
  EXPECT_EQ(describe_duration(Milliseconds(4)), "4 ms");
  EXPECT_EQ(describe_duration(Milliseconds(1'240)), "1.24 s");
  EXPECT_EQ(describe_duration(Milliseconds(185'000)), "3 min 05 s");
  EXPECT_EQ(describe_duration(Milliseconds(7'800'000)), "2 h 10 min");
}

}  // namespace
}  // namespace dunlin
