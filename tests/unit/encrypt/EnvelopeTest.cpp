#include <gtest/gtest.h>
#include <random>

#include "encrypt/Envelope.hpp"
#include "fuzz/EnvelopeInvariants.hpp"

namespace dunlin::encrypt {
namespace {

TEST(EncryptEnvelope, IsReadAndWritten) {
  const Envelope envelope{.format = Format::v2, .kid = 123456789, .box = "box"};
  EXPECT_EQ(to_text(envelope), "v2.123456789.Ym94");
  EXPECT_EQ(parse_envelope("v2.123456789.Ym94"), envelope);
  EXPECT_EQ(parse_envelope("v1.7."), (Envelope{.format = Format::v1, .kid = 7, .box = ""}));
}

TEST(EncryptEnvelope, NothingElseIsOne) {
  for (const char* text : {"",           "v1",          "v1.",
                           "v1..",       "v1.7",        "v3.7.Ym94",
                           "V1.7.Ym94",  "v1.0.Ym94",   "v1.07.Ym94",
                           "v1.-7.Ym94", "v1.+7.Ym94",  "v1.1234567890.Ym94",
                           "v1.7.Ym9",   "v1.7.Ym94\n", "v1.7.Ym94.Ym94",
                           "v1.7.Ym9=",  "v1.7.Yn==",   "v1.7 .Ym94",
                           " v1.7.Ym94", "+33612345678"})
    EXPECT_FALSE(parse_envelope(text)) << text;
}

TEST(EncryptEnvelope, SurvivesDamage) {
  std::mt19937 random(5);
  const std::string bytes = "v12.0=+/AZaz9 \n\x01\xff";
  for (int round = 0; round < 50'000; ++round) {
    std::string box(random() % 70, '\0');
    for (auto& c : box) c = static_cast<char>(random());
    std::string text = to_text({.format = random() % 2 == 0 ? Format::v1 : Format::v2,
                                .kid = static_cast<int>(random() % 1'000 + 1),
                                .box = box});
    for (std::size_t edits = random() % 4; edits > 0 && !text.empty(); --edits) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0: text.erase(at, 1 + random() % 5); break;
        case 1: text.insert(at, 1, bytes[random() % bytes.size()]); break;
        default: text[at] = bytes[random() % bytes.size()]; break;
      }
    }
    const auto broken = broken_invariant(text);
    ASSERT_FALSE(broken) << *broken << "\n" << text;
  }
}

}  // namespace
}  // namespace dunlin::encrypt
