#include "lint/audit/TableConflicts.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "lint/audit/CanonicalText.hpp"

namespace dunlin::lint::audit {
namespace {

bool is_not_null(const model::Column& column) {
  return column.not_null ||
         std::any_of(column.constraints.begin(), column.constraints.end(), [](const model::Constraint& c) {
           return c.kind == model::ConstraintKind::primary_key || c.kind == model::ConstraintKind::not_null;
         });
}

std::string default_of(const model::Column& column) {
  return column.default_value ? canonical_definition(column.default_value->text) : "none";
}

const model::Column* find(const model::CreateTable& table, const std::string& name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const model::Column& column) { return column.name == name; });
  return found == table.columns.end() ? nullptr : &*found;
}

void compare(const model::Column& ours, const model::Column& theirs, const std::string& where,
             std::vector<std::string>& out) {
  const std::string our_type = model::to_string(ours.type), their_type = model::to_string(theirs.type);
  if (our_type != their_type)
    out.push_back(fmt::format("column {} is {}; {} wants {}", ours.name, our_type, where, their_type));
  if (is_not_null(ours) != is_not_null(theirs))
    out.push_back(fmt::format("column {} is {}; {} wants {}", ours.name,
                              is_not_null(ours) ? "NOT NULL" : "nullable", where,
                              is_not_null(theirs) ? "NOT NULL" : "it nullable"));
  const bool serial = ours.type.is_serial() || theirs.type.is_serial();  // the type says it
  if (!serial && default_of(ours) != default_of(theirs))
    out.push_back(fmt::format("column {} has the default {}; {} wants {}", ours.name, default_of(ours), where,
                              default_of(theirs)));
}

// What a constraint demands, in words, whatever its name.
std::string words_of(const model::Constraint& constraint) {
  std::string columns;
  for (const std::string& column : constraint.columns) columns += (columns.empty() ? "" : ", ") + column;
  switch (constraint.kind) {
    case model::ConstraintKind::check:
      return "CHECK (" + canonical_definition(constraint.expression.text) + ")";
    case model::ConstraintKind::unique: return "UNIQUE (" + columns + ")";
    case model::ConstraintKind::primary_key: return "PRIMARY KEY (" + columns + ")";
    case model::ConstraintKind::foreign_key:
      return "FOREIGN KEY (" + columns + ") to " + constraint.references.name;
    case model::ConstraintKind::exclusion: return "EXCLUDE";
    case model::ConstraintKind::not_null: break;
  }
  return "";
}

std::set<std::string> constraints_of(const model::CreateTable& table) {
  std::set<std::string> words;
  for (const model::Constraint& constraint : table.constraints) words.insert(words_of(constraint));
  for (const model::Column& column : table.columns)
    for (model::Constraint constraint : column.constraints) {
      if (constraint.columns.empty()) constraint.columns = {column.name};
      words.insert(words_of(constraint));
    }
  words.erase("");
  return words;
}

}  // namespace

std::vector<std::string> table_conflicts(const model::CreateTable& earlier, const model::CreateTable& later,
                                         const Place& place, const model::CatalogRelation* last) {
  std::vector<std::string> out;
  const std::string where = to_string(place);
  for (const model::Column& ours : earlier.columns) {
    if (const model::Column* theirs = find(later, ours.name)) {
      compare(ours, *theirs, where, out);
    } else {
      out.push_back(fmt::format("column {} is there, though {} doesn't have it", ours.name, where));
    }
  }
  for (const model::Column& theirs : later.columns)
    if (find(earlier, theirs.name) == nullptr)
      out.push_back(fmt::format(
          "column {} {} of {} isn't made{}", theirs.name, model::to_string(theirs.type), where,
          last != nullptr && last->find_column(theirs.name) != nullptr ? "; another statement adds it" : ""));
  const std::set<std::string> ours = constraints_of(earlier), theirs = constraints_of(later);
  for (const std::string& words : theirs)
    if (!ours.contains(words)) out.push_back(fmt::format("{} of {} isn't made", words, where));
  return out;
}

}  // namespace dunlin::lint::audit
