#include <gtest/gtest.h>
#include <set>

#include "encrypt/Binding.hpp"
#include "encrypt/Bytes.hpp"
#include "encrypt/Cipher.hpp"
#include "encrypt/KeyRing.hpp"
#include "unit/encrypt/Known.hpp"

namespace dunlin::encrypt {
namespace {

// RFC 4231, test cases 1, 2 and 6.
TEST(EncryptHmac, KnownVectors) {
  EXPECT_EQ(to_hex(Hmac(std::string(20, '\x0b')).of({"Hi There"})),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(Hmac("Jefe").of({"what do ya want ", "for nothing?"})),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      to_hex(Hmac(std::string(131, '\xaa')).of({"Test Using Larger Than Block-Size Key - Hash Key First"})),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(EncryptHmac, IsUsedAgain) {
  Hmac hmac("Jefe");
  const std::string first(hmac.of({"a"}));
  EXPECT_NE(hmac.of({"b"}), first);
  EXPECT_EQ(hmac.of({"a"}), first);
  hmac.use_key("other");
  EXPECT_NE(hmac.of({"a"}), first);
}

TEST(EncryptCipher, OpensABoxOfAnotherProgram) {
  Cipher cipher{Key(test::counting_bytes())};
  EXPECT_EQ(cipher.open(Format::v1, *from_base64(test::k_known_box), "phone", test::k_known_salt),
            test::k_known_plain);
}

class EncryptFormats : public ::testing::TestWithParam<Format> {};

TEST_P(EncryptFormats, WhatWasSealedOpens) {
  Cipher cipher{Key(test::counting_bytes())};
  RandomBytes random;
  for (std::size_t size = 0; size < 100; ++size) {
    const std::string plain(size, 'x');
    const auto box = cipher.seal(GetParam(), plain, "aad", "salt", random);
    EXPECT_EQ(cipher.open(GetParam(), box, "aad", "salt"), plain) << size;
  }
}

TEST_P(EncryptFormats, EveryChangedBitIsNoticed) {
  Cipher cipher{Key(test::counting_bytes())};
  RandomBytes random;
  const auto box = cipher.seal(GetParam(), "+33612345678", "phone", "salt", random);
  for (std::size_t bit = 0; bit < box.size() * 8; ++bit) {
    std::string changed = box;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(cipher.open(GetParam(), changed, "phone", "salt")) << bit;
  }
  for (std::size_t size = 0; size < box.size(); ++size)
    EXPECT_FALSE(cipher.open(GetParam(), box.substr(0, size), "phone", "salt")) << size;
}

TEST_P(EncryptFormats, SaltBindingAndKeyHaveToBeTheSame) {
  Cipher cipher{Key(test::counting_bytes())};
  RandomBytes random;
  const auto box = cipher.seal(GetParam(), "value", "phone|a", "salt", random);
  EXPECT_FALSE(cipher.open(GetParam(), box, "phone|a", "salt2"));
  EXPECT_FALSE(cipher.open(GetParam(), box, "phone|b", "salt"));
  EXPECT_FALSE(cipher.open(GetParam(), box, "phone|", "salt"));
  Cipher other{Key::random()};
  EXPECT_FALSE(other.open(GetParam(), box, "phone|a", "salt"));
}

TEST_P(EncryptFormats, EqualValuesHaveDifferentBoxes) {
  Cipher cipher{Key(test::counting_bytes())};
  RandomBytes random;
  std::set<std::string> boxes;
  for (int i = 0; i < 2'000; ++i) boxes.insert(cipher.seal(GetParam(), "v", "a", "s", random));
  EXPECT_EQ(boxes.size(), 2'000U);
}

INSTANTIATE_TEST_SUITE_P(All, EncryptFormats, ::testing::Values(Format::v1, Format::v2),
                         [](const auto& format) { return std::string(to_string(format.param)); });

TEST(EncryptWrapping, OpensWithTheRightKeyAndPurposeOnly) {
  const Key kek = Key::random(), data = Key::random();
  const auto wrapped = wrap(kek, data, "phone");
  EXPECT_EQ(wrapped.size(), 96U);
  EXPECT_EQ(unwrap(kek, wrapped, "phone"), data);
  EXPECT_FALSE(unwrap(Key::random(), wrapped, "phone"));
  EXPECT_FALSE(unwrap(kek, wrapped, "email"));
}

TEST(EncryptRing, SaysWhichKeyIsMissingOrWrong) {
  const Key kek = Key::random();
  const KeyRecord record{.kid = 4,
                         .purpose = "phone",
                         .wrapped = wrap(kek, Key::random(), "phone"),
                         .kek_id = kek.id(),
                         .state = "active",
                         .created_at = {}};
  KeyRing ring({record}, kek);
  EXPECT_NE(ring.cipher(4, "phone"), nullptr);
  EXPECT_EQ(ring.cipher(5, "phone"), nullptr);
  EXPECT_EQ(ring.cipher(4, "email"), nullptr);
  EXPECT_THROW(static_cast<void>(ring.active("email")), Error);
  KeyRing wrong({record}, Key::random());
  try {
    wrong.cipher(4, "phone");
    FAIL() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::refused);
    EXPECT_NE(error.message().find("key 4 (phone) cannot be unwrapped"), std::string::npos)
        << error.message();
  }
}

TEST(EncryptRing, WarnsAtNineTenthsOfAKeysTime) {
  KeyRecord record{.state = "active", .rotate_every_days = 100};
  for (const auto& [age, expected] : std::vector<std::pair<int, std::string>>{
           {0, "ok"}, {89, "ok"}, {90, "due"}, {99, "due"}, {100, "overdue"}}) {
    record.age_days = age;
    EXPECT_EQ(rotation_of(record), expected) << age;
  }
  record.state = "decrypt_only";
  EXPECT_EQ(rotation_of(record), "");
}

TEST(EncryptBinding, KeysOfTwoColumnsAreNotConfused) {
  EXPECT_EQ(bound_to("phone", ""), "phone");
  EXPECT_EQ(bound_to("phone", "t.c|1"), "phone|t.c|1");
  EXPECT_EQ(row_context("t.c", {"a|b", "c\\"}), "t.c|a\\|b|c\\\\");
  EXPECT_NE(row_context("t.c", {"a|b", "c"}), row_context("t.c", {"a", "b|c"}));
}

TEST(EncryptBinding, NormalisesWhatIsLookedUp) {
  EXPECT_EQ(normalise("+33 (6) 12-34.56 78", "phone"), "+33612345678");
  EXPECT_EQ(normalise(" Ann@Example.ORG\n", "email"), "ann@example.org");
  EXPECT_EQ(normalise(" \t", "email"), "");
  EXPECT_EQ(normalise(" As Is ", "exact"), " As Is ");
  IndexKey key{.hmac = Hmac(test::counting_bytes()), .mark = index_mark(7, true)};
  EXPECT_EQ(to_hex(blind_index(key, "+33 6 12 34 56 78", "phone", 256)),
            "b6f137d05b9943dff600853b915fc7e56b72c20ba917dd0bc1d729e638d2d655");
  EXPECT_EQ(blind_index(key, "+33612345678", "phone", 16).size(), 2U);
}

TEST(EncryptBinding, EntriesUnderALaterKeySayItsNumber) {
  EXPECT_EQ(index_mark(258, true), "");
  EXPECT_EQ(to_hex(index_mark(258, false)), "00000102");
  IndexKey key{.hmac = Hmac(test::counting_bytes()), .mark = index_mark(258, false)};
  EXPECT_EQ(to_hex(blind_index(key, "+33 6 12 34 56 78", "phone", 16)), "00000102b6f1");
}

}  // namespace
}  // namespace dunlin::encrypt
