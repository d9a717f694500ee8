#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "encrypt/Bytes.hpp"
#include "encrypt/Key.hpp"
#include "unit/encrypt/Known.hpp"

namespace dunlin::encrypt {
namespace {

TEST(EncryptKey, IsReadInThreeForms) {
  const Key key(test::counting_bytes());
  EXPECT_EQ(Key::parse(test::counting_bytes()), key);
  EXPECT_EQ(Key::parse("000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F\n"), key);
  EXPECT_EQ(Key::parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\r\n"), key);
  EXPECT_EQ(Key::parse(key.reveal_hex()), key);
}

TEST(EncryptKey, NothingElseIsAKey) {
  for (const char* text :
       {"", "short", "000102030405060708090a0b0c0d0e0f",
        "zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "AAECAwQFBgcICQ=="})
    EXPECT_FALSE(Key::parse(text)) << text;
  EXPECT_THROW(Key("0123456789abcdef"), Error);
}

TEST(EncryptKey, IsNamedAsThePackNamesIt) {
  EXPECT_EQ(Key(test::counting_bytes()).id(), "99fa646cfd961aca");
}

TEST(EncryptKey, NewOnesDiffer) {
  EXPECT_NE(Key::random(), Key::random());
}

TEST(EncryptBytes, Base64IsStrict) {
  EXPECT_EQ(to_base64("any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
  EXPECT_EQ(from_base64("YW55IGNhcm5hbCBwbGVhcw=="), "any carnal pleas");
  EXPECT_EQ(from_base64(""), "");
  for (const char* text : {"YW5", "YW5=YW55", "Y===", "====", "YW5\n", " YW5", "YW_5", "=W55"})
    EXPECT_FALSE(from_base64(text)) << text;
}

TEST(EncryptBytes, HexAndBytea) {
  EXPECT_EQ(to_hex(std::string_view("\x00\xff\x10", 3)), "00ff10");
  EXPECT_EQ(from_hex("00fF10"), std::string("\x00\xff\x10", 3));
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_EQ(from_bytea("\\x41"), "A");
  EXPECT_FALSE(from_bytea("A"));
}

}  // namespace
}  // namespace dunlin::encrypt
