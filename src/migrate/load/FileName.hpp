#pragma once

#include <string>
#include <string_view>

namespace dunlin::migrate {

/// What a file's name says in one of the layouts.
struct FileName {
  enum class Role {
    up,
    down,
    repeatable,
    baseline,  ///< Flyway's B: stands for the versions up to its own
    ignored,   ///< known not to be a migration: seed.sql, *.test.sql
    unknown,   ///< an SQL file that fits no pattern, so somebody meant something by it
    foreign,   ///< a migration in another language
    other,     ///< README.md, 001_x.sql~, ...
  };
  Role role = Role::other;
  std::string version;  ///< as spelled
  std::string name;

  friend bool operator==(const FileName&, const FileName&) = default;
};

/// True for names ending in `suffix`, which is lower case, in any case.
bool has_suffix(std::string_view name, std::string_view suffix);

/// SQL files that live beside migrations without being one: seed(s).sql, schema.sql, structure.sql,
/// *.test.sql.
bool is_companion(std::string_view name);

/// "007_add_users.sql", "20240115-hotfix.sql", "007.sql", "007_x.up.sql", "007_x.down.sql", "R__views.sql".
FileName read_numbered_name(std::string_view name);

/// Splits digits and the rest after a `_` or `-`; false when it doesn't begin with digits of a sensible
/// length.
bool split_number(std::string_view stem, std::string& version, std::string& name);

}  // namespace dunlin::migrate
