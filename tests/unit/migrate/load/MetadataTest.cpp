#include <gtest/gtest.h>

#include "migrate/load/Metadata.hpp"
#include "unit/migrate/load/Loading.hpp"

namespace dunlin {
namespace {

using Strings = std::vector<std::string>;
using test::TempFolder;

model::Migration read(const std::string& text) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql", text);
  return test::load(folder)[0];
}

TEST(Metadata, ReadsTheSeedsHeader) {
  const auto metadata = read(
                            "-- Migration: 007_agent_system\n"
                            "-- Description: Adds agent orchestration tables\n"
                            "-- Author: AI Guided SaaS Team\n"
                            "-- Date: 2025-07-26\n"
                            "-- PRIORITY: HIGH (Week 1-2)\n"
                            "-- impact : CRITICAL - Data protection\n"
                            "-- Dependencies: None\n"
                            "-- Tags: 002_security, 002_security_remaining\n"
                            "-- Phase: expand\n"
                            "\n"
                            "BEGIN;\nCOMMIT;\n-- Author: nobody\n")
                            .metadata;
  EXPECT_EQ(metadata, (model::Metadata{"007_agent_system",
                                       "Adds agent orchestration tables",
                                       "AI Guided SaaS Team",
                                       "2025-07-26",
                                       "HIGH (Week 1-2)",
                                       "CRITICAL - Data protection",
                                       "expand",
                                       {},
                                       {"002_security", "002_security_remaining"}}));
}

TEST(Metadata, ReadsBlockCommentsAndMarkdown) {
  const auto metadata = read(
                            "/*\n"
                            " * Description: two lines\n"
                            " *   of it\n"
                            " * **Priority**: HIGH\n"
                            "   Depends on: 001\n"
                            " */\n"
                            "/* Author: Ann */ -- Tags: a\n"
                            "SELECT 1;")
                            .metadata;
  EXPECT_EQ(metadata.description, "two lines of it");
  EXPECT_EQ(metadata.priority, "HIGH");
  EXPECT_EQ(metadata.author, "Ann");
  EXPECT_EQ(metadata.depends, Strings{"001"});
  EXPECT_EQ(metadata.tags, Strings{"a"});
}

TEST(Metadata, ReadsDependencies) {
  const std::vector<std::pair<std::string, Strings>> cases{
      {"None", {}},
      {"none, -", {}},
      {"001, 003", {"001", "003"}},
      {"database/migrations/002_security.sql, `001_a.sql`", {"002_security", "001_a"}},
      {"Migration 002 (for enhanced security context)", {"002"}},
      {"001, 001", {"001"}},
  };
  for (const auto& [value, expected] : cases) {
    EXPECT_EQ(read("-- Dependencies: " + value + "\nSELECT 1;").metadata.depends, expected) << value;
    EXPECT_EQ(read("-- depends: " + value + "\nSELECT 1;").metadata.depends, expected) << value;
  }
}

TEST(Metadata, TakesProseForProse) {
  const auto metadata = read("-- Note that users: none of them\n-- http://author: x\nSELECT 1;").metadata;
  EXPECT_EQ(metadata, model::Metadata{});
}

TEST(Metadata, ReadsOptions) {
  const auto options = read(
                           "-- dunlin:no-transaction\n--dunlin:lock_timeout 5s\n-- DUNLIN:statement_timeout  "
                           " 10min\n-- dunlin:own-timeouts\n"
                           "-- dunlin:unit\nSELECT 1;\n")
                           .options;
  EXPECT_EQ(options, (model::FileOptions{false, "5s", "10min", true}));
  EXPECT_EQ(read("SELECT 1;\n-- dunlin:no-transaction\n").options, model::FileOptions{});
  EXPECT_EQ(read("-- dunlin:schema My Shop\nSELECT 1;\n").options.schema, "My Shop");
}

}  // namespace
}  // namespace dunlin
