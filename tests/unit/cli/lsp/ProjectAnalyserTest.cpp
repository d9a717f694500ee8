#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "cli/lsp/ProjectAnalyser.hpp"
#include "lint/Baseline.hpp"
#include "migrate/load/Project.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::cli::lsp {
namespace {

constexpr std::string_view k_index = "CREATE INDEX i ON users (email);";

using test::TempFolder;

class LspProjectAnalyser : public ::testing::Test {
 protected:
  LspProjectAnalyser() {
    folder.write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, email text);");
    folder.write("migrations/002_two.sql", "SELECT 1;")
        .write("migrations/002_two.down.sql", std::string(k_index));
    folder.write("migrations/005_five.sql", "DROP TABLE users;");
  }
  model::Config load() {
    ++loads;
    const auto layout = migrate::recognise(folder.path());
    model::Config config;
    config.root = folder.path().string();
    config.dialect = layout.dialect;
    config.migrations = layout.migrations.string();
    config.rollbacks = layout.rollbacks.string();
    return config;
  }
  // The rules of the findings in a file of the folder that says `text`.
  std::string rules(const std::string& name, std::string_view text) {
    const auto path = folder.file(name);
    std::string out;
    for (const auto& finding : analyser.analyse(path, text).findings) {
      if (finding.span.file == path) out += (out.empty() ? "" : " ") + finding.rule;
    }
    return out;
  }

  TempFolder folder;
  int loads = 0;
  ProjectAnalyser analyser{[this] { return load(); }, {}};
};

TEST_F(LspProjectAnalyser, JudgesTheTextBehindTheFilesBeforeIt) {
  EXPECT_EQ(rules("migrations/002_two.sql", k_index), "index-not-concurrent");
  EXPECT_EQ(rules("migrations/002_two.sql", "SELECT 2;"), "");
  // In the first file the table is made by the same transaction.
  EXPECT_EQ(rules("migrations/001_users.sql",
                  "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n" + std::string(k_index)),
            "");
}

TEST_F(LspProjectAnalyser, TakesAFileThatIsNotSavedByItsVersion) {
  const auto hover = [&](const std::string& name) {
    return analyser.hover(folder.file(name), "ALTER TABLE users ADD FOREIGN KEY (id) REFERENCES users;", 1)
        .value_or("");
  };
  EXPECT_NE(hover("migrations/003_three.sql").find("`public.users`"), std::string::npos);
  EXPECT_EQ(rules("migrations/003_three.sql", k_index), "index-not-concurrent");
}

TEST_F(LspProjectAnalyser, SaysNothingAboutRollbacks) {
  EXPECT_EQ(rules("migrations/002_two.down.sql", k_index), "");
}

TEST_F(LspProjectAnalyser, PlacesFindingsInTheEditedTextOfASection) {
  TempFolder goose;
  goose.write("migrations/20240101000000_a.sql", "-- +goose Up\nCREATE TABLE users (email text);\n");
  goose.write("migrations/20240102000000_b.sql", "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n");
  ProjectAnalyser other(
      [&] {
        model::Config config;
        config.root = goose.path().string();
        config.dialect = model::Dialect::goose;
        config.migrations = (goose.path() / "migrations").string();
        return config;
      },
      {});
  const auto path = goose.file("migrations/20240102000000_b.sql");
  const std::string text =
      "-- é\n-- +goose Up\nSELECT 1;\n" + std::string(k_index) + "\n-- +goose Down\nDROP INDEX i;\n";
  const auto findings = other.analyse(path, text).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(text.substr(findings[0].span.offset, findings[0].span.length),
            k_index.substr(0, k_index.size() - 1));
  EXPECT_EQ(findings[0].span.line, 4);
  EXPECT_FALSE(findings[0].fix.edits.empty());
}

TEST_F(LspProjectAnalyser, ReadsTheProjectAgainOnlyWhenToldTo) {
  rules("migrations/002_two.sql", "SELECT 1;");
  rules("migrations/002_two.sql", k_index);
  EXPECT_EQ(loads, 1);
  folder.write("migrations/001_users.sql", "SELECT 1;");
  folder.write("dunlin.toml", "");
  analyser.forget();
  rules("migrations/002_two.sql", k_index);
  EXPECT_EQ(loads, 2);
}

TEST_F(LspProjectAnalyser, HeedsTheBaseline) {
  const auto path = folder.file("migrations/002_two.sql");
  const auto findings = analyser.analyse(path, k_index);
  ASSERT_EQ(findings.findings.size(), 1U);
  const auto source = [](const std::string&) { return k_index; };
  folder.write("dunlin-lint-baseline.json", lint::write_baseline(lint::make_baseline(findings, source)));
  EXPECT_EQ(rules("migrations/002_two.sql", k_index), "");
  EXPECT_EQ(rules("migrations/002_two.sql", "SELECT 1;"), "stale-baseline");
}

TEST_F(LspProjectAnalyser, ThrowsForTextThatCantBeSplit) {
  EXPECT_THROW(analyser.analyse(folder.file("migrations/002_two.sql"), "SELECT 'open"), Error);
  EXPECT_EQ(rules("migrations/002_two.sql", k_index), "index-not-concurrent");
}

TEST_F(LspProjectAnalyser, JudgesAFileOfNoProjectByItself) {
  EXPECT_EQ(analyser.analyse("untitled:Untitled-1", k_index).findings.size(), 1U);
}

}  // namespace
}  // namespace dunlin::cli::lsp
