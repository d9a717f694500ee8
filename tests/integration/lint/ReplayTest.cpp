#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "integration/Server.hpp"
#include "integration/lint/CompareCatalogs.hpp"
#include "lint/DatabaseTexts.hpp"
#include "lint/Replay.hpp"
#include "postgres/catalog/ReadCatalog.hpp"
#include "sql/Grammar.hpp"
#include "sql/Split.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::test {
namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// Runs scripts on a server and replays what succeeded there.
class ReplayOnServer : public DatabaseTest {
 protected:
  lint::Replay replay{lint::empty_catalog(connection_.server_version())};
  std::vector<std::string> failed;
  std::string failures_hint;

  void run(const std::filesystem::path& path, std::size_t number) {
    const std::string text = content_of(path);
    exec("DISCARD ALL");
    replay.begin_file(true);
    std::vector<model::Statement> statements;
    statements = sql::split({.text = text, .file = path.string()});
    for (const model::Statement& statement : statements) {
      const std::string sql = text.substr(statement.offset, statement.length);
      if (!ran(sql, text, statement)) continue;
      model::Command command;
      sql::on_large_stack([&] { command = sql::parse_command(sql); });
      replay.apply(command,
                   {.file = path.string(), .line = static_cast<int>(statement.line), .file_index = number},
                   {statement.offset, statement.length});
    }
  }

  std::vector<std::string> differences() {
    if (connection_.in_transaction()) exec("ROLLBACK");
    exec("DISCARD ALL");
    replay.begin_file(false);
    return compare(replay.catalog(), postgres::read_catalog(connection_));
  }

 private:
  bool ran(const std::string& sql, const std::string& text, const model::Statement& statement) {
    try {
      if (statement.kind == model::StatementKind::copy_from_stdin)
        connection_.copy_in(postgres::Sql::trusted(sql),
                            std::string_view(text).substr(statement.data_offset, statement.data_length));
      else if (statement.kind != model::StatementKind::ignored &&
               statement.kind != model::StatementKind::assertion)
        exec(sql);
      return true;
    } catch (const Error& error) {
      failed.push_back(error.message() + ": " + sql.substr(0, 120));
      return false;
    }
  }
};

class ReplayScript : public ReplayOnServer, public ::testing::WithParamInterface<std::string> {};

std::vector<std::string> scripts() {
  std::vector<std::string> names;
  const std::filesystem::path folder =
      std::filesystem::path(DUNLIN_SOURCE_DIR) / "tests/integration/lint/replay";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

// postgres_17.sql has what PostgreSQL 16 doesn't know.
int oldest_major_for(const std::string& script) {
  return script.starts_with("postgres_") ? std::stoi(script.substr(9)) : 0;
}

TEST_P(ReplayScript, EndsInTheServersCatalog) {
  if (connection_.server_version() / 10000 < oldest_major_for(GetParam())) GTEST_SKIP() << "an older server";
  run(std::filesystem::path(DUNLIN_SOURCE_DIR) / "tests/integration/lint/replay" / (GetParam() + ".sql"), 1);
  EXPECT_EQ(failed, std::vector<std::string>());
  EXPECT_EQ(differences(), std::vector<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Scripts, ReplayScript, ::testing::ValuesIn(scripts()),
                         [](const auto& script) { return script.param; });

// By hand, over a project's migrations: DUNLIN_REPLAY names a file with their paths in order. Statements that
// the server refuses aren't replayed.
TEST_F(ReplayOnServer, FilesOfTheEnvironment) {
  const char* list = std::getenv("DUNLIN_REPLAY");
  if (list == nullptr) GTEST_SKIP() << "DUNLIN_REPLAY isn't set";
  std::istringstream paths(content_of(list));
  std::size_t number = 0;
  for (std::string path; std::getline(paths, path);) run(path, ++number);
  for (const std::string& failure : failed) fmt::print("refused: {}\n", failure);
  const auto found = differences();
  for (const std::string& difference : found) fmt::print("{}\n", difference);
  EXPECT_TRUE(found.empty()) << found.size() << " differences over " << number << " files";
}

}  // namespace
}  // namespace dunlin::test
