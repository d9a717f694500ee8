#pragma once

#include <string>
#include <vector>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "migrate/load/Project.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::test {

/// The configuration that a folder without dunlin.toml has.
inline model::Config recognised(const std::filesystem::path& root) {
  const auto layout = migrate::recognise(root);
  model::Config config;
  config.root = root.string();
  config.dialect = layout.dialect;
  config.migrations = layout.migrations.string();
  for (const auto& folder : layout.repeatables) config.repeatables.push_back(folder.string());
  config.rollbacks = layout.rollbacks.string();
  config.seed = layout.seed.string();
  return config;
}

inline std::vector<model::Migration> load(const TempFolder& folder) {
  return migrate::load_migrations(recognised(folder.path()));
}

inline std::vector<std::string> labels(const std::vector<model::Migration>& migrations) {
  std::vector<std::string> out;
  for (const auto& migration : migrations) out.push_back(model::label(migration));
  return out;
}

/// The text that a script stands for.
inline std::string text_of(const model::Script& script) {
  return script.text ? *script.text : read_file(script.file).substr(script.offset, script.length);
}

/// "source: text", or "" without a rollback.
inline std::string rollback_of(const model::Migration& migration) {
  if (!migration.rollback) return {};
  return model::to_string(migration.rollback->source) + ": " + text_of(migration.rollback->script);
}

/// The usage Error that `action` throws; fails the test when it throws none.
template <class Action>
Error usage_error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage) << error.message();
    return error;
  }
  ADD_FAILURE() << "no error";
  return usage_error("");
}

}  // namespace dunlin::test
