#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/Error.hpp"

namespace dunlin::packs {

/// What a parameter is, and so how it is checked and quoted.
enum class ParameterType {
  name,
  names,
  table,
  tables,
  column,
  columns,
  role,
  roles,
  text,
  texts,
  integer,
  boolean,
  interval,
  choice
};
std::string to_string(ParameterType type);
/// The words of all types.
std::vector<std::string> parameter_types();
std::optional<ParameterType> parse_parameter_type(const std::string& word);
/// "tables" and its like, which hold any number of values.
bool is_list(ParameterType type);
/// The type of one element: "tables" -> "table".
ParameterType element_of(ParameterType type);

/// What a parameter was given: one element, or any number for a list; "" for an optional one that is left
/// out.
using Value = std::vector<std::string>;
using Values = std::map<std::string, Value>;

/// What each of several texts says: anything, or a column by its whole name, and how long its rows are kept.
enum class TextForm { any, column, column_interval };
/// "schema.table.column" and the like; "" for any.
std::string to_string(TextForm form);
std::optional<TextForm> parse_text_form(const std::string& word);

struct Parameter {
  std::string name;
  ParameterType type = ParameterType::text;
  std::optional<Value> default_value;  ///< none: it has to be given
  std::vector<std::string> choices;
  std::string help;
  std::optional<std::int64_t> minimum = std::nullopt;  ///< of an integer
  std::optional<std::int64_t> maximum = std::nullopt;
  TextForm form = TextForm::any;  ///< of texts
  bool primary_key = false;       ///< of tables: each has to have one
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

/// What a DBA must provide.
enum class NeedKind { extension, role, setting, privilege };
std::string to_string(NeedKind kind);

struct Need {
  NeedKind kind = NeedKind::extension;
  std::string name;
  std::string why;
  bool optional = false;  ///< the pack does without, and says at run time what it skips
  friend bool operator==(const Need&, const Need&) = default;
};

/// The template that takes an installation from one version to another.
struct Update {
  std::string from, to;
  std::string sql;
  friend bool operator==(const Update&, const Update&) = default;
};

/// An installable module of SQL: what its pack.toml says, and its templates.
struct Pack {
  std::string name;
  std::string version;
  std::string title;
  int minimum_server = 0;  ///< major
  std::vector<std::string> requires_packs;
  std::vector<Need> needs;
  std::vector<Parameter> parameters;
  Values test_parameters;
  std::string up, down, test, test_setup, readme;
  std::vector<Update> updates;
  std::string folder;  ///< where a project's own pack was read; "": part of the program
  friend bool operator==(const Pack&, const Pack&) = default;

  const Parameter* find_parameter(const std::string& name) const;
};

/// The updates that lead from one version to the pack's own, one after the other; nothing when there is no
/// such way.
std::optional<std::vector<const Update*>> way_from(const Pack& pack, const std::string& version);

}  // namespace dunlin::packs
