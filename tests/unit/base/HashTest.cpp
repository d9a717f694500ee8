#include <gtest/gtest.h>
#include <string>

#include "base/Hash.hpp"

namespace dunlin {
namespace {

TEST(Hash, IsSha256) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, TakesTextInPieces) {
  Sha256 pieces;
  pieces.add("a");
  pieces.add("bc");
  EXPECT_EQ(pieces.finish(), sha256("abc"));
  Sha256 fields;
  fields.add_field("ab");
  fields.add_field("c");
  Sha256 others;
  others.add_field("a");
  others.add_field("bc");
  EXPECT_NE(fields.finish(), others.finish());
}

}  // namespace
}  // namespace dunlin
