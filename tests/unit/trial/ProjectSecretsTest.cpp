#include <gtest/gtest.h>

#include "trial/security/ProjectSecrets.hpp"

namespace dunlin::trial {
namespace {

std::size_t found_in(const std::string& text, bool env = true) {
  return client_visible_secrets({"file", text, env, true}).size();
}

// The seed's own check list has this variable: its key bypasses row-level security, and the build shows it.
TEST(ClientVisibleSecrets, ServiceRoleKeyIsCritical) {
  const auto found =
      client_visible_secrets({".env", "A=1\nVITE_SUPABASE_SERVICE_ROLE_KEY=abc\n", true, true});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].state, checks::State::critical);
  EXPECT_EQ(found[0].object, ".env:2");
  EXPECT_EQ(found[0].observed.find("abc"), std::string::npos);
}

TEST(ClientVisibleSecrets, ByNameOrByValue) {
  EXPECT_EQ(found_in("NEXT_PUBLIC_SECRET=x"), 1U);
  EXPECT_EQ(found_in("export REACT_APP_DB_PASSWORD='x'"), 1U);
  EXPECT_EQ(found_in("VITE_KEY=sb_secret_abcdef"), 1U);
  EXPECT_EQ(found_in("VITE_KEY=eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln"), 1U);
  EXPECT_EQ(found_in("VITE_KEY=eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiJ9.c2ln"), 0U);
  EXPECT_EQ(found_in("VITE_SUPABASE_ANON_KEY=x\nSUPABASE_SERVICE_ROLE_KEY=y\n# VITE_SECRET=z"), 0U);
}

TEST(ClientVisibleSecrets, InProgramText) {
  EXPECT_EQ(found_in("createClient(url, import.meta.env.VITE_SUPABASE_SERVICE_ROLE_KEY)", false), 1U);
  EXPECT_EQ(found_in("process.env.SUPABASE_SERVICE_ROLE_KEY", false), 0U);
}

TEST(ServiceKey, OtherTextIsNone) {
  for (const char* text : {"", "eyJ", "eyJ.x", "eyJ..", "eyJhbGci.!!!!.x", "eyJhbGci.W10.x"})
    EXPECT_FALSE(is_service_key(text)) << text;
}

TEST(SharedSecrets, OnlyInFilesThatAreShared) {
  const std::string text = "-- a role\nCREATE ROLE app PASSWORD 'correct-horse-battery';\n";
  ASSERT_EQ(shared_secrets({"001.sql", text, false, true}).size(), 1U);
  EXPECT_EQ(shared_secrets({"001.sql", text, false, true})[0].object, "001.sql:2");
  EXPECT_TRUE(shared_secrets({".env", text, true, false}).empty());
}

}  // namespace
}  // namespace dunlin::trial
