#include <gtest/gtest.h>
#include <string>

#include "base/SecretShape.hpp"

namespace dunlin {
namespace {

using Found = std::vector<std::string>;

Found secrets(std::string_view text) {
  Found found;
  for (const SecretShape& one : find_secrets(text))
    found.push_back(std::string(one.kind) + ": " + std::string(text.substr(one.offset, one.length)));
  return found;
}

TEST(SecretShape, FindsKeysByTheirShape) {
  EXPECT_EQ(secrets("x 'AKIAIOSFODNN7EXAMPLE' y"), Found{"AWS access key: AKIAIOSFODNN7EXAMPLE"});
  EXPECT_EQ(secrets("eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJl"),
            Found{"JSON web token: eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJl"});
  EXPECT_EQ(secrets("postgres://app:s3cret@db/app"), Found{"password in a URL: s3cret"});
  EXPECT_EQ(secrets("-----BEGIN EC PRIVATE KEY-----\nAB\n-----END EC PRIVATE KEY-----"),
            Found{"private key: -----BEGIN EC PRIVATE KEY-----\nAB\n"});
}

TEST(SecretShape, FindsKeysInParts) {
  const std::string sendgrid = "SG." + std::string(22, 'a') + "." + std::string(43, 'b');
  EXPECT_EQ(secrets("key=" + sendgrid + " x"), Found{"SendGrid key: " + sendgrid});
  EXPECT_EQ(secrets("SG.a.b " + sendgrid.substr(0, 60)), Found{});
  const std::string webhook = "T0AB1CD2E/B0AB1CD2E/" + std::string(24, 'x');
  EXPECT_EQ(secrets("https://hooks.slack.com/services/" + webhook + "\""),
            Found{"Slack webhook: " + webhook});
  EXPECT_EQ(secrets("https://hooks.slack.com/services/T/B/x and services/" + webhook), Found{});
}

TEST(SecretShape, FindsPasswordsToTheirEnd) {
  EXPECT_EQ(secrets("PASSWORD 'a''b' c"), Found{"password: a''b"});
  EXPECT_EQ(secrets("password E'a\\'b' c"), Found{"password: a\\'b"});
  EXPECT_EQ(secrets("'host=x password=abc user=y'"), Found{"password: abc"});
  EXPECT_EQ(secrets("PASSWORD 'open").size(), 1U);
}

TEST(SecretShape, PassesOverPlaceholdersAndNames) {
  EXPECT_EQ(secrets("PASSWORD '${PW}' PASSWORD '' PASSWORD NULL password text NOT NULL DEFAULT 'x'"),
            Found{});
  EXPECT_EQ(secrets("PASSWORD 'SCRAM-SHA-256$4096:x$y:z'"), Found{});
  EXPECT_EQ(secrets("https://example.com:80/a@b eyJ.a.b sk_live_customer_accounts_of_the_year"), Found{});
  EXPECT_EQ(secrets("sk_live_customer_accounts_2024_archive"), Found{});
  EXPECT_EQ(secrets("sk_live_4eC39HqLyjWDarjtT1zd_p7dc").size(), 1U);
  EXPECT_EQ(secrets("IN ('otp', 'password', 'oauth') PASSWORD '****' 'password=%s' PASSWORD '%1$s'"),
            Found{});
  EXPECT_EQ(secrets("PASSWORD '%24x'"), Found{"password: %24x"});
  EXPECT_EQ(secrets("-----BEGIN PUBLIC KEY-----\nAB\n-----END PUBLIC KEY-----"), Found{});
  EXPECT_EQ(secrets(""), Found{});
}

}  // namespace
}  // namespace dunlin
