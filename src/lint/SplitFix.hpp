#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/Scene.hpp"

namespace dunlin::lint {

/// A transaction of its own in a fixed file: its directives besides `-- dunlin:unit`, and its statements
/// without semicolons.
struct UnitText {
  std::vector<std::string> statements;
  std::vector<std::string>
      directives;  ///< "-- dunlin:batch table=... key=id size=10000", placed before the first statement

  UnitText(std::string statement) : statements{std::move(statement)} {}
  UnitText(std::vector<std::string> all, std::vector<std::string> before = {})
      : statements(std::move(all)), directives(std::move(before)) {}
};

/// Replaces the statement (with its semicolon) by these units, each marked `-- dunlin:unit` unless it can't
/// run in a transaction anyway; what follows in the file begins a new unit. The first one goes on in the
/// statement's unit when `joins` is true. No edits when the statement isn't of the judged file itself.
std::vector<model::TextEdit> replace_by_units(const Scene& scene, const std::vector<UnitText>& units,
                                              bool joins = false);

/// Begins a unit with the statement: `-- dunlin:unit` before it. No edits between the file's own BEGIN and
/// COMMIT.
std::vector<model::TextEdit> begin_unit(const Scene& scene);

/// Puts a directive that makes the statement a unit by itself (`-- dunlin:batch ...`) before it. No edits
/// between the file's own BEGIN and COMMIT.
std::vector<model::TextEdit> put_directive(const Scene& scene, const std::string& directive);

/// The statement stands between the file's own BEGIN and COMMIT.
bool in_explicit_transaction(const Scene& scene);

/// Replaces a piece of the statement.
std::vector<model::TextEdit> replace_piece(const Scene& scene, model::Range piece, std::string text);

/// Adds units behind the statement and leaves the statement as it is; with `changed` its text is replaced by
/// that.
std::vector<model::TextEdit> append_units(const Scene& scene, const std::vector<UnitText>& units,
                                          const std::string& changed = {});

/// The text with `addition` behind its first word `word` (given in lower case, outside of parentheses);
/// unchanged when it isn't there.
std::string insert_behind_word(std::string_view text, std::string_view word, std::string_view addition);

/// The text of an ALTER TABLE without these actions; "" when none would be left.
std::string without_actions(const Scene& scene, const model::AlterTable& alter,
                            const std::vector<std::size_t>& actions);

/// "ALTER TABLE app.t", as the statement writes it (ONLY and IF EXISTS included).
std::string alter_prefix(const Scene& scene, const model::AlterTable& alter);

/// A name for SQL: quoted where it has to be.
std::string sql_name(const model::QualifiedName& name);
std::string sql_name(const std::string& name);

}  // namespace dunlin::lint
