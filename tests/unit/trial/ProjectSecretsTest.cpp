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

constexpr const char* k_kek = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

TEST(SharedSecrets, KeysOfColumnEncryption) {
  const auto found = [](const std::string& path, const std::string& text) {
    return shared_secrets({path, text, false, true, true}).size();
  };
  const std::string kek = k_kek;
  EXPECT_EQ(found("kek", kek + "\n"), 1U);
  EXPECT_EQ(found("kek", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n"), 1U);
  EXPECT_EQ(found("Dockerfile", "ENV DUNLIN_KEK " + kek + "\n"), 1U);
  EXPECT_EQ(found("a.yaml", "env:\n  DUNLIN_KEK: \"" + kek + "\"\n"), 1U);
  EXPECT_EQ(found("run.sh", "export STAGING_KEK='" + kek + "'; run\n"), 1U);
  EXPECT_EQ(found("k.env", "DUNLIN_KEK=n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n"), 1U);
  EXPECT_EQ(found("release.sha256", kek + "\n"), 0U);
  EXPECT_EQ(found("SHA256SUMS", kek + "  kek.tar\n"), 0U);
  EXPECT_EQ(found("lock", "hash = " + kek + "\n"), 0U);
  EXPECT_EQ(found("doc.md", "DUNLIN_KEK=" + std::string(64, '0') + "\nDUNLIN_KEK=$(openssl rand -hex 32)\n"),
            0U);
  EXPECT_EQ(found("doc.md", "DUNLIN_KEK=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
            0U);
  const auto one = shared_secrets({"a.md", "x\nDUNLIN_KEK=" + kek, false, true, true});
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].object, "a.md:2");
  EXPECT_EQ(one[0].observed.find(kek), std::string::npos);
}

TEST(SharedSecrets, PasswordsUnderNames) {
  const auto found = [](const std::string& text, const std::string& path = "compose.yml") {
    return shared_secrets({path, text, false, true, false}).size();
  };
  EXPECT_EQ(found("  POSTGRES_PASSWORD: tq8-vault-99"), 1U);
  EXPECT_EQ(found("ENV PGPASSWORD=tq8-vault-99", "Dockerfile"), 1U);
  EXPECT_EQ(found("ENV PGPASSWORD tq8-vault-99", "Dockerfile"), 1U);
  EXPECT_EQ(found("password = \"tq8-vault-99\"", "main.tf"), 1U);
  EXPECT_EQ(found("{\"password\": \"tq8-vault-99\"}", "a.json"), 1U);
  EXPECT_EQ(found("connect(password='tq8-vault-99')", "a.py"), 1U);
  EXPECT_EQ(found("PASSWORD=tq8-vault-99", "a.sh"), 1U);  // of a shape of its own: said once
  EXPECT_EQ(found("db:5432:app:app:tq8-vault-99\n# a:b:c:d:e\n", ".pgpass"), 1U);
  for (const char* text :
       {"  POSTGRES_PASSWORD: postgres", "DB_PASSWORD=${PW:-tq8-vault-99}", "PGPASSWORD=\"$(cat pw1)\" psql",
        "password: string;", "const DB_PASSWORD = process.env.DB_PASSWORD_2", "password = read_password2()",
        "MIN_PASSWORD_LENGTH = 12345678", "postgres://postgres:postgres@localhost:5432/postgres"})
    EXPECT_EQ(found(text), 0U) << text;
}

TEST(SharedSecrets, WhatAProgramWorksOutAndWhatATestMakesUpIsNone) {
  const auto found = [](const std::string& text, const std::string& path = "app.py") {
    return shared_secrets({path, text, false, true, false}).size();
  };
  for (const char* text :
       {"connect(host=h, password=password, user=u)", "connect(password=self.password)",
        "connect(password=read_secret(\"db\"))", "\"host=%s password=%s\" % (h, p)",
        "help=\"password=VALUE\"", "fetch(`/login?user=${u}&password=` + pw)",
        "fields = ['email', 'password', 'name']", "{'password': 'abc'}",
        "<input type=\"password\" name='password' placeholder='Password1' />",
        "\"postgresql://%s:%s@%s/db\" % (u, p, h)", "postgresql://user:***@db.company.net/app",
        "postgresql://postgres:[YOUR-PASSWORD]@db.abc.supabase.co:5432/postgres",
        "postgres://app:app@localhost:5432/app_test", "postgres://test:test@db:5432/test",
        "postgres://postgres:postgres@db:5432/app", "password=only-for-this-test sslmode=disable"})
    EXPECT_EQ(found(text), 0U) << text;
  for (const char* text :
       {"CREATE ROLE app PASSWORD 'only-for-this-test'", "SELECT crypt('password', gen_salt('bf'))",
        "SELECT * FROM x WHERE kind IN ('otp', 'password', 'oauth')", "WHERE password=crypt($1, password)",
        "SELECT 'host=h password=%s'"})
    EXPECT_EQ(found(text, "a.sql"), 0U) << text;
  for (const char* text :
       {"connect(host=h, password='tq8-vault-99')", "\"host=db password=tq8-vault-99\"",
        "postgres://app:app@db.company.net/app", "postgres://app:vault@db:5432/app",
        "postgres://app:%24tq8@db/app", "postgres://test:latest-contest@db.company.net/app"})
    EXPECT_EQ(found(text), 1U) << text;
  EXPECT_EQ(found("CREATE ROLE app PASSWORD 'correct-horse'", "a.sql"), 1U);
  EXPECT_EQ(found("SELECT dblink('host=db password=correct-horse')", "a.sql"), 1U);
}

TEST(SharedSecrets, AKeyOfTheBrowserIsNone) {
  const auto found = [](const std::string& claims) {
    return shared_secrets({"a.ts", "eyJhbGciOiJIUzI1NiJ9." + claims + ".c2lnbmF0dXJl", false, true, false})
        .size();
  };
  EXPECT_EQ(found("eyJyb2xlIjoiYW5vbiJ9"), 0U);
  EXPECT_EQ(found("eyJyb2xlIjoic2VydmljZV9yb2xlIn0"), 1U);
  EXPECT_EQ(found("eyJzdWIiOiIxMjM0NSJ9"), 1U);
}

TEST(SharedSecrets, ProseTalksOfPasswords) {
  const auto found = [](const std::string& text, bool prose) {
    return shared_secrets({"README.md", text, false, true, prose}).size();
  };
  EXPECT_EQ(found("postgres://app:secret@localhost/app and PASSWORD '...'", true), 0U);
  EXPECT_EQ(found("postgres://app:secret@localhost/app", false), 1U);
  EXPECT_EQ(found("postgres://app:tq8-vault-99@db/app", true), 1U);
  EXPECT_EQ(found("postgres://app:tq8-vault-99@db.example.org/app", true), 0U);
  EXPECT_EQ(found("PASSWORD's literal, so that a message can point at it.\n It's 1 thing.", true), 0U);
  EXPECT_EQ(found("db.password=tq8-vault-99", true), 1U);
  EXPECT_EQ(found("AKIAIOSFODNN7EXAMPLE", true), 0U);
  EXPECT_EQ(found("AKIAIOSFODNN7EXAMPLE", false), 1U);
  EXPECT_EQ(client_visible_secrets({"README.md", "never name it VITE_SECRET", false, true, true}).size(), 0U);
}

}  // namespace
}  // namespace dunlin::trial
