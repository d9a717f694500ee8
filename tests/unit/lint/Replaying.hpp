#pragma once

#include <algorithm>
#include <string>

#include "lint/Replay.hpp"
#include "sql/Grammar.hpp"
#include "sql/Split.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::test {

/// A script's commands, one a statement.
inline std::vector<model::Command> commands_of(const std::string& script) {
  std::vector<model::Command> commands;
  sql::on_large_stack([&] {
    for (const auto& statement : sql::split({.text = script, .file = "test.sql"}))
      commands.push_back(
          sql::parse_command(std::string_view(script).substr(statement.offset, statement.length)));
  });
  return commands;
}

/// Applies a file to what was replayed before.
inline void replay_file(lint::Replay& replay, const std::string& script) {
  const auto commands = commands_of(script);
  const bool rolls_back = std::any_of(commands.begin(), commands.end(), [](const model::Command& command) {
    const auto* control = std::get_if<model::TransactionControl>(&command);
    return control != nullptr && (control->kind == model::TransactionKind::rollback ||
                                  control->kind == model::TransactionKind::rollback_to);
  });
  replay.begin_file(rolls_back);
  for (const model::Command& command : commands) replay.apply(command, {.file = "test.sql", .file_index = 1});
}

/// The catalog that a script makes in an empty database.
inline model::Catalog replayed(const std::string& script) {
  lint::Replay replay(lint::empty_catalog(150000));
  replay_file(replay, script);
  return replay.catalog();
}

}  // namespace dunlin::test
