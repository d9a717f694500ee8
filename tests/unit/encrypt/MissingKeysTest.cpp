#include <gtest/gtest.h>

#include "encrypt/MissingKeys.hpp"

namespace dunlin::encrypt {
namespace {

TEST(EncryptMissingKeys, OnesThatTheTableHasAreNotMissing) {
  const std::vector<KeyRecord> records{{.kid = 2, .purpose = "phone", .state = "destroyed"},
                                       {.kid = 3, .purpose = "email", .state = "active"}};
  EXPECT_EQ(missing_keys("a.b.c", {{1, 500}, {2, 7}, {3, 1}, {9, 1}}, records),
            (std::vector<MissingKey>{{"a.b.c", 1, 500}, {"a.b.c", 9, 1}}));
  EXPECT_TRUE(missing_keys("a.b.c", {}, {}).empty());
}

TEST(EncryptMissingKeys, AreSaidWithTheirPlaceAndNumber) {
  EXPECT_EQ(describe({"public.users.email_encrypted", 1, 500}),
            "500 values of public.users.email_encrypted are under key 1, which dunlin_pack.dek doesn't have");
  EXPECT_EQ(describe({"documents", 3, 1}),
            "1 value of documents is under key 3, which dunlin_pack.dek doesn't have");
}

}  // namespace
}  // namespace dunlin::encrypt
