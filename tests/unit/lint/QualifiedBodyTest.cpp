// Which bodies mean the same under an empty search_path.
#include <gtest/gtest.h>

#include "lint/QualifiedBody.hpp"

namespace dunlin::lint {
namespace {

const model::Catalog& catalog() {
  static const model::Catalog made = [] {
    model::Catalog start;
    start.complete = true;
    model::CatalogRelation plain;
    plain.name = {"public", "users"};
    start.add(plain);
    model::CatalogRelation watched;
    watched.name = {"public", "watched"};
    model::CatalogTrigger trigger;
    trigger.function = {"public", "seen"};
    watched.triggers.push_back(trigger);
    start.add(watched);
    model::CatalogFunction seen;
    seen.name = {"public", "seen"};
    start.functions[seen.name] = {seen};
    model::CatalogFunction safe;
    safe.name = {"public", "safe"};
    safe.settings = {{"search_path", ""}};
    start.functions[safe.name] = {safe};
    return start;
  }();
  return made;
}

bool qualified(std::string_view body) {
  return is_fully_qualified(body, catalog());
}

TEST(QualifiedBody, QualifiedNamesAndPostgresOwn) {
  EXPECT_TRUE(qualified(
      "SELECT count(*) FROM public.users u JOIN public.teams t ON t.id = u.team WHERE lower(u.name) <> 'x'"));
  EXPECT_TRUE(qualified("BEGIN INSERT INTO public.users (id) VALUES (NEW.id); RETURN NEW; END"));
  EXPECT_TRUE(qualified("SELECT auth.uid() = id FROM public.users"));
  EXPECT_TRUE(qualified("SELECT public.safe()"));
  EXPECT_TRUE(
      qualified("DECLARE n int; r public.users%ROWTYPE; c public.users.id%TYPE; BEGIN n := 1::text; END"));
}

TEST(QualifiedBody, WhatNeedsThePath) {
  EXPECT_FALSE(qualified("SELECT 1 FROM users"));
  EXPECT_FALSE(qualified("SELECT 1 FROM public.users, teams"));
  EXPECT_FALSE(qualified("UPDATE users SET a = 1"));
  EXPECT_FALSE(qualified("DELETE FROM users"));
  EXPECT_FALSE(qualified("SELECT uuid_generate_v4()"));
  EXPECT_FALSE(qualified("SELECT 'a'::mood"));
  EXPECT_FALSE(qualified("DECLARE m mood; BEGIN NULL; END"));
  EXPECT_FALSE(qualified("SELECT embedding <=> x FROM public.users"));
  EXPECT_FALSE(qualified("BEGIN EXECUTE 'SELECT 1 FROM users'; END"));
}

TEST(QualifiedBody, WhatRunsMeanwhileNeedsItsOwnPath) {
  EXPECT_FALSE(qualified("INSERT INTO public.watched (id) VALUES (1)"))
      << "its trigger's function has no path";
  EXPECT_FALSE(qualified("INSERT INTO public.unknown (id) VALUES (1)"));
  EXPECT_FALSE(qualified("SELECT public.seen()"));
  EXPECT_FALSE(qualified("SELECT app.unknown()"));
}

}  // namespace
}  // namespace dunlin::lint
